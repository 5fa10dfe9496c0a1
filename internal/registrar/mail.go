package registrar

import "time"

// MailKind says what a mail is for.
type MailKind string

// The kinds of mail.
const (
	ReachabilityMail MailKind = "REACHABILITY"
	PasswordMail     MailKind = "PASSWORD"
)

// Values lists the kinds, for ent.
func (MailKind) Values() []string { return list(ReachabilityMail, PasswordMail) }

// MailReason says why a mail is sent.
type MailReason string

// The reasons for a mail.
const (
	MailStart    MailReason = "START"    // a proof began
	MailReset    MailReason = "RESET"    // somebody asked for another link
	MailReminder MailReason = "REMINDER" // no answer yet
	MailHold     MailReason = "HOLD"     // a deadline passed: domains are on hold
	MailRelease  MailReason = "RELEASE"  // the handle was released to its owner
	MailRecovery MailReason = "RECOVERY" // the owner asked to set a new password
)

// Values lists the reasons, for ent.
func (MailReason) Values() []string {
	return list(MailStart, MailReset, MailReminder, MailHold, MailRelease, MailRecovery)
}

// MailState is how far a mail has come.
type MailState string

// The states of a mail; all but the first are final, though a dead one can be queued again.
const (
	MailQueued   MailState = "QUEUED"
	MailSent     MailState = "SENT"
	MailBounced  MailState = "BOUNCED"
	MailDead     MailState = "DEAD"
	MailObsolete MailState = "OBSOLETE"
)

// Values lists the states, for ent.
func (MailState) Values() []string {
	return list(MailQueued, MailSent, MailBounced, MailDead, MailObsolete)
}

// retryPauses are the pauses between the attempts to deliver a mail, some two days in all: RFC 5321, 4.5.4.1 asks for
// 30 minutes at least and four to five days of a mail server; ours is behind the one we give mails to, whose absence is
// short as a rule and worth a quick first look.
var retryPauses = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// DeliveryAttempts is how often the delivery of a mail is tried at most.
func DeliveryAttempts() int { return len(retryPauses) + 1 }

// RetryPause is how long to wait after an attempt to deliver a mail failed, counted from 1; false when it is to be
// given up.
func RetryPause(attempt int) (time.Duration, bool) {
	if attempt < 1 || attempt > len(retryPauses) {
		return 0, false
	}
	return retryPauses[attempt-1], true
}
