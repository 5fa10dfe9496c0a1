package registrar

import (
	"slices"
	"strings"
)

// Code names the rule that refuses a request. Clients branch on it; the message beside it is for people.
// Every code is a value of the schema's enum UserErrorCode.
type Code string

// Codes about the form of a single value.
const (
	Required   Code = "REQUIRED"
	Invalid    Code = "INVALID"
	TooLong    Code = "TOO_LONG"
	NotAllowed Code = "NOT_ALLOWED"
)

// Codes about rights and the state of things.
const (
	NotFound               Code = "NOT_FOUND"
	Conflict               Code = "CONFLICT"
	Duplicate              Code = "DUPLICATE"
	MissingScope           Code = "MISSING_SCOPE"
	LimitedRights          Code = "LIMITED_RIGHTS"
	OwnHandle              Code = "OWN_HANDLE"
	HandleLinked           Code = "HANDLE_LINKED"
	IdentifierLocked       Code = "IDENTIFIER_LOCKED"
	DeleteProhibited       Code = "DELETE_PROHIBITED"
	UpdateProhibited       Code = "UPDATE_PROHIBITED"
	AlreadyReleased        Code = "ALREADY_RELEASED"
	ReachabilityNotPending Code = "REACHABILITY_NOT_PENDING"
	RateLimited            Code = "RATE_LIMITED"
	DomainNotManaged       Code = "DOMAIN_NOT_MANAGED"
	DomainTaken            Code = "DOMAIN_TAKEN"
	OwnerHasNoAccess       Code = "OWNER_HAS_NO_ACCESS"
	MaximumPeriod          Code = "MAXIMUM_PERIOD"
	RolledBack             Code = "ROLLED_BACK"
	UnverifiedEmail        Code = "UNVERIFIED_EMAIL"
	LinkUnknown            Code = "LINK_UNKNOWN"
	LinkWasUsed            Code = "LINK_USED"
	LinkWasSuperseded      Code = "LINK_SUPERSEDED"
	LinkWasExpired         Code = "LINK_EXPIRED"
	PasswordUnsuitable     Code = "PASSWORD_UNSUITABLE"
	SignInFailed           Code = "SIGN_IN_FAILED"
	MailNotDead            Code = "MAIL_NOT_DEAD"
	KeyEnded               Code = "KEY_ENDED"
	SecretAlreadyShown     Code = "SECRET_ALREADY_SHOWN"
	TooManyEndpoints       Code = "TOO_MANY_WEBHOOK_ENDPOINTS"
)

// Codes of top-level errors: about who asks and how, not about the data.
const (
	Unauthenticated Code = "UNAUTHENTICATED"
	Forbidden       Code = "FORBIDDEN"
	BadUserInput    Code = "BAD_USER_INPUT"
	Timeout         Code = "TIMEOUT"
	TooComplex      Code = "OPERATION_TOO_COMPLEX"
	Internal        Code = "INTERNAL"
	Unavailable     Code = "UNAVAILABLE"
)

// TopLevel tells whether the code belongs into the answer's errors rather than among userErrors.
func (c Code) TopLevel() bool {
	switch c {
	case Unauthenticated, Forbidden, BadUserInput, Timeout, TooComplex, Internal, Unavailable:
		return true
	}
	return false
}

// Problem is one reason why a request is refused, or would be: the one error type of the product.
// Message says what is wrong and what to do next; it never holds SQL, a path or another reseller's data.
type Problem struct {
	Code    Code
	Field   []string // path into the input; nil when the whole is meant
	Message string
	Detail  any // the data a typed error carries (ConflictDetail, LinkedDetail …), nil for most
}

func (p *Problem) Error() string {
	if len(p.Field) == 0 {
		return string(p.Code) + ": " + p.Message
	}
	return string(p.Code) + ": " + strings.Join(p.Field, ".") + ": " + p.Message
}

// Under returns the problem with its field path moved below the given parents.
func (p *Problem) Under(parents ...string) *Problem {
	moved := *p
	moved.Field = slices.Concat(parents, p.Field) // nil when both are empty: the whole is meant
	return &moved
}

// Problems are all the reasons together; a mutation that returns them has changed nothing.
type Problems []*Problem

func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.Error()
	}
	return strings.Join(texts, "; ")
}

// ForWantOfRights tells whether the caller may not do this at all, so that nothing else is worth saying.
func (ps Problems) ForWantOfRights() bool {
	return len(ps) > 0 && (ps[0].Code == LimitedRights || ps[0].Code == MissingScope)
}

// Err returns nil when there are no problems, so that callers can return it as an error.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Under moves every problem's field path below the given parents.
func (ps Problems) Under(parents ...string) Problems {
	moved := make(Problems, len(ps))
	for i, p := range ps {
		moved[i] = p.Under(parents...)
	}
	return moved
}

// Refuse makes a problem about the whole request.
func Refuse(code Code, message string) *Problem { return &Problem{Code: code, Message: message} }

// RefuseField makes a problem about one field of the input.
func RefuseField(code Code, field, message string) *Problem {
	return &Problem{Code: code, Field: []string{field}, Message: message}
}
