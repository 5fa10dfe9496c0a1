package apitest

import (
	"context"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Staff is a context of an operator with every scope, for calling use cases directly.
func Staff(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorOperator, Scopes: registrar.Scopes}, KeyName: "test",
	})
}

// Reseller opens a reseller account and makes a key for it with every scope.
func (w *World) Reseller(name string) (id, key string) {
	w.t.Helper()
	r, err := w.Service.CreateReseller(Staff(w.t.Context()), name, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.ID, w.Key(r.ID, registrar.Scopes...)
}

// Key makes a key with the scopes: for the reseller, or for an operator when resellerID is empty.
func (w *World) Key(resellerID string, scopes ...registrar.Scope) string {
	w.t.Helper()
	in := service.CreateAPIKey{Name: "test", Role: registrar.OperatorKey, Scopes: append([]registrar.Scope{}, scopes...)}
	if resellerID != "" {
		in.Role, in.ResellerID = registrar.ResellerKey, &resellerID
	}
	_, key, err := w.Service.CreateAPIKey(Staff(w.t.Context()), in)
	if err != nil {
		w.t.Fatal(err)
	}
	return key
}
