package registrar

import (
	"strings"
	"unicode"
)

// followRFC5892 checks what the idna package leaves to its callers, as it follows UTS #46, which lets symbols pass:
// the characters that IDNA2008 permits, and those that it permits only in certain company (appendix A.3 to A.9).
func followRFC5892(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		runes := []rune(label)
		for i, r := range runes {
			if !isPermitted(r) || !inContext(runes, i) {
				return false
			}
		}
	}
	return true
}

// isPermitted tells the code points that RFC 5892, section 3, derives as PVALID, CONTEXTJ or CONTEXTO: letters, marks
// and digits but for its exceptions (section 2.6) and the jamo of old Hangul (2.9). Capitals and compatibility forms,
// which it calls unstable, are mapped before.
func isPermitted(r rune) bool {
	switch r {
	case '-', '\u00b7', '\u0375', '\u05f3', '\u05f4', '\u06fd', '\u06fe', '\u0f0b', '\u200c', '\u200d', '\u3007', '\u30fb':
		return true
	case '\u0640', '\u07fa', '\u302e', '\u302f', '\u3031', '\u3032', '\u3033', '\u3034', '\u3035', '\u303b':
		return false
	}
	if r >= 0x1100 && r <= 0x11ff || r >= 0xa960 && r <= 0xa97c || r >= 0xd7b0 && r <= 0xd7fb {
		return false
	}
	return unicode.In(r, unicode.Ll, unicode.Lo, unicode.Lm, unicode.Mn, unicode.Mc, unicode.Nd)
}

// inContext checks the company of the character at place i; most need none.
func inContext(label []rune, i int) bool {
	switch r := label[i]; {
	case r == '\u00b7': // middle dot: between two l, as Catalan writes it
		return i > 0 && i+1 < len(label) && label[i-1] == 'l' && label[i+1] == 'l'
	case r == '\u0375': // Greek lower numeral sign: before Greek
		return i+1 < len(label) && unicode.Is(unicode.Greek, label[i+1])
	case r == '\u05f3' || r == '\u05f4': // Hebrew geresh and gershayim: after Hebrew
		return i > 0 && unicode.Is(unicode.Hebrew, label[i-1])
	case r == '\u30fb': // katakana middle dot: beside Japanese
		return holds(label, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) })
	case isArabicDigit(r):
		return !holds(label, isPersianDigit)
	case isPersianDigit(r):
		return !holds(label, isArabicDigit)
	}
	return true
}

func isArabicDigit(r rune) bool { return r >= '\u0660' && r <= '\u0669' }

func isPersianDigit(r rune) bool { return r >= '\u06f0' && r <= '\u06f9' }

func holds(label []rune, wanted func(rune) bool) bool {
	return strings.IndexFunc(string(label), wanted) >= 0
}
