package password

import (
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/secure/precis"
)

// The lengths of a password, in Unicode code points after preparation. NIST SP 800-63B asks for 64 and more to be taken;
// above 128 nothing gets safer.
const (
	MinimumLength = 12
	MaximumLength = 128
)

// typedBytes is how long a password may be before it is prepared, which costs time: room for 128 characters that a
// keyboard composes from several code points of 4 bytes each.
const typedBytes = 4 * 4 * MaximumLength

// Reason is a kind of weakness, for a program that has words of its own for it.
type Reason string

// The reasons why a password is refused.
const (
	TooShort  Reason = "TOO_SHORT" // also when there is none
	TooLong   Reason = "TOO_LONG"
	Unusable  Reason = "UNUSABLE"  // holds a character that cannot be typed the same again
	Leaked    Reason = "LEAKED"    // stands in lists of leaked or famous passwords
	Personal  Reason = "PERSONAL"  // is built from what is known about the person
	Guessable Reason = "GUESSABLE" // is built from common words, names, dates, keyboard rows or repetitions
)

// Weakness says why a password is refused.
type Weakness struct {
	Reason  Reason
	Message string // for its owner: what is wrong and what to do. Never repeats the password
}

func (w *Weakness) Error() string { return w.Message }

// advice ends the messages.
const advice = "Use four or more unusual words, such as a password manager suggests, and use them nowhere else."

// prepare brings a password into the form that is compared: RFC 8265, OpaqueString, which composes accents (NFC) and
// takes every space for the common one, and nothing else. The text is "" when there is a weakness.
func prepare(password string) (string, *Weakness) {
	switch {
	case len(password) > typedBytes:
		return "", tooLong
	case !utf8.ValidString(password):
		return "", unusable
	case password == "":
		return "", &Weakness{TooShort, fmt.Sprintf("There is no password. Use at least %d characters. %s", MinimumLength, advice)}
	}
	text, err := precis.OpaqueString.String(password)
	switch {
	case err != nil:
		return "", unusable
	case utf8.RuneCountInString(text) > MaximumLength:
		return "", tooLong
	}
	return text, nil
}

var (
	tooLong  = &Weakness{TooLong, fmt.Sprintf("The password is too long. Use %d to %d characters.", MinimumLength, MaximumLength)}
	unusable = &Weakness{Unusable, "The password holds a character that not every keyboard gives the same way, such as a tab, a line break, " +
		"an invisible mark or a joined emoji. Leave it out: letters of any language, digits, spaces and signs are fine."}
)
