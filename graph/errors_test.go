package graph_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// leak is what no answer may hold: SQL, names of tables and columns, paths, Go.
var leak = regexp.MustCompile(`(?i)sqlite|\bsql\b|select |insert |update .* set|no such|constraint|\btable\b|mislaid|_id\b|` +
	`ent/|db\.|\.go\b|/tmp|/var|goroutine|panic|privacy|\*registrar|runtime error`)

// errDriver stands for what a driver may say.
var errDriver = errors.New(`SQL logic error: no such table: handles in /var/lib/handledesk.db`)

func present(t *testing.T, err error) (shown *gqlerror.Error, log string) {
	t.Helper()
	var buffer bytes.Buffer
	shown = graph.Presenter(slog.New(slog.NewTextHandler(&buffer, nil)))(context.Background(), err)
	if leak.MatchString(shown.Message) {
		t.Errorf("the message tells %q", shown.Message)
	}
	return shown, buffer.String()
}

func TestUnknownErrorsAreInternalAndLogged(t *testing.T) {
	for name, err := range map[string]error{
		"plain":         errDriver,
		"wrapped":       fmt.Errorf("reading: %w", errDriver),
		"with a path":   gqlerror.WrapPath(ast.Path{ast.PathName("handles")}, errDriver),
		"several":       errors.Join(errDriver, errors.New("again")),
		"time ran out":  context.DeadlineExceeded,
		"refused twice": registrar.Problems{registrar.Refuse(registrar.NotFound, errDriver.Error())}, // no top-level error
	} {
		shown, log := present(t, err)
		if shown.Extensions["code"] != "INTERNAL" || len(shown.Extensions) != 1 {
			t.Errorf("%s: %v, want INTERNAL alone", name, shown.Extensions)
		}
		if shown.Unwrap() != nil {
			t.Errorf("%s: the answer carries its cause", name)
		}
		if !strings.Contains(log, "level=ERROR") || name != "time ran out" && !strings.Contains(log, "no such table") {
			t.Errorf("%s: the log says %q", name, log)
		}
	}
}

func TestProblemsShowCodeFieldAndMessage(t *testing.T) {
	for _, c := range []struct {
		err         error
		code, field string
		logged      bool
	}{
		{registrar.Refuse(registrar.Forbidden, "Not you."), "FORBIDDEN", "", false},
		{registrar.RefuseField(registrar.BadUserInput, "first", "Not you."), "BAD_USER_INPUT", "first", false},
		{registrar.RefuseField(registrar.BadUserInput, "id", "Not you.").Under("by"), "BAD_USER_INPUT", "by.id", false},
		{fmt.Errorf("%w: %w", registrar.Refuse(registrar.Unavailable, "Not you."), errDriver), "UNAVAILABLE", "", true},
		{gqlerror.WrapPath(ast.Path{ast.PathName("node")}, registrar.Refuse(registrar.Timeout, "Not you.")), "TIMEOUT", "", false},
	} {
		shown, log := present(t, c.err)
		field, _ := shown.Extensions["field"].(string)
		if shown.Extensions["code"] != c.code || field != c.field || shown.Message != "Not you." {
			t.Errorf("%v: shown as %v", c.err, shown)
		}
		if (log != "") != c.logged || c.logged && !strings.Contains(log, "no such table") {
			t.Errorf("%v: the log says %q", c.err, log)
		}
	}
}

func TestUnreadableInputIsTheCallersMistake(t *testing.T) {
	unreadable := gqlerror.ErrorPathf(ast.Path{ast.PathName("events")}, "expected a point in time")
	if shown, log := present(t, unreadable); shown.Extensions["code"] != "BAD_USER_INPUT" || shown.Message != unreadable.Message || log != "" {
		t.Errorf("shown as %v, logged %q", shown, log)
	}
	coded := &gqlerror.Error{Message: "too deep", Extensions: map[string]any{"code": "OPERATION_TOO_COMPLEX"}}
	if shown, _ := present(t, coded); shown.Extensions["code"] != "OPERATION_TOO_COMPLEX" {
		t.Errorf("a code that is there was replaced: %v", shown)
	}
}

// renew is a document whose input is read when the mutation runs.
const renew = "mutation($in: RenewDomainInput!) { renewDomain(input: $in) { userErrors { code } } }"

// malformed is an operation that asks for something that cannot be.
type malformed struct {
	query     string
	variables object
}

// TestMalformedInputIsBadUserInput: through the real server, in literals as in variables.
func TestMalformedInputIsBadUserInput(t *testing.T) {
	domain := registrar.NewIDAt(registrar.DomainID, 1)
	verifyMalformed(t, registrar.BadUserInput, []malformed{
		{`{ node(id: "hdl_1") { id } }`, nil},
		{`{ nodes(ids: ["x", "y"]) { id } }`, nil},
		{`{ handles(first: 101) { totalCount } }`, nil},
		{`{ handles(first: -1) { totalCount } }`, nil},
		{`{ handles(first: 99999999999) { totalCount } }`, nil},
		{`{ handles(after: "nonsense") { totalCount } }`, nil},
		{`{ handles(filter: {createdAt: {from: "today"}}) { totalCount } }`, nil},
		{`{ handle(by: {id: "x"}) { id } }`, nil},
		{`mutation { renewDomain(input: {domainId: "` + domain + `", currentExpiresAt: "soon"}) { userErrors { code } } }`, nil},
		{`mutation { renewDomain(input: {domainId: "` + domain + `", currentExpiresAt: 17}) { userErrors { code } } }`, nil},

		{`query($n: Int) { handles(first: $n) { totalCount } }`, object{"n": "ten"}},
		{`query($n: Int) { handles(first: $n) { totalCount } }`, object{"n": 1.5}},
		{`query($t: DateTime) { events(filter: {at: {from: $t}}) { totalCount } }`, object{"t": "2026-02-30T00:00:00Z"}},
		{`query($t: DateTime) { events(filter: {at: {from: $t}}) { totalCount } }`, object{"t": []any{1}}},
		{`query($r: [Rights!]) { handles(filter: {rights: $r}) { totalCount } }`, object{"r": []any{"SOME"}}},
		{`query($id: ID!) { node(id: $id) { id } }`, nil},
		{`query($by: HandleBy!) { handle(by: $by) { id } }`, object{"by": object{"id": domain, "code": "JD1042-HD"}}},
		{`query($by: HandleBy!) { handle(by: $by) { id } }`, object{"by": object{"code": nil}}},
		{`query($by: HandleBy!) { handle(by: $by) { id } }`, object{"by": object{"name": "x"}}},
		{renew, object{"in": object{"domainId": domain, "currentExpiresAt": object{}}}},
		{renew, object{"in": object{"domainId": domain, "years": "two"}}},
		{renew, object{"in": object{"domainId": domain, "months": 2}}},
		{renew, object{"in": 17}},
	})
}

// TestDocumentsThatDoNotFitTheSchemaAreToldApart: literals of the wrong type are found before anything runs.
func TestDocumentsThatDoNotFitTheSchemaAreToldApart(t *testing.T) {
	verifyMalformed(t, "GRAPHQL_VALIDATION_FAILED", []malformed{
		{`{ nothing }`, nil},
		{`{ handles(first: "ten") { totalCount } }`, nil},
		{`{ handles(filter: {rights: [SOME]}) { totalCount } }`, nil},
		{`{ handle(by: {}) { id } }`, nil},
		{`{ handle(by: {id: null}) { id } }`, nil},
		{`mutation { renewDomain(input: {}) { userErrors { code } } }`, nil},
	})
	verifyMalformed(t, "GRAPHQL_PARSE_FAILED", []malformed{{`{ handles(first: 1) { totalCount }`, nil}})
}

type object = map[string]any

func verifyMalformed(t *testing.T, code registrar.Code, all []malformed) {
	t.Helper()
	w := apitest.New(t)
	_, key := w.Reseller("alpha")
	for _, m := range all {
		answer := w.Do(key, m.query, m.variables)
		if fmt.Sprint(answer.Codes()) != "["+string(code)+"]" {
			t.Errorf("%s with %v: %d %s, want %s", m.query, m.variables, answer.Status, answer.Body, code)
		}
		if leak.Match(answer.Body) {
			t.Errorf("%s: the answer tells too much: %s", m.query, answer.Body)
		}
	}
}
