package registrar

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// handleActions are the actions that HandleFacts decides.
var handleActions = []Action{UpdateHandle, DeleteHandle, ReleaseHandle, ResetReachability}

var both = []bool{false, true}

// everyHandle goes through every combination of what the rules look at.
func everyHandle(visit func(f HandleFacts)) {
	now := At(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC))
	exhausted := resetsBefore(now, ResetsInCase, time.Hour)
	for _, caller := range callers {
		for _, scopes := range [][]Scope{caller.Scopes, nil} {
			caller.Scopes = scopes
			for bits := range 1 << 8 {
				on := func(bit int) bool { return bits&(1<<bit) != 0 }
				f := HandleFacts{
					Caller: caller, HandleID: "hdl_h", Rights: Full, IsOwn: on(0), HeldInFull: on(1), OwnOfReseller: on(2),
					Linked: on(3), DeleteProhibited: on(4), UpdateProhibited: on(5), Now: now,
				}
				if on(6) {
					f.Resets = exhausted
				}
				if on(7) {
					f.Rights = Limited
				}
				for _, origin := range Origin("").Values() {
					for _, state := range ReachState("").Values() {
						f.Origin, f.Reachability = Origin(origin), ReachState(state)
						visit(f)
					}
				}
			}
		}
	}
}

// wantHandle says what the domain rules say, in their order: first the scope, then the right, then what stands in the
// way of whoever has both.
func wantHandle(f HandleFacts, a Action) []Code {
	staff := f.Caller.Kind == ActorOperator || f.Caller.Kind == ActorSystem
	reseller, owner := f.Caller.Kind == ActorReseller, f.Caller.Kind == ActorOwner
	needsScope := reseller || f.Caller.Kind == ActorOperator
	switch {
	case f.Caller.Kind == "", needsScope && !slices.Contains(f.Caller.Scopes, HandlesWrite):
		return []Code{MissingScope}
	case reseller && f.Rights == Limited && a == ReleaseHandle && f.Origin == Released:
		return []Code{AlreadyReleased}
	case reseller && f.Rights == Limited, owner && !f.IsOwn, owner && a == ReleaseHandle, !reseller && !owner && !staff:
		return []Code{LimitedRights}
	}
	var codes []Code
	when := func(condition bool, code Code) {
		if condition {
			codes = append(codes, code)
		}
	}
	pending := f.Reachability == ReachPending || f.Reachability == ReachFailed
	when(a == UpdateHandle && f.UpdateProhibited, UpdateProhibited)
	when(a == DeleteHandle && f.OwnOfReseller, OwnHandle)
	when(a == DeleteHandle && f.DeleteProhibited, DeleteProhibited)
	when(a == DeleteHandle && f.Linked, HandleLinked)
	when(a == ReleaseHandle && f.OwnOfReseller, OwnHandle)
	when(a == ReleaseHandle && !f.HeldInFull, AlreadyReleased)
	when(a == ResetReachability && !pending, ReachabilityNotPending)
	when(a == ResetReachability && pending && f.Resets.InCase >= 20, RateLimited)
	return codes
}

func codesIn(problems Problems) []Code {
	var codes []Code
	for _, p := range problems {
		codes = append(codes, p.Code)
	}
	return codes
}

func TestHandleFactsInEveryCombination(t *testing.T) {
	visited := 0
	everyHandle(func(f HandleFacts) {
		for _, a := range handleActions {
			visited++
			problems := f.Check(a)
			if got, want := codesIn(problems), wantHandle(f, a); !slices.Equal(got, want) {
				t.Fatalf("%s on %+v: %v, want %v", a, f, got, want)
			}
			for _, p := range problems {
				if p.Message == "" || p.Field != nil {
					t.Fatalf("%s: %+v needs a message and no field", a, p)
				}
			}
		}
		verifyIdentifiers(t, f)
	})
	if want := 5 * 2 * 256 * 5 * 4 * len(handleActions); visited != want {
		t.Errorf("visited %d combinations, want %d", visited, want)
	}
}

// verifyIdentifiers: whatever stops an update stops this, and so does any domain, but whoever lacks the right hears of
// nothing else.
func verifyIdentifiers(t *testing.T, f HandleFacts) {
	t.Helper()
	want := wantHandle(f, UpdateHandle)
	if f.Linked && !slices.Contains(want, MissingScope) && !slices.Contains(want, LimitedRights) {
		want = append(want, IdentifierLocked)
	}
	if got := codesIn(f.CheckIdentifiers()); !slices.Equal(got, want) {
		t.Fatalf("identifiers of %+v: %v, want %v", f, got, want)
	}
}

func TestProblemsCarryTheirData(t *testing.T) {
	full := HandleFacts{Caller: callers["reseller"], HandleID: "hdl_h", Rights: Full, HeldInFull: true, Linked: true, Reachability: ReachNone}
	if got := full.Check(DeleteHandle)[0].Detail; got != (LinkedDetail{"hdl_h"}) {
		t.Errorf("HANDLE_LINKED carries %v", got)
	}
	if got := full.Check(ResetReachability)[0].Detail; got != (ReachabilityDetail{ReachNone}) {
		t.Errorf("REACHABILITY_NOT_PENDING carries %v", got)
	}
}

func TestReleaseWarnsUnlessTheAddressHasAnswered(t *testing.T) {
	for _, state := range ReachState("").Values() {
		f := HandleFacts{Reachability: ReachState(state)}
		for _, a := range handleActions {
			warnings := f.Warnings(a)
			if want := a == ReleaseHandle && f.Reachability != ReachValidated; (len(warnings) == 1) != want || len(warnings) > 1 {
				t.Errorf("%s while %s warns of %v", a, state, warnings)
			}
			if len(warnings) == 1 && (warnings[0].Code != UnverifiedEmail || warnings[0].Message == "") {
				t.Errorf("%s while %s warns of %v", a, state, warnings)
			}
		}
	}
}

// resetsBefore are resets that happened so long before now, earliest first.
func resetsBefore(now Instant, inCase int, ago ...time.Duration) Resets {
	r := Resets{InCase: inCase}
	for _, d := range ago {
		r.Last = now.Add(-d)
		r.LastDay = append(r.LastDay, r.Last)
	}
	return r
}

func TestResetsAreLimited(t *testing.T) {
	const day = 24 * time.Hour
	now := At(time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		name   string
		resets Resets
		wait   int // seconds; 0 when allowed, -1 when waiting does not help
	}{
		{"never before", Resets{}, 0},
		{"at once", resetsBefore(now, 1, 0), 60},
		{"1 ms later", resetsBefore(now, 1, time.Millisecond), 60},
		{"after 1 s", resetsBefore(now, 1, time.Second), 59},
		{"after 59 s", resetsBefore(now, 1, 59*time.Second), 1},
		{"after 59.999 s", resetsBefore(now, 1, 59_999*time.Millisecond), 1},
		{"after 60 s", resetsBefore(now, 1, time.Minute), 0},
		{"the 5th of a day", resetsBefore(now, 4, 4*time.Hour, 3*time.Hour, 2*time.Hour, time.Hour), 0},
		{"the 6th of a day", resetsBefore(now, 5, 5*time.Hour, 4*time.Hour, 3*time.Hour, 2*time.Hour, time.Hour), 19 * 3600},
		{"the 6th 1 ms before the day is over", resetsBefore(now, 5, day-time.Millisecond, 4*time.Hour, 3*time.Hour, 2*time.Hour, time.Hour), 1},
		{"the 6th when the day is over", resetsBefore(now, 5, day, 4*time.Hour, 3*time.Hour, 2*time.Hour, time.Hour), 0},
		{"the 6th just before the day is over, and a moment ago",
			resetsBefore(now, 5, day-10*time.Second, 4*time.Hour, 3*time.Hour, 2*time.Hour, time.Second), 59},
		{"the 7th of a day", resetsBefore(now, 6, 6*time.Hour, 5*time.Hour, 4*time.Hour, 3*time.Hour, 2*time.Hour, time.Hour), 19 * 3600},
		{"the 20th of a case", resetsBefore(now, 19, 2*time.Hour), 0},
		{"the 21st of a case", resetsBefore(now, 20, 2*time.Hour), -1},
		{"the 21st of a case, years later", Resets{InCase: 20}, -1},
	} {
		for _, state := range []ReachState{ReachPending, ReachFailed} {
			f := HandleFacts{Caller: callers["reseller"], Rights: Full, Reachability: state, Resets: c.resets, Now: now}
			if got := waitOf(t, f.Check(ResetReachability)); got != c.wait {
				t.Errorf("%s while %s: wait %d, want %d", c.name, state, got, c.wait)
			}
		}
	}
}

// waitOf reads how long to wait: 0 when allowed, -1 when waiting does not help.
func waitOf(t *testing.T, problems Problems) int {
	t.Helper()
	if len(problems) == 0 {
		return 0
	}
	detail, is := problems[0].Detail.(RateDetail)
	if !is || problems[0].Code != RateLimited || len(problems) > 1 {
		t.Fatalf("got %v, want RATE_LIMITED alone", problems)
	}
	if detail.RetryAfterSeconds == nil {
		return -1
	}
	if problems[0].Message == "" || *detail.RetryAfterSeconds <= 0 {
		t.Errorf("wait %d: %s", *detail.RetryAfterSeconds, fmt.Sprint(problems))
	}
	return *detail.RetryAfterSeconds
}
