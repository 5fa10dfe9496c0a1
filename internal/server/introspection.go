package server

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Audience says who may do something.
type Audience int

// The audiences. The zero value is the most careful one.
const (
	Nobody Audience = iota
	SignedIn
	Everyone
)

// holds tells whether the request's caller is of the audience.
func (a Audience) holds(ctx context.Context) bool {
	return a == Everyone || a == SignedIn && isSignedIn(ctx)
}

type signedInKey struct{}

// isSignedIn tells whether the request came with a credential that was accepted.
func isSignedIn(ctx context.Context) bool {
	signedIn, _ := ctx.Value(signedInKey{}).(bool)
	return signedIn
}

// introspection opens or closes __schema and __type. Closed, it refuses before execution, where gqlgen would fail
// inside the field with an error that looks like the server's own.
type introspection struct{ open Audience }

var _ graphql.OperationContextMutator = introspection{}

func (introspection) ExtensionName() string                   { return "Introspection" }
func (introspection) Validate(graphql.ExecutableSchema) error { return nil }

func (i introspection) MutateOperationContext(ctx context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	open := i.open.holds(ctx)
	operation.DisableIntrospection = !open
	if open || !asksForSchema(operation.Operation.SelectionSet, map[string]bool{}) {
		return nil
	}
	if i.open == SignedIn {
		return codedError(codeForbidden, "introspection is closed to callers who did not sign in: send an API key, or use the published schema.graphql")
	}
	return codedError(codeForbidden, "introspection is closed on this server: use the published schema.graphql")
}

// asksForSchema looks for __schema and __type among the root fields, into each fragment once.
func asksForSchema(selections ast.SelectionSet, seen map[string]bool) bool {
	for _, selection := range selections {
		switch selection := selection.(type) {
		case *ast.Field:
			if selection.Name == "__schema" || selection.Name == "__type" {
				return true
			}
		case *ast.InlineFragment:
			if asksForSchema(selection.SelectionSet, seen) {
				return true
			}
		case *ast.FragmentSpread:
			if seen[selection.Name] || selection.Definition == nil {
				continue
			}
			seen[selection.Name] = true
			if asksForSchema(selection.Definition.SelectionSet, seen) {
				return true
			}
		}
	}
	return false
}
