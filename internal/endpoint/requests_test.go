package endpoint

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var requestIDs = regexp.MustCompile(`"requestId":"[^"]*"`)

func withoutRequestID(body []byte) []byte {
	return requestIDs.ReplaceAll(body, []byte(`"requestId":""`))
}

// bad is a request that nobody sends by mistake, or only by mistake.
type bad struct {
	name   string
	method string // POST when empty
	query  string // of the address
	body   string
	header map[string]string
	status int
	code   string // of the first error; empty when it is answered
}

const (
	badInput   = "BAD_USER_INPUT"
	tooComplex = "OPERATION_TOO_COMPLEX"
	invalid    = "GRAPHQL_VALIDATION_FAILED"
	unparsed   = "GRAPHQL_PARSE_FAILED"
)

// requests are bad ones of every sort, with what was promised for each.
func requests() []bad { return append(badTransports(), badOperations()...) }

func badTransports() []bad {
	q := func(document string) string { return strings.NewReplacer("\\", "\\\\", `"`, `\"`).Replace(document) }
	typed := func(kind string) map[string]string { return map[string]string{"Content-Type": kind} }
	return []bad{
		{name: "1 MB string in the document", body: `{"query":"{node(id:\"` + strings.Repeat("x", 1<<20) + `\"){id}}"}`, status: 413, code: badInput},
		{name: "1 MB string in a variable", body: `{"query":"{__typename}","variables":{"a":"` + strings.Repeat("x", 1<<20) + `"}}`, status: 413, code: badInput},
		{name: "1 MB of blanks", body: strings.Repeat(" ", 1<<20), status: 413, code: badInput},
		{name: "200 KB literal", body: `{"query":"` + q(`{node(id:"`+strings.Repeat("x", 200_000)+`"){id}}`) + `"}`, status: 400, code: tooComplex},
		{
			name: "200 KB in a variable", status: 200, code: badInput,
			body: `{"query":"query($id:ID!){node(id:$id){id}}","variables":{"id":"` + strings.Repeat("x", 200_000) + `"}}`,
		},
		{name: "200 KB of variables that nobody asked for", body: `{"query":"{__typename}","variables":{"a":"` + strings.Repeat("x", 200_000) + `"}}`, status: 200},
		{name: "200 KB operation name", body: `{"query":"{__typename}","operationName":"` + strings.Repeat("x", 200_000) + `"}`, status: 400, code: badInput},
		{name: "300 KB address", method: http.MethodGet, query: "query=" + strings.Repeat("x", 12_000), status: 414, code: badInput},
		{name: "deep JSON in variables", body: `{"query":"{__typename}","variables":{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + `}}`, status: 400, code: badInput},
		{name: "deep JSON under the decoder's limit", body: `{"query":"{__typename}","variables":{"a":` + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + `}}`, status: 200},
		{name: "deep JSON as the body", body: strings.Repeat(`{"a":`, 50_000), status: 400, code: badInput},
		{name: "a batch", body: `[{"query":"{__typename}"},{"query":"{__typename}"}]`, status: 400, code: badInput},
		{name: "nothing", body: "", status: 400, code: badInput},
		{name: "two objects", body: `{"query":"{__typename}"}{"query":"{__typename}"}`, status: 400, code: badInput},
		{name: "two queries in one object", body: `{"query":"{","query":"{__typename}"}`, status: 200},
		{name: "QUERY in capitals", body: `{"QUERY":"{__typename}"}`, status: 400, code: badInput},
		{name: "a query that is a number", body: `{"query":17}`, status: 400, code: badInput},
		{name: "variables that are a list", body: `{"query":"{__typename}","variables":[1]}`, status: 400, code: badInput},
		{name: "extensions that are text", body: `{"query":"{__typename}","extensions":"x"}`, status: 400, code: badInput},
		{name: "not UTF-8", body: "{\"query\":\"{__typename #\xff\xfe}\"}", status: 400, code: badInput},
		{name: "half a surrogate", body: `{"query":"{node(id:\"\ud800\"){id}}"}`, status: 200, code: badInput},
		{name: "a byte order mark", body: "\ufeff{\"query\":\"{__typename}\"}", status: 400, code: badInput},
		{name: "a byte order mark in the document", body: "{\"query\":\"\ufeff{__typename}\"}", status: 200},
		{name: "NUL in the document", body: `{"query":"{__typename\u0000}"}`, status: 400, code: unparsed},
		{name: "NUL in a variable", body: `{"query":"query($s:String){handles(filter:{search:$s}){totalCount}}","variables":{"s":"a\u0000b"}}`, status: 200},
		{name: "text that runs backwards", body: `{"query":"query($s:String){handles(filter:{search:$s}){totalCount}}","variables":{"s":"\u202egro.\u2066"}}`, status: 200},
		{name: "a thousand accents on one letter", body: `{"query":"query($s:String){handles(filter:{search:$s}){totalCount}}","variables":{"s":"a` + strings.Repeat("́", 1_000) + `"}}`, status: 200, code: badInput},
		{name: "a field in Cyrillic letters", body: `{"query":"{vіewer{__typename}}"}`, status: 400, code: unparsed},
		{name: "form", body: "query={__typename}", header: typed("application/x-www-form-urlencoded"), status: 415, code: badInput},
		{name: "form with files", body: "--x", header: typed("multipart/form-data; boundary=x"), status: 415, code: badInput},
		{name: "text", body: `{"query":"{__typename}"}`, header: typed("text/plain"), status: 415, code: badInput},
		{name: "UTF-16", body: `{"query":"{__typename}"}`, header: typed("application/json; charset=utf-16"), status: 415, code: badInput},
		{name: "compressed", body: "\x1f\x8b\x08", header: map[string]string{"Content-Encoding": "gzip"}, status: 415, code: badInput},
		{name: "an answer nobody can give", body: `{"query":"{__typename}"}`, header: map[string]string{"Accept": "image/png"}, status: 406, code: badInput},
		{name: "PUT", method: http.MethodPut, body: `{"query":"{__typename}"}`, status: 405, code: badInput},
		{name: "an unknown method", method: "SELECT", body: `{"query":"{__typename}"}`, status: 405, code: badInput},
		{name: "GET without a document", method: http.MethodGet, status: 400, code: badInput},
		{name: "GET with half an escape", method: http.MethodGet, query: "query=%7", status: 400, code: badInput},
		{name: "GET twice the same", method: http.MethodGet, query: "query=%7b__typename%7d&query=%7b__typename%7d", status: 400, code: badInput},
		{name: "GET with a mutation", method: http.MethodGet, query: "query=" + url.QueryEscape("mutation{signOut{ended}}"), status: 405, code: badInput},
		{name: "a hash of another document", body: `{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}`, status: 400, code: badInput},
		{name: "an unknown hash", body: `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("a", 64) + `"}}}`, status: 200, code: "PERSISTED_QUERY_NOT_FOUND"},
		{name: "an unknown id", body: `{"documentId":"../../etc/passwd"}`, status: 400, code: badInput},
	}
}

// badOperations are well-formed requests for what cannot be.
func badOperations() []bad {
	return []bad{
		{name: "a bad credential", body: `{"query":"{__typename}"}`, header: map[string]string{"Authorization": "Bearer hdk_nobody"}, status: 401, code: "UNAUTHENTICATED"},
		{name: "a credential that is SQL", body: `{"query":"{__typename}"}`, header: map[string]string{"Authorization": "Bearer ' or 1=1 --"}, status: 401, code: "UNAUTHENTICATED"},
		{name: "a circle of fragments", body: `{"query":"{...A}fragment A on Query{...B}fragment B on Query{...A}"}`, status: 400, code: invalid},
		{name: "an incremental answer", body: `{"query":"{...@defer{__typename}}"}`, status: 400, code: invalid},
		{name: "a subscription", body: `{"query":"subscription{x}"}`, status: 400, code: invalid},
		{name: "no operation", body: `{"query":"fragment A on Query{__typename}"}`, status: 400, code: invalid},
		{name: "which operation", body: `{"query":"query A{__typename}query B{__typename}"}`, status: 400, code: badInput},
		{name: "a number beyond all", body: `{"query":"query($n:Int){handles(first:$n){totalCount}}","variables":{"n":1e400}}`, status: 400, code: badInput},
		{name: "a page beyond all", body: `{"query":"{handles(first:-2147483648){totalCount}}"}`, status: 200, code: badInput},
		{name: "SQL as a cursor", body: `{"query":"{handles(after:\"' OR 1=1; DROP TABLE handles --\"){totalCount}}"}`, status: 200, code: badInput},
		{name: "SQL as an id", body: `{"query":"{node(id:\"hdl_' UNION SELECT * FROM handles\"){id}}"}`, status: 200, code: badInput},
		{name: "SQL as words", body: `{"query":"{handles(filter:{search:\"%' OR name LIKE '%\"}){totalCount}}"}`, status: 200},
	}
}

// TestBadRequestsGetWhatWasPromised: a status and a code that a client can act on, in a small answer that tells nothing.
func TestBadRequestsGetWhatWasPromised(t *testing.T) {
	d := newDesk(t)
	for _, b := range requests() {
		t.Run(b.name, func(t *testing.T) {
			r := d.post(t, b.body)
			if b.method != "" {
				r.Method = b.method
			}
			if b.method == http.MethodGet {
				r.Body, r.ContentLength = nil, 0
				r.Header.Set("GraphQL-Require-Preflight", "1")
			}
			r.URL.RawQuery = b.query
			given := http.Header{}
			for name, value := range b.header {
				given.Set(name, value)
			}
			maps.Copy(r.Header, given)
			who := "reseller"
			if given.Get("Authorization") != "" {
				who = ""
			}
			got := d.send(t, who, r)
			verifyTells(t, b.name, got, "")
			if got.Status != b.status || got.code() != b.code {
				t.Errorf("%d %q, want %d %q: %.300s", got.Status, got.code(), b.status, b.code, got.Body)
			}
			if len(got.Errors) > 0 && len(got.Errors[0].Message) < 15 && b.code != unparsed {
				t.Errorf("the message says nothing: %s", got.Body)
			}
			if wide := fmt.Sprint(got.Header); strings.Contains(wide, "xxxx") {
				t.Errorf("header fields repeat the request: %.300s", wide)
			}
		})
	}
}
