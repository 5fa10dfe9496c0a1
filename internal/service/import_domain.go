package service

import (
	"context"
	"fmt"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/registrar"
)

// ImportDomain is a line that asks for a domain.
type ImportDomain struct {
	Line         int // named in messages about later lines
	Name         registrar.DomainName
	Contacts     map[registrar.Role]string // refs of handles or handle codes; OWNER must be there
	ExpiresAt    registrar.Instant
	RegisteredAt registrar.Instant // 0 when it is not known: it then counts from now
	Nameservers  []string          // must have passed registrar.CheckNameservers
	AutoRenew    bool
	TransferLock bool
}

// Domains takes lines in, in one transaction; there is one result for each. A domain that the reseller manages with
// the same owner is already there, whatever else differs: it may have been renewed or moved since. The rights are
// those of registerDomain.
//
// Problems: DOMAIN_TAKEN; DUPLICATE for a name that an earlier line of this pass gives to another owner; NOT_FOUND for
// a ref or code without a handle in the reseller's list; LIMITED_RIGHTS for an OWNER without FULL rights; INVALID or
// MAXIMUM_PERIOD for the dates. An error means that none of the lines were stored.
func (i *Import) Domains(ctx context.Context, lines []ImportDomain) (results []ImportResult, err error) {
	err = i.run(ctx, registrar.RegisterDomain, func(c *change) error {
		results, err = eachLine(c, lines, func(in ImportDomain) (ImportResult, error) { return i.domain(c, in) })
		return err
	})
	return results, err
}

func (i *Import) domain(c *change, in ImportDomain) (ImportResult, error) {
	chosen, problems, err := i.contacts(c, in.Contacts)
	if err != nil {
		return ImportResult{}, err
	}
	there, taken, err := i.registered(c, in.Name, chosen[registrar.Owner])
	switch {
	case err != nil:
		return ImportResult{}, err
	case there && !slices.ContainsFunc(problems, func(p *registrar.Problem) bool { return p.Code == registrar.NotFound }):
		// The rights may have been given up since.
		i.names.note(in.Name.ASCII, in.Line)
		return ImportResult{Outcome: ImportAlreadyThere}, nil
	case taken != nil:
		problems = append(registrar.Problems{taken}, problems...)
	}
	if problems = append(problems, c.checkDates(in)...); len(problems) > 0 {
		return ImportResult{Problems: problems}, nil
	}
	i.names.note(in.Name.ASCII, in.Line)
	i.register(c, in, chosen)
	return ImportResult{Outcome: ImportCreated}, nil
}

// contacts finds the handle for each role, all problems together.
func (i *Import) contacts(c *change, refs map[registrar.Role]string) (map[registrar.Role]string, registrar.Problems, error) {
	chosen := map[registrar.Role]string{}
	var problems registrar.Problems
	for _, role := range registrar.Roles {
		ref, given := refs[role]
		if !given {
			continue
		}
		handleID, rights, err := i.find(c, ref)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case handleID == "":
			problems = append(problems, registrar.RefuseField(registrar.NotFound, roleFields[role],
				"No handle in this account has this ref or code. Import the handle first, or mend the ref."))
			continue
		case role == registrar.Owner && rights != registrar.Full:
			problems = append(problems, registrar.RefuseField(registrar.LimitedRights, roleFields[role],
				"A domain's new OWNER must be a handle with FULL rights; over this one the rights are LIMITED."))
		}
		chosen[role] = handleID
	}
	return chosen, problems, nil
}

// find looks a handle up by ref or else by code, and the reseller's rights over it. The id is empty when there is no
// such handle in the reseller's list.
func (i *Import) find(c *change, ref string) (handleID string, rights registrar.Rights, err error) {
	h, err := i.byRef(c, ref)
	if err == nil && h == nil {
		h, err = c.tx.Handle.Query().Where(handle.Code(registrar.NormalizeCode(ref))).Only(c.system)
		err = ifFound(err)
	}
	switch {
	case err != nil || h == nil:
		return "", "", err
	case i.plan.full[h.ID]:
		return h.ID, registrar.Full, nil
	}
	row, err := c.tx.Access.Query().
		Where(access.ResellerID(i.options.ResellerID), access.HandleID(h.ID)).Only(c.system)
	if err != nil {
		return "", "", ifFound(err)
	}
	return h.ID, row.Rights, nil
}

// registered tells whether the domain is in the reseller's account with this owner already; if it is registered
// otherwise, taken says so, and not by whom.
func (i *Import) registered(c *change, name registrar.DomainName, owner string) (there bool, taken *registrar.Problem, err error) {
	refuse := func(code registrar.Code, format string, values ...any) *registrar.Problem {
		return registrar.RefuseField(code, "name", fmt.Sprintf(format, values...))
	}
	current, mine := i.plan.owners[name.ASCII]
	if !mine {
		d, err := c.tx.Domain.Query().Where(domain.Name(name.ASCII)).Only(c.system)
		if err != nil {
			return false, nil, ifFound(err)
		}
		if mine = orEmpty(d.ResellerID) == i.options.ResellerID; mine {
			if current, err = c.currentOwner(d); err != nil {
				return false, nil, err
			}
		}
	}
	line, inThisPass := i.names.line(name.ASCII)
	switch {
	case mine && current == owner:
		return true, nil, nil
	case mine && owner == "":
		return false, nil, nil // refused for its owner anyway, and nobody can tell whether it is the same one
	case inThisPass:
		return false, refuse(registrar.Duplicate, "Line %d has this name too, with another owner. Keep one of the lines.", line), nil
	case mine:
		return false, refuse(registrar.DomainTaken,
			"%s is in this account already, with another owner. Change the owner there, or mend the line.", name.Unicode), nil
	}
	return false, refuse(registrar.DomainTaken, "%s is registered already, and not in this account.", name.Unicode), nil
}

// checkDates refuses a domain that is not registered now, or longer than any can be.
func (c *change) checkDates(in ImportDomain) registrar.Problems {
	var problems registrar.Problems
	if in.RegisteredAt > c.at {
		problems = append(problems, registrar.RefuseField(registrar.Invalid, "registeredAt",
			"The time of registration lies ahead. Give when the domain was first registered, or leave it out."))
	}
	switch {
	case in.ExpiresAt <= c.at:
		problems = append(problems, registrar.RefuseField(registrar.Invalid, "expiresAt",
			"The domain has expired. Renew it where it is now and give the new time, or take the line out."))
	case in.ExpiresAt > c.at.AddYears(registrar.MaximumYears):
		problems = append(problems, registrar.RefuseField(registrar.MaximumPeriod, "expiresAt",
			fmt.Sprintf("A domain can be registered %d years ahead at most. Mend the time.", registrar.MaximumYears)))
	}
	return problems
}

// register plans and records a domain.
func (i *Import) register(c *change, in ImportDomain, chosen map[registrar.Role]string) {
	i.plan.owners[in.Name.ASCII] = chosen[registrar.Owner]
	d := &db.Domain{
		ID: c.ids.NewID(registrar.DomainID), Name: in.Name.ASCII, UnicodeName: in.Name.Unicode, Tld: in.Name.TLD,
		ResellerID: &i.options.ResellerID, AutoRenew: in.AutoRenew, TransferLock: in.TransferLock,
		Nameservers: append([]string{}, in.Nameservers...), RegisteredAt: in.RegisteredAt, ExpiresAt: in.ExpiresAt,
		DueAt: registrar.Never, UpdatedAt: c.at,
		Status: registrar.DomainStatuses(len(in.Nameservers), in.TransferLock, 0),
	}
	if in.RegisteredAt == 0 {
		d.RegisteredAt = c.at
	}
	i.plan.newDomains = append(i.plan.newDomains, plannedDomain{d, chosen})
	c.record(registrar.DomainRegistered, d.ID, i.options.ResellerID, []registrar.Change{
		{Field: "name", After: d.Name}, {Field: "registeredAt", After: d.RegisteredAt.Time()},
		{Field: "expiresAt", After: d.ExpiresAt.Time()}, {Field: "contacts", After: contactRecord(chosen)},
	})
}
