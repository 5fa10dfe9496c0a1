package service

import (
	"context"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/hold"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/registrar"
)

// Domain is a domain as its caller sees it.
type Domain struct {
	*db.Domain
	group *group[*Domain]
}

// IsNode marks what `node` can answer with.
func (*Domain) IsNode() {}

// Statuses are the EPP statuses.
func (d *Domain) Statuses() []registrar.DomainStatus { return d.Status.Names() }

// ReachabilityDueAt is until when the owner must have answered; nil when nothing is due.
func (d *Domain) ReachabilityDueAt() *registrar.Instant {
	if d.DueAt == registrar.Never {
		return nil
	}
	return &d.DueAt
}

// DomainContact is a handle in a role of a domain; nil when the caller may not see the handle.
type DomainContact struct {
	Role   registrar.Role
	Handle *Handle
}

// domainsWhere loads the caller's domains that match, as one group, in one statement.
func (s *Service) domainsWhere(ctx context.Context, client *db.Client, narrow ...predicate.Domain) ([]*Domain, error) {
	rows, err := client.Domain.Query().Where(narrow...).All(ctx)
	return groupDomains(rows), err
}

func groupDomains(rows []*db.Domain) []*Domain {
	g := &group[*Domain]{items: make([]*Domain, len(rows))}
	for i, row := range rows {
		g.items[i] = &Domain{Domain: row, group: g}
	}
	return g.items
}

// DomainBy says which domain is meant: exactly one field is set.
type DomainBy struct {
	ID   *string
	Name *string
}

// Domain reads one domain that the caller may see; nil when it does not exist or is somebody else's.
// Errors: BAD_USER_INPUT for a malformed id, or when not exactly one field is given.
func (s *Service) Domain(ctx context.Context, by DomainBy) (*Domain, error) {
	var which predicate.Domain
	switch {
	case (by.ID == nil) == (by.Name == nil):
		return nil, registrar.RefuseField(registrar.BadUserInput, "by", "Give exactly one of id and name.")
	case by.ID != nil:
		if err := requireID(registrar.DomainID, "by.id", *by.ID); err != nil {
			return nil, err
		}
		which = domain.ID(*by.ID)
	default:
		name, err := registrar.ParseDomainName(*by.Name)
		if err != nil {
			return nil, nil //nolint:nilerr // what cannot be a registered name is not registered: the answer is null
		}
		which = domain.Name(name.ASCII)
	}
	found, err := s.domainsWhere(ctx, s.read(ctx), which)
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return found[0], nil
}

// contactsOf loads the links of a whole group of domains, by domain.
func (s *Service) contactsOf(ctx context.Context, d *Domain) (map[string][]*db.Contact, error) {
	return together(ctx, d.group, "contacts", func(ctx context.Context, ds []*Domain) (map[string][]*db.Contact, error) {
		rows, err := s.read(ctx).Contact.Query().Where(contact.DomainIDIn(domainIDs(ds)...)).All(ctx)
		found := make(map[string][]*db.Contact, len(ds))
		for _, row := range rows {
			found[row.DomainID] = append(found[row.DomainID], row)
		}
		return found, err
	})
}

// contactHandles loads the handles that a whole group of domains lists, by id.
func (s *Service) contactHandles(ctx context.Context, d *Domain) (map[string]*Handle, error) {
	return together(ctx, d.group, "handles", func(ctx context.Context, _ []*Domain) (map[string]*Handle, error) {
		links, err := s.contactsOf(ctx, d)
		if err != nil {
			return nil, err
		}
		wanted := map[string]bool{}
		ids := []string{}
		for _, rows := range links {
			for _, row := range rows {
				if !wanted[row.HandleID] {
					wanted[row.HandleID] = true
					ids = append(ids, row.HandleID)
				}
			}
		}
		found := make(map[string]*Handle, len(ids))
		for part := range slices.Chunk(ids, parameters) {
			handles, err := s.handlesWhere(ctx, s.read(ctx), handle.IDIn(part...))
			if err != nil {
				return nil, err
			}
			for _, h := range handles {
				found[h.ID] = h
			}
		}
		return found, nil
	})
}

// parameters is how many values one statement takes; SQLite's limit is 32,766, and 100 parents times 100 domains times
// four roles would pass it.
const parameters = 10_000

// DomainContacts lists the handles that the domain lists, one entry per role.
func (s *Service) DomainContacts(ctx context.Context, d *Domain) ([]*DomainContact, error) {
	links, err := s.contactsOf(ctx, d)
	if err != nil {
		return nil, err
	}
	handles, err := s.contactHandles(ctx, d)
	if err != nil {
		return nil, err
	}
	contacts := []*DomainContact{}
	for _, role := range registrar.Roles {
		for _, row := range links[d.ID] {
			if row.Roles.Has(role) {
				contacts = append(contacts, &DomainContact{role, handles[row.HandleID]})
			}
		}
	}
	return contacts, nil
}

// DomainOwner is the registrant's handle; nil when the caller may not see it.
func (s *Service) DomainOwner(ctx context.Context, d *Domain) (*Handle, error) {
	contacts, err := s.DomainContacts(ctx, d)
	if err != nil || len(contacts) == 0 || contacts[0].Role != registrar.Owner {
		return nil, err
	}
	return contacts[0].Handle, nil
}

// DomainHolds lists a domain's holds, oldest first.
func (s *Service) DomainHolds(ctx context.Context, d *Domain) ([]*db.Hold, error) {
	holds, err := together(ctx, d.group, "holds", func(ctx context.Context, ds []*Domain) (map[string][]*db.Hold, error) {
		rows, err := s.read(ctx).Hold.Query().Where(hold.DomainIDIn(domainIDs(ds)...)).
			Order(db.Asc(hold.FieldPlacedAt, hold.FieldID)).All(ctx)
		found := map[string][]*db.Hold{}
		for _, row := range rows {
			found[row.DomainID] = append(found[row.DomainID], row)
		}
		return found, err
	})
	if err != nil {
		return nil, err
	}
	return append([]*db.Hold{}, holds[d.ID]...), nil
}

// DomainReseller is who manages the domain; nil once it was released.
func (s *Service) DomainReseller(ctx context.Context, d *Domain) (*Reseller, error) {
	if d.ResellerID == nil {
		return nil, nil
	}
	found, err := together(ctx, d.group, "resellers", func(ctx context.Context, ds []*Domain) (map[string]*Reseller, error) {
		ids := map[string]bool{}
		for _, d := range ds {
			if d.ResellerID != nil {
				ids[*d.ResellerID] = true
			}
		}
		return s.resellersByID(ctx, sortedKeys(ids))
	})
	return found[*d.ResellerID], err
}

func domainIDs(domains []*Domain) []string {
	ids := make([]string, len(domains))
	for i, d := range domains {
		ids[i] = d.ID
	}
	return ids
}
