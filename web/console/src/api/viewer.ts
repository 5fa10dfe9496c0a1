import { useEffect } from 'react';
import { makeClient } from './client';
import { byId } from './documents';
import { ViewerDocument, type ViewerNameFragment, type ViewerQuery } from './generated/graphql';
import { Problem, problemOf } from './problem';
import { noteSession, type SignedInAs } from './session';

export function signedInAs(viewer: ViewerNameFragment): SignedInAs {
  switch (viewer.__typename) {
    case 'Reseller':
      return { kind: 'RESELLER', id: viewer.id, name: viewer.name };
    case 'Operator':
      return { kind: 'OPERATOR', name: viewer.name };
    case 'Owner':
      return { kind: 'OWNER', id: viewer.handle.id, name: viewer.handle.displayName };
  }
}

/** Asks whom a credential signs in. It throws a Problem: UNAUTHENTICATED when it signs in nobody. */
export async function whoIs(credential: string): Promise<SignedInAs> {
  const { data, error } = await makeClient(credential).query<ViewerQuery>(byId(ViewerDocument), {}).toPromise();
  if (error) throw problemOf(error);
  if (!data?.viewer) throw new Problem('UNAUTHENTICATED', 'the credential signs in nobody');
  return signedInAs(data.viewer);
}

/** Keeps the name in the shell up to date with what a view's own query says of the viewer. */
export function useNotedViewer(viewer: ViewerNameFragment | null | undefined): void {
  useEffect(() => {
    if (viewer) noteSession({ viewer: signedInAs(viewer) });
  }, [viewer]);
}
