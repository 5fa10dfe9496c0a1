package demo

import (
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// sessionLifetime is how long the owner's session of the demo works.
const sessionLifetime = 30 * 24 * time.Hour

// load writes the plan and gives it what signs in. The whole is one transaction of the Bulk's.
func (p *plan) load(b *service.Bulk) ([]Credential, error) {
	for _, a := range p.accounts {
		var err error
		if a.id, a.own.id, err = b.Reseller(a.name, a.convertedAt, a.own.data); err != nil {
			return nil, err
		}
	}
	for _, h := range p.handles {
		h.load(b)
		if err := flushWhenFull(b); err != nil {
			return nil, err
		}
	}
	for _, d := range p.domains {
		d.load(b)
		if err := flushWhenFull(b); err != nil {
			return nil, err
		}
	}
	return p.signIns(b)
}

// flushWhenFull keeps memory from growing with the data.
func flushWhenFull(b *service.Bulk) error {
	if b.Full() {
		return b.Flush()
	}
	return nil
}

func (h *handle) load(b *service.Bulk) {
	in := service.BulkHandle{
		Data: h.data, CreatedAt: h.createdAt, UpdatedAt: h.updatedAt, ReleasedAt: h.releasedAt,
		Reachability: h.state, ProvedFrom: h.provedFrom, Linked: h.linked,
		DeleteProhibited: h.deleteProhibited, UpdateProhibited: h.updateProhibited,
	}
	for _, l := range h.lists {
		in.Lists = append(in.Lists, service.BulkAccess{ResellerID: l.account.id, Rights: l.rights, Origin: l.origin})
	}
	h.id = b.Handle(in)
}

func (d *domain) load(b *service.Bulk) {
	in := service.BulkDomain{
		Name: d.name, Contacts: map[registrar.Role]string{}, RegisteredAt: d.registeredAt, ExpiresAt: d.expiresAt,
		DueAt: d.dueAt, AutoRenew: d.autoRenew, TransferLock: d.transferLock, Nameservers: d.nameservers, Holds: d.holds,
	}
	if d.account != nil {
		in.ResellerID = d.account.id
	}
	for role, h := range d.contacts {
		in.Contacts[role] = h.id
	}
	b.Domain(in)
}

// signIns makes the keys: one with all scopes for each reseller, a reading one for the first, one for the registrar's
// staff, and a session of an owner.
func (p *plan) signIns(b *service.Bulk) ([]Credential, error) {
	var made []Credential
	key := func(who, resellerID string, scopes ...registrar.Scope) error {
		secret, err := b.APIKey("demo", resellerID, scopes...)
		made = append(made, Credential{Who: who, Scopes: describe(scopes), Secret: secret})
		return err
	}
	for i, a := range p.accounts {
		if err := key(a.name, a.id, registrar.Scopes...); err != nil {
			return nil, err
		}
		if i > 0 {
			continue
		}
		if err := key(a.name, a.id, registrar.HandlesRead, registrar.DomainsRead); err != nil {
			return nil, err
		}
	}
	if err := key("operator", "", registrar.Scopes...); err != nil {
		return nil, err
	}
	code, err := b.Code(p.owner.id)
	if err != nil {
		return nil, err
	}
	token, err := b.Session(p.owner.id, sessionLifetime)
	if err != nil {
		return nil, err
	}
	return append(made, Credential{Who: "owner of " + code, Scopes: "session of 30 days", Secret: token}), nil
}
