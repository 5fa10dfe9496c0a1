package service

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

const (
	// feedPoll is how often the feed looks by itself, for changes whose signal was lost or that another program made.
	feedPoll = time.Second
	// feedPage is how many events are read at a time.
	feedPage = 100
)

// place is a place in the order in which events can be read: behind the event of that position and id.
type place struct {
	position int64
	id       string
}

// behind is the place of whoever has read an event.
func behind(e *db.Event) place { return place{e.Position, e.ID} }

// after matches the events that come after a place. The first condition leads to the index.
func (p place) after() predicate.Event {
	return func(s *sql.Selector) {
		position, id := s.C(event.FieldPosition), s.C(event.FieldID)
		s.Where(sql.And(sql.GTE(position, p.position), sql.Or(sql.GT(position, p.position), sql.GT(id, p.id))))
	}
}

// eventsAfter reads the next events after a place, as the caller sees them, in the order in which changes can be read.
// Where it read them all, next is the end of what can be read, so that nobody looks at the same again.
func (s *Service) eventsAfter(ctx context.Context, from place, where ...predicate.Event) (events []*db.Event, next place, begun int64, err error) {
	end, begun, err := s.store.Horizon(ctx)
	if err != nil {
		return nil, from, 0, translate(err)
	}
	events, err = eventsBetween(ctx, s.read(ctx), from, end, feedPage, where...)
	switch {
	case err != nil:
		return nil, from, 0, translate(err)
	case len(events) == feedPage:
		return events, behind(events[feedPage-1]), begun, nil
	case end <= from.position:
		return events, from, begun, nil
	}
	return events, place{end, ""}, begun, nil
}

// eventsBetween reads the first events after a place and before the end of what can be read.
func eventsBetween(
	ctx context.Context, client *db.Client, from place, end int64, limit int, where ...predicate.Event,
) ([]*db.Event, error) {
	return client.Event.Query().Where(where...).Where(from.after(), event.PositionLT(end)).
		Order(db.Asc(event.FieldPosition, event.FieldID)).Limit(limit).All(ctx)
}

// feed wakes those who wait for events, by the account that they wait for. It listens and looks while somebody waits.
type feed struct {
	service *Service
	mu      sync.Mutex
	waiting map[*waiter]bool
	stop    context.CancelFunc
}

// waiter waits for the events of an account, or for any when it is empty.
type waiter struct {
	account string
	woken   chan struct{}
}

// wait lets somebody wait until stop is called.
func (f *feed) wait(account string) (w *waiter, stop func()) {
	w = &waiter{account: account, woken: make(chan struct{}, 1)}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waiting == nil {
		f.waiting = map[*waiter]bool{}
	}
	f.waiting[w] = true
	if f.stop == nil {
		ctx, stop := context.WithCancel(context.Background())
		f.stop = stop
		unhear := f.service.store.Hear(store.TopicChanges, f.heard)
		f.service.background.Go(func() {
			defer unhear()
			f.look(viewer.System(ctx))
		})
	}
	return w, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.waiting, w)
		if len(f.waiting) == 0 && f.stop != nil {
			f.stop()
			f.stop = nil
		}
	}
}

// heard wakes those who wait for one of the accounts; nothing said stands for all.
func (f *feed) heard(accounts string) {
	f.wake(strings.Split(accounts, ","), accounts == "")
}

func (f *feed) wake(accounts []string, all bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for w := range f.waiting {
		if all || w.account == "" && len(accounts) > 0 || slices.Contains(accounts, w.account) {
			w.wake()
		}
	}
}

func (w *waiter) wake() {
	select {
	case w.woken <- struct{}{}:
	default: // it is woken already
	}
}

// look finds by itself whose events are new, once a second.
func (f *feed) look(system context.Context) {
	s := f.service
	end, _, err := s.store.Horizon(system)
	begun, seen := err == nil, place{position: end}
	ticks := time.NewTicker(feedPoll)
	defer ticks.Stop()
	for {
		select {
		case <-system.Done():
			return
		case <-ticks.C:
		}
		if !begun { // nobody knows what is new: whoever waits looks by itself
			end, _, err := s.store.Horizon(system)
			begun, seen = err == nil, place{position: end}
			f.wake(nil, true)
			continue
		}
		events, next, _, err := s.eventsAfter(system, seen)
		if err != nil {
			continue // whoever waits finds out when it reads
		}
		var accounts []string
		for _, e := range events {
			accounts = append(accounts, orEmpty(e.ResellerID))
		}
		f.wake(accounts, false)
		if seen = next; len(events) == feedPage {
			ticks.Reset(feedPoll / 10)
		} else {
			ticks.Reset(feedPoll)
		}
	}
}
