package registrar

import (
	"fmt"
	"regexp"
	"strings"
)

// The sizes of RFC 5321, section 4.5.3.1; 254 is what is left of its 256 for a path without the angle brackets.
const (
	maxEmailLocal = 64
	maxEmail      = 254
)

// dotAtom is RFC 5321's Dot-string. Its other form, the quoted string, is refused: section 4.1.2 tells hosts not to
// give out such mailboxes, and most registries' forms choke on them.
var dotAtom = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")

// checkEmail returns the address as it is stored: the local part as typed, the domain as lower-case A-labels.
//
// Local parts beyond ASCII (RFC 6531) are refused: every server on the way must speak SMTPUTF8 for such mail to
// arrive, RFC 5733 has no room for them, and an owner whom mail does not reach loses the domain after the deadline.
func checkEmail(typed string) (string, *Problem) {
	text, fault := cleanText(typed)
	if fault != "" {
		return text, Refuse(Invalid, "The e-mail address "+fault)
	}
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		return text, Refuse(Invalid, "The e-mail address has no @. Give one such as name@example.com.")
	}
	local := text[:at]
	switch {
	case !isPrintableASCII(local):
		return text, Refuse(NotAllowed, "The part before the @ must be ASCII: not every mail server takes other letters. Give another address.")
	case !dotAtom.MatchString(local):
		return text, Refuse(Invalid, "The part before the @ is not valid. Give the bare address, such as name@example.com, without quotes or blanks.")
	case len(local) > maxEmailLocal:
		return text, Refuse(TooLong, fmt.Sprintf("The part before the @ has %d characters; RFC 5321 allows %d.", len(local), maxEmailLocal))
	}
	host, err := hostName(text[at+1:])
	if err != nil {
		return text, Refuse(Invalid, "The part after the @ is not valid: "+err.Error()+".")
	}
	email := local + "@" + host
	if len(email) > maxEmail {
		return text, Refuse(TooLong, fmt.Sprintf("The e-mail address has %d characters with its domain in ASCII; RFC 5321 allows %d.", len(email), maxEmail))
	}
	return email, nil
}

// EmailForDisplay returns a stored address with its domain in the owner's letters (U-labels).
func EmailForDisplay(email string) string {
	at := strings.LastIndexByte(email, '@')
	if at < 0 {
		return email
	}
	return email[:at+1] + UnicodeName(email[at+1:])
}

// EmailKey returns the form of a typed or stored address that equality filters and identities compare. RFC 5321 lets
// a host tell Name@ from name@, but none in use does; people do not tell them apart either.
func EmailKey(email string) string {
	text, _ := cleanText(email)
	at := strings.LastIndexByte(text, '@')
	if host, err := hostName(text[at+1:]); err == nil {
		text = text[:at+1] + host
	}
	return strings.ToLower(text)
}
