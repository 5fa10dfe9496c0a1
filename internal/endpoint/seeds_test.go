package endpoint

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/guard/hostile"
)

// longestSeed leaves out what is large: the fuzzer changes bytes, and short texts are tried more often.
const longestSeed = 4_000

// seeds are every example of GraphiQL, every hostile document, every bad request, and mutations with broken inputs.
func (d *desk) seeds(t testing.TB) []sent {
	t.Helper()
	var all []sent
	post := func(who, document, variables string) {
		if variables == "" {
			variables = "null"
		}
		if len(document)+len(variables) < longestSeed {
			all = append(all, sent{method: http.MethodPost, document: document, body: variables, contentType: "application/json", who: who})
		}
	}
	for _, file := range examples(t) {
		document, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		variables, err := os.ReadFile(strings.TrimSuffix(file, "graphql") + "json")
		if err != nil {
			variables = nil // some have none
		}
		for _, who := range []string{"", "reseller", "operator", "owner"} {
			post(who, string(document), string(variables))
		}
	}
	for _, h := range hostile.Documents() {
		post("reseller", h.Text, asJSON(t, h.Variables))
	}
	for i, p := range places() {
		post([]string{"", "owner", "operator", "reader", "other"}[i%5], p.query, p.variables)
	}
	mutations := d.broken()
	for _, document := range slices.Sorted(maps.Keys(mutations)) {
		for _, input := range mutations[document] {
			post("reseller", document, asJSON(t, object{"in": input}))
			post("operator", document, asJSON(t, object{"in": input}))
			all[len(all)-1].retry = "a-key"
		}
	}
	for _, b := range requests() {
		if b.method == "" {
			b.method = http.MethodPost
		}
		if len(b.body)+len(b.query) < longestSeed {
			all = append(all, sent{method: b.method, query: b.query, body: b.body, contentType: "application/json", accept: b.header["Accept"], who: "reseller"})
		}
	}
	return append(all,
		sent{method: http.MethodGet, query: "query=" + url.QueryEscape("{handles{totalCount}}"), who: "Bearer hdk_nobody"},
		sent{method: http.MethodGet, query: "query=" + url.QueryEscape("query($a:Int){handles(first:$a){totalCount}}") + "&variables=%7b%22a%22:1%7d", who: "reader"},
		sent{method: http.MethodOptions, who: "Basic x"})
}

func asJSON(t testing.TB, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func examples(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../web/graphiql/examples/*.graphql")
	if err != nil || len(files) < 30 {
		t.Fatalf("the examples are not where they were: %d, %v", len(files), err)
	}
	return files
}

// broken are the inputs of mutations that would be valid but for one thing, or for none, by their documents.
func (d *desk) broken() map[string][]object {
	changed := func(change func(object)) object {
		in := personOf("Broken")
		change(in)
		return in
	}
	mutation := func(field string) string {
		return "mutation($in:" + strings.ToUpper(field[:1]) + field[1:] + "Input!){" + field + "(input:$in){userErrors{field code message}}}"
	}
	handle, domain := d.names["handle"], d.names["domain"]
	return map[string][]object{
		createHandle: {
			personOf("Broken"),
			changed(func(in object) { in["email"] = "@@" }),
			changed(func(in object) { in["phone"] = nil }),
			changed(func(in object) { in["address"] = []any{} }),
			changed(func(in object) { in["familyName"] = "\u202e\u0000\ufffd" }),
			changed(func(in object) { in["address"].(object)["country"] = "XX" }),
		},
		mutation("updateHandle"): {
			{"handleId": handle, "expectedVersion": 99, "fax": "+1"},
			{"handleId": handle, "address": object{"street": repeated("x", 9), "city": "", "country": "SE"}},
		},
		mutation("deleteHandle"):         {{"handleId": handle}},
		mutation("setNameservers"):       {{"domainId": domain, "nameservers": []any{"ns1.lindqvist.com", "..", "ns1.lindqvist.com"}}},
		mutation("updateDomainContacts"): {{"domainId": domain, "owner": object{"handleId": domain}}, {"domainId": domain, "tech": object{"handleId": handle}}},
		mutation("renewDomain"):          {{"domainId": domain, "currentExpiresAt": "2026-02-30T00:00:00Z"}, {"domainId": domain, "currentExpiresAt": "2027-01-15T12:00:00Z"}},
		mutation("registerDomain"):       {{"name": "xn--.com", "owner": object{"handleId": handle}}, {"name": "broken.org", "owner": object{"create": personOf("New")}}},
		mutation("releaseDomains"):       {{"domainIds": []any{domain, domain, handle}}},
		mutation("setRateLimit"):         {{"of": object{"resellerId": d.names["reseller"]}, "rateLimit": object{"bucket": -1, "restorePerSecond": 1e9}}},
		mutation("confirmReachability"):  {{"token": d.names["token"] + "x"}, {"token": d.names["token"]}},
		mutation("createApiKey"):         {{"name": "x", "scopes": []any{}, "expiresAt": "0000-01-01T00:00:00Z"}, {"name": "y", "scopes": []any{"HANDLES_READ"}}},
	}
}
