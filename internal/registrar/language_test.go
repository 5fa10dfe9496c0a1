package registrar

import (
	"strings"
	"testing"
)

func TestLanguageIsCanonical(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "  ": "", "en": "en", "EN-us": "en-US", "pt_br": "pt-BR", "zh-hant-tw": "zh-Hant-TW", "iw": "he",
		"sr-latn": "sr-Latn", "de-CH-1996": "de-CH-1996", "es-419": "es-419",
	} {
		if got, problem := checkLanguage(typed); got != want || problem != nil {
			t.Errorf("checkLanguage(%q) = %q, %v, want %q", typed, got, problem, want)
		}
	}
}

func TestLanguageRefusesWhatIsNoTag(t *testing.T) {
	for typed, code := range map[string]Code{
		"und": Invalid, "english": Invalid, "e": Invalid, "en-": Invalid, "qq-ZZZ": Invalid, "en\x00": Invalid,
		"en-x-" + strings.Repeat("abcdefg-", 5) + "z": TooLong,
	} {
		if got, problem := checkLanguage(typed); problem == nil || problem.Code != code {
			t.Errorf("checkLanguage(%q) = %q, %v, want %s", typed, got, problem, code)
		}
	}
}
