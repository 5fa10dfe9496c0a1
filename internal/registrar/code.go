package registrar

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// The limits of a handle's public code; the whole is RFC 5730's clIDType.
const (
	maxCode       = 16
	minCodePrefix = 2
	maxCodePrefix = 4
	maxInitials   = 3 // of a name: four would spell words too often, and a code is for ever
)

// anyPrefix is for names in scripts that have no letter-by-letter Latin spelling.
const anyPrefix = "HD"

var codePattern = regexp.MustCompile(`^[A-Z]{2,4}[1-9][0-9]*-[A-Z0-9]{1,8}$`)

// CodePrefix returns 2 or 3 capitals A-Z that remind of the name: the initials of the organization, otherwise of the
// given and family name. A single word gives its first two letters. Accents are dropped, Greek and Cyrillic initials
// are romanised; a name in another script gives HD.
func CodePrefix(d HandleData) string {
	for _, name := range []string{d.Organization, d.GivenName + " " + d.FamilyName} {
		if initials := latinInitials(name); initials != "" {
			return initials
		}
	}
	return anyPrefix
}

func latinInitials(name string) string {
	words := strings.FieldsFunc(Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	initials, first := "", ""
	for _, word := range words {
		letters := romanise(word)
		if letters == "" {
			continue
		}
		if first == "" {
			first = letters
		}
		if initials += letters[:1]; len(initials) == maxInitials {
			break
		}
	}
	if initials != "" && len(initials) < minCodePrefix {
		return (first + "X")[:minCodePrefix]
	}
	return initials
}

// romanise returns the capitals with which a folded word starts: none when its first letter has no Latin spelling.
func romanise(word string) string {
	var b strings.Builder
	for _, r := range word {
		if latin, found := romanised[r]; found {
			r = latin
		}
		if r < 'a' || r > 'z' {
			break
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

// romanised gives folded Greek and Cyrillic letters the Latin letter with which ISO 843 and ISO 9 start them.
var romanised = pair(
	"αβγδεζηθικλμνξοπρστυφχψω"+"абвгдежзиклмнопрстуфхцчшщыэюя"+"єіјљњћђџґ"+"қңғұүһәө",
	"abgdezitiklmnxoprstyfcpo", "abvgdezziklmnoprstufhccssyeua", "eijlncddg", "knguuhao")

func pair(letters string, latin ...string) map[rune]rune {
	table := map[rune]rune{}
	spelled := []rune(strings.Join(latin, ""))
	for i, r := range []rune(letters) {
		table[r] = spelled[i]
	}
	return table
}

// FormatCode puts a code together: FormatCode("JD", 1042, "HD") is JD1042-HD. The number must be one that no other
// code has, whatever its prefix: where the 16 characters do not hold all, the prefix is cut, down to two letters.
func FormatCode(prefix string, n int64, suffix string) string {
	rest := strconv.FormatInt(n, 10) + "-" + suffix
	room := max(minCodePrefix, maxCode-len(rest))
	return prefix[:min(len(prefix), room)] + rest
}

// NormalizeCode returns a typed code as codes are stored: in capitals, without blanks around it.
func NormalizeCode(text string) string { return strings.ToUpper(strings.TrimFunc(text, isPadding)) }

// CheckCode tells whether a normalised text is a well-formed code. It may well be nobody's.
func CheckCode(code string) error {
	if len(code) > maxCode || !codePattern.MatchString(code) {
		return errors.New("expected a handle code such as JD1042-HD: 2 to 4 letters, a number, a hyphen and the suffix, 16 characters at most")
	}
	return nil
}

// The numbers in codes come in tiers: 9,000 numbers of four digits, then 90,000 of five, and so on.
const firstTier = 9000

// CodeNumber turns the place of a handle, counted from 1, into the number in its code: short ones first, none twice,
// and in an order that does not tell how many handles there are. Within a tier it is an affine permutation, whose
// factor is a prime that divides no tier's size.
func CodeNumber(place int64) int64 {
	size := int64(firstTier)
	offset := place - 1
	for offset >= size {
		offset -= size
		size *= 10
	}
	const factor, shift = 7_368_787, 4_217
	return size/9 + (offset*(factor%size)+shift)%size
}
