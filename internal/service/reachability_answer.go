package service

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/hold"
	"github.com/handledesk/handledesk/ent/db/reachabilitycase"
	"github.com/handledesk/handledesk/ent/db/verifiedidentity"
	"github.com/handledesk/handledesk/internal/peer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// ConfirmReachability takes the answer to a mail: whoever holds the token of its link confirms the address, in time or
// late, and holds for want of an answer are lifted at once. It returns the state.
//
// Errors: INVALID for a text that is no token; LINK_UNKNOWN; LINK_USED; LINK_SUPERSEDED; LINK_EXPIRED. None of them
// changes anything.
func (s *Service) ConfirmReachability(ctx context.Context, token string) (registrar.ReachState, error) {
	var state registrar.ReachState
	// Tokens that open nothing are told without taking the writer's turn; one that was used may be this very request's.
	if _, err := s.openLink(viewer.System(ctx), s.read(ctx), token, registrar.ReachabilityMail); err != nil {
		if done, failed := s.replayed(ctx, &state); done || failed != nil {
			return state, failed
		}
		return state, translate(err)
	}
	err := s.write(ctx, registrar.ConfirmReachability, &state, func(c *change) error {
		link, err := c.openLink(c.system, c.tx, token, registrar.ReachabilityMail)
		if err != nil {
			return err
		}
		running, err := c.tx.ReachabilityCase.Get(c.system, orEmpty(link.CaseID))
		if err != nil {
			return err
		}
		if err := link.Update().SetUsedAt(c.at).Exec(c.system); err != nil {
			return err
		}
		account, err := c.accountOf(link.HandleID)
		if err != nil {
			return err
		}
		// Who is no party to the handle has got the token from its owner, and acts in the owner's place.
		if !c.caller.IsOperator() && (account == "" || c.caller.Reseller != account) {
			c.caller = theOwner(link.HandleID)
		}
		h, err := c.answered(running.HandleID, running.Fingerprint, registrar.EvidenceConfirmed, "")
		if err == nil {
			state = h.Reachability
		}
		return err
	})
	return state, err
}

// theOwner is who acts through a mailed link: nobody signed in, but the link went to the owner of the handle.
func theOwner(handleID string) viewer.Viewer {
	return viewer.Viewer{Caller: registrar.Caller{Kind: registrar.ActorOwner, Handle: handleID}}
}

// Bounds of the reason for a verification by staff, in characters.
const (
	shortestReason = 10
	longestReason  = 500
)

// VerifyReachability counts an address as proved because staff verified it by other means, as section 1(f) of ICANN's
// WHOIS Accuracy Program Specification lets a registrar do, and keeps the reason as evidence.
//
// Errors: NOT_FOUND; REQUIRED, INVALID or TOO_LONG for the reason; REACHABILITY_NOT_PENDING for a VALIDATED handle.
func (s *Service) VerifyReachability(ctx context.Context, handleID, reason string) (*Handle, error) {
	err := s.write(ctx, registrar.VerifyReachability, nil, func(c *change) error {
		h, err := c.findHandle(handleID, "handleId")
		if err != nil {
			return err
		}
		reason, problem := registrar.CheckLine("reason", reason, longestReason)
		if problem != nil {
			return problem
		}
		if utf8.RuneCountInString(reason) < shortestReason {
			return registrar.RefuseField(registrar.Invalid, "reason", "Say how the address was verified in 10 characters or more; it is kept as evidence.")
		}
		if h.Handle.Reachability == registrar.ReachValidated {
			return &registrar.Problem{Code: registrar.ReachabilityNotPending, Message: "The address is proved already.",
				Detail: registrar.ReachabilityDetail{State: h.Handle.Reachability}}
		}
		account, err := c.accountOf(h.ID)
		if err != nil {
			return err
		}
		c.record(registrar.ReachabilityVerified, h.ID, account, []registrar.Change{{Field: "reason", After: reason}})
		_, err = c.answered(h.ID, handleData(h.Handle).Fingerprint(), registrar.EvidenceVerified, reason)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Handle(ctx, HandleBy{ID: &handleID})
}

// answered counts an identity as verified from now on. The handle that was asked is settled; every other one that proves
// the same identity follows at once, in transactions of their own, since they may be many.
func (c *change) answered(handleID, fingerprint string, how registrar.EvidenceKind, note string) (*db.Handle, error) {
	known, err := c.tx.VerifiedIdentity.Query().Where(verifiedidentity.Fingerprint(fingerprint)).Exist(c.system)
	if err != nil {
		return nil, err
	}
	if !known {
		err := c.tx.VerifiedIdentity.Create().SetID(c.ids.NewID(registrar.IdentityID)).
			SetFingerprint(fingerprint).SetVerifiedAt(c.at).Exec(c.system)
		if err != nil {
			return nil, err
		}
	}
	h, err := c.proved(handleID, how, note)
	if err != nil {
		return nil, err
	}
	others, err := c.tx.ReachabilityCase.Query().
		Where(reachabilitycase.Fingerprint(fingerprint), reachabilitycase.ClosedAtIsNil()).Exist(c.system)
	if err != nil || !others {
		return h, err
	}
	return h, c.setTimer(registrar.IdentityTimer, fingerprint, c.at)
}

// provedAtOnce is how many proofs of one identity end in one transaction: others wait for their turn to write.
const provedAtOnce = 50

// spread ends the proofs of an identity that was verified for another handle: for them it is a known one.
func (c *change) spread(fingerprint string) error {
	running, err := c.tx.ReachabilityCase.Query().
		Where(reachabilitycase.Fingerprint(fingerprint), reachabilitycase.ClosedAtIsNil()).
		Order(db.Asc(reachabilitycase.FieldID)).Limit(provedAtOnce).All(c.system)
	if err != nil {
		return err
	}
	for _, r := range running {
		if _, err := c.proved(r.HandleID, registrar.EvidenceKnown, ""); err != nil {
			return err
		}
	}
	if len(running) < provedAtOnce {
		return nil
	}
	return c.setTimer(registrar.IdentityTimer, fingerprint, c.at)
}

// proved ends a handle's running proof, if there is one, with success.
func (c *change) proved(handleID string, how registrar.EvidenceKind, note string) (*db.Handle, error) {
	h, err := c.tx.Handle.Get(c.system, handleID)
	if err != nil {
		return nil, err
	}
	running, err := c.runningCase(handleID)
	if err != nil {
		return nil, err
	}
	entry := db.Evidence{HandleID: handleID, Kind: how, Note: nonEmpty(note)}
	if from := peer.From(c.ctx); how == registrar.EvidenceConfirmed && from.IsValid() {
		address := from.String()
		entry.RemoteAddress = &address
	}
	started := &c.at
	if running != nil {
		entry.CaseID, started = &running.ID, &running.StartedAt
		links := usedLink
		if how == registrar.EvidenceKnown {
			links = supersededLink
		}
		if err := c.closeCase(running, registrar.ReachValidated, links); err != nil {
			return nil, err
		}
	}
	if err := c.testify(entry); err != nil {
		return nil, err
	}
	if how == registrar.EvidenceConfirmed {
		account, err := c.accountOf(handleID)
		if err != nil {
			return nil, err
		}
		c.record(registrar.ReachabilityConfirmed, handleID, account, nil)
	}
	if h, err = c.setReachability(h, registrar.ReachValidated, started); err != nil {
		return nil, err
	}
	return h, c.settle(h)
}

// settle takes from the domains of a VALIDATED handle what its proof was asked for: nothing is due any more, and the
// holds for want of an answer are lifted. Holds for other reasons and transfer locks stay.
func (c *change) settle(h *db.Handle) error {
	owned, err := c.owned(h.ID)
	if err != nil {
		return err
	}
	for _, d := range owned {
		holds, err := c.holdsOf(d.ID)
		if err != nil {
			return err
		}
		held := slices.Contains(holds, registrar.HoldReachability)
		if !held && d.DueAt == registrar.Never {
			continue
		}
		var further []registrar.Change
		if held {
			_, err := c.tx.Hold.Delete().Where(hold.DomainID(d.ID), hold.ReasonEQ(registrar.HoldReachability)).Exec(c.system)
			if err != nil {
				return err
			}
			left := slices.DeleteFunc(slices.Clone(holds), func(r registrar.HoldReason) bool { return r == registrar.HoldReachability })
			further = append(further, registrar.Change{Field: "holds", Before: holds, After: left})
		}
		after := *d
		after.DueAt = registrar.Never
		if err := c.saveDomain(c.system, d, &after, registrar.DomainUpdated, further...); err != nil {
			return err
		}
		if err := c.stopTimer(registrar.DeadlineTimer, d.ID); err != nil {
			return err
		}
	}
	return nil
}

// holdsOf lists why a domain is on hold, oldest first.
func (c *change) holdsOf(domainID string) ([]registrar.HoldReason, error) {
	rows, err := c.tx.Hold.Query().Where(hold.DomainID(domainID)).Order(db.Asc(hold.FieldPlacedAt, hold.FieldID)).All(c.system)
	reasons := make([]registrar.HoldReason, len(rows))
	for i, row := range rows {
		reasons[i] = row.Reason
	}
	return reasons, err
}
