package server

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/handledesk/handledesk/internal/requestid"
)

// maxCredential is the longest bearer credential, in bytes; an API key has some 60, a signed token some 1,000.
const maxCredential = 4096

// authenticate returns a context that carries the viewer and does not end; signing in ends when the given one does. A
// request without an Authorization header is anonymous, which is no error: the schema answers an anonymous caller, if
// only with null. A bad credential is (RFC 6750, 3.1).
func (t *transport) authenticate(ctx context.Context, authorization []string) (context.Context, *refusal) {
	ctx, cancel := context.WithTimeout(ctx, t.options.OperationTimeout)
	defer cancel()
	signedIn, refused := t.signIn(ctx, authorization)
	return context.WithoutCancel(signedIn), refused
}

func (t *transport) signIn(ctx context.Context, values []string) (context.Context, *refusal) {
	if len(values) == 0 {
		return ctx, nil
	}
	bearer, ok := parseBearer(values)
	if !ok {
		return ctx, unauthenticated("Bearer",
			"the Authorization header is malformed: it must be one line of the form Bearer <API key or session token>; "+
				"leave it out to ask anonymously")
	}
	signedIn, err := t.options.Authenticate(ctx, bearer)
	switch {
	case err == nil:
		return context.WithValue(signedIn, signedInKey{}, true), nil
	case errors.Is(err, ErrUnauthenticated):
		return ctx, unauthenticated(`Bearer error="invalid_token"`,
			"the API key, session token or OpenID token is unknown, expired or revoked: send Authorization: Bearer <a valid one>, "+
				"or leave the header out to ask anonymously")
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded):
		return ctx, stopped(ctx, t.options.OperationTimeout)
	case errors.Is(err, ErrUnavailable):
		return ctx, t.uncheckable(ctx, err, "10",
			"the OpenID provider that would check this token cannot be asked for now: try again in a moment, or use an API key")
	case errors.Is(err, ErrKeysUnavailable):
		return ctx, t.uncheckable(ctx, err, "1",
			"the database cannot be asked for now; nothing was changed: try again in a moment")
	default:
		t.options.Logger.ErrorContext(ctx, "a credential could not be checked",
			"requestId", requestid.From(ctx), "error", err)
		return ctx, internalFailure()
	}
}

// uncheckable is 503 with the seconds to wait: a credential may be good, and nobody can tell at the moment.
func (t *transport) uncheckable(ctx context.Context, err error, retryAfter, message string) *refusal {
	t.options.Logger.ErrorContext(ctx, "a credential could not be checked for now", "requestId", requestid.From(ctx), "error", err)
	refused := &refusal{status: http.StatusServiceUnavailable, code: codeUnavailable, message: message}
	return refused.with("Retry-After", retryAfter)
}

func unauthenticated(challenge, message string) *refusal {
	refused := &refusal{status: http.StatusUnauthorized, code: codeUnauthenticated, message: message}
	return refused.with("WWW-Authenticate", challenge)
}

// parseBearer takes the credential out of "Bearer b64token" (RFC 6750, 2.1); the scheme in any letter case.
func parseBearer(values []string) (string, bool) {
	if len(values) != 1 {
		return "", false
	}
	scheme, credential, _ := strings.Cut(values[0], " ")
	credential = strings.TrimLeft(credential, " ")
	if !strings.EqualFold(scheme, "Bearer") || len(credential) > maxCredential {
		return "", false
	}
	token := strings.TrimRight(credential, "=")
	if token == "" {
		return "", false
	}
	for i := range len(token) {
		switch c := token[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case strings.IndexByte("-._~+/", c) >= 0:
		default:
			return "", false
		}
	}
	return credential, true
}
