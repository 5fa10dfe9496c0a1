package differential

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/guard"
	"github.com/handledesk/handledesk/internal/guard/hostile"
	"github.com/handledesk/handledesk/internal/registrar"
)

// fuzzed is a small database with both ways to it, behind the product's own limits.
type fuzzed struct {
	*apitest.World
	*paths
	keys []string
}

type object = map[string]any

// newFuzzed makes the same database, with the same ids, in each process that looks for inputs.
func newFuzzed(f *testing.F) *fuzzed {
	f.Helper()
	w := apitest.New(f)
	alpha, key := w.Reseller("alpha")
	_, other := w.Reseller("beta")
	const register = `mutation($in: RegisterDomainInput!) { registerDomain(input: $in) { domain { owner { id } } userErrors { message } } }`
	for n, account := range []string{key, other} {
		var tech any
		for i, name := range []string{"Ann", "Bob", "Çelik", "Dora"} {
			in := object{"name": fmt.Sprintf("n%d-%d.%s", i, n, []string{"com", "de"}[i%2]), "owner": object{"create": object{
				"kind": "PERSON", "givenName": name, "familyName": "Miller", "email": fmt.Sprintf("p%d@example.com", i), "phone": "+43 1 2345678",
				"address": object{"street": []string{"1"}, "city": "Wien", "country": []string{"AT", "DE"}[i%2]},
			}}}
			if tech != nil {
				in["tech"] = object{"handleId": tech}
			}
			made := w.Must(account, register, object{"in": in})["registerDomain"].(object)
			if made["domain"] == nil {
				f.Fatalf("%s was not registered: %v", in["name"], made)
			}
			tech = made["domain"].(object)["owner"].(object)["id"]
		}
	}
	p := newPaths(f, w, guard.Limits{})
	return &fuzzed{w, p, []string{key, "", other, w.Key("", registrar.Scopes...), w.Key(alpha, registrar.HandlesRead)}}
}

// same sends a request both ways, as one of the callers. A plan that fails half way is hidden by the ordinary path, so
// that is counted.
func (z *fuzzed) same(t *testing.T, caller byte, text string, variables any) {
	t.Helper()
	p := *z.paths
	p.t = t
	_, _, before := p.plans.Served()
	p.same(z.keys[int(caller)%len(z.keys)], text, variables)
	if _, _, after := p.plans.Served(); after > before {
		t.Errorf("the plan failed half way:\n%s\n%v", text, variables)
	}
}

// onlyReads tells whether a document parses and may be sent twice.
func onlyReads(text string) bool {
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, guard.Default().Tokens)
	if err != nil {
		return false
	}
	for _, operation := range document.Operations {
		if operation.Operation != ast.Query {
			return false
		}
	}
	return true
}

const headline = `query($f: HandleFilter, $n: Int = 3) { handles(first: $n, filter: $f, orderBy: {field: NAME}) { totalCount pageInfo { hasNextPage endCursor }
	edges { cursor node { id code givenName familyName organization email country: address { country } rights linked reachability { state }
		actions { delete { allowed blockers { code } } } domains(first: 10) { totalCount edges { roles node { name expiresAt statuses } } } } } } }`

// FuzzCompile gives any text as a document: what the product's limits let through is answered by plans as by resolvers, to the
// byte, and no plan panics or fails.
func FuzzCompile(f *testing.F) {
	z := newFuzzed(f)
	f.Add(byte(0), headline)
	for _, d := range hostile.Documents() {
		if len(d.Text) < 5_000 {
			f.Add(byte(0), d.Text)
		}
	}
	g := &generator{Rand: rand.New(rand.NewPCG(1, 0)), schema: z.plans.Schema(), values: values(f, z.World), fields: map[string]int{}}
	for i := range 150 {
		text, _ := g.document()
		f.Add(byte(i), text)
	}
	f.Fuzz(func(t *testing.T, caller byte, text string) {
		if len(text) < 20_000 && onlyReads(text) {
			z.same(t, caller, text, nil)
		}
	})
}

// allArguments are documents with every argument that plans read, all by variables.
var allArguments = []string{
	`query($f: HandleFilter, $o: HandleOrder, $first: Int, $last: Int, $after: String, $before: String) {
		handles(filter: $f, orderBy: $o, first: $first, last: $last, after: $after, before: $before) {
			totalCount totalCountExact pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id code } } } }`,
	`query($f: DomainFilter, $o: DomainOrder, $first: Int, $last: Int, $after: String, $before: String) {
		domains(filter: $f, orderBy: $o, first: $first, last: $last, after: $after, before: $before) {
			totalCount totalCountExact pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id name } } } }`,
	`query($f: DomainFilter, $o: DomainOrder, $first: Int = 2, $last: Int, $after: String, $before: String) { handles(first: 3) { edges { node {
		domains(filter: $f, orderBy: $o, first: $first, last: $last, after: $after, before: $before) {
			totalCount totalCountExact pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor roles node { id name } } } } } } }`,
	`query($search: String, $a: [Country!], $rights: [Rights!], $linked: Boolean, $from: DateTime, $before: DateTime, $field: HandleOrderField = NAME, $direction: OrderDirection = DESC) {
		handles(filter: {search: $search, rights: $rights, linked: $linked, createdAt: {from: $from, before: $before}}, orderBy: {field: $field, direction: $direction}) { edges { node { code } } } }`,
	`query($h: HandleBy!, $d: DomainBy!) { handle(by: $h) { id code } domain(by: $d) { id name } }`,
	`query($id: ID!, $ids: [ID!]!) { node(id: $id) { id ... on Handle { code } ... on Domain { name } } nodes(ids: $ids) { id ... on Handle { code } } }`,
	`query($skip: Boolean!, $include: Boolean = true, $roles: [Role!]) { handles(first: 2) { edges @skip(if: $skip) { node { code @include(if: $include)
		domains(filter: {roles: $roles}) @include(if: $include) { totalCount } } } totalCount } }`,
}

// FuzzArguments gives any JSON as the variables of documents that have every argument.
func FuzzArguments(f *testing.F) {
	z := newFuzzed(f)
	known := values(f, z.World)
	for _, seed := range []object{
		{},
		{"f": object{"search": "mil", "country": []string{"at"}, "linked": true, "kind": "PERSON", "email": []any{"P1@EXAMPLE.COM"}}, "first": 2},
		{"f": object{"reachability": []string{"PENDING"}, "rights": []string{"FULL", "LIMITED"}, "origin": []any{}}, "last": 1, "o": object{"field": "CODE", "direction": "DESC"}},
		{"f": object{"createdAt": object{"from": "2026-01-15T00:00:00Z", "before": "2027-06-01T12:00:00+02:00"}}, "first": 1.0, "o": object{"field": "NAME"}},
		{"f": object{"search": "n1", "tld": []string{".COM"}, "status": []string{"OK"}, "onHold": false, "roles": "OWNER", "handle": known["handle"][0]}, "first": 101},
		{"f": object{"expiresBefore": "2030-01-01T00:00:00Z", "dueBefore": nil}, "o": object{"field": "DUE_AT", "direction": nil}, "first": -1, "last": 2},
		{"f": nil, "o": nil, "first": nil, "last": nil, "after": nil, "before": nil}, {"first": 1e30, "after": "x", "o": object{}},
		{"search": "", "rights": nil, "linked": nil, "from": "soon", "field": "CREATED_AT"}, {"search": []any{"a"}, "linked": 1, "from": 5},
		{"h": object{"id": known["handle"][0]}, "d": object{"name": known["name"][0]}}, {"h": object{"code": known["code"][0]}, "d": object{"id": known["domain"][0]}},
		{"h": object{"code": known["code"][0], "id": nil}, "d": object{"id": known["domain"][0], "name": "x"}}, {"h": object{}, "d": object{"name": 1}},
		{"id": known["handle"][1], "ids": []any{known["domain"][0], known["handle"][0], "hdl_x"}}, {"id": 7, "ids": "x"}, {"id": known["domain"][1], "ids": []any{nil}},
		{"skip": true}, {"skip": false, "include": false, "roles": []string{"OWNER", "TECH"}}, {"skip": "yes", "include": nil},
	} {
		text, err := json.Marshal(seed)
		if err != nil {
			f.Fatal(err)
		}
		for which := range allArguments {
			f.Add(byte(which), byte(which), string(text))
		}
	}
	f.Fuzz(func(t *testing.T, caller, which byte, variables string) {
		if json.Valid([]byte(variables)) && len(variables) < 20_000 {
			z.same(t, caller, allArguments[int(which)%len(allArguments)], json.RawMessage(variables))
		}
	})
}
