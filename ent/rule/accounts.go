package rule

import (
	"context"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/apikey"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/ent/db/privacy"
	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Resellers narrows accounts to the reseller itself, or to those that manage one of the owner's domains; only staff
// opens or changes accounts.
func Resellers() ent.Policy {
	return guarded(
		privacy.ResellerQueryRuleFunc(func(ctx context.Context, q *db.ResellerQuery) error {
			v := viewer.FromContext(ctx)
			switch {
			case v.IsReseller():
				q.Where(reseller.ID(v.Reseller))
			case v.IsOwner():
				q.Where(managesDomainOf(v.Handle))
			default:
				q.Where(nothing)
			}
			return privacy.Skip
		}),
		privacy.ResellerMutationRuleFunc(func(context.Context, *db.ResellerMutation) error {
			return privacy.Denyf("only the registrar opens reseller accounts")
		}),
	)
}

func managesDomainOf(handleID string) predicate.Reseller {
	return func(s *sql.Selector) {
		c, d := sql.Table(contact.Table).As("fence_contact"), sql.Table(domain.Table).As("fence_domain")
		s.Where(sql.Exists(sql.Select(d.C(domain.FieldID)).From(c).
			Join(d).On(c.C(contact.FieldDomainID), d.C(domain.FieldID)).
			Where(sql.And(sql.EQ(c.C(contact.FieldHandleID), handleID),
				sql.ColumnsEQ(d.C(domain.FieldResellerID), s.C(reseller.FieldID))))))
	}
}

// APIKeys narrows keys to the reseller's own; a reseller makes none for another.
func APIKeys() ent.Policy {
	return guarded(
		privacy.APIKeyQueryRuleFunc(func(ctx context.Context, q *db.APIKeyQuery) error {
			q.Where(ownKeys(viewer.FromContext(ctx)))
			return privacy.Skip
		}),
		privacy.APIKeyMutationRuleFunc(func(ctx context.Context, m *db.APIKeyMutation) error {
			v := viewer.FromContext(ctx)
			if m.Op().Is(ent.OpCreate) {
				of, _ := m.ResellerID()
				return allowIf(v.IsReseller() && of == v.Reseller, "a reseller makes keys for itself")
			}
			m.Where(ownKeys(v))
			return privacy.Skip
		}),
	)
}

func ownKeys(v viewer.Viewer) predicate.APIKey {
	if v.IsReseller() {
		return belongs(apikey.FieldResellerID, v.Reseller)
	}
	return nothing
}

// Events narrows events to the reseller's account, or to the owner's own handle; only the program itself writes them.
func Events() ent.Policy {
	return guarded(
		privacy.EventQueryRuleFunc(func(ctx context.Context, q *db.EventQuery) error {
			v := viewer.FromContext(ctx)
			switch {
			case v.IsReseller():
				q.Where(belongs(event.FieldResellerID, v.Reseller))
			case v.IsOwner():
				q.Where(belongs(event.FieldEntityID, v.Handle))
			default:
				q.Where(nothing)
			}
			return privacy.Skip
		}),
		privacy.EventMutationRuleFunc(func(context.Context, *db.EventMutation) error {
			return privacy.Denyf("only the program itself records events")
		}),
	)
}
