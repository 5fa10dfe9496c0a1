// Package idempotency carries a request's Idempotency-Key from the door, where it is read, to the transaction that
// remembers what the request came to (IETF draft-ietf-httpapi-idempotency-key-header).
package idempotency

import (
	"context"
	"sync/atomic"
)

// Header is the request's header; it holds 1 to 255 visible ASCII characters, in quotation marks or not.
const Header = "Idempotency-Key"

// ReplayedHeader is the answer's header, "true" when a root field was answered from what was remembered.
const ReplayedHeader = "Idempotency-Replayed"

// longest is the most characters of a key.
const longest = 255

// Request is a mutation that asks to be done once however often it is sent.
type Request struct {
	Key         string
	Fingerprint string // of document, operation name and variables: another body under the same key is refused

	replayed atomic.Bool
}

// Replayed tells whether a root field was answered from what was remembered.
func (r *Request) Replayed() bool { return r != nil && r.replayed.Load() }

// MarkReplayed notes that one was.
func (r *Request) MarkReplayed() { r.replayed.Store(true) }

type (
	requestKey struct{}
	fieldKey   struct{}
)

// With returns a context that carries the request.
func With(ctx context.Context, r *Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// From returns the request that the context carries; nil when it came without a key.
func From(ctx context.Context) *Request {
	r, _ := ctx.Value(requestKey{}).(*Request)
	return r
}

// Within returns a context below a root field, by its response key, or below one item of it. Each is remembered by
// itself, since each is a transaction.
func Within(ctx context.Context, name string) context.Context {
	if From(ctx) == nil {
		return ctx
	}
	if above := Field(ctx); above != "" {
		name = above + "/" + name
	}
	return context.WithValue(ctx, fieldKey{}, name)
}

// Field is the root field that the context is below; empty above all of them.
func Field(ctx context.Context) string {
	name, _ := ctx.Value(fieldKey{}).(string)
	return name
}

// Parse reads the header's value, in quotation marks (RFC 9651, 3.3.3) or not.
func Parse(value string) (key string, ok bool) {
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' {
		value = value[1 : n-1]
	}
	if value == "" || len(value) > longest {
		return "", false
	}
	for i := range len(value) {
		if c := value[i]; c < '!' || c > '~' || c == '"' || c == '\\' {
			return "", false
		}
	}
	return value, true
}
