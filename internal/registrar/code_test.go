package registrar

import (
	"testing"

	"pgregory.net/rapid"
)

func TestCodePrefixReminds(t *testing.T) {
	for _, c := range []struct{ given, family, organization, want string }{
		{"John", "Doe", "", "JD"},
		{"Mary-Anne", "O'Neill", "", "MAO"},
		{"Øystein", "Ångström", "", "OA"},
		{"Ævar", "Þórsson", "", "AT"},
		{"Łukasz", "Żółkiewski", "", "LZ"},
		{"Пётр", "Шевченко", "", "PS"},
		{"Ζωή", "Παπαδοπούλου", "", "ZP"},
		{"Nguyễn Thị", "Minh Khai", "", "NTM"},
		{"ليلى", "حداد", "", "HD"},
		{"伟", "王", "", "HD"},
		{"伟", "王", "Acme", "AC"},
		{"Amélie", "Lefèvre", "株式会社", "AL"},
		{"伟", "王", "X", "XX"},
		{"伟", "Ng", "", "NG"},
		{"-", "Suharto", "", "SU"},
		{"J1", "2", "", "JX"},
		{"", "", "", "HD"},
		{"John", "Doe", "株式会社 Toyota Motor", "TM"},
	} {
		d := HandleData{GivenName: c.given, FamilyName: c.family, Organization: c.organization}
		if got := CodePrefix(d); got != c.want {
			t.Errorf("CodePrefix(%q, %q, %q) = %q, want %q", c.given, c.family, c.organization, got, c.want)
		}
	}
}

func TestFormatCodeNeverPassesSixteen(t *testing.T) {
	for _, c := range []struct {
		prefix string
		n      int64
		suffix string
		want   string
	}{
		{"JD", 1042, "HD", "JD1042-HD"},
		{"ABCD", 999_999_999, "HD", "ABCD999999999-HD"},
		{"ABCD", 1_000_000_000, "HD", "ABC1000000000-HD"},
		{"ABCD", 99_999_999_999, "HD", "AB99999999999-HD"},
	} {
		got := FormatCode(c.prefix, c.n, c.suffix)
		if got != c.want || CheckCode(got) != nil {
			t.Errorf("FormatCode(%s, %d, %s) = %s, %v, want %s", c.prefix, c.n, c.suffix, got, CheckCode(got), c.want)
		}
	}
}

func TestCheckCode(t *testing.T) {
	for _, code := range []string{"JD1042-HD", "AB1-X", "ABCD9-12345678", "ABC1-HD"} {
		if err := CheckCode(code); err != nil {
			t.Errorf("CheckCode(%q) = %v", code, err)
		}
	}
	for _, code := range []string{"", "JD", "JD1042", "J1-HD", "ABCDE1-HD", "JD0-HD", "JD042-HD", "JD1042-", "jd1042-HD", "JD1042-hd",
		"JD1042_HD", "JD1042-HD ", "JD1042-HD\n", "ÄB1-HD", "ABCD9999999999-HD", "JD1-123456789"} {
		if CheckCode(code) == nil {
			t.Errorf("CheckCode(%q) takes it", code)
		}
	}
	if got := NormalizeCode("\u200e jd1042-hd\n"); got != "JD1042-HD" {
		t.Errorf("NormalizeCode gives %q", got)
	}
}

func TestEveryNameGivesAPrefixThatCodesTake(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := HandleData{GivenName: anyText().Draw(t, "given"), FamilyName: anyText().Draw(t, "family"), Organization: anyText().Draw(t, "organization")}
		code := FormatCode(CodePrefix(d), rapid.Int64Range(1, 99_999_999_999).Draw(t, "number"), "HD")
		if err := CheckCode(code); err != nil {
			t.Fatalf("%q: %v", code, err)
		}
	})
}

func TestCodeNumbersUseEachOfATierOnce(t *testing.T) {
	seen := map[int64]bool{}
	for place := int64(1); place <= 9_000+90_000; place++ {
		n := CodeNumber(place)
		low, high := int64(1_000), int64(9_999)
		if place > 9_000 {
			low, high = 10_000, 99_999
		}
		if n < low || n > high || seen[n] {
			t.Fatalf("place %d has number %d, which is out of its tier or taken", place, n)
		}
		seen[n] = true
	}
}
