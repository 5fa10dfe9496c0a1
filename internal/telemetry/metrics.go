package telemetry

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// How many values a label may have beside those that are known from the start.
const (
	maxOperations = 100
	maxCodes      = 50
	maxLimits     = 50
	maxTables     = 50
	maxJobs       = 50
)

// metrics are counted in a registry of their own: a library that counts in the global one shows nothing here.
type metrics struct {
	registry *prometheus.Registry

	operations *prometheus.HistogramVec // by type, operation
	errors     *prometheus.CounterVec   // by type, operation, code
	slow       prometheus.Counter
	limited    *prometheus.CounterVec   // by limit
	statements *prometheus.HistogramVec // by operation, table
	failures   *prometheus.CounterVec   // by operation, table, failure
	jobs       *prometheus.HistogramVec // by job, result
	streams    *prometheus.GaugeVec     // by transport

	names, codes, limits, tables, jobNames, results *labels
}

// Upper bounds of durations in seconds: an operation may take 10 s and a statement 5 s.
var (
	operationBuckets = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	statementBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .05, .25, 1, 5}
	jobBuckets       = []float64{.005, .01, .05, .1, .5, 1, 5, 10, 30, 60}
)

func newMetrics(known []string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		names:    newLabels(maxOperations, anonymous, invalid),
		codes:    newLabels(maxCodes), limits: newLabels(maxLimits), tables: newLabels(maxTables),
		jobNames: newLabels(maxJobs), results: newLabels(maxJobs),
	}
	if len(known) > 0 {
		m.names = newLabels(0, append([]string{anonymous, invalid}, known...)...)
	}
	histogram := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
	}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m.operations = histogram("handledesk_graphql_operation_duration_seconds",
		"How long GraphQL operations took, signing in and parsing included.", operationBuckets, "type", "operation")
	m.errors = counter("handledesk_graphql_errors_total",
		"Errors in answers to GraphQL operations.", "type", "operation", "code")
	m.slow = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "handledesk_graphql_slow_operations_total", Help: "GraphQL operations that were logged as slow."})
	m.limited = counter("handledesk_limits_hit_total", "Requests that a limit stopped.", "limit")
	m.statements = histogram("handledesk_sql_statement_duration_seconds",
		"How long SQL statements took, from their start to the last row read.", statementBuckets, "operation", "table")
	m.failures = counter("handledesk_sql_errors_total", "SQL statements that failed.", "operation", "table", "failure")
	m.jobs = histogram("handledesk_job_duration_seconds",
		"How long jobs took that no request waits for.", jobBuckets, "job", "result")
	m.streams = prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "handledesk_streams_open",
		Help: "Subscriptions that are open, over server-sent events (sse) and WebSockets (websocket), and WebSockets (socket)."},
		[]string{"transport"})
	m.registry.MustRegister(m.operations, m.errors, m.slow, m.limited, m.statements, m.failures, m.jobs, m.streams,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Metrics serves the metrics to Prometheus. They tell how much is done here by whom: serve them to the operator's own
// network only, never beside the API.
func (t *Telemetry) Metrics() http.Handler {
	return promhttp.HandlerFor(t.metrics.registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 4, Timeout: 10 * time.Second,
	})
}
