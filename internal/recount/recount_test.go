package recount

import (
	"fmt"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
)

// TestWhatWasFoundIsCountedOnceMore: between looking and setting right somebody else writes, or repairs, too.
func TestWhatWasFoundIsCountedOnceMore(t *testing.T) {
	w := apitest.New(t)
	_, key := w.Reseller("alpha")
	type object = map[string]any
	register := func(name string, owner object) (ownerID any) {
		data := w.Must(key, `mutation($name: String!, $owner: ContactInput!) { registerDomain(input: {name: $name, owner: $owner}) {
			domain { owner { id } } userErrors { message } } }`, object{"name": name, "owner": owner})
		return data["registerDomain"].(object)["domain"].(object)["owner"].(object)["id"]
	}
	owner := register("one.com", object{"create": object{"kind": "PERSON", "givenName": "Ann", "familyName": "Miller", "email": "ann@example.com",
		"phone": "+43 1 2345678", "address": object{"street": []string{"1"}, "city": "Wien", "country": "AT"}}})
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			statement := map[string]string{
				"counters": "UPDATE counters SET value = value + 5", "accesses.domains": "UPDATE accesses SET domains = domains + 5",
				"handles.domains": "UPDATE handles SET domains = domains + 5",
			}[p.name]
			if _, err := w.Past().ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			var found []difference
			err := p.walk(t.Context(), w.Store.Read(), func(string, int64, int64) {}, func(from, to string) error {
				more, err := p.differences(t.Context(), w.Store.Read(), from, to)
				found = append(found, more...)
				return err
			})
			if err != nil || len(found) == 0 {
				t.Fatal("nothing was found", err)
			}
			register(fmt.Sprintf("two-%d.com", len(p.name)), object{"handleId": owner})
			for time := range 2 {
				changed, err := p.repair(t.Context(), w.Store, found)
				if err != nil || time == 0 && len(changed) != len(found) || time > 0 && len(changed) != 0 {
					t.Errorf("time %d: %d of %d were changed (%v)", time+1, len(changed), len(found), err)
				}
			}
			err = Check(t.Context(), w.Store, func(d Difference) error {
				t.Errorf("%+v is wrong afterwards", d)
				return nil
			}, func(string, int64, int64) {})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
