package differential

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/demo"
	"github.com/handledesk/handledesk/internal/guard"
	"github.com/handledesk/handledesk/internal/plan"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/server"
)

// documents is how many are sent in CI.
const documents = 20_000

// paths are the two ways to an answer, over the same use cases.
type paths struct {
	t                 testing.TB
	planned, ordinary http.Handler
	plans             *plan.Schema
}

func newPaths(t testing.TB, w *apitest.World, limits guard.Limits) *paths {
	t.Helper()
	handler := func(schema graphql.ExecutableSchema) http.Handler {
		quiet := slog.New(slog.DiscardHandler)
		s, err := server.New(server.Options{
			Schema: schema, Authenticate: w.Service.Authenticate, PresentError: graph.Presenter(quiet), Logger: quiet,
			Limits: limits, NewRequestID: func() string { return "the-same" },
		})
		if err != nil {
			t.Fatal(err)
		}
		return s.Handler()
	}
	p := &paths{t: t, plans: plan.Wrap(graph.NewSchema(w.Service), w.Service)}
	p.planned, p.ordinary = handler(p.plans), handler(graph.NewSchema(w.Service))
	return p
}

func (p *paths) ask(by http.Handler, key string, body []byte) (status int, answer []byte) {
	request := httptest.NewRequestWithContext(p.t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	recorder := httptest.NewRecorder()
	by.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.Bytes()
}

// same sends a document both ways and says how the answers differ.
func (p *paths) same(key, text string, variables any) (answer []byte, equal bool) {
	p.t.Helper()
	body, err := json.Marshal(map[string]any{"query": text, "variables": variables})
	if err != nil {
		p.t.Fatal(err)
	}
	status, answer := p.ask(p.planned, key, body)
	wantStatus, want := p.ask(p.ordinary, key, body)
	if status == wantStatus && (bytes.Equal(answer, want) || alike(answer, want) || neverRan(answer) && neverRan(want)) {
		return answer, true
	}
	at := 0
	for at < min(len(answer), len(want)) && answer[at] == want[at] {
		at++
	}
	around := func(text []byte) []byte { return text[max(0, at-150):min(len(text), at+250)] }
	p.t.Errorf("by plan %d: …%s\nordinary %d: …%s\n%s", status, around(answer), wantStatus, around(want), body)
	return answer, false
}

// alike tells whether two answers with errors differ in nothing but the order of the errors, in which the ordinary path
// itself is not steady: its fields run beside each other. Of many errors it shows the first ten, so others each time.
func alike(a, b []byte) bool {
	const shown = 10
	type answer struct {
		Errors     []json.RawMessage
		Data       json.RawMessage
		Extensions json.RawMessage
	}
	var of [2]answer
	for i, text := range [][]byte{a, b} {
		if json.Unmarshal(text, &of[i]) != nil || len(of[i].Errors) == 0 {
			return false
		}
		slices.SortFunc(of[i].Errors, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	}
	same := func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }
	return same(of[0].Data, of[1].Data) && same(of[0].Extensions, of[1].Extensions) && len(of[0].Errors) == len(of[1].Errors) &&
		(len(of[0].Errors) == shown || slices.EqualFunc(of[0].Errors, of[1].Errors, same))
}

// neverRan tells whether an answer was refused before anything was executed. Of several things that are wrong in an object of
// variables, the parser's library names any.
func neverRan(answer []byte) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(answer, &members) != nil || members["errors"] == nil {
		return false
	}
	_, ran := members["data"]
	return !ran
}

// callers are keys of every kind of caller; the empty one asks without signing in.
func callers(t *testing.T, w *apitest.World) []string {
	t.Helper()
	credentials, err := demo.Open(t.Context(), w.Service, t.TempDir(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{""}
	for _, c := range credentials {
		keys = append(keys, c.Secret)
	}
	var reseller string
	rows, err := apitest.Rows(t.Context(), w.Past(), "SELECT id FROM resellers ORDER BY id LIMIT 1")
	if err != nil || len(rows) == 0 {
		t.Fatal(err, "no reseller")
	}
	reseller, _ = rows[0]["id"].(string)
	for _, without := range []registrar.Scope{registrar.HandlesRead, registrar.DomainsRead, registrar.EventsRead, ""} {
		var scopes []registrar.Scope
		for _, scope := range registrar.Scopes {
			if scope != without {
				scopes = append(scopes, scope)
			}
		}
		keys = append(keys, w.Key(reseller, scopes...), w.Key(reseller, scopes...))
	}
	return keys
}

// values are what there is to ask for.
func values(t testing.TB, w *apitest.World) map[string][]string {
	t.Helper()
	found := map[string][]string{"junk": {"", "x", "hdl_", "hdl_00000000000000000000000000", "dom_00000000000000000000000000", "…\"\\\u2028"}}
	for kind, statement := range map[string]string{
		"handle": "SELECT id AS v FROM handles", "code": "SELECT code AS v FROM handles", "domain": "SELECT id AS v FROM domains",
		"name": "SELECT unicode_name AS v FROM domains", "reseller": "SELECT id AS v FROM resellers", "key": "SELECT id AS v FROM api_keys",
		"word": "SELECT token AS v FROM handle_tokens",
	} {
		rows, err := apitest.Rows(t.Context(), w.Past(), statement)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			text, _ := row["v"].(string)
			found[kind] = append(found[kind], text)
		}
	}
	return found
}

var cursor = regexp.MustCompile(`"(?:cursor|startCursor|endCursor)":"([^"]+)"`)

// number is a whole number from the environment.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

func TestPlansAnswerAsTheOrdinaryPath(t *testing.T) {
	w := apitest.New(t)
	keys := callers(t, w)
	p := newPaths(t, w, apitest.Roomy())
	seed := number(t, "HANDLEDESK_DIFFERENTIAL_SEED", 1)
	otherwise := documents
	if testing.Short() {
		otherwise = 2_000
	}
	count := number(t, "HANDLEDESK_DIFFERENTIAL_DOCUMENTS", otherwise)
	g := &generator{Rand: rand.New(rand.NewPCG(uint64(seed), 0)), schema: p.plans.Schema(), values: values(t, w), fields: map[string]int{}}
	differ := 0
	for i := range count {
		text, variables := g.document()
		answer, equal := p.same(keys[g.IntN(len(keys))], text, variables)
		if !equal {
			if differ++; differ == 5 {
				t.Fatalf("seed %d, document %d: five differ; that is enough", seed, i)
			}
		}
		for _, found := range cursor.FindAllSubmatch(answer, 3) {
			g.values["cursor"] = append(g.values["cursor"], string(found[1]))
		}
		if keep := len(g.values["cursor"]); keep > 500 {
			g.values["cursor"] = g.values["cursor"][keep-300:]
		}
		if (i+1)%50_000 == 0 {
			t.Logf("%d of %d", i+1, count)
		}
	}
	planned, ordinary, failed := p.plans.Served()
	t.Logf("%d documents: %d answered by plans, %d by the ordinary path", count, planned, ordinary)
	if failed > 0 {
		t.Errorf("%d plans failed, and were hidden by the ordinary path", failed)
	}
	if planned*4 < int64(count) {
		t.Errorf("plans answered %d of %d: that proves little", planned, count)
	}
	if count >= documents {
		verifyCovered(t, g)
	}
}

// verifyCovered requires that every field which plans know was selected often.
func verifyCovered(t *testing.T, g *generator) {
	t.Helper()
	for _, name := range []string{"Handle", "Domain", "HandleConnection", "HandleEdge", "DomainConnection", "HandleDomainConnection", "HandleDomainEdge",
		"PageInfo", "Reachability", "HandleActions", "DomainActions", "ActionCheck", "Address", "Hold", "DomainContact"} {
		for _, f := range g.schema.Types[name].Fields {
			if n := g.fields[name+"."+f.Name]; n < 10 {
				t.Errorf("%s.%s was selected %d times", name, f.Name, n)
			}
		}
	}
}
