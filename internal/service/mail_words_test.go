package service

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestShortReply(t *testing.T) {
	for typed, want := range map[string]string{
		"250 2.0.0 taken":                     "250 2.0.0 taken",
		strings.Repeat("é", longestReply):     strings.Repeat("é", longestReply),
		strings.Repeat("é", longestReply+1):   strings.Repeat("é", longestReply),
		"550-5.1.1 no\r\n550 such\x00 user\t": "550-5.1.1 no 550 such user",
		"550 \xff\xfe no":                     "550 no",
	} {
		got := shortReply(typed)
		if got == nil || *got != want || !utf8.ValidString(*got) {
			t.Errorf("%q became %v", typed, got)
		}
	}
	for _, typed := range []string{"", " \r\n ", "\xff", "\x00"} {
		if got := shortReply(typed); got != nil {
			t.Errorf("%q became %q, want nothing", typed, *got)
		}
	}
}

func TestKnownForm(t *testing.T) {
	for typed, want := range map[string]string{
		"jd1042-hd": "JD1042-HD", "JD1042-HD": "JD1042-HD", strings.Repeat("A", longestCode+1): "", "": "",
	} {
		if got := knownForm(typed); got != want {
			t.Errorf("%q is looked for as %q, want %q", typed, got, want)
		}
	}
}

func TestResultsHaveNames(t *testing.T) {
	names := map[string]bool{}
	for _, r := range []Result{Taken, Delayed, Refused, BadAddress} {
		names[r.String()] = r.String() != ""
	}
	if len(names) != 4 || names[""] {
		t.Errorf("the results are called %v", names)
	}
}
