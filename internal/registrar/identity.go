package registrar

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// DisplayName is the name under which a handle is shown: the organization, otherwise given and family name.
func (d HandleData) DisplayName() string {
	if d.Organization != "" {
		return d.Organization
	}
	return strings.TrimSpace(d.GivenName + " " + d.FamilyName)
}

// SortName is the name by which a handle is put in order: the organization, otherwise family and given name.
func (d HandleData) SortName() string {
	if d.Organization != "" {
		return d.Organization
	}
	return strings.TrimSpace(d.FamilyName + " " + d.GivenName)
}

// Fingerprint tells whether two records are the same identity to ICANN's verification: names, organization and e-mail
// address are equal when neither case, nor width, nor blanks count. Accents do: Muller is not Müller.
// It is the SHA-256 in hex.
func (d HandleData) Fingerprint() string {
	return digest(sameName(d.GivenName), sameName(d.FamilyName), sameName(d.Organization), EmailKey(d.Email))
}

func sameName(name string) string {
	text, _ := cleanText(norm.NFKC.String(cases.Fold().String(norm.NFKC.String(name))))
	return text
}

// ContentKey is equal for two checked records exactly when all their fields are. It is the SHA-256 in hex.
func (d HandleData) ContentKey() string {
	parts := []string{string(d.Kind), d.GivenName, d.FamilyName, d.Organization, d.RegistrationNumber}
	parts = append(parts, d.Address.parts()...)
	if d.InternationalAddress != nil {
		parts = append(parts, "international")
		parts = append(parts, d.InternationalAddress.parts()...)
	}
	return digest(append(parts, d.Email, d.Phone, d.Fax, d.Mobile, d.Language, d.VATNumber)...)
}

func (a Address) parts() []string {
	parts := append([]string{strconv.Itoa(len(a.Street))}, a.Street...)
	return append(parts, a.City, a.StateProvince, a.PostalCode, a.Country)
}

// digest hashes the parts with their lengths, so that no two lists of parts run together into the same bytes.
func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		h.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Change is one field that an update gave another value. Before and After are nil where the field was not there.
type Change struct {
	Field  string `json:"field"` // as in the schema; an address is one field
	Before any    `json:"before"`
	After  any    `json:"after"`
}

// recordField is a field of HandleData by its name in the schema.
type recordField struct {
	name  string
	value func(HandleData) any
}

func textField(name string, get func(HandleData) string) recordField {
	return recordField{name, func(d HandleData) any {
		if value := get(d); value != "" {
			return value
		}
		return nil
	}}
}

// identifiers are the fields that are locked while a handle is linked to a domain.
var identifiers = []recordField{
	textField("kind", func(d HandleData) string { return string(d.Kind) }),
	textField("givenName", func(d HandleData) string { return d.GivenName }),
	textField("familyName", func(d HandleData) string { return d.FamilyName }),
	textField("organization", func(d HandleData) string { return d.Organization }),
	textField("registrationNumber", func(d HandleData) string { return d.RegistrationNumber }),
}

// otherFields are all the rest, in the schema's order.
var otherFields = []recordField{
	{"address", func(d HandleData) any {
		if d.Address.Equal(Address{}) {
			return nil
		}
		return d.Address
	}},
	{"internationalAddress", func(d HandleData) any {
		if d.InternationalAddress == nil {
			return nil
		}
		return *d.InternationalAddress
	}},
	textField("email", func(d HandleData) string { return d.Email }),
	textField("phone", func(d HandleData) string { return d.Phone }),
	textField("fax", func(d HandleData) string { return d.Fax }),
	textField("mobile", func(d HandleData) string { return d.Mobile }),
	textField("language", func(d HandleData) string { return d.Language }),
	textField("vatNumber", func(d HandleData) string { return d.VATNumber }),
}

// IdentifierChanges names the identifier fields whose value differs when form NFC and blanks do not count.
func IdentifierChanges(before, after HandleData) []string {
	names := []string{}
	for _, f := range identifiers {
		if !sameValue(f.value(before), f.value(after)) {
			names = append(names, f.name)
		}
	}
	return names
}

// Changes lists the fields whose value differs, for the record of the event.
func Changes(before, after HandleData) []Change {
	changes := []Change{}
	for _, fields := range [][]recordField{identifiers, otherFields} {
		for _, f := range fields {
			if b, a := f.value(before), f.value(after); !sameValue(b, a) {
				changes = append(changes, Change{Field: f.name, Before: b, After: a})
			}
		}
	}
	return changes
}

func sameValue(a, b any) bool {
	x, isAddress := a.(Address)
	y, both := b.(Address)
	if isAddress || both {
		return isAddress && both && x.Equal(y)
	}
	return cleanValue(a) == cleanValue(b)
}

// cleanValue returns a text without the differences that are none; nil is as empty.
func cleanValue(value any) string {
	typed, _ := value.(string)
	text, _ := cleanText(typed)
	return text
}
