package registrar

// ActorKind says what sort of caller made a change.
type ActorKind string

// The kinds of actor.
const (
	ActorReseller ActorKind = "RESELLER"
	ActorOperator ActorKind = "OPERATOR"
	ActorOwner    ActorKind = "OWNER"
	ActorSystem   ActorKind = "SYSTEM"
)

// Values lists the kinds, for ent.
func (ActorKind) Values() []string {
	return list(ActorReseller, ActorOperator, ActorOwner, ActorSystem)
}

// EventAction says what happened.
type EventAction string

// What can happen.
const (
	HandleCreated         EventAction = "HANDLE_CREATED"
	HandleUpdated         EventAction = "HANDLE_UPDATED"
	HandleDeleted         EventAction = "HANDLE_DELETED"
	HandleReleased        EventAction = "HANDLE_RELEASED"
	ReachabilityReset     EventAction = "REACHABILITY_RESET"
	DomainRegistered      EventAction = "DOMAIN_REGISTERED"
	DomainContactsUpdated EventAction = "DOMAIN_CONTACTS_UPDATED"
	DomainRenewed         EventAction = "DOMAIN_RENEWED"
	DomainUpdated         EventAction = "DOMAIN_UPDATED"
	AuthCodeRevealed      EventAction = "AUTH_CODE_REVEALED"
	DomainReleased        EventAction = "DOMAIN_RELEASED"
	APIKeyCreated         EventAction = "API_KEY_CREATED"
	APIKeyRevoked         EventAction = "API_KEY_REVOKED"
	ResellerCreated       EventAction = "RESELLER_CREATED"
)

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
	MailStart   MailReason = "START"
	MailReset   MailReason = "RESET"
	MailRelease MailReason = "RELEASE"
)

// Values lists the reasons, for ent.
func (MailReason) Values() []string { return list(MailStart, MailReset, MailRelease) }
