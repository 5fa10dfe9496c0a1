package server

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const (
	maxTokens         = 2000     // of one document
	cachedDocuments   = 1000     // parsed and validated documents kept, the least recently used goes first
	maxCachedDocument = 16 << 10 // bytes of text; a larger one is parsed each time, so that junk cannot fill the memory
)

// newExecutor sets up gqlgen's executor with the limits that hold before any resolver runs.
func newExecutor(o Options) *executor.Executor {
	exec := executor.New(o.Schema)
	exec.SetQueryCache(documentCache{lru.New[*ast.QueryDocument](cachedDocuments)})
	exec.SetParserTokenLimit(maxTokens)
	exec.SetDisableSuggestion(!o.Introspection)
	exec.SetDefaultRulesFn(validationRules)
	exec.SetErrorPresenter(presentError(o))
	exec.SetRecoverFunc(recoverPanic(o))
	exec.Use(introspection{open: o.Introspection})
	for _, extension := range o.Extensions {
		exec.Use(extension)
	}
	return exec
}

// documentCache keeps validated documents of ordinary size.
type documentCache struct {
	*lru.LRU[*ast.QueryDocument]
}

func (c documentCache) Add(ctx context.Context, text string, document *ast.QueryDocument) {
	if len(text) <= maxCachedDocument {
		c.LRU.Add(ctx, text, document)
	}
}

// validationRules are those of the specification and one more. A new set each time: the executor changes it.
func validationRules() *rules.Rules {
	set := rules.NewDefaultRules()
	set.AddRule("NoDefer", refuseDefer)
	return set
}

// refuseDefer: gqlgen would answer @defer in several parts, and this transport sends one. Without the rule the
// deferred fields would be missing without a word.
func refuseDefer(observers *core.Events, addError core.AddErrFunc) {
	observers.OnDirective(func(_ *core.Walker, directive *ast.Directive) {
		if directive.Name == "defer" {
			addError(
				core.Message("@defer is not served: leave it out, everything comes in one answer"),
				core.At(directive.Position),
			)
		}
	})
}

// introspection opens or closes __schema and __type. Closed, it refuses before execution, where gqlgen would fail
// inside the field with an error that looks like the server's own.
type introspection struct{ open bool }

var _ graphql.OperationContextMutator = introspection{}

func (introspection) ExtensionName() string                   { return "Introspection" }
func (introspection) Validate(graphql.ExecutableSchema) error { return nil }

func (i introspection) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	operation.DisableIntrospection = !i.open
	if !i.open && asksForSchema(operation.Operation.SelectionSet, map[string]bool{}) {
		return codedError(codeForbidden, "introspection is closed on this server: use the published schema.graphql")
	}
	return nil
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
