package meter

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"
)

// Bus carries texts of up to 7,000 bytes to the other servers, and theirs here. What is lost is lost: then the others
// learn a second's spending too late, or not at all.
type Bus interface {
	Tell(ctx context.Context, topic, text string) error
	Hear(topic string, on func(text string)) (stop func())
}

const (
	// reconciling is how often servers tell each other what was spent.
	reconciling = time.Second
	// silence is how long a server is counted that says nothing any more.
	silence = 4 * reconciling
	// payersAtOnce is how many payers stand in one text.
	payersAtOnce = 50
)

// spending is what one server tells the others.
type spending struct {
	From  string  `json:"f"`
	Spent []spent `json:"s,omitempty"`
}

type spent struct {
	ID        string `json:"i"`
	Bucket    int    `json:"b"`
	PerSecond int    `json:"r"`
	Points    int    `json:"p"`
}

// Reconcile lets this meter and those of the other servers on the bus share their payers, until the context is done.
func (m *Meter) Reconcile(ctx context.Context, bus Bus, topic string) {
	r := &reconciliation{meter: m, self: rand.Text(), others: map[string]time.Time{}}
	stop := bus.Hear(topic, r.hear)
	defer stop()
	ticks := time.NewTicker(reconciling)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			m.Instances(1)
			return
		case now := <-ticks.C:
			r.count(now)
			r.tell(ctx, bus, topic)
		}
	}
}

// reconciliation knows the other servers by what they say.
type reconciliation struct {
	meter  *Meter
	self   string
	unsaid map[Payer]int // what could not be told

	mu     sync.Mutex
	others map[string]time.Time // when each was last heard
}

// count tells the meter how many servers there are.
func (r *reconciliation) count(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, heard := range r.others {
		if now.Sub(heard) > silence {
			delete(r.others, id)
		}
	}
	r.meter.Instances(1 + len(r.others))
}

// tell says what was spent here within the last second, and, with nothing, that this server is there. What cannot be
// told is added to the next second's.
func (r *reconciliation) tell(ctx context.Context, bus Bus, topic string) {
	due := r.meter.Spent()
	for payer, points := range r.unsaid {
		due[payer] += points
	}
	r.unsaid = map[Payer]int{}
	payers := slices.Collect(maps.Keys(due))
	for len(payers) > payersAtOnce {
		r.say(ctx, bus, topic, payers[:payersAtOnce], due)
		payers = payers[payersAtOnce:]
	}
	r.say(ctx, bus, topic, payers, due)
}

func (r *reconciliation) say(ctx context.Context, bus Bus, topic string, payers []Payer, due map[Payer]int) {
	said := spending{From: r.self}
	for _, p := range payers {
		said.Spent = append(said.Spent, spent{p.ID, p.Rate.Bucket, p.Rate.PerSecond, due[p]})
	}
	text, err := json.Marshal(said)
	if err == nil {
		err = bus.Tell(ctx, topic, string(text))
	}
	if err != nil {
		for _, p := range payers {
			r.unsaid[p] = due[p]
		}
	}
}

// hear takes away what another server gave.
func (r *reconciliation) hear(text string) {
	var said spending
	if json.Unmarshal([]byte(text), &said) != nil || said.From == "" || said.From == r.self {
		return
	}
	r.mu.Lock()
	r.others[said.From] = time.Now()
	r.mu.Unlock()
	for _, s := range said.Spent {
		r.meter.Charge(Payer{ID: s.ID, Rate: Rate{Bucket: s.Bucket, PerSecond: s.PerSecond}}, s.Points)
	}
}
