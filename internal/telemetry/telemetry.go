// Package telemetry shows what the program does: spans for operations, resolvers, SQL and jobs, metrics for Prometheus,
// and a log line for each slow operation. It never tells a value that a caller sent: no variable, no literal of a
// document, no argument of a statement.
package telemetry

import (
	"context"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// Options say what is shown. All may be left out.
type Options struct {
	// Logger takes the lines about slow operations, and failures of the export; slog.Default() when nil.
	Logger *slog.Logger
	// SlowAfter is how long an operation takes at least that is logged as slow, signing in and parsing included; 1 s
	// when 0, none when negative.
	SlowAfter time.Duration
	// KnownOperations are the names under which metrics tell operations apart, such as those of a manifest of trusted
	// documents. When there are none, the first 100 names become known under which signed-in callers succeed.
	KnownOperations []string
	// Caller says who asks: what kind of caller, empty for one that did not sign in, and the id of its key. Nil: nobody
	// is taken to be signed in.
	Caller func(ctx context.Context) (kind, keyID string)
	// FollowCallers makes a caller's trace the parent of its operations' spans. It lets callers decide what is sampled,
	// so it is for servers that only trusted programs reach. Otherwise a trace of our own has a link to the caller's.
	FollowCallers bool
	// Version of the program, for the traces' resource.
	Version string
	// Spans takes the spans in place of the exporter that the environment asks for: for tests.
	Spans sdktrace.SpanProcessor
}

const defaultSlowAfter = time.Second

// Telemetry is handed to everything that tells of itself. Its methods may be called at any time by any goroutine.
type Telemetry struct {
	o        Options
	tracing  bool
	tracer   trace.Tracer
	provider *sdktrace.TracerProvider // nil without tracing
	metrics  *metrics
	spoken   *statements
}

// New reads the environment and makes what it asks for. Spans are made only when OTEL_EXPORTER_OTLP_ENDPOINT,
// OTEL_EXPORTER_OTLP_TRACES_ENDPOINT or OTEL_TRACES_EXPORTER is set and OTEL_SDK_DISABLED is not true; metrics always.
// An error names the variable that cannot be used. Close it with Shutdown.
func New(ctx context.Context, o Options) (*Telemetry, error) {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.SlowAfter == 0 {
		o.SlowAfter = defaultSlowAfter
	}
	if o.Caller == nil {
		o.Caller = func(context.Context) (string, string) { return "", "" }
	}
	t := &Telemetry{o: o, tracer: noop.NewTracerProvider().Tracer(""), metrics: newMetrics(o.KnownOperations)}
	t.spoken = &statements{metrics: t.metrics}
	processor, err := spanProcessor(ctx, o)
	if err != nil || processor == nil {
		return t, err
	}
	if t.provider, err = newProvider(ctx, o, processor); err != nil {
		return nil, err
	}
	t.tracing = true
	t.tracer = t.provider.Tracer("github.com/handledesk/handledesk", trace.WithInstrumentationVersion(o.Version))
	// The exporters tell their failures here and nowhere else.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		o.Logger.Warn("traces could not be sent; is the collector at OTEL_EXPORTER_OTLP_ENDPOINT running?", "error", err)
	}))
	return t, nil
}

// Tracing tells whether spans are made.
func (t *Telemetry) Tracing() bool { return t.tracing }

// Shutdown sends what was not sent yet, until the context is done.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	if t.provider == nil {
		return nil
	}
	return t.provider.Shutdown(ctx)
}

// Limited counts that a limit stopped somebody. The limit is a word of the program's, never a caller's.
func (t *Telemetry) Limited(limit string) {
	t.metrics.limited.WithLabelValues(t.metrics.limits.of(limit, true)).Inc()
}

// StreamOpened counts a stream in, until what it returns is called. The transport is a word of the program's.
func (t *Telemetry) StreamOpened(transport string) (closed func()) {
	open := t.metrics.streams.WithLabelValues(transport)
	open.Inc()
	return open.Dec
}
