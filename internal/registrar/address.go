package registrar

import (
	"fmt"
	"slices"
	"strconv"
)

// The limits of an address, in characters, from the types of RFC 5733, section 4 (postalLineType, pcType), and the
// number of street lines that it has room for.
const (
	maxStreetLines = 3
	maxPostalLine  = 255
	maxPostalCode  = 16
)

// AddressInput is an address as a request gives it; a nil pointer is a field left out or null.
type AddressInput struct {
	Street        []string
	City          string
	StateProvince *string
	PostalCode    *string
	Country       string
}

// Address returns the input as typed, for CheckHandle to look at.
func (in AddressInput) Address() Address {
	a := Address{Street: slices.Clone(in.Street), City: in.City, Country: in.Country}
	if in.StateProvince != nil {
		a.StateProvince = *in.StateProvince
	}
	if in.PostalCode != nil {
		a.PostalCode = *in.PostalCode
	}
	return a
}

// Address is a postal address. An empty text is a part that the address does not have.
type Address struct {
	Street        []string `json:"street"`
	City          string   `json:"city"`
	StateProvince string   `json:"stateProvince,omitempty"`
	PostalCode    string   `json:"postalCode,omitempty"`
	Country       string   `json:"country"` // ISO 3166-1 alpha-2, in capitals
}

// Equal tells whether both are written alike.
func (a Address) Equal(b Address) bool {
	return slices.Equal(a.Street, b.Street) && a.City == b.City && a.StateProvince == b.StateProvince &&
		a.PostalCode == b.PostalCode && a.Country == b.Country
}

// checkAddress returns the address as it is stored and what is wrong with it. State and postal code are optional: many
// countries have neither. Empty street lines are left out; the problem of a line names its place in the input.
func checkAddress(raw Address) (Address, Problems) {
	v := &review{}
	a := Address{Street: v.street(raw.Street)}
	a.City = v.required(raw.City, maxPostalLine, "city", "city")
	a.StateProvince = v.text(raw.StateProvince, maxPostalLine, "state or province", "stateProvince")
	a.PostalCode = v.text(raw.PostalCode, maxPostalCode, "postal code", "postalCode")
	country, problem := checkCountry(raw.Country)
	a.Country = country
	v.note(problem, "country")
	return a, v.problems
}

func (v *review) street(typed []string) []string {
	lines := []string{}
	for i, line := range typed {
		if text := v.text(line, maxPostalLine, "street line", "street", strconv.Itoa(i)); text != "" {
			lines = append(lines, text)
		}
	}
	switch {
	case len(lines) == 0:
		v.refuse(Required, "The street is missing. Give one line at least.", "street")
	case len(lines) > maxStreetLines:
		v.refuse(TooLong, fmt.Sprintf("The street has %d lines. Put it in %d.", len(lines), maxStreetLines), "street")
	}
	return lines
}

// checkInternational checks the second form of an address: the same place, written in printable ASCII (type "int" of
// RFC 5733 beside "loc").
func checkInternational(raw Address, country string) (Address, Problems) {
	a, problems := checkAddress(raw)
	v := &review{problems: problems}
	for i, line := range raw.Street {
		text, _ := cleanText(line)
		v.ascii(text, "street", strconv.Itoa(i))
	}
	v.ascii(a.City, "city")
	v.ascii(a.StateProvince, "stateProvince")
	v.ascii(a.PostalCode, "postalCode")
	if AssignedCountry(a.Country) && AssignedCountry(country) && a.Country != country {
		v.refuse(Invalid, fmt.Sprintf("Both forms are one address. Give its country, %s, here too.", country), "country")
	}
	return a, v.problems
}

func (v *review) ascii(text string, path ...string) {
	if !isPrintableASCII(text) {
		v.refuse(NotAllowed, "The international form takes printable ASCII only. Write it in Latin letters without accents.", path...)
	}
}
