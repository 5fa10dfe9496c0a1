package service

import (
	"context"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/ent/db/webhookdelivery"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
)

// WebhookDelivery is one message to one endpoint, with what became of it.
type WebhookDelivery struct {
	*db.WebhookDelivery
	group *group[*WebhookDelivery]
}

// IsNode marks what `node` can answer with.
func (*WebhookDelivery) IsNode() {}

func showDeliveries(rows ...*db.WebhookDelivery) []*WebhookDelivery {
	g := &group[*WebhookDelivery]{items: make([]*WebhookDelivery, len(rows))}
	for i, row := range rows {
		g.items[i] = &WebhookDelivery{row, g}
	}
	return g.items
}

// WebhookDeliveries lists an endpoint's deliveries, newest first; with a state, only those in it.
func (s *Service) WebhookDeliveries(ctx context.Context, of *WebhookEndpoint, args page.Args, state *registrar.DeliveryState,
) (*WebhookDeliveryConnection, error) {
	w, err := page.Parse(args, page.Order{Name: "CREATED_AT", Desc: true, Kind: page.Number})
	if err != nil {
		return nil, err
	}
	query := func() *db.WebhookDeliveryQuery {
		q := s.read(ctx).WebhookDelivery.Query().Where(webhookdelivery.EndpointID(of.ID))
		if state != nil {
			q.Where(webhookdelivery.StateEQ(*state))
		}
		return q
	}
	rows, err := query().Where(walking[predicate.WebhookDelivery](w, webhookdelivery.FieldCreatedAt, webhookdelivery.FieldID)).All(ctx)
	if err != nil {
		return nil, translate(err)
	}
	key := func(d *WebhookDelivery) page.Key { return page.Key{Value: int64(d.CreatedAt), ID: d.ID} }
	edge := func(cursor string, d *WebhookDelivery) *WebhookDeliveryEdge {
		return &WebhookDeliveryEdge{Edge[*WebhookDelivery]{cursor, d}}
	}
	return &WebhookDeliveryConnection{connect(ctx, w, showDeliveries(rows...), key, edge, func(ctx context.Context) (Total, error) {
		n, err := query().Order(bounded(webhookdelivery.FieldID)).Aggregate(db.Count()).Int(ctx)
		return totalOf(n), err
	})}, nil
}

func (s *Service) deliveriesByID(ctx context.Context, ids ...string) ([]*WebhookDelivery, error) {
	rows, err := s.read(ctx).WebhookDelivery.Query().Where(webhookdelivery.IDIn(ids...)).All(ctx)
	return showDeliveries(rows...), err
}

func (s *Service) deliveryByID(ctx context.Context, id string) (*WebhookDelivery, error) {
	found, err := s.deliveriesByID(ctx, id)
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return found[0], nil
}

// DeliveryEndpoint is where a delivery goes.
func (s *Service) DeliveryEndpoint(ctx context.Context, d *WebhookDelivery) (*WebhookEndpoint, error) {
	found, err := together(ctx, d.group, "endpoints", func(ctx context.Context, ds []*WebhookDelivery) (map[string]*WebhookEndpoint, error) {
		ids := map[string]bool{}
		for _, d := range ds {
			ids[d.EndpointID] = true
		}
		return s.endpointsByID(ctx, sortedKeys(ids)...)
	})
	if err == nil && found[d.EndpointID] == nil {
		return nil, notFound() // it was deleted since the delivery was read
	}
	return found[d.EndpointID], err
}

// DeliveryEvent is what a delivery tells of; nil for a test.
func (s *Service) DeliveryEvent(ctx context.Context, d *WebhookDelivery) (*Event, error) {
	if d.EventID == nil {
		return nil, nil
	}
	found, err := together(ctx, d.group, "events", func(ctx context.Context, ds []*WebhookDelivery) (map[string]*Event, error) {
		ids := map[string]bool{}
		for _, d := range ds {
			if d.EventID != nil {
				ids[*d.EventID] = true
			}
		}
		rows, err := s.read(ctx).Event.Query().Where(event.IDIn(sortedKeys(ids)...)).All(ctx)
		g, byID := &group[*Event]{}, make(map[string]*Event, len(rows))
		for _, e := range rows {
			shown := &Event{e, g}
			g.items = append(g.items, shown)
			byID[e.ID] = shown
		}
		return byID, err
	})
	return found[*d.EventID], err
}

// deliveredKept is how long what was delivered stays in the log.
const deliveredKept = 30 * 24 * time.Hour

// forgetDeliveries clears away what was delivered long ago.
func (c *change) forgetDeliveries() error {
	_, err := c.tx.WebhookDelivery.Delete().Where(webhookdelivery.DeliveredAtLT(c.at.Add(-deliveredKept))).Exec(c.system)
	return err
}
