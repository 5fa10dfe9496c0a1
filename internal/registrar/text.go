package registrar

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Directional marks are part of real addresses in Arabic and Hebrew. At the ends of a value they have no effect, so
// they are dropped there with the blanks; inside they are kept.
const (
	zeroWidthSpace   = '\u200b'
	leftToRightMark  = '\u200e'
	rightToLeftMark  = '\u200f'
	arabicLetterMark = '\u061c'
	byteOrderMark    = '\ufeff'
)

// isPadding tells what is dropped from both ends of a typed value: blanks, line ends and marks nobody can see.
func isPadding(r rune) bool {
	switch r {
	case zeroWidthSpace, leftToRightMark, rightToLeftMark, arabicLetterMark, byteOrderMark:
		return true
	}
	return unicode.IsSpace(r)
}

// cleanText returns a typed value as it is stored: valid UTF-8 in Unicode's form NFC, without blanks around it and
// with single spaces inside. When the value may not be stored, fault says why, as the end of a sentence that starts
// with the field's name, and the text is only trimmed. Cleaning cleaned text changes nothing.
func cleanText(typed string) (text, fault string) {
	if !utf8.ValidString(typed) {
		return strings.TrimSpace(strings.ToValidUTF8(typed, "")), "is not valid UTF-8. Send it again in that encoding."
	}
	trimmed := strings.TrimFunc(typed, isPadding)
	if fault := runeFault(trimmed); fault != "" {
		return trimmed, fault
	}
	if fault := bidiFault(trimmed); fault != "" {
		return trimmed, fault
	}
	text = norm.NFC.String(strings.Join(strings.Fields(trimmed), " "))
	if text != "" && strings.IndexFunc(text, isVisible) < 0 {
		return text, "holds nothing that can be seen. Write it in letters."
	}
	return text, ""
}

// isVisible tells whether a rune puts ink on the page.
func isVisible(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
}

// runeFault names the first rune that no registry's form takes.
func runeFault(text string) string {
	for _, r := range text {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return fmt.Sprintf("holds a control character or line break (%U). Remove it.", r)
		case unicode.Is(unicode.Noncharacter_Code_Point, r):
			return fmt.Sprintf("holds %U, which stands for no character. Remove it.", r)
		case r == unicode.ReplacementChar:
			return "holds the sign for an unreadable character (U+FFFD). Type it again from the source."
		case r == byteOrderMark:
			return "holds a byte order mark (U+FEFF). Remove it."
		}
	}
	return ""
}

// bidiFault finds direction controls that would spill over into the text around the value, or that turn the order of
// what is read (UAX #9, "Trojan Source"). Embeddings and isolates that are closed again do neither.
func bidiFault(text string) string {
	const open = "holds an unpaired or overriding text direction control (%U). Remove it."
	var closers []rune
	for _, r := range text {
		switch r {
		case '\u202a', '\u202b': // LRE, RLE
			closers = append(closers, '\u202c')
		case '\u2066', '\u2067', '\u2068': // LRI, RLI, FSI
			closers = append(closers, '\u2069')
		case '\u202d', '\u202e': // LRO, RLO
			return fmt.Sprintf(open, r)
		case '\u202c', '\u2069': // PDF, PDI
			if len(closers) == 0 || closers[len(closers)-1] != r {
				return fmt.Sprintf(open, r)
			}
			closers = closers[:len(closers)-1]
		}
	}
	if len(closers) > 0 {
		return fmt.Sprintf(open, closers[0])
	}
	return ""
}

// isPrintableASCII tells whether the text is of the kind that RFC 5733 asks of an internationalised ("int") address.
func isPrintableASCII(text string) bool {
	return !slices.ContainsFunc([]byte(text), func(b byte) bool { return b < ' ' || b > '~' })
}

// characters is the number of characters as XML Schema, and so EPP, counts them.
func characters(text string) int { return utf8.RuneCountInString(text) }

// review gathers the problems of one input, so that all of them are told together.
type review struct {
	problems Problems
}

// refuse notes a problem about the field at the path.
func (v *review) refuse(code Code, message string, path ...string) {
	v.problems = append(v.problems, &Problem{Code: code, Field: path, Message: message})
}

// note adds the problem of a single field's check, nil included.
func (v *review) note(p *Problem, path ...string) {
	if p != nil {
		v.problems = append(v.problems, p.Under(path...))
	}
}

// text cleans a free text of at most limit characters; what names it in messages, such as "family name".
func (v *review) text(typed string, limit int, what string, path ...string) string {
	text, fault := cleanText(typed)
	switch {
	case fault != "":
		v.refuse(Invalid, "The "+what+" "+fault, path...)
	case characters(text) > limit:
		v.refuse(TooLong, fmt.Sprintf("The %s has %d characters. Shorten it to %d.", what, characters(text), limit), path...)
	}
	return text
}

// required is text that must not be empty.
func (v *review) required(typed string, limit int, what string, path ...string) string {
	text := v.text(typed, limit, what, path...)
	if text == "" {
		v.refuse(Required, "The "+what+" is missing. Give one.", path...)
	}
	return text
}

// CheckLine checks and cleans a single required line of text that is no part of a handle. A problem names the field.
func CheckLine(field, typed string, limit int) (string, *Problem) {
	var v review
	text := v.required(typed, limit, field, field)
	if len(v.problems) > 0 {
		return "", v.problems[0]
	}
	return text, nil
}
