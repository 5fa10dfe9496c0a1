package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/registrar"
)

// ReleaseHandle hands a handle to its owner: the reseller's rights become LIMITED, of origin RELEASED, the owner is
// mailed a link to set a password. Domains, their roles, expiries, deadlines and holds stay as they are.
//
// Errors: NOT_FOUND; LIMITED_RIGHTS; ALREADY_RELEASED, without another mail; OWN_HANDLE. An e-mail address that was
// never proved to answer is a warning.
func (s *Service) ReleaseHandle(ctx context.Context, handleID string) (*Handle, []registrar.Warning, error) {
	var warnings []registrar.Warning
	err := s.write(ctx, registrar.ReleaseHandle, &warnings, func(c *change) error {
		h, err := c.findHandle(handleID, "handleId")
		if err != nil {
			return err
		}
		facts, err := c.handleFacts(c.ctx, c.tx, h)
		if err != nil {
			return err
		}
		if err := facts.Check(registrar.ReleaseHandle).Err(); err != nil {
			return err
		}
		warnings = facts.Warnings(registrar.ReleaseHandle)
		return c.releaseHandle(h)
	})
	if err != nil {
		return nil, nil, err
	}
	h, err := s.Handle(ctx, HandleBy{ID: &handleID})
	return h, warnings, err
}

// releaseHandle does it, once everything is verified. Prohibitions that the reseller set go with its rights, so that
// they do not bind the owner.
func (c *change) releaseHandle(h *Handle) error {
	held, err := c.holderOf(c.ctx, c.tx, h)
	if err != nil {
		return err
	}
	err = met(c.tx.Handle.Update().Where(handle.ID(h.ID)).
		SetReleasedAt(c.at).SetUpdatedAt(c.at).SetVersion(h.Version + 1).
		SetClientDeleteProhibited(false).SetClientUpdateProhibited(false).Save(c.ctx))
	if err != nil {
		return err
	}
	err = c.tx.Access.Update().Where(access.HandleID(h.ID), access.RightsEQ(registrar.Full)).
		SetRights(registrar.Limited).SetOrigin(registrar.Released).Exec(c.system)
	if err != nil {
		return err
	}
	if err := c.syncCopies(h.ID, func(u *db.AccessUpdate) { u.SetUpdatedAt(c.at) }); err != nil {
		return err
	}
	if err := c.mailPassword(h.Handle, registrar.MailRelease); err != nil {
		return err
	}
	changes := []registrar.Change{{Field: "rights", Before: registrar.Full, After: registrar.Limited}}
	if h.ClientDeleteProhibited {
		changes = append(changes, registrar.Change{Field: "clientDeleteProhibited", Before: true, After: false})
	}
	if h.ClientUpdateProhibited {
		changes = append(changes, registrar.Change{Field: "clientUpdateProhibited", Before: true, After: false})
	}
	c.record(registrar.HandleReleased, h.ID, held.reseller, changes)
	return nil
}
