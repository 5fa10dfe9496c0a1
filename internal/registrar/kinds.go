// Package registrar holds the rules of the trade as pure functions and tables: who may do what, what a handle or
// a domain must look like, which states follow which. It does no input or output and imports nothing of the product.
package registrar

// Kind says what sort of contact a handle is (RFC 5733 knows only name and org; the registrar's forms ask for this).
type Kind string

// The kinds of handle.
const (
	Person      Kind = "PERSON"
	Company     Kind = "COMPANY"
	Association Kind = "ASSOCIATION"
	PublicBody  Kind = "PUBLIC_BODY"
)

// Values lists the kinds, for ent.
func (Kind) Values() []string { return list(Person, Company, Association, PublicBody) }

// Rights is what a reseller may do with a handle in its list.
type Rights string

// The two levels of rights.
const (
	Full    Rights = "FULL"
	Limited Rights = "LIMITED"
)

// Values lists the rights, for ent.
func (Rights) Values() []string { return list(Full, Limited) }

// Origin says how a handle came into a reseller's list.
type Origin string

// The origins.
const (
	Created       Origin = "CREATED"
	PreConversion Origin = "PRE_CONVERSION"
	Attached      Origin = "ATTACHED"
	Released      Origin = "RELEASED"
	Own           Origin = "OWN"
)

// Values lists the origins, for ent.
func (Origin) Values() []string { return list(Created, PreConversion, Attached, Released, Own) }

// ReachState is how far the proof that a handle's e-mail address answers has come.
type ReachState string

// The reachability states.
const (
	ReachNone      ReachState = "NONE"
	ReachPending   ReachState = "PENDING"
	ReachValidated ReachState = "VALIDATED"
	ReachFailed    ReachState = "FAILED"
)

// Values lists the states, for ent.
func (ReachState) Values() []string {
	return list(ReachNone, ReachPending, ReachValidated, ReachFailed)
}

// Role is what a handle is to a domain (RFC 5731: registrant and contacts of type admin, tech, billing).
type Role string

// The roles of a contact.
const (
	Owner   Role = "OWNER"
	Admin   Role = "ADMIN"
	Tech    Role = "TECH"
	Billing Role = "BILLING"
)

// Roles lists them in the order in which they are shown.
var Roles = []Role{Owner, Admin, Tech, Billing}

// RoleSet is the set of roles that one handle holds on one domain, a bit each, as it is stored.
type RoleSet int

// Bit is the role's place in a RoleSet.
func (r Role) Bit() RoleSet {
	for i, role := range Roles {
		if role == r {
			return 1 << i
		}
	}
	return 0
}

// RolesOf makes a set of the given roles.
func RolesOf(roles ...Role) RoleSet {
	var set RoleSet
	for _, r := range roles {
		set |= r.Bit()
	}
	return set
}

// Has tells whether the set holds the role.
func (s RoleSet) Has(r Role) bool { return s&r.Bit() != 0 }

// Roles lists the set's roles in the order in which they are shown.
func (s RoleSet) Roles() []Role {
	held := []Role{}
	for _, r := range Roles {
		if s.Has(r) {
			held = append(held, r)
		}
	}
	return held
}

func list[T ~string](values ...T) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return texts
}

// StatusSet is the set of EPP statuses of a domain, a bit each, as it is stored.
type StatusSet int

// The bits of a domain's statuses (RFC 5731, 2.3).
const (
	StatusOK StatusSet = 1 << iota
	StatusInactive
	StatusClientHold
	StatusClientTransferProhibited
)

// allStatuses has every bit.
const allStatuses = StatusOK | StatusInactive | StatusClientHold | StatusClientTransferProhibited

// DomainStatus is the public name of one bit of a StatusSet.
type DomainStatus string

// statusNames gives the bits their names, in the order in which they are shown.
var statusNames = []struct {
	bit  StatusSet
	name DomainStatus
}{
	{StatusOK, "OK"}, {StatusInactive, "INACTIVE"},
	{StatusClientHold, "CLIENT_HOLD"}, {StatusClientTransferProhibited, "CLIENT_TRANSFER_PROHIBITED"},
}

// DomainStatuses computes a domain's statuses. A hold prohibits transfers too, whatever the lock is, and takes its
// prohibition with it when it goes; "ok" stands alone (RFC 5731, 2.3).
func DomainStatuses(nameservers int, transferLock bool, holds int) StatusSet {
	var set StatusSet
	if nameservers == 0 {
		set |= StatusInactive
	}
	if holds > 0 {
		set |= StatusClientHold
	}
	if transferLock || holds > 0 {
		set |= StatusClientTransferProhibited
	}
	if set == 0 {
		return StatusOK
	}
	return set
}

// Names lists the set's statuses in the order in which they are shown.
func (s StatusSet) Names() []DomainStatus {
	names := []DomainStatus{}
	for _, status := range statusNames {
		if s&status.bit != 0 {
			names = append(names, status.name)
		}
	}
	return names
}

// SetsWithAny lists every stored value that has at least one of the statuses, so that a filter is a list of equalities.
func SetsWithAny(statuses []DomainStatus) []StatusSet {
	var mask StatusSet
	for _, status := range statusNames {
		for _, wanted := range statuses {
			if status.name == wanted {
				mask |= status.bit
			}
		}
	}
	var sets []StatusSet
	for set := StatusSet(1); set <= allStatuses; set++ {
		if set&mask != 0 {
			sets = append(sets, set)
		}
	}
	return sets
}

// SetsWithRole lists every stored value that has at least one of the roles.
func SetsWithRole(roles []Role) []RoleSet {
	mask := RolesOf(roles...)
	var sets []RoleSet
	for set := RoleSet(1); set < 1<<len(Roles); set++ {
		if set&mask != 0 {
			sets = append(sets, set)
		}
	}
	return sets
}

// HandleStatus is an EPP status of a contact (RFC 5733, 2.2).
type HandleStatus string

// HandleStatuses computes a handle's statuses; "ok" goes with nothing but "linked" (RFC 5733, 2.2).
func HandleStatuses(linked, deleteProhibited, updateProhibited bool) []HandleStatus {
	statuses := []HandleStatus{}
	if !deleteProhibited && !updateProhibited {
		statuses = append(statuses, "OK")
	}
	if linked {
		statuses = append(statuses, "LINKED")
	}
	if deleteProhibited {
		statuses = append(statuses, "CLIENT_DELETE_PROHIBITED")
	}
	if updateProhibited {
		statuses = append(statuses, "CLIENT_UPDATE_PROHIBITED")
	}
	return statuses
}

// HoldReason says why a domain is on hold.
type HoldReason string

// The reasons for a hold.
const (
	HoldReachability HoldReason = "REACHABILITY"
	HoldDispute      HoldReason = "DISPUTE"
	HoldAbuse        HoldReason = "ABUSE"
)

// Values lists the reasons, for ent.
func (HoldReason) Values() []string { return list(HoldReachability, HoldDispute, HoldAbuse) }

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
)

// Scopes lists all scopes in the order in which they are shown.
var Scopes = []Scope{HandlesRead, HandlesWrite, DomainsRead, DomainsWrite, KeysRead, KeysWrite, EventsRead}

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
