package service

import (
	"context"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/feedplace"
	"github.com/handledesk/handledesk/ent/db/webhookendpoint"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

const (
	// webhookReader names the place up to which events were turned into deliveries.
	webhookReader = "webhooks"
	// eventsAtOnce is how many events one transaction turns into deliveries.
	eventsAtOnce = 200
)

// DispatchWebhooks turns what happened since the last time into deliveries, and gives the number of events it looked at.
// The transactions that write events know nothing of it. Several instances may dispatch at once: whoever moves the place
// makes the deliveries, in the same transaction.
func (s *Service) DispatchWebhooks(ctx context.Context) (seen int, err error) {
	system := viewer.System(ctx)
	for ctx.Err() == nil {
		n, err := s.dispatch(system)
		seen += n
		if err != nil || n < eventsAtOnce {
			return seen, translate(err)
		}
	}
	return seen, ctx.Err()
}

func (s *Service) dispatch(system context.Context) (seen int, err error) {
	// Whether there is anything is asked of a reader first, so that an idle server does not take the writer's turn.
	kept, err := findPlace(system, s.read(system))
	if err != nil || kept == nil {
		return 0, err
	}
	end, _, err := s.store.Horizon(system)
	if err != nil {
		return 0, err
	}
	waiting, err := undispatched(system, s.read(system), kept, end, 1)
	if err != nil || len(waiting) == 0 {
		return 0, err
	}
	err = s.transact(system, func(c *change) error {
		seen = 0 // a transaction may be tried again
		kept, err := findPlace(system, c.tx)
		if err != nil || kept == nil {
			return err
		}
		events, err := undispatched(system, c.tx, kept, end, eventsAtOnce)
		if err != nil || len(events) == 0 {
			return err
		}
		last := behind(events[len(events)-1])
		if err := kept.Update().SetPosition(last.position).SetEventID(last.id).Exec(system); err != nil {
			return err
		}
		seen = len(events)
		return c.deliverTo(events)
	})
	return seen, err
}

// findPlace reads the place; nil while nobody listens.
func findPlace(system context.Context, from *db.Client) (*db.FeedPlace, error) {
	kept, err := from.FeedPlace.Query().Where(feedplace.ID(webhookReader)).Only(system)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return kept, err
}

// undispatched are the next events before the end of what can be read that were not turned into deliveries.
func undispatched(system context.Context, from *db.Client, kept *db.FeedPlace, end int64, limit int) ([]*db.Event, error) {
	return eventsBetween(system, from, place{kept.Position, kept.EventID}, end, limit)
}

// beginDispatch makes the place, at the end of what can be read, when the first endpoint is made: what happened before is
// not looked at.
func (c *change) beginDispatch() error {
	kept, err := findPlace(c.system, c.tx)
	if err != nil || kept != nil {
		return err
	}
	end, _, err := c.store.Horizon(c.system)
	if err != nil {
		return err
	}
	return c.tx.FeedPlace.Create().SetID(webhookReader).SetPosition(end).SetEventID("").Exec(c.system)
}

// endDispatch takes the place away when the last endpoint is gone, so that nobody reads on for nothing.
func (c *change) endDispatch() error {
	listening, err := c.tx.WebhookEndpoint.Query().Exist(c.system)
	if err != nil || listening {
		return err
	}
	return c.tx.FeedPlace.DeleteOneID(webhookReader).Exec(c.system)
}

// deliverTo makes a delivery of each event for each endpoint that hears of it.
func (c *change) deliverTo(events []*db.Event) error {
	endpoints, err := c.tx.WebhookEndpoint.Query().Where(webhookendpoint.Enabled(true)).Order(db.Asc(webhookendpoint.FieldID)).All(c.system)
	if err != nil {
		return err
	}
	var rows []*db.WebhookDelivery
	var ids []string
	for _, happened := range events {
		for _, e := range endpoints {
			if !hears(e, happened) {
				continue
			}
			id, eventID := c.ids.NewID(registrar.DeliveryID), happened.ID
			rows = append(rows, &db.WebhookDelivery{ID: id, EndpointID: e.ID, ResellerID: e.ResellerID, EventID: &eventID})
			ids = append(ids, id)
		}
	}
	err = inBatches(&rows, func(part []*db.WebhookDelivery) error {
		return c.tx.WebhookDelivery.MapCreateBulk(part, func(create *db.WebhookDeliveryCreate, i int) {
			create.SetID(part[i].ID).SetEndpointID(part[i].EndpointID).SetNillableResellerID(part[i].ResellerID).
				SetNillableEventID(part[i].EventID).SetCreatedAt(c.at).SetNextAttemptAt(c.at)
		}).Exec(c.system)
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := c.enqueue(task{Webhook: id}); err != nil {
			return err
		}
	}
	return nil
}

// hears tells whether an endpoint hears of an event: of its own account, of the kinds it asked for, from when it was
// made on.
func hears(e *db.WebhookEndpoint, happened *db.Event) bool {
	return happened.At >= e.CreatedAt &&
		(e.ResellerID == nil || orEmpty(happened.ResellerID) == *e.ResellerID) &&
		(len(e.Actions) == 0 || slices.Contains(e.Actions, happened.Action))
}
