package rule

import (
	"context"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/ent/db/privacy"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Handles narrows handles to the reseller's list, or to the owner's own; only FULL rights write.
func Handles() ent.Policy {
	return guarded(
		privacy.HandleQueryRuleFunc(func(ctx context.Context, q *db.HandleQuery) error {
			q.Where(visibleHandle(viewer.FromContext(ctx)))
			return privacy.Skip
		}),
		privacy.HandleMutationRuleFunc(func(ctx context.Context, m *db.HandleMutation) error {
			v := viewer.FromContext(ctx)
			if m.Op().Is(ent.OpCreate) {
				return allowIf(v.IsReseller(), "only resellers create handles")
			}
			m.Where(writableHandle(v))
			return privacy.Skip
		}),
	)
}

func visibleHandle(v viewer.Viewer) predicate.Handle {
	switch {
	case v.IsReseller():
		return listed(access.Table, access.FieldHandleID, handle.FieldID, access.FieldResellerID, v.Reseller)
	case v.IsOwner():
		return handle.ID(v.Handle)
	}
	return nothing
}

func writableHandle(v viewer.Viewer) predicate.Handle {
	if !v.IsReseller() {
		return visibleHandle(v)
	}
	return func(s *sql.Selector) {
		t := sql.Table(access.Table).As("fence_full")
		s.Where(sql.Exists(sql.Select(t.C(access.FieldID)).From(t).Where(sql.And(
			sql.ColumnsEQ(t.C(access.FieldHandleID), s.C(handle.FieldID)),
			sql.EQ(t.C(access.FieldResellerID), v.Reseller),
			sql.EQ(t.C(access.FieldRights), string(registrar.Full))))))
	}
}

// Accesses narrows the rows of lists to the reseller's own list. A reseller gives itself no rights: only the program
// itself writes here.
func Accesses() ent.Policy {
	return guarded(
		privacy.AccessQueryRuleFunc(func(ctx context.Context, q *db.AccessQuery) error {
			v := viewer.FromContext(ctx)
			if !v.IsReseller() {
				q.Where(nothing)
				return privacy.Skip
			}
			q.Where(belongs(access.FieldResellerID, v.Reseller))
			return privacy.Skip
		}),
		privacy.AccessMutationRuleFunc(func(context.Context, *db.AccessMutation) error {
			return privacy.Denyf("only the program itself writes rights")
		}),
	)
}

func allowIf(allowed bool, otherwise string) error {
	if allowed {
		return privacy.Skip
	}
	return privacy.Denyf("%s", otherwise)
}
