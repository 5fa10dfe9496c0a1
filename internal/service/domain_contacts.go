package service

import (
	"context"
	"maps"

	"github.com/handledesk/handledesk/internal/registrar"
)

// UpdateDomainContacts is the input of the mutation updateDomainContacts.
type UpdateDomainContacts struct {
	DomainID string
	Owner    Field[Contact]
	Admin    Field[Contact]
	Tech     Field[Contact]
	Billing  Field[Contact]
}

// UpdateDomainContacts changes the handles that a domain lists. A new owner's proof starts.
//
// Errors: NOT_FOUND for the domain or a handle; DOMAIN_NOT_MANAGED; REQUIRED when the owner is to be taken off;
// LIMITED_RIGHTS for a new OWNER without FULL rights; every error of createHandle below the role's `create`.
func (s *Service) UpdateDomainContacts(ctx context.Context, in UpdateDomainContacts) (*Domain, error) {
	err := s.write(ctx, registrar.UpdateDomainContacts, nil, func(c *change) error {
		d, err := c.managedDomain(in.DomainID, registrar.UpdateDomainContacts)
		if err != nil {
			return err
		}
		var problems registrar.Problems
		if in.Owner.Given && in.Owner.Value == nil {
			problems = append(problems, registrar.RefuseField(registrar.Required, "owner",
				"A domain always has an owner; name another one instead."))
		}
		current, err := c.currentContacts(d.Domain)
		if err != nil {
			return err
		}
		chosen, err := c.choose(map[registrar.Role]*Contact{
			registrar.Owner: in.Owner.Value, registrar.Admin: in.Admin.Value,
			registrar.Tech: in.Tech.Value, registrar.Billing: in.Billing.Value,
		}, current, orEmpty(d.ResellerID))
		if problems, err = collect(problems, err); err != nil {
			return err
		}
		if len(problems) > 0 {
			return problems
		}
		return c.changeContacts(d, current, in.over(current, chosen))
	})
	if err != nil {
		return nil, err
	}
	return s.Domain(ctx, DomainBy{ID: &in.DomainID})
}

// over puts the chosen handles over the current ones and takes off what is given as null.
func (in UpdateDomainContacts) over(current, chosen map[registrar.Role]string) map[registrar.Role]string {
	next := maps.Clone(current)
	maps.Copy(next, chosen)
	for role, field := range map[registrar.Role]Field[Contact]{
		registrar.Admin: in.Admin, registrar.Tech: in.Tech, registrar.Billing: in.Billing,
	} {
		if field.Given && field.Value == nil {
			delete(next, role)
		}
	}
	return next
}

// changeContacts stores and records other contacts; nothing when they are the same.
func (c *change) changeContacts(d *Domain, current, next map[registrar.Role]string) error {
	if maps.Equal(current, next) {
		return nil
	}
	if err := c.link(d.Domain, next); err != nil {
		return err
	}
	changes := []registrar.Change{{Field: "contacts", Before: contactRecord(current), After: contactRecord(next)}}
	c.record(registrar.DomainContactsUpdated, d.ID, orEmpty(d.ResellerID), changes)
	if current[registrar.Owner] == next[registrar.Owner] {
		return nil
	}
	return c.proveOwner(next[registrar.Owner])
}
