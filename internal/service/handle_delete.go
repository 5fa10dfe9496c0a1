package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
)

// DeleteHandle deletes a handle that no domain lists, and everything personal with it; its code is never given out
// again and the record of what happened stays, without values.
//
// Errors: NOT_FOUND; LIMITED_RIGHTS; CONFLICT; OWN_HANDLE; DELETE_PROHIBITED; HANDLE_LINKED with the visible domains and
// the number of hidden ones. A domain that comes to list the handle at the same time wins or loses as a whole: the
// database itself keeps the row while it is pointed to.
func (s *Service) DeleteHandle(ctx context.Context, handleID string, expectedVersion *int) error {
	return s.write(ctx, registrar.DeleteHandle, nil, func(c *change) error {
		h, err := c.findHandle(handleID, "handleId")
		if err != nil {
			return err
		}
		facts, err := c.handleFacts(c.ctx, c.tx, h)
		if err != nil {
			return err
		}
		if err := facts.Check(registrar.DeleteHandle).Err(); err != nil {
			return err
		}
		if err := verifyVersion("handle", h.Version, expectedVersion); err != nil {
			return err
		}
		held, err := c.holderOf(c.ctx, c.tx, h)
		if err != nil {
			return err
		}
		if err := c.tx.Handle.DeleteOneID(h.ID).Exec(c.ctx); err != nil {
			if db.IsConstraintError(err) {
				facts.Linked = true
				return facts.Check(registrar.DeleteHandle)
			}
			return err
		}
		if err := c.erase(h.ID); err != nil {
			return err
		}
		c.record(registrar.HandleDeleted, h.ID, held.reseller, []registrar.Change{{Field: "code", Before: h.Code}})
		return nil
	})
}
