package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/page"
)

// feedPlace is a place in the order in which events can be read: by position, then by id. Who reads the feed inside the
// program names its place by the last event that it has seen.
type feedPlace struct {
	position int64
	eventID  string
}

// feedAfter reads the next events after a place and before the horizon, which must have been read before the
// transaction began that the client belongs to: so a reader that goes on from the last of them misses nothing.
func feedAfter(system context.Context, from *db.Client, place feedPlace, horizon int64, limit int) ([]*db.Event, error) {
	return from.Event.Query().Where(event.PositionLT(horizon), place.following()).
		Order(db.Asc(event.FieldPosition, event.FieldID)).Limit(limit).All(system)
}

// following matches what comes after the place. The first condition is implied by the second, and lets the index lead.
func (p feedPlace) following() predicate.Event {
	return event.And(event.PositionGTE(p.position),
		event.Or(event.PositionGT(p.position), event.IDGT(p.eventID)))
}

// feedEnd is a place before everything that is yet to happen, and after most of what has.
func (c *change) feedEnd() (feedPlace, error) {
	horizon, err := c.store.Horizon(c.system)
	if err != nil {
		return feedPlace{}, err
	}
	last, err := c.tx.Event.Query().Order(db.Desc(event.FieldPosition, event.FieldID)).First(c.system)
	if db.IsNotFound(err) {
		return feedPlace{}, nil
	}
	if err != nil {
		return feedPlace{}, err
	}
	return feedPlace{position: min(horizon, last.Position+1)}, nil
}

// placeOf is an event's own place.
func placeOf(e *db.Event) feedPlace { return feedPlace{e.Position, e.ID} }

// feedCursor is what a caller gives to `events(after:)`, in ascending order, to read on from an event.
func feedCursor(e *db.Event) string {
	return page.Order{Name: "AT", Kind: page.Text}.Cursor(eventKey(e))
}
