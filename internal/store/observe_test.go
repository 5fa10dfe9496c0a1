package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/ent/db/sequence"
)

// listener remembers what was observed.
type listener struct {
	mu    sync.Mutex
	heard []string
}

func (l *listener) observe(_ context.Context, statement string) func(string) {
	return func(failure string) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.heard = append(l.heard, strings.TrimSpace(strings.Join(strings.Fields(statement)[:min(3, len(strings.Fields(statement)))], " ")+" "+failure))
	}
}

func (l *listener) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.heard)
}

// take gives what was heard since the last call.
func (l *listener) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	heard := l.heard
	l.heard = nil
	return heard
}

func TestTheObserverHearsEveryStatementAndItsEnd(t *testing.T) {
	var l listener
	s, err := Open(t.Context(), Options{Directory: t.TempDir(), Observe: l.observe, StatementTimeout: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	l.take()
	expect := func(what string, want ...string) {
		t.Helper()
		if got := l.take(); !slices.Equal(got, want) {
			t.Errorf("%s: heard %q, want %q", what, got, want)
		}
	}
	if err := add(s, "one"); err != nil {
		t.Fatal(err)
	}
	expect("a write", "BEGIN", "SAVEPOINT member", "INSERT INTO `sequences`", "RELEASE member", "COMMIT")
	if add(s, "one") == nil {
		t.Error("a second one was added")
	}
	expect("a refused write", "BEGIN", "SAVEPOINT member", "INSERT INTO `sequences` constraint_failed", "ROLLBACK TO member;", "ROLLBACK")
	if err := s.Write(system(), func(tx *Tx) error { return tx.Enqueue(system(), []byte("{}")) }); err != nil {
		t.Fatal(err)
	}
	expect("the queue", "BEGIN", "SAVEPOINT member", "insert into goqite", "RELEASE member", "COMMIT")
	if _, err := s.Read().Sequence.Query().Where(sequence.ID("one")).Only(system()); err != nil {
		t.Fatal(err)
	}
	expect("a read", "SELECT `sequences`.`id`, `sequences`.`value`")
	if _, err := readAll(system(), s, oneRow); err == nil {
		t.Error("an endless statement ended")
	}
	expect("a slow read", "WITH RECURSIVE n(i) timeout")
	// The caller goes between two rows, and nobody asks for the next one: database/sql closes them.
	ctx, cancel := context.WithCancel(system())
	found, err := s.Read().QueryContext(ctx, manyRows)
	if err != nil || !found.Next() {
		t.Fatalf("no row came: %v", err)
	}
	defer func() { _ = found.Close() }()
	cancel()
	for range 100 {
		if l.count() > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err := found.Err(); !errors.Is(err, context.Canceled) {
		t.Errorf("the rows end with %v", err)
	}
	expect("an abandoned read", "WITH RECURSIVE n(i) canceled")
}
