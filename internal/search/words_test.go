package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		texts []string
		want  string // separated by blanks
	}{
		{nil, ""},
		{[]string{"", " - "}, ""},
		{[]string{"Amélie", "Lefèvre"}, "amelie lefevre"},
		{[]string{"Müller Müller", "MÜLLER"}, "muller mueller"},
		{[]string{"Łukasz Żółkiewski"}, "lukasz zolkiewski"},
		{[]string{"Søren Ångström"}, "soren angstrom soeren aangstroem"},
		{[]string{"Straße"}, "strasse"},
		{[]string{"O'Neill", "N’Djamena"}, "o neill oneill n djamena ndjamena"},
		{[]string{"'quoted' words'"}, "quoted words"},
		{[]string{"a''b"}, "a b"},
		{[]string{"holder1@example.net"}, "holder1 example net"},
		{[]string{"JD1042-HD"}, "jd1042 hd"},
		{[]string{"S.p.A."}, "s p a"},
		{[]string{"新北市"}, "新北市 北市 市"},
		{[]string{"東京2020年"}, "東京 京 2020 年"},
		{[]string{"Taipa 株式会社"}, "taipa 株式会社 式会社 会社 社"},
		{[]string{"ガス"}, "ガス ス"},
		{[]string{"コーヒー"}, "コーヒー ーヒー ヒー ー"},
		{[]string{"서울시"}, "서울시 울시 시"},
		{[]string{"กิน"}, "กิน น"},
		{[]string{"مدينة عيسى"}, "مدينه عيسي"},
		{[]string{"\u0301a"}, "a"},
		{[]string{"xn--bcher-kva.de"}, "xn--bcher-kva de"},
		{[]string{strings.Repeat("a", 40)}, strings.Repeat("a", 32)},
	} {
		if got := strings.Join(Words(c.texts...), " "); got != c.want {
			t.Errorf("Words(%q) = %q, want %q", c.texts, got, c.want)
		}
	}
}

func TestWordsOfUnspacedTextAreBounded(t *testing.T) {
	text := strings.Repeat("新北市板橋區", 40)
	words := Words(text)
	if len(words) > utf8.RuneCountInString(text) {
		t.Errorf("%d words of %d characters", len(words), utf8.RuneCountInString(text))
	}
	for _, word := range words {
		if utf8.RuneCountInString(word) > 16 {
			t.Errorf("%q is longer than 16 characters", word)
		}
	}
}

func TestQuery(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"  -- ", ""},
		{"LEFEV", "lefev"},
		{"Müller", "muller"},
		{"mueller", "mueller"},
		{"o’neill", "oneill"},
		{"muller mul Muller", "muller"},
		{"a ab abc b", "abc b"},
		{"holder1@example.net", "holder1 example net"},
		{"JD1042-HD", "jd1042 hd"},
		{"bücher.de", "bucher de"},
		{"xn--bcher-kva", "xn--bcher-kva"},
		{"北市", "北市"},
		{"1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8"},
		{strings.Repeat("é", 40), strings.Repeat("e", 32)},
		{"一二三四五六七八九十百千万億兆京垓秭", "一二三四五六七八九十百千万億兆京 垓秭"},
	} {
		if got := strings.Join(Query(c.text), " "); got != c.want {
			t.Errorf("Query(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	if Query("") == nil || Words() == nil {
		t.Error("nothing found is nil, want an empty list")
	}
}

func TestAPartOfANameFindsIt(t *testing.T) {
	for name, queries := range map[string][]string{
		"Amélie Lefèvre":       {"lefev", "AMÉ", "lefèvre amélie"},
		"Lefèvre & Söhne GmbH": {"sohne", "soehne", "SÖHNE", "gmbh"},
		"Mary-Anne O'Neill":    {"oneill", "neill", "o'neill", "mary anne", "Mary-A"},
		"Asociación 新北板橋土城多語言": {"板橋", "土城多", "asociacion 語言"},
		"서울특별시":                {"특별시", "서울"},
		"الحسن محمد":           {"محمد", "الح"},
		"Пётр Шевченко":        {"петр", "ШЕВ"},
		"กรุงเทพมหานคร":        {"มหานคร", "เทพ"},
		"İpek Şahin":           {"ipek", "sahin"},
		"Sanʿaʾ":               {"sana"},
	} {
		stored := Words(name)
		for _, query := range queries {
			if asked := Query(query); len(asked) == 0 || !matches(stored, asked) {
				t.Errorf("%q %q does not find %q %q", query, asked, name, stored)
			}
		}
	}
}

func TestDomainWords(t *testing.T) {
	for _, c := range []struct{ ascii, unicode, want string }{
		{"example.com", "example.com", "example com"},
		{"buecher-shop.de", "buecher-shop.de", "buecher shop buechershop de"},
		{"xn--bcher-kva.de", "bücher.de", "bucher buecher de xn--bcher-kva"},
		{"xn--bcher-shop-9db.co.uk", "bücher-shop.co.uk", "bucher shop buecher buchershop co uk xn--bcher-shop-9db"},
		{"xn--r8jz45g.jp", "例え.jp", "例え え jp xn--r8jz45g"},
		{"xn--e1afmkfd.xn--p1ai", "пример.рф", "пример рф xn--e1afmkfd xn--p1ai"},
		{"", "", ""},
	} {
		words := DomainWords(c.ascii, c.unicode)
		if got := strings.Join(words, " "); got != c.want {
			t.Errorf("DomainWords(%q, %q) = %q, want %q", c.ascii, c.unicode, got, c.want)
		}
		for _, query := range []string{c.ascii, c.unicode, strings.ReplaceAll(c.unicode, "-", "")} {
			if !matches(words, Query(query)) {
				t.Errorf("%q %q does not find %q", query, Query(query), words)
			}
		}
	}
}

func TestPrefixEndBoundsExactlyThePrefix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix, word := anyWord.Draw(t, "prefix"), anyWord.Draw(t, "word")
		if rapid.Bool().Draw(t, "joined") {
			word = prefix + word
		}
		within := word >= prefix && word < PrefixEnd(prefix)
		if within != strings.HasPrefix(word, prefix) {
			t.Fatalf("%q with prefix %q: within bounds %t", word, prefix, within)
		}
		if !utf8.ValidString(PrefixEnd(prefix)) {
			t.Fatal("the bound is not UTF-8")
		}
	})
}

var anyWord = rapid.StringOf(rapid.SampledFrom([]rune("aábzß0新北ก\uffdc\U00020000\U0010fffd")))

// anyText draws texts rich in what splitting and folding have to decide.
var anyText = rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune(
	"aAäÅøßİıﬁ0９ -'’.@xn新北市カﾞーがก\u0e31\u0e34กน서울\u1100\u1161\u11a8\u0301\u0308\u3099\u0940كةى\u0651ʿ\u200f"))))

func TestQueryOfATextFindsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText.Draw(t, "text")
		if stored, asked := Words(text), Query(text); !matches(stored, asked) {
			t.Fatalf("%+q: %+q are not all in %+q", text, asked, stored)
		}
	})
}

func TestQueryIsFoldedBoundedAndWithoutPrefixes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asked := Query(anyText.Draw(t, "text") + " " + anyText.Draw(t, "more"))
		if len(asked) > 8 {
			t.Fatalf("%d words", len(asked))
		}
		for i, word := range asked {
			if word == "" || utf8.RuneCountInString(word) > 32 || startsAnother(word, i, asked) {
				t.Fatalf("word %d of %+q", i, asked)
			}
		}
	})
}

func TestWordsAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := Words(anyText.Draw(t, "text"))
		again := Words(words...)
		for _, word := range words {
			if word == "" || utf8.RuneCountInString(word) > 32 || !utf8.ValidString(word) {
				t.Fatalf("%+q is no word", word)
			}
			if !slices.Contains(again, word) {
				t.Fatalf("%+q of %+q is other words when read again: %+q", word, words, again)
			}
		}
	})
}

// matches is what the database does: every asked word starts a stored one.
func matches(stored, asked []string) bool {
	for _, prefix := range asked {
		if !slices.ContainsFunc(stored, func(word string) bool { return word >= prefix && word < PrefixEnd(prefix) }) {
			return false
		}
	}
	return true
}
