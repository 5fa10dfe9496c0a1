package endpoint

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// mark stands for whatever a caller would not want to read again in a log of answers: a name, a password, a token.
const mark = "Mk7Qz9Xw4T"

// place is somewhere in a request where the mark is put.
type place struct {
	name      string
	query     string
	variables string // JSON
	body      string // in place of the two above
	header    [2]string
	get       bool
}

// places are all where values stand. Names that the caller gives to operations, variables, fields and fragments are not
// values: an error that did not say which name is unknown would be of no use.
func places() []place { return append(placesInDocuments(), placesInRequests()...) }

func placesInDocuments() []place {
	handles := func(arguments string) string { return "{handles(" + arguments + "){totalCount}}" }
	const create = "mutation($in:CreateHandleInput!){createHandle(input:$in){handle{code}userErrors{field code message}}}"
	return []place{
		{name: "comment", query: "{ nosuch # " + mark + "\n}"},
		{name: "string where a number is due", query: handles(`first:"` + mark + `"`)},
		{name: "string where an enum is due", query: handles(`filter:{rights:["` + mark + `"]}`)},
		{name: "string where an object is due", query: handles(`filter:"` + mark + `"`)},
		{name: "string where a time is due", query: handles(`filter:{createdAt:{from:"` + mark + `"}}`)},
		{name: "string where a Boolean is due", query: "{__typename @skip(if:\"" + mark + "\")}"},
		{name: "block string", query: handles(`first:"""` + mark + `"""`)},
		{name: "string that does not end", query: `{node(id:"` + mark + "\n"},
		{name: "string before what cannot be read", query: `{node(id:"` + mark + `") ! {id}}`},
		{name: "string in place of a name", query: `{"` + mark + `"}`},
		{name: "string with a wrong escape", query: `{node(id:"` + mark + `\q")}`},
		{name: "default of a variable", query: `query($n:Int="` + mark + `"){handles(first:$n){totalCount}}`},
		{name: "id", query: `{node(id:"` + mark + `"){id}}`},
		{name: "ids", query: `{nodes(ids:["` + mark + `"]){id}}`},
		{name: "cursor", query: handles(`after:"` + mark + `"`)},
		{name: "cursor backwards", query: handles(`last:1 before:"` + mark + `"`)},
		{name: "words", query: handles(`filter:{search:"` + strings.Repeat(mark+" ", 30) + `"}`)},
		{name: "country", query: handles(`filter:{country:["` + mark + `"]}`)},
		{name: "code", query: `{handle(by:{code:"` + mark + `"}){id}}`},
		{name: "domain", query: `{domain(by:{name:"` + mark + ` .x"}){id}}`},
		{name: "variable for a number", query: "query($v:Int){handles(first:$v){totalCount}}", variables: `{"v":"` + mark + `"}`},
		{name: "variable for a Boolean", query: "query($v:Boolean!){__typename @skip(if:$v)}", variables: `{"v":"` + mark + `"}`},
		{name: "variable for an enum", query: "query($v:[Rights!]){handles(filter:{rights:$v}){totalCount}}", variables: `{"v":["` + mark + `"]}`},
		{name: "variable for a time", query: "query($v:DateTime){handles(filter:{createdAt:{from:$v}}){totalCount}}", variables: `{"v":"` + mark + `"}`},
		{name: "variable for an object", query: create, variables: `{"in":"` + mark + `"}`},
		{name: "variable with an unknown field's value", query: create, variables: `{"in":{"nosuch":"` + mark + `"}}`},
		{name: "variable of an object for a text", query: create, variables: `{"in":{"kind":"PERSON","givenName":{"a":"` + mark + `"}}}`},
		{name: "variable for an id", query: "query($v:ID!){node(id:$v){id}}", variables: `{"v":{"a":"` + mark + `"}}`},
		{name: "variable beside", query: "{ nosuch }", variables: `{"v":"` + mark + `"}`},
		{name: "every field of a handle", query: create, variables: `{"in":{"kind":"PERSON","givenName":"` + mark + `\u0007","familyName":"` + mark +
			`\u0007","email":"` + mark + `","phone":"` + mark + `","vatNumber":"` + mark + `!","language":"` + mark +
			`","address":{"street":["` + mark + `\u0007"],"city":"` + mark + `\u0007","postalCode":"` + mark + mark + mark + `","country":"` + mark + `"}}}`},
		{name: "password", query: "mutation($v:SignInInput!){signIn(input:$v){sessionToken userErrors{field code message}}}", variables: `{"v":{"code":"` + mark + `","password":"` + mark + `"}}`},
		{name: "password in the document", query: `mutation{signIn(input:{code:1.5,password:"` + mark + `",nosuch:1}){sessionToken}}`},
		{name: "password that is too easy", query: `mutation($v:SetPasswordInput!){setPassword(input:$v){userErrors{field code message}}}`, variables: `{"v":{"token":"` + mark + `","password":"` + mark + `"}}`},
		{name: "token", query: `mutation{confirmReachability(input:{token:"` + mark + `"}){userErrors{field code message}}}`},
	}
}

func placesInRequests() []place {
	return []place{
		{name: "operation name", body: `{"query":"query A{__typename}query B{__typename}","operationName":"` + mark + `"}`},
		{name: "operation name of another type", body: `{"query":"{__typename}","operationName":["` + mark + `"]}`},
		{name: "JSON that breaks off", body: `{"query":"{__typename}","variables":{"a":"` + mark},
		{name: "JSON that goes wrong", body: `{"query":"` + mark + `"` + mark + `}`},
		{name: "text", body: mark},
		{name: "a name in the body", body: `{"` + mark + `":1}`},
		{name: "a batch", body: `["` + mark + `"]`},
		{name: "extensions", body: `{"query":"{ nosuch }","extensions":{"a":"` + mark + `"}}`},
		{name: "hash", body: `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + mark + `"}}}`},
		{name: "document id", body: `{"documentId":"` + mark + `"}`},
		{name: "address", query: "{ nosuch }&x=" + mark, get: true},
		{name: "broken address", query: "{%zz" + mark, get: true},
		{name: "credential", query: "{__typename}", header: [2]string{"Authorization", "Bearer " + mark}},
		{name: "malformed credential", query: "{__typename}", header: [2]string{"Authorization", mark + " " + mark}},
		{name: "content type", query: "{__typename}", header: [2]string{"Content-Type", "application/" + mark}},
		{name: "accept", query: "{__typename}", header: [2]string{"Accept", "application/" + mark}},
		{name: "idempotency key", query: "mutation{signOut{ended}}", header: [2]string{"Idempotency-Key", mark + " " + mark}},
		{name: "origin", query: "{__typename}", header: [2]string{"Origin", "https://" + mark + ".example"}},
		{name: "request id that is none", query: "{__typename}", header: [2]string{"X-Request-Id", mark + " <script>"}},
		{name: "cookie", query: "{__typename}", header: [2]string{"Cookie", "a=" + mark}},
		{name: "forwarded", query: "{__typename}", header: [2]string{"X-Forwarded-For", mark}},
		{name: "user agent", query: "{ nosuch }", header: [2]string{"User-Agent", mark}},
	}
}

// TestNoAnswerRepeatsTheRequest: nor does the log.
func TestNoAnswerRepeatsTheRequest(t *testing.T) {
	d := newDesk(t)
	for _, p := range places() {
		t.Run(p.name, func(t *testing.T) {
			who := "reseller"
			if p.header[0] == "Authorization" {
				who = ""
			}
			d.log.take()
			got := d.send(t, who, d.marked(t, p))
			verifyTells(t, p.name, got, "")
			if text := strings.ToLower(got.wholeText()); strings.Contains(text, strings.ToLower(mark)) {
				t.Errorf("the answer repeats it: %d %.400s", got.Status, got.Body)
			}
			if log := d.log.take(); strings.Contains(strings.ToLower(log), strings.ToLower(mark)) {
				t.Errorf("the log repeats it: %.400s", log)
			}
		})
	}
}

func (d *desk) marked(t *testing.T, p place) *http.Request {
	t.Helper()
	body := p.body
	if body == "" {
		query, err := json.Marshal(p.query)
		if err != nil {
			t.Fatal(err)
		}
		if p.variables == "" {
			p.variables = "null"
		}
		body = `{"query":` + string(query) + `,"variables":` + p.variables + `}`
	}
	r := d.post(t, body)
	if p.get {
		r.Method, r.Body, r.ContentLength = http.MethodGet, nil, 0
		document, rest, _ := strings.Cut(p.query, "&")
		r.URL.RawQuery = "query=" + url.QueryEscape(document) + "&" + rest
		if strings.Contains(document, "%zz") {
			r.URL.RawQuery = "query=" + document
		}
	}
	if p.header[0] != "" {
		r.Header.Set(p.header[0], p.header[1])
	}
	return r
}
