package registrar

import (
	"strings"
	"testing"
)

func TestDomainNameIsRead(t *testing.T) {
	label := strings.Repeat("a", 63)
	for _, c := range []struct {
		typed string
		want  DomainName
	}{
		{"example.com", DomainName{"example.com", "example.com", "com", "com"}},
		{" Example.COM. ", DomainName{"example.com", "example.com", "com", "com"}},
		{"example.co.uk", DomainName{"example.co.uk", "example.co.uk", "uk", "co.uk"}},
		{"example.uk", DomainName{"example.uk", "example.uk", "uk", "uk"}},
		{"Bücher.de", DomainName{"xn--bcher-kva.de", "bücher.de", "de", "de"}},
		{"bu\u0308cher.de", DomainName{"xn--bcher-kva.de", "bücher.de", "de", "de"}},
		{"XN--BCHER-KVA.de", DomainName{"xn--bcher-kva.de", "bücher.de", "de", "de"}},
		{"straße.de", DomainName{"xn--strae-oqa.de", "straße.de", "de", "de"}},
		{"ＦＵＬＬ。com", DomainName{"full.com", "full.com", "com", "com"}},
		{"пример.рф", DomainName{"xn--e1afmkfd.xn--p1ai", "пример.рф", "xn--p1ai", "xn--p1ai"}},
		{"例え.jp。", DomainName{"xn--r8jz45g.jp", "例え.jp", "jp", "jp"}},
		{"例え.jp", DomainName{"xn--r8jz45g.jp", "例え.jp", "jp", "jp"}},
		{"مثال.com", DomainName{"xn--mgbh0fb.com", "مثال.com", "com", "com"}},
		{"github.io", DomainName{"github.io", "github.io", "io", "io"}}, // a private suffix is a name of its own
		{"col·lecció.cat", DomainName{"xn--collecci-ioa91d.cat", "col·lecció.cat", "cat", "cat"}},
		{"www.ck", DomainName{"www.ck", "www.ck", "ck", "ck"}}, // the one exception to *.ck
		{"example.co.ck", DomainName{"example.co.ck", "example.co.ck", "ck", "co.ck"}},
		{"1.com", DomainName{"1.com", "1.com", "com", "com"}},
		{label + ".com", DomainName{label + ".com", label + ".com", "com", "com"}},
	} {
		got, err := ParseDomainName(c.typed)
		if got != c.want || err != nil {
			t.Errorf("ParseDomainName(%q) = %+v, %v, want %+v", c.typed, got, err, c.want)
		}
	}
}

func TestDomainNameRefusalsSayWhatWasExpected(t *testing.T) {
	label := strings.Repeat("a", 64)
	for _, c := range []struct{ typed, says string }{
		{"", "such as example.com"},
		{".", "such as example.com"},
		{"example", "known suffix"},
		{"com", "itself a public suffix"},
		{"co.uk", "itself a public suffix"},
		{"foo.ck", "itself a public suffix"},
		{"www.example.com", "one label below com: the domain is example.com"},
		{"a.b.bücher.de", "the domain is bücher.de"},
		{"foo.github.io", "one label below io"},
		{"example.nosuchtld", "known suffix"},
		{"10.in-addr.arpa", "known suffix"},
		{"x.onion", "known suffix"},
		{"192.0.2.1", "known suffix"},
		{".example.com", "labels of letters"},
		{"example..com", "labels of letters"},
		{"example.com..", "labels of letters"},
		{"-example.com", "labels of letters"},
		{"example-.com", "labels of letters"},
		{"ex--ample.com", "labels of letters"},
		{"exa_mple.com", "labels of letters"},
		{"exa mple.com", "labels of letters"},
		{"http://example.com", "labels of letters"},
		{"☃.com", "labels of letters"},
		{"xn--n3h.com", "labels of letters"}, // the snowman's A-label
		{"😀.com", "labels of letters"},
		{"xn--a.com", "labels of letters"},
		{"xn--example-.com", "labels of letters"},
		{"XN--BÜCHER.de", "labels of letters"},
		{"a\u200db.com", "labels of letters"}, // ZERO WIDTH JOINER without a virama
		{"aب.com", "labels of letters"},       // left-to-right and right-to-left in one label
		{"ca·t.cat", "labels of letters"},
		{"a・b.com", "labels of letters"},
		{"ب٠۰.com", "labels of letters"}, // both sets of Arabic digits
		{label + ".com", "63"},
		{"ex\x00ample.com", "control character"},
		{"ex\xffample.com", "UTF-8"},
	} {
		got, err := ParseDomainName(c.typed)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("ParseDomainName(%q) = %+v, %v, want an error with %q", c.typed, got, err, c.says)
		}
	}
}

func TestCharactersOfRFC5892(t *testing.T) {
	for r, want := range map[rune]bool{
		'a': true, '0': true, '-': true, 'ü': true, 'ß': true, 'ς': true, 'я': true, 'ب': true, '٣': true, '東': true, '々': true,
		'〇': true, '한': true, 'ー': true, 'क': true, '\u094d': true, '\u0f0b': true, '\u06fd': true, '\u200d': true, '·': true, '・': true,
		'☃': false, '😀': false, '€': false, '™': false, '½': false, 'Ⅳ': false, '\u0640': false, '\u302e': false, '〱': false,
		'ᄀ': false, '\u11a8': false, '\u2011': false, '_': false, 'A': false, '\u200b': false, '\ue000': false,
	} {
		if got := isPermitted(r); got != want {
			t.Errorf("isPermitted(%U) = %t, want %t", r, got, want)
		}
	}
}

func TestContextRulesOfRFC5892(t *testing.T) {
	for name, want := range map[string]bool{
		"col·lecció": true, "l·l": true, "·ll": false, "ll·": false, "l·a": false, "a·l": false,
		"͵α": true, "α͵": false, "͵a": false,
		"א׳": true, "׳א": false, "א״א": true, "a״": false,
		"ア・イ": true, "日・本": true, "・": false, "a・b": false,
		"٠١": true, "۰۱": true, "٠۱": false, "a.٠.۰": true,
		"plain": true,
	} {
		if got := followRFC5892(name); got != want {
			t.Errorf("followRFC5892(%q) = %t, want %t", name, got, want)
		}
	}
}

func TestUnicodeNameLeavesWhatIsNotValid(t *testing.T) {
	for ascii, want := range map[string]string{
		"xn--bcher-kva.de": "bücher.de", "example.com": "example.com", "xn--p1ai": "рф", "xn--a.com": "xn--a.com", "": "", "ns1.example.com": "ns1.example.com",
	} {
		if got := UnicodeName(ascii); got != want {
			t.Errorf("UnicodeName(%q) = %q, want %q", ascii, got, want)
		}
	}
}

func FuzzParseDomainName(f *testing.F) {
	for _, seed := range []string{"example.com", "Bücher.de.", "xn--bcher-kva.de", "пример.рф", "a.b.co.uk", "foo.github.io", "col·lecció.cat", "مثال.com", "ＦＵＬＬ。com", "www.ck"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		name, err := ParseDomainName(typed)
		if err != nil {
			if name != (DomainName{}) {
				t.Fatalf("an error and a name: %+v", name)
			}
			return
		}
		if len(name.ASCII) > 253 || strings.ToLower(name.ASCII) != name.ASCII || !isPrintableASCII(name.ASCII) {
			t.Fatalf("%q is not stored as it should be", name.ASCII)
		}
		if strings.Count(name.ASCII, ".") != strings.Count(name.Suffix, ".")+1 || !strings.HasSuffix(name.Suffix, name.TLD) {
			t.Fatalf("not one label below its suffix: %+v", name)
		}
		for _, form := range []string{name.ASCII, name.Unicode} {
			if again, err := ParseDomainName(form); again != name || err != nil {
				t.Fatalf("read again from %q: %+v, %v, want %+v", form, again, err, name)
			}
		}
		if UnicodeName(name.ASCII) != name.Unicode {
			t.Fatalf("UnicodeName(%q) = %q, want %q", name.ASCII, UnicodeName(name.ASCII), name.Unicode)
		}
	})
}
