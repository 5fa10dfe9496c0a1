package registrar

// KeyRole says whom an API key signs in.
type KeyRole string

// The roles of a key.
const (
	ResellerKey KeyRole = "RESELLER"
	OperatorKey KeyRole = "OPERATOR"
)

// Values lists the roles, for ent.
func (KeyRole) Values() []string { return list(ResellerKey, OperatorKey) }

// Scope is a permission of an API key.
type Scope string

// The scopes.
const (
	HandlesRead  Scope = "HANDLES_READ"
	HandlesWrite Scope = "HANDLES_WRITE"
	DomainsRead  Scope = "DOMAINS_READ"
	DomainsWrite Scope = "DOMAINS_WRITE"
	KeysRead     Scope = "KEYS_READ"
	KeysWrite    Scope = "KEYS_WRITE"
	EventsRead   Scope = "EVENTS_READ"

	WebhooksRead  Scope = "WEBHOOKS_READ"
	WebhooksWrite Scope = "WEBHOOKS_WRITE"
)

// Scopes lists all scopes in the order in which they are shown.
var Scopes = []Scope{HandlesRead, HandlesWrite, DomainsRead, DomainsWrite, KeysRead, KeysWrite, EventsRead, WebhooksRead, WebhooksWrite}
