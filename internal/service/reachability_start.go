package service

import (
	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/reachabilitycase"
	"github.com/handledesk/handledesk/ent/db/verifiedidentity"
	"github.com/handledesk/handledesk/internal/registrar"
)

// prove starts the proof that a handle's e-mail address answers, as creation, registration, a change of owner and a
// change of the address ask for. An identity that answered before is VALIDATED at once, without a mail; a proof of
// the same identity that already runs goes on; any other running one is superseded. Deadlines of the domains that the
// handle owns are set, and never moved later while nothing is verified.
func (c *change) prove(h *db.Handle) (*db.Handle, error) {
	fingerprint := handleData(h).Fingerprint()
	verified, err := c.tx.VerifiedIdentity.Query().Where(verifiedidentity.Fingerprint(fingerprint)).Exist(c.system)
	if err != nil {
		return nil, err
	}
	running, err := c.runningCase(h.ID)
	if err != nil {
		return nil, err
	}
	if running != nil && (verified || running.Fingerprint != fingerprint) {
		if err := c.supersede(running); err != nil {
			return nil, err
		}
		running = nil
	}
	switch {
	case verified && h.Reachability == registrar.ReachValidated:
		return h, c.settle(h)
	case verified:
		if err := c.testify(db.Evidence{HandleID: h.ID, Kind: registrar.EvidenceKnown}); err != nil {
			return nil, err
		}
		if h, err = c.setReachability(h, registrar.ReachValidated, &c.at); err != nil {
			return nil, err
		}
		return h, c.settle(h)
	case running == nil:
		h, running, err = c.openCase(h, fingerprint)
	default:
		running, err = c.revive(h, running)
	}
	if err != nil {
		return nil, err
	}
	overdue, err := c.setDeadlines(h)
	if err != nil || !overdue {
		return h, err
	}
	// A deadline is the domain's: whoever takes over its owner's part, or its address, takes over what has passed.
	return c.markFailed(h, running)
}

// runningCase is the proof of a handle's address that is under way; nil when there is none.
func (c *change) runningCase(handleID string) (*db.ReachabilityCase, error) {
	running, err := c.tx.ReachabilityCase.Query().
		Where(reachabilitycase.HandleID(handleID), reachabilitycase.ClosedAtIsNil()).Only(c.system)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return running, err
}

// openCase begins a proof and asks for its first mail.
func (c *change) openCase(h *db.Handle, fingerprint string) (*db.Handle, *db.ReachabilityCase, error) {
	opened, err := c.tx.ReachabilityCase.Create().
		SetID(c.ids.NewID(registrar.CaseID)).SetHandleID(h.ID).SetFingerprint(fingerprint).
		SetState(registrar.ReachPending).SetStartedAt(c.at).SetRemindedFrom(c.at).Save(c.system)
	if err != nil {
		return nil, nil, err
	}
	err = c.testify(db.Evidence{HandleID: h.ID, CaseID: &opened.ID, Kind: registrar.EvidenceStarted})
	if err != nil {
		return nil, nil, err
	}
	if opened, err = c.mailReachability(h, opened, registrar.MailStart); err != nil {
		return nil, nil, err
	}
	if err := c.scheduleReminder(opened); err != nil {
		return nil, nil, err
	}
	h, err = c.setReachability(h, registrar.ReachPending, &c.at)
	return h, opened, err
}

// revive lets a running proof go on. When all its links have expired, the owner could not answer any more: another
// one is sent, and reminders begin anew.
func (c *change) revive(h *db.Handle, running *db.ReachabilityCase) (*db.ReachabilityCase, error) {
	open, err := c.tx.Link.Query().Where(openLinksOf(running.ID, c.at)).Exist(c.system)
	if err != nil || open {
		return running, err
	}
	if running, err = running.Update().SetRemindedFrom(c.at).Save(c.system); err != nil {
		return nil, err
	}
	if running, err = c.mailReachability(h, running, registrar.MailStart); err != nil {
		return nil, err
	}
	return running, c.scheduleReminder(running)
}

// supersede ends a proof because the identity is another one now, or is known to answer.
func (c *change) supersede(running *db.ReachabilityCase) error {
	err := c.testify(db.Evidence{HandleID: running.HandleID, CaseID: &running.ID, Kind: registrar.EvidenceSupersession})
	if err != nil {
		return err
	}
	return c.closeCase(running, running.State, supersededLink)
}

// closeCase ends a proof: no more reminders, and its links open nothing any more.
func (c *change) closeCase(running *db.ReachabilityCase, state registrar.ReachState, as linkEnd) error {
	if err := running.Update().SetClosedAt(c.at).SetState(state).Exec(c.system); err != nil {
		return err
	}
	if err := c.endLinks(as, linksOf(running.ID)); err != nil {
		return err
	}
	if err := c.stopTimer(registrar.NoticeTimer, running.ID); err != nil {
		return err
	}
	return c.stopTimer(registrar.ReminderTimer, running.ID)
}

// setDeadlines gives every domain that the handle owns the deadline that its TLD asks for, unless an earlier one runs,
// and tells whether one has passed already.
func (c *change) setDeadlines(h *db.Handle) (overdue bool, err error) {
	owned, err := c.owned(h.ID)
	if err != nil {
		return false, err
	}
	for _, d := range owned {
		overdue = overdue || d.DueAt <= c.at
		due := c.deadline(d.Tld)
		if due >= d.DueAt {
			continue
		}
		after := *d
		after.DueAt = due
		if err := c.saveDomain(c.system, d, &after, registrar.DomainUpdated); err != nil {
			return false, err
		}
		if err := c.setTimer(registrar.DeadlineTimer, d.ID, due); err != nil {
			return false, err
		}
	}
	return overdue, nil
}

// deadline is until when an owner must have answered, counted from now; registrar.Never where the TLD does not ask.
func (c *change) deadline(tld string) registrar.Instant {
	policy := c.policies.For(tld)
	if !policy.VerifyRegistrant {
		return registrar.Never
	}
	return c.at.Add(policy.Deadline)
}
