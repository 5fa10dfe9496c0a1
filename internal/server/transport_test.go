package server

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const plainQuery = `{"query":"{ greeting }"}`

func TestPostIsRefusedWithTheReason(t *testing.T) {
	r := start(t, nil)
	for name, c := range map[string]struct {
		body    string
		headers []string
		status  int
		message string
	}{
		"no content type":        {plainQuery, []string{"Content-Type", ""}, 415, "application/json"},
		"form":                   {"query=%7Bgreeting%7D", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "application/json"},
		"multipart":              {"--x--", []string{"Content-Type", "multipart/form-data; boundary=x"}, 415, "application/json"},
		"text":                   {plainQuery, []string{"Content-Type", "text/plain"}, 415, "application/json"},
		"graphql":                {"{ greeting }", []string{"Content-Type", "application/graphql"}, 415, "application/json"},
		"latin-1":                {plainQuery, []string{"Content-Type", "application/json; charset=iso-8859-1"}, 415, "utf-8"},
		"malformed content type": {plainQuery, []string{"Content-Type", "application/json; charset"}, 415, "application/json"},
		"compressed":             {plainQuery, []string{"Content-Encoding", "gzip"}, 415, "uncompressed"},
		"unacceptable":           {plainQuery, []string{"Accept", "text/html"}, 406, "application/graphql-response+json"},
		"acceptable with q=0":    {plainQuery, []string{"Accept", "application/json;q=0, text/html"}, 406, "Accept"},
		"empty body":             {"", nil, 400, "empty"},
		"blank body":             {" \n\t", nil, 400, "empty"},
		"not JSON":               {`{"query`, nil, 400, "at byte 7"},
		"trailing junk":          {plainQuery + `{"query":"{ viewer }"}`, nil, 400, "one valid JSON object"},
		"trailing bracket":       {plainQuery + `]`, nil, 400, "one valid JSON object"},
		"batch":                  {"[" + plainQuery + "]", nil, 400, "batches"},
		"string":                 {`"{ greeting }"`, nil, 400, "JSON object"},
		"null":                   {`null`, nil, 400, "JSON object"},
		"invalid UTF-8":          {"{\"query\":\"{ greeting(name: \\\"\xff\\\") }\"}", nil, 400, "UTF-8"},
		"byte order mark":        {"\ufeff" + plainQuery, nil, 400, "JSON object"},
		"no query":               {`{}`, nil, 400, "query is missing"},
		"null query":             {`{"query":null}`, nil, 400, "query is missing"},
		"empty query":            {`{"query":""}`, nil, 400, "query is missing"},
		"query in other letters": {`{"QUERY":"{ greeting }"}`, nil, 400, "query is missing"},
		"numeric query":          {`{"query":1}`, nil, 400, "query must be a string"},
		"numeric operationName":  {`{"query":"{ greeting }","operationName":1}`, nil, 400, "operationName must be"},
		"variables as a string":  {`{"query":"{ greeting }","variables":"{}"}`, nil, 400, "variables must be"},
		"variables as a list":    {`{"query":"{ greeting }","variables":[]}`, nil, 400, "variables must be"},
		"extensions as a number": {`{"query":"{ greeting }","extensions":0}`, nil, 400, "extensions must be"},
		"deep variables":         {`{"query":"{ greeting }","variables":` + strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20001), nil, 400, "not one valid JSON"},
		"subscription":           {`{"query":"subscription { ticks }"}`, nil, 406, "send Accept: text/event-stream"},
		"body beyond the limit":  {`{"query":"` + strings.Repeat(" ", 256<<10) + `{ greeting }"}`, nil, 413, "262144 bytes"},
		"latin-1 accepted":       {plainQuery, []string{"Accept", "application/json;charset=latin1"}, 406, "utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			code := "BAD_USER_INPUT"
			r.post(t, c.body, c.headers...).expectRefusal(t, c.status, code, c.message)
		})
	}
}

func TestChunkedBodyBeyondTheLimitIsRefused(t *testing.T) {
	r := start(t, nil, func(o *Options) { o.MaxBody = 1000 })
	// A reader that is not a strings.Reader has no known length, so that the limit must count.
	body := io.MultiReader(strings.NewReader(strings.Repeat(" ", 2000)))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+graphqlPath, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413", response.StatusCode)
	}
}

func TestRequestErrorsHaveStatusByMediaType(t *testing.T) {
	r := start(t, nil)
	for name, c := range map[string]struct{ body, code, message string }{
		"syntax":             {`{"query":"{"}`, "GRAPHQL_PARSE_FAILED", "Expected Name"},
		"unknown field":      {`{"query":"{ greetin }"}`, "GRAPHQL_VALIDATION_FAILED", `Did you mean "greeting"`},
		"defer":              {`{"query":"{ ... @defer { greeting } }"}`, "GRAPHQL_VALIDATION_FAILED", "@defer is not served"},
		"only a fragment":    {`{"query":"fragment F on Query { greeting }"}`, "GRAPHQL_VALIDATION_FAILED", "no operation"},
		"missing variable":   {`{"query":"query($n: String!) { greeting(name: $n) }"}`, "BAD_USER_INPUT", "variable $n: must be defined"},
		"wrong enum":         {`{"query":"query($f: Filter) { greeting(filter: $f) }","variables":{"f":{"color":"BLUE"}}}`, "BAD_USER_INPUT", "variable $f.color: is not a valid Color"},
		"several operations": {`{"query":"query A { greeting } query B { viewer }"}`, "BAD_USER_INPUT", "operationName must say which"},
		"unknown operation":  {`{"query":"query A { greeting }","operationName":"C"}`, "BAD_USER_INPUT", "operationName names no operation"},
		"too many tokens":    {`{"query":"{` + strings.Repeat(" greeting", 2000) + `}"}`, "OPERATION_TOO_COMPLEX", "2000 are allowed"},
		"a value too deep":   {`{"query":"{ greeting(name: ` + strings.Repeat("[", 1500) + `) }"}`, "OPERATION_TOO_COMPLEX", "1000 deep"},
		"too deep":           {`{"query":"` + strings.Repeat("{ a ", 16) + strings.Repeat("}", 16) + `"}`, "OPERATION_TOO_COMPLEX", "16"},
	} {
		t.Run(name, func(t *testing.T) {
			r.post(t, c.body, "Accept", "application/graphql-response+json").expectRefusal(t, 400, c.code, c.message)
			r.post(t, c.body, "Accept", "application/json").expectRefusal(t, 200, c.code, c.message)
		})
	}
}

func TestHostileErrorsStaySmall(t *testing.T) {
	r := start(t, nil)
	long := strings.Repeat("<&\\\"\\u0001", 3000)
	for name, body := range map[string]string{
		"many errors":       `{"query":"{` + strings.Repeat(" nosuch", 900) + `}"}`,
		"long enum value":   `{"query":"query($f: Filter) { greeting(filter: $f) }","variables":{"f":{"color":"` + long + `"}}}`,
		"long unknown key":  `{"query":"query($f: Filter) { greeting(filter: $f) }","variables":{"f":{"` + long + `":1}}}`,
		"long field":        `{"query":"{ ` + strings.Repeat("x", 20000) + ` }"}`,
		"long string token": `{"query":"\"` + strings.Repeat("x", 20000) + `\""}`,
	} {
		t.Run(name, func(t *testing.T) {
			got := r.post(t, body, "Accept", "application/graphql-response+json")
			if a := got.answer(t); got.status != 400 || len(a.Errors) == 0 || len(a.Errors) > 10 {
				t.Errorf("status %d with %d errors, want 400 with 1 to 10", got.status, len(a.Errors))
			}
			if len(got.body) > 10_000 {
				t.Errorf("%d bytes of answer", len(got.body))
			}
		})
	}
	a := r.post(t, `{"query":"{ a b c d e f g h i j k l }"}`).answer(t)
	if len(a.Errors) != 10 || a.Extensions["errorsOmitted"] != 2.0 {
		t.Errorf("%d errors, %v omitted, want 10 and 2", len(a.Errors), a.Extensions["errorsOmitted"])
	}
}

func TestAcceptIsNegotiated(t *testing.T) {
	r := start(t, nil)
	for accept, want := range map[string]string{
		"":                                  "application/json",
		"*/*":                               "application/json",
		"application/*":                     "application/json",
		"application/json":                  "application/json",
		"application/graphql-response+json": "application/graphql-response+json",
		"application/graphql-response+json; charset=utf-8, application/json; charset=utf-8": "application/graphql-response+json",
		"application/json, application/graphql-response+json":                               "application/graphql-response+json",
		"application/graphql-response+json;q=0.5, application/json":                         "application/json",
		"application/graphql-response+json, */*;q=0.1":                                      "application/graphql-response+json",
		"application/graphql-response+json, */*":                                            "application/graphql-response+json",
		"application/json;q=0, */*":                                                         "application/graphql-response+json",
		"text/html,application/xhtml+xml,*/*;q=0.8":                                         "application/json",
		"application/json;q=nonsense, ;;":                                                   "application/json",
	} {
		got := r.post(t, plainQuery, "Accept", accept)
		if got.status != 200 || got.header.Get("Content-Type") != want+"; charset=utf-8" {
			t.Errorf("Accept %q: %d %s, want %s", accept, got.status, got.header.Get("Content-Type"), want)
		}
		if got.body != `{"data":{"greeting":"hello "}}` {
			t.Errorf("Accept %q: body %s", accept, got.body)
		}
	}
}

func TestWellFormedPostsAreAnswered(t *testing.T) {
	r := start(t, nil)
	for name, c := range map[string]struct{ body, data string }{
		"typename":       {`{"query":"{ __typename }"}`, `{"__typename":"Query"}`},
		"mutation":       {`{"query":"mutation { hook }"}`, `{"hook":"hooked"}`},
		"variables":      {`{"query":"query($n: String) { greeting(name: $n) }","variables":{"n":"Łukasz"}}`, `{"greeting":"hello Łukasz"}`},
		"nulls":          {`{"query":"{ greeting }","variables":null,"operationName":null,"extensions":null}`, `{"greeting":"hello "}`},
		"unknown key":    {`{"query":"{ greeting }","id":"7"}`, `{"greeting":"hello "}`},
		"operation name": {`{"query":"query A { greeting } query B { a: greeting }","operationName":"B"}`, `{"a":"hello "}`},
		"blanks around":  {" \n" + plainQuery + "\n ", `{"greeting":"hello "}`},
	} {
		got := r.post(t, c.body, "Content-Type", "Application/JSON; charset=UTF-8")
		if got.status != 200 || string(got.answer(t).Data) != c.data {
			t.Errorf("%s: %d %s, want data %s", name, got.status, got.body, c.data)
		}
	}
}

func TestGetRunsQueriesOnly(t *testing.T) {
	r := start(t, nil)
	preflight := []string{"GraphQL-Require-Preflight", "1"}
	get := func(values url.Values, headers ...string) exchange {
		return r.do(t, http.MethodGet, graphqlPath+"?"+values.Encode(), "", headers...)
	}
	query := url.Values{
		"query": {"query Q($n: String) { greeting(name: $n) }"}, "variables": {`{"n":"Ada"}`},
		"operationName": {"Q"}, "extensions": {"{}"},
	}
	for header, value := range map[string]string{
		"GraphQL-Require-Preflight": "1", "Apollo-Require-Preflight": "1", "Authorization": "Bearer hdk_good",
	} {
		if got := get(query, header, value); got.body != `{"data":{"greeting":"hello Ada"}}` {
			t.Errorf("with %s: %d %s", header, got.status, got.body)
		}
	}
	get(query).expectRefusal(t, 400, "BAD_USER_INPUT", "GraphQL-Require-Preflight")

	mutation := get(url.Values{"query": {"mutation { hook }"}}, preflight...)
	mutation.expectRefusal(t, 405, "BAD_USER_INPUT", "POST")
	if mutation.header.Get("Allow") != "POST" {
		t.Errorf("Allow: %q, want POST", mutation.header.Get("Allow"))
	}
	for name, c := range map[string]struct{ target, message string }{
		"nothing":            {"", "query is missing"},
		"malformed escape":   {"?query=%zz", "query string is malformed"},
		"invalid UTF-8":      {"?query=%ff", "query is not valid UTF-8"},
		"query twice":        {"?query={a}&query={b}", "query is given more than once"},
		"variables no JSON":  {"?query={greeting}&variables=x", "variables must be"},
		"variables trailing": {"?query={greeting}&variables={}{}", "variables must be"},
		"variables list":     {"?query={greeting}&variables=[]", "variables must be"},
		"extensions string":  {"?query={greeting}&extensions=%22%22", "extensions must be"},
	} {
		t.Run(name, func(t *testing.T) {
			r.do(t, http.MethodGet, graphqlPath+c.target, "", preflight...).
				expectRefusal(t, 400, "BAD_USER_INPUT", c.message)
		})
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	r := start(t, nil)
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions} {
		got := r.do(t, method, graphqlPath, plainQuery, "Content-Type", "application/json")
		got.expectRefusal(t, 405, "BAD_USER_INPUT", "POST")
		if got.header.Get("Allow") != "GET, POST" {
			t.Errorf("%s: Allow %q", method, got.header.Get("Allow"))
		}
	}
	if got := r.do(t, http.MethodHead, graphqlPath, ""); got.status != 405 {
		t.Errorf("HEAD: %d, want 405", got.status)
	}
}

func TestClosedIntrospectionIsForbidden(t *testing.T) {
	r := start(t, nil, func(o *Options) { o.Introspection = Nobody })
	for _, query := range []string{
		"{ __schema { types { name } } }",
		"{ __type(name: \\\"Query\\\") { name } }",
		"{ ... { ... F } } fragment F on Query { ... G } fragment G on Query { a: __schema { types { name } } }",
	} {
		r.post(t, `{"query":"`+query+`"}`, "Accept", "application/graphql-response+json").
			expectRefusal(t, 403, "FORBIDDEN", "introspection is closed")
	}
	if got := r.post(t, `{"query":"{ __typename }"}`); got.body != `{"data":{"__typename":"Query"}}` {
		t.Errorf("__typename: %d %s", got.status, got.body)
	}
	if got := r.post(t, `{"query":"{ greetin }"}`); strings.Contains(got.body, "Did you mean") {
		t.Errorf("a suggestion tells the schema: %s", got.body)
	}
}
