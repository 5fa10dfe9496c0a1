package service

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"io"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/webhookdelivery"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
	"github.com/handledesk/handledesk/internal/webhook"
)

// SendWebhook makes one attempt to deliver a message.
type SendWebhook func(ctx context.Context, m webhook.Message) webhook.Outcome

// WorkWebhook takes the next delivery off the queue and makes one attempt; false when there is none. Several may work at
// once, here and in other instances. A message arrives at least once: when the program dies between the receiver's
// answer and the note of it, it is sent again, with the same id.
func (s *Service) WorkWebhook(ctx context.Context, send SendWebhook) (worked bool, err error) {
	ctx = viewer.System(ctx)
	m, err := s.store.ReceiveWebhook(ctx)
	if err != nil || m == nil {
		return false, translate(err)
	}
	t, err := s.taskOf(ctx, m)
	if err != nil {
		return true, err
	}
	leave, enter, err := s.pace(ctx, t.Webhook)
	if err != nil || !enter {
		return true, err // the message stays in the queue, which hands it out again two minutes later
	}
	defer leave()
	return true, attempt(ctx, s, m,
		func(c *change) (*webhook.Message, error) { return c.claimWebhook(t.Webhook) },
		func(ctx context.Context, m webhook.Message) (webhook.Outcome, bool) {
			outcome := send(ctx, m)
			// The program ends: that says nothing of the receiver, and the queue has the message still.
			return outcome, outcome.Failure != webhook.Canceled
		},
		func(c *change, o webhook.Outcome) error { return c.noteWebhook(t.Webhook, o) })
}

// pace lets attempts to endpoints that fail wait for each other, so that receivers that do not answer take no more than
// their share of those who deliver. False: not now.
func (s *Service) pace(system context.Context, deliveryID string) (leave func(), enter bool, err error) {
	e, err := s.read(system).WebhookDelivery.Query().Where(webhookdelivery.ID(deliveryID)).QueryEndpoint().Only(system)
	if db.IsNotFound(err) {
		return func() {}, true, nil // it was deleted; the claim finds out
	}
	if err != nil {
		return nil, false, translate(err)
	}
	if e.FailingSince == nil {
		return func() {}, true, nil
	}
	leave, enter = s.failing.enter(e.ID)
	return leave, enter, nil
}

// claimWebhook counts an attempt and gathers what is sent. It gives nil when there is nothing to send: the endpoint is
// gone or disabled, it arrived before, or its time has not come.
func (c *change) claimWebhook(id string) (*webhook.Message, error) {
	d, err := c.tx.WebhookDelivery.Query().Where(webhookdelivery.ID(id)).WithEndpoint().Only(c.system)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil || d.State != registrar.DeliveryPending || d.NextAttemptAt != nil && *d.NextAttemptAt > c.at {
		return nil, err
	}
	e := d.Edges.Endpoint
	if !e.Enabled && !d.ByHand {
		return nil, d.Update().SetState(registrar.DeliveryFailed).ClearNextAttemptAt().
			SetLastFailure(registrar.FailedDisabled).ClearLastStatus().ClearLastAnswer().Exec(c.system)
	}
	// Attempts are counted before they are made: one on which the program dies each time is given up, too.
	d, err = d.Update().AddAttempts(1).SetLastAttemptAt(c.at).Save(c.system)
	if err != nil {
		return nil, err
	}
	if d.Attempts > registrar.WebhookAttempts() {
		return nil, d.Update().SetState(registrar.DeliveryFailed).ClearNextAttemptAt().Exec(c.system)
	}
	body, err := c.webhookBody(d)
	if err != nil {
		return nil, err
	}
	secrets := []string{c.key.WebhookSecret(e.ID, e.Generation)}
	if e.Generation > 1 && e.PreviousUntil != nil && c.at < *e.PreviousUntil {
		secrets = append(secrets, c.key.WebhookSecret(e.ID, e.Generation-1))
	}
	return &webhook.Message{ID: d.ID, URL: e.URL, At: c.at.Time(), Body: body, Secrets: secrets}, nil
}

// webhookBody is what a message says: thin, without personal data; the receiver reads the rest under its own rights.
func (c *change) webhookBody(d *db.WebhookDelivery) ([]byte, error) {
	type data struct {
		EventID  string                `json:"eventId,omitempty"`
		ChangeID string                `json:"changeId,omitempty"`
		EntityID string                `json:"entityId"`
		Action   registrar.EventAction `json:"action,omitempty"`
		Cursor   string                `json:"cursor,omitempty"`
	}
	type body struct {
		Type      string    `json:"type"`
		Timestamp time.Time `json:"timestamp"`
		Data      data      `json:"data"`
	}
	if d.EventID == nil {
		return json.Marshal(body{registrar.WebhookTest, d.CreatedAt.Time(), data{EntityID: d.EndpointID}})
	}
	e, err := c.tx.Event.Get(c.system, *d.EventID)
	if err != nil {
		return nil, err
	}
	return json.Marshal(body{registrar.WebhookType(e.Action), e.At.Time(), data{
		EventID: e.ID, ChangeID: e.ChangeID, EntityID: e.EntityID, Action: e.Action, Cursor: eventOrder(false).Cursor(eventKey(e)),
	}})
}

// jitter is a number from 0 up to 1.
func (c *change) jitter() (float64, error) {
	var bits [8]byte
	if _, err := io.ReadFull(c.random, bits[:]); err != nil {
		return 0, err
	}
	const resolution = 1 << 53
	return float64(binary.BigEndian.Uint64(bits[:])%resolution) / resolution, nil
}
