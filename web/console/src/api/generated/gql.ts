/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\"Why a mutation changed nothing, with what its kind tells beside code and message.\"\nfragment Refusal on UserError {\n  field\n  code\n  message\n  ... on HandleLinkedError {\n    hiddenCount\n    domains {\n      id\n      unicodeName\n    }\n  }\n  ... on DuplicateError {\n    candidates {\n      id\n      code\n      displayName\n    }\n  }\n  ... on ConflictError {\n    currentVersion\n  }\n  ... on RateLimitedError {\n    retryAfterSeconds\n  }\n}\n\n\"Whether an action is allowed, for an icon: see contacts/actions.ts.\"\nfragment Check on ActionCheck {\n  allowed\n  blockers {\n    field\n    code\n    message\n    ... on RateLimitedError {\n      retryAfterSeconds\n    }\n  }\n}": typeof types.RefusalFragmentDoc,
    "query Viewer {\n  viewer {\n    ...ViewerName\n  }\n}\n\nfragment ViewerName on Viewer {\n  ... on Reseller {\n    id\n    name\n  }\n  ... on Operator {\n    name\n  }\n  ... on Owner {\n    handle {\n      id\n      code\n      displayName\n    }\n  }\n}": typeof types.ViewerDocument,
    "query Contacts($first: Int, $after: String, $last: Int, $before: String, $filter: HandleFilter, $orderBy: HandleOrder, $withDomains: Boolean!) {\n  viewer {\n    ...ViewerName\n  }\n  handles(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    totalCount\n    totalCountExact\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      node {\n        ...ContactRow\n      }\n    }\n  }\n}\n\nfragment ContactRow on Handle {\n  id\n  code\n  displayName\n  kind\n  givenName\n  familyName\n  organization\n  address {\n    city\n    country\n  }\n  rights\n  origin\n  reachability {\n    state\n    dueAt\n    bounced\n  }\n  createdAt\n  updatedAt\n  domains(first: 1) @include(if: $withDomains) {\n    totalCount\n  }\n  actions {\n    update {\n      ...Check\n    }\n    delete {\n      ...Check\n    }\n    release {\n      ...Check\n    }\n    resetReachability {\n      ...Check\n    }\n  }\n}": typeof types.ContactsDocument,
};
const documents: Documents = {
    "\"Why a mutation changed nothing, with what its kind tells beside code and message.\"\nfragment Refusal on UserError {\n  field\n  code\n  message\n  ... on HandleLinkedError {\n    hiddenCount\n    domains {\n      id\n      unicodeName\n    }\n  }\n  ... on DuplicateError {\n    candidates {\n      id\n      code\n      displayName\n    }\n  }\n  ... on ConflictError {\n    currentVersion\n  }\n  ... on RateLimitedError {\n    retryAfterSeconds\n  }\n}\n\n\"Whether an action is allowed, for an icon: see contacts/actions.ts.\"\nfragment Check on ActionCheck {\n  allowed\n  blockers {\n    field\n    code\n    message\n    ... on RateLimitedError {\n      retryAfterSeconds\n    }\n  }\n}": types.RefusalFragmentDoc,
    "query Viewer {\n  viewer {\n    ...ViewerName\n  }\n}\n\nfragment ViewerName on Viewer {\n  ... on Reseller {\n    id\n    name\n  }\n  ... on Operator {\n    name\n  }\n  ... on Owner {\n    handle {\n      id\n      code\n      displayName\n    }\n  }\n}": types.ViewerDocument,
    "query Contacts($first: Int, $after: String, $last: Int, $before: String, $filter: HandleFilter, $orderBy: HandleOrder, $withDomains: Boolean!) {\n  viewer {\n    ...ViewerName\n  }\n  handles(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    totalCount\n    totalCountExact\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      node {\n        ...ContactRow\n      }\n    }\n  }\n}\n\nfragment ContactRow on Handle {\n  id\n  code\n  displayName\n  kind\n  givenName\n  familyName\n  organization\n  address {\n    city\n    country\n  }\n  rights\n  origin\n  reachability {\n    state\n    dueAt\n    bounced\n  }\n  createdAt\n  updatedAt\n  domains(first: 1) @include(if: $withDomains) {\n    totalCount\n  }\n  actions {\n    update {\n      ...Check\n    }\n    delete {\n      ...Check\n    }\n    release {\n      ...Check\n    }\n    resetReachability {\n      ...Check\n    }\n  }\n}": types.ContactsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\"Why a mutation changed nothing, with what its kind tells beside code and message.\"\nfragment Refusal on UserError {\n  field\n  code\n  message\n  ... on HandleLinkedError {\n    hiddenCount\n    domains {\n      id\n      unicodeName\n    }\n  }\n  ... on DuplicateError {\n    candidates {\n      id\n      code\n      displayName\n    }\n  }\n  ... on ConflictError {\n    currentVersion\n  }\n  ... on RateLimitedError {\n    retryAfterSeconds\n  }\n}\n\n\"Whether an action is allowed, for an icon: see contacts/actions.ts.\"\nfragment Check on ActionCheck {\n  allowed\n  blockers {\n    field\n    code\n    message\n    ... on RateLimitedError {\n      retryAfterSeconds\n    }\n  }\n}"): (typeof documents)["\"Why a mutation changed nothing, with what its kind tells beside code and message.\"\nfragment Refusal on UserError {\n  field\n  code\n  message\n  ... on HandleLinkedError {\n    hiddenCount\n    domains {\n      id\n      unicodeName\n    }\n  }\n  ... on DuplicateError {\n    candidates {\n      id\n      code\n      displayName\n    }\n  }\n  ... on ConflictError {\n    currentVersion\n  }\n  ... on RateLimitedError {\n    retryAfterSeconds\n  }\n}\n\n\"Whether an action is allowed, for an icon: see contacts/actions.ts.\"\nfragment Check on ActionCheck {\n  allowed\n  blockers {\n    field\n    code\n    message\n    ... on RateLimitedError {\n      retryAfterSeconds\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Viewer {\n  viewer {\n    ...ViewerName\n  }\n}\n\nfragment ViewerName on Viewer {\n  ... on Reseller {\n    id\n    name\n  }\n  ... on Operator {\n    name\n  }\n  ... on Owner {\n    handle {\n      id\n      code\n      displayName\n    }\n  }\n}"): (typeof documents)["query Viewer {\n  viewer {\n    ...ViewerName\n  }\n}\n\nfragment ViewerName on Viewer {\n  ... on Reseller {\n    id\n    name\n  }\n  ... on Operator {\n    name\n  }\n  ... on Owner {\n    handle {\n      id\n      code\n      displayName\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Contacts($first: Int, $after: String, $last: Int, $before: String, $filter: HandleFilter, $orderBy: HandleOrder, $withDomains: Boolean!) {\n  viewer {\n    ...ViewerName\n  }\n  handles(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    totalCount\n    totalCountExact\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      node {\n        ...ContactRow\n      }\n    }\n  }\n}\n\nfragment ContactRow on Handle {\n  id\n  code\n  displayName\n  kind\n  givenName\n  familyName\n  organization\n  address {\n    city\n    country\n  }\n  rights\n  origin\n  reachability {\n    state\n    dueAt\n    bounced\n  }\n  createdAt\n  updatedAt\n  domains(first: 1) @include(if: $withDomains) {\n    totalCount\n  }\n  actions {\n    update {\n      ...Check\n    }\n    delete {\n      ...Check\n    }\n    release {\n      ...Check\n    }\n    resetReachability {\n      ...Check\n    }\n  }\n}"): (typeof documents)["query Contacts($first: Int, $after: String, $last: Int, $before: String, $filter: HandleFilter, $orderBy: HandleOrder, $withDomains: Boolean!) {\n  viewer {\n    ...ViewerName\n  }\n  handles(\n    first: $first\n    after: $after\n    last: $last\n    before: $before\n    filter: $filter\n    orderBy: $orderBy\n  ) {\n    totalCount\n    totalCountExact\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    edges {\n      node {\n        ...ContactRow\n      }\n    }\n  }\n}\n\nfragment ContactRow on Handle {\n  id\n  code\n  displayName\n  kind\n  givenName\n  familyName\n  organization\n  address {\n    city\n    country\n  }\n  rights\n  origin\n  reachability {\n    state\n    dueAt\n    bounced\n  }\n  createdAt\n  updatedAt\n  domains(first: 1) @include(if: $withDomains) {\n    totalCount\n  }\n  actions {\n    update {\n      ...Check\n    }\n    delete {\n      ...Check\n    }\n    release {\n      ...Check\n    }\n    resetReachability {\n      ...Check\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;