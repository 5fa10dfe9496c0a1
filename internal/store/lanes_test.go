package store

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

func enter(ctx context.Context, t *testing.T, l lanes) (leave func()) {
	t.Helper()
	leave, err := l.enter(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return leave
}

// TestAsManyReadAsThereAreProcessors: the next one waits until one of them leaves, or has read for too long.
func TestAsManyReadAsThereAreProcessors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for name, first := range map[string]struct {
			stays time.Duration
			waits time.Duration
		}{
			"who leaves soon":    {laneTime / 5, laneTime / 5},
			"who reads for long": {10 * laneTime, laneTime},
		} {
			l := newLanes()
			for range runtime.GOMAXPROCS(0) {
				leave := enter(t.Context(), t, l)
				go func() {
					time.Sleep(first.stays)
					leave()
				}()
			}
			begun := time.Now()
			leave := enter(t.Context(), t, l)
			if waited := time.Since(begun); waited != first.waits {
				t.Errorf("behind %s the next one waited %s, want %s", name, waited, first.waits)
			}
			leave()
			time.Sleep(20 * laneTime)
		}
	})
}

// TestALaneIsGivenBackOnce: one who read for long has given it back already when it leaves.
func TestALaneIsGivenBackOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLanes()
		leave := enter(t.Context(), t, l)
		time.Sleep(2 * laneTime)
		synctest.Wait()
		leave()
		if used := len(l.free); used != 0 {
			t.Errorf("%d lanes are taken, and nobody reads", used)
		}
	})
}

// TestWhoGoesWhileWaitingTakesNoLane: it would be one less for all who come.
func TestWhoGoesWhileWaitingTakesNoLane(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := lanes{make(chan struct{}, 1)}
		leave := enter(t.Context(), t, l)
		ctx, cancel := context.WithTimeout(t.Context(), laneTime/2)
		defer cancel()
		if _, err := l.enter(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v", err)
		}
		leave()
		if used := len(l.free); used != 0 {
			t.Errorf("%d lanes are taken, and nobody reads", used)
		}
	})
}
