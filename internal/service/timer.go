package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/session"
	"github.com/handledesk/handledesk/ent/db/timer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// setTimer lets something be done at a time: in place of an earlier timer for the same, if there is one.
func (c *change) setTimer(kind registrar.TimerKind, subjectID string, at registrar.Instant) error {
	moved, err := c.tx.Timer.Update().Where(timer.SubjectID(subjectID), timer.KindEQ(kind)).SetDueAt(at).Save(c.system)
	if err != nil || moved > 0 {
		return err
	}
	return c.tx.Timer.Create().SetID(c.ids.NewID(registrar.TimerID)).SetKind(kind).SetSubjectID(subjectID).SetDueAt(at).Exec(c.system)
}

func (c *change) stopTimer(kind registrar.TimerKind, subjectID string) error {
	_, err := c.tx.Timer.Delete().Where(timer.SubjectID(subjectID), timer.KindEQ(kind)).Exec(c.system)
	return err
}

const (
	// timersAtOnce is how many due timers are read at a time.
	timersAtOnce = 100
	// timerPause is how long a timer waits whose work failed, so that it does not keep others waiting.
	timerPause = time.Minute
)

// RunDue does what is due, each in a transaction of its own together with the end of its timer, so that it is done
// exactly once however many instances poll. It returns how many timers it ran. Failures are returned together; their
// timers are due again a minute later.
func (s *Service) RunDue(ctx context.Context) (ran int, err error) {
	system := viewer.System(ctx)
	if err := s.tidy(system); err != nil {
		return 0, err
	}
	for ctx.Err() == nil {
		due, err := s.read(ctx).Timer.Query().Where(timer.DueAtLTE(s.now())).
			Order(db.Asc(timer.FieldDueAt, timer.FieldID)).Limit(timersAtOnce).All(system)
		if err != nil {
			return ran, translate(err)
		}
		ran += len(due)
		if err := s.runAll(system, due); err != nil || len(due) < timersAtOnce {
			return ran, err
		}
	}
	return ran, ctx.Err()
}

func (s *Service) runAll(system context.Context, due []*db.Timer) error {
	var errs []error
	for _, t := range due {
		if system.Err() != nil {
			break
		}
		ctx, ended := s.observe(system, "timer."+strings.ToLower(string(t.Kind)))
		err := s.transact(ctx, func(c *change) error {
			// Whoever deletes the row does the work; a timer that was moved meanwhile is not due.
			ended, err := c.tx.Timer.Delete().Where(timer.ID(t.ID), timer.DueAt(t.DueAt)).Exec(c.system)
			if err != nil || ended == 0 {
				return err
			}
			return c.run(t)
		})
		ended("done", err)
		if err != nil {
			errs = append(errs, fmt.Errorf("timer %s of %s: %w", t.Kind, t.SubjectID, err), s.postpone(system, t))
		}
	}
	return errors.Join(errs...)
}

func (c *change) run(t *db.Timer) error {
	switch t.Kind {
	case registrar.ReminderTimer:
		return c.remind(t.SubjectID)
	case registrar.DeadlineTimer:
		return c.overdue(t.SubjectID)
	case registrar.DeliveryTimer:
		return c.enqueueMail(t.SubjectID)
	case registrar.NoticeTimer:
		return c.tellOfHold(t.SubjectID)
	case registrar.IdentityTimer:
		return c.spread(t.SubjectID)
	case registrar.WebhookTimer:
		return c.enqueue(task{Webhook: t.SubjectID})
	}
	return nil
}

func (s *Service) postpone(system context.Context, t *db.Timer) error {
	return s.transact(system, func(c *change) error {
		return c.tx.Timer.Update().Where(timer.ID(t.ID)).SetDueAt(c.at.Add(timerPause)).Exec(c.system)
	})
}

const (
	// tidyPause is how often what nobody looks at any more is cleared away.
	tidyPause = time.Hour
	// endedSessions is how long a session that has expired is kept.
	endedSessions = 30 * 24 * time.Hour
)

// tidy clears away what nobody looks at any more, now and then.
func (s *Service) tidy(system context.Context) error {
	now, last := s.now(), registrar.Instant(s.tidied.Load())
	if last <= now && now < last.Add(tidyPause) || !s.tidied.CompareAndSwap(int64(last), int64(now)) {
		return nil
	}
	return s.transact(system, func(c *change) error {
		_, err := c.tx.Session.Delete().Where(session.ExpiresAtLT(c.at.Add(-endedSessions))).Exec(c.system)
		if err != nil {
			return err
		}
		if err := c.forgetThrottles(); err != nil {
			return err
		}
		if err := c.forgetDeliveries(); err != nil {
			return err
		}
		return c.forgetOutcomes()
	})
}
