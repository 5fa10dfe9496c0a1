package service

import (
	"context"

	"github.com/handledesk/handledesk/internal/registrar"
)

// Letter is a mail that is about to be sent, with all that it says.
type Letter struct {
	MailID    string
	Kind      registrar.MailKind
	Reason    registrar.MailReason
	Recipient string // with an A-label domain
	Name      string
	Code      string
	Language  string // BCP 47; may be empty
	Sender    string // the reseller's name; may be empty
	Token     string // for the link
	ExpiresAt registrar.Instant
	DueAt     registrar.Instant // registrar.Never when nothing is due
	Domains   []string          // owned ones, 10 at most
	Further   int               // how many more there are
	CreatedAt registrar.Instant
}

// Outcome is what became of an attempt to send a mail.
type Outcome struct {
	Result Result
	Reply  string // what the mail server, or the way to it, said
}

// Result says whether a mail server took a mail.
type Result int

// The results.
const (
	Taken      Result = iota // by a mail server; it may still come back
	Delayed                  // try again later
	Refused                  // for good, for a reason that is not the address
	BadAddress               // for good: nobody is there
)

// Send hands a mail to a mail server.
type Send func(ctx context.Context, l Letter) Outcome

// String names the result, for logs.
func (r Result) String() string {
	return [...]string{Taken: "taken", Delayed: "delayed", Refused: "refused", BadAddress: "bad address"}[r]
}
