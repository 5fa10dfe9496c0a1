package service

import (
	"context"
	"fmt"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/internal/registrar"
)

// RegisterDomain is the input of the mutation registerDomain.
type RegisterDomain struct {
	ResellerID   *string // required for operators, refused for others
	Name         string
	Years        int
	Owner        Contact
	Admin        *Contact
	Tech         *Contact
	Billing      *Contact
	Nameservers  []string
	AutoRenew    bool
	TransferLock bool
}

// RegisterDomain registers a domain in the reseller's account, with handles that are there or come inline, all in one
// transaction: a refusal leaves nothing behind. The owner's proof starts, with the deadline that the TLD asks for.
//
// Errors: INVALID for the name, years, nameservers; DOMAIN_TAKEN; NOT_FOUND for a handle outside the list;
// LIMITED_RIGHTS for an OWNER without FULL rights; every error of createHandle below the role's `create`.
func (s *Service) RegisterDomain(ctx context.Context, in RegisterDomain) (*Domain, error) {
	var id string
	err := s.write(ctx, registrar.RegisterDomain, &id, func(c *change) error {
		resellerID, err := c.account(in.ResellerID)
		problems, err := collect(nil, err)
		if err != nil {
			return err
		}
		d, more, err := c.newDomain(in, resellerID)
		if err != nil {
			return err
		}
		problems = append(problems, more...)
		given := map[registrar.Role]*Contact{
			registrar.Owner: &in.Owner, registrar.Admin: in.Admin, registrar.Tech: in.Tech, registrar.Billing: in.Billing,
		}
		if resellerID == "" {
			return append(problems, checkInline(given)...)
		}
		chosen, err := c.choose(given, nil, resellerID)
		if problems, err = collect(problems, err); err != nil {
			return err
		}
		if len(problems) > 0 {
			return problems
		}
		id = d.ID
		return c.registerDomain(d, chosen)
	})
	if err != nil {
		return nil, err
	}
	return s.Domain(ctx, DomainBy{ID: &id})
}

// newDomain checks everything about the domain but its contacts.
func (c *change) newDomain(in RegisterDomain, resellerID string) (*db.Domain, registrar.Problems, error) {
	name, err := registrar.ParseDomainName(in.Name)
	var problems registrar.Problems
	if err != nil {
		problems = append(problems, registrar.RefuseField(registrar.Invalid, "name",
			"This name cannot be registered: "+err.Error()+"."))
	} else {
		taken, err := c.tx.Domain.Query().Where(domain.Name(name.ASCII)).Exist(c.system)
		if err != nil {
			return nil, nil, err
		}
		if taken {
			problems = append(problems, registrar.RefuseField(registrar.DomainTaken, "name",
				fmt.Sprintf("%s is registered already; choose another name.", name.Unicode)))
		}
	}
	if in.Years < 1 || in.Years > registrar.MaximumYears {
		problems = append(problems, registrar.RefuseField(registrar.Invalid, "years", "A domain is registered for 1 to 10 years."))
	}
	nameservers, more := registrar.CheckNameservers(in.Nameservers)
	return &db.Domain{
		ID: c.ids.NewID(registrar.DomainID), Name: name.ASCII, UnicodeName: name.Unicode, Tld: name.TLD,
		ResellerID: &resellerID, AutoRenew: in.AutoRenew, TransferLock: in.TransferLock,
		Nameservers: append([]string{}, nameservers...), RegisteredAt: c.at, ExpiresAt: c.at.AddYears(in.Years),
		DueAt: registrar.Never,
	}, append(problems, more...), nil
}

// registerDomain stores the domain, records it and starts the owner's proof.
func (c *change) registerDomain(d *db.Domain, chosen map[registrar.Role]string) error {
	if err := c.insertDomain(d, chosen); err != nil {
		return err
	}
	changes := []registrar.Change{
		{Field: "name", After: d.Name}, {Field: "expiresAt", After: d.ExpiresAt.Time()},
		{Field: "autoRenew", After: d.AutoRenew}, {Field: "transferLock", After: d.TransferLock},
		{Field: "nameservers", After: d.Nameservers}, {Field: "contacts", After: contactRecord(chosen)},
	}
	c.record(registrar.DomainRegistered, d.ID, *d.ResellerID, changes)
	return c.proveOwner(chosen[registrar.Owner])
}

// proveOwner starts the proof for a domain's new owner.
func (c *change) proveOwner(handleID string) error {
	owner, err := c.tx.Handle.Get(c.system, handleID)
	if err != nil {
		return err
	}
	_, err = c.prove(owner)
	return err
}

// contactRecord is how contacts stand in an event: handle ids by role.
func contactRecord(chosen map[registrar.Role]string) map[string]string {
	record := map[string]string{}
	for role, id := range chosen {
		record[string(role)] = id
	}
	return record
}
