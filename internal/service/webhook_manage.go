package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/webhookdelivery"
	"github.com/handledesk/handledesk/internal/registrar"
)

// UpdateWebhookEndpoint is the input of the mutation updateWebhookEndpoint.
type UpdateWebhookEndpoint struct {
	EndpointID      string
	ExpectedVersion *int
	URL             Field[string]
	Description     Field[string]
	Actions         Field[[]registrar.EventAction]
	Enabled         Field[bool]
}

// UpdateWebhookEndpoint changes an endpoint. Equal values are no change. Enabling one again forgets why it was disabled
// and how long it failed; what happened meanwhile is not delivered.
//
// Errors: NOT_FOUND; CONFLICT with the current version; REQUIRED, INVALID, TOO_LONG by field.
func (s *Service) UpdateWebhookEndpoint(ctx context.Context, in UpdateWebhookEndpoint) (*WebhookEndpoint, error) {
	err := s.write(ctx, registrar.UpdateWebhookEndpoint, nil, func(c *change) error {
		e, err := c.findEndpoint(in.EndpointID)
		if err != nil {
			return err
		}
		if err := verifyVersion("webhook endpoint", e.Version, in.ExpectedVersion); err != nil {
			return err
		}
		if err := in.verify(); err != nil {
			return err
		}
		address, description := e.URL, e.Description
		put(in.URL, &address)
		put(in.Description, &description)
		// What is there already may stay, also when the operator has become stricter since; it is looked at when dialled.
		if in.URL.Given || in.Description.Given {
			if description, err = c.verifyEndpoint(address, description); err != nil {
				return err
			}
		}
		return c.updateEndpoint(e, address, description, in)
	})
	if err != nil {
		return nil, err
	}
	found, err := s.endpointsByID(ctx, in.EndpointID)
	return found[in.EndpointID], err
}

// verify refuses to clear what must have a value.
func (in UpdateWebhookEndpoint) verify() error {
	var problems registrar.Problems
	if in.URL.Given && in.URL.Value == nil {
		problems = append(problems, registrar.RefuseField(registrar.Required, "url", "The address cannot be cleared; leave it out to keep it."))
	}
	if in.Enabled.Given && in.Enabled.Value == nil {
		problems = append(problems, registrar.RefuseField(registrar.Required, "enabled", "Say true or false, or leave it out."))
	}
	return problems.Err()
}

// updateEndpoint stores what differs and records it.
func (c *change) updateEndpoint(e *db.WebhookEndpoint, address, description string, in UpdateWebhookEndpoint) error {
	update := e.Update().SetVersion(e.Version + 1).SetUpdatedAt(c.at)
	var changes []registrar.Change
	if address != e.URL {
		update.SetURL(address)
		changes = append(changes, registrar.Change{Field: "url", Before: e.URL, After: address})
	}
	if description != e.Description {
		update.SetDescription(description)
		changes = append(changes, registrar.Change{Field: "description", Before: e.Description, After: description})
	}
	if in.Actions.Given {
		var actions []registrar.EventAction
		if in.Actions.Value != nil {
			actions = *in.Actions.Value
		}
		if actions = distinctActions(actions); !slices.Equal(actions, e.Actions) {
			update.SetActions(actions)
			changes = append(changes, registrar.Change{Field: "actions", Before: e.Actions, After: actions})
		}
	}
	if in.Enabled.Given && *in.Enabled.Value != e.Enabled {
		changes = append(changes, registrar.Change{Field: "enabled", Before: e.Enabled, After: !e.Enabled})
		update.SetEnabled(!e.Enabled).ClearFailingSince()
		if e.Enabled {
			update.SetDisabledReason(registrar.EndpointSwitchedOff)
		} else {
			update.ClearDisabledReason()
		}
	}
	if len(changes) == 0 {
		return nil
	}
	c.record(registrar.WebhookEndpointUpdated, e.ID, orEmpty(e.ResellerID), changes)
	return update.Exec(c.ctx)
}

// DeleteWebhookEndpoint deletes an endpoint and its delivery log. What is on its way is not delivered any more.
//
// Errors: NOT_FOUND; CONFLICT with the current version.
func (s *Service) DeleteWebhookEndpoint(ctx context.Context, id string, expectedVersion *int) error {
	return s.write(ctx, registrar.DeleteWebhookEndpoint, nil, func(c *change) error {
		e, err := c.findEndpoint(id)
		if err != nil {
			return err
		}
		if err := verifyVersion("webhook endpoint", e.Version, expectedVersion); err != nil {
			return err
		}
		c.record(registrar.WebhookEndpointDeleted, e.ID, orEmpty(e.ResellerID), []registrar.Change{{Field: "url", Before: e.URL}})
		if err := c.tx.WebhookEndpoint.DeleteOneID(e.ID).Exec(c.ctx); err != nil {
			return err
		}
		return c.endDispatch()
	})
}

// RotateWebhookSecret is the input of the mutation rotateWebhookSecret.
type RotateWebhookSecret struct {
	WebhookEndpointID string
	OverlapSeconds    int
}

// RotateWebhookSecret gives an endpoint a new secret and returns it, this once. The former one signs beside it for the
// overlap; the one before that, if it still did, ends at once.
//
// Errors: NOT_FOUND; INVALID for the overlap.
func (s *Service) RotateWebhookSecret(ctx context.Context, in RotateWebhookSecret) (*WebhookEndpoint, string, error) {
	var done, mine string // ids of the change; they differ when another request has made it, under the same Idempotency-Key
	var text string
	err := s.write(ctx, registrar.RotateWebhookSecret, &done, func(c *change) error {
		e, err := c.findEndpoint(in.WebhookEndpointID)
		if err != nil {
			return err
		}
		overlap := time.Duration(in.OverlapSeconds) * time.Second
		if overlap < 0 || overlap > longestOverlap {
			return registrar.RefuseField(registrar.Invalid, "overlapSeconds",
				fmt.Sprintf("The former secret signs for 0 to %d seconds longer.", int(longestOverlap.Seconds())))
		}
		until := c.at.Add(overlap)
		stored, err := e.Update().AddGeneration(1).SetPreviousUntil(until).SetVersion(e.Version + 1).SetUpdatedAt(c.at).Save(c.ctx)
		if err != nil {
			return err
		}
		c.record(registrar.WebhookSecretRotated, e.ID, orEmpty(e.ResellerID), []registrar.Change{
			{Field: "previousSecretUntil", After: until.Time()},
		})
		done, mine, text = c.id, c.id, c.key.WebhookSecret(e.ID, stored.Generation)
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	if done != mine {
		text = ""
	}
	found, err := s.endpointsByID(ctx, in.WebhookEndpointID)
	return found[in.WebhookEndpointID], text, err
}

// SendTestWebhook sends a message that tells of nothing, also to a disabled endpoint. Errors: NOT_FOUND.
func (s *Service) SendTestWebhook(ctx context.Context, endpointID string) (*WebhookDelivery, error) {
	var id string
	err := s.write(ctx, registrar.SendTestWebhook, &id, func(c *change) error {
		e, err := c.findEndpoint(endpointID)
		if err != nil {
			return err
		}
		id = c.ids.NewID(registrar.DeliveryID)
		err = c.tx.WebhookDelivery.Create().SetID(id).SetEndpointID(e.ID).SetNillableResellerID(e.ResellerID).
			SetByHand(true).SetCreatedAt(c.at).SetNextAttemptAt(c.at).Exec(c.system)
		if err != nil {
			return err
		}
		c.record(registrar.WebhookTested, e.ID, orEmpty(e.ResellerID), []registrar.Change{{Field: "delivery", After: id}})
		return c.enqueue(task{Webhook: id})
	})
	if err != nil {
		return nil, err
	}
	return s.deliveryByID(ctx, id)
}

// RedeliverWebhook delivers a message again, whatever became of it, with as many attempts as at first and the same id;
// also to a disabled endpoint. Errors: NOT_FOUND.
func (s *Service) RedeliverWebhook(ctx context.Context, deliveryID string) (*WebhookDelivery, error) {
	err := s.write(ctx, registrar.RedeliverWebhook, nil, func(c *change) error {
		if err := requireID(registrar.DeliveryID, "deliveryId", deliveryID); err != nil {
			return err
		}
		d, err := c.tx.WebhookDelivery.Query().Where(webhookdelivery.ID(deliveryID)).Only(c.ctx)
		if db.IsNotFound(err) {
			return notFound("deliveryId")
		}
		if err != nil {
			return err
		}
		err = d.Update().SetState(registrar.DeliveryPending).SetByHand(true).SetAttempts(0).SetNextAttemptAt(c.at).
			ClearDeliveredAt().Exec(c.system)
		if err != nil {
			return err
		}
		if err := c.stopTimer(registrar.WebhookTimer, d.ID); err != nil {
			return err
		}
		c.record(registrar.WebhookRedelivered, d.EndpointID, orEmpty(d.ResellerID), []registrar.Change{{Field: "delivery", After: d.ID}})
		return c.enqueue(task{Webhook: d.ID})
	})
	if err != nil {
		return nil, err
	}
	return s.deliveryByID(ctx, deliveryID)
}
