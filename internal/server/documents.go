package server

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/99designs/gqlgen/graphql/executor"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/handledesk/handledesk/internal/guard"
)

const (
	cachedDocuments   = 1000     // parsed and validated documents kept, the least recently used goes first
	maxCachedDocument = 16 << 10 // bytes of text; a larger one is parsed each time, so that junk cannot fill the memory
)

// documents turns texts into documents that are fit to run: counted, parsed, counted again, validated, in this order,
// so that nothing walks a document before its size is known. What was validated is kept.
type documents struct {
	schema *ast.Schema
	limits guard.Limits
	kept   *lru.Cache[string, *ast.QueryDocument]
}

func newDocuments(schema *ast.Schema, limits guard.Limits) *documents {
	kept, err := lru.New[string, *ast.QueryDocument](cachedDocuments)
	if err != nil {
		panic(err) // only a size below one is refused
	}
	return &documents{schema: schema, limits: limits, kept: kept}
}

// prepare gives the document of a text, or what is wrong with it. With suggest the messages may tell names of the
// schema ("did you mean"). A document is never changed once it is kept.
func (d *documents) prepare(text string, suggest bool) (*ast.QueryDocument, gqlerror.List) {
	if document, ok := d.kept.Get(text); ok {
		return document, nil
	}
	if v := d.limits.Text(text); v != nil {
		return nil, gqlerror.List{tooComplex(v)}
	}
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return nil, withoutLiterals(gqlerror.List{parseFailed(err)}, text)
	}
	if v := d.limits.Shape(document); v != nil {
		return nil, gqlerror.List{tooComplex(v)}
	}
	if len(document.Operations) == 0 {
		return nil, gqlerror.List{codedError(errcode.ValidationFailed, "the document holds no operation: write one, such as { viewer { __typename } }")}
	}
	if errs := validator.ValidateWithRules(d.schema, document, validationRules(suggest)); len(errs) != 0 {
		for _, err := range errs {
			errcode.Set(err, errcode.ValidationFailed)
		}
		return nil, withoutLiterals(errs, text)
	}
	if len(text) <= maxCachedDocument {
		d.kept.Add(text, document)
	}
	return document, nil
}

// tooComplex says which limit was passed and by how much, for people and for programs.
func tooComplex(v *guard.Violation) *gqlerror.Error {
	err := codedError(codeTooComplex, v.Error())
	err.Extensions["limit"], err.Extensions["allowed"], err.Extensions["found"] = v.Limit, v.Allowed, v.Found
	if v.At != nil {
		err.Locations = []gqlerror.Location{{Line: v.At.Line, Column: v.At.Column}}
	}
	return err
}

func parseFailed(err error) *gqlerror.Error {
	failed, ok := err.(*gqlerror.Error) //nolint:errorlint // as the parser gives it
	if !ok {
		failed = gqlerror.Wrap(err)
	}
	errcode.Set(failed, errcode.ParseFailed)
	return failed
}

// validationRules are those of the specification and one more. A new set each time: validating may change it.
func validationRules(suggest bool) *rules.Rules {
	set := rules.NewDefaultRules()
	set.AddRule("NoDefer", refuseDefer)
	if !suggest {
		for telling, silent := range silentRules {
			set.ReplaceRule(telling.Name, silent.RuleFunc)
		}
	}
	return set
}

// silentRules are the rules whose messages would tell names of the schema, with what takes their place.
var silentRules = map[*core.Rule]*core.Rule{
	&rules.FieldsOnCorrectTypeRule: &rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
	&rules.KnownArgumentNamesRule:  &rules.KnownArgumentNamesRuleWithoutSuggestions,
	&rules.KnownTypeNamesRule:      &rules.KnownTypeNamesRuleWithoutSuggestions,
	&rules.ScalarLeafsRule:         &rules.ScalarLeafsRuleWithoutSuggestions,
	&rules.ValuesOfCorrectTypeRule: &rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
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

// newExecutor sets up gqlgen's executor. It finds its documents prepared, as what it takes for its cache.
func newExecutor(o Options) *executor.Executor {
	exec := executor.New(withEveryField(o))
	exec.SetQueryCache(prepared{})
	exec.SetErrorPresenter(presentError(o))
	exec.SetRecoverFunc(recoverPanic(o))
	exec.Use(introspection{open: o.Introspection})
	exec.Use(rootFields{})
	for _, extension := range o.Extensions {
		exec.Use(extension)
	}
	return exec
}

// withEveryField is the schema to execute. One that answers without going through its fields does not do so where an
// extension wants to see them.
func withEveryField(o Options) graphql.ExecutableSchema {
	planned, is := o.Schema.(interface {
		Ordinary() graphql.ExecutableSchema
	})
	for _, extension := range o.Extensions {
		_, fields := extension.(graphql.FieldInterceptor)
		_, roots := extension.(graphql.RootFieldInterceptor)
		if is && (fields || roots) {
			return planned.Ordinary()
		}
	}
	return o.Schema
}

// prepared hands the executor the document that the context carries.
type prepared struct{}

type preparedKey struct{}

var _ graphql.Cache[*ast.QueryDocument] = prepared{}

// Get finds the prepared document.
func (prepared) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	document, ok := ctx.Value(preparedKey{}).(*ast.QueryDocument)
	return document, ok
}

// Add keeps nothing: documents are kept where they are prepared.
func (prepared) Add(context.Context, string, *ast.QueryDocument) {}
