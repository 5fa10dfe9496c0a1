package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// endless is a statement that would run for hours.
const endless = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000000000) SELECT %s FROM n`

var (
	oneRow   = fmt.Sprintf(endless, "count(*)")
	manyRows = fmt.Sprintf(endless, "i")
	// oneWrite has written rows before its time is up.
	oneWrite = `INSERT INTO sequences (id, value) ` + fmt.Sprintf(endless, "'slow' || i, i")
)

// hurried opens a store whose statements get little time.
func hurried(t *testing.T, timeout time.Duration) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Directory: t.TempDir(), StatementTimeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	})
	return s
}

// readAll reads a statement's rows to the last one.
func readAll(ctx context.Context, s *Store, statement string) (n int, err error) {
	found, err := s.Read().QueryContext(ctx, statement)
	if err != nil {
		return 0, err
	}
	defer func() { _ = found.Close() }()
	for found.Next() {
		n++
	}
	return n, found.Err()
}

// inTime checks that something ended by the statement's time limit, not much later, and in words that say so.
func inTime(t *testing.T, timeout time.Duration, run func() error) {
	t.Helper()
	begun := time.Now()
	err := run()
	took := time.Since(begun)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "longer than "+timeout.String()) {
		t.Errorf("the error is %v", err)
	}
	if took < timeout || took > timeout+2*time.Second {
		t.Errorf("it took %s of %s", took, timeout)
	}
}

func TestASlowStatementIsEnded(t *testing.T) {
	const timeout = 200 * time.Millisecond
	s := hurried(t, timeout)
	request, cancel := context.WithTimeout(system(), time.Minute)
	defer cancel()
	for name, ctx := range map[string]context.Context{"without a deadline": system(), "before the request's deadline": request} {
		t.Run("before its only row, "+name, func(t *testing.T) {
			inTime(t, timeout, func() error { _, err := readAll(ctx, s, oneRow); return err })
		})
		t.Run("between rows, "+name, func(t *testing.T) {
			inTime(t, timeout, func() error {
				n, err := readAll(ctx, s, manyRows)
				if n == 0 {
					t.Error("no row came")
				}
				return err
			})
		})
	}
	for range 2 * sqliteReaders {
		if _, err := s.Read().Sequence.Query().Count(system()); err != nil {
			t.Fatalf("a connection is of no use afterwards: %v", err)
		}
	}
}

func TestASlowStatementUndoesItsTransaction(t *testing.T) {
	const timeout = 200 * time.Millisecond
	for name, statement := range map[string]string{"writing": oneWrite, "reading": oneRow} {
		t.Run(name, func(t *testing.T) {
			s := hurried(t, timeout)
			inTime(t, timeout, func() error {
				return s.Write(system(), func(tx *Tx) error {
					if err := tx.Sequence.Create().SetID("before").SetValue(1).Exec(system()); err != nil {
						return err
					}
					_, err := tx.ExecContext(system(), statement)
					return err
				})
			})
			if err := add(s, "after"); err != nil {
				t.Errorf("nothing can be written afterwards: %v", err)
			}
			if got := names(t, s); !slices.Equal(got, []string{"after"}) {
				t.Errorf("there are %v", got)
			}
		})
	}
}

// SQLite rolls a whole transaction back when one of its writing statements is interrupted. What a use case that does
// not look at the error writes next would be committed alone.
func TestNothingIsWrittenAfterATransactionWasRolledBack(t *testing.T) {
	s := hurried(t, 100*time.Millisecond)
	for _, last := range []string{"swallowed", "returned"} {
		var second error
		err := s.Write(system(), func(tx *Tx) error {
			if _, err := tx.ExecContext(system(), oneWrite); err == nil {
				t.Error("the slow statement was not ended")
			}
			if second = tx.Sequence.Create().SetID(last).SetValue(1).Exec(system()); last == "swallowed" {
				return nil
			}
			return second
		})
		for of, err := range map[string]error{"the next statement": second, "the transaction": err} {
			if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "rolled back before") {
				t.Errorf("%s, %s: the error is %v", last, of, err)
			}
		}
	}
	if err := add(s, "after"); err != nil {
		t.Errorf("nothing can be written afterwards: %v", err)
	}
	if got := names(t, s); !slices.Equal(got, []string{"after"}) {
		t.Errorf("there are %v", got)
	}
}

func TestAStatementGetsFiveSeconds(t *testing.T) {
	if got := open(t, t.TempDir()).options.StatementTimeout; got != 5*time.Second {
		t.Errorf("it gets %s", got)
	}
}

func TestTheCallersOwnDeadlineIsNotTheStatements(t *testing.T) {
	s := hurried(t, time.Minute)
	ctx, cancel := context.WithTimeout(system(), 100*time.Millisecond)
	defer cancel()
	if _, err := readAll(ctx, s, oneRow); !errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "longer than") {
		t.Errorf("after the caller's deadline: %v", err)
	}
	ctx, cancel = context.WithCancel(system())
	time.AfterFunc(100*time.Millisecond, cancel)
	if _, err := readAll(ctx, s, oneRow); !errors.Is(err, context.Canceled) {
		t.Errorf("after the caller has gone: %v", err)
	}
}

func TestAnUpgradeTakesAsLongAsItNeeds(t *testing.T) {
	s := hurried(t, time.Nanosecond) // and the schema was made
	if _, err := s.Read().Sequence.Query().Count(system()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an ordinary statement: %v", err)
	}
	var n int
	if err := s.writer.QueryRowContext(unhurried(t.Context()), `SELECT count(*) FROM sequences`).Scan(&n); err != nil {
		t.Errorf("an unhurried one: %v", err)
	}
}

func TestPreparedStatementsAreRefused(t *testing.T) {
	s := open(t, t.TempDir())
	prepared, err := s.reader.PrepareContext(t.Context(), "SELECT 1")
	if err == nil {
		defer func() { _ = prepared.Close() }()
	}
	if err == nil || !strings.Contains(err.Error(), "QueryContext") {
		t.Errorf("the error is %v", err)
	}
}

// TestWhoeverHasGoneIsKnownAtOnce: the caller's context may be over before the statement's own hears of it.
func TestWhoeverHasGoneIsKnownAtOnce(t *testing.T) {
	caller, gone := context.WithCancel(t.Context())
	gone()
	for _, s := range []statement{{parent: caller, ctx: t.Context()}, {parent: caller, ctx: t.Context(), steady: true}} {
		if err := s.over(); !errors.Is(err, context.Canceled) {
			t.Errorf("steady %t: %v", s.steady, err)
		}
	}
}
