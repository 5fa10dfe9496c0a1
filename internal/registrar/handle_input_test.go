package registrar

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// amelie is a record that is right as it is.
func amelie() HandleData {
	return HandleData{
		Kind: Company, GivenName: "Amélie", FamilyName: "Lefèvre", Organization: "Lefèvre & Söhne GmbH", RegistrationNumber: "HRB 1234",
		Address:              Address{Street: []string{"Bahnhofstraße 18"}, City: "Köln", StateProvince: "NRW", PostalCode: "50667", Country: "DE"},
		InternationalAddress: &Address{Street: []string{"Bahnhofstr. 18"}, City: "Cologne", PostalCode: "50667", Country: "DE"},
		Email:                "Amelie@xn--lefvre-5ua.example", Phone: "+4930123456", Fax: "+4930123457", Mobile: "+4915123456789",
		Language: "de-DE", VATNumber: "DE123456789",
	}
}

func TestHandleIsStoredNormalised(t *testing.T) {
	got, problems := CheckHandle(HandleData{
		Kind: " company ", GivenName: " Ame\u0301lie", FamilyName: "Lefe\u0300vre\n", Organization: "Lefèvre  &\u00a0Söhne GmbH", RegistrationNumber: "HRB  1234",
		Address:              Address{Street: []string{"", "Bahnhofstraße 18 ", ""}, City: "Köln", StateProvince: "NRW", PostalCode: " 50667", Country: "de"},
		InternationalAddress: &Address{Street: []string{"Bahnhofstr. 18"}, City: "Cologne", PostalCode: "50667", Country: "de"},
		Email:                " Amelie@Lefèvre.Example", Phone: "030 123456", Fax: "(030) 12 34 57", Mobile: "+49 151 23456789",
		Language: "de_de", VATNumber: "de 123.456-789",
	})
	expectProblems(t, problems)
	if differences := Changes(amelie(), got); len(differences) > 0 {
		t.Errorf("differs: %+v", differences)
	}
}

func TestHandleTellsAllProblemsTogether(t *testing.T) {
	_, problems := CheckHandle(HandleData{})
	expectProblems(t, problems, "REQUIRED kind", "REQUIRED givenName", "REQUIRED familyName",
		"REQUIRED address.street", "REQUIRED address.city", "REQUIRED address.country", "REQUIRED email", "REQUIRED phone")

	_, problems = CheckHandle(HandleData{
		Kind: "ROBOT", GivenName: strings.Repeat("a", 128), FamilyName: "a\x00", Organization: strings.Repeat("a", 256),
		RegistrationNumber:   strings.Repeat("a", 65),
		Address:              Address{Street: []string{"1", "\u202e2"}, City: "Köln", PostalCode: strings.Repeat("1", 17), Country: "uk"},
		InternationalAddress: &Address{Street: []string{"ß"}, Country: "DE"},
		Email:                "a@b", Phone: "x", Fax: "y", Mobile: "z", Language: "klingonese", VATNumber: "!",
	})
	expectProblems(t, problems, "INVALID kind", "TOO_LONG givenName", "INVALID familyName", "TOO_LONG organization",
		"TOO_LONG registrationNumber", "INVALID address.street.1", "TOO_LONG address.postalCode", "INVALID address.country",
		"REQUIRED internationalAddress.city", "NOT_ALLOWED internationalAddress.street.0",
		"INVALID email", "INVALID phone", "INVALID fax", "INVALID mobile", "INVALID language", "INVALID vatNumber")
}

func TestOrganizationFollowsTheKind(t *testing.T) {
	for kind, want := range map[Kind][2]string{ // without and with an organization
		Person:      {"", "NOT_ALLOWED organization"},
		Company:     {"REQUIRED organization", ""},
		Association: {"REQUIRED organization", ""},
		PublicBody:  {"REQUIRED organization", ""},
	} {
		for i, organization := range []string{" ", "Acme"} {
			d := amelie()
			d.Kind, d.Organization = kind, organization
			_, problems := CheckHandle(d)
			if want[i] == "" {
				expectProblems(t, problems)
			} else {
				expectProblems(t, problems, want[i])
			}
		}
	}
}

func TestNamesFitTogetherIntoOneNameOfEPP(t *testing.T) {
	d := amelie()
	d.GivenName, d.FamilyName = strings.Repeat("é", 127), strings.Repeat("王", 127)
	_, problems := CheckHandle(d)
	expectProblems(t, problems)
	if n := characters(d.GivenName + " " + d.FamilyName); n > maxPostalLine {
		t.Errorf("both names have %d characters, more than EPP's %d", n, maxPostalLine)
	}
}

func TestVATNumberLosesItsSeparators(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "FR 12 345678901": "FR12345678901", "CHE-123.456.789 MWST": "CHE123456789MWST", "NO 123 456 789 MVA": "NO123456789MVA",
		"IE1+23456W": "IE1+23456W", "27aapfu0939f1zv": "27AAPFU0939F1ZV", "123/456": "123456", strings.Repeat("1", 20): strings.Repeat("1", 20),
	} {
		v := &review{}
		if got := v.vat(typed); got != want || len(v.problems) > 0 {
			t.Errorf("vat(%q) = %q, %v, want %q", typed, got, v.problems, want)
		}
	}
	for _, typed := range []string{"FR1", "ABCDEF", "FR_12345", "１２３４５", strings.Repeat("1", 21), "FR\x001234"} {
		v := &review{}
		if got := v.vat(typed); len(v.problems) != 1 {
			t.Errorf("vat(%q) = %q, %v, want one problem", typed, got, v.problems)
		}
	}
}

func TestCheckedHandleIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkStable(t, drawHandle(t)) })
}

// drawHandle draws a record that is right but for some odd values.
func drawHandle(t *rapid.T) HandleData {
	odd := func(right string, label string) string {
		if rapid.IntRange(0, 3).Draw(t, label+"?") > 0 {
			return right
		}
		return rapid.OneOf(anyText(), rapid.Just("")).Draw(t, label)
	}
	d := amelie()
	d.Kind = rapid.SampledFrom([]Kind{Person, Company, Association, PublicBody, "company"}).Draw(t, "kind")
	d.GivenName, d.FamilyName = odd("Mary-Anne", "given"), odd(" O’Neill ", "family")
	d.Organization = odd("Söhne", "organization")
	if d.Kind == Person {
		d.Organization = ""
	}
	d.Address.Street = []string{odd("Rue", "street1"), odd("", "street2")}
	d.Address.City, d.Address.StateProvince = odd("Doha", "city"), odd("", "state")
	d.Address.Country = rapid.SampledFrom(Countries()).Draw(t, "country")
	d.InternationalAddress = nil
	d.Email = odd("a", "local") + "@" + odd("bücher", "label") + ".example"
	number := rapid.StringOfN(rapid.SampledFrom([]rune("0123456789 -()+٣x")), 3, 17, -1)
	d.Phone, d.Fax = "+49 30 "+number.Draw(t, "phone"), number.Draw(t, "fax")
	d.Language = rapid.SampledFrom([]string{"", "en", "zh_tw", "sr-Cyrl-RS", "iw-IL", "no", "sh"}).Draw(t, "language")
	return d
}

// checkStable fails when a record that passed changes or fails on a second check, or is not in form NFC.
func checkStable(t interface{ Fatalf(string, ...any) }, raw HandleData) {
	once, problems := CheckHandle(raw)
	for _, p := range problems {
		if p.Code == "" || len(p.Field) == 0 || p.Message == "" {
			t.Fatalf("a problem says too little: %+v", p)
		}
	}
	if len(problems) > 0 {
		return
	}
	twice, problems := CheckHandle(once)
	if len(problems) > 0 || once.ContentKey() != twice.ContentKey() {
		t.Fatalf("checked again: %v, %+v", problems, Changes(once, twice))
	}
	written, err := json.Marshal(once)
	if err != nil || !norm.NFC.IsNormal(written) {
		t.Fatalf("not NFC: %s, %v", written, err)
	}
	if CheckCode(FormatCode(CodePrefix(once), 1, "HD")) != nil {
		t.Fatalf("no code can be made of %+v: %q", once, CodePrefix(once))
	}
}

func FuzzCheckHandle(f *testing.F) {
	f.Add("COMPANY", "Amélie", "Lefèvre", "Söhne GmbH", "Rue 1", "Paris", "75007", "FR", "a@bücher.de", "01 23 45 67 89", "fr", "FR123456789")
	f.Add("PERSON", "ليلى", "حداد", "", "\u200fشارع", "طنطا\u200e", "", "eg", "Holder@Example.org", "+20 2 34567890", "ar-EG", "")
	f.Add("PERSON", "伟", "王", "", "陽明街 168", "新北市", "220", "TW", "x@例え.テスト", "＋886 2 2123 4567", "zh_hant", "")
	f.Fuzz(func(t *testing.T, kind, given, family, organization, street, city, postal, country, email, phone, language, vat string) {
		checkStable(t, HandleData{Kind: Kind(kind), GivenName: given, FamilyName: family, Organization: organization,
			Address:              Address{Street: []string{street}, City: city, PostalCode: postal, Country: country},
			InternationalAddress: &Address{Street: []string{street}, City: city, StateProvince: given, Country: country},
			Email:                email, Phone: phone, Mobile: phone, Language: language, VATNumber: vat})
	})
}
