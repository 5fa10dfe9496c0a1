package service

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/hold"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/registrar"
)

// mailedDomains are the domains that a mail, or the page behind its link, speaks of.
type mailedDomains struct {
	names   []string          // U-labels, 10 at most
	further int               // how many more there are
	dueAt   registrar.Instant // the earliest deadline; registrar.Never when nothing is due
}

// namesInMail is how many domains a mail or a page names.
const namesInMail = 10

// domainsToMail gathers what a mail to the owner of a handle speaks of: all domains that the handle owns, or, in a mail
// about a hold, those on hold and the deadline that comes next for others.
//
// While a reseller has FULL rights it may set the address that the mail goes to. So only domains that it manages are named
// then, and the rest is a number, as everywhere.
func (s *Service) domainsToMail(system context.Context, client *db.Client, handleID string, held bool) (d mailedDomains, err error) {
	d.dueAt = registrar.Never
	full, err := holders(system, client, []string{handleID})
	if err != nil {
		return d, err
	}
	all := []predicate.Contact{ownerLinksOf(handleID)}
	due := append([]predicate.Contact{contact.DueAtLT(registrar.Never)}, all...)
	if held {
		all = append(all, onHold)
		due = append(due, contact.DueAtGT(s.now()))
	}
	named := all
	if by, inFull := full[handleID]; inFull {
		named = append([]predicate.Contact{contact.ResellerID(by.reseller)}, all...)
		due = append(due, contact.ResellerID(by.reseller))
	}
	links, err := client.Contact.Query().Where(named...).
		Order(db.Asc(contact.FieldDueAt, contact.FieldName)).Limit(namesInMail).All(system)
	if err != nil {
		return d, err
	}
	if d.further, err = client.Contact.Query().Where(all...).Count(system); err != nil {
		return d, err
	}
	d.further -= len(links)
	next, err := client.Contact.Query().Where(due...).Order(db.Asc(contact.FieldDueAt)).First(system)
	if err != nil && !db.IsNotFound(err) {
		return d, err
	}
	if next != nil {
		d.dueAt = next.DueAt
	}
	ids := make([]string, len(links))
	for i, l := range links {
		ids[i] = l.DomainID
	}
	err = client.Domain.Query().Where(domain.IDIn(ids...)).Order(db.Asc(domain.FieldName)).
		Select(domain.FieldUnicodeName).Scan(system, &d.names)
	return d, err
}

// onHold matches links of domains that are on hold for want of an answer.
func onHold(s *sql.Selector) {
	h := sql.Table(hold.Table).As("placed")
	s.Where(sql.Exists(sql.Select(h.C(hold.FieldID)).From(h).Where(sql.And(
		sql.ColumnsEQ(h.C(hold.FieldDomainID), s.C(contact.FieldDomainID)), sql.EQ(h.C(hold.FieldReason), registrar.HoldReachability)))))
}
