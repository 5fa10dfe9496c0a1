import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/** What graphql-codegen leaves of a document: its id. */
interface Generated {
  __meta__?: { hash: string };
}

const made = new Map<string, TypedDocumentNode<never, never>>();

/** Gives urql a document that it sends by its id, always the same object for the same id. */
export function byId<Data, Variables>(document: TypedDocumentNode<Data, Variables>): TypedDocumentNode<Data, Variables> {
  const id = (document as unknown as Generated).__meta__?.hash;
  if (!id) throw new Error('this is no document of src/api/generated');
  let found = made.get(id);
  if (!found) {
    found = { kind: 'Document', definitions: [], documentId: id } as unknown as TypedDocumentNode<never, never>;
    made.set(id, found);
  }
  return found as unknown as TypedDocumentNode<Data, Variables>;
}
