package registrar

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/publicsuffix"
)

const day = 24 * time.Hour

func TestGenericTLDsAskForVerification(t *testing.T) {
	for typed, label := range map[string]string{
		"com": "com", ".COM": "com", "net": "net", "org": "org", "info": "info", "shop": "shop", "museum": "museum",
		"xn--q9jyb4c": "xn--q9jyb4c", "みんな": "xn--q9jyb4c", "xn--80asehdb": "xn--80asehdb", "notyetopened": "notyetopened",
	} {
		got := PolicyFor(typed)
		if !strings.Contains(got.Source, "ICANN 2013 Registrar Accreditation Agreement") {
			t.Errorf("PolicyFor(%q) has the source %q", typed, got.Source)
		}
		got.Source = ""
		if want := (TLDPolicy{TLD: label, VerifyRegistrant: true, Deadline: 15 * day}); got != want {
			t.Errorf("PolicyFor(%q) = %+v, want %+v", typed, got, want)
		}
	}
}

func TestCountryTLDsHaveNoDeadline(t *testing.T) {
	for typed, label := range map[string]string{
		"de": "de", "UK": "uk", ".eu": "eu", "su": "su", "io": "io", "рф": "xn--p1ai", "xn--fiqs8s": "xn--fiqs8s", "中国": "xn--fiqs8s",
		"XN--FIQS8S": "xn--fiqs8s", "РФ": "xn--p1ai", "ｄｅ": "de",
		"gov": "gov", "edu": "edu", "int": "int", "mil": "mil", "arpa": "arpa",
	} {
		got := PolicyFor(typed)
		if got.Source == "" {
			t.Errorf("PolicyFor(%q) has no source", typed)
		}
		got.Source = ""
		if got != (TLDPolicy{TLD: label}) {
			t.Errorf("PolicyFor(%q) = %+v, want no duty for %q", typed, got, label)
		}
	}
	if got := PolicyFor("."); got != (TLDPolicy{}) {
		t.Errorf("without a TLD there is the policy %+v", got)
	}
}

// TestTableAnswersAsItIsWritten reads the embedded file apart from the code that reads it for the program.
func TestTableAnswersAsItIsWritten(t *testing.T) {
	reader := csv.NewReader(strings.NewReader(defaultTable))
	reader.Comment = '#'
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]string{"*": "example", "??": "zz"} // a TLD for each of the lines that stand for several
	internationalised := 0
	for _, record := range records[1:] {
		label := record[0]
		if asked[label] != "" {
			label = asked[label]
		}
		want := TLDPolicy{TLD: label, Source: record[3]}
		if record[0] == "*" {
			want.VerifyRegistrant, want.Deadline = true, 15*day
		}
		if got := PolicyFor(label); got != want {
			t.Errorf("PolicyFor(%q) = %+v, want %+v", label, got, want)
		}
		if strings.HasPrefix(label, "xn--") {
			internationalised++
			if unicode := UnicodeName(label); unicode == label || PolicyFor(unicode) != want {
				t.Errorf("%s is not an A-label, or %q has another policy", label, unicode)
			}
			// A mistyped label is not in the public suffix list, or not in ICANN's section.
			if suffix, icann := publicsuffix.PublicSuffix("example." + label); !strings.HasSuffix(suffix, label) || !icann {
				t.Errorf("%s is not in the public suffix list", label)
			}
		}
	}
	if internationalised != 70 || len(records) != 1+2+5+70 {
		t.Errorf("%d lines, %d of them internationalised country codes, want 78 and 70", len(records), internationalised)
	}
}

func TestEveryTwoLetterCodeIsACountry(t *testing.T) {
	for first := 'a'; first <= 'z'; first++ {
		for second := 'a'; second <= 'z'; second++ {
			if code := string([]rune{first, second}); PolicyFor(code).VerifyRegistrant {
				t.Errorf("%s asks for verification", code)
			}
		}
	}
}

func TestAFileOverridesTheDefaults(t *testing.T) {
	policies, err := ReadPolicies(strings.NewReader("\ufeff# ours\r\ntld,verify,days,source\r\n" +
		"DE,yes,30,\"DENIC, guidelines\"\r\n.рф , Yes , 7 , registry\r\nxn--fiqs8s,yes,365,CNNIC\r\n中國,no,,CNNIC\r\n" +
		"com,no,,\"our contract\"\r\ngov,yes,1,dotgov\r\nmünchen,yes,3,city\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	for tld, want := range map[string]TLDPolicy{
		"de":             {"de", true, 30 * day, "DENIC, guidelines"},
		"xn--p1ai":       {"xn--p1ai", true, 7 * day, "registry"},
		"рф":             {"xn--p1ai", true, 7 * day, "registry"},
		"中国":             {"xn--fiqs8s", true, 365 * day, "CNNIC"},
		"xn--fiqz9s":     {"xn--fiqz9s", false, 0, "CNNIC"},
		".COM":           {"com", false, 0, "our contract"},
		"gov":            {"gov", true, day, "dotgov"},
		"xn--mnchen-3ya": {"xn--mnchen-3ya", true, 3 * day, "city"},
		"net":            PolicyFor("net"),
		"fr":             PolicyFor("fr"),
		"mil":            PolicyFor("mil"),
		"xn--qxam":       PolicyFor("xn--qxam"),
	} {
		if got := policies.For(tld); got != want {
			t.Errorf("For(%q) = %+v, want %+v", tld, got, want)
		}
	}
	if PolicyFor("de").VerifyRegistrant || !PolicyFor("com").VerifyRegistrant {
		t.Error("the file changed the defaults")
	}
}

func TestAFileOverridesTheLinesForMany(t *testing.T) {
	policies, err := ReadPolicies(strings.NewReader("tld,verify,days,source\n*,yes,10,house rule\n??,yes,20,house rule\nfr,no,,AFNIC\n"))
	if err != nil {
		t.Fatal(err)
	}
	for tld, days := range map[string]int{"com": 10, "новый": 10, "de": 20, "uk": 20, "fr": 0, "рф": 0, "mil": 0} {
		got := policies.For(tld)
		if got.Deadline != time.Duration(days)*day || got.VerifyRegistrant != (days > 0) || got.TLD == "*" || got.TLD == "??" {
			t.Errorf("For(%q) = %+v, want %d days", tld, got, days)
		}
	}
	if policies, err = ReadPolicies(strings.NewReader("tld,verify,days,source\n")); err != nil || policies.For("com") != PolicyFor("com") {
		t.Errorf("a file without lines gives %v, %v", policies, err)
	}
}

func TestEveryBadLineIsNamed(t *testing.T) {
	_, err := ReadPolicies(strings.NewReader(`tld,verify,days,source
# a remark
com,maybe,15,contract
net,yes,0,contract
net,yes,15,contract
org,yes,366,contract
info,yes,1.5,contract
biz,no,15,contract
shop,yes,15,
co.uk,no,,Nominet
рф,no,,registry
xn--p1ai,no,,registry
app,yes,15,a contract, and another
dev,yes,15,a "contract"
,yes,15,nothing
xn--zzzzzz,yes,15,no punycode
x1,yes,15,digits
*,yes,,contract
*,yes,5,contract
good,yes,5,contract
zip,sometimes,,
`))
	want := strings.Split(`line 3, verify: "maybe" is neither yes nor no
line 4, days: "0" is not a whole number from 1 to 365
line 5, tld: "net" stands in line 4 already
line 6, days: "366" is not
line 7, days: "1.5" is not
line 8, days: leave it empty
line 9, source: say where
line 10, tld: "co.uk" is not a top-level domain
line 12, tld: "xn--p1ai" stands in line 11 already
line 13, whole line: it has 5 columns instead of 4
line 14, whole line: the quotes are wrong
line 15, tld: "" is not
line 16, tld: "xn--zzzzzz" is not
line 17, tld: "x1" is not
line 18, days: "" is not
line 19, tld: "*" stands in line 18 already
line 21, verify: "sometimes" is neither
line 21, source: say where`, "\n")
	if err == nil {
		t.Fatal("the file is taken")
	}
	got := strings.Split(err.Error(), "\n")
	if len(got) != len(want) {
		t.Fatalf("%d problems, want %d:\n%s", len(got), len(want), err)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got  %s\nwant %s …", got[i], want[i])
		}
	}
}

func TestAFileOfAnotherKindIsRefused(t *testing.T) {
	for content, says := range map[string]string{
		"":                                     "must name the columns, separated by commas: tld,verify,days,source",
		"com,yes,15,contract\n":                "must name the columns",
		"tld;verify;days;source\n":             "must name the columns",
		"tld,verify,days\n":                    "must name the columns",
		"tld,verify,days,source\nm\xfcnchen\n": "not UTF-8",
		strings.Repeat("#\n", 1<<19) + "x":     "larger than 1 MiB",
	} {
		if _, err := ReadPolicies(strings.NewReader(content)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q gives %v, want %q", content, err, says)
		}
	}
}

func TestAskingForAPlainTLDCostsNoMemory(t *testing.T) {
	policies := DefaultPolicies()
	for _, tld := range []string{"com", "de", "gov", "xn--p1ai"} {
		if n := testing.AllocsPerRun(100, func() { policies.For(tld) }); n != 0 {
			t.Errorf("For(%q) allocates %v times", tld, n)
		}
	}
}

func BenchmarkPolicyFor(b *testing.B) {
	for _, tld := range []string{"com", "de", "xn--p1ai", "рф"} {
		b.Run(tld, func(b *testing.B) {
			for b.Loop() {
				PolicyFor(tld)
			}
		})
	}
}

// What is taken answers by its lines and can be written out and read again; what is refused names lines.
func FuzzReadPolicies(f *testing.F) {
	for _, seed := range []string{
		defaultTable, "tld,verify,days,source\nde,yes,30,DENIC\n", "tld,verify,days,source\nрф,yes,0,\n*,no,,x\n??,yes,9,y\n",
		"\ufefftld,verify,days,source\n\"de\",yes,30,\"a \"\"b\"\"\n\n#\nx", "tld,verify,days,source\n\"\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		policies, err := ReadPolicies(strings.NewReader(content))
		if (policies == nil) == (err == nil) {
			t.Fatalf("got %v and %v", policies, err)
		}
		if err != nil {
			return
		}
		for label, want := range policies.byLabel {
			got := policies.For(label)
			if got != want || got.TLD != label || got.VerifyRegistrant != (got.Deadline > 0) || got.Deadline > 365*day || got.Source == "" {
				t.Fatalf("For(%q) = %+v, want %+v", label, got, want)
			}
			if policies.For(UnicodeName(label)) != want {
				t.Fatalf("%q and %q differ", label, UnicodeName(label))
			}
		}
	})
}
