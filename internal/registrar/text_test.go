package registrar

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestCleanTextStoresWhatPeopleMean(t *testing.T) {
	for _, c := range []struct{ name, typed, want string }{
		{"nothing", "", ""},
		{"blanks only", " \t\r\n\u3000\u200e ", ""},
		{"line end of a paste", "Müller\r\n", "Müller"},
		{"decomposed letters", "Mu\u0308ller", "Müller"},
		{"runs of blanks", "Rue  de\u00a0 \u3000Paris", "Rue de Paris"},
		{"right-to-left mark in front", "\u200fطنطا", "طنطا"},
		{"left-to-right mark at the end", "مدينة عيسى\u200e", "مدينة عيسى"},
		{"directional mark inside", "A\u200fB", "A\u200fB"},
		{"zero-width joiner inside", "می\u200cخواهم", "می\u200cخواهم"},
		{"balanced isolate", "Café \u2068أ\u2069 1", "Café \u2068أ\u2069 1"},
		{"nested embedding", "\u202ba\u2066b\u2069c\u202c", "\u202ba\u2066b\u2069c\u202c"},
		{"byte order mark in front", "\ufeffAnna", "Anna"},
		{"punctuation of one name only", "-", "-"},
		{"emoji", "Café ☕", "Café ☕"},
		{"backslash", `Naujinink\u0173`, `Naujinink\u0173`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, fault := cleanText(c.typed)
			if got != c.want || fault != "" {
				t.Errorf("cleanText(%+q) = %+q, %q, want %+q", c.typed, got, fault, c.want)
			}
		})
	}
}

func TestCleanTextRefusesWhatNoFormTakes(t *testing.T) {
	for _, c := range []struct{ name, typed, says string }{
		{"invalid UTF-8", "M\xfcller", "UTF-8"},
		{"NUL", "a\x00b", "U+0000"},
		{"tab inside", "a\tb", "U+0009"},
		{"line break inside", "a\nb", "U+000A"},
		{"C1 control", "a\u0081b", "U+0081"},
		{"line separator", "a\u2028b", "U+2028"},
		{"paragraph separator", "a\u2029b", "U+2029"},
		{"override", "a\u202eb\u202c", "U+202E"},
		{"unclosed embedding", "a\u202ab", "unpaired"},
		{"unclosed isolate", "a\u2067b", "unpaired"},
		{"closer alone", "a\u2069b", "unpaired"},
		{"crossed pairs", "\u202aa\u2066b\u202cc\u2069", "unpaired"},
		{"noncharacter", "a\ufffeb", "U+FFFE"},
		{"noncharacter of the last plane", "a\U0010ffffb", "U+10FFFF"},
		{"replacement character", "M\ufffdller", "U+FFFD"},
		{"byte order mark inside", "a\ufeffb", "U+FEFF"},
		{"nothing visible", "a\u200d"[1:], "can be seen"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, fault := cleanText(c.typed); !strings.Contains(fault, c.says) {
				t.Errorf("cleanText(%+q) says %q, want %q in it", c.typed, fault, c.says)
			}
		})
	}
}

func TestCleanTextIsNormalAndStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once, fault := cleanText(anyText().Draw(t, "text"))
		if fault != "" {
			return
		}
		if !norm.NFC.IsNormalString(once) {
			t.Fatalf("%+q is not NFC", once)
		}
		if twice, fault := cleanText(once); twice != once || fault != "" {
			t.Fatalf("cleaned again: %+q, %q, want %+q", twice, fault, once)
		}
	})
}

// anyText draws texts rich in what goes wrong: marks, blanks, directions, several scripts.
func anyText() *rapid.Generator[string] {
	tricky := rapid.SampledFrom([]rune(" \u00a0\u2002\u3000\u200b\u200d\u200e\u200f\u0301\u0308\u0338\u0345\u05b0\u0e31" +
		"ＡａÅÅﬁßςΣİıẞẛ나각가ᄀ\u1161\u11a8が\u3099日本ไทยابآ'’-.@xn019\u202a\u202c\u2068\u2069"))
	return rapid.OneOf(rapid.StringOf(tricky), rapid.String(), rapid.StringOfN(tricky, 1, 8, -1))
}

func TestFoldComparesNamesWithoutAccentsAndCase(t *testing.T) {
	for typed, want := range map[string]string{
		"Lefèvre":    "lefevre",
		"MÜLLER":     "muller",
		"Straße":     "strasse",
		"STRASSE":    "strasse",
		"Łukasz":     "lukasz",
		"Żółkiewski": "zolkiewski",
		"Søren":      "soren",
		"Ångström":   "angstrom",
		"Ærøskøbing": "aeroskobing",
		"Þórsson":    "thorsson",
		"Đặng":       "dang",
		"Nguyễn Thị": "nguyen thi",
		"İpek":       "ipek",
		"Işık":       "isik",
		"Œuvre":      "oeuvre",
		"ﬁnance Ⅳ":   "finance iv",
		"ＡＢＣ":        "abc",
		"Ὀδυσσεύς":   "οδυσσευσ",
		"Ёлкин":      "елкин",
		"Київ":       "киів",
		"Sanʿaʾ":     "sana",
		"أحمد":       "احمد",
		"مُحَمَّد":   "محمد",
		"فاطمة":      "فاطمه",
		"שָׁלוֹם":    "שלום",
		"ガス":         "ガス",
		"ｶﾞｽ":        "ガス",
		"김민준":        "김민준",
		"กรุงเทพ":    "กรุงเทพ",
		"हिन्दी":     "हिन्दी",
		"東京":         "東京",
	} {
		if got := Fold(typed); got != want {
			t.Errorf("Fold(%q) = %q (%+q), want %q (%+q)", typed, got, got, want, want)
		}
	}
}

func TestFoldIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(anyText().Draw(t, "text"))
		if twice := Fold(once); twice != once {
			t.Fatalf("folded again: %+q, want %+q", twice, once)
		}
	})
}
