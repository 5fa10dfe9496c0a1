package password

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// keyboard turns a text of any script into printable and control ASCII, one byte a character, for an estimator that
// counts bytes where it should count characters and knows words in Latin letters only.
//
//   - Accents are taken off: they are tried along with the plain letter.
//   - Cyrillic letters become what the same keys give on a Latin keyboard. Leaked lists hold Russian words typed so,
//     and rows of keys are found in either alphabet.
//   - Any other character gets a control character, which no password holds: each its own, until there are too many,
//     so that repetitions are found.
//
// The zero value is ready; texts that are compared go through the same keyboard.
type keyboard struct {
	others map[rune]byte
}

// The letters of a Russian keyboard, key by key, and what a Latin one gives there.
const (
	cyrillicKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю"
	latinKeys    = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
)

var latinKey = func() map[rune]byte {
	keys := map[rune]byte{}
	for i, letter := range []rune(cyrillicKeys) {
		keys[letter] = latinKeys[i]
		keys[unicode.ToUpper(letter)] = strings.ToUpper(latinKeys)[i]
	}
	return keys
}()

// press writes the text in bytes below 128.
func (k *keyboard) press(text string) string {
	var typed strings.Builder
	for _, r := range norm.NFC.String(text) {
		if key, ok := latinKey[r]; ok { // before й and ё lose their marks
			typed.WriteByte(key)
			continue
		}
		for _, base := range norm.NFD.String(string(r)) {
			switch {
			case base < unicode.MaxASCII && unicode.IsPrint(base):
				typed.WriteByte(byte(base))
			case !unicode.Is(unicode.Mn, base):
				typed.WriteByte(k.other(base))
			}
		}
	}
	return typed.String()
}

// other gives a character its control character. One after the other they are 11 or more apart, since the estimator takes
// neighbours for a sequence such as abc. A line feed, where the estimator's patterns end, is not among them.
func (k *keyboard) other(r rune) byte {
	const free, apart, lineFeed = 30, 11, '\n'
	if key, ok := k.others[r]; ok {
		return key
	}
	key := byte(1 + len(k.others)*apart%free)
	if key >= lineFeed {
		key++
	}
	if k.others == nil {
		k.others = map[rune]byte{}
	}
	k.others[r] = key
	return key
}
