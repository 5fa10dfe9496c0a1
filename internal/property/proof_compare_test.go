package property

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
)

// adopt takes the links that are new into the model: exactly those that it expects, in their order.
func (p *proofs) adopt(t *rapid.T) {
	for _, row := range p.m.last["links"] {
		id := row.text("id")
		if p.model.links[id] != nil {
			continue
		}
		mails := p.m.last.with("mails", "link_id", id)
		if len(mails) != 1 {
			t.Fatalf("%d mails carry the link %v", len(mails), row)
		}
		i := slices.IndexFunc(p.model.expected, func(e expectedLink) bool {
			return e.handle == row.text("handle_id") && (e.of == nil) == (row["case_id"] == nil) && string(e.why) == mails[0].text("reason")
		})
		if i < 0 {
			t.Fatalf("a link that nothing asked for: %v in %v, want %+v", row, mails[0], p.model.expected)
		}
		made := p.model.expected[i]
		p.model.links[id] = &modelLink{handle: made.handle, of: made.of, end: made.end, expires: p.model.now().Add(linkLifetime)}
		if made.of != nil {
			made.of.id = cmp.Or(made.of.id, row.text("case_id"))
		}
		p.model.expected = slices.Delete(p.model.expected, i, i+1)
	}
	for _, e := range p.model.expected {
		if !e.optional {
			t.Fatalf("no link was made for %s: %s", e.handle, e.why)
		}
	}
	p.model.expected = nil
}

// compare holds the database against the model.
func (p *proofs) compare(t *rapid.T) {
	d := p.m.last
	if len(d["handles"]) != len(p.model.handles) || len(d["domains"]) != len(p.model.domains) {
		t.Fatalf("%d handles and %d domains, want %d and %d", len(d["handles"]), len(d["domains"]), len(p.model.handles), len(p.model.domains))
	}
	for id, h := range p.model.handles {
		p.compareHandle(t, d.one("handles", id), h)
	}
	for id, domain := range p.model.domains {
		p.compareDomain(t, d.one("domains", id), domain)
	}
	if len(d["links"]) != len(p.model.links) {
		t.Errorf("%d links, want %d", len(d["links"]), len(p.model.links))
	}
	for id, l := range p.model.links {
		row := d.one("links", id)
		if (row["used_at"] != nil) != (l.end == registrar.LinkUsed) || (row["superseded_at"] != nil) != (l.end == registrar.LinkSuperseded) ||
			row.number("expires_at") != int64(l.expires) {
			t.Errorf("a link is %v, want the end %q and to expire at %d", row, l.end, l.expires)
		}
	}
	p.compareMails(t)
	p.compareTimers(t)
	for _, s := range p.sessions[max(0, len(p.sessions)-4):] {
		if _, err := p.m.Authenticate(context.Background(), s.token); (err == nil) != p.works(s) {
			t.Errorf("a session signs in: %v; want %v: %+v", err, p.works(s), s)
		}
	}
}

func (p *proofs) compareHandle(t *rapid.T, is row, h *modelHandle) {
	d := p.m.last
	if is.text("reachability") != string(h.state) || is.number("reachability_started_at") != int64(h.started) {
		t.Errorf("a handle is %s since %d, want %s since %d", is.text("reachability"), is.number("reachability_started_at"), h.state, h.started)
	}
	cases := slices.DeleteFunc(d.with("reachability_cases", "handle_id", h.id), func(r row) bool { return r["closed_at"] != nil })
	if (h.running != nil) != (len(cases) == 1) || len(cases) > 1 {
		t.Fatalf("%s has %d open cases, want one: %v", h.id, len(cases), h.running != nil)
	}
	if running := h.running; running != nil {
		c := cases[0]
		got := [...]any{c.text("id"), c.text("fingerprint"), c.number("started_at"), c.number("reminded_from"), c.number("generation"),
			c.number("reminders"), c.number("resets"), c["bounced_at"] != nil, c.text("state") == "FAILED", h.state == registrar.ReachFailed}
		want := [...]any{running.id, running.fingerprint, int64(running.started), int64(running.from), int64(running.links),
			int64(running.reminders), int64(len(running.resets)), running.bounced, running.failed, running.failed}
		if got != want {
			t.Errorf("a case is %v, want %v", got, want)
		}
		if p.settled && p.model.verified[running.fingerprint] {
			t.Errorf("%s is still to prove an identity that answered", h.id)
		}
		p.verifyReminders(t, c)
		p.verifyNotice(t, c)
	}
	kinds := map[registrar.EvidenceKind]int{}
	for _, e := range d.with("evidences", "handle_id", h.id) {
		kinds[registrar.EvidenceKind(e.text("kind"))]++
	}
	for _, kind := range []registrar.EvidenceKind{registrar.EvidenceStarted, registrar.EvidenceKnown, registrar.EvidenceReset,
		registrar.EvidenceOverdue, registrar.EvidenceConfirmed, registrar.EvidenceVerified, registrar.EvidenceSupersession} {
		if kinds[kind] != h.evidence[kind] {
			t.Errorf("%d entries of %s, want %d", kinds[kind], kind, h.evidence[kind])
		}
	}
}

// verifyReminders checks that no moment has two reminders, and that the owner hears of holds once a day at most.
func (p *proofs) verifyReminders(t *rapid.T, c row) {
	last := map[registrar.MailReason]int64{}
	pauses := map[registrar.MailReason]int64{registrar.MailHold: 24 * time.Hour.Milliseconds(), registrar.MailReminder: 1}
	for _, m := range p.m.last.with("mails", "case_id", c.text("id")) {
		reason := registrar.MailReason(m.text("reason"))
		if m.number("created_at") < last[reason]+pauses[reason] {
			t.Errorf("%s came again too soon: %v", reason, m)
		}
		last[reason] = m.number("created_at")
	}
}

// verifyNotice checks that the owner was told of each hold that a case placed, or is about to be within a day of it.
func (p *proofs) verifyNotice(t *rapid.T, c row) {
	var told int64
	for _, m := range p.m.last.with("mails", "case_id", c.text("id")) {
		if m.text("reason") == string(registrar.MailHold) {
			told = max(told, m.number("created_at"))
		}
	}
	coming := slices.ContainsFunc(p.m.last.with("timers", "subject_id", c.text("id")), func(r row) bool {
		return r.text("kind") == string(registrar.NoticeTimer)
	})
	for _, h := range p.m.last.with("holds", "case_id", c.text("id")) {
		d := p.model.domains[h.text("domain_id")]
		owned := d.owner == c.text("handle_id") && int64(d.moved) < h.number("placed_at") // a former owner may have been told
		late := int64(p.model.now()) >= h.number("placed_at")+holdMailPause.Milliseconds()
		if owned && told < h.number("placed_at") && (!coming || p.settled && late) {
			t.Errorf("nobody is told of the hold %v", h)
		}
	}
}

func (p *proofs) compareDomain(t *rapid.T, is row, d *modelDomain) {
	id := is.text("id")
	held := slices.ContainsFunc(p.m.last.with("holds", "domain_id", id), func(h row) bool { return h.text("reason") == "REACHABILITY" })
	owner := p.model.handles[d.owner]
	if is.flag("transfer_lock") != d.lock {
		t.Errorf("%s: the transfer lock is %v, want %v", is.text("name"), is.flag("transfer_lock"), d.lock)
	}
	if p.m.last.owner(id) != d.owner || is.number("due_at") != int64(d.due) || held != d.held {
		t.Errorf("%s: due at %d and held %v, want %d and %v", is.text("name"), is.number("due_at"), held, d.due, d.held)
	}
	// What the rules say, whatever the model thinks.
	switch {
	case (d.due != registrar.Never) != (d.asks && owner.running != nil):
		t.Errorf("%s: due at %d while the owner's case runs: %v", is.text("name"), d.due, owner.running != nil)
	case held && d.due > p.model.now(), held && !d.asks:
		t.Errorf("%s: held without a reason", is.text("name"))
	case p.settled && d.due <= p.model.now() && !held:
		t.Errorf("%s: not held after its deadline", is.text("name"))
	}
}

// compareMails checks that each mail that waits will be looked at again, and that each that does not has an end.
func (p *proofs) compareMails(t *rapid.T) {
	queued := map[string]bool{}
	for _, m := range p.m.last["goqite"] {
		var task struct{ Mail string }
		if err := json.Unmarshal([]byte(m.text("body")), &task); err != nil {
			t.Fatal(err)
		}
		queued[task.Mail] = true
	}
	if p.settled && len(queued) > 0 {
		t.Errorf("the queue holds %v after settling", queued)
	}
	for _, m := range p.m.last.with("mails", "state", string(registrar.MailQueued)) {
		again := p.m.last.with("timers", "subject_id", m.text("id"))
		if !queued[m.text("id")] && len(again) != 1 {
			t.Errorf("nobody will send %v", m)
		}
		pause, _ := registrar.RetryPause(int(m.number("attempts")))
		if want := registrar.Instant(m.number("last_attempt_at")).Add(pause); len(again) > 0 && again[0].number("due_at") != int64(want) {
			t.Errorf("a mail is tried again at %v, want %d", again, want)
		}
	}
}

// compareTimers checks that the timers are those that must be. What is about a mail, or about something that is gone, is
// looked at when it is due.
func (p *proofs) compareTimers(t *rapid.T) {
	want := p.model.timers()
	for _, row := range p.m.last["timers"] {
		timer := timerOf(row)
		at, wanted := want[timer]
		delete(want, timer)
		gone := timer.kind != registrar.IdentityTimer &&
			p.m.last.one("reachability_cases", timer.subject) == nil && p.m.last.one("domains", timer.subject) == nil
		switch {
		case p.settled && row.number("due_at") <= int64(p.model.now()):
			t.Errorf("a timer is due after settling: %v", row)
		case wanted && int64(at) != row.number("due_at"), !wanted && !gone:
			t.Errorf("a timer for %v, want %d", row, cmp.Or(at, -1))
		}
	}
	for missing, at := range want {
		t.Errorf("no timer for %v at %d", missing, at)
	}
}

func timerOf(row row) modelTimer {
	return modelTimer{registrar.TimerKind(row.text("kind")), row.text("subject_id")}
}
