package store_test

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/store"
)

// heard lets a test wait for what a store tells of a topic.
func heard(t *testing.T, s *store.Store, topic string) (next func(want string)) {
	t.Helper()
	texts := make(chan string, 100)
	t.Cleanup(s.Hear(topic, func(text string) { texts <- text }))
	return func(want string) {
		t.Helper()
		for late := time.After(20 * time.Second); ; {
			select {
			case text := <-texts:
				if text == want {
					return
				}
				if text != "" { // which says that something may have been missed
					t.Fatalf("heard %q, want %q", text, want)
				}
			case <-late:
				t.Fatalf("%q was not heard", want)
			}
		}
	}
}

// TestServersHearOfEachOthersChanges: of the accounts alone, after the commit, and again when the line was cut.
func TestServersHearOfEachOthersChanges(t *testing.T) {
	t.Parallel()
	all, past := twoServers(t)
	here, there, spent := heard(t, all[0], store.TopicChanges), heard(t, all[1], store.TopicChanges), heard(t, all[1], store.TopicSpent)
	change := func(account string) {
		t.Helper()
		if err := all[0].Write(t.Context(), func(tx *store.Tx) error { tx.Touch(account); return nil }); err != nil {
			t.Fatal(err)
		}
		here(account)
		there(account)
	}
	awaitListener(t, past, 2)
	change("rsl_one")
	err := all[0].Write(t.Context(), func(tx *store.Tx) error { tx.Touch("rsl_rolled_back"); return errors.New("another thought") })
	if err == nil {
		t.Fatal("it was committed")
	}
	change("rsl_two") // and nothing of what was rolled back
	if err := all[0].Tell(t.Context(), store.TopicSpent, "ten points"); err != nil {
		t.Fatal(err)
	}
	spent("ten points")

	if _, err := past.ExecContext(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND query LIKE 'LISTEN%'`); err != nil {
		t.Fatal(err)
	}
	there("") // it listens again, and knows that it may have missed something
	change("rsl_three")
}

// awaitListener waits until so many servers listen.
func awaitListener(t *testing.T, past *sql.DB, n int) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		var listening int
		err := past.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'`).Scan(&listening)
		if err != nil || listening < n && time.Now().After(deadline) {
			t.Fatalf("%d servers listen (%v)", listening, err)
		}
		if listening >= n {
			return
		}
	}
}
