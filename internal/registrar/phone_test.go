package registrar

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

func TestPhoneTakesWhatPeopleType(t *testing.T) {
	for _, c := range []struct{ typed, country, want, epp string }{
		{"01 23 45 67 89", "FR", "+33123456789", "+33.123456789"},
		{"+33 (0)1 23 45 67 89", "DE", "+33123456789", "+33.123456789"},
		{"+33.123456789", "US", "+33123456789", "+33.123456789"},
		{"0033 1 23 45 67 89", "FR", "+33123456789", "+33.123456789"},
		{"tel:+33-1-23-45-67-89", "FR", "+33123456789", "+33.123456789"},
		{"\u202a+33 1 23 45 67 89\u202c", "FR", "+33123456789", "+33.123456789"},
		{"＋３３ １ ２３ ４５ ６７ ８９", "FR", "+33123456789", "+33.123456789"},
		{"(212) 555-0123", "US", "+12125550123", "+1.2125550123"},
		{"1-800-FLOWERS", "US", "+18003569377", "+1.8003569377"},
		{"+39 06 6981 2345", "VA", "+390669812345", "+39.0669812345"},
		{"+683 7012", "NU", "+6837012", "+683.7012"},
		{"+290 22158", "SH", "+29022158", "+290.22158"},
		{"+800 1234 5678", "CH", "+80012345678", "+800.12345678"},
		{"+44 1534 456789", "JE", "+441534456789", "+44.1534456789"},
		{"+225 21 23 45 67 89", "CI", "+2252123456789", "+225.2123456789"},
	} {
		got, problem := checkPhone(c.typed, c.country, "phone number")
		if got != c.want || problem != nil {
			t.Errorf("checkPhone(%q, %s) = %q, %v, want %q", c.typed, c.country, got, problem, c.want)
		}
		if epp := PhoneEPP(got); epp != c.epp {
			t.Errorf("PhoneEPP(%q) = %q, want %q", got, epp, c.epp)
		}
		if again, problem := checkPhone(got, "ZZ", "phone number"); again != got || problem != nil {
			t.Errorf("checkPhone(%q) again = %q, %v", got, again, problem)
		}
	}
}

func TestPhoneRefusalsSayWhy(t *testing.T) {
	for _, c := range []struct {
		typed, country string
		code           Code
		says           string
	}{
		{"call me", "FR", Invalid, "cannot be dialled"},
		{"+999 123 456", "FR", Invalid, "country code"},
		{"0000000", "AX", Invalid, "zeros in front"},
		{"01 23 45 67 89", "ZZ", Invalid, "country code"},
		{"112", "FR", Invalid, "too few digits"},
		{"+33 1 23 45 67 89 01", "FR", Invalid, "too many digits"},
		{"555-0123", "US", Invalid, "area code"},
		{"+33 1", "US", Invalid, "too short"},
		{"+33 1 23 45 67 89 ext. 12", "FR", NotAllowed, "extension"},
		{strings.Repeat("1", 300), "FR", Invalid, "too long"},
		{"+33\x00", "FR", Invalid, "control character"},
	} {
		if got, problem := checkPhone(c.typed, c.country, "phone number"); problem == nil || problem.Code != c.code || !strings.Contains(problem.Message, c.says) {
			t.Errorf("checkPhone(%q, %s) = %q, %v, want %s with %q", c.typed, c.country, got, problem, c.code, c.says)
		}
	}
}

// Every region's example numbers of every type are valid to libphonenumber, so they must pass and stay as they are.
func TestPhoneTakesEveryExampleNumber(t *testing.T) {
	types := []phonenumbers.PhoneNumberType{phonenumbers.FIXED_LINE, phonenumbers.MOBILE, phonenumbers.TOLL_FREE,
		phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.VOIP, phonenumbers.UAN, phonenumbers.PAGER}
	tried := 0
	for region := range phonenumbers.GetSupportedRegions() {
		for _, kind := range types {
			example := phonenumbers.GetExampleNumberForType(region, kind)
			if example == nil {
				continue
			}
			want := phonenumbers.Format(example, phonenumbers.E164)
			formats := []phonenumbers.PhoneNumberFormat{phonenumbers.INTERNATIONAL, phonenumbers.E164, phonenumbers.RFC3966}
			if kind == phonenumbers.FIXED_LINE {
				formats = append(formats, phonenumbers.NATIONAL)
			}
			for _, format := range formats {
				typed := phonenumbers.Format(example, format)
				if got, problem := checkPhone(typed, region, "phone number"); got != want || problem != nil {
					t.Errorf("checkPhone(%q, %s) = %q, %v, want %q", typed, region, got, problem, want)
				}
			}
			tried++
		}
	}
	if tried < 800 {
		t.Errorf("only %d examples tried", tried)
	}
}

func TestPhoneEPPOfNoNumberIsEmpty(t *testing.T) {
	for _, text := range []string{"", "none", "123"} {
		if got := PhoneEPP(text); got != "" {
			t.Errorf("PhoneEPP(%q) = %q", text, got)
		}
	}
}
