package service

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/reachabilitycase"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Reachability is how far the proof of an e-mail address has come.
type Reachability struct {
	State     registrar.ReachState
	StartedAt *registrar.Instant
	handle    *Handle
}

// Reachability says whether the e-mail address was proved to answer.
func (h *Handle) Reachability() *Reachability {
	return &Reachability{State: h.Handle.Reachability, StartedAt: h.ReachabilityStartedAt, handle: h}
}

// ReachabilityDueAt is the earliest deadline of the domains that the handle owns and the caller sees; nil when nothing
// is due.
func (s *Service) ReachabilityDueAt(ctx context.Context, r *Reachability) (*registrar.Instant, error) {
	due, err := together(ctx, r.handle.group, "due", func(ctx context.Context, hs []*Handle) (map[string]registrar.Instant, error) {
		var rows []struct {
			HandleID string `sql:"handle_id"`
			Min      registrar.Instant
		}
		q := s.read(ctx).Contact.Query().Where(contact.HandleIDIn(idsOf(hs)...), isOwner, contact.DueAtLT(registrar.Never))
		if v := viewer.FromContext(ctx); v.IsReseller() {
			q.Where(contact.ResellerID(v.Reseller)) // the index to walk; the fence serves none
		}
		err := q.GroupBy(contact.FieldHandleID).Aggregate(db.Min(contact.FieldDueAt)).Scan(ctx, &rows)
		earliest := make(map[string]registrar.Instant, len(rows))
		for _, row := range rows {
			earliest[row.HandleID] = row.Min
		}
		return earliest, err
	})
	if at, is := due[r.handle.ID]; is {
		return &at, err
	}
	return nil, err
}

// ReachabilityProcess is the running or last process of the proof; an empty one when there was none, or when the
// identity was known to answer.
func (s *Service) ReachabilityProcess(ctx context.Context, r *Reachability) (*db.ReachabilityCase, error) {
	cases, err := together(ctx, r.handle.group, "processes", func(ctx context.Context, hs []*Handle) (map[string]*db.ReachabilityCase, error) {
		// A handle's newest one begins with its state; older ones are history.
		rows, err := s.read(ctx).ReachabilityCase.Query().Where(reachabilitycase.HandleIDIn(idsOf(hs)...),
			func(s *sql.Selector) {
				later := sql.Table(reachabilitycase.Table).As("later")
				s.Where(sql.NotExists(sql.Select(later.C(reachabilitycase.FieldID)).From(later).Where(sql.And(
					sql.ColumnsEQ(later.C(reachabilitycase.FieldHandleID), s.C(reachabilitycase.FieldHandleID)),
					sql.ColumnsGT(later.C(reachabilitycase.FieldID), s.C(reachabilitycase.FieldID))))))
			}).All(viewer.System(ctx))
		newest := make(map[string]*db.ReachabilityCase, len(rows))
		for _, row := range rows {
			newest[row.HandleID] = row
		}
		return newest, err
	})
	found := cases[r.handle.ID]
	if found == nil || r.StartedAt == nil || found.StartedAt != *r.StartedAt {
		found = &db.ReachabilityCase{}
	}
	return found, err
}
