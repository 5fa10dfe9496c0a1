package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// insert writes one row as a member of whatever transaction is open.
func insert(ctx context.Context, tx *Tx, name string) error {
	return tx.Sequence.Create().SetID(name).SetValue(1).Exec(ctx)
}

// waiting is how many wait for their turn.
func (s *Store) waiting() int {
	s.turns.mu.Lock()
	defer s.turns.mu.Unlock()
	return len(s.turns.waiting)
}

// behind lets several writes come, in this order, while a first one has the turn, and gives how each ended, the first
// one's last. So they share a transaction, if writes do.
func behind(t *testing.T, s *Store, writes ...func() error) []error {
	t.Helper()
	return behindAnd(t, s, func() {}, writes...)
}

// behindAnd does something when all have come.
func behindAnd(t *testing.T, s *Store, then func(), writes ...func() error) []error {
	t.Helper()
	ended := make([]error, len(writes)+1)
	var all sync.WaitGroup
	come := sync.OnceFunc(func() { // and not again when the first one runs again
		for i, write := range writes {
			all.Go(func() { ended[i] = write() })
			for s.waiting() <= i {
				time.Sleep(time.Millisecond)
			}
		}
		then()
	})
	ended[len(writes)] = s.Write(system(), func(tx *Tx) error {
		come()
		s.turns.open.begun = time.Now() // a slow machine must not close the group
		return insert(system(), tx, "first")
	})
	all.Wait()
	return ended
}

// grouped opens a store and tells how often it committed since it was asked last.
func grouped(t *testing.T, o Options) (s *Store, commits func() int) {
	t.Helper()
	var l listener
	o.Directory, o.Observe = t.TempDir(), l.observe
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	l.take()
	return s, func() (n int) {
		for _, statement := range l.take() {
			if strings.HasPrefix(statement, "COMMIT") {
				n++
			}
		}
		return n
	}
}

func TestThoseWhoWriteAtTheSameTimeShareACommit(t *testing.T) {
	s, commits := grouped(t, Options{})
	var writes []func() error
	for i := range 10 {
		writes = append(writes, func() error { return add(s, fmt.Sprintf("member %d", i)) })
	}
	for i, err := range behind(t, s, writes...) {
		if err != nil {
			t.Errorf("write %d: %v", i, err)
		}
	}
	if n := commits(); n != 1 {
		t.Errorf("11 writes took %d commits", n)
	}
	if got := names(t, s); len(got) != 11 {
		t.Errorf("there are %v", got)
	}
}

func TestAMemberThatFailsLeavesTheOthers(t *testing.T) {
	mistake := errors.New("a mistake")
	for name, fail := range map[string]func(tx *Tx) error{
		"refuses":                func(*Tx) error { return mistake },
		"breaks a rule":          func(tx *Tx) error { return errors.Join(mistake, insert(system(), tx, "first")) },
		"swallows a broken rule": func(tx *Tx) error { _ = insert(system(), tx, "first"); return mistake },
		"panics":                 func(*Tx) error { panic(mistake) },
	} {
		t.Run(name, func(t *testing.T) {
			s, commits := grouped(t, Options{})
			ended := behind(t, s,
				func() error { return add(s, "before") },
				func() (err error) {
					defer func() {
						if panicked := recover(); panicked != nil {
							err = panicked.(error)
						}
					}()
					return s.Write(system(), func(tx *Tx) error {
						if err := insert(system(), tx, "failing"); err != nil {
							t.Error(err)
						}
						return fail(tx)
					})
				},
				func() error { return add(s, "after") },
			)
			if ended[0] != nil || !errors.Is(ended[1], mistake) || ended[2] != nil || ended[3] != nil {
				t.Errorf("they ended with %v", ended)
			}
			if n := commits(); n != 1 {
				t.Errorf("there were %d commits", n)
			}
			if got := names(t, s); !slices.Equal(got, []string{"after", "before", "first"}) {
				t.Errorf("there are %v", got)
			}
		})
	}
}

// SQLite undoes a whole transaction when a writing statement in it is interrupted, whoever's it was.
func TestAMemberThatLosesTheTransactionLosesOnlyItsOwn(t *testing.T) {
	s, _ := grouped(t, Options{StatementTimeout: 100 * time.Millisecond})
	runs := 0
	ended := behind(t, s,
		func() error {
			return s.Write(system(), func(tx *Tx) error { runs++; return insert(system(), tx, "before") })
		},
		func() error {
			return s.Write(system(), func(tx *Tx) error { _, err := tx.ExecContext(system(), oneWrite); return err })
		},
		func() error { return add(s, "after") },
	)
	if ended[0] != nil || !errors.Is(ended[1], context.DeadlineExceeded) || ended[2] != nil || ended[3] != nil {
		t.Errorf("they ended with %v", ended)
	}
	if runs != 2 {
		t.Errorf("who came before ran %d times", runs)
	}
	if got := names(t, s); !slices.Equal(got, []string{"after", "before", "first"}) {
		t.Errorf("there are %v", got)
	}
}

// Nobody hears of a change, nor of a refusal that rests on one, before the commit.
func TestNobodyIsAnsweredBeforeTheCommit(t *testing.T) {
	for name, refusal := range map[string]error{"a change": nil, "a refusal": errors.New("refused")} {
		t.Run(name, func(t *testing.T) {
			s, _ := grouped(t, Options{})
			answered := make(chan struct{})
			ended := behind(t, s,
				func() error {
					err := s.Write(system(), func(*Tx) error { return refusal })
					close(answered)
					return err
				},
				func() error {
					return s.Write(system(), func(*Tx) error {
						select {
						case <-answered:
							t.Error("it was answered while the transaction was open")
						case <-time.After(50 * time.Millisecond):
						}
						return nil
					})
				},
			)
			if !errors.Is(ended[0], refusal) || ended[1] != nil {
				t.Errorf("they ended with %v", ended)
			}
		})
	}
}

func TestWhenTheCommitFailsNobodyIsToldOtherwise(t *testing.T) {
	s, _ := grouped(t, Options{})
	if _, err := s.writer.Exec(`CREATE TABLE later (name TEXT REFERENCES sequences (id) DEFERRABLE INITIALLY DEFERRED)`); err != nil {
		t.Fatal(err)
	}
	ended := behind(t, s,
		func() error { return add(s, "before") },
		func() error {
			return s.Write(system(), func(tx *Tx) error {
				_, err := tx.ExecContext(system(), `INSERT INTO later VALUES ('nobody')`)
				return err
			})
		},
		func() error { return s.Write(system(), func(*Tx) error { return errors.New("refused") }) },
	)
	for i, err := range ended {
		if err == nil || !strings.Contains(err.Error(), "FOREIGN KEY") {
			t.Errorf("write %d ended with %v", i, err)
		}
	}
	if got := names(t, s); len(got) != 0 {
		t.Errorf("there are %v", got)
	}
	if err := add(s, "fine"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A group takes nobody in once it is full or has been open for long, so that those in it get their answer.
func TestAGroupEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &group{begun: time.Now(), members: groupMembers - 1}
		if time.Sleep(groupTime - time.Nanosecond); g.full() {
			t.Error("it is full too early")
		}
		if time.Sleep(time.Nanosecond); !g.full() {
			t.Error("it waits for ever")
		}
		if g = (&group{begun: time.Now(), members: groupMembers}); !g.full() {
			t.Error("it takes in everybody")
		}
	})
}
