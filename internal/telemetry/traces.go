package telemetry

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"

	"go.opentelemetry.io/contrib/exporters/autoexport"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// spanProcessor gives what takes the spans; nil when nobody asks for any. Which exporter, its address, headers and
// batches are the environment's to say: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
func spanProcessor(ctx context.Context, o Options) (sdktrace.SpanProcessor, error) {
	if o.Spans != nil {
		return o.Spans, nil
	}
	if strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") || !asked() {
		return nil, nil
	}
	exporter, err := autoexport.NewSpanExporter(ctx)
	if err != nil {
		return nil, fmt.Errorf("traces cannot be sent: %w; OTEL_TRACES_EXPORTER is otlp, console or none, "+
			"OTEL_EXPORTER_OTLP_PROTOCOL is http/protobuf or grpc", err)
	}
	if autoexport.IsNoneSpanExporter(exporter) {
		return nil, nil
	}
	return sdktrace.NewBatchSpanProcessor(exporter), nil
}

// asked tells whether the environment says where spans go. The specification's default is a collector on the same
// host; a program that runs without one must not look for it.
func asked() bool {
	for _, name := range []string{"OTEL_TRACES_EXPORTER", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"} {
		if os.Getenv(name) != "" {
			return true
		}
	}
	return false
}

// newProvider makes spans of the service as OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES name it; the sampler is
// OTEL_TRACES_SAMPLER's.
func newProvider(ctx context.Context, o Options, processor sdktrace.SpanProcessor) (*sdktrace.TracerProvider, error) {
	service, err := resource.New(ctx,
		resource.WithAttributes(semconv.ServiceName("handledesk"), semconv.ServiceVersion(o.Version)),
		resource.WithTelemetrySDK(),
		resource.WithFromEnv(),
	)
	if err != nil {
		return nil, fmt.Errorf("the traces' resource: %w; OTEL_RESOURCE_ATTRIBUTES is a list such as key=value,key=value", err)
	}
	return sdktrace.NewTracerProvider(sdktrace.WithResource(service), sdktrace.WithSpanProcessor(processor)), nil
}

// callersTrace reads the caller's trace from its traceparent header (https://www.w3.org/TR/trace-context/). The header
// is anybody's to write: it becomes a link, and the parent only with FollowCallers.
func (t *Telemetry) callersTrace(ctx context.Context, header http.Header) (context.Context, []trace.SpanStartOption) {
	caller := trace.SpanContextFromContext(
		propagation.TraceContext{}.Extract(context.Background(), propagation.HeaderCarrier(header)))
	switch {
	case !caller.IsValid():
		return ctx, []trace.SpanStartOption{trace.WithNewRoot()}
	case t.o.FollowCallers:
		return trace.ContextWithRemoteSpanContext(ctx, caller), nil
	}
	link := trace.Link{SpanContext: caller.WithTraceState(trace.TraceState{})}
	return ctx, []trace.SpanStartOption{trace.WithNewRoot(), trace.WithLinks(link)}
}

// cut shortens a text to a number of bytes, the mark of the cut included.
func cut(text string, limit int) string {
	if len(text) > limit {
		return strings.ToValidUTF8(text[:limit-len("…")], "") + "…"
	}
	return text
}
