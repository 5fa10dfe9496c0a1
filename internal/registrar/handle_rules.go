package registrar

import (
	"fmt"
	"time"
)

// HandleFacts is all that the rules look at to allow or refuse an action on one handle. Services fill it from the rows
// they have locked, screens from the rows they show; both get the same answer.
type HandleFacts struct {
	Caller           Caller
	HandleID         string
	Rights           Rights // of the reseller that asks; empty for others
	Origin           Origin // likewise
	IsOwn            bool   // the handle of the owner who asks
	HeldInFull       bool   // some reseller has FULL rights over it
	OwnOfReseller    bool   // it is a reseller's own company handle
	Linked           bool
	DeleteProhibited bool
	UpdateProhibited bool
	Reachability     ReachState
	Resets           Resets
	Now              Instant
}

// LinkedDetail is what HANDLE_LINKED carries: the domains are looked up when they are asked for.
type LinkedDetail struct{ HandleID string }

// DuplicateDetail is what DUPLICATE carries: the handles that are equal, oldest first.
type DuplicateDetail struct{ HandleIDs []string }

// ConflictDetail is what CONFLICT carries.
type ConflictDetail struct{ CurrentVersion int }

// ReachabilityDetail is what REACHABILITY_NOT_PENDING carries.
type ReachabilityDetail struct{ State ReachState }

// RateDetail is what RATE_LIMITED carries; nil when waiting does not help.
type RateDetail struct{ RetryAfterSeconds *int }

// Check lists every reason why the caller may not do the action to the handle now. Whoever lacks the right to it hears
// of nothing else, since nothing else would help.
func (f HandleFacts) Check(a Action) Problems {
	if p := f.right(a); p != nil {
		return Problems{p}
	}
	var problems Problems
	refuse := func(when bool, code Code, message string) {
		if when {
			problems = append(problems, Refuse(code, message))
		}
	}
	switch a {
	case UpdateHandle:
		refuse(f.UpdateProhibited, UpdateProhibited,
			"The handle has the status CLIENT_UPDATE_PROHIBITED; take it off first, by an update that does nothing else.")
	case DeleteHandle:
		refuse(f.OwnOfReseller, OwnHandle, "This is a reseller's own company handle, which is never deleted.")
		refuse(f.DeleteProhibited, DeleteProhibited,
			"The handle has the status CLIENT_DELETE_PROHIBITED; take it off first.")
		if f.Linked {
			problems = append(problems, &Problem{Code: HandleLinked, Detail: LinkedDetail{f.HandleID},
				Message: "Domains list this handle; give them another contact or let them go first."})
		}
	case ReleaseHandle:
		refuse(f.OwnOfReseller, OwnHandle, "This is a reseller's own company handle, which is never released.")
		refuse(!f.HeldInFull, AlreadyReleased, "No reseller holds FULL rights over this handle; its owner controls it already.")
	case ResetReachability:
		if p := f.resettable(); p != nil {
			problems = append(problems, p)
		}
	}
	return problems
}

// CheckIdentifiers lists what stands in the way of changing identifiers: all that stops an update, and the lock.
func (f HandleFacts) CheckIdentifiers() Problems {
	problems := f.Check(UpdateHandle)
	if problems.ForWantOfRights() {
		return problems
	}
	if f.Linked {
		problems = append(problems, Refuse(IdentifierLocked, IdentifierLockedMessage))
	}
	return problems
}

// IdentifierLockedMessage explains the identifier lock.
const IdentifierLockedMessage = "This is an identifier, locked while any domain lists the handle; " +
	"create a new handle and make it the domain's contact instead."

// right refuses whoever the table grants nothing.
func (f HandleFacts) right(a Action) *Problem {
	grants := Table[a]
	if !f.Caller.Holds(grants.Scope) {
		return MissingScopeFor(grants.Scope, MissingScope)
	}
	grant := grants.Operator
	switch f.Caller.Kind {
	case ActorReseller:
		grant = grants.Limited
		if f.Rights == Full {
			grant = grants.Full
		}
		if grant == No && a == ReleaseHandle && f.Origin == Released {
			return Refuse(AlreadyReleased, "The handle was released before; its owner controls it.")
		}
	case ActorOwner:
		if grant = grants.Owner; grant == OwnOnly && f.IsOwn {
			grant = Yes
		}
	}
	if grant == Yes {
		return nil
	}
	return Refuse(LimitedRights, "You have LIMITED rights over this handle, which do not include this; only its owner or "+
		"the reseller through whose account it was created can do it.")
}

// Resets is how often a case's link was sent again.
type Resets struct {
	InCase  int       // since the case began
	Last    Instant   // 0 when never
	LastDay []Instant // within the last 24 hours, earliest first
}

// The limits on resets (domain rules, action 9).
const (
	ResetPause   = 60 * time.Second
	ResetsPerDay = 5
	ResetsInCase = 20
)

func (f HandleFacts) resettable() *Problem {
	if f.Reachability != ReachPending && f.Reachability != ReachFailed {
		return &Problem{
			Code: ReachabilityNotPending,
			Message: fmt.Sprintf("Reachability can be reset only while PENDING or FAILED; it is %s, so there is nothing to do.",
				f.Reachability),
			Detail: ReachabilityDetail{f.Reachability},
		}
	}
	if f.Resets.InCase >= ResetsInCase {
		return &Problem{Code: RateLimited, Detail: RateDetail{},
			Message: fmt.Sprintf("The link was sent again %d times, the most there is; correct the e-mail address instead.", ResetsInCase)}
	}
	wait := 0
	if f.Resets.Last > 0 {
		wait = f.Now.SecondsUntil(f.Resets.Last.Add(ResetPause))
	}
	if n := len(f.Resets.LastDay); n >= ResetsPerDay {
		wait = max(wait, f.Now.SecondsUntil(f.Resets.LastDay[n-ResetsPerDay].Add(24*time.Hour)))
	}
	if wait == 0 {
		return nil
	}
	return &Problem{Code: RateLimited, Detail: RateDetail{&wait},
		Message: fmt.Sprintf("The link was sent again a short while ago; wait %d seconds.", wait)}
}

// Warnings lists what to know before doing an action that is allowed.
func (f HandleFacts) Warnings(a Action) []Warning {
	if a == ReleaseHandle && f.Reachability != ReachValidated {
		return []Warning{{Code: UnverifiedEmail, Message: "The e-mail address was never proved to answer, and the owner's " +
			"access depends on it: without the mail the owner cannot set a password."}}
	}
	return nil
}

// Warning is something to know about an action that is allowed.
type Warning struct {
	Code    Code
	Message string
}
