// Package openid signs in the registrar's staff by a JWT of an OpenID provider, as a second way beside API keys. The
// tokens are made elsewhere; this package only says whom one stands for, and whether that person is staff.
//
// How to use it with a provider, by the fields of Options:
//   - Register this API at the provider, and give its client id or audience as Audience. People get their token by any
//     flow of the provider (authorization code, device code, client credentials) and send it as Authorization: Bearer.
//   - Keycloak: Issuer https://HOST/realms/REALM; RoleClaim realm_access.roles, or resource_access.CLIENT.roles for roles
//     of one client. Access tokens name their client in aud only after an audience mapper was added.
//   - Zitadel: Issuer https://HOST; RoleClaim urn:zitadel:iam:org:project:roles, and let the project assert roles on
//     authentication. The application's tokens must be JWTs, not opaque ones.
//   - Entra ID: Issuer https://login.microsoftonline.com/TENANT/v2.0, never "common"; app roles in RoleClaim roles, since
//     the groups claim is left out for members of many groups; the API asks for access tokens of version 2.
//   - Auth0, Okta and others: a custom claim with the roles, RoleClaim is its whole name, dots and all.
//
// What is checked, each time: signature (pinned algorithms, a key that the provider publishes now), issuer, audience,
// validity, kind of token, subject, role. Nothing about a token is kept: it cannot be revoked here before it ends, which
// is why one that lives longer than 24 hours is refused. Let the provider make them short (minutes to an hour).
//
// The provider is asked for its keys only, never for a token, and rarely: see keyring.
package openid
