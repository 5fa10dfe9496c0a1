package registrar

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/publicsuffix"
)

func TestGenericTLDsAskForVerification(t *testing.T) {
	for typed, label := range map[string]string{
		"com": "com", ".COM": "com", "net": "net", "org": "org", "info": "info", "shop": "shop", "museum": "museum",
		"xn--q9jyb4c": "xn--q9jyb4c", "みんな": "xn--q9jyb4c", "xn--80asehdb": "xn--80asehdb", "notyetopened": "notyetopened",
	} {
		want := TLDPolicy{TLD: label, VerifyRegistrant: true, Deadline: 15 * 24 * time.Hour}
		if got := PolicyFor(typed); got != want {
			t.Errorf("PolicyFor(%q) = %+v, want %+v", typed, got, want)
		}
	}
}

func TestCountryTLDsHaveNoDeadline(t *testing.T) {
	for typed, label := range map[string]string{
		"de": "de", "UK": "uk", ".eu": "eu", "su": "su", "io": "io", "рф": "xn--p1ai", "xn--fiqs8s": "xn--fiqs8s", "中国": "xn--fiqs8s",
		"gov": "gov", "edu": "edu", "int": "int", "mil": "mil", "arpa": "arpa", "": "",
	} {
		if got := PolicyFor(typed); got != (TLDPolicy{TLD: label}) {
			t.Errorf("PolicyFor(%q) = %+v, want no duty for %q", typed, got, label)
		}
	}
}

// TestCountryIDNsAreRealSuffixes catches a mistyped label: each is valid, not Latin, and ICANN's.
func TestCountryIDNsAreRealSuffixes(t *testing.T) {
	if len(countryIDNs) != 70 {
		t.Errorf("%d labels, want 70", len(countryIDNs))
	}
	for label := range countryIDNs {
		if !strings.HasPrefix(label, "xn--") || UnicodeName(label) == label {
			t.Errorf("%s is not an A-label", label)
		}
		if suffix, icann := publicsuffix.PublicSuffix("example." + label); !strings.HasSuffix(suffix, label) || !icann {
			t.Errorf("%s is not in the public suffix list", label)
		}
	}
}
