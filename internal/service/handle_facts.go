package service

import (
	"context"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/mail"
	"github.com/handledesk/handledesk/ent/db/reachabilitycase"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// holder is who has FULL rights over a handle.
type holder struct {
	reseller string
	origin   registrar.Origin
}

// handleFacts collects what the rules look at, for a handle that was read with the given client. The same function
// serves a mutation, which reads in its transaction, and `actions`, which reads for a whole list at once.
func (s *Service) handleFacts(ctx context.Context, client *db.Client, h *Handle) (registrar.HandleFacts, error) {
	v := viewer.FromContext(ctx)
	f := registrar.HandleFacts{
		Caller: v.Caller, HandleID: h.ID, Rights: h.rights, Origin: h.origin,
		IsOwn: v.IsOwner() && v.Handle == h.ID, HeldInFull: h.rights == registrar.Full,
		OwnOfReseller: h.origin == registrar.Own, Linked: h.Linked,
		DeleteProhibited: h.ClientDeleteProhibited, UpdateProhibited: h.ClientUpdateProhibited,
		Reachability: h.Handle.Reachability, Now: s.now(),
	}
	if !v.IsReseller() {
		by, err := s.holderOf(ctx, client, h)
		if err != nil {
			return f, err
		}
		f.HeldInFull, f.OwnOfReseller = by.reseller != "", by.origin == registrar.Own
	}
	return f, nil
}

// holderOf is who has FULL rights over a handle, empty when nobody has. A reseller that has them knows without looking.
func (s *Service) holderOf(ctx context.Context, client *db.Client, h *Handle) (holder, error) {
	if v := viewer.FromContext(ctx); v.IsReseller() && h.rights == registrar.Full {
		return holder{v.Reseller, h.origin}, nil
	}
	found, err := together(ctx, h.group, "holders", func(ctx context.Context, hs []*Handle) (map[string]holder, error) {
		return holders(ctx, client, idsOf(hs))
	})
	return found[h.ID], err
}

// withResets adds what only resetting reachability looks at.
func (s *Service) withResets(ctx context.Context, client *db.Client, h *Handle, f registrar.HandleFacts) (registrar.HandleFacts, error) {
	resets, err := together(ctx, h.group, "resets", func(ctx context.Context, hs []*Handle) (map[string]registrar.Resets, error) {
		return resetsOf(ctx, client, idsOf(hs), s.now())
	})
	f.Resets = resets[h.ID]
	return f, err
}

func idsOf(handles []*Handle) []string {
	ids := make([]string, len(handles))
	for i, h := range handles {
		ids[i] = h.ID
	}
	return ids
}

// holders tells who has FULL rights over each handle. It is asked as the program: an operator or owner hears only
// whether somebody has.
func holders(ctx context.Context, client *db.Client, handleIDs []string) (map[string]holder, error) {
	rows, err := client.Access.Query().
		Where(access.HandleIDIn(handleIDs...), access.RightsEQ(registrar.Full)).All(viewer.System(ctx))
	if err != nil {
		return nil, err
	}
	found := make(map[string]holder, len(rows))
	for _, row := range rows {
		found[row.HandleID] = holder{row.ResellerID, row.Origin}
	}
	return found, nil
}

// resetsOf counts how often the links of the handles' running cases were sent again.
func resetsOf(ctx context.Context, client *db.Client, handleIDs []string, now registrar.Instant) (map[string]registrar.Resets, error) {
	system := viewer.System(ctx)
	cases, err := client.ReachabilityCase.Query().Where(
		reachabilitycase.HandleIDIn(handleIDs...), reachabilitycase.ClosedAtIsNil()).All(system)
	if err != nil {
		return nil, err
	}
	found := make(map[string]registrar.Resets, len(cases))
	caseIDs := make([]string, len(cases))
	for i, c := range cases {
		found[c.HandleID] = registrar.Resets{InCase: c.Resets}
		caseIDs[i] = c.ID
	}
	// Sorted by id, which is by time.
	mails, err := client.Mail.Query().Where(
		mail.CaseIDIn(caseIDs...), mail.ReasonEQ(registrar.MailReset),
		mail.CreatedAtGT(now.Add(-24*time.Hour))).Order(db.Asc(mail.FieldID)).All(system)
	for _, m := range mails {
		r := found[m.HandleID]
		r.Last, r.LastDay = m.CreatedAt, append(r.LastDay, m.CreatedAt)
		found[m.HandleID] = r
	}
	return found, err
}
