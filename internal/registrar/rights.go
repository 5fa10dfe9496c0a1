package registrar

import "slices"

// Action is something that a caller may or may not do; each has one row in Table.
type Action string

// The actions. Each is a mutation of the schema, named as there.
const (
	CreateHandle         Action = "createHandle"
	UpdateHandle         Action = "updateHandle"
	DeleteHandle         Action = "deleteHandle"
	ReleaseHandle        Action = "releaseHandle"
	ResetReachability    Action = "resetReachability"
	RegisterDomain       Action = "registerDomain"
	UpdateDomainContacts Action = "updateDomainContacts"
	RenewDomain          Action = "renewDomain"
	SetTransferLock      Action = "setTransferLock"
	SetAutoRenew         Action = "setAutoRenew"
	SetNameservers       Action = "setNameservers"
	RevealAuthCode       Action = "revealAuthCode"
	ReleaseDomains       Action = "releaseDomains"
	CreateAPIKey         Action = "createApiKey"
	RevokeAPIKey         Action = "revokeApiKey"
	RotateAPIKey         Action = "rotateApiKey"
	SetRateLimit         Action = "setRateLimit"

	ConfirmReachability     Action = "confirmReachability"
	VerifyReachability      Action = "verifyReachability"
	ReportBounce            Action = "reportBounce"
	RetryMail               Action = "retryMail"
	SetMailSenderName       Action = "setMailSenderName"
	RequestPasswordRecovery Action = "requestPasswordRecovery"
	SetPassword             Action = "setPassword"
	SignIn                  Action = "signIn"
	SignOut                 Action = "signOut"

	CreateWebhookEndpoint Action = "createWebhookEndpoint"
	UpdateWebhookEndpoint Action = "updateWebhookEndpoint"
	DeleteWebhookEndpoint Action = "deleteWebhookEndpoint"
	RotateWebhookSecret   Action = "rotateWebhookSecret"
	RedeliverWebhook      Action = "redeliverWebhook"
	SendTestWebhook       Action = "sendTestWebhook"
)

// Grant is what a kind of caller is granted by an action; the schema's enum Grant describes each.
type Grant string

// The grants.
const (
	Yes                        Grant = "YES"
	No                         Grant = "NO"
	IfManaged                  Grant = "IF_MANAGED"
	IfManagedAndHandleReleased Grant = "IF_MANAGED_AND_HANDLE_RELEASED"
	NotAsOwner                 Grant = "NOT_AS_OWNER"
	OwnOnly                    Grant = "OWN"
)

// Grants is one row of the table of rights.
type Grants struct {
	Scope     Scope // what an API key needs; empty when nothing
	Full      Grant // for a reseller with FULL rights over the handle
	Limited   Grant // for a reseller with LIMITED rights over the handle
	Owner     Grant // for the owner of the handle
	Operator  Grant // for the registrar's staff
	Anonymous Grant // for whoever did not sign in; No when empty
}

// managing is the row of every action on a domain that its managing reseller may do whatever its rights over the handles.
var managing = Grants{DomainsWrite, IfManaged, IfManaged, OwnOnly, Yes, No}

// anyone is the row of what a mailed link or a password lets anybody do: they are the right, not who sends them.
var anyone = Grants{"", Yes, Yes, Yes, Yes, Yes}

// staff is the row of what only the registrar's staff does.
var staff = Grants{HandlesWrite, No, No, No, Yes, No}

// webhooks is the row of every action on webhooks: they belong to an account and have nothing to do with handles.
var webhooks = Grants{WebhooksWrite, Yes, Yes, No, Yes, No}

// Table is the one place where rights are declared: services enforce it, `actions` explains it, @rights prints it.
var Table = map[Action]Grants{
	CreateHandle:         {HandlesWrite, Yes, Yes, No, Yes, No},
	UpdateHandle:         {HandlesWrite, Yes, No, OwnOnly, Yes, No},
	DeleteHandle:         {HandlesWrite, Yes, No, OwnOnly, Yes, No},
	ReleaseHandle:        {HandlesWrite, Yes, No, No, Yes, No},
	ResetReachability:    {HandlesWrite, Yes, No, OwnOnly, Yes, No},
	RegisterDomain:       {DomainsWrite, Yes, NotAsOwner, No, Yes, No},
	UpdateDomainContacts: managing,
	RenewDomain:          managing,
	SetTransferLock:      managing,
	SetAutoRenew:         managing,
	SetNameservers:       managing,
	RevealAuthCode:       managing,
	ReleaseDomains:       {DomainsWrite, IfManagedAndHandleReleased, IfManaged, No, Yes, No},
	CreateAPIKey:         {KeysWrite, Yes, Yes, No, Yes, No},
	RevokeAPIKey:         {KeysWrite, Yes, Yes, No, Yes, No},
	RotateAPIKey:         {KeysWrite, Yes, Yes, No, Yes, No},
	SetRateLimit:         {KeysWrite, No, No, No, Yes, No},

	ConfirmReachability:     anyone,
	VerifyReachability:      staff,
	ReportBounce:            staff,
	RetryMail:               staff,
	SetMailSenderName:       {HandlesWrite, Yes, Yes, No, Yes, No},
	RequestPasswordRecovery: anyone,
	SetPassword:             anyone,
	SignIn:                  anyone,
	SignOut:                 {"", No, No, OwnOnly, No, No},

	CreateWebhookEndpoint: webhooks,
	UpdateWebhookEndpoint: webhooks,
	DeleteWebhookEndpoint: webhooks,
	RotateWebhookSecret:   webhooks,
	RedeliverWebhook:      webhooks,
	SendTestWebhook:       webhooks,
}

// Caller is what the rules need to know about who is asking.
type Caller struct {
	Kind     ActorKind // empty for an anonymous caller
	Scopes   []Scope   // of an API key; an owner's session and the program itself need none
	Reseller string    // id of the reseller that asks
	Handle   string    // id of the handle whose owner asks
}

// Holds tells whether the caller's credentials reach the scope.
func (c Caller) Holds(scope Scope) bool {
	if scope == "" {
		return true
	}
	switch c.Kind {
	case ActorReseller, ActorOperator:
		return slices.Contains(c.Scopes, scope)
	case ActorOwner:
		return scope != KeysRead && scope != KeysWrite && scope != WebhooksRead && scope != WebhooksWrite
	case ActorSystem:
		return true
	default:
		return false
	}
}

// MayTry tells whether the caller may run the mutation at all, before any handle or domain is looked at: a top-level
// error when not. What the grants say about single handles and domains is decided on the rows.
func MayTry(c Caller, a Action) *Problem {
	grants := Table[a]
	switch {
	case c.Kind == "" && grants.Anonymous == Yes:
		return nil
	case c.Kind == "":
		return Refuse(Unauthenticated, "Sign in first: send the header `Authorization: Bearer` with an API key or a session token.")
	case c.Kind == ActorOwner && grants.Owner == No:
		return Refuse(Forbidden, "Owners of handles cannot do this; ask the reseller or the registrar.")
	case c.Kind == ActorReseller && grants.Full == No && grants.Limited == No,
		c.Kind == ActorOperator && grants.Operator == No:
		return Refuse(Forbidden, "This key cannot do this, whatever its scopes; the schema's @rights says who can.")
	case !c.Holds(grants.Scope):
		return MissingScopeFor(grants.Scope, Forbidden)
	}
	return nil
}

// MayRead tells whether the caller's credentials reach the scope that a field needs: a top-level error when not.
func MayRead(c Caller, scope Scope) *Problem {
	switch {
	case c.Kind == "":
		return Refuse(Unauthenticated, "Sign in first: send the header `Authorization: Bearer` with an API key or a session token.")
	case !c.Holds(scope):
		return MissingScopeFor(scope, Forbidden)
	}
	return nil
}

// MissingScopeFor says which scope is missing: as a top-level error, or as a blocker within `actions`.
func MissingScopeFor(scope Scope, code Code) *Problem {
	return Refuse(code, "These credentials lack the scope "+string(scope)+"; use an API key that has it.")
}
