package registrar

import (
	"slices"
	"testing"
	"time"
)

// domainActions are the actions that DomainFacts decides.
var domainActions = []Action{
	UpdateDomainContacts, RenewDomain, SetTransferLock, SetAutoRenew, SetNameservers, RevealAuthCode, ReleaseDomains,
}

// everyDomain goes through every combination of what the rules look at; the callers' reseller is rsl_a.
func everyDomain(visit func(f DomainFacts, tooFar bool)) {
	now := At(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC))
	expiries := []Instant{now.AddYears(1), now.AddYears(9), now.AddYears(9).Add(time.Millisecond)}
	for _, caller := range callers {
		for _, scopes := range [][]Scope{caller.Scopes, nil} {
			caller.Scopes = scopes
			for _, managedBy := range []string{"", "rsl_a", "rsl_b"} {
				for bits := range 1 << 4 {
					for i, expiry := range expiries {
						visit(DomainFacts{
							Caller: caller, ManagedBy: managedBy, IsOwners: bits&1 != 0, OwnerIsOwn: bits&2 != 0, OwnerInFull: bits&4 != 0,
							ReleaseOwner: bits&8 != 0, ExpiresAt: expiry, Years: 1, Now: now,
						}, i == 2)
					}
				}
			}
		}
	}
}

// wantDomain says what the domain rules say: the scope, the right, then what stands in the way.
func wantDomain(f DomainFacts, a Action, tooFar bool) []Code {
	release := a == ReleaseDomains
	needsScope := f.Caller.Kind == ActorReseller || f.Caller.Kind == ActorOperator
	switch {
	case f.Caller.Kind == "", needsScope && !slices.Contains(f.Caller.Scopes, DomainsWrite):
		return []Code{MissingScope}
	case f.Caller.Kind == ActorReseller && f.ManagedBy != "rsl_a":
		return []Code{DomainNotManaged}
	case f.Caller.Kind == ActorOwner && (release || !f.IsOwners):
		return []Code{DomainNotManaged}
	case a == RenewDomain && tooFar:
		return []Code{MaximumPeriod}
	case release && f.ManagedBy == "":
		return []Code{DomainNotManaged}
	case release && f.OwnerIsOwn:
		return []Code{OwnHandle}
	case release && f.OwnerInFull && !f.ReleaseOwner:
		return []Code{OwnerHasNoAccess}
	}
	return nil
}

func TestDomainFactsInEveryCombination(t *testing.T) {
	visited := 0
	everyDomain(func(f DomainFacts, tooFar bool) {
		for _, a := range domainActions {
			visited++
			problems := f.Check(a)
			if got, want := codesIn(problems), wantDomain(f, a, tooFar); !slices.Equal(got, want) {
				t.Fatalf("%s on %+v: %v, want %v", a, f, got, want)
			}
			for _, p := range problems {
				if p.Message == "" || p.Field != nil {
					t.Fatalf("%s: %+v needs a message and no field", a, p)
				}
			}
		}
	})
	if want := 5 * 2 * 3 * 16 * 3 * len(domainActions); visited != want {
		t.Errorf("visited %d combinations, want %d", visited, want)
	}
}

func TestRenewalsReachTenYearsAhead(t *testing.T) {
	now := At(time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		expiresAt Instant
		years     int
		fits      bool
	}{
		{now, 10, true},
		{now.Add(time.Millisecond), 10, false},
		{now.AddYears(1), 9, true},
		{now.AddYears(1), 10, false},
		{now.Add(-24 * time.Hour), 10, true}, // expired, not yet deleted
		{now.AddYears(9).Add(time.Millisecond), 1, false},
	} {
		f := DomainFacts{Caller: callers["operator"], ExpiresAt: c.expiresAt, Years: c.years, Now: now}
		if got := len(f.Check(RenewDomain)) == 0; got != c.fits {
			t.Errorf("from %s by %d years: %t, want %t", c.expiresAt.Time(), c.years, got, c.fits)
		}
	}
}
