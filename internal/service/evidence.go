package service

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/evidence"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// testify keeps what happened as evidence, of now.
func (c *change) testify(e db.Evidence) error {
	e.ID, e.At = c.ids.NewID(registrar.EvidenceID), c.at
	create := c.tx.Evidence.Create()
	setEvidence(create, &e)
	return create.Exec(c.system)
}

// setEvidence writes an entry into a creation.
func setEvidence(create *db.EvidenceCreate, e *db.Evidence) {
	create.SetID(e.ID).SetAt(e.At).SetHandleID(e.HandleID).SetKind(e.Kind).SetNillableCaseID(e.CaseID).
		SetNillableRecipient(e.Recipient).SetNillableReason(e.Reason).SetNillableMessageID(e.MessageID).
		SetNillableReply(e.Reply).SetNillableNote(e.Note).
		SetNillableRemoteAddress(e.RemoteAddress)
}

// evidenceShown is how many entries of a handle's evidence are shown.
const evidenceShown = 100

// ReachabilityEvidence is what happened, newest first, 100 entries at most. A reseller with LIMITED rights sees what
// happened since the handle is in its list, and not what staff noted: before, it was somebody else's.
func (s *Service) ReachabilityEvidence(ctx context.Context, r *Reachability) ([]*db.Evidence, error) {
	entries, err := together(ctx, r.handle.group, "evidence", func(ctx context.Context, hs []*Handle) (map[string][]*db.Evidence, error) {
		rows, err := s.read(ctx).Evidence.Query().
			Where(evidence.HandleIDIn(idsOf(hs)...), newestEvidence(viewer.FromContext(ctx))).
			Order(db.Desc(evidence.FieldHandleID), db.Desc(evidence.FieldID)).All(viewer.System(ctx))
		limited := map[string]bool{}
		for _, h := range hs {
			limited[h.ID] = h.rights == registrar.Limited
		}
		byHandle := map[string][]*db.Evidence{}
		for _, row := range rows {
			if limited[row.HandleID] {
				row.Note, row.RemoteAddress = nil, nil
			}
			byHandle[row.HandleID] = append(byHandle[row.HandleID], row)
		}
		return byHandle, err
	})
	found := entries[r.handle.ID]
	if found == nil {
		found = []*db.Evidence{}
	}
	return found, err
}

// newestEvidence matches the entries from a handle's hundredth newest one on that the caller sees, read from the index once
// per handle.
func newestEvidence(v viewer.Viewer) predicate.Evidence {
	return func(s *sql.Selector) {
		bound := sql.Table(evidence.Table).As("bound")
		first := sql.Select(bound.C(evidence.FieldID)).From(bound).
			Where(sql.ColumnsEQ(bound.C(evidence.FieldHandleID), s.C(evidence.FieldHandleID))).
			OrderBy(sql.Desc(bound.C(evidence.FieldID))).Offset(evidenceShown - 1).Limit(1)
		if v.IsReseller() {
			first.Where(shownTo(v.Reseller, bound.C))
			s.Where(shownTo(v.Reseller, s.C))
		}
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(evidence.FieldID)).WriteString(" >= COALESCE((").Join(first).WriteString("), '')")
		}))
	}
}

// shownTo matches what a reseller sees: with FULL rights all, else what happened since the handle is listed; but not the
// mails by which the owner sets a password.
func shownTo(resellerID string, column func(string) string) *sql.Predicate {
	list := sql.Table(access.Table).As("list")
	return sql.And(
		sql.Or(sql.IsNull(column(evidence.FieldReason)),
			sql.NotIn(column(evidence.FieldReason), registrar.MailRelease, registrar.MailRecovery)),
		sql.Exists(sql.Select(list.C(access.FieldID)).From(list).Where(sql.And(
			sql.ColumnsEQ(list.C(access.FieldHandleID), column(evidence.FieldHandleID)),
			sql.EQ(list.C(access.FieldResellerID), resellerID),
			sql.Or(sql.EQ(list.C(access.FieldRights), registrar.Full),
				sql.ColumnsLTE(list.C(access.FieldSince), column(evidence.FieldAt)))))))
}
