package service

import (
	"bytes"
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/registrar"
)

// Field is an input field that may be left out. Left out it leaves things alone; given as nil it clears them.
type Field[T any] struct {
	Given bool
	Value *T
}

// UpdateHandle is the input of the mutation updateHandle.
type UpdateHandle struct {
	HandleID               string
	ExpectedVersion        *int
	Kind                   Field[registrar.Kind]
	GivenName              Field[string]
	FamilyName             Field[string]
	Organization           Field[string]
	RegistrationNumber     Field[string]
	Address                Field[registrar.AddressInput]
	InternationalAddress   Field[registrar.AddressInput]
	Email                  Field[string]
	Phone                  Field[string]
	Fax                    Field[string]
	Mobile                 Field[string]
	Language               Field[string]
	VatNumber              Field[string]
	ClientDeleteProhibited Field[bool]
	ClientUpdateProhibited Field[bool]
}

// UpdateHandle changes a handle. An equal value is no change; an update that changes nothing succeeds and leaves the
// version alone. While any domain lists the handle a change of an identifier refuses the whole update, naming each.
// A new e-mail address starts a new proof.
//
// Errors: NOT_FOUND; LIMITED_RIGHTS; CONFLICT with the current version; UPDATE_PROHIBITED, except when the update only
// takes that status off; IDENTIFIER_LOCKED for each locked field; RATE_LIMITED for more than
// 20 new addresses in an hour; REQUIRED, INVALID, TOO_LONG, NOT_ALLOWED by field.
func (s *Service) UpdateHandle(ctx context.Context, in UpdateHandle) (*Handle, error) {
	var shown *Handle // stays nil when the request is answered from what it came to before
	err := s.write(ctx, registrar.UpdateHandle, nil, func(c *change) error {
		h, err := c.findHandle(in.HandleID, "handleId")
		if err != nil {
			return err
		}
		facts, err := c.handleFacts(c.ctx, c.tx, h)
		if err != nil {
			return err
		}
		before := handleData(h.Handle)
		raw := in.apply(before)
		if in.liftsProhibitionOnly() {
			facts.UpdateProhibited = false
		}
		problems := facts.Check(registrar.UpdateHandle)
		if problems.ForWantOfRights() {
			return problems
		}
		if err := verifyVersion("handle", h.Version, in.ExpectedVersion); err != nil {
			return err
		}
		after, wrong := registrar.CheckChange(before, raw)
		problems = append(problems, wrong...)
		if facts.Linked {
			for _, name := range registrar.IdentifierChanges(before, raw) {
				problems = append(problems, registrar.RefuseField(registrar.IdentifierLocked, name, registrar.IdentifierLockedMessage))
			}
		}
		if err := append(problems, in.statusProblems()...).Err(); err != nil {
			return err
		}
		stored, err := c.updateHandle(h, before, after, in)
		if err != nil {
			return err
		}
		c.show(func() { shown = h.as(stored) })
		return nil
	})
	if err != nil || shown != nil {
		return shown, err
	}
	return s.Handle(ctx, HandleBy{ID: &in.HandleID})
}

// updateHandle stores what differs, records it, and starts a new proof when the e-mail address is a new one.
func (c *change) updateHandle(h *Handle, before, after registrar.HandleData, in UpdateHandle) (*db.Handle, error) {
	stored, changes, err := c.storeHandle(h, before, after, in)
	if err != nil || len(changes) == 0 {
		return h.Handle, err
	}
	if err := c.syncChanged(h.Handle, stored); err != nil {
		return nil, err
	}
	held, err := c.holderOf(c.ctx, c.tx, h)
	if err != nil {
		return nil, err
	}
	c.record(registrar.HandleUpdated, h.ID, held.reseller, changes)
	if before.Email == after.Email {
		return stored, nil
	}
	wait, err := c.spend(addressesOfHandle, h.ID)
	if err != nil {
		return nil, err
	}
	if wait > 0 {
		return nil, tooOften(wait, "email")
	}
	// A link to set a password that went to the former address must not open the handle to whoever reads there.
	if err := c.endLinks(supersededLink, passwordLinksOf(h.ID)); err != nil {
		return nil, err
	}
	return c.prove(stored)
}

// storeHandle stores what differs, and gives the row as it is then and what changed; nothing when nothing did.
func (c *change) storeHandle(h *Handle, before, after registrar.HandleData, in UpdateHandle) (*db.Handle, []registrar.Change, error) {
	changes := registrar.Changes(before, after)
	stored := *h.Handle
	flag := func(name string, is *bool, wanted Field[bool]) {
		if wanted.Given && *wanted.Value != *is {
			changes = append(changes, registrar.Change{Field: name, Before: *is, After: *wanted.Value})
			*is = *wanted.Value
		}
	}
	flag("clientDeleteProhibited", &stored.ClientDeleteProhibited, in.ClientDeleteProhibited)
	flag("clientUpdateProhibited", &stored.ClientUpdateProhibited, in.ClientUpdateProhibited)
	if len(changes) == 0 {
		return nil, nil, nil
	}
	stored.Version, stored.UpdatedAt = h.Version+1, c.at
	update := c.tx.Handle.Update().Where(handle.ID(h.ID)).SetVersion(stored.Version).SetUpdatedAt(c.at).
		SetClientDeleteProhibited(stored.ClientDeleteProhibited).SetClientUpdateProhibited(stored.ClientUpdateProhibited)
	m := update.Mutation()
	fillChanged(m, &before, after)
	setData(&stored, after)
	if key, is := m.NameKey(); is {
		stored.NameKey = key
	}
	stored.DisplayName = after.DisplayName()
	stored.ContentKey, _ = m.ContentKey()
	return &stored, changes, met(update.Save(c.ctx))
}

// syncChanged brings what lists copy of a handle up to date, as far as an update can change it.
func (c *change) syncChanged(before, after *db.Handle) error {
	err := c.syncCopies(after.ID, func(u *db.AccessUpdate) {
		u.SetUpdatedAt(after.UpdatedAt)
		if !bytes.Equal(before.NameKey, after.NameKey) {
			u.SetNameKey(after.NameKey)
		}
		if before.DisplayName != after.DisplayName {
			u.SetDisplayName(after.DisplayName)
		}
		if before.Kind != after.Kind {
			u.SetKind(after.Kind)
		}
		if before.Country != after.Country {
			u.SetCountry(after.Country)
		}
		if before.EmailKey != after.EmailKey {
			u.SetEmailKey(after.EmailKey)
		}
	})
	if err != nil {
		return err
	}
	return c.syncWords(before, after)
}

// accountOf is the reseller that a change of a handle concerns when staff or the owner makes it: who has FULL rights.
func (c *change) accountOf(handleID string) (string, error) {
	found, err := holders(c.ctx, c.tx, []string{handleID})
	return found[handleID].reseller, err
}

// apply puts the given fields over the stored record, as typed.
func (in UpdateHandle) apply(d registrar.HandleData) registrar.HandleData {
	put(in.Kind, &d.Kind)
	put(in.GivenName, &d.GivenName)
	put(in.FamilyName, &d.FamilyName)
	put(in.Organization, &d.Organization)
	put(in.RegistrationNumber, &d.RegistrationNumber)
	put(in.Email, &d.Email)
	put(in.Phone, &d.Phone)
	put(in.Fax, &d.Fax)
	put(in.Mobile, &d.Mobile)
	put(in.Language, &d.Language)
	put(in.VatNumber, &d.VATNumber)
	if in.Address.Given {
		d.Address = registrar.Address{} // the check names each missing part
		if in.Address.Value != nil {
			d.Address = in.Address.Value.Address()
		}
	}
	if in.InternationalAddress.Given {
		d.InternationalAddress = nil
		if in.InternationalAddress.Value != nil {
			address := in.InternationalAddress.Value.Address()
			d.InternationalAddress = &address
		}
	}
	return d
}

func put[T ~string](f Field[T], into *T) {
	if f.Given {
		*into = orEmpty(f.Value)
	}
}

// statusProblems refuses to clear what is either on or off.
func (in UpdateHandle) statusProblems() registrar.Problems {
	var problems registrar.Problems
	require := func(name string, f Field[bool]) {
		if f.Given && f.Value == nil {
			problems = append(problems, registrar.RefuseField(registrar.Required, name, "This is either true or false; leave it out to leave it alone."))
		}
	}
	require("clientDeleteProhibited", in.ClientDeleteProhibited)
	require("clientUpdateProhibited", in.ClientUpdateProhibited)
	return problems
}

// liftsProhibitionOnly tells whether the update does nothing but take CLIENT_UPDATE_PROHIBITED off, the one update
// that this status lets through (RFC 5733, 2.2).
func (in UpdateHandle) liftsProhibitionOnly() bool {
	lift := in.ClientUpdateProhibited
	rest := in
	rest.HandleID, rest.ExpectedVersion, rest.ClientUpdateProhibited = "", nil, Field[bool]{}
	return lift.Given && lift.Value != nil && !*lift.Value && rest == UpdateHandle{}
}
