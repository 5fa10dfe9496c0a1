package registrar

import (
	"strings"
	"testing"
)

func TestEmailKeepsTheLocalPartAndEncodesTheDomain(t *testing.T) {
	long := strings.Repeat("a", 64)
	for typed, want := range map[string]string{
		"holder@example.com":               "holder@example.com",
		"  Anna.O'Neill+tag@Example.COM\n": "Anna.O'Neill+tag@example.com",
		"info@Bücher.de":                   "info@xn--bcher-kva.de",
		"info@bu\u0308cher.de":             "info@xn--bcher-kva.de",
		"info@XN--BCHER-KVA.de":            "info@xn--bcher-kva.de",
		"a@例え。テスト":                         "a@xn--r8jz45g.xn--zckzah",
		"a@mail.example.com.":              "a@mail.example.com",
		"a@r3---sn.example.com":            "a@r3---sn.example.com",
		"!#$%&'*+/=?^_`{|}~-@example.org":  "!#$%&'*+/=?^_`{|}~-@example.org",
		long + "@example.com":              long + "@example.com",
		"a@straße.de":                      "a@xn--strae-oqa.de",
	} {
		if got, problem := checkEmail(typed); got != want || problem != nil {
			t.Errorf("checkEmail(%q) = %q, %v, want %q", typed, got, problem, want)
		}
	}
}

func TestEmailRefusals(t *testing.T) {
	label := strings.Repeat("b", 63)
	for typed, code := range map[string]Code{
		"holder":                                 Invalid,
		"@example.com":                           Invalid,
		"holder@":                                Invalid,
		"a@b@example.com":                        Invalid,
		"Anna <a@example.com>":                   Invalid,
		"mailto:a@example.com":                   Invalid,
		".a@example.com":                         Invalid,
		"a.@example.com":                         Invalid,
		"a..b@example.com":                       Invalid,
		"a b@example.com":                        Invalid,
		`"a b"@example.com`:                      Invalid,
		"a@localhost":                            Invalid,
		"a@192.0.2.1":                            Invalid,
		"a@[192.0.2.1]":                          Invalid,
		"a@exa_mple.com":                         Invalid,
		"a@-example.com":                         Invalid,
		"a@example-.com":                         Invalid,
		"a@example..com":                         Invalid,
		"a@.example.com":                         Invalid,
		"a@" + label + "b.com":                   Invalid,
		"a@xn--a.com":                            Invalid,
		"a\x00b@example.com":                     Invalid,
		"аnna@example.com":                       NotAllowed, // the first letter is Cyrillic
		"用户@example.com":                         NotAllowed,
		strings.Repeat("a", 65) + "@example.com": TooLong,
		"a@" + strings.Repeat(label+".", 3) + strings.Repeat("c", 61): TooLong,
	} {
		if got, problem := checkEmail(typed); problem == nil || problem.Code != code {
			t.Errorf("checkEmail(%q) = %q, %v, want %s", typed, got, problem, code)
		}
	}
}

func TestEmailDisplayAndKey(t *testing.T) {
	if got := EmailForDisplay("Info@xn--bcher-kva.de"); got != "Info@bücher.de" {
		t.Errorf("EmailForDisplay gives %q", got)
	}
	if got := EmailForDisplay("nothing"); got != "nothing" {
		t.Errorf("EmailForDisplay without a domain gives %q", got)
	}
	for typed, want := range map[string]string{
		"Anna@Example.COM":      "anna@example.com",
		" INFO@BÜCHER.de ":      "info@xn--bcher-kva.de",
		"Info@xn--bcher-kva.de": "info@xn--bcher-kva.de",
		"Not an address":        "not an address",
		"":                      "",
	} {
		if got := EmailKey(typed); got != want {
			t.Errorf("EmailKey(%q) = %q, want %q", typed, got, want)
		}
	}
}
