package service

import (
	"fmt"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/handletoken"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
)

// fill writes a checked record into a creation or an update, with everything that is computed from it.
func fill(m *db.HandleMutation, d registrar.HandleData) {
	m.SetKind(d.Kind)
	m.SetGivenName(d.GivenName)
	m.SetFamilyName(d.FamilyName)
	m.SetAddress(d.Address)
	m.SetCountry(d.Address.Country)
	m.SetEmail(d.Email)
	m.SetEmailKey(registrar.EmailKey(d.Email))
	m.SetPhone(d.Phone)
	m.SetNameKey(search.SortKey(d.SortName()))
	m.SetDisplayName(d.DisplayName())
	m.SetContentKey(d.ContentKey())
	if d.InternationalAddress != nil {
		m.SetInternationalAddress(d.InternationalAddress)
	} else {
		m.ClearInternationalAddress()
	}
	for _, field := range []struct {
		value string
		set   func(string)
		clear func()
	}{
		{d.Organization, m.SetOrganization, m.ClearOrganization},
		{d.RegistrationNumber, m.SetRegistrationNumber, m.ClearRegistrationNumber},
		{d.Fax, m.SetFax, m.ClearFax},
		{d.Mobile, m.SetMobile, m.ClearMobile},
		{d.Language, m.SetLanguage, m.ClearLanguage},
		{d.VATNumber, m.SetVatNumber, m.ClearVatNumber},
	} {
		if field.value == "" {
			field.clear()
		} else {
			field.set(field.value)
		}
	}
}

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

// handleWords are the words by which a handle is found.
func handleWords(h *db.Handle) []string {
	return search.Words(h.GivenName, h.FamilyName, orEmpty(h.Organization), h.Email, registrar.EmailForDisplay(h.Email), h.Code)
}

// indexWords stores the words by which the reseller finds the handle.
func (c *change) indexWords(h *db.Handle, resellerID string) error {
	words := handleWords(h)
	return c.tx.HandleToken.MapCreateBulk(words, func(create *db.HandleTokenCreate, i int) {
		create.SetResellerID(resellerID).SetToken(words[i]).SetHandleID(h.ID)
	}).Exec(c.system)
}

// syncCopies brings every list's copy of a handle up to date, in all resellers' lists, after the handle changed.
func (c *change) syncCopies(h *db.Handle, wordsToo bool) error {
	err := c.tx.Access.Update().Where(access.HandleID(h.ID)).
		SetNameKey(h.NameKey).SetDisplayName(h.DisplayName).SetUpdatedAt(h.UpdatedAt).SetKind(h.Kind).SetCountry(h.Country).
		SetEmailKey(h.EmailKey).SetLinked(h.Linked).SetReachability(h.Reachability).
		Exec(c.system)
	if err != nil || !wordsToo {
		return err
	}
	if _, err := c.tx.HandleToken.Delete().Where(handletoken.HandleID(h.ID)).Exec(c.system); err != nil {
		return err
	}
	lists, err := c.tx.Access.Query().Where(access.HandleID(h.ID)).All(c.system)
	if err != nil {
		return err
	}
	for _, list := range lists {
		if err := c.indexWords(h, list.ResellerID); err != nil {
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
	h, err := c.tx.Handle.Get(c.system, handleID)
	if err != nil || h.Linked == linked {
		return err
	}
	if h, err = h.Update().SetLinked(linked).Save(c.system); err != nil {
		return err
	}
	return c.syncCopies(h, false)
}

// setReachability moves a handle to a state, and its copies with it; started is when the process began that led there.
// The version stays: it is nobody's edit.
func (c *change) setReachability(h *db.Handle, state registrar.ReachState, started *registrar.Instant) (*db.Handle, error) {
	if h.Reachability == state && started != nil && h.ReachabilityStartedAt != nil && *h.ReachabilityStartedAt == *started {
		return h, nil
	}
	account, err := c.accountOf(h.ID)
	if err != nil {
		return nil, err
	}
	moved, err := h.Update().SetReachability(state).SetNillableReachabilityStartedAt(started).Save(c.system)
	if err != nil {
		return nil, err
	}
	c.record(registrar.HandleUpdated, h.ID, account, []registrar.Change{
		{Field: "reachability", Before: reachabilityRecord(h), After: reachabilityRecord(moved)},
	})
	return moved, c.syncCopies(moved, false)
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
