package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is how much of a name a mail shows. Names are typed by people who may not be the ones that get the mail: a
// long one could be a message of its own.
const maxName = 120

// clean makes one line of a text that anybody may have typed: no control characters, no line breaks of any kind, no
// marks that turn the writing direction of what follows, no blanks twice. It is at most limit characters long.
func clean(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	return cut(strings.Join(words(text), " "), limit)
}

// cut shortens a text to limit characters, the last of which then is an ellipsis.
func cut(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return strings.TrimRight(string([]rune(text)[:limit-1]), " ") + "…"
}

// words splits at blanks, tabs and line ends. A no-break space is part of a word, which is what it is for.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' })
}

// wrap breaks a paragraph into lines of at most width characters; a longer word has its own line. Lines after the
// first start with indent.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	column := 0
	for i, word := range words(text) {
		length := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+length > width:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += length
	}
	return b.String()
}
