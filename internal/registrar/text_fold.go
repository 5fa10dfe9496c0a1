package registrar

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plain gives letters that Unicode does not decompose the spelling a person types who has no such key, and joins
// letters that people mix up. All entries are lower case.
var plain = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d", 'đ': "d", 'ɖ': "d", 'ł': "l", 'ø': "o", 'ı': "i", 'ȷ': "j",
	'ħ': "h", 'ŧ': "t", 'ŋ': "ng", 'ĸ': "k", 'ƒ': "f", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ɛ': "e", 'ɔ': "o", 'ə': "e",
	'ɨ': "i", 'ʉ': "u", 'ƴ': "y", 'ɣ': "g",
	'ς': "σ",
	'ى': "ي", 'ی': "ي", 'ک': "ك", 'ة': "ه", 'ـ': "", // final forms and Persian keyboards; the tatweel only stretches
}

// Fold returns the text in the form in which names are compared when accents and case do not count: compatibility
// forms resolved, lower case, without accents, in form NFC. Vowel signs of Thai and Indic scripts, which are letters
// to their readers, stay, and so do the voicing marks of kana. Folding folded text changes nothing.
func Fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if isAccent(r) {
			continue
		}
		r = unicode.ToLower(r)
		if spelling, found := plain[r]; found {
			b.WriteString(spelling)
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// isAccent tells which marks are left out: those of alphabets in which a word without them is still the same word to
// whoever types it, and the modifier signs used to romanise ayn, hamza and the okina.
func isAccent(r rune) bool {
	const voiced, semiVoiced = '\u3099', '\u309a' // kana: ga is not ka
	if r == voiced || r == semiVoiced {
		return false
	}
	if unicode.Is(unicode.Mn, r) {
		return unicode.In(r, unicode.Inherited, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
	}
	return r >= '\u02b0' && r <= '\u02ff'
}
