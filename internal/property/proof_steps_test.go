package property

import (
	"context"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// Few names and addresses, so that identities are shared and come again.
var (
	proofNames   = []string{"Lovelace", "King"}
	proofEmails  = []string{"a@example.com", "b@example.com", "C@example.com", "c@example.com"}
	proofDomains = []string{"one.com", "two.net", "drei.de", "quatre.fr", "five.org", "sei.com"}
)

// CreateHandle creates a handle.
func (p *proofs) CreateHandle(t *rapid.T) {
	if len(p.model.handles) > 7 {
		t.Skip("there are enough")
	}
	p.create(t, draw(t, "reseller", p.m.resellers), draw(t, "name", proofNames), draw(t, "email", proofEmails))
}

// inFull draws a handle over which some reseller has FULL rights, and that reseller.
func (p *proofs) inFull(t *rapid.T, of string) (handle, reseller string) {
	ids := slices.DeleteFunc(p.handleIDs(), func(id string) bool {
		holder := p.m.last.holder(id)
		return holder == "" || of != "" && holder != of
	})
	if len(ids) == 0 {
		t.Skip("nobody has FULL rights over any handle")
	}
	handle = draw(t, "handle", ids)
	return handle, p.m.last.holder(handle)
}

func (p *proofs) handleIDs() []string { return slices.Sorted(keysOf(p.model.handles)) }

func (p *proofs) anyHandle(t *rapid.T) *modelHandle {
	if len(p.model.handles) == 0 {
		t.Skip("there is no handle")
	}
	return p.model.handles[draw(t, "handle", p.handleIDs())]
}

func (p *proofs) anyDomain(t *rapid.T) (string, *modelDomain) {
	id := draw(t, "domain", slices.Sorted(keysOf(p.model.domains)))
	return id, p.model.domains[id]
}

// RegisterDomain registers a domain of a TLD that asks for an answer, or of one that does not.
func (p *proofs) RegisterDomain(t *rapid.T) {
	free := slices.DeleteFunc(slices.Clone(proofDomains), func(name string) bool {
		return len(p.m.last.with("domains", "name", name)) > 0
	})
	if len(free) == 0 {
		t.Skip("all are taken")
	}
	owner, reseller := p.inFull(t, "")
	p.register(t, reseller, owner, draw(t, "name", free))
}

func (p *proofs) register(t *rapid.T, reseller, owner, name string) {
	in := service.RegisterDomain{Name: name, Years: 1, Owner: service.Contact{HandleID: &owner}, TransferLock: maybe(t, "lock", 2)}
	var registered *service.Domain
	err := p.step(t, caller{kind: registrar.ActorReseller, id: reseller}, func(ctx context.Context) (err error) {
		registered, err = p.m.Service.RegisterDomain(ctx, in)
		return err
	})
	p.want(t, "registering", err, "")
	generic := !strings.HasSuffix(name, ".de") && !strings.HasSuffix(name, ".fr")
	p.model.domains[registered.ID] = &modelDomain{owner: owner, asks: generic, due: registrar.Never, lock: in.TransferLock}
	p.model.trigger(p.model.handles[owner])
	p.adopt(t)
}

// ChangeOwner gives a domain to another handle.
func (p *proofs) ChangeOwner(t *rapid.T) {
	id, d := p.anyDomain(t)
	reseller := p.m.last.one("domains", id).text("reseller_id")
	if reseller == "" {
		t.Skip("nobody manages it")
	}
	owner, _ := p.inFull(t, reseller)
	err := p.step(t, caller{kind: registrar.ActorReseller, id: reseller}, func(ctx context.Context) error {
		_, err := p.m.UpdateDomainContacts(ctx, service.UpdateDomainContacts{
			DomainID: id, Owner: service.Field[service.Contact]{Given: true, Value: &service.Contact{HandleID: &owner}},
		})
		return err
	})
	p.want(t, "changing the owner", err, "")
	if d.owner != owner {
		d.owner, d.moved = owner, p.model.now()
		p.model.trigger(p.model.handles[owner])
	}
	p.adopt(t)
}

// Mention makes any handle the technical contact of a domain: that alone asks for nothing.
func (p *proofs) Mention(t *rapid.T) {
	id, _ := p.anyDomain(t)
	h := p.anyHandle(t)
	err := p.step(t, caller{kind: registrar.ActorOperator}, func(ctx context.Context) error {
		_, err := p.m.UpdateDomainContacts(ctx, service.UpdateDomainContacts{
			DomainID: id, Tech: service.Field[service.Contact]{Given: true, Value: &service.Contact{HandleID: &h.id}},
		})
		return err
	})
	if err == nil {
		p.adopt(t)
	}
}

// holderOf draws who may change a handle: its reseller, its owner, or staff.
func (p *proofs) holderOf(t *rapid.T, id string) caller {
	holder := p.m.last.holder(id)
	switch {
	case maybe(t, "by staff", 4):
		return caller{kind: registrar.ActorOperator}
	case holder == "":
		return caller{kind: registrar.ActorOwner, id: id}
	}
	return caller{kind: registrar.ActorReseller, id: holder}
}

// Reset asks for another link.
func (p *proofs) Reset(t *rapid.T) {
	h := p.anyHandle(t)
	c := p.holderOf(t, h.id)
	if maybe(t, "a little later", 2) {
		p.m.clock = p.m.clock.Add(registrar.ResetPause)
	}
	err := p.step(t, c, func(ctx context.Context) error {
		_, err := p.m.Service.ResetReachability(ctx, h.id)
		return err
	})
	p.want(t, "resetting", err, p.model.resettable(h))
	if err == nil {
		p.model.endLinks(registrar.LinkSuperseded, func(l *modelLink) bool { return l.of == h.running })
		h.running.resets, h.running.bounced = append(h.running.resets, p.model.now()), false
		h.evidence[registrar.EvidenceReset]++
		p.model.mail(h, h.running, registrar.MailReset)
	}
	p.adopt(t)
}

// Manage renews, locks and unlocks domains: that asks for nothing and lifts nothing.
func (p *proofs) Manage(t *rapid.T) {
	id, d := p.anyDomain(t)
	lock := maybe(t, "lock", 2)
	other := draw(t, "action", []func(ctx context.Context) error{
		nil, // the lock
		func(ctx context.Context) error { _, err := p.m.RenewDomain(ctx, id, 1, nil); return err },
		func(ctx context.Context) error { _, err := p.m.SetNameservers(ctx, id, nameservers[1]); return err },
	})
	err := p.step(t, caller{kind: registrar.ActorOperator}, func(ctx context.Context) error {
		if other != nil {
			return other(ctx) // the longest period may be reached
		}
		_, err := p.m.SetTransferLock(ctx, id, lock)
		return err
	})
	if other == nil {
		p.want(t, "locking", err, "")
		d.lock = lock
	}
}

// ReleaseHandle hands a handle to its owner.
func (p *proofs) ReleaseHandle(t *rapid.T) {
	id, reseller := p.inFull(t, "")
	p.releaseHandle(t, id, reseller)
}

func (p *proofs) releaseHandle(t *rapid.T, id, reseller string) {
	err := p.step(t, caller{kind: registrar.ActorReseller, id: reseller}, func(ctx context.Context) error {
		_, _, err := p.m.Service.ReleaseHandle(ctx, id)
		return err
	})
	p.want(t, "releasing", err, "")
	p.model.mail(p.model.handles[id], nil, registrar.MailRelease)
	p.adopt(t)
}

// ReleaseDomain lets a domain go from its account, with its owner's handle where that is needed.
func (p *proofs) ReleaseDomain(t *rapid.T) {
	id, d := p.anyDomain(t)
	reseller := p.m.last.one("domains", id).text("reseller_id")
	if reseller == "" {
		t.Skip("it was released")
	}
	released := p.m.last.holder(d.owner) == reseller
	err := p.step(t, caller{kind: registrar.ActorReseller, id: reseller}, func(ctx context.Context) error {
		_, err := p.m.Service.ReleaseDomains(ctx, service.ReleaseDomains{DomainIDs: []string{id}, ReleaseHandles: true})
		return err
	})
	p.want(t, "releasing a domain", err, "")
	if released {
		p.model.mail(p.model.handles[d.owner], nil, registrar.MailRelease)
	}
	p.adopt(t)
}
