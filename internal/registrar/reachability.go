package registrar

import "time"

// LinkLifetime is how long a mailed link works.
const LinkLifetime = 7 * 24 * time.Hour

// reminderDays are when the owner is reminded, in days since the proof began (domain rules, Reachability).
var reminderDays = []int{5, 10, 13}

// NextReminder is when the next reminder is due, for a proof that began at an instant, seen from another one; false
// when there is none any more. Reminders that were missed, because the program did not run, are not made up for.
func NextReminder(began, now Instant) (Instant, bool) {
	for _, days := range reminderDays {
		if at := began.Add(time.Duration(days) * 24 * time.Hour); at > now {
			return at, true
		}
	}
	return 0, false
}

// LinkState is what a mailed link is good for.
type LinkState string

// The states of a link. Only an open one does anything.
const (
	LinkOpen       LinkState = "OPEN"
	LinkUsed       LinkState = "USED"
	LinkSuperseded LinkState = "SUPERSEDED"
	LinkExpired    LinkState = "EXPIRED"
)

// Refusal is why a link in this state does nothing; nil for an open one.
func (s LinkState) Refusal() *Problem {
	switch s {
	case LinkUsed:
		return RefuseField(LinkWasUsed, "token", "This link was used already; there is nothing more to do with it.")
	case LinkSuperseded:
		return RefuseField(LinkWasSuperseded, "token", "This link no longer works: a newer one took its place, or the "+
			"address or the password was changed since; use the link in the latest mail.")
	case LinkExpired:
		return RefuseField(LinkWasExpired, "token", "This link is more than seven days old; ask for a new one.")
	}
	return nil
}

// EvidenceKind says what an entry of the evidence is.
type EvidenceKind string

// The kinds of evidence; the schema's enum EvidenceKind describes each.
const (
	EvidenceStarted      EvidenceKind = "STARTED"
	EvidenceKnown        EvidenceKind = "KNOWN_IDENTITY"
	EvidenceMailSent     EvidenceKind = "MAIL_SENT"
	EvidenceBounced      EvidenceKind = "BOUNCED"
	EvidenceGivenUp      EvidenceKind = "MAIL_GIVEN_UP"
	EvidenceReset        EvidenceKind = "RESET"
	EvidenceOverdue      EvidenceKind = "DEADLINE_PASSED"
	EvidenceConfirmed    EvidenceKind = "CONFIRMED"
	EvidenceVerified     EvidenceKind = "VERIFIED_BY_STAFF"
	EvidenceSupersession EvidenceKind = "SUPERSEDED"
)

// Values lists the kinds, for ent.
func (EvidenceKind) Values() []string {
	return list(EvidenceStarted, EvidenceKnown, EvidenceMailSent, EvidenceBounced, EvidenceGivenUp, EvidenceReset,
		EvidenceOverdue, EvidenceConfirmed, EvidenceVerified, EvidenceSupersession)
}

// TimerKind says what is to be done when a timer is due.
type TimerKind string

// The kinds of timer, with what they are about.
const (
	ReminderTimer TimerKind = "REMINDER" // a reachability case
	DeadlineTimer TimerKind = "DEADLINE" // a domain
	DeliveryTimer TimerKind = "DELIVERY" // a mail, to be tried again
	NoticeTimer   TimerKind = "NOTICE"   // a reachability case, whose owner is to hear of holds
	IdentityTimer TimerKind = "IDENTITY" // a fingerprint that was verified, whose other proofs are to end
	WebhookTimer  TimerKind = "WEBHOOK"  // a delivery of a webhook, to be tried again
)

// Values lists the kinds, for ent.
func (TimerKind) Values() []string {
	return list(ReminderTimer, DeadlineTimer, DeliveryTimer, NoticeTimer, IdentityTimer, WebhookTimer)
}
