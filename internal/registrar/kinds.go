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
