package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// requireScope stops before a field for which the caller's credentials do not suffice.
func requireScope(ctx context.Context, _ any, next graphql.Resolver, requires registrar.Scope) (any, error) {
	if p := registrar.MayRead(viewer.FromContext(ctx).Caller, requires); p != nil {
		return nil, p
	}
	return next(ctx)
}

// requireRight stops before a mutation that the caller may not run at all. It reads the table that the schema prints,
// not the schema's arguments: a test proves the two equal.
func requireRight(ctx context.Context, _ any, next graphql.Resolver, _ *registrar.Scope, _, _, _, _, _ registrar.Grant) (any, error) {
	action := registrar.Action(graphql.GetFieldContext(ctx).Field.Name)
	if p := registrar.MayTry(viewer.FromContext(ctx).Caller, action); p != nil {
		return nil, p
	}
	return next(ctx)
}
