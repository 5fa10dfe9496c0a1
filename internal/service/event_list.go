package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Event is one change of one thing, as its caller sees it.
type Event struct {
	*db.Event
	group *group[*Event]
}

// IsNode marks what `node` can answer with.
func (*Event) IsNode() {}

// Actor is who made a change.
type Actor struct {
	Kind     registrar.ActorKind
	APIKeyID *string
	Subject  *string
	event    *Event
}

// Actor is who made the change. A key is named only to whose it is, and to operators.
func (e *Event) Actor(ctx context.Context) *Actor {
	a := &Actor{Kind: e.ActorKind, event: e}
	if v := viewer.FromContext(ctx); v.IsOperator() || v.IsReseller() && e.ActorKind == registrar.ActorReseller {
		a.APIKeyID, a.Subject = e.APIKeyID, e.Subject
	}
	return a
}

// EventFilter says which events to list. Fields add up; values in a list are alternatives.
type EventFilter struct {
	Action   []registrar.EventAction
	EntityID *string
	ChangeID *string
	At       *TimeRange
}

// EventOrder says how to sort events; the only field is the time.
type EventOrder struct {
	Field     string
	Direction string
}

// Events lists what happened: through the reseller's account, to the owner's own handle, or everything for operators.
// With of, only to that entity. The order is that in which changes can be read: forward, whoever goes on from the last
// cursor misses nothing, also when transactions commit in another order than they began in.
// Errors: BAD_USER_INPUT for page sizes, cursors and filters that make no sense.
func (s *Service) Events(ctx context.Context, of *string, args page.Args, filter *EventFilter, order *EventOrder) (*EventConnection, error) {
	if filter == nil {
		filter = &EventFilter{}
	}
	desc := order == nil || order.Direction == descending
	w, err := page.Parse(args, eventOrder(desc))
	if err != nil {
		return nil, err
	}
	if err := s.locate(ctx, &w); err != nil {
		return nil, err
	}
	where := filter.predicates()
	if !desc {
		end, _, err := s.store.Horizon(ctx)
		if err != nil {
			return nil, translate(err)
		}
		where = append(where, event.PositionLT(end))
	}
	query := func() *db.EventQuery {
		q := s.read(ctx).Event.Query().Where(where...)
		switch v := viewer.FromContext(ctx); {
		case of != nil:
			q.Where(event.EntityID(*of))
		case v.IsReseller() && filter.EntityID == nil && filter.ChangeID == nil:
			q.Where(event.ResellerID(v.Reseller)) // the index to walk; the fence serves none
		case v.IsOwner():
			q.Where(event.EntityID(v.Handle))
		}
		return q
	}
	rows, err := query().Where(walking[predicate.Event](w, event.FieldPosition, event.FieldID)).All(ctx)
	if err != nil {
		return nil, translate(err)
	}
	g := &group[*Event]{}
	edge := func(cursor string, e *db.Event) *EventEdge {
		shown := &Event{e, g}
		g.items = append(g.items, shown)
		return &EventEdge{Edge[*Event]{cursor, shown}}
	}
	return &EventConnection{connect(ctx, w, rows, eventKey, edge, func(ctx context.Context) (Total, error) {
		n, err := query().Order(bounded(event.FieldPosition)).Aggregate(db.Count()).Int(ctx)
		return totalOf(n), err
	})}, nil
}

// eventOrder is that in which changes can be read.
func eventOrder(desc bool) page.Order { return page.Order{Name: "AT", Desc: desc, Kind: page.Text} }

// eventKey is what an event's cursor holds: its id alone. The place tells how much happens in other accounts, so it is
// looked up when the cursor comes back.
func eventKey(e *db.Event) page.Key { return page.Key{Value: e.ID, ID: e.ID} }

// locate puts the places of a window's cursors into it.
func (s *Service) locate(ctx context.Context, w *page.Window) error {
	for _, end := range []struct {
		argument string
		key      *page.Key
	}{{"after", w.After}, {"before", w.Before}} {
		if end.key == nil {
			continue
		}
		e, err := s.read(ctx).Event.Query().Where(event.ID(end.key.ID)).Only(ctx)
		if db.IsNotFound(err) {
			return registrar.RefuseField(registrar.BadUserInput, end.argument,
				"This cursor names no event that you can see; begin again without a cursor.")
		}
		if err != nil {
			return translate(err)
		}
		end.key.Value = e.Position
	}
	return nil
}

func (f *EventFilter) predicates() []predicate.Event {
	var where []predicate.Event
	if f.Action != nil {
		where = append(where, event.ActionIn(f.Action...))
	}
	if f.EntityID != nil {
		where = append(where, event.EntityID(*f.EntityID))
	}
	if f.ChangeID != nil {
		where = append(where, event.ChangeID(*f.ChangeID))
	}
	if f.At != nil && f.At.From != nil {
		where = append(where, event.AtGTE(*f.At.From))
	}
	if f.At != nil && f.At.Before != nil {
		where = append(where, event.AtLT(*f.At.Before))
	}
	return where
}

// ActorReseller is the reseller that made a change; nil when it was somebody else.
func (s *Service) ActorReseller(ctx context.Context, a *Actor) (*Reseller, error) {
	if a.Kind != registrar.ActorReseller || a.event.ResellerID == nil {
		return nil, nil
	}
	found, err := together(ctx, a.event.group, "resellers", func(ctx context.Context, es []*Event) (map[string]*Reseller, error) {
		ids := map[string]bool{}
		for _, e := range es {
			ids[orEmpty(e.ResellerID)] = true
		}
		return s.resellersByID(ctx, sortedKeys(ids))
	})
	return found[*a.event.ResellerID], err
}

// EventEntity is what was changed, as it is now; nil when it is gone or the caller may not see it.
func (s *Service) EventEntity(ctx context.Context, e *Event) (Node, error) {
	found, err := together(ctx, e.group, "entities", func(ctx context.Context, es []*Event) (map[string]Node, error) {
		ids := map[string]bool{}
		for _, e := range es {
			ids[e.EntityID] = true
		}
		return s.nodesByID(ctx, sortedKeys(ids))
	})
	return found[e.EntityID], err
}
