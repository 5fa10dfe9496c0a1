package property

import (
	"context"
	"strings"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
)

// token draws what somebody gives for the token of a link: one that was mailed at any time, or a broken one. The link
// is empty where the text is none.
func (p *proofs) token(t *rapid.T) (text, link string) {
	if len(p.tokens) == 0 {
		t.Skip("nothing was mailed yet")
	}
	lately := p.tokens[max(0, len(p.tokens)-3):]
	text = draw(t, "token", lately)
	if maybe(t, "an older one", 3) {
		text = draw(t, "older token", p.tokens)
	}
	switch rapid.IntRange(0, 15).Draw(t, "how it is typed") {
	case 0:
		return text[:len(text)-1], ""
	case 1:
		return strings.ToUpper(text), ""
	case 2:
		return text + text, ""
	case 3:
		return "hds_" + text[4:], ""
	}
	return text, p.mailed[text]
}

// refusal is the answer to a token; empty when it opens something of the kind.
func (p *proofs) refusal(link string, password bool) registrar.Code {
	l := p.model.links[link]
	switch {
	case link == "":
		return registrar.Invalid
	case l == nil || (l.of == nil) != password:
		return registrar.LinkUnknown
	}
	return map[registrar.LinkState]registrar.Code{
		registrar.LinkUsed: registrar.LinkWasUsed, registrar.LinkSuperseded: registrar.LinkWasSuperseded,
		registrar.LinkExpired: registrar.LinkWasExpired, registrar.LinkOpen: "",
	}[l.state(p.model.now())]
}

// byLink is whoever has a mailed link: nobody signed in, who acts as the owner.
func (p *proofs) byLink(link string) caller {
	c := caller{kind: registrar.ActorOwner, anonymous: true}
	if l := p.model.links[link]; l != nil {
		c.id = l.handle
	}
	return c
}

// Confirm answers with any token.
func (p *proofs) Confirm(t *rapid.T) {
	token, link := p.token(t)
	var state registrar.ReachState
	err := p.step(t, p.byLink(link), func(ctx context.Context) (err error) {
		state, err = p.m.ConfirmReachability(ctx, token)
		return err
	})
	p.want(t, "confirming", err, p.refusal(link, false))
	if err == nil {
		l := p.model.links[link]
		l.end = registrar.LinkUsed
		p.model.answer(p.model.handles[l.handle], l.of.fingerprint, registrar.EvidenceConfirmed)
		if state != registrar.ReachValidated {
			t.Errorf("confirming answers %s", state)
		}
	}
	p.adopt(t)
}

// OpenLink opens a link, as programs that check mails do: nothing changes.
func (p *proofs) OpenLink(t *rapid.T) {
	token, link := p.token(t)
	before := p.m.last
	shown, err := p.m.Service.OpenLink(context.Background(), token)
	p.m.last = p.m.dump(t)
	if changed := differences(before, p.m.last); len(changed) > 0 {
		t.Errorf("opening a link changed %s", changed)
	}
	l := p.model.links[link]
	switch {
	case link == "":
		p.want(t, "opening", err, registrar.Invalid)
	case l == nil:
		p.want(t, "opening", err, registrar.LinkUnknown)
	case err != nil || shown.State != l.state(p.model.now()) || (shown.Email != "") != (shown.State == registrar.LinkOpen):
		t.Errorf("a link that is %s is shown as %+v (%v)", l.state(p.model.now()), shown, err)
	}
}

// Verify counts an address as proved in the name of staff.
func (p *proofs) Verify(t *rapid.T) {
	h := p.anyHandle(t)
	want := registrar.Code("")
	if h.state == registrar.ReachValidated {
		want = registrar.ReachabilityNotPending
	}
	err := p.step(t, caller{kind: registrar.ActorOperator}, func(ctx context.Context) error {
		_, err := p.m.VerifyReachability(ctx, h.id, "spoke to the owner by telephone")
		return err
	})
	p.want(t, "verifying", err, want)
	if err == nil {
		p.model.answer(h, h.fingerprint, registrar.EvidenceVerified)
	}
	p.adopt(t)
}

// Bounce reports that a mail came back.
func (p *proofs) Bounce(t *rapid.T) {
	mails := p.m.last["mails"]
	if len(mails) == 0 {
		t.Skip("there is no mail")
	}
	m := rapid.SampledFrom(mails).Draw(t, "mail")
	err := p.step(t, caller{kind: registrar.ActorOperator}, func(ctx context.Context) error {
		_, err := p.m.ReportBounce(ctx, "<"+m.text("id")+"@mail.example>", "550 5.1.1 nobody there")
		return err
	})
	p.want(t, "reporting a bounce", err, "")
	if m.text("state") != string(registrar.MailBounced) {
		p.bounced(m.text("link_id"))
	}
	p.adopt(t)
}

// Retry queues a mail again.
func (p *proofs) Retry(t *rapid.T) {
	mails := p.m.last["mails"]
	if dead := p.m.last.with("mails", "state", string(registrar.MailDead)); len(dead) > 0 {
		mails = dead
	}
	if len(mails) == 0 {
		t.Skip("there is no mail")
	}
	m := rapid.SampledFrom(mails).Draw(t, "mail")
	want, c := registrar.MailNotDead, caller{kind: registrar.ActorOperator}
	if m.text("state") == string(registrar.MailDead) {
		want, c.tells = "", m.text("handle_id")
	}
	err := p.step(t, c, func(ctx context.Context) error {
		_, err := p.m.RetryMail(ctx, m.text("id"))
		return err
	})
	p.want(t, "queueing again", err, want)
}
