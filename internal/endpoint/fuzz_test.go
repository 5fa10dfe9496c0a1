package endpoint

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/idempotency"
)

// sent is one request as the fuzz target makes it up.
type sent struct {
	method, query, body, contentType, accept string
	// document, when there is one, goes into the body with what body holds as its variables, so that a change of one byte
	// still gives JSON.
	document string
	// who names one of the desk's callers, or else is the Authorization header as it stands.
	who, retry string
}

// FuzzEndpoint sends anything to the whole endpoint, signed in as anybody. The answer is always well-formed JSON and never
// a failure of the server's; it tells nothing that it must not; a refusal is small and leaves the database as it was; and
// whatever ran leaves no half of anything.
func FuzzEndpoint(f *testing.F) {
	d := newDesk(f)
	for _, s := range d.seeds(f) {
		f.Add(s.method, s.query, s.body, s.contentType, s.accept, s.document, s.who, s.retry)
	}
	version := d.version(f)
	f.Fuzz(func(t *testing.T, method, query, body, contentType, accept, document, who, retry string) {
		s := sent{method, query, body, contentType, accept, document, who, retry}
		r := d.request(s)
		recorder := httptest.NewRecorder()
		d.handler.ServeHTTP(recorder, r)
		d.log.take()
		d.Statements()
		if method == http.MethodOptions && recorder.Body.Len() == 0 && recorder.Code == http.StatusNoContent {
			return // what CORS answers has no body
		}
		got := read(t, recorder)
		if got.Status >= http.StatusInternalServerError || got.code() == "INTERNAL" {
			t.Errorf("a failure of the server's: %d %.500s", got.Status, got.Body)
		}
		verifyTells(t, "the answer", got, s.words())
		if len(body) >= 40 && !got.executed() && strings.Contains(string(got.Body), body) {
			t.Errorf("the refusal holds the request's body: %.500s", got.Body)
		}
		now := d.version(t)
		if now == version {
			return
		}
		version = now
		var answer map[string]json.RawMessage
		if err := json.Unmarshal(got.Body, &answer); err != nil || answer["data"] == nil {
			t.Errorf("the request was refused and has changed the database: %d %.500s", got.Status, got.Body)
		}
		d.verifyRows(t)
	})
}

// read reads an answer, which must be JSON.
func read(t testing.TB, recorder *httptest.ResponseRecorder) *reply {
	t.Helper()
	got := &reply{Status: recorder.Code, Header: recorder.Header(), Body: recorder.Body.Bytes()}
	if err := json.Unmarshal(got.Body, got); err != nil {
		t.Fatalf("%d, not JSON: %v\n%.500s", got.Status, err, got.Body)
	}
	return got
}

// request builds a request that net/http could have read, whatever it holds.
func (d *desk) request(s sent) *http.Request {
	body := s.text()
	r := &http.Request{
		Method: s.method, URL: &url.URL{Path: "/graphql", RawQuery: s.query}, RequestURI: "/graphql?" + s.query, Proto: "HTTP/1.1", ProtoMajor: 1,
		ProtoMinor: 1, Header: http.Header{"Graphql-Require-Preflight": {"1"}}, Host: "desk.example", RemoteAddr: "192.0.2.7:4711",
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
	for name, value := range map[string]string{"Content-Type": s.contentType, "Accept": s.accept, idempotency.Header: s.retry} {
		if value != "" {
			r.Header[name] = []string{value}
		}
	}
	if key, known := d.keys[s.who]; !known {
		r.Header["Authorization"] = []string{s.who}
	} else if key != "" {
		r.Header["Authorization"] = []string{"Bearer " + key}
	}
	return r
}

// text is the request's body.
func (s sent) text() string {
	if s.document == "" {
		return s.body
	}
	document, err := json.Marshal(s.document)
	if err != nil {
		panic(err) // every string can be written
	}
	return `{"query":` + string(document) + `,"variables":` + s.body + `}`
}

// words are what the caller wrote, in each form in which it may come back: an alias, a name, a stored value.
func (s sent) words() string {
	all := []string{s.query, s.body, s.document, s.retry, s.contentType, s.accept, s.who}
	if values, err := url.ParseQuery(s.query); err == nil {
		for _, some := range values {
			all = append(all, some...)
		}
	}
	var fields map[string]any
	if json.Unmarshal([]byte(s.text()), &fields) == nil {
		all = textsIn(fields, all)
	}
	return strings.Join(all, "\n")
}

func textsIn(value any, all []string) []string {
	switch value := value.(type) {
	case string:
		all = append(all, value)
	case []any:
		for _, one := range value {
			all = textsIn(one, all)
		}
	case map[string]any:
		for name, one := range value {
			all = textsIn(one, append(all, name))
		}
	}
	return all
}
