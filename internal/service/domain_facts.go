package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// ownership is what the rules look at about a domain's owner and the reseller that manages the domain.
type ownership struct {
	handleID string
	inFull   bool // the managing reseller has FULL rights over the owner's handle
	isOwn    bool // it is the managing reseller's own company handle
}

// domainFacts collects what the rules look at. The same function serves a mutation, which reads in its transaction,
// and `actions`, which reads for a whole list at once.
func (s *Service) domainFacts(ctx context.Context, client *db.Client, d *Domain) (registrar.DomainFacts, error) {
	v := viewer.FromContext(ctx)
	owners, err := together(ctx, d.group, "owners", func(ctx context.Context, ds []*Domain) (map[string]ownership, error) {
		return ownerships(viewer.System(ctx), client, ds)
	})
	owner := owners[d.ID]
	f := registrar.DomainFacts{
		Caller: v.Caller, ManagedBy: orEmpty(d.ResellerID), OwnerInFull: owner.inFull, OwnerIsOwn: owner.isOwn,
		IsOwners:  v.IsOwner() && owner.handleID == v.Handle,
		ExpiresAt: d.ExpiresAt, Years: 1, Now: s.now(),
	}
	return f, err
}

// ownerships looks up owners and the managing resellers' rights over them, as the program: the rules see more than
// the caller does, and only their verdict gets out.
func ownerships(system context.Context, client *db.Client, domains []*Domain) (map[string]ownership, error) {
	links, err := client.Contact.Query().Where(contact.DomainIDIn(domainIDs(domains)...)).All(system)
	if err != nil {
		return nil, err
	}
	found := make(map[string]ownership, len(domains))
	handleIDs := []string{}
	for _, link := range links {
		if link.Roles.Has(registrar.Owner) {
			found[link.DomainID] = ownership{handleID: link.HandleID}
			handleIDs = append(handleIDs, link.HandleID)
		}
	}
	full, err := client.Access.Query().Where(access.HandleIDIn(handleIDs...), access.RightsEQ(registrar.Full)).All(system)
	if err != nil {
		return nil, err
	}
	byHandle := make(map[string]*db.Access, len(full))
	for _, row := range full {
		byHandle[row.HandleID] = row
	}
	for _, d := range domains {
		o := found[d.ID]
		if row := byHandle[o.handleID]; row != nil && row.ResellerID == orEmpty(d.ResellerID) {
			o.inFull, o.isOwn = true, row.Origin == registrar.Own
		}
		found[d.ID] = o
	}
	return found, nil
}

// DomainActions explains what the caller may do with a domain.
type DomainActions struct {
	service *Service
	domain  *Domain
}

// DomainActions explains what the caller may do with a domain now.
func (s *Service) DomainActions(d *Domain) *DomainActions { return &DomainActions{s, d} }

// UpdateContacts explains updateDomainContacts.
func (a *DomainActions) UpdateContacts(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.UpdateDomainContacts)
}

// Renew explains renewDomain by one year.
func (a *DomainActions) Renew(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.RenewDomain)
}

// SetTransferLock explains setTransferLock.
func (a *DomainActions) SetTransferLock(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.SetTransferLock)
}

// SetAutoRenew explains setAutoRenew.
func (a *DomainActions) SetAutoRenew(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.SetAutoRenew)
}

// SetNameservers explains setNameservers.
func (a *DomainActions) SetNameservers(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.SetNameservers)
}

// RevealAuthCode explains revealAuthCode.
func (a *DomainActions) RevealAuthCode(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.RevealAuthCode)
}

// Release explains releaseDomains without releasing the handle in the same call.
func (a *DomainActions) Release(ctx context.Context) (*ActionCheck, error) {
	return a.check(ctx, registrar.ReleaseDomains)
}

func (a *DomainActions) check(ctx context.Context, action registrar.Action) (*ActionCheck, error) {
	facts, err := a.service.domainFacts(ctx, a.service.read(ctx), a.domain)
	if err != nil {
		return nil, err
	}
	return &ActionCheck{Blockers: a.service.userErrors(facts.Check(action))}, nil
}
