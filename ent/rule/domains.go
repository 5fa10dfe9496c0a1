package rule

import (
	"context"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/hold"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/ent/db/privacy"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Domains narrows domains to those the reseller manages, or to those that list the owner's handle. A reseller writes
// only its own, and creates none for another.
func Domains() ent.Policy {
	return guarded(
		privacy.DomainQueryRuleFunc(func(ctx context.Context, q *db.DomainQuery) error {
			q.Where(visibleDomain(viewer.FromContext(ctx)))
			return privacy.Skip
		}),
		privacy.DomainMutationRuleFunc(func(ctx context.Context, m *db.DomainMutation) error {
			v := viewer.FromContext(ctx)
			account, given := m.ResellerID()
			if m.Op().Is(ent.OpCreate) {
				return allowIf(v.IsReseller() && account == v.Reseller, "a reseller registers domains for itself")
			}
			// Saving a domain writes the account it is in; releasing clears it. None moves it into another one.
			if v.IsReseller() && given && account != v.Reseller {
				return privacy.Denyf("a domain is not moved into another account")
			}
			if v.IsOwner() {
				m.Where(ownedDomain(v.Handle))
				switch {
				case given:
					m.Where(domain.ResellerID(account))
				case m.ResellerIDCleared():
					m.Where(domain.ResellerIDIsNil())
				}
				return privacy.Skip
			}
			m.Where(visibleDomain(v))
			return privacy.Skip
		}),
	)
}

// ownedDomain matches the domains of which the handle is the OWNER: other contacts read a domain and write nothing.
func ownedDomain(handleID string) predicate.Domain {
	return func(s *sql.Selector) {
		t := sql.Table(contact.Table).As("fence_owner")
		owners := make([]any, 0)
		for _, set := range registrar.SetsWithRole([]registrar.Role{registrar.Owner}) {
			owners = append(owners, int(set))
		}
		s.Where(sql.Exists(sql.Select(t.C(contact.FieldID)).From(t).Where(sql.And(
			sql.ColumnsEQ(t.C(contact.FieldDomainID), s.C(domain.FieldID)),
			sql.EQ(t.C(contact.FieldHandleID), handleID), sql.In(t.C(contact.FieldRoles), owners...)))))
	}
}

func visibleDomain(v viewer.Viewer) predicate.Domain {
	switch {
	case v.IsReseller():
		return belongs(domain.FieldResellerID, v.Reseller)
	case v.IsOwner():
		return listed(contact.Table, contact.FieldDomainID, domain.FieldID, contact.FieldHandleID, v.Handle)
	}
	return nothing
}

// Contacts narrows the links between handles and domains to those of visible domains; only the program itself writes
// them, since each one changes what somebody sees.
func Contacts() ent.Policy {
	return guarded(
		privacy.ContactQueryRuleFunc(func(ctx context.Context, q *db.ContactQuery) error {
			v := viewer.FromContext(ctx)
			switch {
			case v.IsReseller():
				q.Where(belongs(contact.FieldResellerID, v.Reseller))
			case v.IsOwner():
				q.Where(listed(contact.Table, contact.FieldDomainID, contact.FieldDomainID, contact.FieldHandleID, v.Handle))
			default:
				q.Where(nothing)
			}
			return privacy.Skip
		}),
		privacy.ContactMutationRuleFunc(func(context.Context, *db.ContactMutation) error {
			return privacy.Denyf("only the program itself links handles to domains")
		}),
	)
}

// Holds narrows holds to those on visible domains; only the program itself places and lifts them.
func Holds() ent.Policy {
	return guarded(
		privacy.HoldQueryRuleFunc(func(ctx context.Context, q *db.HoldQuery) error {
			v := viewer.FromContext(ctx)
			switch {
			case v.IsReseller():
				q.Where(onDomain(domain.FieldResellerID, v.Reseller))
			case v.IsOwner():
				q.Where(listed(contact.Table, contact.FieldDomainID, hold.FieldDomainID, contact.FieldHandleID, v.Handle))
			default:
				q.Where(nothing)
			}
			return privacy.Skip
		}),
		privacy.HoldMutationRuleFunc(func(context.Context, *db.HoldMutation) error {
			return privacy.Denyf("only the program itself places and lifts holds")
		}),
	)
}

func onDomain(column, value string) predicate.Hold {
	return func(s *sql.Selector) {
		t := sql.Table(domain.Table).As("fence_domain")
		s.Where(sql.Exists(sql.Select(t.C(domain.FieldID)).From(t).Where(sql.And(
			sql.ColumnsEQ(t.C(domain.FieldID), s.C(hold.FieldDomainID)), sql.EQ(t.C(column), value)))))
	}
}
