package faults

import (
	"fmt"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/invariant"
)

// verify checks everything once all servers have worked off what is due: that the database holds what the clients were
// told, and nothing else, and that what no client waits for was done once.
func (w *world) verify(t *testing.T) {
	t.Helper()
	w.whole(t)
	is := w.read(t)
	invariant.Check(t, is.Database)
	events := is.eventsOfOperations(t, w.was)
	handles, domains := 0, 0
	for _, c := range w.clients {
		for _, failure := range c.failures {
			t.Error(failure)
		}
		for _, o := range c.done {
			o.verify(t, events[o.key])
			delete(events, o.key)
		}
		h, d := c.verify(t, is)
		handles, domains = handles+h, domains+d
	}
	for key, found := range events {
		t.Errorf("%d events of %s, which nobody was told of", len(found), key)
	}
	handles, domains = handles+len(w.was.Rows("handles")), domains+len(w.was.Rows("domains"))
	if len(is.Rows("handles")) != handles || len(is.Rows("domains")) != domains {
		t.Errorf("there are %d handles and %d domains, want %d and %d", len(is.Rows("handles")), len(is.Rows("domains")), handles, domains)
	}
	w.verifyHot(t, is)
	for _, effect := range effects {
		effect(t, w, is)
	}
}

// eventsOfOperations gives the new events by the Idempotency-Key of the operation whose attempt wrote them, and
// requires that no change has two events of one thing.
func (d *rows) eventsOfOperations(t *testing.T, was *rows) map[string][]invariant.Row {
	t.Helper()
	found, seen := map[string][]invariant.Row{}, map[string]bool{}
	for _, e := range d.Rows("events") {
		once := e.Text("change_id") + " " + e.Text("entity_id")
		if seen[once] {
			t.Errorf("%s has two events of one change", e.Text("entity_id"))
		}
		seen[once] = true
		if was.One("events", e.Text("id")) != nil || e.Text("request_id") == "" {
			continue
		}
		at := strings.LastIndexByte(e.Text("request_id"), '-')
		key := e.Text("request_id")[:max(0, at)]
		found[key] = append(found[key], e)
	}
	return found
}

// verify checks that an operation was done once: by one of its attempts, in one transaction, except that each of
// several released domains is one. Who was refused did nothing.
func (o *operation) verify(t *testing.T, events []invariant.Row) {
	t.Helper()
	if !o.done {
		if len(events) > 0 {
			t.Errorf("%s %s was refused (%s), and there is %v", o.name, o.key, o.refused, events)
		}
		return
	}
	changes, attempts, of, entities := map[string]bool{}, map[string]bool{}, 0, map[string]int{}
	for _, e := range events {
		changes[e.Text("change_id")], attempts[e.Text("request_id")] = true, true
		entities[e.Text("entity_id")]++
		if e.Text("entity_id") == o.entity {
			of++
		}
	}
	if of != 1 {
		t.Errorf("%s %s was acknowledged, and %s has %d events of it, of %d attempts", o.name, o.key, o.entity, of, o.attempts)
		return
	}
	before := len(attempts) > 1 || !attempts[o.requestID(o.attempts)]
	if o.replayed != before {
		t.Errorf("%s %s: the answer says that it was done before: %t, but the events are of %v of %d attempts", o.name, o.key, o.replayed, attempts, o.attempts)
	}
	if o.name == "releaseDomains" {
		for entity, times := range entities {
			if times > 1 {
				t.Errorf("%s %s: %s has %d events", o.name, o.key, entity, times)
			}
		}
		return
	}
	if len(changes) != 1 || len(attempts) != 1 {
		t.Errorf("%s %s was done %d times, by the attempts %v", o.name, o.key, len(changes), attempts)
	}
}

// verify checks that a client's handles and domains are what it was told, and counts those that must be there.
func (c *client) verify(t *testing.T, is *rows) (handles, domains int) {
	t.Helper()
	for _, p := range c.people {
		h := is.One("handles", p.id)
		if p.deleted != (h == nil) {
			t.Errorf("%s is %v, deleted: %t", p.id, h, p.deleted)
		}
		if h == nil || p.deleted {
			continue
		}
		handles++
		got := fmt.Sprint(h.Text("email"), " ", h.Text("fax"), " ", h.Number("version"))
		version := p.version
		if p.limited {
			version = int(h.Number("version")) // a release may count as a version; what was edited before is compared
		}
		if want := fmt.Sprint(p.email, " ", strings.ReplaceAll(p.fax, ".", ""), " ", version); got != want {
			t.Errorf("%s is %s, want %s", p.id, got, want)
		}
		for _, running := range is.With("reachability_cases", "handle_id", p.id) {
			if running["closed_at"] == nil && int(running.Number("resets")) != p.resets {
				t.Errorf("%s was reset %d times, want %d", p.id, running.Number("resets"), p.resets)
			}
		}
	}
	for _, s := range c.sites {
		d := is.One("domains", s.id)
		if d == nil {
			t.Errorf("%s is gone", s.name)
			continue
		}
		domains++
		const shortestYear = 365 * 24 * 3600 * 1000
		years := int((d.Number("expires_at") - d.Number("registered_at")) / shortestYear)
		if d.Text("name") != s.name || years != s.years || (d["reseller_id"] == nil) != s.released {
			t.Errorf("%s is %v, want %d years and released: %t", s.name, d, s.years, s.released)
		}
	}
	return handles, domains
}

// verifyHot checks that none of the changes of the one handle is lost or was made twice.
func (w *world) verifyHot(t *testing.T, is *rows) {
	t.Helper()
	changes := 0
	for _, c := range w.clients {
		changes += c.hot
	}
	was := w.was.One("handles", w.hot).Number("version")
	if got := is.One("handles", w.hot).Number("version") - was; int(got) != changes {
		t.Errorf("the handle that all change was changed %d times, and %d changes were acknowledged", got, changes)
	}
}
