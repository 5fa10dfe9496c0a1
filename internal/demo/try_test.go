package demo

import (
	"fmt"
	"testing"
)

// tryHandMade does with the hand-made handles what they are there for, as a user of the first reseller would. Their
// codes are told to users, so they stay.
func tryHandMade(t *testing.T, w filled) {
	t.Helper()
	full := w.key(t, "all scopes")
	for _, try := range []struct{ search, code, mutation, input, want string }{
		{"fontaine", "MF7578-HD", "resetReachability", "", "[]"},
		{"fontaine", "MF7578-HD", "resetReachability", "", "[RATE_LIMITED]"},
		{"probst", "OP5365-HD", "resetReachability", "", "[REACHABILITY_NOT_PENDING]"},
		{"probst", "OP5365-HD", "deleteHandle", "", "[]"},
		{"marlene kuhn", "KOG3152-HD", "deleteHandle", "", "[HANDLE_LINKED]"},
		{"marlene kuhn", "KOG3152-HD", "updateHandle", `, familyName: "Kuhn"`, "[IDENTIFIER_LOCKED]"},
		{"marlene kuhn", "KOG3152-HD", "updateHandle", `, phone: "0221 4710 232"`, "[]"},
		{"marlene kuhn", "KOG3152-HD", "releaseHandle", "", "[]"},
		{"marlene kuhn", "KOG3152-HD", "releaseHandle", "", "[ALREADY_RELEASED]"},
		{"arizmendi", "MA9939-HD", "updateHandle", `, language: "ca"`, "[LIMITED_RIGHTS]"},
		{"λαγκαδινος", "GL7726-HD", "releaseHandle", "", "[ALREADY_RELEASED]"},
		{"bakiewicz", "JB5513-HD", "resetReachability", "", "[]"},
		{"estournel", "AES3300-HD", "releaseHandle", "", "[LIMITED_RIGHTS]"},
		{"lockhart", "FL1087-HD", "deleteHandle", "", "[HANDLE_LINKED]"},
		{"dalstrom", "ID7874-HD", "deleteHandle", "", "[DELETE_PROHIBITED]"},
		{"kiel-forde", "VKF5661-HD", "updateHandle", `, phone: "040 66969 231"`, "[UPDATE_PROHIBITED]"},
		{"鈴木", "HD3448-HD", "resetReachability", "", "[REACHABILITY_NOT_PENDING]"},
		{"kupferberg markenholding", "KMA8022-HD", "deleteHandle", "", "[HANDLE_LINKED]"},
		{"theresa lindenhof", "LDG5217-HD", "releaseHandle", "", "[OWN_HANDLE]"},
	} {
		id, code := w.find(t, full, try.search)
		if code != try.code {
			t.Errorf("searching %q finds %s, not %s", try.search, code, try.code)
		}
		query := fmt.Sprintf(`mutation { %s(input: {handleId: %q%s}) { userErrors { code } } }`, try.mutation, id, try.input)
		payload := w.Must(full, query, nil)[try.mutation].(map[string]any)
		codes := []string{}
		for _, e := range payload["userErrors"].([]any) {
			codes = append(codes, fmt.Sprint(e.(map[string]any)["code"]))
		}
		if fmt.Sprint(codes) != try.want {
			t.Errorf("%s of %q answers %v, not %s", try.mutation, try.search, codes, try.want)
		}
	}
	w.tryOwner(t)
	if n := w.count(t, full, `search: "mar", reachability: [PENDING, VALIDATED]`); n < 20 {
		t.Errorf("the playground's search finds %d handles", n)
	}
}

// find gives the one handle that a search finds.
func (w filled) find(t *testing.T, key, search string) (id, code string) {
	t.Helper()
	found := w.Must(key, `query($s: String!) { handles(first: 2, filter: {search: $s}) { edges { node { id code } } } }`, map[string]any{"s": search})
	edges := found["handles"].(map[string]any)["edges"].([]any)
	if len(edges) != 1 {
		t.Fatalf("searching %q finds %d handles", search, len(edges))
	}
	node := edges[0].(map[string]any)["node"].(map[string]any)
	return node["id"].(string), node["code"].(string)
}

func (w filled) count(t *testing.T, key, filter string) int {
	t.Helper()
	found := w.Must(key, fmt.Sprintf(`{ handles(first: 1, filter: {%s}) { totalCount } }`, filter), nil)
	return int(found["handles"].(map[string]any)["totalCount"].(float64))
}

// tryOwner changes the owner's own handle and sees all its domains, the one that left the reseller too.
func (w filled) tryOwner(t *testing.T) {
	t.Helper()
	owner := w.key(t, "owner of")
	seen := w.Must(owner, `{ viewer { ... on Owner { handle { id domains(first: 9) { edges { node { reseller { name } } } } } } } }`, nil)
	own := seen["viewer"].(map[string]any)["handle"].(map[string]any)
	managed, gone := 0, 0
	for _, edge := range own["domains"].(map[string]any)["edges"].([]any) {
		if edge.(map[string]any)["node"].(map[string]any)["reseller"] == nil {
			gone++
		} else {
			managed++
		}
	}
	if managed != 2 || gone != 1 {
		t.Errorf("the owner sees %d domains at a reseller and %d that left", managed, gone)
	}
	changed := w.Must(owner, fmt.Sprintf(`mutation { updateHandle(input: {handleId: %q, phone: "+30 21 0234 5678"}) { userErrors { code } } }`, own["id"]), nil)
	if errors := changed["updateHandle"].(map[string]any)["userErrors"].([]any); len(errors) > 0 {
		t.Errorf("the owner may not change the own handle: %v", errors)
	}
}
