package mail

import (
	"errors"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

// Letter is everything that a mail says. Texts may come from anybody: composing cleans and escapes them.
type Letter struct {
	// ID is the stable id of the mail, such as "mai_…": letters, digits, '_', '-' and '.', at most 100 characters. The
	// Message-ID is made from it, so that who gets the same letter twice can tell.
	ID string
	// Kind and Reason choose the template. Reachability mails have START, RESET, REMINDER or HOLD, password mails
	// RELEASE or RECOVERY.
	Kind   registrar.MailKind
	Reason registrar.MailReason
	// To is the bare address with its domain as A-label; the local part may be UTF-8 (RFC 6531).
	To string
	// Name is the person or organisation addressed. It may be empty.
	Name string
	// Code is the handle's code, such as JD1042-HD.
	Code string
	// Language is a BCP 47 tag. Empty, unknown or untranslated gives English.
	Language string
	// Sender is the name of the reseller that brands the mail; empty means the registrar itself.
	Sender string
	// Link is the absolute http or https URL that the button opens, and LinkExpiresAt the time until which it works.
	Link          string
	LinkExpiresAt time.Time
	// DueAt is the earliest deadline after which domains go on hold; nil when there is none. Not after CreatedAt, it has
	// passed: the mail then says that domains are on hold.
	DueAt *time.Time
	// Domains are names to show, as U-labels. Ten are shown; MoreDomains counts those that are not in the list.
	Domains     []string
	MoreDomains int
	// CreatedAt becomes the Date header.
	CreatedAt time.Time
}

// maxDomains is how many names a mail shows.
const maxDomains = 10

// letterID is what may stand in a Message-ID (RFC 5322, dot-atom) and in a file's name alike.
var letterID = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// check refuses a letter that cannot be sent. Its errors name the field and never the value, since they are logged.
func (l *Letter) check() error {
	switch {
	case !letterID.MatchString(l.ID) || len(l.ID) > 100:
		return errors.New("the letter's ID must be letters, digits, '_', '-' and '.', at most 100 characters")
	case templateName(l.Kind, l.Reason) == "":
		return errors.New("there is no mail of this Kind and Reason: REACHABILITY has START, RESET, REMINDER and HOLD, PASSWORD has RELEASE and RECOVERY")
	case !isBareAddress(l.To):
		return errors.New("the letter's To is not a bare mail address such as name@example.com")
	case !isWebAddress(l.Link):
		return errors.New("the letter's Link is not an absolute http or https URL")
	case l.LinkExpiresAt.IsZero():
		return errors.New("the letter's LinkExpiresAt is missing")
	case l.CreatedAt.IsZero():
		return errors.New("the letter's CreatedAt is missing")
	}
	return nil
}

func isBareAddress(text string) bool {
	parsed, err := mail.ParseAddress(text)
	return err == nil && parsed.Name == "" && parsed.Address == text
}

func isWebAddress(text string) bool {
	parsed, err := url.Parse(text)
	return err == nil && (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Host != "" &&
		!strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"<>`, r) })
}

// variant is one mail that can be written.
type variant struct {
	kind   registrar.MailKind
	reason registrar.MailReason
}

// variants lists every mail, in the order in which a handle may meet them.
var variants = []variant{
	{registrar.ReachabilityMail, registrar.MailStart},
	{registrar.ReachabilityMail, registrar.MailReset},
	{registrar.ReachabilityMail, registrar.MailReminder},
	{registrar.ReachabilityMail, registrar.MailHold},
	{registrar.PasswordMail, registrar.MailRelease},
	{registrar.PasswordMail, registrar.MailRecovery},
}

// file is the name of the mail's template in a language's folder.
func (v variant) file() string {
	return strings.ToLower(string(v.kind)+"-"+string(v.reason)) + ".txt"
}

// templateName is the template of a kind and a reason, or nothing if there is no such mail.
func templateName(kind registrar.MailKind, reason registrar.MailReason) string {
	for _, v := range variants {
		if v.kind == kind && v.reason == reason {
			return v.file()
		}
	}
	return ""
}
