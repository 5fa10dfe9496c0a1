package registrar

import (
	"regexp"
	"strings"
)

// The limits of a handle's texts, in characters. EPP has one contact name of 255 characters (RFC 5733,
// postalLineType), in which both names and a space must fit.
const (
	maxName               = 127
	maxOrganization       = 255
	maxRegistrationNumber = 64
)

// vatNumber is a tax number without its separators: the European Union's (with + and * as Ireland and Spain once gave
// out), India's GSTIN, Norway's and Switzerland's with their endings, and the like; 20 characters hold them all.
var vatNumber = regexp.MustCompile(`^[0-9A-Z+*]{4,20}$`)

// vatSeparators are what people write between the groups of a tax number.
var vatSeparators = strings.NewReplacer(" ", "", ".", "", "-", "", "/", "")

// HandleData is a contact record without the things that happen to it: what people type and registries get. An empty
// text is a field that is not there. CheckHandle makes one that may be stored.
type HandleData struct {
	Kind                 Kind     `json:"kind"`
	GivenName            string   `json:"givenName"`
	FamilyName           string   `json:"familyName"`
	Organization         string   `json:"organization"`
	RegistrationNumber   string   `json:"registrationNumber"`
	Address              Address  `json:"address"`
	InternationalAddress *Address `json:"internationalAddress"`
	Email                string   `json:"email"`    // the domain in A-labels
	Phone                string   `json:"phone"`    // E.164
	Fax                  string   `json:"fax"`      // E.164
	Mobile               string   `json:"mobile"`   // E.164
	Language             string   `json:"language"` // BCP 47
	VATNumber            string   `json:"vatNumber"`
}

// CheckHandle takes values as people type them and returns the record as it is stored, with all problems together,
// each naming its field by the input's path, such as address.city or address.street.0. The record may be stored only
// when there are no problems; then checking it again changes nothing.
//
// Required are kind, both names, the address (street, city, country), e-mail and phone; the organization is required
// unless the kind is PERSON, and then forbidden.
func CheckHandle(raw HandleData) (HandleData, Problems) { return CheckChange(HandleData{}, raw) }

// CheckChange is CheckHandle for what a stored record is to become. Numbers that stay as they are were checked when they
// were stored, and are not looked up once more: that takes longer than all the rest, and tables of numbers change.
func CheckChange(stored, raw HandleData) (HandleData, Problems) {
	v := &review{}
	d := HandleData{}
	d.Kind = v.kind(raw.Kind)
	d.GivenName = v.required(raw.GivenName, maxName, "given name", "givenName")
	d.FamilyName = v.required(raw.FamilyName, maxName, "family name", "familyName")
	d.Organization = v.organization(raw.Organization, d.Kind)
	d.RegistrationNumber = v.text(raw.RegistrationNumber, maxRegistrationNumber, "registration number", "registrationNumber")
	v.addresses(raw, &d)
	d.Email = v.email(raw.Email)
	d.Phone = v.phone(stored.Phone, raw.Phone, d.Address.Country, true, "phone number", "phone")
	d.Fax = v.phone(stored.Fax, raw.Fax, d.Address.Country, false, "fax number", "fax")
	d.Mobile = v.phone(stored.Mobile, raw.Mobile, d.Address.Country, false, "mobile number", "mobile")
	language, problem := checkLanguage(raw.Language)
	d.Language = language
	v.note(problem, "language")
	d.VATNumber = v.vat(raw.VATNumber)
	return d, v.problems
}

func (v *review) kind(typed Kind) Kind {
	kind := Kind(strings.ToUpper(strings.TrimSpace(string(typed))))
	switch kind {
	case Person, Company, Association, PublicBody:
	case "":
		v.refuse(Required, "The kind is missing. Give PERSON, COMPANY, ASSOCIATION or PUBLIC_BODY.", "kind")
	default:
		v.refuse(Invalid, "The kind is not known. Give PERSON, COMPANY, ASSOCIATION or PUBLIC_BODY.", "kind")
	}
	return kind
}

func (v *review) organization(typed string, kind Kind) string {
	text := v.text(typed, maxOrganization, "organization", "organization")
	switch {
	case kind == Person && text != "":
		v.refuse(NotAllowed, "A PERSON has no organization. Leave it out, or choose another kind.", "organization")
	case text == "" && (kind == Company || kind == Association || kind == PublicBody):
		v.refuse(Required, "The organization is missing. Give its name, or choose the kind PERSON.", "organization")
	}
	return text
}

func (v *review) addresses(raw HandleData, d *HandleData) {
	address, problems := checkAddress(raw.Address)
	d.Address = address
	v.problems = append(v.problems, problems.Under("address")...)
	if raw.InternationalAddress == nil {
		return
	}
	international, problems := checkInternational(*raw.InternationalAddress, address.Country)
	d.InternationalAddress = &international
	v.problems = append(v.problems, problems.Under("internationalAddress")...)
}

func (v *review) email(typed string) string {
	if text, fault := cleanText(typed); text == "" && fault == "" {
		v.refuse(Required, "The e-mail address is missing. Give one that its owner reads.", "email")
		return ""
	}
	email, problem := checkEmail(typed)
	v.note(problem, "email")
	return email
}

func (v *review) phone(stored, typed, country string, required bool, what, field string) string {
	if typed == stored && typed != "" {
		return typed
	}
	if text, fault := cleanText(typed); text == "" && fault == "" {
		if required {
			v.refuse(Required, "The "+what+" is missing. Give one such as +33 1 23 45 67 89.", field)
		}
		return ""
	}
	number, problem := checkPhone(typed, country, what)
	v.note(problem, field)
	return number
}

func (v *review) vat(typed string) string {
	text, fault := cleanText(typed)
	if text == "" && fault == "" {
		return ""
	}
	number := strings.ToUpper(vatSeparators.Replace(text))
	switch {
	case fault != "":
		v.refuse(Invalid, "The VAT number "+fault, "vatNumber")
	case !vatNumber.MatchString(number) || !strings.ContainsAny(number, "0123456789"):
		v.refuse(Invalid, "The VAT number must be 4 to 20 letters and digits. Give it such as FR12345678901.", "vatNumber")
	}
	return number
}
