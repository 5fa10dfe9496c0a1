package service

import (
	"context"
	"encoding/json"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/internal/registrar"
)

// task is what a message of the queue asks for: exactly one field is set.
type task struct {
	Mail    string  `json:"mail,omitempty"`    // id of a mail to send
	Recover *string `json:"recover,omitempty"` // code of a handle whose owner asked for a new password
	Webhook string  `json:"webhook,omitempty"` // id of a delivery of a webhook; in the queue of webhooks
}

// enqueue hands a task over, if and when the transaction commits.
func (c *change) enqueue(t task) error {
	body, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if t.Webhook != "" {
		return c.work.EnqueueWebhook(c.system, body)
	}
	return c.work.Enqueue(c.system, body)
}

func (c *change) enqueueMail(mailID string) error { return c.enqueue(task{Mail: mailID}) }

// mailReachability asks for a mail with a new link of a running proof, which it gives back as it is then.
func (c *change) mailReachability(h *db.Handle, of *db.ReachabilityCase, why registrar.MailReason) (*db.ReachabilityCase, error) {
	of, err := of.Update().AddGeneration(1).Save(c.system)
	if err != nil {
		return nil, err
	}
	l, err := c.newLink(h.ID, registrar.ReachabilityMail, of)
	if err != nil {
		return nil, err
	}
	return of, c.mail(h, l, why)
}

// mailPassword asks for a mail with a new link to set a password.
func (c *change) mailPassword(h *db.Handle, why registrar.MailReason) error {
	l, err := c.newLink(h.ID, registrar.PasswordMail, nil)
	if err != nil {
		return err
	}
	return c.mail(h, l, why)
}

// mail asks for a mail. The row is the request and, later, tells what became of it.
func (c *change) mail(h *db.Handle, l *db.Link, why registrar.MailReason) error {
	id := c.ids.NewID(registrar.MailID)
	err := c.tx.Mail.Create().SetID(id).SetHandleID(h.ID).SetLinkID(l.ID).SetNillableCaseID(l.CaseID).
		SetKind(l.Kind).SetReason(why).SetRecipient(h.Email).SetCreatedAt(c.at).Exec(c.system)
	if err != nil {
		return err
	}
	return c.enqueueMail(id)
}

// messageID is a mail's Message-ID (RFC 5322, 3.6.4): the same each time the mail is sent, so that a repeat can be told.
func (s *Service) messageID(mailID string) string { return "<" + mailID + "@" + s.mailDomain + ">" }

// senderOf is the name that mails about a handle come from: its reseller's, be it that its rights are FULL, that it
// released the handle, or that it manages a domain that lists it. Empty when there is none.
func senderOf(system context.Context, client *db.Client, handleID string) (string, error) {
	lists, err := client.Access.Query().Where(access.HandleID(handleID)).
		Order(func(s *sql.Selector) {
			s.OrderExpr(sql.Raw("CASE WHEN rights = 'FULL' THEN 0 WHEN origin = 'RELEASED' THEN 1 ELSE 2 END"))
		}, db.Asc(access.FieldSince, access.FieldID)).Limit(1).All(system)
	if err != nil || len(lists) == 0 {
		return "", err
	}
	r, err := client.Reseller.Query().Where(reseller.ID(lists[0].ResellerID)).Only(system)
	if err != nil {
		return "", err
	}
	if r.MailSenderName != nil {
		return *r.MailSenderName, nil
	}
	return r.Name, nil
}
