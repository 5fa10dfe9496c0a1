package service

import (
	"cmp"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/registrar"
)

// ownerRoles are the sets of roles with OWNER in them.
var ownerRoles = registrar.SetsWithRole([]registrar.Role{registrar.Owner})

// isOwner matches links of handles that are OWNER.
var isOwner = contact.RolesIn(ownerRoles...)

// ownerLinksOf are the links of a handle to the domains that it owns.
func ownerLinksOf(handleID string) predicate.Contact {
	return contact.And(contact.HandleID(handleID), isOwner)
}

// idsOfOwned selects the ids of the domains that a handle owns, from its links, so that a statement begins there: ent's own
// condition would test every row of the other table.
func idsOfOwned(handleID string) *sql.Selector {
	links := sql.Table(contact.Table).As("owned")
	return sql.Select(links.C(contact.FieldDomainID)).From(links).Where(sql.And(
		sql.EQ(links.C(contact.FieldHandleID), handleID), sql.In(links.C(contact.FieldRoles), numbers(ownerRoles)...)))
}

// owned lists the domains of which the handle is the OWNER, by name.
func (c *change) owned(handleID string) ([]*db.Domain, error) {
	owned, err := c.tx.Domain.Query().Where(func(s *sql.Selector) {
		s.Where(sql.In(s.C(domain.FieldID), idsOfOwned(handleID)))
	}).All(c.system)
	slices.SortFunc(owned, func(a, b *db.Domain) int { return cmp.Compare(a.Name, b.Name) })
	return owned, err
}

// currentOwner reads which handle is a domain's OWNER.
func (c *change) currentOwner(d *db.Domain) (handleID string, err error) {
	link, err := c.tx.Contact.Query().Where(contact.DomainID(d.ID), isOwner).Only(c.system)
	if err != nil {
		return "", err
	}
	return link.HandleID, nil
}
