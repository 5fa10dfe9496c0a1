package password

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
)

// minimumScore is zxcvbn's "very unguessable": more than 10^10 guesses, which at the cost of a stored hash keep one
// processor busy for years. One step below would take a common word, a year and two signs.
const minimumScore = 4

// The estimator tries every combination of look-alike signs (4 or @ for a), so that its time doubles with each of them
// and grows with the square of the length. It sees windows of a password: one that cannot be guessed in part cannot be
// guessed in whole.
const (
	window     = 32 // characters
	windowStep = 16
)

// personalWords bounds what is tried of the words about a person.
const (
	personalWords  = 60
	personalLength = 64 // characters of a word
	personalBytes  = 1 << 10
	shortestWord   = 3
)

// Check tells why a password must not be used, nil when it may. Personal are the names, code, e-mail address and
// organization of the person, which an attacker tries first.
//
// A password has 12 to 128 characters, is not in lists of leaked passwords, and withstands more than 10^10 guesses as
// zxcvbn counts them (Wheeler, USENIX Security 2016), also without the words about the person. Nothing is asked about
// capitals, digits or signs: such rules give Password1! (NIST SP 800-63B, section 5.1.1.2). It takes less than a
// millisecond for most passwords, and tens of them for the worst.
func Check(password string, personal ...string) *Weakness {
	text, weakness := prepare(password)
	if weakness != nil {
		return weakness
	}
	if length := utf8.RuneCountInString(text); length < MinimumLength {
		return &Weakness{TooShort, fmt.Sprintf("The password has %s. Use at least %d. %s", characters(length), MinimumLength, advice)}
	}
	if leaked(text) {
		return leakedWeakness
	}
	switch guess(text, personal) {
	case Leaked:
		return leakedWeakness
	case Personal:
		return &Weakness{Personal, "The password is built from your name, code, e-mail address or organization, which attackers try first. " + advice}
	case Guessable:
		return &Weakness{Guessable, "The password is easy to guess: common words, names, dates, rows of keys and repetitions are tried first. " + advice}
	default:
		return nil
	}
}

var leakedWeakness = &Weakness{Leaked, "This password, or one much like it, is in the lists of leaked passwords that attackers try first. " + advice}

func characters(n int) string {
	if n == 1 {
		return "1 character"
	}
	return fmt.Sprintf("%d characters", n)
}

// guess tells why a password can be guessed, "" when it cannot.
func guess(text string, personal []string) Reason {
	var keys keyboard
	typed := keys.press(text)
	about := words(personal)
	for i, word := range about {
		about[i] = strings.ToLower(keys.press(word))
	}
	if rest := without(typed, about); rest != typed && estimate(rest, about) != "" {
		return Personal
	}
	return estimate(typed, about)
}

// estimate tells why a text from the keyboard can be guessed, LEAKED only for a text that is such a password itself.
func estimate(typed string, about []string) Reason {
	tried := slices.Clone(about)
	for year := 2020; year < 2040; year++ { // the estimator's own years end in 2019
		tried = append(tried, strconv.Itoa(year))
	}
	why := Guessable
	for _, part := range windows(typed) {
		result := zxcvbn.PasswordStrength(part, tried)
		if result.Score >= minimumScore {
			return ""
		}
		for _, match := range result.Sequence {
			if match.DictionaryName == "user_inputs" && slices.Contains(about, match.MatchedWord) {
				why = Personal
			} else if match.DictionaryName == "passwords" && match.Token == typed {
				why = Leaked
			}
		}
	}
	return why
}

// windows cuts a text into overlapping parts of at most 32 bytes: the whole, when it is no longer than that.
func windows(typed string) []string {
	var parts []string
	for len(typed) > window {
		parts = append(parts, typed[:window])
		typed = typed[windowStep:]
	}
	return append(parts, typed)
}

// without takes words out of a text from the keyboard, in any letter case, the longest first.
func without(typed string, about []string) string {
	longestFirst := slices.SortedFunc(slices.Values(about), func(a, b string) int { return len(b) - len(a) })
	for _, word := range longestFirst {
		for at := 0; at >= 0 && word != ""; {
			if at = strings.Index(strings.ToLower(typed), word); at >= 0 {
				typed = typed[:at] + typed[at+len(word):]
			}
		}
	}
	return typed
}

// words takes apart what is known about a person: each word, and each text without what stands between its words.
func words(personal []string) []string {
	var found []string
	for _, text := range personal {
		if len(text) > personalBytes {
			continue
		}
		parts := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
		for _, word := range append(parts, strings.Join(parts, "")) {
			length := utf8.RuneCountInString(word)
			if length >= shortestWord && length <= personalLength && len(found) < personalWords && !slices.Contains(found, word) {
				found = append(found, word)
			}
		}
	}
	return found
}
