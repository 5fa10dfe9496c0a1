package telemetry

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// Statement tells that a SQL statement starts, and by what it returns that its last row was read, with one word for what
// failed: it is store.Options.Observe.
func (t *Telemetry) Statement(ctx context.Context, text string) (ended func(failure string)) {
	begun := time.Now()
	said := t.spoken.of(text)
	spent := accountOf(ctx)
	var span trace.Span
	if t.tracing && t.maySpan(ctx) {
		_, span = t.tracer.Start(ctx, said.title, trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(begun),
			trace.WithAttributes(semconv.DBSystemNameSQLite, semconv.DBOperationName(said.operation),
				semconv.DBCollectionName(said.table), semconv.DBQueryText(said.text)))
	}
	return func(failure string) {
		took := time.Since(begun)
		said.seconds.Observe(took.Seconds())
		if spent != nil {
			spent.ran(took)
		}
		if failure != "" {
			t.metrics.failures.WithLabelValues(said.operation, said.table, failure).Inc()
		}
		if span == nil {
			return
		}
		if failure != "" {
			span.SetAttributes(semconv.ErrorTypeKey.String(failure))
			span.SetStatus(codes.Error, "")
		}
		span.End()
	}
}

// Statements whose description is kept: the program has some hundred, but lists of ids make texts of any length.
const (
	maxKept     = 1000
	maxKeptText = 8 << 10 // bytes
)

// statements describe SQL texts, each kept with its place in the metrics, since most come again and again.
type statements struct {
	metrics *metrics
	kept    sync.Map // text to *description
	n       atomic.Int64
}

// description is what is told of a statement.
type description struct {
	operation, table string // SELECT, "handles"
	title            string // of a span
	text             string // without values, 2,000 bytes at most
	seconds          prometheus.Observer
}

func (s *statements) of(text string) *description {
	if kept, ok := s.kept.Load(text); ok {
		return kept.(*description)
	}
	operation, table := describe(text)
	d := &description{operation: operation, table: table, title: operation, text: redactStatement(text)}
	if table != "" {
		d.table = s.metrics.tables.of(table, true)
		d.title += " " + d.table
	}
	d.seconds = s.metrics.statements.WithLabelValues(d.operation, d.table)
	if len(text) <= maxKeptText && s.n.Add(1) <= maxKept {
		s.kept.Store(text, d)
	}
	return d
}

// verbs are the first words of statements, and the word after which their table is named.
var verbs = map[string]string{
	"SELECT": "FROM", "INSERT": "INTO", "REPLACE": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM",
	"BEGIN": "", "COMMIT": "", "ROLLBACK": "", "SAVEPOINT": "", "RELEASE": "", "PRAGMA": "", "CREATE": "", "ALTER": "", "DROP": "", "VACUUM": "", "ANALYZE": "",
}

// describe reads what a statement does and to which table: the first that is named outside of parentheses, so that
// neither a WITH in front nor a sub-select among the columns is taken for it. The table is empty when there is none.
func describe(text string) (operation, table string) {
	depth, before, named := 0, "", false // named: the next word is the table
	for word := range words(text) {
		switch word {
		case "(":
			if named {
				return operation, "" // it reads what a sub-select gives
			}
			depth++
			continue
		case ")":
			depth--
			continue
		}
		if depth > 0 {
			continue
		}
		upper := strings.ToUpper(word)
		introduced, known := verbs[upper]
		switch {
		case operation == "" && known:
			operation, before = upper, introduced
			if before == "" {
				return operation, ""
			}
			named = before == operation // at once
		case named:
			return operation, strings.Trim(word, "`\"")
		case operation != "" && upper == before:
			named = true
		}
	}
	if operation == "" {
		operation = "OTHER"
	}
	return operation, ""
}
