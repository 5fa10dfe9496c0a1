package service

import (
	"context"
	"strings"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Reseller is a reseller account as its caller sees it.
type Reseller struct{ *db.Reseller }

// IsNode marks what `node` can answer with.
func (*Reseller) IsNode() {}

// IsViewer marks who can sign in.
func (*Reseller) IsViewer() {}

// CreateReseller opens a reseller account; the program's operator does it on the server itself. With own company data a
// handle of origin OWN is made for it.
//
// Errors: REQUIRED or DUPLICATE for the name; those of createHandle below `handle`.
func (s *Service) CreateReseller(ctx context.Context, name string, own *NewHandle) (*Reseller, error) {
	var id string
	err := s.transact(ctx, func(c *change) error {
		if !c.caller.IsOperator() {
			return registrar.Refuse(registrar.Forbidden, "Only the registrar opens reseller accounts.")
		}
		name := strings.TrimSpace(name)
		if name == "" {
			return registrar.RefuseField(registrar.Required, "name", "Give the reseller a name.")
		}
		taken, err := c.tx.Reseller.Query().Where(reseller.Name(name)).Exist(c.ctx)
		if err != nil {
			return err
		}
		if taken {
			return registrar.RefuseField(registrar.Duplicate, "name", "There is a reseller of this name already; choose another one.")
		}
		id = c.ids.NewID(registrar.ResellerID)
		if err := c.tx.Reseller.Create().SetID(id).SetName(name).SetConvertedAt(c.at).Exec(c.ctx); err != nil {
			return err
		}
		c.record(registrar.ResellerCreated, id, id, []registrar.Change{{Field: "name", After: name}})
		return c.createOwnHandle(id, own)
	})
	if err != nil {
		return nil, err
	}
	return s.resellerByID(ctx, id)
}

// createOwnHandle makes a reseller's own company handle.
func (c *change) createOwnHandle(resellerID string, own *NewHandle) error {
	if own == nil {
		return nil
	}
	data, problems := registrar.CheckHandle(own.data())
	if len(problems) > 0 {
		return problems.Under("handle")
	}
	h, err := c.insertHandle(data, resellerID, registrar.Full, registrar.Own)
	if err != nil {
		return err
	}
	if err := c.tx.Reseller.UpdateOneID(resellerID).SetOwnHandleID(h.ID).Exec(c.ctx); err != nil {
		return err
	}
	c.record(registrar.HandleCreated, h.ID, resellerID, registrar.Changes(registrar.HandleData{}, data))
	_, err = c.prove(h)
	return err
}

// longestSenderName is how long the name may be that mails come from, in characters.
const longestSenderName = 100

// SetMailSenderName sets the name that mails to a reseller's customers come from; nil goes back to its own name.
//
// Errors: NOT_FOUND; REQUIRED, NOT_ALLOWED for resellerId; INVALID or TOO_LONG for the name.
func (s *Service) SetMailSenderName(ctx context.Context, resellerID, name *string) (*Reseller, error) {
	var id string
	err := s.write(ctx, registrar.SetMailSenderName, &id, func(c *change) (err error) {
		if id, err = c.account(resellerID); err != nil {
			return err
		}
		before, err := c.tx.Reseller.Get(c.ctx, id)
		if err != nil {
			return err
		}
		update := c.tx.Reseller.UpdateOneID(id)
		var after *string
		if name != nil {
			clean, problem := registrar.CheckLine("name", *name, longestSenderName)
			if problem != nil {
				return problem
			}
			after = &clean
			update.SetMailSenderName(clean)
		} else {
			update.ClearMailSenderName()
		}
		if orEmpty(before.MailSenderName) == orEmpty(after) {
			return nil
		}
		c.record(registrar.ResellerUpdated, id, id, []registrar.Change{
			{Field: "mailSenderName", Before: nonNil(before.MailSenderName), After: nonNil(after)},
		})
		return update.Exec(c.system)
	})
	if err != nil {
		return nil, err
	}
	return s.resellerByID(ctx, id)
}

// resellerByID reads one account; nil when it does not exist or the caller may not see it.
func (s *Service) resellerByID(ctx context.Context, id string) (*Reseller, error) {
	row, err := s.read(ctx).Reseller.Query().Where(reseller.ID(id)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, translate(err)
	}
	return &Reseller{row}, nil
}

// resellersByID reads accounts; what the caller may not see is left out.
func (s *Service) resellersByID(ctx context.Context, ids []string) (map[string]*Reseller, error) {
	rows, err := s.read(ctx).Reseller.Query().Where(reseller.IDIn(ids...)).All(ctx)
	found := make(map[string]*Reseller, len(rows))
	for _, row := range rows {
		found[row.ID] = &Reseller{row}
	}
	return found, err
}

// ResellerByName reads an account by its name, for the program's operator. Errors: NOT_FOUND.
func (s *Service) ResellerByName(ctx context.Context, name string) (*Reseller, error) {
	row, err := s.read(ctx).Reseller.Query().Where(reseller.Name(strings.TrimSpace(name))).Only(ctx)
	if db.IsNotFound(err) {
		return nil, registrar.RefuseField(registrar.NotFound, "reseller", "There is no reseller of this name.")
	}
	if err != nil {
		return nil, translate(err)
	}
	return &Reseller{row}, nil
}

// OwnHandle is the reseller's own company handle; nil when it is not set or the caller may not see it.
func (s *Service) OwnHandle(ctx context.Context, r *Reseller) (*Handle, error) {
	if r.OwnHandleID == nil {
		return nil, nil
	}
	h, err := s.oneHandle(ctx, s.read(ctx), handle.ID(*r.OwnHandleID))
	return h, translate(err)
}

// ResellerCounts are the exact sizes of a reseller's list.
type ResellerCounts struct {
	Handles        int
	ByRights       []*RightsCount
	ByReachability []*ReachabilityCount
	Domains        int
}

// RightsCount is a number of handles over which the reseller has the same rights.
type RightsCount struct {
	Rights registrar.Rights
	Count  int
}

// ReachabilityCount is a number of handles in the same state.
type ReachabilityCount struct {
	State registrar.ReachState
	Count int
}

// Counts are the sizes of a reseller's list; nil when the caller is neither the reseller nor an operator.
func (s *Service) Counts(ctx context.Context, r *Reseller) (*ResellerCounts, error) {
	v := viewer.FromContext(ctx)
	if v.IsOwner() {
		return nil, nil
	}
	sizes, err := s.sizes(ctx, r.ID)
	if err != nil {
		return nil, translate(err)
	}
	counts := &ResellerCounts{Domains: sizes[countedDomains]}
	for _, rights := range registrar.Rights("").Values() {
		of := &RightsCount{Rights: registrar.Rights(rights)}
		for _, state := range registrar.ReachState("").Values() {
			of.Count += sizes[rights+"/"+state]
		}
		counts.ByRights, counts.Handles = append(counts.ByRights, of), counts.Handles+of.Count
	}
	for _, state := range registrar.ReachState("").Values() {
		of := &ReachabilityCount{State: registrar.ReachState(state)}
		for _, rights := range registrar.Rights("").Values() {
			of.Count += sizes[rights+"/"+state]
		}
		counts.ByReachability = append(counts.ByReachability, of)
	}
	return counts, nil
}
