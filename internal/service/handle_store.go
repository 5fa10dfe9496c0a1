package service

import (
	"fmt"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/handletoken"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
)

// insertHandle stores a new handle and puts it into the reseller's list.
func (c *change) insertHandle(d registrar.HandleData, resellerID string, rights registrar.Rights, origin registrar.Origin) (*db.Handle, error) {
	code, err := c.nextCode(d)
	if err != nil {
		return nil, err
	}
	create := c.tx.Handle.Create().
		SetID(c.ids.NewID(registrar.HandleID)).SetCode(code).SetCreatedAt(c.at).SetUpdatedAt(c.at)
	fill(create.Mutation(), d)
	h, err := create.Save(c.system)
	if err != nil {
		return nil, err
	}
	return h, c.giveAccess(h, resellerID, rights, origin)
}

// nextCode gives out a code that no handle ever had.
func (c *change) nextCode(d registrar.HandleData) (string, error) {
	numbers, err := c.work.CodeNumbers(c.ctx, 1)
	if err != nil {
		return "", err
	}
	return registrar.FormatCode(registrar.CodePrefix(d), registrar.CodeNumber(numbers[0]), c.suffix), nil
}

// giveAccess puts a handle into a reseller's list.
func (c *change) giveAccess(h *db.Handle, resellerID string, rights registrar.Rights, origin registrar.Origin) error {
	err := c.tx.Access.Create().
		SetID(c.ids.NewID(registrar.AccessID)).SetResellerID(resellerID).SetHandleID(h.ID).
		SetRights(rights).SetOrigin(origin).SetSince(c.at).
		SetCode(h.Code).SetNameKey(h.NameKey).SetDisplayName(h.DisplayName).SetCreatedAt(h.CreatedAt).SetUpdatedAt(h.UpdatedAt).
		SetKind(h.Kind).SetCountry(h.Country).SetEmailKey(h.EmailKey).
		SetLinked(h.Linked).SetReachability(h.Reachability).
		Exec(c.system)
	if err != nil {
		return err
	}
	return c.indexWords(h, resellerID)
}

// attach puts a handle into a reseller's list because one of its domains lists the handle; nothing when it is there.
func (c *change) attach(h *db.Handle, resellerID string) error {
	there, err := c.tx.Access.Query().Where(access.ResellerID(resellerID), access.HandleID(h.ID)).Exist(c.system)
	if err != nil || there {
		return err
	}
	return c.giveAccess(h, resellerID, registrar.Limited, registrar.Attached)
}

// nameParts are the texts that the words come from by which a handle is found.
func nameParts(h *db.Handle) [5]string {
	return [...]string{h.GivenName, h.FamilyName, orEmpty(h.Organization), h.Email, h.Code}
}

// handleWords are the words by which a handle is found.
func handleWords(h *db.Handle) []string {
	n := nameParts(h)
	return search.Words(n[0], n[1], n[2], n[3], registrar.EmailForDisplay(n[3]), n[4])
}

// indexWords stores the words by which the reseller finds the handle.
func (c *change) indexWords(h *db.Handle, resellerID string) error {
	words := handleWords(h)
	return c.tx.HandleToken.MapCreateBulk(words, func(create *db.HandleTokenCreate, i int) {
		create.SetResellerID(resellerID).SetToken(words[i]).SetHandleID(h.ID)
	}).Exec(c.system)
}

// syncCopies brings every list's copy of a handle up to date, in all resellers' lists, after the handle changed: the
// columns that set names, and no others, since each is in indexes of its own.
func (c *change) syncCopies(handleID string, set func(*db.AccessUpdate)) error {
	update := c.tx.Access.Update().Where(access.HandleID(handleID))
	set(update)
	return update.Exec(c.system)
}

// syncWords brings the words by which all its resellers find a handle up to date, if they are others now.
func (c *change) syncWords(before, after *db.Handle) error {
	if nameParts(before) == nameParts(after) || slices.Equal(handleWords(before), handleWords(after)) {
		return nil
	}
	if _, err := c.tx.HandleToken.Delete().Where(handletoken.HandleID(after.ID)).Exec(c.system); err != nil {
		return err
	}
	lists, err := c.tx.Access.Query().Where(access.HandleID(after.ID)).All(c.system)
	if err != nil {
		return err
	}
	for _, list := range lists {
		if err := c.indexWords(after, list.ResellerID); err != nil {
			return err
		}
	}
	return nil
}

// syncLinked computes anew whether a handle is linked: exactly when a domain lists it.
func (c *change) syncLinked(handleID string) error {
	linked, err := c.tx.Contact.Query().Where(contact.HandleID(handleID)).Exist(c.system)
	if err != nil {
		return err
	}
	changed, err := c.tx.Handle.Update().Where(handle.ID(handleID), handle.LinkedNEQ(linked)).SetLinked(linked).Save(c.system)
	if err != nil || changed == 0 {
		return err
	}
	return c.syncCopies(handleID, func(u *db.AccessUpdate) { u.SetLinked(linked) })
}

// setReachability moves a handle to a state, and its copies with it; started is when the process began that led there.
// The version stays: it is nobody's edit.
func (c *change) setReachability(h *db.Handle, state registrar.ReachState, started *registrar.Instant) (*db.Handle, error) {
	if h.Reachability == state && started != nil && h.ReachabilityStartedAt != nil && *h.ReachabilityStartedAt == *started {
		return h, nil
	}
	account := ""
	if !c.recorded(h.ID) { // else the event has its account
		var err error
		if account, err = c.accountOf(h.ID); err != nil {
			return nil, err
		}
	}
	err := met(c.tx.Handle.Update().Where(handle.ID(h.ID)).
		SetReachability(state).SetNillableReachabilityStartedAt(started).Save(c.system))
	if err != nil {
		return nil, err
	}
	moved := *h
	moved.Reachability = state
	if started != nil {
		moved.ReachabilityStartedAt = started
	}
	c.record(registrar.HandleUpdated, h.ID, account, []registrar.Change{
		{Field: "reachability", Before: reachabilityRecord(h), After: reachabilityRecord(&moved)},
	})
	return &moved, c.syncCopies(h.ID, func(u *db.AccessUpdate) { u.SetReachability(state) })
}

// reachabilityRecord is how a handle's reachability stands in an event.
func reachabilityRecord(h *db.Handle) map[string]any {
	record := map[string]any{"state": h.Reachability}
	if h.ReachabilityStartedAt != nil {
		record["startedAt"] = h.ReachabilityStartedAt.Time()
	}
	return record
}

// findHandle loads a handle of the caller's list inside the transaction. Errors: NOT_FOUND naming the field.
func (c *change) findHandle(id, field string) (*Handle, error) {
	if err := requireID(registrar.HandleID, field, id); err != nil {
		return nil, err
	}
	h, err := c.oneHandle(c.ctx, c.tx, handle.ID(id))
	if err == nil && h == nil {
		return nil, notFound(field)
	}
	return h, err
}

// met refuses when an update of one row found none: the fence hides the row from who changes it. ent's own update of one
// row reads it again afterwards, which nobody here needs.
func met(rows int, err error) error {
	if err == nil && rows == 0 {
		return notFound()
	}
	return err
}

// verifyVersion refuses a change of what was changed meanwhile.
func verifyVersion(what string, current int, expected *int) error {
	if expected == nil || *expected == current {
		return nil
	}
	return &registrar.Problem{
		Code: registrar.Conflict, Field: []string{"expectedVersion"}, Detail: registrar.ConflictDetail{CurrentVersion: current},
		Message: fmt.Sprintf("The %s was changed since you read it: version %d is there now. Read it again and repeat your change.", what, current),
	}
}
