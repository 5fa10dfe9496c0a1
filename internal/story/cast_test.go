package story

import (
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// cast are the people and companies that a world can hold, as typed.
var cast = map[string]registrar.HandleData{
	"anna": {
		Kind: registrar.Person, GivenName: "Anna", FamilyName: "Lindqvist",
		Address: registrar.Address{Street: []string{"Storgatan 12"}, City: "Uppsala", PostalCode: "753 31", Country: "SE"},
		Email:   "anna@lindqvist.example", Phone: "+46 18 471 00 00", Language: "sv",
	},
	"piet": {
		Kind: registrar.Person, GivenName: "Piet", FamilyName: "de Vries",
		Address: registrar.Address{Street: []string{"Oudegracht 158"}, City: "Utrecht", PostalCode: "3511 AZ", Country: "NL"},
		Email:   "piet@devries.example", Phone: "+31 30 236 10 00",
	},
	"zoe": {
		Kind: registrar.Person, GivenName: "Zoé", FamilyName: "Lefèvre",
		Address: registrar.Address{Street: []string{"8 rue des Écoles"}, City: "Paris", PostalCode: "75005", Country: "FR"},
		Email:   "zoe@lefevre.example", Phone: "+33 1 44 27 44 27",
	},
	"werk": {
		Kind: registrar.Company, GivenName: "Jürgen", FamilyName: "Müller",
		Organization: "Müller Werkzeugbau GmbH", RegistrationNumber: "HRB 104711",
		Address: registrar.Address{Street: []string{"Industriestraße 7"}, City: "Stuttgart", PostalCode: "70565", Country: "DE"},
		Email:   "domains@mueller-werkzeugbau.example", Phone: "+49 711 7861 0", VATNumber: "DE136695976",
	},
	"north-office": {
		Kind: registrar.Company, GivenName: "Fiona", FamilyName: "Campbell",
		Organization: "Northwind Names Ltd", RegistrationNumber: "SC512233",
		Address: registrar.Address{Street: []string{"21 Queen Street"}, City: "Edinburgh", PostalCode: "EH2 1JX", Country: "GB"},
		Email:   "hostmaster@northwind-names.example", Phone: "+44 131 225 1234",
	},
	"south-office": {
		Kind: registrar.Company, GivenName: "Liam", FamilyName: "Nguyen",
		Organization: "Southern Cross Domains Pty Ltd", RegistrationNumber: "ACN 004 085 616",
		Address: registrar.Address{Street: []string{"5 Collins Street"}, City: "Melbourne", StateProvince: "VIC", PostalCode: "3000", Country: "AU"},
		Email:   "hostmaster@southern-cross.example", Phone: "+61 3 9650 1234",
	},
}

// person gives the record of one of the cast as it is stored.
func person(t testing.TB, name string) registrar.HandleData {
	t.Helper()
	typed, known := cast[name]
	if !known {
		t.Fatalf("nobody of the cast is called %q", name)
	}
	stored, problems := registrar.CheckHandle(typed)
	if err := problems.Err(); err != nil {
		t.Fatalf("the cast's %s: %v", name, err)
	}
	return stored
}
