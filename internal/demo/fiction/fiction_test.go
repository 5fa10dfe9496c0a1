package fiction

import (
	"slices"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"github.com/handledesk/handledesk/internal/registrar"
)

var kinds = []registrar.Kind{registrar.Person, registrar.Company, registrar.Association, registrar.PublicBody}

// every makes up somebody of each country and kind, several times, with domains.
func every(t *testing.T, seed uint64, visit func(a *Author, c *Character)) {
	t.Helper()
	a := NewAuthor(seed)
	for _, country := range Countries() {
		for _, kind := range kinds {
			for range 4 {
				c, err := a.Character(country, kind)
				if err != nil {
					t.Fatal(err)
				}
				visit(a, c)
			}
		}
	}
}

func TestRecordsMayBeStoredAndStayAsTheyAre(t *testing.T) {
	emails := map[string]bool{}
	every(t, 1, func(_ *Author, c *Character) {
		checked, problems := registrar.CheckHandle(c.Data)
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.Data.DisplayName(), problems)
		}
		if checked.ContentKey() != c.Data.ContentKey() {
			t.Errorf("checking %s again changed it", c.Data.DisplayName())
		}
		for _, number := range []string{c.Data.Phone, c.Data.Mobile, c.Data.Fax} {
			if number != "" && !valid(number) {
				t.Errorf("libphonenumber does not call %s valid", number)
			}
		}
		if key := registrar.EmailKey(c.Data.Email); emails[key] {
			t.Errorf("%s twice", key)
		} else {
			emails[key] = true
		}
	})
	if n := len(Countries()); n < 60 {
		t.Errorf("only %d countries", n)
	}
}

func TestPhonesBelongToTheirCountry(t *testing.T) {
	a := NewAuthor(2)
	for _, country := range Countries() {
		for _, kind := range []phonenumbers.PhoneNumberType{phonenumbers.FIXED_LINE, phonenumbers.MOBILE} {
			number, err := phonenumbers.Parse(a.phone(country, kind), "ZZ")
			if err != nil || !phonenumbers.IsValidNumberForRegion(number, country) {
				t.Errorf("%s: %v: %v", country, number, err)
			}
		}
	}
}

func TestInternationalAddressesAreThere(t *testing.T) {
	with := map[string]bool{}
	every(t, 3, func(_ *Author, c *Character) {
		with[c.Data.Address.Country] = with[c.Data.Address.Country] || c.Data.InternationalAddress != nil
	})
	for _, country := range []string{"GR", "UA", "GE", "AM", "IL", "SA", "IN", "TH", "CN", "TW", "JP", "KR"} {
		if !with[country] {
			t.Errorf("nobody of %s has an address in ASCII", country)
		}
	}
}

func TestDomainNamesCanBeRegisteredAndAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	international := 0
	every(t, 4, func(a *Author, c *Character) {
		for _, isGeneric := range []bool{true, false} {
			name, err := a.DomainName(c, isGeneric)
			if err != nil {
				t.Fatal(err)
			}
			again, err := registrar.ParseDomainName(name.Unicode)
			if err != nil || again != name {
				t.Errorf("%s reads back as %v: %v", name.Unicode, again, err)
			}
			if isGeneric && !registrar.PolicyFor(name.TLD).VerifyRegistrant {
				t.Errorf("%s is not below a generic TLD", name.Unicode)
			}
			if seen[name.ASCII] {
				t.Errorf("%s twice", name.ASCII)
			}
			seen[name.ASCII] = true
			if name.ASCII != name.Unicode {
				international++
			}
		}
	})
	if international < len(seen)/5 {
		t.Errorf("only %d of %d names are internationalised", international, len(seen))
	}
}

func TestEverySuffixTakesNames(t *testing.T) {
	for code, l := range lands {
		for _, suffix := range append(texts(l.zones), text(l.idnZone)) {
			if suffix.own == "" {
				continue
			}
			if _, err := registrar.ParseDomainName("handledesk." + suffix.own); err != nil {
				t.Errorf("%s: %s: %v", code, suffix.own, err)
			}
		}
	}
}

func TestTheSameSeedTellsTheSameStory(t *testing.T) {
	tell := func(seed uint64) []string {
		var told []string
		every(t, seed, func(a *Author, c *Character) {
			name, err := a.DomainName(c, false)
			if err != nil {
				t.Fatal(err)
			}
			told = append(told, c.Data.ContentKey(), name.ASCII)
		})
		return told
	}
	first := tell(5)
	if !slices.Equal(first, tell(5)) {
		t.Error("the same seed told two stories")
	}
	if slices.Equal(first, tell(6)) {
		t.Error("two seeds told the same story")
	}
}

func TestPortfolio(t *testing.T) {
	a := NewAuthor(7)
	names, err := a.Portfolio([]string{"alpha", "bücher"}, []string{"", "-shop"}, []string{"com", "de"}, 6)
	if err != nil || len(names) != 6 {
		t.Fatalf("%v, %v", names, err)
	}
	if _, err := a.Portfolio([]string{"alpha", "bücher"}, []string{"", "-shop"}, []string{"com", "de"}, 3); err == nil {
		t.Error("names were given out twice")
	}
	if _, err := a.Portfolio([]string{"-"}, []string{""}, []string{"com"}, 1); err == nil {
		t.Error("a label that is none was taken")
	}
}
