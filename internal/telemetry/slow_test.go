package telemetry_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/telemetry"
)

const slowLine = "slow operation"

func TestASlowOperationIsToldWithoutItsValues(t *testing.T) {
	w := open(t, telemetry.Options{SlowAfter: time.Nanosecond, Spans: tracetest.NewSpanRecorder()})
	const document = `# incomment
		query Find($email: String = "indefault", $n: Int! = 4711) {
			handles(first: $n, filter: {search: "inliteral", reachability: [PENDING, FAILED]}) @skip(if: false) { totalCount }
			handle(by: {id: """inblock"""}) { secret: email }
			nodes(ids: ["one-4712", "two-4713"]) { id }
			domains(first: 47) { totalCount }
			search: handles(first: 1, filter: {search: $email}) { totalCount }
		}`
	// It is refused while it runs: so many handles are not given at once. What fails may be slow, too.
	w.send(w.key, document, map[string]any{"email": "invariable@example.org", "n": 4714}, "X-Request-Id", "request-1")
	lines := w.log.of(t, slowLine)
	if len(lines) != 1 {
		t.Fatalf("%d lines tell of it", len(lines))
	}
	line := lines[0]
	hash := sha256.Sum256([]byte(document))
	for name, want := range map[string]any{
		"level": "WARN", "requestId": "request-1", "type": "query", "operation": "Find", "sha256": hex.EncodeToString(hash[:8]),
		"caller": string(registrar.ActorReseller),
		"document": "query Find($email:String=? $n:Int!=?){" +
			"handles(first:$n filter:{search:? reachability:[PENDING FAILED]})@skip(if:false){totalCount}" +
			"handle(by:{id:?}){secret:email}nodes(ids:[?]){id}domains(first:?){totalCount}" +
			"search:handles(first:? filter:{search:$email}){totalCount}}",
	} {
		if line[name] != want {
			t.Errorf("%s is %v, want %v", name, line[name], want)
		}
	}
	for _, name := range []string{"ms", "sqlMs", "statements"} {
		if n, is := line[name].(float64); !is || n <= 0 {
			t.Errorf("%s is %v", name, line[name])
		}
	}
	if id, _ := line["keyId"].(string); !strings.HasPrefix(id, "key_") {
		t.Errorf("keyId is %v", line["keyId"])
	}
	if id, _ := line["traceId"].(string); len(id) != 32 {
		t.Errorf("traceId is %v", line["traceId"])
	}
	told := fmt.Sprint(line)
	for _, secret := range []string{"incomment", "indefault", "inliteral", "inblock", "invariable", "4711", "4712", "4713", "4714", "47)", w.key} {
		if strings.Contains(told, secret) {
			t.Errorf("%q is told: %s", secret, told)
		}
	}
	w.expect(1, "handledesk_graphql_slow_operations_total")
}

func TestTheStatementsOfSigningInCount(t *testing.T) {
	w := open(t, telemetry.Options{SlowAfter: time.Nanosecond})
	w.must(`{ __typename }`, nil)
	if n, _ := w.log.of(t, slowLine)[0]["statements"].(float64); n < 1 {
		t.Errorf("%v statements are told", n)
	}
}

func TestALongDocumentIsCut(t *testing.T) {
	w := open(t, telemetry.Options{SlowAfter: time.Nanosecond})
	w.send(w.key, "query "+strings.Repeat("Long", 30)+" { viewer {"+strings.Repeat(" ... @include(if: true) { __typename }", 45)+" "+strings.Repeat("... { __typename } ", 80)+"}}", nil)
	document, _ := w.log.of(t, slowLine)[0]["document"].(string)
	if len(document) > 2000 || len(document) < 1990 || !strings.HasSuffix(document, "…") {
		t.Errorf("%d bytes are told: %s", len(document), document)
	}
}

func TestADocumentThatWasNotUnderstoodIsNotTold(t *testing.T) {
	w := open(t, telemetry.Options{SlowAfter: time.Nanosecond})
	for _, document := range []string{`{ handle(by: {code: hunter2}) { hunter2 } }`, `hunter2`, `{ a: "hunter2`} {
		w.send("", document, nil)
	}
	lines := w.log.of(t, slowLine)
	if len(lines) != 3 || strings.Contains(fmt.Sprint(lines), "hunter2") || lines[0]["caller"] != "ANONYMOUS" || lines[0]["sha256"] == "" {
		t.Errorf("the lines are %v", lines)
	}
}

func TestOnlySlowOperationsAreTold(t *testing.T) {
	for _, after := range []time.Duration{0, time.Minute, -1} {
		w := open(t, telemetry.Options{SlowAfter: after})
		w.must(`{ handles(first: 1) { totalCount } }`, nil)
		if lines := w.log.of(t, slowLine); len(lines) != 0 {
			t.Errorf("after %s: %v", after, lines)
		}
	}
}
