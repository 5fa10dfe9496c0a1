package property

import (
	"context"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// How often one handle's address may change: so many times at once, and as many again within the span.
const (
	addressChanges = 20
	addressSpan    = time.Hour
)

// readdress says what the rules answer to another address, and counts it.
func (m *model) readdress(h *modelHandle) registrar.Code {
	next := max(h.addresses, m.now()).Add(addressSpan / addressChanges)
	if next > m.now().Add(addressSpan) {
		return registrar.RateLimited
	}
	h.addresses = next
	return ""
}

// ChangeEmail gives a handle another address, now and then one that answered before, and another name where none is locked.
func (p *proofs) ChangeEmail(t *rapid.T) {
	h := p.anyHandle(t)
	in := service.UpdateHandle{HandleID: h.id}
	if !maybe(t, "only the name", 6) {
		in.Email = service.Field[string]{Given: true, Value: new(draw(t, "email", proofEmails))}
	}
	if !p.m.last.one("handles", h.id).flag("linked") {
		in.FamilyName = service.Field[string]{Given: true, Value: new(draw(t, "name", proofNames))}
	}
	p.changeAddress(t, h, p.holderOf(t, h.id), in)
}

// ChangeEmailOften gives a handle one address after the other, until that is too often.
func (p *proofs) ChangeEmailOften(t *rapid.T) {
	if !maybe(t, "now", 12) {
		t.Skip("seldom, since it takes long")
	}
	h := p.anyHandle(t)
	c := p.holderOf(t, h.id)
	for i := range addressChanges + 2 {
		in := service.UpdateHandle{HandleID: h.id, Email: service.Field[string]{Given: true, Value: &proofEmails[i%2]}}
		p.changeAddress(t, h, c, in)
	}
}

// changeAddress changes a handle: another address is to be proved anew, and there are so many an hour.
func (p *proofs) changeAddress(t *rapid.T, h *modelHandle, c caller, in service.UpdateHandle) {
	before := p.m.last.one("handles", h.id).text("email")
	err := p.step(t, c, func(ctx context.Context) error {
		_, err := p.m.Service.UpdateHandle(ctx, in)
		return err
	})
	another, want := in.Email.Given && *in.Email.Value != before, registrar.Code("")
	if another {
		want = p.model.readdress(h)
	}
	p.want(t, "changing the address", err, want)
	if err == nil {
		p.reread(t, h)
	}
	if err == nil && another {
		p.model.endLinks(registrar.LinkSuperseded, func(l *modelLink) bool { return l.handle == h.id && l.of == nil })
		p.model.trigger(h)
	}
	p.adopt(t)
}
