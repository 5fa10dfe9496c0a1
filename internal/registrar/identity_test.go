package registrar

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestNamesShownAndSorted(t *testing.T) {
	for _, c := range []struct {
		d             HandleData
		display, sort string
	}{
		{HandleData{Kind: Person, GivenName: "Mary-Anne", FamilyName: "O'Neill"}, "Mary-Anne O'Neill", "O'Neill Mary-Anne"},
		{HandleData{Kind: Company, GivenName: "Mary-Anne", FamilyName: "O'Neill", Organization: "Acme"}, "Acme", "Acme"},
		{HandleData{Kind: Person, FamilyName: "王"}, "王", "王"},
		{HandleData{}, "", ""},
	} {
		if got := c.d.DisplayName(); got != c.display {
			t.Errorf("DisplayName = %q, want %q", got, c.display)
		}
		if got := c.d.SortName(); got != c.sort {
			t.Errorf("SortName = %q, want %q", got, c.sort)
		}
	}
}

func TestFingerprintIsTheIdentity(t *testing.T) {
	base := amelie()
	if len(base.Fingerprint()) != 64 || strings.Trim(base.Fingerprint(), "0123456789abcdef") != "" {
		t.Errorf("%q is not SHA-256 in hex", base.Fingerprint())
	}
	same := []func(*HandleData){
		func(d *HandleData) { d.GivenName = " AME\u0301LIE " },
		func(d *HandleData) { d.FamilyName = "Ｌefèvre" },
		func(d *HandleData) { d.Email = strings.ToUpper(d.Email) },
		func(d *HandleData) { d.Email = "amelie@Lefèvre.example" },
		func(d *HandleData) { d.Phone, d.Kind, d.Address = "", Association, Address{} },
	}
	for i, change := range same {
		d := amelie()
		if change(&d); d.Fingerprint() != base.Fingerprint() {
			t.Errorf("same %d is another identity", i)
		}
	}
	other := []func(*HandleData){
		func(d *HandleData) { d.GivenName = "Amelie" },
		func(d *HandleData) { d.Organization = "" },
		func(d *HandleData) { d.Email = "other@xn--lefvre-5ua.example" },
		func(d *HandleData) { d.GivenName, d.FamilyName = d.FamilyName, d.GivenName },
		func(d *HandleData) { d.GivenName, d.FamilyName = d.GivenName+"1:"+d.FamilyName, "" },
	}
	for i, change := range other {
		d := amelie()
		if change(&d); d.Fingerprint() == base.Fingerprint() {
			t.Errorf("other %d is the same identity", i)
		}
	}
}

// TestContentKeyCountsEveryField changes each string of the record in turn, found by reflection, so that a field added
// later cannot be forgotten.
func TestContentKeyCountsEveryField(t *testing.T) {
	seen := map[string]string{amelie().ContentKey(): "nothing"}
	count := 0
	var visit func(value func(*HandleData) reflect.Value, name string)
	visit = func(value func(*HandleData) reflect.Value, name string) {
		d := amelie()
		switch v := value(&d); v.Kind() {
		case reflect.String:
			v.SetString(v.String() + "x")
			count++
			if earlier, found := seen[d.ContentKey()]; found {
				t.Errorf("changing %s gives the key of changing %s", name, earlier)
			}
			seen[d.ContentKey()] = name
		case reflect.Struct:
			for i := range v.NumField() {
				visit(func(d *HandleData) reflect.Value { return value(d).Field(i) }, name+"."+v.Type().Field(i).Name)
			}
		case reflect.Pointer:
			visit(func(d *HandleData) reflect.Value { return value(d).Elem() }, name)
		case reflect.Slice:
			visit(func(d *HandleData) reflect.Value { return value(d).Index(0) }, name)
		default:
			t.Errorf("%s is of a kind this test does not know", name)
		}
	}
	visit(func(d *HandleData) reflect.Value { return reflect.ValueOf(d).Elem() }, "")
	if count != 21 {
		t.Errorf("%d texts changed, want 21", count)
	}
	d := amelie()
	d.InternationalAddress = nil
	if earlier, found := seen[d.ContentKey()]; found {
		t.Errorf("no international address gives the key of %s", earlier)
	}
	d = amelie()
	d.Address.Street = append(d.Address.Street, "2nd floor")
	if earlier, found := seen[d.ContentKey()]; found {
		t.Errorf("a street line more gives the key of %s", earlier)
	}
}

func TestIdentifierChangesIgnoreFormAndBlanks(t *testing.T) {
	before, after := amelie(), amelie()
	after.GivenName, after.Organization, after.Phone = " Ame\u0301lie ", "Lefèvre &  Söhne GmbH", "+33123456789"
	if got := IdentifierChanges(before, after); len(got) > 0 {
		t.Errorf("got %v, want none", got)
	}
	after.Kind, after.GivenName, after.FamilyName, after.Organization, after.RegistrationNumber = Association, "A", "b", "C", ""
	want := []string{"kind", "givenName", "familyName", "organization", "registrationNumber"}
	if got := IdentifierChanges(before, after); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestChangesNameEachFieldWithBothValues(t *testing.T) {
	before, after := amelie(), amelie()
	if got := Changes(before, after); len(got) > 0 {
		t.Errorf("no change gives %+v", got)
	}
	after.Address.Street = []string{"Domkloster 4"}
	after.InternationalAddress = nil
	after.Fax = ""
	after.Email = "New@example.com"
	want := []Change{
		{"address", before.Address, after.Address},
		{"internationalAddress", *before.InternationalAddress, nil},
		{"email", before.Email, "New@example.com"},
		{"fax", before.Fax, nil},
	}
	if got := Changes(before, after); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	back := Changes(after, before)
	if back[1].Before != nil || back[1].Field != "internationalAddress" {
		t.Errorf("an address that comes is not told: %+v", back)
	}
}

// TestEveryFieldIsComparedByItsName holds the fields of Changes to the names under which the record is written.
func TestEveryFieldIsComparedByItsName(t *testing.T) {
	written, err := json.Marshal(amelie())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]json.RawMessage{}
	if err := json.Unmarshal(written, &names); err != nil {
		t.Fatal(err)
	}
	changes := Changes(HandleData{}, amelie())
	if len(changes) != len(names) {
		t.Errorf("%d fields compared, %d written", len(changes), len(names))
	}
	for _, c := range changes {
		if after, _ := json.Marshal(c.After); string(after) != string(names[c.Field]) {
			t.Errorf("%s is written as %s, compared as %s", c.Field, names[c.Field], after)
		}
	}
}
