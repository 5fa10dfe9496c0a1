package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzTransport sends anything to /graphql: the answer is always well-formed JSON, never a failure of the server's,
// and a refusal is small and never holds what was sent.
func FuzzTransport(f *testing.F) {
	for _, body := range []string{
		plainQuery, hookMutation, `{`, `[]`, `{"query":"{"}`, `{"query":"{ nosuch }"}`, "\xff", "", `{"query":"\ud800"}`,
		`{"query":"query($f: Filter) { greeting(filter: $f) }","variables":{"f":{"nested":{"color":"RED","limit":1e400}}}}`,
		`{"query":"{ __schema { types { name } } }","operationName":"A"}`,
		`{"query":"query($n:[[String]]!){a:greeting(name:$n)}","variables":{"n":[null,{"a":1}]}}`,
		`{"query":"{ ...F } fragment F on Query { ...F }"}`,
		`{"query":"subscription { ticks }","extensions":{"persistedQuery":{"version":1}}}`,
	} {
		f.Add(true, body, "application/json", "application/graphql-response+json", "Bearer hdk_good")
	}
	f.Add(false, "query={greeting}&variables={}", "", "*/*", "")
	f.Add(false, "query=%7bhook%7d&query=a", "text/plain", "application/json;q=0", "Basic x")
	options, _ := testOptions(nil)
	s, err := New(options)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, post bool, text, contentType, accept, authorization string) {
		if authorization == "Bearer hdk_down" {
			t.Skip("stands for a failing database")
		}
		request := httptest.NewRequest(http.MethodPost, graphqlPath, strings.NewReader(text))
		if !post {
			request = httptest.NewRequest(http.MethodGet, graphqlPath, nil)
			request.URL = &url.URL{Path: graphqlPath, RawQuery: text}
			request.Header.Set("GraphQL-Require-Preflight", "1")
		}
		request.Header["Content-Type"] = []string{contentType}
		request.Header["Accept"] = []string{accept}
		if authorization != "" {
			request.Header["Authorization"] = []string{authorization}
		}
		recorder := httptest.NewRecorder()
		s.Handler().ServeHTTP(recorder, request)

		answer := recorder.Body.Bytes()
		if recorder.Code >= 500 {
			t.Errorf("status %d: %s", recorder.Code, answer)
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(answer, &fields); err != nil {
			t.Fatalf("not JSON: %v\n%s", err, answer)
		}
		if _, executed := fields["data"]; executed {
			return
		}
		if len(fields["errors"]) == 0 {
			t.Errorf("neither data nor errors: %s", answer)
		}
		if len(answer) > 10_000 {
			t.Errorf("a refusal of %d bytes", len(answer))
		}
		if len(text) >= 24 && bytes.Contains(answer, []byte(text)) {
			t.Errorf("the refusal holds the request: %s", answer)
		}
	})
}
