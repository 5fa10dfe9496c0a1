package telemetry

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// Job tells that something begins that no request waits for, such as "mail" or "timer.deadline", and by what it returns
// how it ended. Its statements belong to it in the context that it returns. The words are the program's; an error only
// counts, its words are for the log.
func (t *Telemetry) Job(ctx context.Context, job string) (working context.Context, ended func(result string, err error)) {
	begun := time.Now()
	ctx = context.WithValue(ctx, accountKey{}, &account{})
	ctx, span := t.tracer.Start(ctx, "job "+job, trace.WithNewRoot(), trace.WithSpanKind(trace.SpanKindConsumer))
	return ctx, func(result string, err error) {
		if err != nil {
			result = "failed"
			span.SetStatus(codes.Error, "")
		}
		span.SetAttributes(attribute.String("handledesk.job.result", result))
		span.End()
		m := t.metrics
		m.jobs.WithLabelValues(m.jobNames.of(job, true), m.results.of(result, true)).Observe(time.Since(begun).Seconds())
	}
}
