package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
)

// ResetReachability sends a new link to a handle whose e-mail address did not answer yet. Earlier links stop working,
// the state stays, and no deadline moves.
//
// Errors: NOT_FOUND; LIMITED_RIGHTS; REACHABILITY_NOT_PENDING with the state; RATE_LIMITED with the time to wait: 60 s
// between resets, 5 in 24 hours, 20 in all. None of them sends a mail.
func (s *Service) ResetReachability(ctx context.Context, handleID string) (*Handle, error) {
	err := s.write(ctx, registrar.ResetReachability, nil, func(c *change) error {
		h, err := c.findHandle(handleID, "handleId")
		if err != nil {
			return err
		}
		facts, err := c.handleFacts(c.ctx, c.tx, h)
		if err != nil {
			return err
		}
		if facts, err = c.withResets(c.ctx, c.tx, h, facts); err != nil {
			return err
		}
		if err := facts.Check(registrar.ResetReachability).Err(); err != nil {
			return err
		}
		return c.resetReachability(h)
	})
	if err != nil {
		return nil, err
	}
	return s.Handle(ctx, HandleBy{ID: &handleID})
}

// resetReachability sends the new link. A bounce is forgotten: whoever resets expects this mail to arrive.
func (c *change) resetReachability(h *Handle) error {
	running, err := c.runningCase(h.ID)
	if err != nil {
		return err
	}
	if err := c.endLinks(supersededLink, linksOf(running.ID)); err != nil {
		return err
	}
	running, err = running.Update().AddResets(1).ClearBouncedAt().Save(c.system)
	if err != nil {
		return err
	}
	err = c.testify(db.Evidence{HandleID: h.ID, CaseID: &running.ID, Kind: registrar.EvidenceReset})
	if err != nil {
		return err
	}
	if _, err := c.mailReachability(h.Handle, running, registrar.MailReset); err != nil {
		return err
	}
	held, err := c.holderOf(c.ctx, c.tx, h)
	if err != nil {
		return err
	}
	c.record(registrar.ReachabilityReset, h.ID, held.reseller, nil)
	return nil
}
