package telemetry

import (
	"context"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// Labels of operations that have no name of their own.
const (
	anonymous = "anonymous"
	invalid   = "invalid" // documents that were refused before it was clear what to run
	noType    = "none"    // likewise
)

// Extension watches operations: make it the first of the server's. Without tracing it does not look at fields, which
// would cost every one of them.
func (t *Telemetry) Extension() graphql.HandlerExtension {
	if t.tracing {
		return tracing{watching{t}}
	}
	return watching{t}
}

// watching watches operations.
type watching struct{ t *Telemetry }

var (
	_ graphql.ResponseInterceptor = watching{}
	_ graphql.FieldInterceptor    = tracing{}
)

// ExtensionName is for gqlgen.
func (watching) ExtensionName() string { return "Telemetry" }

// Validate accepts every schema.
func (watching) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse watches an operation that runs, and one that was refused before it ran.
func (w watching) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) (response *graphql.Response) {
	if !graphql.HasOperationContext(ctx) {
		return next(ctx)
	}
	ctx, o := w.t.begin(ctx)
	defer func() { o.end(ctx, response) }()
	return next(ctx)
}

// operation is one under way.
type operation struct {
	t          *Telemetry
	oc         *graphql.OperationContext
	span       trace.Span
	spent      *account
	begun      time.Time
	kind, name string // as the document has them
}

func (t *Telemetry) begin(ctx context.Context) (context.Context, *operation) {
	o := &operation{t: t, oc: graphql.GetOperationContext(ctx), kind: noType, name: invalid}
	if o.oc.Operation != nil {
		o.kind, o.name = string(o.oc.Operation.Operation), o.oc.Operation.Name
	}
	if o.begun = o.oc.Stats.OperationStart; o.begun.IsZero() {
		o.begun = graphql.GetStartTime(ctx)
	}
	if o.begun.IsZero() {
		o.begun = time.Now()
	}
	ctx, o.spent = openAccount(ctx)
	if !t.tracing {
		o.span = trace.SpanFromContext(context.Background())
		return ctx, o
	}
	ctx, options := t.callersTrace(ctx, o.oc.Headers)
	name := o.kind
	if name == noType {
		name = "GraphQL Operation" // as the conventions have it
	}
	ctx, o.span = t.tracer.Start(ctx, name, append(options, trace.WithSpanKind(trace.SpanKindServer), trace.WithTimestamp(o.begun))...)
	return ctx, o
}

// end tells how the operation went. No response means that its time was up, its caller has gone, or a panic passes by.
func (o *operation) end(ctx context.Context, response *graphql.Response) {
	took := time.Since(o.begun)
	failed := codesOf(ctx, response)
	name := o.label(ctx, len(failed) == 0)
	m := o.t.metrics
	m.operations.WithLabelValues(o.kind, name).Observe(took.Seconds())
	for _, code := range failed {
		m.errors.WithLabelValues(o.kind, name, m.codes.of(code, true)).Inc()
	}
	o.endSpan(failed)
	if o.t.o.SlowAfter > 0 && took >= o.t.o.SlowAfter {
		m.slow.Inc()
		o.logSlow(ctx, took, failed)
	}
}

// label is the name under which the metrics have the operation. Whoever has no key admits no name: 100 made-up ones
// would be quickly sent.
func (o *operation) label(ctx context.Context, succeeded bool) string {
	if o.name == "" {
		return anonymous
	}
	caller, _ := o.t.o.Caller(ctx)
	return o.t.metrics.names.of(o.name, succeeded && o.kind != noType && caller != "")
}

func (o *operation) endSpan(failed []string) {
	if o.span.IsRecording() {
		attributes := []attribute.KeyValue{
			attribute.Int64("handledesk.sql.statements", o.spent.statements.Load()),
		}
		if o.oc.Operation != nil {
			attributes = append(attributes,
				semconv.GraphQLOperationTypeKey.String(o.kind),
				semconv.GraphQLOperationName(cut(o.name, maxLabel)),
				semconv.GraphQLDocument(redactDocument(o.oc.RawQuery)))
		}
		if dropped := o.spent.spans.Load() - maxSpans; dropped > 0 {
			attributes = append(attributes, attribute.Int64("handledesk.spans.left_out", dropped))
		}
		if len(failed) > 0 {
			attributes = append(attributes, semconv.ErrorTypeKey.String(o.t.metrics.codes.of(failed[0], true)))
			o.span.SetStatus(codes.Error, "")
		}
		o.span.SetAttributes(attributes...)
	}
	o.span.End()
}

// codesOf are the codes of an answer's errors, as the answer will have them.
func codesOf(ctx context.Context, response *graphql.Response) []string {
	if response == nil {
		switch {
		case errors.Is(ctx.Err(), context.DeadlineExceeded):
			return []string{"TIMEOUT"}
		case ctx.Err() != nil:
			return []string{"CANCELED"}
		}
		return []string{"INTERNAL"}
	}
	var found []string
	for _, err := range response.Errors {
		found = append(found, codeOf(err))
	}
	return found
}

func codeOf(err *gqlerror.Error) string {
	if code, _ := err.Extensions["code"].(string); code != "" {
		return code
	}
	return "INTERNAL"
}
