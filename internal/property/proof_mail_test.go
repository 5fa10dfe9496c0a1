package property

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/registrar"
)

// attempt is that a mail was handed to the mail server.
type attempt struct {
	letter mail.Letter
	taken  bool
	failed *mail.Failure
}

// note keeps each attempt at a mail, and decides what becomes of it.
func (p *proofs) note(l mail.Letter) error {
	p.attempts = append(p.attempts, attempt{l, p.refuse == nil, p.refuse})
	if p.refuse == nil {
		return nil
	}
	return p.refuse
}

// Settle does what is due and sends what is to be sent.
func (p *proofs) Settle(t *rapid.T) {
	open := map[string]bool{}
	at := p.model.now().Add(time.Millisecond) // the machine moves the clock by that
	for id, l := range p.model.links {
		open[id] = l.state(at) == registrar.LinkOpen
	}
	ids := map[modelTimer]string{}
	for _, row := range p.m.last["timers"] {
		ids[timerOf(row)] = row.text("id")
	}
	err := p.step(t, caller{kind: registrar.ActorSystem}, p.settleAll)
	p.want(t, "settling", err, "")
	p.model.settle(ids)
	p.recover()
	p.settled = true
	p.adopt(t)
	for _, a := range p.attempts[p.seen:] {
		p.verifyAttempt(t, a, open)
	}
	p.seen = len(p.attempts)
}

// recover expects the links to set a password that were asked for, where nobody has FULL rights: up to three an hour.
func (p *proofs) recover() {
	now := p.model.now()
	for id, h := range p.model.handles {
		for range h.asked {
			if p.m.last.holder(id) == "" {
				rested := h.recovered == 0 || h.recovered.Add(time.Hour) <= now
				p.model.expected = append(p.model.expected, expectedLink{handle: id, why: registrar.MailRecovery, optional: !rested})
				h.recovered = now
			}
		}
		h.asked = 0
	}
}

// verifyAttempt checks one mail as it went out: its link works, and is the same as each time before.
func (p *proofs) verifyAttempt(t *rapid.T, a attempt, open map[string]bool) {
	row := p.m.last.one("mails", a.letter.ID)
	link := row.text("link_id")
	// What was due is done before mails go out: a proof that it ends is asked for no more.
	was, before := open[link]
	if l := p.model.links[link]; before && !was || l != nil && l.end != "" {
		t.Errorf("%s (%s) went out with a link that opens nothing", a.letter.ID, a.letter.Reason)
	}
	p.verifyNamed(t, a.letter)
	token := apitest.TokenOf(a.letter)
	if known, is := p.mailed[token]; is && known != link {
		t.Errorf("the link of %s was mailed for %s before", link, known)
	}
	if earlier, is := p.linkOf[a.letter.ID]; is && earlier != token {
		t.Errorf("%s carried %s first and now %s", a.letter.ID, earlier, token)
	}
	if _, is := p.mailed[token]; !is {
		p.tokens = append(p.tokens, token)
	}
	p.mailed[token], p.linkOf[a.letter.ID] = link, token
	if a.failed != nil && a.failed.BadAddress {
		p.bounced(link)
	}
}

// verifyNamed checks what a mail says of domains: one about a hold names those that are on hold, others all that the
// handle owns. A reseller with FULL rights, who may set the address, has none named that is not its own.
func (p *proofs) verifyNamed(t *rapid.T, l mail.Letter) {
	handle := p.m.last.one("mails", l.ID).text("handle_id")
	holder, held := p.m.last.holder(handle), l.Reason == registrar.MailHold
	var names []string
	all, due := 0, registrar.Never
	for id, d := range p.model.domains {
		row := p.m.last.one("domains", id)
		named := holder == "" || row.text("reseller_id") == holder
		if d.owner != handle {
			continue
		}
		if named && (!held || d.due > p.model.now()) {
			due = min(due, d.due)
		}
		if held && !d.held {
			continue
		}
		all++
		if named {
			names = append(names, row.text("unicode_name"))
		}
	}
	slices.Sort(names)
	if !slices.Equal(l.Domains, names) || l.MoreDomains != all-len(names) {
		t.Errorf("%s names %v and %d more, want %v of %d", l.Reason, l.Domains, l.MoreDomains, names, all)
	}
	if (l.DueAt == nil) != (due == registrar.Never) || l.DueAt != nil && registrar.At(*l.DueAt) != due {
		t.Errorf("%s says that something is due at %v, want %d", l.Reason, l.DueAt, due)
	}
}

// bounced marks the running case that a link is of.
func (p *proofs) bounced(link string) {
	if l := p.model.links[link]; l != nil && l.of != nil && !l.of.closed {
		l.of.bounced = true
	}
}

// MailServer lets mails through, or refuses them for a while.
func (p *proofs) MailServer(t *rapid.T) {
	p.refuse = draw(t, "answer", []*mail.Failure{
		nil, nil, {Reply: "451 4.3.0 later"}, {Permanent: true, Reply: "554 5.7.1 no"},
		{Permanent: true, BadAddress: true, Reply: "550 5.1.1 nobody there"},
	})
}

// finish lets mails flow again until nothing waits, and looks at what became of each.
func (p *proofs) finish(t *rapid.T) {
	p.refuse = nil
	for range 20 {
		p.Settle(t)
		p.compare(t)
		waiting := p.m.last.with("timers", "kind", string(registrar.DeliveryTimer))
		if len(waiting) == 0 {
			break
		}
		p.m.clock = p.m.clock.Add(25 * time.Hour) // longer than any pause between two attempts
	}
	delivered := map[string]int{}
	for _, a := range p.attempts {
		if a.taken {
			delivered[a.letter.ID]++
		}
	}
	for _, row := range p.m.last["mails"] {
		state := registrar.MailState(row.text("state"))
		if n := delivered[row.text("id")]; state == registrar.MailQueued || n > 1 || (row["sent_at"] != nil) != (n == 1) ||
			state == registrar.MailSent && n == 0 {
			t.Errorf("a mail of the reason %s ends as %s and was taken %d times: %v", row.text("reason"), state, n, row)
		}
	}
	p.look(t)
}
