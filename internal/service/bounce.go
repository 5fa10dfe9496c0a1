package service

import (
	"cmp"
	"context"
	"strings"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/mail"
	"github.com/handledesk/handledesk/ent/db/reachabilitycase"
	"github.com/handledesk/handledesk/internal/registrar"
)

// ReportBounce notes that a mail came back for good after a mail server had taken it (RFC 3464). The proof that the
// mail was sent for shows as bounced. Reporting twice changes nothing.
//
// Errors: NOT_FOUND for a Message-ID that is none of ours.
func (s *Service) ReportBounce(ctx context.Context, messageID, reply string) (*Mail, error) {
	var id string
	err := s.write(ctx, registrar.ReportBounce, &id, func(c *change) error {
		id, _, _ = strings.Cut(strings.Trim(strings.TrimSpace(messageID), "<>"), "@")
		m, err := c.tx.Mail.Query().Where(mail.ID(id)).Only(c.system)
		if db.IsNotFound(err) {
			return registrar.RefuseField(registrar.NotFound, "messageId", "No mail of ours has this Message-ID; check the bounce's own report.")
		}
		if err != nil || m.State == registrar.MailBounced {
			return err
		}
		return c.bounced(m, cmp.Or(shortReply(reply), &reported))
	})
	if err != nil {
		return nil, err
	}
	return s.mailByID(ctx, id)
}

// reported stands for what the mail server said, where a report does not tell.
var reported = "reported as bounced"

// bounced marks a mail, and the running proof that it was sent for, as bounced. What becomes of a mail is told by the
// evidence; an event tells that the handle's proof shows as bounced.
func (c *change) bounced(m *db.Mail, reply *string) error {
	if err := m.Update().SetState(registrar.MailBounced).SetNillableReply(reply).Exec(c.system); err != nil {
		return err
	}
	if err := c.testify(c.aboutMail(m, registrar.EvidenceBounced, reply)); err != nil {
		return err
	}
	if m.CaseID == nil {
		return nil
	}
	marked, err := c.tx.ReachabilityCase.Update().Where(reachabilitycase.ID(*m.CaseID), reachabilitycase.ClosedAtIsNil(),
		reachabilitycase.BouncedAtIsNil()).SetBouncedAt(c.at).Save(c.system)
	if err != nil || marked == 0 {
		return err
	}
	account, err := c.accountOf(m.HandleID)
	if err != nil {
		return err
	}
	c.record(registrar.ReachabilityBounced, m.HandleID, account, nil)
	return nil
}
