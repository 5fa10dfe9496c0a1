package property

import (
	"context"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// passwords are some that suit, and one that does not.
var passwords = []string{"vellum otter brigantine 47", "quince marmalade tugboat 8", "short"}

// Recover asks for a link to set a password, for any handle.
func (p *proofs) Recover(t *rapid.T) {
	p.askForPassword(t, p.anyHandle(t))
}

func (p *proofs) askForPassword(t *rapid.T, h *modelHandle) {
	code := p.m.last.one("handles", h.id).text("code")
	err := p.step(t, caller{anonymous: true}, func(ctx context.Context) error { return p.m.RequestPasswordRecovery(ctx, code) })
	if err != nil {
		p.want(t, "recovering", err, registrar.RateLimited)
		return
	}
	h.asked++
}

// SetPassword sets a password with any token.
func (p *proofs) SetPassword(t *rapid.T) {
	token, link := p.token(t)
	p.setPassword(t, token, link, draw(t, "password", passwords))
}

func (p *proofs) setPassword(t *rapid.T, token, link, secret string) {
	want := p.refusal(link, true)
	if want == "" && secret == "short" {
		want = registrar.PasswordUnsuitable
	}
	err := p.step(t, p.byLink(link), func(ctx context.Context) error {
		_, err := p.m.Service.SetPassword(ctx, token, secret)
		return err
	})
	p.want(t, "setting a password", err, want)
	if err == nil {
		id := p.model.links[link].handle
		p.model.links[link].end = registrar.LinkUsed
		p.model.endLinks(registrar.LinkSuperseded, func(l *modelLink) bool { return l.handle == id && l.of == nil })
		p.model.handles[id].password = secret
		p.endSessions(id)
	}
	p.adopt(t)
}

func (p *proofs) endSessions(handle string) {
	for i := range p.sessions {
		if p.sessions[i].handle == handle {
			p.sessions[i].ended = true
		}
	}
}

// HandOver goes all the way to an owner's session: from the release of a handle, or from a lost password.
func (p *proofs) HandOver(t *rapid.T) {
	h := p.anyHandle(t)
	if p.refuse != nil {
		t.Skip("no mail gets through")
	}
	if reseller := p.m.last.holder(h.id); reseller != "" {
		p.releaseHandle(t, h.id, reseller)
	} else {
		p.askForPassword(t, h)
	}
	p.Settle(t)
	for _, token := range slices.Backward(p.tokens) {
		link := p.mailed[token]
		if l := p.model.links[link]; l != nil && l.handle == h.id && l.of == nil && l.state(p.model.now()) == registrar.LinkOpen {
			p.setPassword(t, token, link, passwords[0])
			p.signIn(t, h, passwords[0])
			return
		}
	}
}

// SignIn tries a password.
func (p *proofs) SignIn(t *rapid.T) {
	ids := slices.DeleteFunc(p.handleIDs(), func(id string) bool { return p.model.handles[id].password == "" })
	h := p.anyHandle(t)
	if len(ids) > 0 && !maybe(t, "any handle", 4) {
		h = p.model.handles[draw(t, "with a password", ids)]
	}
	p.signIn(t, h, draw(t, "password", passwords))
}

func (p *proofs) signIn(t *rapid.T, h *modelHandle, secret string) {
	var opened *service.SignedIn
	err := p.step(t, caller{kind: registrar.ActorOwner, id: h.id, anonymous: true}, func(ctx context.Context) (err error) {
		opened, err = p.m.Service.SignIn(ctx, p.m.last.one("handles", h.id).text("code"), secret)
		return err
	})
	switch {
	case secret == h.password && p.m.last.holder(h.id) == "" && err == nil:
		rows := p.m.last.with("sessions", "handle_id", h.id)
		p.sessions = append(p.sessions, ownerSession{opened.Token, rows[len(rows)-1].text("id"), h.id, opened.ExpiresAt, false})
	case err != nil && strings.Contains(err.Error(), "too often"):
		p.want(t, "signing in", err, registrar.RateLimited)
	default:
		p.want(t, "signing in", err, registrar.SignInFailed)
	}
}

// SignOut ends one session, or all of its owner.
func (p *proofs) SignOut(t *rapid.T) {
	open := slices.DeleteFunc(slices.Clone(p.sessions), func(s ownerSession) bool { return !p.works(s) })
	if len(open) == 0 {
		t.Skip("nobody is signed in")
	}
	s, everywhere := draw(t, "session", open), maybe(t, "everywhere", 2)
	err := p.step(t, caller{kind: registrar.ActorOwner, id: s.handle, session: s.id}, func(ctx context.Context) error {
		_, err := p.m.Service.SignOut(ctx, everywhere)
		return err
	})
	p.want(t, "signing out", err, "")
	for i := range p.sessions {
		if p.sessions[i].id == s.id {
			p.sessions[i].ended = true
		}
	}
	if everywhere {
		p.endSessions(s.handle)
	}
}

// works tells whether a session signs somebody in.
func (p *proofs) works(s ownerSession) bool {
	return !s.ended && s.expires > p.model.now() && p.model.handles[s.handle] != nil && p.m.last.holder(s.handle) == ""
}

// DeleteHandle deletes a handle that no domain lists: nothing of it may happen any more.
func (p *proofs) DeleteHandle(t *rapid.T) {
	h := p.anyHandle(t)
	c := p.holderOf(t, h.id)
	linked := p.m.last.one("handles", h.id).flag("linked")
	err := p.step(t, c, func(ctx context.Context) error { return p.m.Service.DeleteHandle(ctx, h.id, nil) })
	if linked {
		p.want(t, "deleting a linked handle", err, registrar.HandleLinked)
		return
	}
	p.want(t, "deleting", err, "")
	delete(p.model.handles, h.id)
	for id, l := range p.model.links {
		if l.handle == h.id {
			delete(p.model.links, id)
		}
	}
	p.adopt(t)
}
