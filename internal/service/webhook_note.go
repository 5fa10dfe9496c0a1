package service

import (
	"sync"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/webhookdelivery"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/webhook"
)

// noteWebhook keeps what became of an attempt. A delivery that is final already stays as it is: somebody else may have
// delivered it after a long pause.
func (c *change) noteWebhook(id string, o webhook.Outcome) error {
	d, err := c.tx.WebhookDelivery.Query().Where(webhookdelivery.ID(id)).WithEndpoint().Only(c.system)
	if db.IsNotFound(err) {
		return nil // the endpoint was deleted meanwhile
	}
	if err != nil || d.State != registrar.DeliveryPending {
		return err
	}
	update := noteAnswer(d.Update(), o)
	if o.Taken() {
		if err := c.noteSuccess(d.Edges.Endpoint); err != nil {
			return err
		}
		return update.SetState(registrar.DeliveryDone).SetDeliveredAt(c.at).ClearNextAttemptAt().ClearLastFailure().Exec(c.system)
	}
	update.SetLastFailure(failureOf(o))
	enabled, err := c.noteFailure(d.Edges.Endpoint, d.Attempts, o.Gone())
	if err != nil {
		return err
	}
	random, err := c.jitter()
	if err != nil {
		return err
	}
	pause, again := registrar.WebhookPause(d.Attempts, random, o.RetryAfter)
	if !again || o.Gone() || !enabled && !d.ByHand {
		return update.SetState(registrar.DeliveryFailed).ClearNextAttemptAt().Exec(c.system)
	}
	next := c.at.Add(pause)
	if err := update.SetNextAttemptAt(next).Exec(c.system); err != nil {
		return err
	}
	return c.setTimer(registrar.WebhookTimer, d.ID, next)
}

// noteAnswer keeps what the receiver said. A column is either set or cleared: Postgres refuses both.
func noteAnswer(update *db.WebhookDeliveryUpdateOne, o webhook.Outcome) *db.WebhookDeliveryUpdateOne {
	if o.Status == 0 {
		update.ClearLastStatus()
	} else {
		update.SetLastStatus(o.Status)
	}
	if said := shortReply(o.Answer); said == nil {
		update.ClearLastAnswer()
	} else {
		update.SetLastAnswer(*said)
	}
	return update
}

// failureOf names why an attempt failed.
func failureOf(o webhook.Outcome) registrar.DeliveryFailure {
	switch {
	case o.Status == 0:
		return registrar.DeliveryFailure(o.Failure)
	case o.Gone():
		return registrar.FailedGone
	case o.Redirected():
		return registrar.FailedRedirect
	}
	return registrar.FailedStatus
}

// noteSuccess forgets how long an endpoint failed.
func (c *change) noteSuccess(e *db.WebhookEndpoint) error {
	if e.FailingSince == nil {
		return nil
	}
	return e.Update().ClearFailingSince().Exec(c.system)
}

// noteFailure remembers since when an endpoint fails, and disables one that is gone or has failed for too long. It tells
// whether the endpoint is enabled still. The version is for people's changes and stays.
func (c *change) noteFailure(e *db.WebhookEndpoint, attempt int, gone bool) (enabled bool, err error) {
	if !e.Enabled {
		return false, nil
	}
	since := c.at
	if e.FailingSince != nil {
		since = *e.FailingSince
	}
	why := registrar.EndpointFailing
	switch {
	case gone:
		why = registrar.EndpointGone
	case !registrar.EndpointExhausted(since, c.at, attempt):
		return true, e.Update().SetFailingSince(since).Exec(c.system)
	}
	c.record(registrar.WebhookEndpointDisabled, e.ID, orEmpty(e.ResellerID), []registrar.Change{
		{Field: "enabled", Before: true, After: false}, {Field: "disabledReason", After: why},
	})
	return false, e.Update().SetEnabled(false).SetDisabledReason(why).SetFailingSince(since).SetUpdatedAt(c.at).Exec(c.system)
}

// failingAtOnce is how many attempts to endpoints that fail are made at once: half of those who deliver, so that the
// other half is there for endpoints that answer.
const failingAtOnce = 4

// pacing counts the attempts under way to endpoints that fail: one for each of them at a time.
type pacing struct {
	mu    sync.Mutex
	under map[string]bool
}

// enter asks for a turn; leave gives it back.
func (p *pacing) enter(endpointID string) (leave func(), ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.under[endpointID] || len(p.under) >= failingAtOnce {
		return nil, false
	}
	if p.under == nil {
		p.under = map[string]bool{}
	}
	p.under[endpointID] = true
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.under, endpointID)
	}, true
}
