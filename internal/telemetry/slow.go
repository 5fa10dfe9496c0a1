package telemetry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/handledesk/handledesk/internal/requestid"
)

// logSlow writes one line about an operation that took long. A document that was not validated is left out: whoever
// forgets the quotes of a string sends its value as a name.
func (o *operation) logSlow(ctx context.Context, took time.Duration, failed []string) {
	hash := sha256.Sum256([]byte(o.oc.RawQuery))
	caller, keyID := o.t.o.Caller(ctx)
	if caller == "" {
		caller = "ANONYMOUS"
	}
	document := ""
	if o.oc.Operation != nil {
		document = redactDocument(o.oc.RawQuery)
	}
	attributes := []slog.Attr{
		slog.String("requestId", requestid.From(ctx)),
		slog.String("type", o.kind), slog.String("operation", cut(o.name, maxLabel)),
		slog.Float64("ms", milliseconds(took)),
		slog.Int64("statements", o.spent.statements.Load()),
		slog.Float64("sqlMs", milliseconds(time.Duration(o.spent.sql.Load()))),
		slog.String("caller", caller), slog.String("keyId", keyID),
		slog.String("errors", cut(strings.Join(failed, ","), maxLabel)),
		slog.String("sha256", hex.EncodeToString(hash[:8])), slog.String("document", document),
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		attributes = append(attributes, slog.String("traceId", span.TraceID().String()))
	}
	o.t.o.Logger.LogAttrs(ctx, slog.LevelWarn, "slow operation", attributes...)
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
