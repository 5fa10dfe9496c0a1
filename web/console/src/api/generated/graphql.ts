/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Which handles to list. Fields add up (AND); values in a list are alternatives (OR). */
export type HandleFilter = {
  /** Country of the address, ISO 3166-1 alpha-2. */
  country?: Array<string> | null | undefined;
  /** When it was created. */
  createdAt?: TimeRange | null | undefined;
  /** Whole e-mail addresses; case does not matter. */
  email?: Array<string> | null | undefined;
  /** Kind. */
  kind?: Array<HandleKind> | null | undefined;
  /** Whether any domain lists the handle. */
  linked?: boolean | null | undefined;
  /** How the handle came into the list; for resellers only. */
  origin?: Array<Origin> | null | undefined;
  /** Reachability state. */
  reachability?: Array<ReachabilityState> | null | undefined;
  /** The reseller's rights over the handle; for resellers only. */
  rights?: Array<Rights> | null | undefined;
  /**
   * Words, or the beginnings of words, that must all be found in names, organization, e-mail address, code or the names of
   * linked domains that the caller may see. Case and accents do not matter. At most 200 characters.
   */
  search?: string | null | undefined;
};

/** What sort of contact a handle is. */
export type HandleKind =
  /** An association. */
  | 'ASSOCIATION'
  /** A company. */
  | 'COMPANY'
  /** A person; has no organization. */
  | 'PERSON'
  /** A public body. */
  | 'PUBLIC_BODY';

/** How to sort handles; equal ones by id. */
export type HandleOrder = {
  /** Which way. */
  direction?: OrderDirection;
  /** What to sort by. */
  field: HandleOrderField;
};

/** What handles can be sorted by. */
export type HandleOrderField =
  /** Code. */
  | 'CODE'
  /** When the handle was created. */
  | 'CREATED_AT'
  /** Organization, or else family and given name, by the root collation of Unicode (UTS 10). */
  | 'NAME'
  /** When the handle was last changed. */
  | 'UPDATED_AT';

/** The direction of an order. */
export type OrderDirection =
  /** Smallest, earliest or first in the alphabet first. */
  | 'ASC'
  /** Largest, latest or last in the alphabet first. */
  | 'DESC';

/** How a handle came into the reseller's list. */
export type Origin =
  /** Came with a domain that the reseller manages: LIMITED. */
  | 'ATTACHED'
  /** Created through the reseller's account: FULL. */
  | 'CREATED'
  /** The reseller's own company handle: FULL, never released or deleted. */
  | 'OWN'
  /** Created before the account became a reseller account: LIMITED. */
  | 'PRE_CONVERSION'
  /** Released to its owner: LIMITED. */
  | 'RELEASED';

/** How far the proof has come that a handle's e-mail address answers. */
export type ReachabilityState =
  /** A domain's deadline passed without an answer. */
  | 'FAILED'
  /** No action needed. */
  | 'NONE'
  /** A mail was sent, no answer yet. */
  | 'PENDING'
  /** The address answered. */
  | 'VALIDATED';

/** What the reseller may do with a handle in its list. */
export type Rights =
  /** The handle was created through the reseller's account; no action is refused for want of rights. */
  | 'FULL'
  /** The handle shows in the list and its domains can be released; the handle itself cannot be managed. */
  | 'LIMITED';

/** A span of time. Both ends may be left out. */
export type TimeRange = {
  /** Up to, and without, this moment. */
  before?: string | null | undefined;
  /** From this moment on. */
  from?: string | null | undefined;
};

/** Names the rule that refuses. New codes may come; treat an unknown one by its message. */
export type UserErrorCode =
  /** The handle was released already. */
  | 'ALREADY_RELEASED'
  /** It was changed since `expectedVersion` was read. */
  | 'CONFLICT'
  /** The handle has the status CLIENT_DELETE_PROHIBITED. */
  | 'DELETE_PROHIBITED'
  /** The reseller does not manage the domain. */
  | 'DOMAIN_NOT_MANAGED'
  /** The domain name is registered already. */
  | 'DOMAIN_TAKEN'
  /** The caller already has exactly this handle. */
  | 'DUPLICATE'
  /** A domain lists the handle. */
  | 'HANDLE_LINKED'
  /** Identifiers are locked while a domain lists the handle. */
  | 'IDENTIFIER_LOCKED'
  /** The value is not of the form that the message asks for. */
  | 'INVALID'
  /** The API key was revoked or has expired. */
  | 'KEY_ENDED'
  /** The reseller's rights over the handle are LIMITED. */
  | 'LIMITED_RIGHTS'
  /** The link is too old. */
  | 'LINK_EXPIRED'
  /** A newer link took the place of this one. */
  | 'LINK_SUPERSEDED'
  /** The link is none of ours, or what it was for is gone. */
  | 'LINK_UNKNOWN'
  /** The link was used already. */
  | 'LINK_USED'
  /** Only a mail that was given up can be queued again. */
  | 'MAIL_NOT_DEAD'
  /** The domain is registered ten years ahead, the most there is. */
  | 'MAXIMUM_PERIOD'
  /** The key lacks the scope for this action. */
  | 'MISSING_SCOPE'
  /** The field may not be set here. */
  | 'NOT_ALLOWED'
  /** There is no such thing in the caller's list. */
  | 'NOT_FOUND'
  /** The owner could not reach the domain: release the handle in the same call. */
  | 'OWNER_HAS_NO_ACCESS'
  /** It is the reseller's own company handle. */
  | 'OWN_HANDLE'
  /** The password is too easy to guess, or too short, or too long. */
  | 'PASSWORD_UNSUITABLE'
  /** Too often; `retryAfterSeconds` tells how long to wait. */
  | 'RATE_LIMITED'
  /** Reachability can be reset only while PENDING or FAILED. */
  | 'REACHABILITY_NOT_PENDING'
  /** The field must have a value. */
  | 'REQUIRED'
  /** Another item of an atomic request was refused, so this one was not done either. */
  | 'ROLLED_BACK'
  /** Handle code and password do not sign anybody in. */
  | 'SIGN_IN_FAILED'
  /** The value is longer than the message allows. */
  | 'TOO_LONG'
  /** The account has as many webhook endpoints as it may have. */
  | 'TOO_MANY_WEBHOOK_ENDPOINTS'
  /** The handle has the status CLIENT_UPDATE_PROHIBITED. */
  | 'UPDATE_PROHIBITED';

type Refusal_BasicError_Fragment = { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string };

type Refusal_ConflictError_Fragment = { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string };

type Refusal_DuplicateError_Fragment = { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> };

type Refusal_HandleLinkedError_Fragment = { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> };

type Refusal_RateLimitedError_Fragment = { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string };

type Refusal_ReachabilityNotPendingError_Fragment = { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string };

export type RefusalFragment =
  | Refusal_BasicError_Fragment
  | Refusal_ConflictError_Fragment
  | Refusal_DuplicateError_Fragment
  | Refusal_HandleLinkedError_Fragment
  | Refusal_RateLimitedError_Fragment
  | Refusal_ReachabilityNotPendingError_Fragment
;

export type CheckFragment = { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
    | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
    | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
    | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
    | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
    | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
    | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
  > };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { __typename: 'Query', viewer:
    | { __typename: 'Operator', name: string }
    | { __typename: 'Owner', handle: { __typename: 'Handle', id: string, code: string, displayName: string } }
    | { __typename: 'Reseller', id: string, name: string }
   | null };

type ViewerName_Operator_Fragment = { __typename: 'Operator', name: string };

type ViewerName_Owner_Fragment = { __typename: 'Owner', handle: { __typename: 'Handle', id: string, code: string, displayName: string } };

type ViewerName_Reseller_Fragment = { __typename: 'Reseller', id: string, name: string };

export type ViewerNameFragment =
  | ViewerName_Operator_Fragment
  | ViewerName_Owner_Fragment
  | ViewerName_Reseller_Fragment
;

export type ContactsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: HandleFilter | null | undefined;
  orderBy?: HandleOrder | null | undefined;
  withDomains: boolean;
}>;


export type ContactsQuery = { __typename: 'Query', viewer:
    | { __typename: 'Operator', name: string }
    | { __typename: 'Owner', handle: { __typename: 'Handle', id: string, code: string, displayName: string } }
    | { __typename: 'Reseller', id: string, name: string }
   | null, handles: { __typename: 'HandleConnection', totalCount: number, totalCountExact: boolean, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ __typename: 'HandleEdge', node: { __typename: 'Handle', id: string, code: string, displayName: string, kind: HandleKind, givenName: string, familyName: string, organization: string | null, rights: Rights | null, origin: Origin | null, createdAt: string, updatedAt: string, address: { __typename: 'Address', city: string, country: string }, reachability: { __typename: 'Reachability', state: ReachabilityState, dueAt: string | null, bounced: boolean }, domains?: { __typename: 'HandleDomainConnection', totalCount: number }, actions: { __typename: 'HandleActions', update: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
              | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
            > }, delete: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
              | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
            > }, release: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
              | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
            > }, resetReachability: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
              | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
            > } } } }> } };

export type ContactRowFragment = { __typename: 'Handle', id: string, code: string, displayName: string, kind: HandleKind, givenName: string, familyName: string, organization: string | null, rights: Rights | null, origin: Origin | null, createdAt: string, updatedAt: string, address: { __typename: 'Address', city: string, country: string }, reachability: { __typename: 'Reachability', state: ReachabilityState, dueAt: string | null, bounced: boolean }, domains?: { __typename: 'HandleDomainConnection', totalCount: number }, actions: { __typename: 'HandleActions', update: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, delete: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, release: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, resetReachability: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > } } };

export const RefusalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"HandleLinkedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenCount"}},{"kind":"Field","name":{"kind":"Name","value":"domains"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"unicodeName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DuplicateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"candidates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"currentVersion"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<RefusalFragment, unknown>;
export const ViewerNameFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ViewerName"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Viewer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reseller"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Operator"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Owner"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"handle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]} as unknown as DocumentNode<ViewerNameFragment, unknown>;
export const CheckFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Check"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<CheckFragment, unknown>;
export const ContactRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Handle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"familyName"}},{"kind":"Field","name":{"kind":"Name","value":"organization"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rights"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"bounced"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"domains"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withDomains"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"update"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"delete"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"release"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetReachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Check"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<ContactRowFragment, unknown>;
export const ViewerDocument = {"__meta__":{"hash":"sha256:24729086e6dfc6131c4b25c2e2a49799304aa4b916a4201b97735ad3965023a3"}} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const ContactsDocument = {"__meta__":{"hash":"sha256:3951ea05b03c528c161ea16d1f080cae350ee0d7e60c2ae56451f89f62c31e57"}} as unknown as DocumentNode<ContactsQuery, ContactsQueryVariables>;