// Package fiction makes up contact records and domain names that look like life: names, addresses, phone numbers and
// firms of some seventy countries, in their own scripts. Nobody in it exists. E-mail addresses are at the names that
// RFC 2606 and RFC 6761 keep for examples, so that no mail ever reaches anybody.
package fiction

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// spelled is a text in its own script and the same in Latin letters.
type spelled struct{ own, latin string }

// texts reads a list such as "Αθήνα=Athina|Βόλος=Volos". Without the second spelling both are alike.
func texts(list string) []spelled {
	var all []spelled
	for item := range strings.SplitSeq(list, "|") {
		all = append(all, text(item))
	}
	return all
}

func text(item string) spelled {
	own, latin, found := strings.Cut(item, "=")
	if !found {
		latin = own
	}
	return spelled{norm.NFC.String(own), latin}
}

// fill puts values in place of {names}, in either spelling.
func (s spelled) fill(values map[string]spelled) spelled {
	for name, value := range values {
		s.own = strings.ReplaceAll(s.own, "{"+name+"}", value.own)
		s.latin = strings.ReplaceAll(s.latin, "{"+name+"}", value.latin)
	}
	return spelled{strings.TrimSpace(s.own), strings.TrimSpace(s.latin)}
}

// isLatin tells whether the text needs no other spelling to be read everywhere.
func (s spelled) isLatin() bool { return s.own == s.latin }

// undecomposed are Latin letters that Unicode does not take apart, with the ASCII that people write for them.
var undecomposed = strings.NewReplacer("ß", "ss", "ø", "o", "Ø", "O", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D",
	"æ", "ae", "Æ", "Ae", "ı", "i", "ð", "d", "Ð", "D", "þ", "th", "Þ", "Th", "’", "'")

// ascii is the Latin spelling without accents and compatibility forms.
func (s spelled) ascii() string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(undecomposed.Replace(s.latin)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// slug is a text as a part of a domain label or of an e-mail address: letters and digits in lower case, the words
// joined by the joint.
func slug(text, joint string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, joint)
}
