package property

import (
	"encoding/json"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
)

// shownReachability is what the API says of a handle.
type shownReachability struct {
	ID           string
	Rights       string
	Reachability struct {
		State             registrar.ReachState
		DueAt             *time.Time
		Reminders, Resets int
		Bounced           bool
		Evidence          []struct {
			At   time.Time
			Note *string
		}
	}
}

// look asks the API for what it says of each handle's reachability: to staff, and to both resellers.
func (p *proofs) look(t *rapid.T) {
	for _, reseller := range append([]string{""}, p.m.resellers...) {
		var answer struct {
			Data struct {
				Handles struct {
					Edges []struct{ Node shownReachability }
				}
			}
		}
		raw := p.m.ask(t, p.m.secrets[reseller], `{ handles(first: 100) { edges { node { id rights
			reachability { state dueAt reminders resets bounced evidence { at note } } } } } }`, nil)
		if err := json.Unmarshal(raw, &answer); err != nil {
			t.Fatal(err)
		}
		for _, e := range answer.Data.Handles.Edges {
			p.verifyShown(t, reseller, e.Node)
		}
	}
}

// verifyShown compares what is shown of one handle with the model. What others manage, and what happened before a
// reseller heard of the handle, is not shown to it.
func (p *proofs) verifyShown(t *rapid.T, reseller string, got shownReachability) {
	h := p.model.handles[got.ID]
	due := registrar.Never
	for id, d := range p.model.domains {
		if d.owner == h.id && (reseller == "" || p.m.last.one("domains", id).text("reseller_id") == reseller) {
			due = min(due, d.due)
		}
	}
	of := &modelCase{}
	if h.last != nil && h.last.started == h.started {
		of = h.last
	}
	is := got.Reachability
	if is.State != h.state || is.Reminders != of.reminders || is.Resets != len(of.resets) || is.Bounced != of.bounced ||
		(is.DueAt == nil) != (due == registrar.Never) || is.DueAt != nil && registrar.At(*is.DueAt) != due {
		t.Errorf("%q is told %+v, want %+v with %+v, due at %d", reseller, is, h, of, due)
	}
	if got.Rights != string(registrar.Limited) {
		return
	}
	for _, list := range p.m.last.with("accesses", "handle_id", h.id) {
		for _, e := range is.Evidence {
			if list.text("reseller_id") == reseller && (e.Note != nil || registrar.At(e.At) < registrar.Instant(list.number("since"))) {
				t.Errorf("%s is shown evidence from before: %+v", reseller, e)
			}
		}
	}
}
