/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Who did it. */
export type ActorKind =
  /** The registrar's staff, through a key or on the server itself. */
  | 'OPERATOR'
  /** The owner of a handle. */
  | 'OWNER'
  /** A reseller, through a key. */
  | 'RESELLER'
  /** The program itself. */
  | 'SYSTEM';

/** A postal address to store. */
export type AddressInput = {
  /** At most 255 characters. */
  city: string;
  /** ISO 3166-1 alpha-2, assigned codes only. */
  country: string;
  /** At most 16 characters. */
  postalCode?: string | null | undefined;
  /** At most 255 characters. */
  stateProvince?: string | null | undefined;
  /** One to three lines, 255 characters each. */
  street: Array<string>;
};

/** A handle for a role of a domain: exactly one field. */
export type ContactInput =
  {   /** A new handle; the key needs HANDLES_WRITE too. */
  create: NewHandleInput; handleCode?: never; handleId?: never; sameAs?: never; }
  |  { create?: never;   /** A handle in the caller's list, by code. */
  handleCode: string; handleId?: never; sameAs?: never; }
  |  { create?: never; handleCode?: never;   /** A handle in the caller's list, by id. */
  handleId: string; sameAs?: never; }
  |  { create?: never; handleCode?: never; handleId?: never;   /** The handle that another role of the same input has. */
  sameAs: ContactRole; };

/** What a handle is to a domain (RFC 5731). */
export type ContactRole =
  /** Administrative contact. */
  | 'ADMIN'
  /** Billing contact. */
  | 'BILLING'
  /** The registrant: exactly one. */
  | 'OWNER'
  /** Technical contact. */
  | 'TECH';

/** A handle to create. */
export type CreateHandleInput = {
  /** Postal address. */
  address: AddressInput;
  /** E-mail address. */
  email: string;
  /** Family name. */
  familyName: string;
  /** Fax number, likewise. */
  fax?: string | null | undefined;
  /** Given name. */
  givenName: string;
  /** The same address in ASCII. */
  internationalAddress?: AddressInput | null | undefined;
  /** What sort of contact it is. */
  kind: HandleKind;
  /** The language to write in, BCP 47. */
  language?: string | null | undefined;
  /** Mobile number, likewise. */
  mobile?: string | null | undefined;
  /** What to do when the caller already has exactly this handle. */
  onDuplicate?: OnDuplicate;
  /** Required unless PERSON, and then refused. */
  organization?: string | null | undefined;
  /** Phone number, as people type it in the address' country, or with a + and the country code. */
  phone: string;
  /** The organization's number in its register. */
  registrationNumber?: string | null | undefined;
  /** In whose list: required for operators, refused for others. */
  resellerId?: string | null | undefined;
  /** VAT number. */
  vatNumber?: string | null | undefined;
};

/** A handle to delete. */
export type DeleteHandleInput = {
  /** The version that the caller has seen. When another one is there now, the answer is CONFLICT. */
  expectedVersion?: number | null | undefined;
  /** Which handle. */
  handleId: string;
};

/** Which domains to list. Fields add up (AND); values in a list are alternatives (OR). */
export type DomainFilter = {
  /** Only domains whose owner must have answered before this moment. */
  dueBefore?: string | null | undefined;
  /** Only domains that expire before this moment. */
  expiresBefore?: string | null | undefined;
  /** Only domains that list this handle. */
  handle?: string | null | undefined;
  /** Whether a hold is on the domain. */
  onHold?: boolean | null | undefined;
  /** Only in these roles of the handle: the one in `handle`, or the one whose domains are listed. */
  roles?: Array<ContactRole> | null | undefined;
  /** Words, or the beginnings of words, of the name. Case and accents do not matter. At most 200 characters. */
  search?: string | null | undefined;
  /** EPP statuses; one of them suffices. */
  status?: Array<DomainStatus> | null | undefined;
  /** Top-level domains, without the dot. */
  tld?: Array<string> | null | undefined;
};

/** A domain's EPP statuses (RFC 5731). */
export type DomainStatus =
  /** Not published in the DNS, because of a hold. */
  | 'CLIENT_HOLD'
  /** Cannot be transferred, because of the transfer lock or of a hold. */
  | 'CLIENT_TRANSFER_PROHIBITED'
  /** No nameservers are set. */
  | 'INACTIVE'
  /** Nothing pends and nothing is prohibited. */
  | 'OK';

/** What happened. */
export type EventAction =
  /** An API key was made. */
  | 'API_KEY_CREATED'
  /** An API key was revoked. */
  | 'API_KEY_REVOKED'
  /** Another API key took the place of this one. */
  | 'API_KEY_ROTATED'
  /** A domain got a new auth code, which was shown once. */
  | 'AUTH_CODE_REVEALED'
  /** A domain's contacts were changed. */
  | 'DOMAIN_CONTACTS_UPDATED'
  /** A domain was registered. */
  | 'DOMAIN_REGISTERED'
  /** A domain was released from its reseller. */
  | 'DOMAIN_RELEASED'
  /** A domain was renewed. */
  | 'DOMAIN_RENEWED'
  /** A domain's transfer lock, automatic renewal or nameservers were changed. */
  | 'DOMAIN_UPDATED'
  /** A handle was created. */
  | 'HANDLE_CREATED'
  /** A handle was deleted. */
  | 'HANDLE_DELETED'
  /** A handle was released to its owner. */
  | 'HANDLE_RELEASED'
  /** A handle was changed. */
  | 'HANDLE_UPDATED'
  /** A mail that had been given up was queued again. */
  | 'MAIL_REQUEUED'
  /** The owner of a handle signed in. */
  | 'OWNER_SIGNED_IN'
  /** The owner of a handle signed out. */
  | 'OWNER_SIGNED_OUT'
  /** A mail to set a password was asked for. */
  | 'PASSWORD_MAILED'
  /** The owner of a handle set a password. */
  | 'PASSWORD_SET'
  /** The rate limit of a key or a reseller was set. */
  | 'RATE_LIMIT_SET'
  /** A handle's e-mail address bounced. */
  | 'REACHABILITY_BOUNCED'
  /** A handle's e-mail address was confirmed through a mailed link. */
  | 'REACHABILITY_CONFIRMED'
  /** A handle's reachability was reset. */
  | 'REACHABILITY_RESET'
  /** Staff verified a handle's e-mail address by other means. */
  | 'REACHABILITY_VERIFIED'
  /** A reseller account was opened. */
  | 'RESELLER_CREATED'
  /** A reseller account was changed. */
  | 'RESELLER_UPDATED'
  /** A webhook endpoint was made. */
  | 'WEBHOOK_ENDPOINT_CREATED'
  /** A webhook endpoint was deleted, with its delivery log. */
  | 'WEBHOOK_ENDPOINT_DELETED'
  /** A webhook endpoint was disabled by the program: it failed for days, or answered 410 Gone. */
  | 'WEBHOOK_ENDPOINT_DISABLED'
  /** A webhook endpoint was changed, enabled or switched off. */
  | 'WEBHOOK_ENDPOINT_UPDATED'
  /** A delivery to a webhook endpoint was asked for again. */
  | 'WEBHOOK_REDELIVERED'
  /** A webhook endpoint got a new secret, which was shown once. */
  | 'WEBHOOK_SECRET_ROTATED'
  /** A test was sent to a webhook endpoint. */
  | 'WEBHOOK_TESTED';

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

/** A handle's EPP statuses (RFC 5733). */
export type HandleStatus =
  /** Deletion is refused until this is taken off. */
  | 'CLIENT_DELETE_PROHIBITED'
  /** Every update but taking this off is refused. */
  | 'CLIENT_UPDATE_PROHIBITED'
  /** At least one domain lists the handle. */
  | 'LINKED'
  /** Nothing pends and nothing is prohibited. */
  | 'OK';

/** Why a domain is on hold. */
export type HoldReason =
  /** The name was misused. */
  | 'ABUSE'
  /** A dispute over the name runs. */
  | 'DISPUTE'
  /** Its owner's e-mail address did not answer in time. */
  | 'REACHABILITY';

/** A handle to create inline. */
export type NewHandleInput = {
  /** Postal address. */
  address: AddressInput;
  /** E-mail address. */
  email: string;
  /** Family name. */
  familyName: string;
  /** Fax number, likewise. */
  fax?: string | null | undefined;
  /** Given name. */
  givenName: string;
  /** The same address in ASCII. */
  internationalAddress?: AddressInput | null | undefined;
  /** What sort of contact it is. */
  kind: HandleKind;
  /** The language to write in, BCP 47. */
  language?: string | null | undefined;
  /** Mobile number, likewise. */
  mobile?: string | null | undefined;
  /** What to do when the caller already has exactly this handle. */
  onDuplicate?: OnDuplicate;
  /** Required unless PERSON, and then refused. */
  organization?: string | null | undefined;
  /** Phone number, as people type it in the address' country, or with a + and the country code. */
  phone: string;
  /** The organization's number in its register. */
  registrationNumber?: string | null | undefined;
  /** VAT number. */
  vatNumber?: string | null | undefined;
};

/** What to do when the caller already has exactly this handle. */
export type OnDuplicate =
  /** Create another one all the same. */
  | 'CREATE'
  /** Answer DUPLICATE with the candidates. */
  | 'REFUSE'
  /** Use the one that is there, the oldest if there are several. */
  | 'REUSE';

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

/** A domain to register. */
export type RegisterDomainInput = {
  /** Administrative contact. */
  admin?: ContactInput | null | undefined;
  /** Whether it is renewed by itself. */
  autoRenew?: boolean;
  /** Billing contact. */
  billing?: ContactInput | null | undefined;
  /** The name, in its own script or as the DNS has it. */
  name: string;
  /** None, or 2 to 13 host names. */
  nameservers?: Array<string> | null | undefined;
  /** The registrant; needs FULL rights over the handle. */
  owner: ContactInput;
  /** In whose account: required for operators, refused for others. */
  resellerId?: string | null | undefined;
  /** Technical contact. */
  tech?: ContactInput | null | undefined;
  /** Whether it is locked against transfers. */
  transferLock?: boolean;
  /** For how long, 1 to 10. */
  years?: number;
};

/** Domains to release. */
export type ReleaseDomainsInput = {
  /** Whether one refusal refuses all. */
  atomic?: boolean;
  /** At most 100, each once. */
  domainIds: Array<string>;
  /** Whether to release the owners' handles too, where the caller has FULL rights over them; the key needs HANDLES_WRITE for it. */
  releaseHandles?: boolean;
  /** Where the reseller's own handle is listed in one of these roles, put the owner in its place. As BILLING it is always replaced. */
  replaceContacts?: Array<ReplaceableRole>;
};

/** A handle to release. */
export type ReleaseHandleInput = {
  /** Which handle. */
  handleId: string;
};

/** A domain to renew. */
export type RenewDomainInput = {
  /** The expiry that the caller has seen (RFC 5731, curExpDate), so that a repeated request renews once: when another one is there now, the answer is CONFLICT. */
  currentExpiresAt?: string | null | undefined;
  /** Which domain. */
  domainId: string;
  /** For how long, 1 to 10; the registration may not reach more than ten years ahead. */
  years?: number;
};

/** A contact that can be replaced by the owner while a domain is released. */
export type ReplaceableRole =
  /** Administrative contact. */
  | 'ADMIN'
  /** Technical contact. */
  | 'TECH';

/** A handle whose reachability to reset. */
export type ResetReachabilityInput = {
  /** Which handle. */
  handleId: string;
};

/** A domain whose auth code to show. */
export type RevealAuthCodeInput = {
  /** Which domain. */
  domainId: string;
};

/** What the reseller may do with a handle in its list. */
export type Rights =
  /** The handle was created through the reseller's account; no action is refused for want of rights. */
  | 'FULL'
  /** The handle shows in the list and its domains can be released; the handle itself cannot be managed. */
  | 'LIMITED';

/** Automatic renewal to set. */
export type SetAutoRenewInput = {
  /** Which domain. */
  domainId: string;
  /** Whether it is to be renewed by itself. */
  enabled: boolean;
};

/** Nameservers to set. */
export type SetNameserversInput = {
  /** Which domain. */
  domainId: string;
  /** None, or 2 to 13 host names; they replace the ones that are there. */
  nameservers: Array<string>;
};

/** A transfer lock to set. */
export type SetTransferLockInput = {
  /** Which domain. */
  domainId: string;
  /** Whether it is to be locked. */
  locked: boolean;
};

/** What the owner of a handle signs in with. */
export type SignInInput = {
  /** The handle's code, upper or lower case. */
  code: string;
  /** The password. */
  password: string;
};

/** A span of time. Both ends may be left out. */
export type TimeRange = {
  /** Up to, and without, this moment. */
  before?: string | null | undefined;
  /** From this moment on. */
  from?: string | null | undefined;
};

/** Changes to the handles that a domain lists. What is left out is left alone; null takes the contact off. */
export type UpdateDomainContactsInput = {
  /** Administrative contact. */
  admin?: ContactInput | null | undefined;
  /** Billing contact. */
  billing?: ContactInput | null | undefined;
  /** Which domain. */
  domainId: string;
  /** The registrant: cannot be taken off; a new one needs FULL rights over the handle. */
  owner?: ContactInput | null | undefined;
  /** Technical contact. */
  tech?: ContactInput | null | undefined;
};

/** Changes to a handle. What is left out is left alone; null clears. */
export type UpdateHandleInput = {
  /** Postal address, whole. */
  address?: AddressInput | null | undefined;
  /** Sets or takes off CLIENT_DELETE_PROHIBITED. */
  clientDeleteProhibited?: boolean | null | undefined;
  /** Sets or takes off CLIENT_UPDATE_PROHIBITED. */
  clientUpdateProhibited?: boolean | null | undefined;
  /** E-mail address. A new one starts a new proof. */
  email?: string | null | undefined;
  /** The version that the caller has seen. When another one is there now, the answer is CONFLICT. */
  expectedVersion?: number | null | undefined;
  /** Identifier. */
  familyName?: string | null | undefined;
  /** Fax number. */
  fax?: string | null | undefined;
  /** Identifier. */
  givenName?: string | null | undefined;
  /** Which handle. */
  handleId: string;
  /** The same address in ASCII, whole. */
  internationalAddress?: AddressInput | null | undefined;
  /** Identifier. */
  kind?: HandleKind | null | undefined;
  /** The language to write in, BCP 47. */
  language?: string | null | undefined;
  /** Mobile number. */
  mobile?: string | null | undefined;
  /** Identifier. */
  organization?: string | null | undefined;
  /** Phone number. */
  phone?: string | null | undefined;
  /** Identifier. */
  registrationNumber?: string | null | undefined;
  /** VAT number. */
  vatNumber?: string | null | undefined;
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

/** Names what a warning is about. */
export type WarningCode =
  /** The answer to a request that was sent again with its Idempotency-Key: the secret was shown the first time and is not stored. */
  | 'SECRET_ALREADY_SHOWN'
  /** The handle's e-mail address was never proved to answer, and the owner's access depends on it. */
  | 'UNVERIFIED_EMAIL';

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

export type DashboardQueryVariables = Exact<{
  now: string;
  operator: boolean;
  withDomains: boolean;
  withEvents: boolean;
}>;


export type DashboardQuery = { __typename: 'Query', viewer:
    | { __typename: 'Operator', name: string }
    | { __typename: 'Owner', handle: { __typename: 'Handle', id: string, code: string, displayName: string } }
    | { __typename: 'Reseller', id: string, name: string, counts: { __typename: 'ResellerCounts', handles: number, domains: number, byRights: Array<{ __typename: 'RightsCount', rights: Rights, count: number }>, byReachability: Array<{ __typename: 'ReachabilityCount', state: ReachabilityState, count: number }> } | null }
   | null, resellers?: { __typename: 'ResellerConnection', totalCount: number }, all?: { __typename: 'HandleConnection', totalCount: number, totalCountExact: boolean }, none?: { __typename: 'HandleConnection', totalCount: number, totalCountExact: boolean }, pending?: { __typename: 'HandleConnection', totalCount: number, totalCountExact: boolean }, validated?: { __typename: 'HandleConnection', totalCount: number, totalCountExact: boolean }, failed?: { __typename: 'HandleConnection', totalCount: number, totalCountExact: boolean }, allDomains?: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, deadLetters?: { __typename: 'MailConnection', totalCount: number }, due?: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean, pageInfo: { __typename: 'PageInfo', endCursor: string | null } }, expired?: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean, pageInfo: { __typename: 'PageInfo', endCursor: string | null } }, held?: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean, edges: Array<{ __typename: 'DomainEdge', node: { __typename: 'Domain', id: string, unicodeName: string, holds: Array<{ __typename: 'Hold', reason: HoldReason, placedAt: string }>, owner: { __typename: 'Handle', id: string, displayName: string } | null } }> }, events?: { __typename: 'EventConnection', pageInfo: { __typename: 'PageInfo', endCursor: string | null }, edges: Array<{ __typename: 'EventEdge', node: { __typename: 'Event', id: string, at: string, action: EventAction, entityId: string, requestId: string | null, actor: { __typename: 'Actor', kind: ActorKind, apiKeyId: string | null }, entity:
          | { __typename: 'ApiKey', hint: string, id: string, keyName: string }
          | { __typename: 'Domain', unicodeName: string, id: string, owner: { __typename: 'Handle', id: string } | null }
          | { __typename: 'Event', id: string }
          | { __typename: 'Handle', code: string, displayName: string, id: string }
          | { __typename: 'Mail', id: string }
          | { __typename: 'Reseller', id: string, resellerName: string }
          | { __typename: 'WebhookDelivery', id: string }
          | { __typename: 'WebhookEndpoint', id: string }
         | null } }> } };

export type AheadQueryVariables = Exact<{
  dueAfter?: string | null | undefined;
  dueBefore: string;
  expiresAfter?: string | null | undefined;
  week1: string;
  week2: string;
  week3: string;
  week4: string;
  week5: string;
  week6: string;
  week7: string;
  week8: string;
  week9: string;
  week10: string;
  week11: string;
  week12: string;
  days30: string;
  days60: string;
  days90: string;
}>;


export type AheadQuery = { __typename: 'Query', due: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean, edges: Array<{ __typename: 'DomainEdge', node: { __typename: 'Domain', id: string, unicodeName: string, reachabilityDueAt: string | null, owner: { __typename: 'Handle', id: string, code: string, displayName: string, reachability: { __typename: 'Reachability', state: ReachabilityState, bounced: boolean }, actions: { __typename: 'HandleActions', resetReachability: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
                | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
              > } } } | null } }> }, expiring: { __typename: 'DomainConnection', edges: Array<{ __typename: 'DomainEdge', node: { __typename: 'Domain', id: string, unicodeName: string, expiresAt: string, autoRenew: boolean, owner: { __typename: 'Handle', id: string, displayName: string } | null } }> }, week1: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week2: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week3: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week4: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week5: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week6: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week7: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week8: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week9: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week10: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week11: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, week12: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, days30: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, days60: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean }, days90: { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean } };

export type HandleTotalFragment = { __typename: 'HandleConnection', totalCount: number, totalCountExact: boolean };

export type DomainTotalFragment = { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean };

export type PastFragment = { __typename: 'DomainConnection', totalCount: number, totalCountExact: boolean, pageInfo: { __typename: 'PageInfo', endCursor: string | null } };

export type HandleDomainsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: DomainFilter | null | undefined;
}>;


export type HandleDomainsQuery = { __typename: 'Query', handle: { __typename: 'Handle', id: string, code: string, displayName: string, domains: { __typename: 'HandleDomainConnection', totalCount: number, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, edges: Array<{ __typename: 'HandleDomainEdge', roles: Array<ContactRole>, node: { __typename: 'Domain', id: string, name: string, unicodeName: string, statuses: Array<DomainStatus>, expiresAt: string, autoRenew: boolean, transferLock: boolean, nameservers: Array<string>, reachabilityDueAt: string | null, holds: Array<{ __typename: 'Hold', reason: HoldReason, placedAt: string }>, contacts: Array<{ __typename: 'DomainContact', role: ContactRole, handle: { __typename: 'Handle', id: string, code: string, displayName: string, rights: Rights | null, origin: Origin | null } | null }>, actions: { __typename: 'DomainActions', updateContacts: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
                | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
              > }, renew: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
                | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
              > }, setTransferLock: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
                | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
              > }, setAutoRenew: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
                | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
              > }, setNameservers: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
                | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
                | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
              > }, revealAuthCode: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
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
              > } } } }> } } | null };

export type DomainRowFragment = { __typename: 'Domain', id: string, name: string, unicodeName: string, statuses: Array<DomainStatus>, expiresAt: string, autoRenew: boolean, transferLock: boolean, nameservers: Array<string>, reachabilityDueAt: string | null, holds: Array<{ __typename: 'Hold', reason: HoldReason, placedAt: string }>, contacts: Array<{ __typename: 'DomainContact', role: ContactRole, handle: { __typename: 'Handle', id: string, code: string, displayName: string, rights: Rights | null, origin: Origin | null } | null }>, actions: { __typename: 'DomainActions', updateContacts: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, renew: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, setTransferLock: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, setAutoRenew: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, setNameservers: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, revealAuthCode: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
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
      > } } };

export type RenewDomainMutationVariables = Exact<{
  input: RenewDomainInput;
}>;


export type RenewDomainMutation = { __typename: 'Mutation', renewDomain: { __typename: 'RenewDomainPayload', domain: { __typename: 'Domain', id: string, expiresAt: string } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type SetTransferLockMutationVariables = Exact<{
  input: SetTransferLockInput;
}>;


export type SetTransferLockMutation = { __typename: 'Mutation', setTransferLock: { __typename: 'SetTransferLockPayload', domain: { __typename: 'Domain', id: string, transferLock: boolean } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type SetAutoRenewMutationVariables = Exact<{
  input: SetAutoRenewInput;
}>;


export type SetAutoRenewMutation = { __typename: 'Mutation', setAutoRenew: { __typename: 'SetAutoRenewPayload', domain: { __typename: 'Domain', id: string, autoRenew: boolean } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type SetNameserversMutationVariables = Exact<{
  input: SetNameserversInput;
}>;


export type SetNameserversMutation = { __typename: 'Mutation', setNameservers: { __typename: 'SetNameserversPayload', domain: { __typename: 'Domain', id: string, nameservers: Array<string> } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type RevealAuthCodeMutationVariables = Exact<{
  input: RevealAuthCodeInput;
}>;


export type RevealAuthCodeMutation = { __typename: 'Mutation', revealAuthCode: { __typename: 'RevealAuthCodePayload', authCode: string | null, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string }>, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type UpdateDomainContactsMutationVariables = Exact<{
  input: UpdateDomainContactsInput;
}>;


export type UpdateDomainContactsMutation = { __typename: 'Mutation', updateDomainContacts: { __typename: 'UpdateDomainContactsPayload', domain: { __typename: 'Domain', id: string } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type ReleaseDomainsMutationVariables = Exact<{
  input: ReleaseDomainsInput;
}>;


export type ReleaseDomainsMutation = { __typename: 'Mutation', releaseDomains: { __typename: 'ReleaseDomainsPayload', results: Array<{ __typename: 'ReleaseDomainResult', domainId: string, userErrors: Array<
        | { __typename: 'BasicError', code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', code: UserErrorCode, message: string }
      > }> } };

export type HandleToConfirmQueryVariables = Exact<{
  id: string;
  withDomains: boolean;
}>;


export type HandleToConfirmQuery = { __typename: 'Query', handle: { __typename: 'Handle', id: string, code: string, displayName: string, email: string, rights: Rights | null, version: number, reachability: { __typename: 'Reachability', state: ReachabilityState, dueAt: string | null, resets: number }, domains?: { __typename: 'HandleDomainConnection', totalCount: number }, actions: { __typename: 'HandleActions', delete: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
          | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string, currentVersion: number }
          | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
          | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string, hiddenCount: number, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
          | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
        > }, release: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
          | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string, currentVersion: number }
          | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
          | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string, hiddenCount: number, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
          | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
        >, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string }> }, resetReachability: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
          | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string, currentVersion: number }
          | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
          | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string, hiddenCount: number, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
          | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
        > } } } | null };

export type HandleInQuestionFragment = { __typename: 'Handle', id: string, code: string, displayName: string, email: string, rights: Rights | null, version: number, reachability: { __typename: 'Reachability', state: ReachabilityState, dueAt: string | null, resets: number }, domains?: { __typename: 'HandleDomainConnection', totalCount: number }, actions: { __typename: 'HandleActions', delete: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string, currentVersion: number }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string, hiddenCount: number, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, release: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string, currentVersion: number }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string, hiddenCount: number, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      >, warnings: Array<{ __typename: 'Warning', code: WarningCode, message: string }> }, resetReachability: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string, currentVersion: number }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string, hiddenCount: number, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > } } };

export type DeleteHandleMutationVariables = Exact<{
  input: DeleteHandleInput;
}>;


export type DeleteHandleMutation = { __typename: 'Mutation', deleteHandle: { __typename: 'DeleteHandlePayload', deletedHandleId: string | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type ReleaseHandleMutationVariables = Exact<{
  input: ReleaseHandleInput;
}>;


export type ReleaseHandleMutation = { __typename: 'Mutation', releaseHandle: { __typename: 'ReleaseHandlePayload', handle: { __typename: 'Handle', id: string, rights: Rights | null } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type ResetReachabilityMutationVariables = Exact<{
  input: ResetReachabilityInput;
}>;


export type ResetReachabilityMutation = { __typename: 'Mutation', resetReachability: { __typename: 'ResetReachabilityPayload', handle: { __typename: 'Handle', id: string, reachability: { __typename: 'Reachability', state: ReachabilityState, resets: number } } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type HandleToEditQueryVariables = Exact<{
  id: string;
}>;


export type HandleToEditQuery = { __typename: 'Query', handle: { __typename: 'Handle', id: string, code: string, displayName: string, kind: HandleKind, givenName: string, familyName: string, organization: string | null, registrationNumber: string | null, email: string, phone: string, fax: string | null, mobile: string | null, language: string | null, vatNumber: string | null, statuses: Array<HandleStatus>, version: number, rights: Rights | null, address: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string }, internationalAddress: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string } | null, reachability: { __typename: 'Reachability', state: ReachabilityState }, actions: { __typename: 'HandleActions', update: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
          | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
        > }, updateIdentifiers: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
          | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
          | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
        > } } } | null };

export type HandleFormFragment = { __typename: 'Handle', id: string, code: string, displayName: string, kind: HandleKind, givenName: string, familyName: string, organization: string | null, registrationNumber: string | null, email: string, phone: string, fax: string | null, mobile: string | null, language: string | null, vatNumber: string | null, statuses: Array<HandleStatus>, version: number, rights: Rights | null, address: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string }, internationalAddress: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string } | null, reachability: { __typename: 'Reachability', state: ReachabilityState }, actions: { __typename: 'HandleActions', update: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > }, updateIdentifiers: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > } } };

export type FormAddressFragment = { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string };

export type CreateHandleMutationVariables = Exact<{
  input: CreateHandleInput;
}>;


export type CreateHandleMutation = { __typename: 'Mutation', createHandle: { __typename: 'CreateHandlePayload', handle: { __typename: 'Handle', id: string, code: string, displayName: string, email: string, reachability: { __typename: 'Reachability', state: ReachabilityState } } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type UpdateHandleMutationVariables = Exact<{
  input: UpdateHandleInput;
}>;


export type UpdateHandleMutation = { __typename: 'Mutation', updateHandle: { __typename: 'UpdateHandlePayload', handle: { __typename: 'Handle', id: string, code: string, displayName: string, kind: HandleKind, givenName: string, familyName: string, organization: string | null, registrationNumber: string | null, email: string, phone: string, fax: string | null, mobile: string | null, language: string | null, vatNumber: string | null, statuses: Array<HandleStatus>, version: number, rights: Rights | null, address: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string }, internationalAddress: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string } | null, reachability: { __typename: 'Reachability', state: ReachabilityState }, actions: { __typename: 'HandleActions', update: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
            | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
          > }, updateIdentifiers: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
            | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
            | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
          > } } } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type ResellerChoicesQueryVariables = Exact<{
  first: number;
}>;


export type ResellerChoicesQuery = { __typename: 'Query', resellers: { __typename: 'ResellerConnection', edges: Array<{ __typename: 'ResellerEdge', node: { __typename: 'Reseller', id: string, name: string } }> } };

export type LiveSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LiveSubscription = { events: { __typename: 'EventUpdate', cursor: string, event: { __typename: 'Event', id: string, at: string, action: EventAction, entityId: string, requestId: string | null, actor: { __typename: 'Actor', kind: ActorKind, apiKeyId: string | null }, entity:
        | { __typename: 'ApiKey', hint: string, id: string, keyName: string }
        | { __typename: 'Domain', unicodeName: string, id: string, owner: { __typename: 'Handle', id: string } | null }
        | { __typename: 'Event', id: string }
        | { __typename: 'Handle', code: string, displayName: string, id: string }
        | { __typename: 'Mail', id: string }
        | { __typename: 'Reseller', id: string, resellerName: string }
        | { __typename: 'WebhookDelivery', id: string }
        | { __typename: 'WebhookEndpoint', id: string }
       | null } } };

export type LiveEventFragment = { __typename: 'Event', id: string, at: string, action: EventAction, entityId: string, requestId: string | null, actor: { __typename: 'Actor', kind: ActorKind, apiKeyId: string | null }, entity:
    | { __typename: 'ApiKey', hint: string, id: string, keyName: string }
    | { __typename: 'Domain', unicodeName: string, id: string, owner: { __typename: 'Handle', id: string } | null }
    | { __typename: 'Event', id: string }
    | { __typename: 'Handle', code: string, displayName: string, id: string }
    | { __typename: 'Mail', id: string }
    | { __typename: 'Reseller', id: string, resellerName: string }
    | { __typename: 'WebhookDelivery', id: string }
    | { __typename: 'WebhookEndpoint', id: string }
   | null };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { __typename: 'Mutation', signIn: { __typename: 'SignInPayload', sessionToken: string | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type SignOutMutationVariables = Exact<{
  everywhere: boolean;
}>;


export type SignOutMutation = { __typename: 'Mutation', signOut: { __typename: 'SignOutPayload', ended: number, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export type OwnHandleQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnHandleQuery = { __typename: 'Query', viewer:
    | { __typename: 'Operator', name: string }
    | { __typename: 'Owner', handle: { __typename: 'Handle', id: string, code: string, displayName: string, kind: HandleKind, givenName: string, familyName: string, organization: string | null, registrationNumber: string | null, email: string, phone: string, fax: string | null, mobile: string | null, language: string | null, vatNumber: string | null, createdAt: string, updatedAt: string, releasedAt: string | null, domains: { __typename: 'HandleDomainConnection', totalCount: number, edges: Array<{ __typename: 'HandleDomainEdge', roles: Array<ContactRole>, node: { __typename: 'Domain', id: string, unicodeName: string, expiresAt: string, autoRenew: boolean, statuses: Array<DomainStatus>, reachabilityDueAt: string | null, holds: Array<{ __typename: 'Hold', reason: HoldReason, placedAt: string }> } }> }, address: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string }, internationalAddress: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string } | null, reachability: { __typename: 'Reachability', state: ReachabilityState, startedAt: string | null, dueAt: string | null, sentAt: string | null, reminders: number, bounced: boolean }, actions: { __typename: 'HandleActions', update: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
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
            > }, resetReachability: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
              | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
              | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
            > } } } }
    | { __typename: 'Reseller', id: string, name: string }
   | null };

export type OwnDataFragment = { __typename: 'Handle', id: string, code: string, kind: HandleKind, displayName: string, givenName: string, familyName: string, organization: string | null, registrationNumber: string | null, email: string, phone: string, fax: string | null, mobile: string | null, language: string | null, vatNumber: string | null, createdAt: string, updatedAt: string, releasedAt: string | null, address: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string }, internationalAddress: { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string } | null, reachability: { __typename: 'Reachability', state: ReachabilityState, startedAt: string | null, dueAt: string | null, sentAt: string | null, reminders: number, bounced: boolean }, actions: { __typename: 'HandleActions', update: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
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
      > }, resetReachability: { __typename: 'ActionCheck', allowed: boolean, blockers: Array<
        | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ConflictError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'HandleLinkedError', field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
        | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
      > } } };

export type OwnAddressFragment = { __typename: 'Address', street: Array<string>, city: string, stateProvince: string | null, postalCode: string | null, country: string };

export type ContactChoicesQueryVariables = Exact<{
  search: string;
  first: number;
}>;


export type ContactChoicesQuery = { __typename: 'Query', handles: { __typename: 'HandleConnection', edges: Array<{ __typename: 'HandleEdge', node: { __typename: 'Handle', id: string, code: string, displayName: string, email: string, rights: Rights | null } }> } };

export type RegisterDomainMutationVariables = Exact<{
  input: RegisterDomainInput;
}>;


export type RegisterDomainMutation = { __typename: 'Mutation', registerDomain: { __typename: 'RegisterDomainPayload', domain: { __typename: 'Domain', id: string, unicodeName: string, expiresAt: string, owner: { __typename: 'Handle', id: string, code: string, displayName: string } | null } | null, userErrors: Array<
      | { __typename: 'BasicError', field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ConflictError', currentVersion: number, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'DuplicateError', field: Array<string> | null, code: UserErrorCode, message: string, candidates: Array<{ __typename: 'Handle', id: string, code: string, displayName: string }> }
      | { __typename: 'HandleLinkedError', hiddenCount: number, field: Array<string> | null, code: UserErrorCode, message: string, domains: Array<{ __typename: 'Domain', id: string, unicodeName: string }> }
      | { __typename: 'RateLimitedError', retryAfterSeconds: number | null, field: Array<string> | null, code: UserErrorCode, message: string }
      | { __typename: 'ReachabilityNotPendingError', field: Array<string> | null, code: UserErrorCode, message: string }
    > } };

export const ViewerNameFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ViewerName"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Viewer"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reseller"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Operator"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Owner"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"handle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]}}]} as unknown as DocumentNode<ViewerNameFragment, unknown>;
export const CheckFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Check"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<CheckFragment, unknown>;
export const ContactRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ContactRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Handle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"familyName"}},{"kind":"Field","name":{"kind":"Name","value":"organization"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rights"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"bounced"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"domains"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withDomains"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"update"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"delete"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"release"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetReachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Check"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<ContactRowFragment, unknown>;
export const HandleTotalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HandleTotal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"HandleConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totalCountExact"}}]}}]} as unknown as DocumentNode<HandleTotalFragment, unknown>;
export const DomainTotalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DomainTotal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DomainConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totalCountExact"}}]}}]} as unknown as DocumentNode<DomainTotalFragment, unknown>;
export const PastFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Past"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DomainConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"totalCountExact"}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]} as unknown as DocumentNode<PastFragment, unknown>;
export const DomainRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DomainRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Domain"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"unicodeName"}},{"kind":"Field","name":{"kind":"Name","value":"statuses"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"autoRenew"}},{"kind":"Field","name":{"kind":"Name","value":"transferLock"}},{"kind":"Field","name":{"kind":"Name","value":"nameservers"}},{"kind":"Field","name":{"kind":"Name","value":"holds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"placedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"contacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"handle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"rights"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"reachabilityDueAt"}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"updateContacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"renew"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"setTransferLock"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"setAutoRenew"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"setNameservers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revealAuthCode"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"release"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Check"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<DomainRowFragment, unknown>;
export const RefusalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"HandleLinkedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenCount"}},{"kind":"Field","name":{"kind":"Name","value":"domains"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"unicodeName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DuplicateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"candidates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"currentVersion"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<RefusalFragment, unknown>;
export const HandleInQuestionFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HandleInQuestion"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Handle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"rights"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"resets"}}]}},{"kind":"Field","name":{"kind":"Name","value":"domains"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"directives":[{"kind":"Directive","name":{"kind":"Name","value":"include"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"if"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withDomains"}}}]}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"delete"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"release"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetReachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Refusal"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Check"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"HandleLinkedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"hiddenCount"}},{"kind":"Field","name":{"kind":"Name","value":"domains"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"unicodeName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DuplicateError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"candidates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"currentVersion"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]} as unknown as DocumentNode<HandleInQuestionFragment, unknown>;
export const FormAddressFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FormAddress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Address"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"street"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"stateProvince"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}}]} as unknown as DocumentNode<FormAddressFragment, unknown>;
export const HandleFormFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"HandleForm"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Handle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"familyName"}},{"kind":"Field","name":{"kind":"Name","value":"organization"}},{"kind":"Field","name":{"kind":"Name","value":"registrationNumber"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"phone"}},{"kind":"Field","name":{"kind":"Name","value":"fax"}},{"kind":"Field","name":{"kind":"Name","value":"mobile"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FormAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"internationalAddress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"FormAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"vatNumber"}},{"kind":"Field","name":{"kind":"Name","value":"statuses"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"rights"}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"update"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"updateIdentifiers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"FormAddress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Address"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"street"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"stateProvince"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Check"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<HandleFormFragment, unknown>;
export const LiveEventFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LiveEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Event"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"entityId"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"apiKeyId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"entity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Handle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Domain"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"unicodeName"}},{"kind":"Field","name":{"kind":"Name","value":"owner"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"keyName"},"name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Reseller"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","alias":{"kind":"Name","value":"resellerName"},"name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<LiveEventFragment, unknown>;
export const OwnAddressFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OwnAddress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Address"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"street"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"stateProvince"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}}]} as unknown as DocumentNode<OwnAddressFragment, unknown>;
export const OwnDataFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OwnData"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Handle"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"givenName"}},{"kind":"Field","name":{"kind":"Name","value":"familyName"}},{"kind":"Field","name":{"kind":"Name","value":"organization"}},{"kind":"Field","name":{"kind":"Name","value":"registrationNumber"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"phone"}},{"kind":"Field","name":{"kind":"Name","value":"fax"}},{"kind":"Field","name":{"kind":"Name","value":"mobile"}},{"kind":"Field","name":{"kind":"Name","value":"address"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"OwnAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"internationalAddress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"OwnAddress"}}]}},{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"vatNumber"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"releasedAt"}},{"kind":"Field","name":{"kind":"Name","value":"reachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dueAt"}},{"kind":"Field","name":{"kind":"Name","value":"sentAt"}},{"kind":"Field","name":{"kind":"Name","value":"reminders"}},{"kind":"Field","name":{"kind":"Name","value":"bounced"}}]}},{"kind":"Field","name":{"kind":"Name","value":"actions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"update"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"delete"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}},{"kind":"Field","name":{"kind":"Name","value":"resetReachability"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Check"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OwnAddress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Address"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"street"}},{"kind":"Field","name":{"kind":"Name","value":"city"}},{"kind":"Field","name":{"kind":"Name","value":"stateProvince"}},{"kind":"Field","name":{"kind":"Name","value":"postalCode"}},{"kind":"Field","name":{"kind":"Name","value":"country"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Check"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ActionCheck"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"blockers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<OwnDataFragment, unknown>;
export const ViewerDocument = {"__meta__":{"hash":"sha256:24729086e6dfc6131c4b25c2e2a49799304aa4b916a4201b97735ad3965023a3"}} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const ContactsDocument = {"__meta__":{"hash":"sha256:3951ea05b03c528c161ea16d1f080cae350ee0d7e60c2ae56451f89f62c31e57"}} as unknown as DocumentNode<ContactsQuery, ContactsQueryVariables>;
export const DashboardDocument = {"__meta__":{"hash":"sha256:5d5473717f2f8638d7247a7957c6586621285e15405b97534437f50b7f79e575"}} as unknown as DocumentNode<DashboardQuery, DashboardQueryVariables>;
export const AheadDocument = {"__meta__":{"hash":"sha256:730773766530af30101dd680e7cf50e602d6e8b4cf0ddf79802e8ca68f71f11c"}} as unknown as DocumentNode<AheadQuery, AheadQueryVariables>;
export const HandleDomainsDocument = {"__meta__":{"hash":"sha256:f8adf8933d632b5c5f57fe47d9767393f7eaa2bd24a8a77d772d08b5dbb2f462"}} as unknown as DocumentNode<HandleDomainsQuery, HandleDomainsQueryVariables>;
export const RenewDomainDocument = {"__meta__":{"hash":"sha256:63cc1f791b3a1401ebcb2905df74480c29f14905f5e1334a74b7e64ea086c9af"}} as unknown as DocumentNode<RenewDomainMutation, RenewDomainMutationVariables>;
export const SetTransferLockDocument = {"__meta__":{"hash":"sha256:07d43c5e8c3a6832a104ea07627944d0063dd8d2dddebd5b7b1a224e04f43e98"}} as unknown as DocumentNode<SetTransferLockMutation, SetTransferLockMutationVariables>;
export const SetAutoRenewDocument = {"__meta__":{"hash":"sha256:27bac82dd478d2fcb502cdbd6ff01a83d5f7b5fe9dd9ee088d6256ca93a97840"}} as unknown as DocumentNode<SetAutoRenewMutation, SetAutoRenewMutationVariables>;
export const SetNameserversDocument = {"__meta__":{"hash":"sha256:a3502c850e49d0950c62c9b6173255ee8b94659579a1dcfcc24f3ecf93b1faa9"}} as unknown as DocumentNode<SetNameserversMutation, SetNameserversMutationVariables>;
export const RevealAuthCodeDocument = {"__meta__":{"hash":"sha256:fbda735017411bd5ecd04e72574a1b4c89b9f95056129b225282e8f5646d0651"}} as unknown as DocumentNode<RevealAuthCodeMutation, RevealAuthCodeMutationVariables>;
export const UpdateDomainContactsDocument = {"__meta__":{"hash":"sha256:299518ebaed442691626fd7ac2e7dbe80707e32612186ff03bcd733be910a039"}} as unknown as DocumentNode<UpdateDomainContactsMutation, UpdateDomainContactsMutationVariables>;
export const ReleaseDomainsDocument = {"__meta__":{"hash":"sha256:d4ff87d79ef6445111960c91039fcd06a911c12df787ecd967bd5f4667977a7a"}} as unknown as DocumentNode<ReleaseDomainsMutation, ReleaseDomainsMutationVariables>;
export const HandleToConfirmDocument = {"__meta__":{"hash":"sha256:67beadfe803599e2687cc5ff3057e73515bd5ed8d337f57980498b208a427eb7"}} as unknown as DocumentNode<HandleToConfirmQuery, HandleToConfirmQueryVariables>;
export const DeleteHandleDocument = {"__meta__":{"hash":"sha256:f18acfca00e7fe107aa19b158ff23c43f5a3427e164f899b5a1d9ac809170411"}} as unknown as DocumentNode<DeleteHandleMutation, DeleteHandleMutationVariables>;
export const ReleaseHandleDocument = {"__meta__":{"hash":"sha256:674e051e52f94e47b81776ee92c1e95759562ccd120310d3aab1c40e5aabac5f"}} as unknown as DocumentNode<ReleaseHandleMutation, ReleaseHandleMutationVariables>;
export const ResetReachabilityDocument = {"__meta__":{"hash":"sha256:524e398a477dfc2dd6f1bcf698331ba79739adc37d47cc5c5cc4413a0ef57fee"}} as unknown as DocumentNode<ResetReachabilityMutation, ResetReachabilityMutationVariables>;
export const HandleToEditDocument = {"__meta__":{"hash":"sha256:f8220cd2d9b5bd8a6d18e0529c9c214a3ddae59c6dd0515989b94e305dc1327b"}} as unknown as DocumentNode<HandleToEditQuery, HandleToEditQueryVariables>;
export const CreateHandleDocument = {"__meta__":{"hash":"sha256:ab4f8c0888297df6b250526e6d606dee4cd74431284eb095ea9528001d4d9703"}} as unknown as DocumentNode<CreateHandleMutation, CreateHandleMutationVariables>;
export const UpdateHandleDocument = {"__meta__":{"hash":"sha256:50df1f03ea251413c12e57b56b25aa8bbc0263130e56e70295a35e87445443fb"}} as unknown as DocumentNode<UpdateHandleMutation, UpdateHandleMutationVariables>;
export const ResellerChoicesDocument = {"__meta__":{"hash":"sha256:6e6febe5a239ee19bb79651018e69680ef8cc5a80c532455c9f93559d304977a"}} as unknown as DocumentNode<ResellerChoicesQuery, ResellerChoicesQueryVariables>;
export const LiveDocument = {"__meta__":{"hash":"sha256:6236c7f9a4258ef87c0d3e8f7bd7a7223b4b2e4f95e40888258c76425b59056f"}} as unknown as DocumentNode<LiveSubscription, LiveSubscriptionVariables>;
export const SignInDocument = {"__meta__":{"hash":"sha256:bedeaaed3164a98f20093d8e607fcd3db2985665b083d95040b838f6cb9fb824"}} as unknown as DocumentNode<SignInMutation, SignInMutationVariables>;
export const SignOutDocument = {"__meta__":{"hash":"sha256:9e06d381f8f92b445b761292c371f1ccca301a741bb21de0d07dccdb5ff6957c"}} as unknown as DocumentNode<SignOutMutation, SignOutMutationVariables>;
export const OwnHandleDocument = {"__meta__":{"hash":"sha256:8fdcae1155b8bdbbe2d84314502b0650274dfe777cfd8296eb52ebe6ab37ce7d"}} as unknown as DocumentNode<OwnHandleQuery, OwnHandleQueryVariables>;
export const ContactChoicesDocument = {"__meta__":{"hash":"sha256:80d0ab888ffbcbc0ebf27b9a670a3459b56394d3ad18b31db472778c545c956d"}} as unknown as DocumentNode<ContactChoicesQuery, ContactChoicesQueryVariables>;
export const RegisterDomainDocument = {"__meta__":{"hash":"sha256:dab3d1bea8ca4fff5812508ffe9d76e9c89a5e931473ab7ef2f5349570cdc9c7"}} as unknown as DocumentNode<RegisterDomainMutation, RegisterDomainMutationVariables>;