package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/mail"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Mail is a mail as staff sees it.
type Mail struct {
	*db.Mail
	group *group[*Mail]
}

// IsNode marks what `node` can answer with.
func (*Mail) IsNode() {}

// DeadLetters lists the mails that were given up, newest first. Only staff finds any.
func (s *Service) DeadLetters(ctx context.Context, args page.Args) (*MailConnection, error) {
	w, err := page.Parse(args, page.Order{Name: "ID", Desc: true, Kind: page.Text})
	if err != nil {
		return nil, err
	}
	query := func() *db.MailQuery {
		q := s.read(ctx).Mail.Query().Where(mail.StateEQ(registrar.MailDead))
		if !viewer.FromContext(ctx).IsOperator() {
			q.Where(mail.ID("")) // nobody's
		}
		return q
	}
	system := viewer.System(ctx)
	rows, err := query().Where(walking[predicate.Mail](w, mail.FieldID, mail.FieldID)).All(system)
	if err != nil {
		return nil, translate(err)
	}
	key := func(m *Mail) page.Key { return page.Key{Value: m.ID, ID: m.ID} }
	edge := func(cursor string, m *Mail) *MailEdge { return &MailEdge{Edge[*Mail]{cursor, m}} }
	return &MailConnection{connect(ctx, w, showMails(rows), key, edge, func(context.Context) (Total, error) {
		n, err := query().Order(bounded(mail.FieldID)).Aggregate(db.Count()).Int(system)
		return totalOf(n), err
	})}, nil
}

func showMails(rows []*db.Mail) []*Mail {
	g := &group[*Mail]{}
	for _, row := range rows {
		g.items = append(g.items, &Mail{row, g})
	}
	return g.items
}

// MailHandle is the handle that a mail is about; nil when the caller may not see it.
func (s *Service) MailHandle(ctx context.Context, m *Mail) (*Handle, error) {
	found, err := together(ctx, m.group, "handles", func(ctx context.Context, ms []*Mail) (map[string]*Handle, error) {
		ids := map[string]bool{}
		for _, m := range ms {
			ids[m.HandleID] = true
		}
		rows, err := s.handlesWhere(ctx, s.read(ctx), handle.IDIn(sortedKeys(ids)...))
		byID := make(map[string]*Handle, len(rows))
		for _, h := range rows {
			byID[h.ID] = h
		}
		return byID, err
	})
	return found[m.HandleID], err
}

// mailsByID reads mails for staff; nobody else sees any.
func (s *Service) mailsByID(ctx context.Context, ids ...string) ([]*Mail, error) {
	if !viewer.FromContext(ctx).IsOperator() {
		return nil, nil
	}
	rows, err := s.read(ctx).Mail.Query().Where(mail.IDIn(ids...)).All(viewer.System(ctx))
	return showMails(rows), err
}

func (s *Service) mailByID(ctx context.Context, id string) (*Mail, error) {
	found, err := s.mailsByID(ctx, id)
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return found[0], nil
}

// RetryMail queues a mail that was given up again, with as many attempts as at first. When its link has ended
// meanwhile, it will not be sent but become OBSOLETE.
//
// Errors: NOT_FOUND; MAIL_NOT_DEAD for a mail in any other state.
func (s *Service) RetryMail(ctx context.Context, mailID string) (*Mail, error) {
	err := s.write(ctx, registrar.RetryMail, nil, func(c *change) error {
		if err := requireID(registrar.MailID, "mailId", mailID); err != nil {
			return err
		}
		m, err := c.tx.Mail.Query().Where(mail.ID(mailID)).Only(c.system)
		if db.IsNotFound(err) {
			return notFound("mailId")
		}
		if err != nil {
			return err
		}
		if m.State != registrar.MailDead {
			return registrar.RefuseField(registrar.MailNotDead, "mailId",
				"Only a mail that was given up can be queued again; this one is "+string(m.State)+".")
		}
		if err := m.Update().SetState(registrar.MailQueued).SetAttempts(0).Exec(c.system); err != nil {
			return err
		}
		account, err := c.accountOf(m.HandleID)
		if err != nil {
			return err
		}
		c.record(registrar.MailRequeued, m.HandleID, account, []registrar.Change{{Field: "mail", After: m.ID}})
		return c.enqueueMail(m.ID)
	})
	if err != nil {
		return nil, err
	}
	return s.mailByID(ctx, mailID)
}
