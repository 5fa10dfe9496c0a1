package service

import (
	"cmp"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/hold"
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
	running, err := c.tx.ReachabilityCase.Query().
		Where(reachabilitycase.HandleID(h.ID), reachabilitycase.ClosedAtIsNil()).All(c.system)
	if err != nil {
		return nil, err
	}
	goesOn := false
	for _, r := range running {
		if !verified && r.Fingerprint == fingerprint {
			goesOn = true
			continue
		}
		if err := r.Update().SetClosedAt(c.at).Exec(c.system); err != nil {
			return nil, err
		}
	}
	switch {
	case verified:
		return c.settle(h)
	case !goesOn:
		if h, err = c.openCase(h, fingerprint); err != nil {
			return nil, err
		}
	}
	return h, c.setDeadlines(h)
}

// openCase begins a proof and asks for its first mail.
func (c *change) openCase(h *db.Handle, fingerprint string) (*db.Handle, error) {
	opened, err := c.tx.ReachabilityCase.Create().
		SetID(c.ids.NewID(registrar.CaseID)).SetHandleID(h.ID).SetFingerprint(fingerprint).
		SetState(registrar.ReachPending).SetStartedAt(c.at).Save(c.system)
	if err != nil {
		return nil, err
	}
	if err := c.send(h, registrar.ReachabilityMail, registrar.MailStart, opened); err != nil {
		return nil, err
	}
	return c.setReachability(h, registrar.ReachPending)
}

// send asks for a mail. The row is the request and, later, the evidence.
func (c *change) send(h *db.Handle, kind registrar.MailKind, reason registrar.MailReason, of *db.ReachabilityCase) error {
	create := c.tx.Mail.Create().SetID(c.ids.NewID(registrar.MailID)).SetHandleID(h.ID).
		SetKind(kind).SetReason(reason).SetRecipient(h.Email).SetCreatedAt(c.at)
	if of != nil {
		create.SetCaseID(of.ID).SetGeneration(of.Generation)
	}
	return create.Exec(c.system)
}

// settle marks a handle as VALIDATED: nothing is due any more, and the holds for want of an answer are lifted. Holds
// for other reasons and transfer locks stay.
func (c *change) settle(h *db.Handle) (*db.Handle, error) {
	owned, err := c.owned(h.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range owned {
		lifted, err := c.tx.Hold.Delete().
			Where(hold.DomainID(d.ID), hold.ReasonEQ(registrar.HoldReachability)).Exec(c.system)
		if err != nil {
			return nil, err
		}
		if lifted == 0 && d.DueAt == registrar.Never {
			continue
		}
		after := *d
		after.DueAt = registrar.Never
		if err := c.saveDomain(c.system, d, &after, registrar.DomainUpdated); err != nil {
			return nil, err
		}
	}
	if h.Reachability == registrar.ReachValidated {
		return h, nil
	}
	return c.setReachability(h, registrar.ReachValidated)
}

// setDeadlines gives every domain that the handle owns the deadline that its TLD asks for, unless an earlier one runs.
func (c *change) setDeadlines(h *db.Handle) error {
	owned, err := c.owned(h.ID)
	if err != nil {
		return err
	}
	for _, d := range owned {
		due := c.deadline(d.Tld)
		if due >= d.DueAt {
			continue
		}
		after := *d
		after.DueAt = due
		if err := c.saveDomain(c.system, d, &after, registrar.DomainUpdated); err != nil {
			return err
		}
	}
	return nil
}

// deadline is until when an owner must have answered, counted from now; registrar.Never where the TLD does not ask.
func (c *change) deadline(tld string) registrar.Instant {
	policy := registrar.PolicyFor(tld)
	if !policy.VerifyRegistrant {
		return registrar.Never
	}
	return c.at.Add(policy.Deadline)
}

// owned lists the domains of which the handle is the OWNER.
func (c *change) owned(handleID string) ([]*db.Domain, error) {
	owned, err := c.tx.Domain.Query().Where(func(s *sql.Selector) {
		// From the handle's links to its domains: ent's own condition would test every domain there is.
		links := sql.Table(contact.Table).As("owned")
		s.Where(sql.In(s.C(domain.FieldID), sql.Select(links.C(contact.FieldDomainID)).From(links).Where(sql.And(
			sql.EQ(links.C(contact.FieldHandleID), handleID),
			sql.In(links.C(contact.FieldRoles), numbers(registrar.SetsWithRole([]registrar.Role{registrar.Owner}))...)))))
	}).All(c.system)
	slices.SortFunc(owned, func(a, b *db.Domain) int { return cmp.Compare(a.Name, b.Name) })
	return owned, err
}
