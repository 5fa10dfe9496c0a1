package service

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/evidence"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Evidence is one thing that happened while an address was proved, as its caller sees it.
type Evidence struct {
	*db.Evidence
	group *group[*Evidence]
}

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
		SetNillableDomainID(e.DomainID).SetNillableRemoteAddress(e.RemoteAddress)
}

// evidenceShown is how many entries of a handle's evidence are shown.
const evidenceShown = 100

// ReachabilityEvidence is what happened, newest first, 100 entries at most. A reseller with LIMITED rights sees what
// happened since the handle is in its list, and not what staff noted: before, it was somebody else's.
func (s *Service) ReachabilityEvidence(ctx context.Context, r *Reachability) ([]*Evidence, error) {
	entries, err := together(ctx, r.handle.group, "evidence", func(ctx context.Context, hs []*Handle) (map[string][]*Evidence, error) {
		q := s.store.Read().Evidence.Query().Where(evidence.HandleIDIn(idsOf(hs)...), newestEvidence)
		if v := viewer.FromContext(ctx); v.IsReseller() {
			q.Where(sinceListed(v.Reseller), ofOwnDomains(v.Reseller))
		}
		rows, err := q.Order(db.Desc(evidence.FieldHandleID), db.Desc(evidence.FieldID)).All(viewer.System(ctx))
		limited := map[string]bool{}
		for _, h := range hs {
			limited[h.ID] = h.rights == registrar.Limited
		}
		g, byHandle := &group[*Evidence]{}, map[string][]*Evidence{}
		for _, row := range rows {
			if limited[row.HandleID] {
				row.Note, row.RemoteAddress = nil, nil
			}
			entry := &Evidence{row, g}
			g.items = append(g.items, entry)
			byHandle[row.HandleID] = append(byHandle[row.HandleID], entry)
		}
		return byHandle, err
	})
	found := entries[r.handle.ID]
	if found == nil {
		found = []*Evidence{}
	}
	return found, err
}

// EvidenceDomain is the domain whose deadline passed; nil for other entries, and when the caller may not see it.
func (s *Service) EvidenceDomain(ctx context.Context, e *Evidence) (*Domain, error) {
	if e.DomainID == nil {
		return nil, nil
	}
	found, err := together(ctx, e.group, "domains", func(ctx context.Context, es []*Evidence) (map[string]*Domain, error) {
		ids := map[string]bool{}
		for _, e := range es {
			if e.DomainID != nil {
				ids[*e.DomainID] = true
			}
		}
		rows, err := s.domainsWhere(ctx, s.store.Read(), domain.IDIn(sortedKeys(ids)...))
		byID := make(map[string]*Domain, len(rows))
		for _, d := range rows {
			byID[d.ID] = d
		}
		return byID, err
	})
	return found[*e.DomainID], err
}

// sinceListed matches the entries that a reseller sees: all with FULL rights, else those since the handle is listed.
func sinceListed(resellerID string) predicate.Evidence {
	return func(s *sql.Selector) {
		list := sql.Table(access.Table).As("list")
		s.Where(sql.Exists(sql.Select(list.C(access.FieldID)).From(list).Where(sql.And(
			sql.ColumnsEQ(list.C(access.FieldHandleID), s.C(evidence.FieldHandleID)),
			sql.EQ(list.C(access.FieldResellerID), resellerID),
			sql.Or(sql.EQ(list.C(access.FieldRights), registrar.Full),
				sql.ColumnsLTE(list.C(access.FieldSince), s.C(evidence.FieldAt)))))))
	}
}

// ofOwnDomains leaves out what happened to domains of other resellers.
func ofOwnDomains(resellerID string) predicate.Evidence {
	return func(s *sql.Selector) {
		d := sql.Table(domain.Table).As("due_domain")
		s.Where(sql.Or(sql.IsNull(s.C(evidence.FieldDomainID)), sql.Exists(sql.Select(d.C(domain.FieldID)).From(d).Where(sql.And(
			sql.ColumnsEQ(d.C(domain.FieldID), s.C(evidence.FieldDomainID)), sql.EQ(d.C(domain.FieldResellerID), resellerID))))))
	}
}

// newestEvidence matches the entries from a handle's hundredth newest one on, read from the index once per handle.
func newestEvidence(s *sql.Selector) {
	bound := sql.Table(evidence.Table).As("bound")
	s.Where(sql.P(func(b *sql.Builder) {
		b.Ident(s.C(evidence.FieldID)).WriteString(" >= COALESCE((").
			Join(sql.Select(bound.C(evidence.FieldID)).From(bound).
				Where(sql.ColumnsEQ(bound.C(evidence.FieldHandleID), s.C(evidence.FieldHandleID))).
				OrderBy(sql.Desc(bound.C(evidence.FieldID))).Offset(evidenceShown - 1).Limit(1)).
			WriteString("), '')")
	}))
}
