package service

import (
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/mail"
	"github.com/handledesk/handledesk/ent/db/reachabilitycase"
	"github.com/handledesk/handledesk/ent/db/timer"
	"github.com/handledesk/handledesk/internal/registrar"
)

// scheduleReminder sets the timer of a proof's next reminder, if there is one.
func (c *change) scheduleReminder(running *db.ReachabilityCase) error {
	at, more := registrar.NextReminder(running.RemindedFrom, c.at)
	if !more {
		return nil
	}
	return c.setTimer(registrar.ReminderTimer, running.ID, at)
}

// remind reminds the owner of a handle whose address did not answer yet, with a link of its own; earlier ones go on
// working. Next to a mail about a hold there is none.
func (c *change) remind(caseID string) error {
	running, err := c.openProof(caseID)
	if err != nil || running == nil {
		return err
	}
	last, err := c.lastHoldMail(running)
	if err != nil {
		return err
	}
	coming, err := c.holdIsComing(running)
	if err != nil {
		return err
	}
	if !coming && last.Add(holdMails) <= c.at {
		h, err := c.tx.Handle.Get(c.system, running.HandleID)
		if err != nil {
			return err
		}
		if running, err = running.Update().AddReminders(1).Save(c.system); err != nil {
			return err
		}
		if running, err = c.mailReachability(h, running, registrar.MailReminder); err != nil {
			return err
		}
	}
	return c.scheduleReminder(running)
}

// holdIsComing tells whether the owner is about to hear of a hold: it is to be announced, or a deadline has passed that
// nobody looked at yet.
func (c *change) holdIsComing(running *db.ReachabilityCase) (bool, error) {
	return c.tx.Timer.Query().Where(timer.Or(
		timer.And(timer.SubjectID(running.ID), timer.KindEQ(registrar.NoticeTimer)),
		timer.And(timer.KindEQ(registrar.DeadlineTimer), timer.DueAtLTE(c.at), func(s *sql.Selector) {
			s.Where(sql.In(s.C(timer.FieldSubjectID), idsOfOwned(running.HandleID)))
		}))).Exist(c.system)
}

// openProof is a proof that is still under way; nil when it ended.
func (c *change) openProof(caseID string) (*db.ReachabilityCase, error) {
	running, err := c.tx.ReachabilityCase.Query().
		Where(reachabilitycase.ID(caseID), reachabilitycase.ClosedAtIsNil()).Only(c.system)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return running, err
}

// holdMails is how often the owner is told at most that domains went on hold.
const holdMails = 24 * time.Hour

// lastHoldMail is when the owner was last told of a hold; long ago when never.
func (c *change) lastHoldMail(running *db.ReachabilityCase) (registrar.Instant, error) {
	m, err := c.tx.Mail.Query().Where(mail.CaseID(running.ID), mail.ReasonEQ(registrar.MailHold)).
		Order(db.Desc(mail.FieldCreatedAt)).First(c.system)
	if db.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return m.CreatedAt, nil
}

// announceHold lets the owner be told that a domain went on hold: after the other domains that are due now, so that one
// mail speaks of all, and a day after the last such mail.
func (c *change) announceHold(running *db.ReachabilityCase) error {
	last, err := c.lastHoldMail(running)
	if err != nil {
		return err
	}
	at := c.at
	if last != 0 {
		at = max(at, last.Add(holdMails))
	}
	return c.setTimer(registrar.NoticeTimer, running.ID, at)
}

// tellOfHold tells the owner which domains are on hold, if any still is.
func (c *change) tellOfHold(caseID string) error {
	running, err := c.openProof(caseID)
	if err != nil || running == nil {
		return err
	}
	held, err := c.tx.Contact.Query().Where(ownerLinksOf(running.HandleID), onHold).Exist(c.system)
	if err != nil || !held {
		return err
	}
	h, err := c.tx.Handle.Get(c.system, running.HandleID)
	if err != nil {
		return err
	}
	_, err = c.mailReachability(h, running, registrar.MailHold)
	return err
}

// overdue puts a domain on hold whose owner did not answer in time, and marks the proof as FAILED. Nameservers stay as
// they are, so that lifting the hold brings everything back.
func (c *change) overdue(domainID string) error {
	d, err := c.tx.Domain.Get(c.system, domainID)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if d.DueAt > c.at {
		if d.DueAt == registrar.Never {
			return nil
		}
		return c.setTimer(registrar.DeadlineTimer, d.ID, d.DueAt)
	}
	ownerID, err := c.currentOwner(d)
	if err != nil {
		return err
	}
	running, err := c.runningCase(ownerID)
	if err != nil || running == nil {
		return err // nobody is asked for an answer
	}
	placed, err := c.placeHold(d, running)
	if err != nil || !placed {
		return err
	}
	if err := c.announceHold(running); err != nil {
		return err
	}
	h, err := c.tx.Handle.Get(c.system, ownerID)
	if err != nil {
		return err
	}
	_, err = c.markFailed(h, running)
	return err
}

// placeHold puts a domain on hold for want of an answer; it does nothing when it is already.
func (c *change) placeHold(d *db.Domain, running *db.ReachabilityCase) (placed bool, err error) {
	before, err := c.holdsOf(d.ID)
	if err != nil || slices.Contains(before, registrar.HoldReachability) {
		return false, err
	}
	err = c.tx.Hold.Create().SetID(c.ids.NewID(registrar.HoldID)).SetDomainID(d.ID).SetCaseID(running.ID).
		SetReason(registrar.HoldReachability).SetPlacedAt(c.at).Exec(c.system)
	if err != nil {
		return false, err
	}
	after := *d
	return true, c.saveDomain(c.system, d, &after, registrar.DomainUpdated, registrar.Change{
		Field: "holds", Before: before, After: append(slices.Clone(before), registrar.HoldReachability),
	})
}

// markFailed moves a running proof to FAILED, once: a domain's deadline has passed.
func (c *change) markFailed(h *db.Handle, running *db.ReachabilityCase) (*db.Handle, error) {
	if running.State == registrar.ReachFailed {
		return h, nil
	}
	err := c.testify(db.Evidence{HandleID: h.ID, CaseID: &running.ID, Kind: registrar.EvidenceOverdue})
	if err != nil {
		return nil, err
	}
	if err := running.Update().SetState(registrar.ReachFailed).Exec(c.system); err != nil {
		return nil, err
	}
	return c.setReachability(h, registrar.ReachFailed, h.ReachabilityStartedAt)
}
