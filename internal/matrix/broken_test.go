package matrix

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// leak is what no answer may hold: SQL, names of tables and columns, paths.
var leak = regexp.MustCompile(`(?i)sqlite|\bsql\b|select |insert |no such|does not exist|relation|sqlstate|\btable\b|mislaid|_id\b|nodes to|\.go\b|/tmp|/var`)

// TestABrokenDatabaseTellsNothing takes a table away and asks for everything that needs it.
func TestABrokenDatabaseTellsNothing(t *testing.T) {
	var w *apitest.World
	var requests []string
	t.Cleanup(func() { // after the world has ended, when the log is whole
		for _, id := range requests {
			if id == "" || !regexp.MustCompile(`level=ERROR .*`+id+`.*(no such table|relation .* does not exist)`).MatchString(w.Log.String()) {
				t.Errorf("the log does not say why the request %s failed", id)
			}
		}
	})
	w = apitest.New(t)
	reseller, key := w.Reseller("alpha")
	w.Must(key, "{ viewer { __typename } }", nil)
	w.Service.Wait()
	for _, table := range []string{"handles", "accesses", "domains", "events", "counters"} {
		if _, err := w.Past().ExecContext(t.Context(), "ALTER TABLE "+table+" RENAME TO mislaid_"+table); err != nil {
			t.Fatal(err)
		}
	}
	handle, domain := registrar.NewIDAt(registrar.HandleID, 1), registrar.NewIDAt(registrar.DomainID, 1)
	for _, query := range []string{
		`{ handles { totalCount edges { node { id } } } }`,
		`{ handle(by: {id: "` + handle + `"}) { id } }`,
		`{ domains { totalCount edges { node { id } } } }`,
		`{ domain(by: {name: "example.com"}) { id } }`,
		`{ events { edges { node { id } } } }`,
		`{ node(id: "` + handle + `") { id } }`,
		`{ viewer { ... on Reseller { counts { domains } } } }`,
		`mutation { deleteHandle(input: {handleId: "` + handle + `"}) { userErrors { code } } }`,
		`mutation { revealAuthCode(input: {domainId: "` + domain + `"}) { userErrors { code } } }`,
		`mutation { releaseDomains(input: {domainIds: ["` + domain + `"]}) { results { userErrors { code } } } }`,
		`mutation { releaseDomains(input: {domainIds: ["` + domain + `"], atomic: true}) { results { userErrors { code } } } }`,
		`mutation { signIn(input: {code: "AB1234-HD", password: "x"}) { userErrors { code } } }`,
		`mutation { createApiKey(input: {name: "x", scopes: [HANDLES_READ]}) { userErrors { code } } }`,
	} {
		answer := w.Do(key, query, nil)
		if fmt.Sprint(answer.Codes()) != "[INTERNAL]" || leak.Match(answer.Body) {
			t.Errorf("%s: %d %s", query, answer.Status, answer.Body)
		}
		requests = append(requests, answer.Header.Get("X-Request-Id"))
	}
	if answer := w.Do(key, `{ node(id: "`+reseller+`") { id } }`, nil); len(answer.Errors) > 0 {
		t.Errorf("what needs none of the tables still works; got %s", answer.Body)
	}
}
