package service

import (
	"context"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tally"
	"github.com/handledesk/handledesk/internal/viewer"
)

// EventUpdate is an event as a subscription tells it.
type EventUpdate struct {
	Cursor string
	Event  *Event
}

// HandleUpdate is a change of a handle, with the handle as it is now; nil when it is gone or the caller may not see it.
type HandleUpdate struct {
	EventUpdate
	Handle *Handle
}

// DomainUpdate is a change of a domain, with the domain as it is now; likewise.
type DomainUpdate struct {
	EventUpdate
	Domain *Domain
}

// ChangeFilter says which changes of handles or of domains to tell. Fields add up; values in a list are alternatives.
type ChangeFilter struct {
	ID     []string
	Action []registrar.EventAction
}

// Following tells the events that a caller sees, one after the other: those that are there, then those that come.
type Following struct {
	service *Service
	at      place
	where   []predicate.Event
	buffer  []*db.Event
	waiter  *waiter
	// Stop ends it; it must be called.
	Stop func()
}

// FollowEvents follows what Events lists, from after a cursor on, or from now on without one. The cursor comes from a list
// of events in ascending order or from another subscription.
// Errors: BAD_USER_INPUT for a cursor that is none, or that names no event the caller can see, and for filters.
func (s *Service) FollowEvents(ctx context.Context, after *string, filter *EventFilter) (*Following, error) {
	if filter == nil {
		filter = &EventFilter{}
	}
	return s.follow(ctx, after, filter.predicates()...)
}

// FollowHandles follows the changes of handles. Errors: as FollowEvents.
func (s *Service) FollowHandles(ctx context.Context, after *string, filter *ChangeFilter) (*Following, error) {
	return s.followKind(ctx, registrar.HandleID, after, filter)
}

// FollowDomains follows the changes of domains. Errors: as FollowEvents.
func (s *Service) FollowDomains(ctx context.Context, after *string, filter *ChangeFilter) (*Following, error) {
	return s.followKind(ctx, registrar.DomainID, after, filter)
}

func (s *Service) followKind(ctx context.Context, kind registrar.IDKind, after *string, filter *ChangeFilter) (*Following, error) {
	prefix := string(kind) + "_"
	// Ids of a kind stand together: the byte after the underscore ends them.
	where := []predicate.Event{event.EntityIDGTE(prefix), event.EntityIDLT(string(kind) + "`")}
	if filter != nil && filter.ID != nil {
		if len(filter.ID) > nodesAtOnce {
			return nil, registrar.RefuseField(registrar.BadUserInput, "filter.id", "Give 100 ids at most, or none for all.")
		}
		for _, id := range filter.ID {
			if err := requireID(kind, "filter.id", id); err != nil {
				return nil, err
			}
		}
		where = append(where, event.EntityIDIn(filter.ID...))
	}
	if filter != nil && filter.Action != nil {
		where = append(where, event.ActionIn(filter.Action...))
	}
	return s.follow(ctx, after, where...)
}

func (s *Service) follow(ctx context.Context, after *string, where ...predicate.Event) (*Following, error) {
	f := &Following{service: s, where: where}
	v := viewer.FromContext(ctx)
	switch {
	case v.IsReseller():
		f.where = append(f.where, event.ResellerID(v.Reseller)) // the index to walk; the fence serves none
	case v.IsOwner():
		f.where = append(f.where, event.EntityID(v.Handle))
	}
	// Waiting begins before looking, so that nothing falls in between.
	f.waiter, f.Stop = s.feed.wait(v.Reseller)
	f.waiter.wake()
	var err error
	if after != nil {
		f.at, err = s.placeOf(ctx, *after)
	} else {
		f.at.position, _, err = s.store.Horizon(ctx)
	}
	if err != nil {
		f.Stop()
		return nil, translate(err)
	}
	return f, nil
}

// placeOf reads a cursor of events in ascending order. One of a descending list would not do: such a list shows also what
// stands behind changes that nobody can read yet.
func (s *Service) placeOf(ctx context.Context, cursor string) (place, error) {
	w, err := page.Parse(page.Args{After: &cursor}, eventOrder(false))
	if err != nil {
		return place{}, err
	}
	if err := s.locate(ctx, &w); err != nil {
		return place{}, err
	}
	return place{w.After.Value.(int64), w.After.ID}, nil
}

// Pauses between looks while transactions that began before are still under way.
const (
	firstLook = 5 * time.Millisecond
	laterLook = 250 * time.Millisecond
)

// Next waits for the next event. It is read under the rights that the caller has now. Errors: those of the context, and
// of the database.
func (f *Following) Next(ctx context.Context) (*EventUpdate, error) {
	for len(f.buffer) == 0 {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-f.waiter.woken:
		}
		if err := f.read(ctx); err != nil {
			return nil, err
		}
	}
	e := f.buffer[0]
	if f.buffer = f.buffer[1:]; len(f.buffer) == 0 {
		f.waiter.wake() // there may be more than one page
	}
	tally.Add(ctx, 1)
	shown := &Event{e, &group[*Event]{}}
	shown.group.items = []*Event{shown}
	return &EventUpdate{Cursor: eventOrder(false).Cursor(eventKey(e)), Event: shown}, nil
}

// read reads on. When what woke it may still hide behind a transaction that began before, it looks again, until
// everything is read that had begun when it was woken.
func (f *Following) read(ctx context.Context) error {
	var until int64
	for pause := firstLook; ; pause = min(2*pause, laterLook) {
		events, next, begun, err := f.service.eventsAfter(ctx, f.at, f.where...)
		if err != nil {
			return err
		}
		f.buffer, f.at = events, next
		if until == 0 {
			until = begun
		}
		if len(events) > 0 || next.position >= until {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// NextHandle is Next with the handle that was changed.
func (f *Following) NextHandle(ctx context.Context) (*HandleUpdate, error) {
	u, err := f.Next(ctx)
	if err != nil {
		return nil, err
	}
	found, err := f.service.nodesByID(ctx, []string{u.Event.EntityID})
	h, _ := found[u.Event.EntityID].(*Handle)
	return &HandleUpdate{*u, h}, err
}

// NextDomain is Next with the domain that was changed.
func (f *Following) NextDomain(ctx context.Context) (*DomainUpdate, error) {
	u, err := f.Next(ctx)
	if err != nil {
		return nil, err
	}
	found, err := f.service.nodesByID(ctx, []string{u.Event.EntityID})
	d, _ := found[u.Event.EntityID].(*Domain)
	return &DomainUpdate{*u, d}, err
}
