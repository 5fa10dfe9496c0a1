package mail

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
)

// Transport delivers letters.
type Transport interface {
	// Send delivers a letter and returns what the receiving side answered, in one line of at most 200 characters, to be
	// kept as evidence. Its error is a *Failure.
	Send(ctx context.Context, l Letter) (reply string, err error)
}

// Failure says why a letter was not delivered. Its text has nothing of the letter in it; only the server's reply may
// name the address.
type Failure struct {
	// Permanent means that sending the same letter again would end alike.
	Permanent bool
	// BadAddress means that the address itself was refused for good, a hard bounce. It implies Permanent.
	BadAddress bool
	// Step is where it failed.
	Step Step
	// Reply is the server's answer, such as "550 5.1.1 No such user", or what went wrong where there was none: one line,
	// at most 200 characters.
	Reply string

	cause error
}

// Step is a part of the way of a letter.
type Step string

// The steps, in their order.
const (
	StepCompose   Step = "compose"   // the letter could not be written
	StepConnect   Step = "connect"   // network, greeting, TLS, AUTH
	StepSender    Step = "sender"    // MAIL FROM
	StepRecipient Step = "recipient" // RCPT TO
	StepContent   Step = "content"   // DATA, or writing the file
)

// maxReply is how much of a server's reply is kept, in characters.
const maxReply = 200

// Error says what failed and what happens next.
func (f *Failure) Error() string {
	next := "it can be tried again"
	switch {
	case f.BadAddress:
		next = "the address was refused for good: ask for another one"
	case f.Permanent:
		next = "trying again does not help before the cause is mended"
	case f.Step == StepConnect || f.Step == StepSender:
		next = "check the SMTP settings if it persists"
	}
	return fmt.Sprintf("mail not sent (%s): %s; %s", f.Step, f.Reply, next)
}

// Unwrap gives the error below, so that a cancelled context can be told.
func (f *Failure) Unwrap() error { return f.cause }

// Fail makes a temporary failure at a step of an error that no server answered.
func Fail(step Step, err error) *Failure {
	return &Failure{Step: step, Reply: clean(err.Error(), maxReply), cause: err}
}

// refuse makes a failure of what the server answered at a step. A refusal before the recipient was named says nothing
// about it: whoever runs the program must mend the settings, and the mail goes out afterwards. For the same reason a
// line that broke, which has no code, is temporary.
func refuse(step Step, err error) *Failure {
	failure := Fail(step, err)
	reply, answered := errors.AsType[*textproto.Error](err)
	if !answered {
		return failure
	}
	failure.Reply = clean(fmt.Sprintf("%d %s", reply.Code, reply.Msg), maxReply)
	if reply.Code >= 500 && reply.Code <= 599 && !isOurs(reply.Code) && (step == StepRecipient || step == StepContent) {
		failure.Permanent = true
		failure.BadAddress = isBadAddress(reply)
	}
	return failure
}

// aboutAddress finds the enhanced status codes (RFC 3463) of the address (1) and its mailbox (2).
var aboutAddress = regexp.MustCompile(`^5\.[12]\.[0-9]{1,3}\b`)

// aboutSender finds what servers say in plain words when they refuse us rather than the address.
var aboutSender = regexp.MustCompile(`(?i)relay|auth|spam|block|black ?list|reputation|policy|denied|not permitted|spf|dkim|dmarc`)

// isBadAddress tells whether a permanent refusal is the address's fault: the enhanced code says so, or else, without one, a
// code that names mailboxes (RFC 5321, 4.2.3; 556 of RFC 7504), unless the words speak of us. In doubt it is not: a mail
// that was given up can be sent again, an address that is marked as bad counts against its owner.
func isBadAddress(reply *textproto.Error) bool {
	if strings.HasPrefix(reply.Msg, "5.") {
		return aboutAddress.MatchString(reply.Msg)
	}
	switch reply.Code {
	case 550, 551, 553, 556:
		return !aboutSender.MatchString(reply.Msg)
	}
	return false
}

// isOurs tells whether a permanent refusal is about the order of commands or signing in: settings to be mended, after
// which the mail goes out.
func isOurs(code int) bool { return code == 503 || code == 530 || code == 535 || code == 538 }
