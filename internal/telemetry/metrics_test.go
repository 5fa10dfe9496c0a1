package telemetry_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/telemetry"
)

const operations = "handledesk_graphql_operation_duration_seconds"

func TestOperationsAreCounted(t *testing.T) {
	w := open(t, telemetry.Options{})
	w.must(create, map[string]any{"in": person("jana@example.org")})
	for range 3 {
		w.must(`query List { handles(first: 1) { totalCount } }`, nil)
	}
	w.must(`{ viewer { __typename } }`, nil)
	w.send(w.key, `query List { handles(first: 1, after: "junk") { totalCount } }`, nil)
	w.send("", `query Nobody { handles(first: 1) { totalCount } }`, nil)
	w.send(w.key, `query Unknown { hunter2 }`, nil)
	w.expect(1, operations, "type", "mutation", "operation", "CreatePerson")
	w.expect(4, operations, "type", "query", "operation", "List")
	w.expect(1, operations, "type", "query", "operation", "anonymous")
	w.expect(1, operations, "type", "query", "operation", "other")
	w.expect(1, operations, "type", "none", "operation", "invalid")
	w.expect(1, "handledesk_graphql_errors_total", "operation", "List", "type", "query", "code", "BAD_USER_INPUT")
	w.expect(1, "handledesk_graphql_errors_total", "operation", "invalid", "type", "none", "code", "GRAPHQL_VALIDATION_FAILED")
	w.expect(1, "handledesk_graphql_errors_total", "operation", "other", "type", "query", "code", "UNAUTHENTICATED")
}

func TestStatementsLimitsAndTheProgramAreCounted(t *testing.T) {
	w := open(t, telemetry.Options{})
	w.must(create, map[string]any{"in": person("jana@example.org")})
	const statements = "handledesk_sql_statement_duration_seconds"
	for _, labels := range [][]string{
		{"operation", "INSERT", "table", "handles"}, {"operation", "BEGIN", "table", ""}, {"operation", "COMMIT", "table", ""},
	} {
		if got := w.value(statements, labels...); got < 1 {
			t.Errorf("%v: %v", labels, got)
		}
	}
	w.tel.Statement(t.Context(), "UPDATE `handles` SET x = ?")("timeout")
	w.expect(1, "handledesk_sql_errors_total", "operation", "UPDATE", "table", "handles", "failure", "timeout")
	w.tel.Limited("rate")
	w.tel.Limited("rate")
	w.expect(2, "handledesk_limits_hit_total", "limit", "rate")
	closed := w.tel.StreamOpened("sse")
	w.tel.StreamOpened("sse")
	w.expect(2, "handledesk_streams_open", "transport", "sse")
	closed()
	w.expect(1, "handledesk_streams_open", "transport", "sse")
	w.send(w.key, "{"+strings.Repeat("a{", 30), nil)
	for _, name := range []string{"go_goroutines", "process_resident_memory_bytes"} {
		if w.value(name) <= 0 {
			t.Errorf("%s is missing", name)
		}
	}
}

// names are the values of a metric's label operation.
func (w *office) names() map[string]bool {
	names := map[string]bool{}
	for _, metric := range w.scrape()[operations].GetMetric() {
		for _, label := range metric.GetLabel() {
			if label.GetName() == "operation" {
				names[label.GetValue()] = true
			}
		}
	}
	return names
}

func TestMadeUpNamesMakeNoSeries(t *testing.T) {
	w := open(t, telemetry.Options{})
	for i := range 1000 {
		w.send("", fmt.Sprintf("query Stranger%d { __typename }", i), nil)
	}
	if names := w.names(); len(names) != 1 || !names["other"] {
		t.Errorf("strangers made %v", names)
	}
	w.send(w.key, "query "+strings.Repeat("L", 101)+" { __typename }", nil)
	w.send(w.key, `query Failed { handles(first: 1, after: "junk") { totalCount } }`, nil)
	w.send(w.key, `query Invalid { nonsense }`, nil)
	for i := range 10_000 {
		w.send(w.key, fmt.Sprintf("query N%d { __typename }", i), nil)
	}
	names := w.names()
	if len(names) != 102 || !names["N0"] || !names["N99"] || names["N100"] || !names["other"] || !names["invalid"] {
		t.Errorf("10,000 names made %d series: %v", len(names), names)
	}
	w.expect(9900+1000+2, operations, "type", "query", "operation", "other")
	for i := range 10_000 {
		w.tel.Limited(fmt.Sprint("limit", i))
		w.tel.Statement(t.Context(), fmt.Sprintf("SELECT x FROM t%d", i))("")
		_, ended := w.tel.Job(t.Context(), fmt.Sprint("job", i))
		ended(fmt.Sprint("result", i), nil)
	}
	for name, family := range w.scrape() {
		if n := len(family.GetMetric()); n > 151 {
			t.Errorf("%s has %d series", name, n)
		}
	}
}

func TestAManifestSaysWhichNamesAreKnown(t *testing.T) {
	w := open(t, telemetry.Options{KnownOperations: []string{"Listed"}})
	for _, name := range []string{"Listed", "Unlisted"} {
		w.must("query "+name+" { __typename }", nil)
	}
	if names := w.names(); len(names) != 2 || !names["Listed"] || !names["other"] {
		t.Errorf("the names are %v", names)
	}
}

func TestTheBacklogAndThePoolsAreShown(t *testing.T) {
	w := open(t, telemetry.Options{})
	w.watch(time.Now().Add(-time.Hour))
	w.must(create, map[string]any{"in": person("jana@example.org")})
	w.expect(1, "handledesk_queue_messages")
	w.expect(0, "handledesk_timers_due")
	w.expect(0, "handledesk_dead_letters")
	reader, writer := w.store.Pools()
	w.expect(float64(writer.MaxOpenConnections), "handledesk_sql_pool_max_connections", "pool", "writer")
	w.expect(float64(reader.MaxOpenConnections), "handledesk_sql_pool_max_connections", "pool", "reader")
	if apitest.OnPostgres() {
		return // where other servers are told beside, by statements of their own
	}
	w.expect(0, "handledesk_sql_pool_used_connections", "pool", "writer")
	before := w.value("handledesk_sql_statement_duration_seconds", "operation", "SELECT", "table", "")
	w.must(create, map[string]any{"in": person("jane@example.org")})
	w.expect(1, "handledesk_queue_messages") // counted a moment ago
	w.expect(before, "handledesk_sql_statement_duration_seconds", "operation", "SELECT", "table", "")
}

func TestABacklogThatCannotBeCountedIsNotZero(t *testing.T) {
	w := open(t, telemetry.Options{})
	w.watch(time.Now())
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	w.expect(-1, "handledesk_queue_messages")
	if told := w.log.of(t, "the backlog could not be counted for the metrics"); len(told) != 1 {
		t.Errorf("the log has %v", told)
	}
}

func TestMetricsAreText(t *testing.T) {
	w := open(t, telemetry.Options{})
	server := httptest.NewServer(w.tel.Metrics())
	defer server.Close()
	response, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(string(body), "# HELP handledesk_sql_statement_duration_seconds") ||
		!strings.HasPrefix(response.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("%s: %.200s (%v)", response.Header.Get("Content-Type"), body, err)
	}
}

// A statement that takes too long ends an operation with TIMEOUT, through every layer.
func TestASlowStatementIsATimeout(t *testing.T) {
	apitest.OnlyOnSQLite(t) // Postgres counts in milliseconds, and is done by then
	w := openIn(t, t.TempDir(), telemetry.Options{}, time.Nanosecond)
	for _, query := range []string{`query List { handles(first: 1) { totalCount } }`,
		`mutation Retry { retryMail(input: {mailId: "mai_00000000000000000000000001"}) { userErrors { message } } }`} {
		if answer := w.send(staff, query, nil); !strings.Contains(answer, `"code":"TIMEOUT"`) {
			t.Errorf("%s answers %s", query, answer)
		}
	}
	w.expect(1, "handledesk_graphql_errors_total", "operation", "other", "type", "query", "code", "TIMEOUT")
	if w.value("handledesk_sql_errors_total", "failure", "timeout", "operation", "SELECT") < 1 {
		t.Error("the statement's end is not counted")
	}
}
