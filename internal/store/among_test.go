package store_test

import (
	"context"
	"database/sql"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// twoServers are two stores on one Postgres database, as two servers have, and a way past them.
func twoServers(t *testing.T) (all []*store.Store, past *sql.DB) {
	t.Helper()
	apitest.NeedPostgres(t)
	options := apitest.Stored(t, t.TempDir())
	all = make([]*store.Store, 2)
	for i := range all {
		var err error
		if all[i], err = store.Open(t.Context(), options); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := all[i].Close(); err != nil {
				t.Errorf("closing: %v", err)
			}
		})
	}
	past, err := sql.Open("pgx", options.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = past.Close() })
	return all, past
}

func program() context.Context { return viewer.System(context.Background()) }

// TestNoTwoServersReceiveOneMessage: both ask while a third one holds the message, so that they get to it at the same
// moment. Nothing is lost either.
func TestNoTwoServersReceiveOneMessage(t *testing.T) {
	all, past := twoServers(t)
	for n := range 10 {
		body := strconv.Itoa(n)
		if err := all[0].Write(program(), func(tx *store.Tx) error { return tx.Enqueue(program(), []byte(body)) }); err != nil {
			t.Fatal(err)
		}
		held, err := past.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := held.ExecContext(t.Context(), "SELECT 1 FROM goqite FOR UPDATE"); err != nil {
			t.Fatal(err)
		}
		var asking sync.WaitGroup
		got := make([]*store.Message, len(all))
		for i := range all {
			asking.Go(func() {
				var err error
				if got[i], err = all[i].Receive(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		awaitLocks(t, past, len(all))
		if err := held.Rollback(); err != nil {
			t.Fatal(err)
		}
		asking.Wait()
		if (got[0] == nil) == (got[1] == nil) {
			t.Errorf("message %s: the servers got %v", body, got)
		}
		for _, m := range got {
			if m != nil && string(m.Body) != body {
				t.Errorf("message %s came in the place of %s", m.Body, body)
			}
		}
	}
}

// awaitLocks waits until so many connections to the database wait for a lock.
func awaitLocks(t *testing.T, past *sql.DB, n int) {
	t.Helper()
	const waiting = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		var found int
		if err := past.QueryRowContext(t.Context(), waiting).Scan(&found); err != nil {
			t.Fatal(err)
		}
		if found >= n {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d connections wait for a lock, want %d", found, n)
		}
	}
}

// increment reads a row and writes what it read plus one; between the two it waits for the others, once.
func increment(s *store.Store, meet func()) error {
	return s.Write(program(), func(tx *store.Tx) error {
		row, err := tx.Sequence.Get(program(), "counter")
		if err != nil {
			return err
		}
		meet()
		return row.Update().SetValue(row.Value + 1).Exec(program())
	})
}

func makeCounter(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.Write(program(), func(tx *store.Tx) error {
		return tx.Sequence.Create().SetID("counter").SetValue(0).Exec(program())
	}); err != nil {
		t.Fatal(err)
	}
}

func counted(t *testing.T, s *store.Store) int64 {
	t.Helper()
	row, err := s.Read().Sequence.Get(program(), "counter")
	if err != nil {
		t.Fatal(err)
	}
	return row.Value
}

// TestTransactionsThatConflictBothEndWell: both have read when the first one writes.
func TestTransactionsThatConflictBothEndWell(t *testing.T) {
	all, _ := twoServers(t)
	makeCounter(t, all[0])
	var both, done sync.WaitGroup
	var tries atomic.Int64
	both.Add(len(all))
	for _, s := range all {
		done.Go(func() {
			var once sync.Once
			if err := increment(s, func() {
				tries.Add(1)
				once.Do(func() { both.Done(); both.Wait() })
			}); err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if n := counted(t, all[0]); n != 2 || tries.Load() < 3 {
		t.Errorf("the counter says %d after %d tries, want 2 after 3 at least", n, tries.Load())
	}
}

// TestASlowTransactionEndsWellBesideQuickOnes: others change what it has read each time before it can write. Without
// waiting to be alone it runs out of tries.
func TestASlowTransactionEndsWellBesideQuickOnes(t *testing.T) {
	const writers = 8
	all, _ := twoServers(t)
	makeCounter(t, all[0])
	var tries, quick atomic.Int64
	var over atomic.Bool
	var done sync.WaitGroup
	for i := range writers {
		done.Go(func() {
			for !over.Load() {
				if err := increment(all[i%len(all)], func() {}); err != nil {
					t.Error(err)
					return
				}
				quick.Add(1)
			}
		})
	}
	err := increment(all[0], func() {
		tries.Add(1)
		was := quick.Load()
		for deadline := time.Now().Add(500 * time.Millisecond); quick.Load() <= was+writers && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
	})
	over.Store(true)
	done.Wait()
	if n := counted(t, all[0]); err != nil || n != quick.Load()+1 {
		t.Errorf("the counter says %d after %d increments (%v)", n, quick.Load()+1, err)
	}
	if tries.Load() < 2 {
		t.Error("nobody was in the way")
	}
	t.Logf("the slow transaction took %d tries, beside %d quick ones", tries.Load(), quick.Load())
}
