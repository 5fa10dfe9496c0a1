package store

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhoGoesWhileWaitingHoldsNobodyUp(t *testing.T) {
	s, _ := grouped(t, Options{})
	ctx, cancel := context.WithCancel(system())
	gone := func() {
		cancel()
		for s.waiting() > 1 {
			time.Sleep(time.Millisecond)
		}
	}
	ended := behindAnd(t, s, gone,
		func() error {
			return s.Write(ctx, func(*Tx) error { t.Error("who is gone was served"); return nil })
		},
		func() error { return add(s, "after") },
	)
	if !errors.Is(ended[0], context.Canceled) || ended[1] != nil || ended[2] != nil {
		t.Errorf("they ended with %v", ended)
	}
	if got := names(t, s); !slices.Equal(got, []string{"after", "first"}) {
		t.Errorf("there are %v", got)
	}
}

// Who is given the turn in the moment of going must pass it on: everybody behind counts on it.
func TestWhoGoesAsTheTurnComesPassesItOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var turn turns
		if err := turn.take(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- turn.take(ctx) }()
		synctest.Wait()
		turn.mu.Lock()
		cancel()
		close(turn.waiting[0]) // as pass does
		turn.waiting = nil
		turn.mu.Unlock()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("it ended with %v", err)
		}
		if turn.taken {
			t.Error("the turn is lost")
		}
	})
}
