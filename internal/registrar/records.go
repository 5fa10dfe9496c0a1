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
	ReachabilityConfirmed EventAction = "REACHABILITY_CONFIRMED"
	ReachabilityVerified  EventAction = "REACHABILITY_VERIFIED"
	ReachabilityBounced   EventAction = "REACHABILITY_BOUNCED"
	PasswordMailed        EventAction = "PASSWORD_MAILED"
	PasswordSet           EventAction = "PASSWORD_SET"
	OwnerSignedIn         EventAction = "OWNER_SIGNED_IN"
	OwnerSignedOut        EventAction = "OWNER_SIGNED_OUT"
	MailRequeued          EventAction = "MAIL_REQUEUED"
	DomainRegistered      EventAction = "DOMAIN_REGISTERED"
	DomainContactsUpdated EventAction = "DOMAIN_CONTACTS_UPDATED"
	DomainRenewed         EventAction = "DOMAIN_RENEWED"
	DomainUpdated         EventAction = "DOMAIN_UPDATED"
	AuthCodeRevealed      EventAction = "AUTH_CODE_REVEALED"
	DomainReleased        EventAction = "DOMAIN_RELEASED"
	APIKeyCreated         EventAction = "API_KEY_CREATED"
	APIKeyRevoked         EventAction = "API_KEY_REVOKED"
	APIKeyRotated         EventAction = "API_KEY_ROTATED"
	RateLimitSet          EventAction = "RATE_LIMIT_SET"
	ResellerCreated       EventAction = "RESELLER_CREATED"
	ResellerUpdated       EventAction = "RESELLER_UPDATED"

	WebhookEndpointCreated  EventAction = "WEBHOOK_ENDPOINT_CREATED"
	WebhookEndpointUpdated  EventAction = "WEBHOOK_ENDPOINT_UPDATED"
	WebhookEndpointDisabled EventAction = "WEBHOOK_ENDPOINT_DISABLED"
	WebhookEndpointDeleted  EventAction = "WEBHOOK_ENDPOINT_DELETED"
	WebhookSecretRotated    EventAction = "WEBHOOK_SECRET_ROTATED"
	WebhookTested           EventAction = "WEBHOOK_TESTED"
	WebhookRedelivered      EventAction = "WEBHOOK_REDELIVERED"
)
