package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/internal/page"
)

// feedPlace is a place in the order in which events become visible: by position, then by id. What reads the feed inside
// the program names its place by the last event that it has seen.
type feedPlace struct {
	position int64
	eventID  string
}

// feedAfter reads the next events after a place, in the feed's order. Everything that will ever stand before the last
// of them is among them or was before: a reader that goes on from there misses nothing.
func feedAfter(system context.Context, from *db.Client, place feedPlace, limit int) ([]*db.Event, error) {
	return from.Event.Query().Where(event.IDGT(place.eventID)).Order(db.Asc(event.FieldID)).Limit(limit).All(system)
}

// feedEnd is the place after which everything comes that is yet to happen.
func feedEnd(system context.Context, from *db.Client) (feedPlace, error) {
	last, err := from.Event.Query().Order(db.Desc(event.FieldID)).First(system)
	if db.IsNotFound(err) {
		return feedPlace{}, nil
	}
	if err != nil {
		return feedPlace{}, err
	}
	return placeOf(last), nil
}

// placeOf is an event's own place.
func placeOf(e *db.Event) feedPlace { return feedPlace{eventID: e.ID} }

// feedCursor is what a caller gives to `events(after:)`, in ascending order, to read on from an event.
func feedCursor(e *db.Event) string {
	return page.Order{Name: "AT", Kind: page.Text}.Cursor(page.Key{Value: e.ID, ID: e.ID})
}
