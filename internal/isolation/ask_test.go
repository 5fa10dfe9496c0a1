package isolation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// request is one operation.
type request struct {
	document  string
	variables object
	replay    string // the Idempotency-Key, if any
}

// reply is everything that an operation left: the answer as bytes, the statements it took, and what it wrote.
type reply struct {
	status     int
	header     string
	body       string
	statements []string
	rows       []string
}

// beside are headers that tell of the moment or of the caller's own purse, not of what was asked.
var beside = []string{"Date", "Ratelimit-Remaining", "Ratelimit", "Ratelimit-Reset", "X-Ratelimit-Remaining"}

// purse is what an answer says of the caller's own bucket of points.
var purse = regexp.MustCompile(`"(remaining|left|available|currentlyAvailable)":\d+(\.\d+)?`)

// unfit are answers to a request that these tests have made badly: all cells of it would be equal.
var unfit = regexp.MustCompile(`"code":"(GRAPHQL_\w+|OPERATION_TOO_COMPLEX|INTERNAL|UNAVAILABLE|TIMEOUT)"`)

// ask sends an operation and looks at what it did. What it wrote is put back.
func (w *world) ask(c caller, r request) reply {
	w.t.Helper()
	w.Statements()
	got := w.send(c, r)
	got.statements = w.Statements()
	w.ids.last = w.mark // also what was refused may have taken some
	if !w.written() {
		return got
	}
	w.Service.Wait()
	got.rows = w.dump().since(w.base)
	if len(got.rows) > 0 {
		w.putBack()
	}
	return got
}

// send sends an operation, with a request id that is always the same.
func (w *world) send(c caller, r request) reply {
	w.t.Helper()
	body, err := json.Marshal(object{"query": r.document, "variables": r.variables})
	if err != nil {
		w.t.Fatal(err)
	}
	out, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	out.Header.Set("Content-Type", "application/json")
	out.Header.Set("X-Request-Id", "isolation-test")
	if c.secret != "" {
		out.Header.Set("Authorization", "Bearer "+c.secret)
	}
	if r.replay != "" {
		out.Header.Set("Idempotency-Key", r.replay)
	}
	response, err := http.DefaultClient.Do(out)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	if response.StatusCode == http.StatusTooManyRequests {
		w.t.Fatalf("%s asks more than its bucket holds: %s", c.name, text)
	}
	for _, name := range beside {
		response.Header.Del(name)
	}
	if unfit.Match(text) {
		w.t.Fatalf("%s asks for what no server answers: %s\n%s", c.name, text, r.document)
	}
	var header bytes.Buffer
	if err := response.Header.Write(&header); err != nil {
		w.t.Fatal(err)
	}
	return reply{status: response.StatusCode, header: header.String(), body: purse.ReplaceAllString(sorted(text), `"$1":0`)}
}

// sorted puts an answer's errors in order: fields are answered side by side, and their errors stand as they came.
func sorted(text []byte) string {
	var answer struct{ Errors []json.RawMessage }
	if json.Unmarshal(text, &answer) != nil || len(answer.Errors) < 2 {
		return string(text)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil {
		return string(text)
	}
	slices.SortFunc(answer.Errors, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	return fmt.Sprintf(`{"errors":%s,"data":%s,"extensions":%s}`, answer.Errors, parts["data"], parts["extensions"])
}

// refused tells whether the answer has errors of either sort and nothing was done.
func (r reply) refused() bool {
	return strings.HasPrefix(r.body, `{"errors"`) || strings.Contains(r.body, `"userErrors":[{`)
}

// counted are tables in which a refusal may leave a trace: tries are counted, known code or not, and what depends on a
// code is done later. Their ids are random or pseudonyms.
var counted = []string{"throttles", "goqite", "outcomes"}

// fresh are parts of an answer, or of a row, that are new each time.
var fresh = regexp.MustCompile(`"(secret|sessionToken|authCode|hint)":"[^"]*"|` +
	`\b(auth_code_hash|secret_hash|token_hash|hash|hint|name_key|content_key|fingerprint|position)=\S*`)

// text is all of a reply.
func (r reply) text() string {
	text := fmt.Sprintf("%d\n%s\n%s\n", r.status, r.header, r.body)
	for i, statement := range shapes(r.statements) {
		text += fmt.Sprintf("statement %d: %s\n", i, statement)
	}
	for _, row := range r.rows {
		if table := strings.Fields(row)[1]; slices.Contains(counted, table) {
			row = row[:2] + table
		}
		text += row + "\n"
	}
	return text
}

// aTransaction is how the trace names one.
var aTransaction = regexp.MustCompile(`Tx\([0-9a-f-]*\)`)

// shapes are statements without their arguments. Fields are answered side by side, so they are put in order.
func shapes(statements []string) []string {
	all := make([]string, len(statements))
	for i, statement := range statements {
		statement, _, _ = strings.Cut(statement, " args=")
		all[i] = aTransaction.ReplaceAllString(statement, "Tx")
	}
	slices.Sort(all)
	return all
}

// masked is what replies are compared by: ids that were made meanwhile and secrets have no value of their own.
func (w *world) masked(text string) string {
	text = fresh.ReplaceAllString(text, "$1$2")
	text = idForm.ReplaceAllStringFunc(text, func(id string) string {
		if strings.Contains(w.stored, id) || strings.HasPrefix(id, "hdl_") || strings.HasPrefix(id, "dom_") {
			return id
		}
		return id[:3] + "_new"
	})
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// told are what two replies tell, the value that was sent apart.
func (w *world) told(p pair, foreign, missing reply) (a, b string) {
	a, b = foreign.text(), missing.text()
	if len(p.foreign) > 2 { // and not a country, which is part of other words
		a = strings.ReplaceAll(a, p.foreign, p.missing)
	}
	if a == b {
		return a, b
	}
	return w.masked(a), w.masked(b)
}

// compare requires that what is another's is answered as what never was.
func (w *world) compare(what string, p pair, foreign, missing reply) {
	w.t.Helper()
	a, b := w.told(p, foreign, missing)
	if a == b {
		return
	}
	w.t.Errorf("%s: %q is told from %q:\n%s", what, p.foreign, p.missing, differing(a, b))
}

// differing shows the lines that only one of two texts has.
func differing(a, b string) string {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	only := func(sign string, these, those []string) (text string) {
		for _, line := range these {
			if !slices.Contains(those, line) {
				text += sign + line[:min(len(line), 1500)] + "\n"
			}
		}
		return text
	}
	return only("  another's: ", left, right) + only("  nobody's:  ", right, left)
}

// verifyNothingOfBetas looks for every text that only beta's account has stored; what the request itself said may come
// back in the answer.
func (w *world) verifyNothingOfBetas(what string, r request, got reply) {
	w.t.Helper()
	sent, err := json.Marshal(r.variables)
	if err != nil {
		w.t.Fatal(err)
	}
	told, asked := strings.ToLower(got.body+got.header), strings.ToLower(string(sent)+r.document)
	for _, word := range w.words {
		if strings.Contains(told, word) && !strings.Contains(asked, word) {
			w.t.Errorf("%s shows %q of beta's: %s", what, word, got.body[:min(len(got.body), 1500)])
			return
		}
	}
}
