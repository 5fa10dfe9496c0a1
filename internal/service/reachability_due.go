package service

import (
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
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
	running, err := c.tx.ReachabilityCase.Query().
		Where(reachabilitycase.ID(caseID), reachabilitycase.ClosedAtIsNil()).Only(c.system)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	told, err := c.toldOfHold(running)
	if err != nil {
		return err
	}
	if !told {
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

// holdMails is how often the owner is told that domains went on hold: one mail speaks of all that do within a day.
const holdMails = 24 * time.Hour

// toldOfHold tells whether the owner hears of a hold anyway: was told within a day, or is about to be because a deadline
// has passed that nobody looked at yet.
func (c *change) toldOfHold(running *db.ReachabilityCase) (bool, error) {
	told, err := c.tx.Mail.Query().Where(mail.CaseID(running.ID), mail.ReasonEQ(registrar.MailHold),
		mail.CreatedAtGT(c.at.Add(-holdMails))).Exist(c.system)
	if err != nil || told {
		return told, err
	}
	return c.tx.Timer.Query().Where(timer.KindEQ(registrar.DeadlineTimer), timer.DueAtLTE(c.at), func(s *sql.Selector) {
		// From the handle's domains to their timers: after an outage many others' are due as well.
		links := sql.Table(contact.Table).As("owned")
		s.Where(sql.In(s.C(timer.FieldSubjectID), sql.Select(links.C(contact.FieldDomainID)).From(links).Where(sql.And(
			sql.EQ(links.C(contact.FieldHandleID), running.HandleID),
			sql.In(links.C(contact.FieldRoles), numbers(registrar.SetsWithRole([]registrar.Role{registrar.Owner}))...)))))
	}).Exist(c.system)
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
	owner, err := c.tx.Contact.Query().Where(contact.DomainID(d.ID),
		contact.RolesIn(registrar.SetsWithRole([]registrar.Role{registrar.Owner})...)).Only(c.system)
	if err != nil {
		return err
	}
	running, err := c.runningCase(owner.HandleID)
	if err != nil || running == nil {
		return err // nobody is asked for an answer
	}
	placed, err := c.placeHold(d, running)
	if err != nil || !placed {
		return err
	}
	told, err := c.toldOfHold(running)
	if err != nil {
		return err
	}
	h, err := c.tx.Handle.Get(c.system, owner.HandleID)
	if err != nil {
		return err
	}
	err = c.testify(db.Evidence{HandleID: h.ID, CaseID: &running.ID, Kind: registrar.EvidenceOverdue, DomainID: &d.ID})
	if err != nil {
		return err
	}
	if h, err = c.markFailed(h, running); err != nil || told {
		return err
	}
	_, err = c.mailReachability(h, running, registrar.MailHold)
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

// markFailed moves a running proof to FAILED: a domain's deadline has passed.
func (c *change) markFailed(h *db.Handle, running *db.ReachabilityCase) (*db.Handle, error) {
	if err := running.Update().SetState(registrar.ReachFailed).Exec(c.system); err != nil {
		return nil, err
	}
	return c.setReachability(h, registrar.ReachFailed, h.ReachabilityStartedAt)
}
