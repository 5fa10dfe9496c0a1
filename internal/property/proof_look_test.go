package property

import (
	"encoding/json"
	"fmt"
	"slices"
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
			At     time.Time
			Kind   registrar.EvidenceKind
			Reason registrar.MailReason
			Note   *string
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
			reachability { state dueAt reminders resets bounced evidence { at kind reason note } } } } } }`, nil)
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
	p.verifyEvidence(t, reseller, got)
}

// verifyEvidence compares the evidence that is shown of one handle with what there is.
func (p *proofs) verifyEvidence(t *rapid.T, reseller string, got shownReachability) {
	limited, since := got.Rights == string(registrar.Limited), registrar.Instant(0)
	for _, list := range p.m.last.with("accesses", "handle_id", got.ID) {
		if limited && list.text("reseller_id") == reseller {
			since = registrar.Instant(list.number("since"))
		}
	}
	var want []string
	for _, e := range p.m.last.with("evidences", "handle_id", got.ID) {
		reason := registrar.MailReason(e.text("reason"))
		password := reason == registrar.MailRelease || reason == registrar.MailRecovery
		if registrar.Instant(e.number("at")) >= since && (reseller == "" || !password) {
			note := e.text("note")
			if limited {
				note = ""
			}
			want = append(want, fmt.Sprint(e.number("at"), e.text("kind"), reason, note))
		}
	}
	slices.Reverse(want) // the newest first
	var is []string
	for _, e := range got.Reachability.Evidence {
		note := ""
		if e.Note != nil {
			note = *e.Note
		}
		is = append(is, fmt.Sprint(int64(registrar.At(e.At)), e.Kind, e.Reason, note))
	}
	if want = want[:min(len(want), 100)]; !slices.Equal(is, want) {
		t.Errorf("%q is shown the evidence %q, want %q", reseller, is, want)
	}
}
