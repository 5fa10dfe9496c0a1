package registrar

// DomainFacts is all that the rules look at to allow or refuse an action on one domain.
type DomainFacts struct {
	Caller       Caller
	ManagedBy    string // id of the managing reseller, empty once released
	IsOwners     bool   // the owner who asks is its OWNER; other contacts only read it
	OwnerIsOwn   bool   // the owner's handle is the managing reseller's own company handle
	OwnerInFull  bool   // the managing reseller has FULL rights over the owner's handle
	ReleaseOwner bool   // the owner's handle is released in the same call
	ExpiresAt    Instant
	Years        int // to renew by
	Now          Instant
}

// MaximumYears is how far ahead a domain can be registered (RFC 5731 leaves it to policy; ICANN's is ten years).
const MaximumYears = 10

// Check lists every reason why the caller may not do the action to the domain now.
func (f DomainFacts) Check(a Action) Problems {
	if p := f.right(a); p != nil {
		return Problems{p}
	}
	switch a {
	case RenewDomain:
		if f.ExpiresAt.AddYears(f.Years) > f.Now.AddYears(MaximumYears) {
			return Problems{Refuse(MaximumPeriod, "A domain can be registered ten years ahead at most; renew by fewer years or later.")}
		}
	case ReleaseDomains:
		return f.releasable()
	}
	return nil
}

// right refuses whoever the table grants nothing. Managing the domain is what counts; the rights over the owner's
// handle only decide, below, whether the handle must be released too.
func (f DomainFacts) right(a Action) *Problem {
	grants := Table[a]
	if !f.Caller.Holds(grants.Scope) {
		return MissingScopeFor(grants.Scope, MissingScope)
	}
	allowed := grants.Operator == Yes
	switch f.Caller.Kind {
	case ActorReseller:
		allowed = f.ManagedBy != "" && f.ManagedBy == f.Caller.Reseller
	case ActorOwner:
		allowed = grants.Owner == OwnOnly && f.IsOwners
	}
	if allowed {
		return nil
	}
	return Refuse(DomainNotManaged, "You do not manage this domain, so you cannot do this to it.")
}

// releasable lists what keeps a domain from leaving its reseller's account.
func (f DomainFacts) releasable() Problems {
	switch {
	case f.ManagedBy == "":
		return Problems{Refuse(DomainNotManaged, "No reseller manages this domain; it was released before.")}
	case f.OwnerIsOwn:
		return Problems{Refuse(OwnHandle, "The domain is owned by the reseller's own company handle; change the owner first.")}
	case f.OwnerInFull && !f.ReleaseOwner:
		return Problems{Refuse(OwnerHasNoAccess, "The reseller holds FULL rights over the owner's handle, so the owner could not reach the domain; "+
			"release the handle first, or in the same call with `releaseHandles: true`.")}
	}
	return nil
}
