package meter

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// wire is a bus between the servers of a test.
type wire struct {
	mu     sync.Mutex
	on     []func(string)
	broken bool
	told   int
}

var errBroken = errors.New("broken")

func (w *wire) Tell(_ context.Context, _, text string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken {
		return errBroken
	}
	if len(text) > 7000 {
		return errors.New("too long")
	}
	w.told++
	for _, on := range w.on {
		on(text)
	}
	return nil
}

func (w *wire) Hear(_ string, on func(string)) func() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.on = append(w.on, on)
	return func() {}
}

func (w *wire) cut(broken bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = broken
}

func (w *wire) texts() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.told
}

func left(m *Meter, p Payer) int {
	state, _ := m.Take(0, p)
	return state.Remaining
}

func TestServersShareABucketWithinASecondOrTwo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		between, a, b := &wire{}, New(Options{}), New(Options{})
		for _, m := range []*Meter{a, b} {
			go m.Reconcile(ctx, between, "spent")
		}
		p := Payer{"key:a", Rate{1000, 1}}
		time.Sleep(2500 * time.Millisecond) // they know of each other
		a.Take(400, p)
		if got := left(b, p); got != 1000 {
			t.Errorf("b knows of it before it was told: %d", got)
		}
		time.Sleep(1500 * time.Millisecond)
		if got := left(b, p); got < 600 || got > 604 {
			t.Errorf("b has %d left, want 600 and what was restored", got)
		}
		between.cut(true)
		a.Take(100, p)
		time.Sleep(2 * time.Second)
		between.cut(false)
		time.Sleep(2 * time.Second)
		if got := left(b, p); got < 500 || got > 510 {
			t.Errorf("b has %d left, want 500 and what was restored: what could not be told was lost", got)
		}
		for i := range 3 * payersAtOnce {
			a.Take(1, Payer{ID: "network:192.0.2." + string(rune('a'+i)), Rate: Rate{100, 1}})
		}
		before := between.texts()
		time.Sleep(1500 * time.Millisecond)
		if parts := between.texts() - before; parts < 4 {
			t.Errorf("150 payers were told in %d texts", parts)
		}
		stop()
		synctest.Wait()
	})
}

func TestAServerThatFallsSilentIsCountedNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		between, a, b := &wire{}, New(Options{}), New(Options{})
		ctx, stop := context.WithCancel(t.Context())
		other, leave := context.WithCancel(t.Context())
		go a.Reconcile(ctx, between, "spent")
		go b.Reconcile(other, between, "spent")
		count := func() int {
			a.mu.Lock()
			defer a.mu.Unlock()
			return a.instances
		}
		time.Sleep(2500 * time.Millisecond)
		if count() != 2 {
			t.Errorf("%d servers are counted, want 2", count())
		}
		leave()
		time.Sleep(silence + 2*reconciling)
		if count() != 1 {
			t.Errorf("%d servers are counted, want 1", count())
		}
		stop()
		synctest.Wait()
	})
}
