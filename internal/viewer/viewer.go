// Package viewer says who is asking: it carries the caller from the door, where credentials are checked, to the rules.
package viewer

import (
	"context"

	"github.com/handledesk/handledesk/internal/registrar"
)

// Viewer is the caller and the credentials that signed it in. The zero Viewer is anonymous.
type Viewer struct {
	registrar.Caller
	KeyID     string             // of the API key, empty for others
	KeyName   string             // likewise
	SessionID string             // of an owner's session, empty for others
	Subject   string             // of staff at the OpenID provider where it signed in, empty for others
	ExpiresAt *registrar.Instant // of the credentials; nil when they do not expire

	KeyRate     *Rate // of the API key; nil when the server's own setting holds, and for others
	AccountRate *Rate // of all keys of the reseller together; likewise
}

// Rate is a bucket of points that operations are paid from.
type Rate struct {
	Bucket    int // the most points that it holds
	PerSecond int // how many come back each second
}

type contextKey struct{}

// NewContext returns a context that carries the viewer.
func NewContext(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, contextKey{}, v)
}

// FromContext returns the viewer that the context carries, the anonymous one when it carries none.
func FromContext(ctx context.Context) Viewer {
	v, _ := ctx.Value(contextKey{}).(Viewer)
	return v
}

// System is the program itself: it checks credentials, keeps copies and records in step, fills a new database. Only
// internal/service may act as it, and a linter holds that.
func System(ctx context.Context) context.Context {
	return NewContext(ctx, Viewer{Caller: registrar.Caller{Kind: registrar.ActorSystem}})
}

// Anonymous tells whether nobody signed in. A reseller or an owner without an id is nobody: it would pass for whoever
// has the rows that belong to none.
func (v Viewer) Anonymous() bool {
	return v.Kind == "" || v.IsReseller() && v.Reseller == "" || v.IsOwner() && v.Handle == ""
}

// IsReseller tells whether a reseller asks.
func (v Viewer) IsReseller() bool { return v.Kind == registrar.ActorReseller }

// IsOwner tells whether the owner of a handle asks.
func (v Viewer) IsOwner() bool { return v.Kind == registrar.ActorOwner }

// IsOperator tells whether the registrar's staff asks, or the program itself.
func (v Viewer) IsOperator() bool {
	return v.Kind == registrar.ActorOperator || v.Kind == registrar.ActorSystem
}
