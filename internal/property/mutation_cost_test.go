package property

import (
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
)

// mutationCosts are mutations in the order in which they are sent, and the most statements that each may take, signing in
// apart: what it reads, changes and records, and what its answer reads. Each takes the writer's turn from all others, so
// a statement more wants a reason.
var mutationCosts = []struct {
	name, mutation string
	most           int
}{
	{"create a handle", `createHandle(input: {kind: PERSON, givenName: "Ann", familyName: "Miller", email: "ann@example.org", phone: "+33123456789",
		address: {street: ["1 Quai"], city: "Paris", country: "FR"}}) { handle { id } userErrors { message } }`, 21},
	{"change a street", `updateHandle(input: {handleId: "HANDLE", address: {street: ["2 Quai"], city: "Paris", country: "FR"}}) {
		handle { code version address { street } } userErrors { message } }`, 4},
	{"change nothing", `updateHandle(input: {handleId: "HANDLE", givenName: "Ann"}) { handle { version } userErrors { message } }`, 1},
	{"change a name", `updateHandle(input: {handleId: "HANDLE", givenName: "Anna"}) { handle { version } userErrors { message } }`, 7},
	{"change an e-mail address", `updateHandle(input: {handleId: "HANDLE", email: "anna@example.org"}) { handle { version } userErrors { message } }`, 31},
	{"reset reachability", `resetReachability(input: {handleId: "HANDLE"}) { handle { id } userErrors { message } }`, 18},
	{"register a domain", `registerDomain(input: {name: "example-one.com", owner: {handleId: "HANDLE"}}) { domain { id } userErrors { message } }`, 25},
	{"renew a domain", `renewDomain(input: {domainId: "DOMAIN", years: 1}) { domain { expiresAt } userErrors { message } }`, 8},
	{"release a handle", `releaseHandle(input: {handleId: "HANDLE"}) { handle { rights } userErrors { message } }`, 8},
	{"release a domain", `releaseDomains(input: {domainIds: ["DOMAIN"]}) { results { userErrors { message } } }`, 11},
}

func TestMutationsTakeNoMoreStatementsThanTheyNeed(t *testing.T) {
	t.Parallel()
	w := apitest.New(t)
	_, key := w.Reseller("north")
	w.Must(key, `{ viewer { __typename } }`, nil) // the first use of a key is noted
	w.Service.Wait()
	var handle, domain string
	for _, m := range mutationCosts {
		w.Statements()
		answer := w.Must(key, "mutation { it: "+strings.NewReplacer("HANDLE", handle, "DOMAIN", domain).Replace(m.mutation)+" }", nil)["it"].(map[string]any)
		ran := w.Statements()
		if refused, _ := answer["userErrors"].([]any); len(refused) > 0 {
			t.Fatalf("%s: %v", m.name, refused)
		}
		if made, _ := answer["handle"].(map[string]any); made["id"] != nil {
			handle = made["id"].(string)
		}
		if made, _ := answer["domain"].(map[string]any); made["id"] != nil {
			domain = made["id"].(string)
		}
		if taken := len(ran) - signingIn; taken > m.most {
			t.Errorf("to %s takes %d statements, %d are enough:\n  %s", m.name, taken, m.most, strings.Join(ran, "\n  "))
		}
	}
}
