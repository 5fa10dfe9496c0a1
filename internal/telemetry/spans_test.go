package telemetry_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/handledesk/handledesk/internal/telemetry"
)

type span = sdktrace.ReadOnlySpan

func attributeOf(s span, name string) string {
	for _, a := range s.Attributes() {
		if string(a.Key) == name {
			return a.Value.String()
		}
	}
	return ""
}

// named gives the spans with a name.
func named(spans []span, name string) (found []span) {
	for _, s := range spans {
		if s.Name() == name {
			found = append(found, s)
		}
	}
	return found
}

// only gives the one span with a name.
func only(t *testing.T, spans []span, name string) span {
	t.Helper()
	found := named(spans, name)
	if len(found) != 1 {
		var names []string
		for _, s := range spans {
			names = append(names, s.Name())
		}
		t.Fatalf("%d spans are named %s; there are %v", len(found), name, names)
	}
	return found[0]
}

const callersTrace, callersSpan = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"

func TestAnOperationItsResolversAndItsSQLHaveSpans(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	w := open(t, telemetry.Options{Spans: recorder})
	w.must(create, map[string]any{"in": person("jana@example.org")})
	recorder.Reset()
	w.must(`query People { handles(first: 7) { edges { node { code domains(first: 3) { totalCount } } } } }`, nil,
		"Traceparent", "00-"+callersTrace+"-"+callersSpan+"-01")
	spans := recorder.Ended()

	operation := only(t, spans, "query")
	for name, want := range map[string]string{
		"graphql.operation.name": "People", "graphql.operation.type": "query",
		"graphql.document": "query People{handles(first:?){edges{node{code domains(first:?){totalCount}}}}}",
	} {
		if got := attributeOf(operation, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if operation.SpanKind() != trace.SpanKindServer || operation.Parent().IsValid() || operation.Status().Code == codes.Error {
		t.Errorf("the operation is %v below %v, %v", operation.SpanKind(), operation.Parent(), operation.Status())
	}
	// The caller's trace is anybody's to invent: it is linked, and does not decide whether ours is kept.
	if links := operation.Links(); len(links) != 1 || links[0].SpanContext.TraceID().String() != callersTrace ||
		operation.SpanContext().TraceID().String() == callersTrace {
		t.Errorf("the links are %v", links)
	}
	resolver := only(t, spans, "Query.handles")
	if resolver.Parent().SpanID() != operation.SpanContext().SpanID() || attributeOf(resolver, "graphql.field.path") != "handles" {
		t.Errorf("the resolver is below %v with %v", resolver.Parent(), resolver.Attributes())
	}
	only(t, spans, "Handle.domains")
	if len(named(spans, "Handle.code")) != 0 {
		t.Error("a field that does nothing has a span")
	}
	statements := 0
	for _, s := range spans {
		if attributeOf(s, "db.system.name") != "sqlite" {
			continue
		}
		statements++
		if s.SpanKind() != trace.SpanKindClient || s.SpanContext().TraceID() != operation.SpanContext().TraceID() ||
			attributeOf(s, "db.operation.name") != "SELECT" || attributeOf(s, "db.collection.name") == "" ||
			!strings.HasPrefix(attributeOf(s, "db.query.text"), "SELECT ") {
			t.Errorf("a statement's span %s has %v", s.Name(), s.Attributes())
		}
	}
	if told := attributeOf(operation, "handledesk.sql.statements"); statements == 0 || told < fmt.Sprint(statements) {
		t.Errorf("%d statements have spans, %s ran", statements, told)
	}
	// Signing in needs statements, too, and no span is above them.
	for _, s := range spans {
		if s != operation && !s.Parent().IsValid() {
			t.Errorf("%s stands alone", s.Name())
		}
	}
}

func TestTrustedCallersTracesGoOn(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	w := open(t, telemetry.Options{Spans: recorder, FollowCallers: true})
	w.must(`query Who { viewer { __typename } }`, nil, "Traceparent", "00-"+callersTrace+"-"+callersSpan+"-01")
	operation := only(t, recorder.Ended(), "query")
	if operation.Parent().SpanID().String() != callersSpan || operation.SpanContext().TraceID().String() != callersTrace {
		t.Errorf("the operation is below %v", operation.Parent())
	}
}

func TestARefusedDocumentHasASpanWithItsError(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	w := open(t, telemetry.Options{Spans: recorder})
	w.send(w.key, `{ hunter2 }`, nil)
	refused := only(t, recorder.Ended(), "GraphQL Operation")
	if refused.Status().Code != codes.Error || attributeOf(refused, "error.type") != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("it has %v and %v", refused.Status(), refused.Attributes())
	}
	if strings.Contains(everything(recorder.Ended()), "hunter2") {
		t.Error("a document that nobody understood is told")
	}
}

// everything is all that is told about spans.
func everything(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		fmt.Fprintln(&b, s.Name(), s.Status(), s.Attributes(), s.Events(), s.Links())
	}
	return b.String()
}

func TestNoValueIsInAnySpan(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	w := open(t, telemetry.Options{Spans: recorder})
	secrets := []string{"inliteral", "jana@invariable.org", "Invariable", "4711", "inblock", "incomment", w.key}
	in := person("jana@invariable.org")
	in["familyName"] = "Invariable"
	w.must(create, map[string]any{"in": in})
	w.must(`query Find($n: Int = 4711) { # incomment
		handles(first: 2, filter: {search: "inliteral"}) { totalCount } viewer { __typename } a: __typename @include(if: true)
		handle(by: {code: """inblock"""}) { id } domains(first: 3) @skip(if: false) { edges { node { id } } } b: handles(first: 1, after: null) @skip(if: true) { totalCount }
		c: events(first: 1) { edges { node { id } } } d: nodes(ids: ["hdl_00000000000000000000000001"]) { id } e: domains(first: $n) @skip(if: true) { totalCount } }`, nil)
	told := everything(recorder.Ended())
	for _, s := range secrets {
		if strings.Contains(told, s) {
			t.Errorf("%q is told", s)
		}
	}
	if !strings.Contains(told, "INSERT handles") || !strings.Contains(told, "search") {
		t.Error("what should be told is not")
	}
}

func TestSpansOfOneOperationAreBounded(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	tel, err := telemetry.New(t.Context(), telemetry.Options{Spans: recorder})
	if err != nil {
		t.Fatal(err)
	}
	ctx, ended := tel.Job(t.Context(), "flood")
	for range 10_000 {
		tel.Statement(ctx, "SELECT 1")("")
	}
	ended("done", nil)
	if n := len(recorder.Ended()); n != 501 {
		t.Errorf("%d spans were made", n)
	}
	recorder.Reset()
	tel.Statement(context.Background(), "SELECT 1")("")
	if n := len(recorder.Ended()); n != 0 {
		t.Error("a statement that belongs to nothing has a span")
	}
}

func TestFieldsAreLookedAtOnlyForTraces(t *testing.T) {
	for _, tracing := range []bool{false, true} {
		o := telemetry.Options{}
		if tracing {
			o.Spans = tracetest.NewSpanRecorder()
		}
		tel, err := telemetry.New(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if _, looks := tel.Extension().(graphql.FieldInterceptor); looks != tracing || tel.Tracing() != tracing {
			t.Errorf("with tracing %v it looks at fields: %v", tracing, looks)
		}
	}
}

func TestStatementsThatFailTellHow(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	tel, err := telemetry.New(t.Context(), telemetry.Options{Spans: recorder})
	if err != nil {
		t.Fatal(err)
	}
	ctx, _ := tel.Job(t.Context(), "test")
	tel.Statement(ctx, "UPDATE `handles` SET `x` = 'secret', y = 4711 WHERE `id` = ?")("timeout")
	failed := only(t, recorder.Ended(), "UPDATE handles")
	if failed.Status().Code != codes.Error || !slices.Contains(failed.Attributes(), attribute.String("error.type", "timeout")) ||
		attributeOf(failed, "db.query.text") != "UPDATE `handles` SET `x` = ?, y = ? WHERE `id` = ?" {
		t.Errorf("it has %v and %v", failed.Status(), failed.Attributes())
	}
}
