package telemetry

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// tracing watches fields as well.
type tracing struct{ watching }

// maxPath is how much of a field's path a span tells, in bytes.
const maxPath = 200

// InterceptField makes a span of a field that does something: most only read a struct.
func (w tracing) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	if field == nil || !field.IsResolver && !field.IsMethod || !w.t.maySpan(ctx) {
		return next(ctx)
	}
	ctx, span := w.t.tracer.Start(ctx, field.Object+"."+field.Field.Name, trace.WithAttributes(
		attribute.String("graphql.field.path", cut(field.Path().String(), maxPath))))
	defer span.End()
	result, err := next(ctx)
	if err != nil {
		span.SetStatus(codes.Error, "") // its words may hold what the caller sent
	}
	return result, err
}

// maySpan tells whether a span is wanted below the one that the context has. What has none, such as looking whether
// there is anything to do, has none below it. The span above may have ended: gqlgen resolves an object's fields in the
// context of the resolver that gave the object.
func (t *Telemetry) maySpan(ctx context.Context) bool {
	if !trace.SpanContextFromContext(ctx).IsSampled() {
		return false
	}
	a := accountOf(ctx)
	return a == nil || a.maySpan()
}
