package service

import (
	"context"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/domaintoken"
	"github.com/handledesk/handledesk/ent/db/hold"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
)

// findDomain loads a domain that the caller may see inside the transaction. Errors: NOT_FOUND naming the field.
func (c *change) findDomain(id, field string) (*Domain, error) {
	if err := requireID(registrar.DomainID, field, id); err != nil {
		return nil, err
	}
	found, err := c.domainsWhere(c.ctx, c.tx, domain.ID(id))
	if err == nil && len(found) == 0 {
		return nil, notFound(field)
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// managedDomain loads a domain for an action and refuses when the rules do.
func (c *change) managedDomain(id string, action registrar.Action) (*Domain, error) {
	d, err := c.findDomain(id, "domainId")
	if err != nil {
		return nil, err
	}
	facts, err := c.domainFacts(c.ctx, c.tx, d)
	if err != nil {
		return nil, err
	}
	return d, facts.Check(action).Err()
}

// saveDomain stores what differs between two states of a domain: the row, its statuses, the copies in its contacts and
// words, and the event, which also names the further changes that were made beside. Nothing is written when nothing
// differs. The context says who acts: the caller, or the program where a change reaches into another account.
func (c *change) saveDomain(ctx context.Context, before, after *db.Domain, action registrar.EventAction, further ...registrar.Change) error {
	holds, err := c.tx.Hold.Query().Where(hold.DomainID(before.ID)).Count(c.system)
	if err != nil {
		return err
	}
	after.Status = registrar.DomainStatuses(len(after.Nameservers), after.TransferLock, holds)
	changes := append(domainChanges(before, after), further...)
	if len(changes) == 0 && slices.Equal(orNothing(before.AuthCodeHash), orNothing(after.AuthCodeHash)) {
		return nil
	}
	if err := c.writeDomain(ctx, before, after); err != nil {
		return err
	}
	c.record(action, before.ID, orEmpty(before.ResellerID), changes)
	return nil
}

// writeDomain writes the columns that differ, and their copies. A column that is written has the entries of its indexes
// written, be its value the same.
func (c *change) writeDomain(ctx context.Context, before, after *db.Domain) error {
	update := c.tx.Domain.Update().Where(domain.ID(before.ID)).
		SetAutoRenew(after.AutoRenew).SetTransferLock(after.TransferLock).SetNameservers(after.Nameservers).SetUpdatedAt(c.at)
	links := c.tx.Contact.Update().Where(contact.DomainID(before.ID))
	words := c.tx.DomainToken.Update().Where(domaintoken.DomainID(before.ID))
	if after.AuthCodeHash != nil {
		update.SetAuthCodeHash(*after.AuthCodeHash)
	}
	if before.ExpiresAt != after.ExpiresAt {
		update.SetExpiresAt(after.ExpiresAt)
		links.SetExpiresAt(after.ExpiresAt)
	}
	if before.DueAt != after.DueAt {
		update.SetDueAt(after.DueAt)
		links.SetDueAt(after.DueAt)
	}
	if before.Status != after.Status {
		update.SetStatus(after.Status)
		links.SetStatus(after.Status)
	}
	moved := orEmpty(before.ResellerID) != orEmpty(after.ResellerID)
	switch {
	case !moved:
	case after.ResellerID == nil:
		update.ClearResellerID()
		links.ClearResellerID()
		words.ClearResellerID()
	default:
		update.SetResellerID(*after.ResellerID)
		links.SetResellerID(*after.ResellerID)
		words.SetResellerID(*after.ResellerID)
	}
	if err := met(update.Save(ctx)); err != nil {
		return err
	}
	if m := links.Mutation(); len(m.Fields())+len(m.ClearedFields())+len(m.ClearedEdges()) > 0 {
		if err := links.Exec(c.system); err != nil {
			return err
		}
	}
	if !moved {
		return nil
	}
	return words.Exec(c.system)
}

func orNothing(b *[]byte) []byte {
	if b == nil {
		return nil
	}
	return *b
}

// domainChanges lists what differs, by the schema's names.
func domainChanges(before, after *db.Domain) []registrar.Change {
	changes := []registrar.Change{}
	note := func(differs bool, field string, was, is any) {
		if differs {
			changes = append(changes, registrar.Change{Field: field, Before: was, After: is})
		}
	}
	note(before.AutoRenew != after.AutoRenew, "autoRenew", before.AutoRenew, after.AutoRenew)
	note(before.TransferLock != after.TransferLock, "transferLock", before.TransferLock, after.TransferLock)
	note(!slices.Equal(before.Nameservers, after.Nameservers), "nameservers", before.Nameservers, after.Nameservers)
	note(before.ExpiresAt != after.ExpiresAt, "expiresAt", before.ExpiresAt.Time(), after.ExpiresAt.Time())
	note(before.DueAt != after.DueAt, "reachabilityDueAt", dueTime(before), dueTime(after))
	note(before.Status != after.Status, "statuses", before.Status.Names(), after.Status.Names())
	note(orEmpty(before.ResellerID) != orEmpty(after.ResellerID), "reseller", nonNil(before.ResellerID), nonNil(after.ResellerID))
	return changes
}

func dueTime(d *db.Domain) any {
	if d.DueAt == registrar.Never {
		return nil
	}
	return d.DueAt.Time()
}

func nonNil(value *string) any {
	if value == nil {
		return nil
	}
	return *value
}

// rolesByHandle turns a choice of handles by role into the rows to store: one per handle.
func rolesByHandle(chosen map[registrar.Role]string) map[string]registrar.RoleSet {
	rows := map[string]registrar.RoleSet{}
	for role, handleID := range chosen {
		rows[handleID] |= role.Bit()
	}
	return rows
}

// link stores which handle has which roles on a domain, brings the handles into the managing reseller's list, and
// keeps `linked` true for exactly the handles that a domain lists.
func (c *change) link(d *db.Domain, chosen map[registrar.Role]string) error {
	wanted := rolesByHandle(chosen)
	existing, err := c.tx.Contact.Query().Where(contact.DomainID(d.ID)).All(c.system)
	if err != nil {
		return err
	}
	touched := []string{}
	// Rows that lose a role go first, so that no role is held twice at any moment.
	for _, row := range existing {
		if row.Roles&^wanted[row.HandleID] == 0 {
			continue
		}
		touched = append(touched, row.HandleID)
		if left := row.Roles & wanted[row.HandleID]; left != 0 {
			err = row.Update().SetRoles(left).Exec(c.system)
		} else {
			err = c.tx.Contact.DeleteOne(row).Exec(c.system)
		}
		if err != nil {
			return err
		}
	}
	for _, handleID := range sortedKeys(wanted) {
		if err := c.linkOne(d, handleID, wanted[handleID]); err != nil {
			return err
		}
		touched = append(touched, handleID)
	}
	for _, handleID := range touched {
		if err := c.syncLinked(handleID); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) linkOne(d *db.Domain, handleID string, roles registrar.RoleSet) error {
	if d.ResellerID != nil {
		h, err := c.tx.Handle.Get(c.system, handleID)
		if err != nil {
			return err
		}
		if err := c.attach(h, *d.ResellerID); err != nil {
			return err
		}
	}
	updated, err := c.tx.Contact.Update().
		Where(contact.DomainID(d.ID), contact.HandleID(handleID)).SetRoles(roles).Save(c.system)
	if err != nil || updated > 0 {
		return err
	}
	create := c.tx.Contact.Create()
	setContact(create, &db.Contact{
		ID: c.ids.NewID(registrar.ContactID), DomainID: d.ID, HandleID: handleID, Roles: roles, ResellerID: d.ResellerID,
		Name: d.Name, Tld: d.Tld, RegisteredAt: d.RegisteredAt, ExpiresAt: d.ExpiresAt, DueAt: d.DueAt, Status: d.Status,
	})
	return create.Exec(c.system)
}

// setContact writes a link with its copies into a creation.
func setContact(create *db.ContactCreate, l *db.Contact) {
	create.SetID(l.ID).SetDomainID(l.DomainID).SetHandleID(l.HandleID).SetRoles(l.Roles).
		SetNillableResellerID(l.ResellerID).SetName(l.Name).SetTld(l.Tld).SetRegisteredAt(l.RegisteredAt).
		SetExpiresAt(l.ExpiresAt).SetDueAt(l.DueAt).SetStatus(l.Status)
}

// setDomain writes a domain into a creation.
func setDomain(create *db.DomainCreate, d *db.Domain) {
	create.SetID(d.ID).SetName(d.Name).SetUnicodeName(d.UnicodeName).SetTld(d.Tld).
		SetNillableResellerID(d.ResellerID).SetAutoRenew(d.AutoRenew).SetTransferLock(d.TransferLock).
		SetNameservers(d.Nameservers).SetRegisteredAt(d.RegisteredAt).SetExpiresAt(d.ExpiresAt).
		SetDueAt(d.DueAt).SetStatus(d.Status).SetUpdatedAt(d.UpdatedAt)
}

// insertDomain stores a new domain with its words and contacts.
func (c *change) insertDomain(d *db.Domain, chosen map[registrar.Role]string) error {
	d.Status = registrar.DomainStatuses(len(d.Nameservers), d.TransferLock, 0)
	d.UpdatedAt = c.at
	create := c.tx.Domain.Create()
	setDomain(create, d)
	err := create.Exec(c.ctx)
	if err != nil {
		return err
	}
	words := search.DomainWords(d.Name, d.UnicodeName)
	err = c.tx.DomainToken.MapCreateBulk(words, func(create *db.DomainTokenCreate, i int) {
		create.SetNillableResellerID(d.ResellerID).SetToken(words[i]).SetDomainID(d.ID)
	}).Exec(c.system)
	if err != nil {
		return err
	}
	return c.link(d, chosen)
}
