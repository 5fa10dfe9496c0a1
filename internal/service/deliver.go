package service

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/link"
	"github.com/handledesk/handledesk/ent/db/reachabilitycase"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Work takes the next message off the queue and does what it asks for; false when there is none. Several may work at
// once, here and in other instances. A mail is sent at least once: when the program dies between the mail server's
// answer and the note of it, it is sent again, with the same Message-ID and the same link.
func (s *Service) Work(ctx context.Context, send Send) (worked bool, err error) {
	ctx = viewer.System(ctx)
	m, err := s.store.Receive(ctx)
	if err != nil || m == nil {
		return false, translate(err)
	}
	t, err := s.taskOf(ctx, m)
	if err != nil {
		return true, err
	}
	if t.Recover != nil {
		return true, s.transact(ctx, func(c *change) error {
			if err := c.recoverPassword(*t.Recover); err != nil {
				return err
			}
			return c.work.Finish(c.system, m)
		})
	}
	return true, attempt(ctx, s, m,
		func(c *change) (*Letter, error) { return c.claim(t.Mail) },
		func(ctx context.Context, l Letter) (Outcome, bool) { return send(ctx, l), true },
		func(c *change, o Outcome) error { return c.note(t.Mail, o) })
}

// taskOf reads what a message asks for. One that nobody will ever understand goes, and the log has it.
func (s *Service) taskOf(ctx context.Context, m *store.Message) (t task, err error) {
	if err := json.Unmarshal(m.Body, &t); err != nil || t == (task{}) {
		ended := s.transact(ctx, func(c *change) error { return c.work.Finish(c.system, m) })
		return t, errors.Join(fmt.Errorf("the queue held what is no task: %q", m.Body), ended)
	}
	return t, nil
}

// attempt tries to hand over what a message asks for, and notes what came of it; the message goes with the note, or with
// a claim that finds nothing to hand over. What is to be sent is claimed in one transaction and noted in another, with the
// sending in between. When send has nothing to tell, the message stays in the queue.
func attempt[M, O any](
	ctx context.Context, s *Service, m *store.Message,
	claim func(c *change) (*M, error), send func(context.Context, M) (O, bool), note func(*change, O) error,
) error {
	var claimed *M
	err := s.transact(ctx, func(c *change) (err error) {
		if claimed, err = claim(c); err != nil || claimed != nil {
			return err
		}
		return c.work.Finish(c.system, m)
	})
	if err != nil || claimed == nil {
		return err
	}
	outcome, told := send(ctx, *claimed)
	if !told {
		return nil
	}
	// What happened is noted also when the program is told to stop meanwhile.
	return s.transact(context.WithoutCancel(ctx), func(c *change) error {
		if err := note(c, outcome); err != nil {
			return err
		}
		return c.work.Finish(c.system, m)
	})
}

// claim counts an attempt and gathers what the mail says. It gives nil when there is nothing to send: the handle is
// gone, the mail was sent before, or its link opens nothing any more.
func (c *change) claim(mailID string) (*Letter, error) {
	m, err := c.tx.Mail.Get(c.system, mailID)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil || m.State != registrar.MailQueued {
		return nil, err
	}
	l, err := c.tx.Link.Query().Where(link.ID(orEmpty(m.LinkID))).Only(c.system)
	if err != nil && !db.IsNotFound(err) {
		return nil, err
	}
	if l == nil || c.linkState(l) != registrar.LinkOpen {
		return nil, m.Update().SetState(registrar.MailObsolete).Exec(c.system)
	}
	token, hash := c.tokenOf(l)
	if !bytes.Equal(hash, l.TokenHash) {
		return nil, c.renew(m, l)
	}
	// Attempts are counted before they are made: a mail on which the program dies each time is given up, too.
	m, err = m.Update().AddAttempts(1).SetLastAttemptAt(c.at).Save(c.system)
	if err != nil {
		return nil, err
	}
	if m.Attempts > registrar.DeliveryAttempts() {
		return nil, c.giveUp(m, nil)
	}
	h, err := c.tx.Handle.Get(c.system, m.HandleID)
	if err != nil {
		return nil, err
	}
	letter := &Letter{
		MailID: m.ID, Kind: m.Kind, Reason: m.Reason, Recipient: m.Recipient, Code: h.Code,
		Name: h.DisplayName, Language: orEmpty(h.Language), ExpiresAt: l.ExpiresAt, CreatedAt: m.CreatedAt,
	}
	letter.Token = token
	if letter.Sender, err = senderOf(c.system, c.tx, h.ID); err != nil {
		return nil, err
	}
	domains, err := c.domainsToMail(c.system, c.tx, h.ID, m.Reason == registrar.MailHold)
	letter.Domains, letter.Further, letter.DueAt = domains.names, domains.further, domains.dueAt
	return letter, err
}

// renew asks for another mail in place of one whose link was made under another server key, and so opens nothing.
func (c *change) renew(m *db.Mail, l *db.Link) error {
	if err := m.Update().SetState(registrar.MailObsolete).Exec(c.system); err != nil {
		return err
	}
	if err := c.endLinks(supersededLink, link.ID(l.ID)); err != nil {
		return err
	}
	h, err := c.tx.Handle.Get(c.system, m.HandleID)
	if err != nil {
		return err
	}
	if m.CaseID == nil {
		return c.mailPassword(h, m.Reason)
	}
	running, err := c.tx.ReachabilityCase.Get(c.system, *m.CaseID)
	if err != nil {
		return err
	}
	why := m.Reason
	if why == registrar.MailReset {
		why = registrar.MailStart // it is no further reset, of which there are only so many
	}
	_, err = c.mailReachability(h, running, why)
	return err
}

// note keeps what became of an attempt. What is known of the mail already stays: it may have been reported as bounced
// meanwhile, or have been sent by somebody else after a long pause.
func (c *change) note(mailID string, o Outcome) error {
	m, err := c.tx.Mail.Get(c.system, mailID)
	if db.IsNotFound(err) {
		return nil // the handle was deleted meanwhile, and everything about it
	}
	if err != nil || m.State != registrar.MailQueued {
		return err
	}
	reply := shortReply(o.Reply)
	switch o.Result {
	case Taken:
		return c.taken(m, reply)
	case BadAddress:
		return c.bounced(m, reply)
	case Delayed:
		if pause, again := registrar.RetryPause(m.Attempts); again {
			if err := m.Update().SetNillableReply(reply).Exec(c.system); err != nil {
				return err
			}
			return c.setTimer(registrar.DeliveryTimer, m.ID, c.at.Add(pause))
		}
	case Refused:
	}
	return c.giveUp(m, reply)
}

// giveUp makes a mail a dead letter.
func (c *change) giveUp(m *db.Mail, reply *string) error {
	if err := m.Update().SetState(registrar.MailDead).SetNillableReply(reply).Exec(c.system); err != nil {
		return err
	}
	return c.testify(c.aboutMail(m, registrar.EvidenceGivenUp, reply))
}

// taken notes that a mail server took a mail.
func (c *change) taken(m *db.Mail, reply *string) error {
	if err := m.Update().SetState(registrar.MailSent).SetSentAt(c.at).SetNillableReply(reply).Exec(c.system); err != nil {
		return err
	}
	if m.CaseID != nil {
		err := c.tx.ReachabilityCase.Update().Where(reachabilitycase.ID(*m.CaseID)).SetSentAt(c.at).Exec(c.system)
		if err != nil {
			return err
		}
	}
	return c.testify(c.aboutMail(m, registrar.EvidenceMailSent, reply))
}

// aboutMail is evidence of what became of a mail.
func (c *change) aboutMail(m *db.Mail, kind registrar.EvidenceKind, reply *string) db.Evidence {
	id := c.messageID(m.ID)
	return db.Evidence{HandleID: m.HandleID, CaseID: m.CaseID, Kind: kind, Recipient: &m.Recipient,
		Reason: &m.Reason, MessageID: &id, Reply: reply}
}

// longestReply is how much of a mail server's answer is kept, in characters.
const longestReply = 200

// shortReply is what is kept of a mail server's answer, on one line; nil when it said nothing.
func shortReply(reply string) *string {
	reply = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(reply, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if utf8.RuneCountInString(reply) > longestReply {
		reply = string([]rune(reply)[:longestReply])
	}
	return nonEmpty(reply)
}
