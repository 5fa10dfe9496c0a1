package property

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/worker"
)

// TestTwoInstancesDoNothingTwice runs TestProofsAndHandOver with two instances on one database that settle at the same
// time: the model allows one hold, one event, one reminder and one mail, whoever is faster.
func TestTwoInstancesDoNothingTwice(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		both := &second{}
		p := newProofs(t, folder, both.trace)
		beside, end, err := p.m.beside(context.Background(), both.trace)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := end(); err != nil {
				t.Errorf("the second instance did not end well: %v", err)
			}
		})
		both.Worker, p.second = beside, both
		t.Repeat(rapid.StateMachineActions(p))
		p.finish(t)
	})
}

// second is a second instance. Both wait for each other before they read what is due, so that both find the same.
type second struct {
	*worker.Worker
	came atomic.Int32
	met  chan struct{} // made anew each time; nil before the first
}

// longestWait is for the other one, which may have failed.
const longestWait = time.Second

// trace lets whoever is about to read what is due wait for the other one, once.
func (s *second) trace(_ context.Context, statement ...any) {
	if s.came.Load() >= 2 || s.met == nil || !strings.Contains(fmt.Sprint(statement...), "ORDER BY `timers`.`due_at`") {
		return
	}
	if s.came.Add(1) == 2 {
		close(s.met)
		return
	}
	select {
	case <-s.met:
	case <-time.After(longestWait):
	}
}

// settleAll lets all instances settle at once.
func (p *proofs) settleAll(ctx context.Context) error {
	if p.second == nil {
		return p.m.worker.Settle(ctx)
	}
	p.second.met = make(chan struct{})
	p.second.came.Store(0)
	other := make(chan error, 1)
	go func() { other <- p.second.Settle(ctx) }()
	return errors.Join(p.m.worker.Settle(ctx), <-other)
}
