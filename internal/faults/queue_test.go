package faults

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/store"
)

// TestTwoServersTakeDifferentMessages: however many deliverers of two servers ask the queue at the same time, each
// message is given to one of them. The library's own statement on Postgres gives some to two.
func TestTwoServersTakeDifferentMessages(t *testing.T) {
	needCluster(t)
	const messages, deliverers = 300, 8
	options := apitest.Stored(t, t.TempDir())
	servers := [2]*store.Store{openStore(t, options), openStore(t, options)}
	err := servers[0].Write(t.Context(), func(tx *store.Tx) error {
		for n := range messages {
			if err := tx.Enqueue(t.Context(), fmt.Appendf(nil, "message %d", n)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var mu sync.Mutex
	given, takers := map[string]int{}, [2]int{}
	over := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(given) == messages || ctx.Err() != nil
	}
	var working sync.WaitGroup
	for of, s := range servers {
		for range deliverers {
			working.Go(func() {
				for !over() {
					m, err := s.Receive(ctx)
					if err != nil {
						t.Error(err)
						return
					}
					if m == nil {
						continue // another one was faster
					}
					mu.Lock()
					given[string(m.Body)]++
					takers[of]++
					mu.Unlock()
				}
			})
		}
	}
	working.Wait()
	for message, times := range given {
		if times != 1 {
			t.Errorf("%s was given out %d times", message, times)
		}
	}
	if len(given) != messages || takers[0] == 0 || takers[1] == 0 {
		t.Errorf("%d of %d messages were given out, %v by each server", len(given), messages, takers)
	}
}

func openStore(t *testing.T, options store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
