package server

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Top-level error codes, in extensions.code. Two more come from GraphQL tooling and are kept, because clients know
// them: GRAPHQL_PARSE_FAILED and GRAPHQL_VALIDATION_FAILED for documents that never fit the schema.
const (
	codeUnauthenticated = "UNAUTHENTICATED"
	codeForbidden       = "FORBIDDEN"
	codeBadUserInput    = "BAD_USER_INPUT"
	codeRateLimited     = "RATE_LIMITED"
	codeTimeout         = "TIMEOUT"
	codeTooComplex      = "OPERATION_TOO_COMPLEX"
	codeInternal        = "INTERNAL"
	codeUnavailable     = "UNAVAILABLE"
)

// ErrUnauthenticated is what Options.Authenticate wraps when the credential itself is at fault: unknown, malformed,
// expired, revoked. The caller is told no more than that.
var ErrUnauthenticated = errors.New("unauthenticated")

// ErrUnavailable is what Options.Authenticate wraps when the OpenID provider that would check the credential cannot
// be asked for now.
var ErrUnavailable = errors.New("unavailable")

// ErrKeysUnavailable is what it wraps when the database that knows keys and sessions cannot be asked for now.
var ErrKeysUnavailable = errors.New("keys unavailable")

// A refusal is the HTTP layer's own answer: no operation has run. Its status holds in both media types.
type refusal struct {
	status  int
	code    string
	message string
	header  map[string]string

	limit      string         // that was hit, for the figures; empty when none was
	extensions map[string]any // of the error, beside its code
}

// Limits that a refusal may name, beside those of the guard.
const (
	limitRate    = "rate"
	limitRunning = "running"
	limitBody    = "body"
	limitTime    = "time"
)

func (r *refusal) errors() gqlerror.List {
	err := codedError(r.code, r.message)
	maps.Copy(err.Extensions, r.extensions)
	return gqlerror.List{err}
}

func (r *refusal) with(header, value string) *refusal {
	r.header = map[string]string{header: value}
	return r
}

// badRequest refuses a request that is not well-formed GraphQL over HTTP.
func badRequest(format string, args ...any) *refusal {
	return &refusal{status: http.StatusBadRequest, code: codeBadUserInput, message: fmt.Sprintf(format, args...)}
}

func internalFailure() *refusal {
	return &refusal{
		status: http.StatusInternalServerError, code: codeInternal,
		message: "the server failed; nothing you sent explains it. Quote the request id when you report this",
	}
}

func stopped(ctx context.Context, limit time.Duration) *refusal {
	return &refusal{status: http.StatusServiceUnavailable, code: codeTimeout, message: stopMessage(ctx, limit), limit: limitTime}
}

// stopMessage says why an operation's context ended.
func stopMessage(ctx context.Context, limit time.Duration) string {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Sprintf("stopped after %s, the limit for one operation: ask for less at once; "+
			"after a mutation read what has changed before you send it again", limit)
	}
	if ctx.Err() == nil {
		return "stopped because the database took too long; try again in a moment"
	}
	return "stopped before it was done, because the connection closed or the server is shutting down; " +
		"after a mutation read what has changed before you send it again"
}

func codedError(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}

func codeOf(err *gqlerror.Error) string {
	code, _ := err.Extensions["code"].(string)
	return code
}

// statusOf is the HTTP status of an answer without data. GraphQL over HTTP wants 4xx or 5xx for it in
// application/graphql-response+json, and 200 in application/json, whose older clients take any other status for a
// network failure; there only what a proxy or a retry loop must see keeps its status.
func statusOf(errs gqlerror.List, format mediaType) int {
	status := http.StatusBadRequest
	for _, err := range errs {
		switch codeOf(err) {
		case codeInternal:
			return http.StatusInternalServerError
		case codeTimeout:
			return http.StatusServiceUnavailable
		case codeRateLimited:
			return http.StatusTooManyRequests
		case codeUnauthenticated:
			return http.StatusUnauthorized
		case codeForbidden:
			status = http.StatusForbidden
		case codeBadUserInput, codeTooComplex, errcode.ParseFailed, errcode.ValidationFailed:
		}
	}
	if format == plainJSON {
		return http.StatusOK
	}
	return status
}
