// Package requestid carries the id of the request being served, so that every layer can name it in its log lines,
// events and errors, and a caller can quote it when asking for help.
package requestid

import (
	"context"
	"crypto/rand"
)

// MaxLength is the longest id accepted from a caller, in bytes.
const MaxLength = 64

type contextKey struct{}

// With returns a context that carries the id.
func With(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, contextKey{}, id)
}

// From returns the id of the request being served, empty outside of one.
func From(ctx context.Context) string {
	id, _ := ctx.Value(contextKey{}).(string)
	return id
}

// New makes an id: 26 characters, 130 random bits.
func New() string { return rand.Text() }

// Valid tells whether an id that a caller sent can be taken over: 1 to 64 of A-Z a-z 0-9 . _ -
// Anything else could forge log lines or headers.
func Valid(id string) bool {
	if id == "" || len(id) > MaxLength {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}
