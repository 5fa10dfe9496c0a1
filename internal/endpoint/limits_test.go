package endpoint

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// boundary is a limit that is counted in requests: with so much as is allowed a request passes, with one more it does not.
type boundary struct {
	limit   string // in extensions.limit; empty where the transport says it by its status
	allowed int
	request func(n int) (document string, variables object)
	// otherwise is the code at the limit where no document of this schema gets so far: something else refuses it.
	otherwise string
}

// boundaries are the limits of a document.
func (d *desk) boundaries() []boundary {
	text := func(build func(n int) string) func(int) (string, object) {
		return func(n int) (string, object) { return build(n), nil }
	}
	return []boundary{
		{limit: "tokens", allowed: 2_000, request: text(tokens)},
		{limit: "comments", allowed: 2_000, request: text(func(n int) string { return "{__typename}" + strings.Repeat("#x\n", n) })},
		{limit: "nameLength", allowed: 128, request: text(func(n int) string { return "{" + strings.Repeat("n", n) + ":__typename}" })},
		{limit: "depth", allowed: 15, request: text(deep)},
		{limit: "fields", allowed: 1_000, request: text(fields)},
		{limit: "aliases", allowed: 30, request: text(func(n int) string { return onHandle(numbered("a%d:code ", n)) })},
		{limit: "rootFields", allowed: 20, request: text(func(n int) string { return "{" + numbered("a%d:viewer{__typename}", n) + "}" })},
		{limit: "mutationFields", allowed: 10, request: text(func(n int) string {
			return "mutation{" + numbered(`a%d:setMailSenderName(input:{name:"North"}){userErrors{code}}`, n) + "}"
		})},
		{limit: "directives", allowed: 50, request: text(func(n int) string { return onHandle(strings.Repeat("code@include(if:true) ", n)) })},
		{limit: "listItems", allowed: 250, request: text(func(n int) string {
			return "{handles(filter:{country:[" + strings.Repeat(`"SE" `, n) + "]}){totalCount}}"
		})},
		{limit: "listItems", allowed: 250, request: func(n int) (string, object) {
			return "query($c:[String!]){handles(filter:{country:$c}){totalCount}}", object{"c": repeated("SE", n)}
		}},
		{limit: "nodeIds", allowed: 100, request: func(n int) (string, object) {
			return "query($ids:[ID!]!){nodes(ids:$ids){id}}", object{"ids": repeated(d.names["handle"], n)}
		}},
		{limit: "nodes", allowed: 10_200, request: func(n int) (string, object) {
			// 100 handles with 100 domains each, and the rest as ids
			return "query($ids:[ID!]!){handles(first:100){edges{node{code domains(first:100){edges{node{name}}}}}}" +
				"nodes(ids:$ids){id}apiKeys(first:1){edges{node{id}}}}", object{"ids": repeated(d.names["handle"], n-10_101)}
		}},
		{limit: "resolvedFields", allowed: 250_000, request: text(func(n int) string {
			// 247,799 fields of 99 × 100 domains, 2,102 of 100 events, 2 and as many as are missing of domains
			return "{handles(first:99){edges{node{domains(first:100){edges{cursor node{" +
				"id name unicodeName statuses registeredAt expiresAt autoRenew transferLock nameservers reachabilityDueAt __typename " +
				numbered("d%d:id ", 12) + "}}}}}}" +
				"events(first:100){edges{cursor node{" + "id changeId at action entityId requestId __typename actor{__typename}" + numbered("e%d:id ", 10) +
				fmt.Sprintf("}}}domains(first:%d){edges{cursor}}}", n-250_000+97)
		})},
		{limit: "walk", allowed: 50_000, otherwise: "BAD_USER_INPUT", request: text(func(n int) string {
			return `{node(id:"` + strings.Repeat("x", n-40) + `"){id}}` // 40: 8 for each of five things visited
		})},
		{limit: "overlaps", allowed: 20_000, request: text(func(n int) string {
			// 200 fields are 19,900 pairs, 10 are 45, 11 are 55, 2 are 1
			return onHandle(strings.Repeat("code ", 200) + strings.Repeat("email ", 10) + strings.Repeat("phone ", 11) + strings.Repeat("fax ", 1+n-20_000))
		})},
		{limit: "valueDepth", allowed: 15, otherwise: "GRAPHQL_VALIDATION_FAILED", request: text(func(n int) string {
			return "{nodes(ids:" + strings.Repeat("[", n) + `"x"` + strings.Repeat("]", n) + "){id}}"
		})},
	}
}

// TestEveryLimitIsMetAndPassed: exactly at the limit a document runs; with one more it is refused before it runs, and the
// answer says which limit it was and by how much it was passed.
func TestEveryLimitIsMetAndPassed(t *testing.T) {
	d := newDesk(t)
	for _, b := range d.boundaries() {
		document, variables := b.request(b.allowed)
		at := d.ask(t, "reseller", document, variables)
		d.verifyTells(t, b.limit+" at the limit", at)
		if at.code() != b.otherwise || b.otherwise == "" && (at.Status != http.StatusOK || !at.executed()) {
			t.Errorf("%s: %d are refused: %d %.300s", b.limit, b.allowed, at.Status, at.Body)
		}
		document, variables = b.request(b.allowed + 1)
		beyond := d.ask(t, "reseller", document, variables)
		d.verifyTells(t, b.limit+" beyond", beyond)
		if beyond.executed() || beyond.Status != http.StatusBadRequest || beyond.code() != "OPERATION_TOO_COMPLEX" || len(beyond.Errors) != 1 {
			t.Errorf("%s: %d are not refused: %d %.300s", b.limit, b.allowed+1, beyond.Status, beyond.Body)
			continue
		}
		said := beyond.Errors[0].Extensions
		if said["limit"] != b.limit || said["allowed"] != float64(b.allowed) || said["found"] != float64(b.allowed+1) {
			t.Errorf("%s: the answer says %v, want %d allowed and %d found", b.limit, said, b.allowed, b.allowed+1)
		}
		if m := beyond.Errors[0].Message; !strings.Contains(m, fmt.Sprint(b.allowed)) || !strings.Contains(m, fmt.Sprint(b.allowed+1)) {
			t.Errorf("%s: the message does not say by how much: %s", b.limit, m)
		}
	}
}

// TestTheRequestsSizeIsBounded: 256 KiB of body and 8 KiB of address, to the byte.
func TestTheRequestsSizeIsBounded(t *testing.T) {
	d := newDesk(t)
	body := func(n int) *reply {
		const query = `{"query":"{__typename}"}`
		return d.send(t, "reseller", d.post(t, query+strings.Repeat(" ", n-len(query))))
	}
	address := func(n int) *reply {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		query := "query=" + url.QueryEscape("{__typename}") + "&x="
		r.URL.RawQuery = query + strings.Repeat("x", n-len("/graphql?")-len(query))
		return d.send(t, "reseller", r)
	}
	for _, c := range []struct {
		what    string
		limit   int
		send    func(int) *reply
		refused int
	}{{"body", 256 << 10, body, http.StatusRequestEntityTooLarge}, {"address", 8 << 10, address, http.StatusRequestURITooLong}} {
		if at := c.send(c.limit); at.Status != http.StatusOK || !at.executed() {
			t.Errorf("%s of %d bytes: %d %s", c.what, c.limit, at.Status, at.Body)
		}
		beyond := c.send(c.limit + 1)
		if beyond.Status != c.refused || beyond.code() != "BAD_USER_INPUT" || !strings.Contains(beyond.Errors[0].Message, fmt.Sprint(c.limit)) {
			t.Errorf("%s of %d bytes: %d %s", c.what, c.limit+1, beyond.Status, beyond.Body)
		}
		d.verifyTells(t, c.what, beyond)
	}
}

// TestAnAnswerHoldsTenErrors: what is more is counted.
func TestAnAnswerHoldsTenErrors(t *testing.T) {
	d := newDesk(t)
	for asked, omitted := range map[int]any{10: nil, 11: 1.0, 20: 10.0} {
		got := d.ask(t, "reseller", "{"+numbered(`a%d:node(id:"x"){id}`, asked)+"}", nil)
		if len(got.Errors) != 10 || got.Extensions["errorsOmitted"] != omitted {
			t.Errorf("%d errors: the answer has %d, and omits %v: %s", asked, len(got.Errors), got.Extensions["errorsOmitted"], got.Body)
		}
		d.verifyTells(t, "errors", got)
	}
}

// tokens is a valid document of exactly n tokens.
func tokens(n int) string {
	var b strings.Builder
	for i := range 9 {
		fmt.Fprintf(&b, `a%d:handles(first:1 filter:{country:[%s]}){totalCount}`, i, strings.Repeat(`"SE" `, 180))
	}
	const rest = "handles(filter:{country:[%s]}){totalCount}"
	known := countTokens("{" + b.String() + fmt.Sprintf(rest, "") + "}")
	return "{" + b.String() + fmt.Sprintf(rest, strings.Repeat(`"SE" `, n-known)) + "}"
}

func countTokens(document string) (n int) {
	lex := lexer.New(&ast.Source{Input: document})
	for {
		if token, err := lex.ReadToken(); err != nil || token.Kind == lexer.EOF {
			return n
		}
		n++
	}
}

// deep is a valid document that is n fields deep, 14 at least.
func deep(n int) string {
	below := map[int]string{14: "code", 15: "reachability{state}", 16: "domains{pageInfo{hasNextPage}}"}[n]
	return "{handles(first:1){edges{node{domains(first:1){edges{node{contacts{handle{domains(first:1){edges{node{contacts{handle{" +
		below + "}}}}}}}}}}}}}}"
}

// fields is a valid document of n fields.
func fields(n int) string {
	var b strings.Builder
	for i := range 19 {
		fmt.Fprintf(&b, "a%d:handles(first:1){edges{node{%s%s}}}", i, strings.Repeat("code ", 24), strings.Repeat("email ", 23))
	}
	return "{" + b.String() + "handles(first:1){edges{node{" + strings.Repeat("code ", 24) + strings.Repeat("email ", n-19*50-27) + "}}}}"
}

func onHandle(selection string) string { return "{handles{edges{node{" + selection + "}}}}" }

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func repeated(value any, n int) []any {
	all := make([]any, n)
	for i := range all {
		all[i] = value
	}
	return all
}
