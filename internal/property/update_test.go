package property

import (
	"reflect"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/invariant"
	"github.com/handledesk/handledesk/internal/registrar"
)

const wholeHandle = `id code kind givenName familyName organization registrationNumber displayName email phone fax mobile language
	vatNumber address { street city stateProvince postalCode country } internationalAddress { street city stateProvince postalCode country }
	rights origin statuses version createdAt updatedAt releasedAt reachability { state startedAt dueAt sentAt }
	actions { update { allowed } delete { allowed blockers { code } } } domains { totalCount }`

// TestAnUpdateAnswersWithWhatIsStored: what updateHandle shows is put together from what it read and wrote, and it writes
// what differs alone. So each field in turn must be what a query finds afterwards, with its copies and words, for the
// reseller and for staff.
func TestAnUpdateAnswersWithWhatIsStored(t *testing.T) {
	t.Parallel()
	w := apitest.New(t)
	_, reseller := w.Reseller("north")
	for name, key := range map[string]string{"reseller": reseller, "staff": w.Key("", registrar.Scopes...)} {
		made := w.Must(reseller, `mutation { createHandle(input: {kind: PERSON, givenName: "Ann", familyName: "Miller", email: "ann@example.org",
			phone: "+33123456789", onDuplicate: CREATE, address: {street: ["1 Quai"], city: "Paris", country: "FR"}}) { handle { id } } }`, nil)
		id := made["createHandle"].(map[string]any)["handle"].(map[string]any)["id"]
		for _, change := range changesInTurn() {
			w.Clock.Move(time.Second)
			change["handleId"] = id
			answered := w.Must(key, `mutation($in: UpdateHandleInput!) { updateHandle(input: $in) { handle { `+wholeHandle+` } userErrors { message } } }`,
				map[string]any{"in": change})["updateHandle"].(map[string]any)
			stored := w.Must(key, `query($id: ID!) { handle(by: {id: $id}) { `+wholeHandle+` } }`, map[string]any{"id": id})["handle"]
			if !reflect.DeepEqual(answered["handle"], stored) {
				t.Errorf("%s: %v answers\n%v\nand stored is\n%v", name, change, answered, stored)
			}
			d, err := dumpAll(w.Past())
			if err != nil {
				t.Fatal(err)
			}
			invariant.Check(t, d.invariant())
		}
	}
}

// changesInTurn change every field of a handle, and some together.
func changesInTurn() []map[string]any {
	paris := map[string]any{"street": []string{"5 rue Cler"}, "city": "Paris", "postalCode": "75007", "country": "FR"}
	havn := map[string]any{"street": []string{"Havn 1", "2. sal"}, "city": "Århus", "stateProvince": "J", "postalCode": "8000", "country": "DK"}
	return []map[string]any{
		{},
		{"givenName": "Zoë"},
		{"familyName": "Lefèvre"},
		{"kind": "COMPANY", "organization": "Lefèvre SARL", "registrationNumber": "RCS 1"},
		{"organization": "Øre ApS", "address": havn},
		{"kind": "PERSON", "organization": nil, "registrationNumber": nil},
		{"address": paris, "internationalAddress": paris},
		{"internationalAddress": nil, "phone": "+33 1 23 45 67 80", "fax": "+33123456781", "mobile": "+33612345678"},
		{"fax": nil, "mobile": nil, "language": "fr", "vatNumber": "FR 12 345678901"},
		{"language": nil, "vatNumber": nil, "clientDeleteProhibited": true},
		{"clientUpdateProhibited": true},
		{"clientUpdateProhibited": false},
		{"email": "zoe@exämple.org"},
		{"email": "zoe@other.example", "givenName": "Zoe"},
	}
}
