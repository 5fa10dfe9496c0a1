package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// system acts as the program itself, which may write every table.
func system() context.Context { return viewer.System(context.Background()) }

func open(t *testing.T, directory string) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Directory: directory})
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

// add writes one row of a table that needs nothing else.
func add(s *Store, name string) error {
	return s.Write(system(), func(tx *Tx) error { return tx.Sequence.Create().SetID(name).SetValue(1).Exec(system()) })
}

// names lists the rows that add wrote.
func names(t *testing.T, s *Store) []string {
	t.Helper()
	found, err := s.Read().Sequence.Query().IDs(system())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestManyWritersWaitForEachOther(t *testing.T) {
	const writers, each = 16, 50
	s := open(t, t.TempDir())
	if err := add(s, "counter"); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	failed := make(chan error, writers*each)
	for range writers {
		wait.Go(func() {
			for range each {
				// Reading first and writing what was read: a writer that does not hold the lock from the start fails here.
				failed <- s.Write(system(), func(tx *Tx) error {
					row, err := tx.Sequence.Get(system(), "counter")
					if err != nil {
						return err
					}
					return row.Update().SetValue(row.Value + 1).Exec(system())
				})
				if _, err := s.Read().Sequence.Get(system(), "counter"); err != nil {
					failed <- err
				}
			}
		})
	}
	wait.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			t.Fatalf("a writer failed: %v", err)
		}
	}
	if row, err := s.Read().Sequence.Get(system(), "counter"); err != nil || row.Value != 1+writers*each {
		t.Errorf("%d additions made %v (%v)", writers*each, row, err)
	}
}

func TestAFailedOrPanickingWriteLeavesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	mistake := errors.New("a mistake")
	err := s.Write(system(), func(tx *Tx) error {
		if err := tx.Sequence.Create().SetID("failed").SetValue(1).Exec(system()); err != nil {
			t.Error(err)
		}
		return mistake
	})
	if !errors.Is(err, mistake) {
		t.Errorf("the error is %v", err)
	}
	func() {
		defer func() {
			if panicked, is := recover().(error); !is || !errors.Is(panicked, mistake) {
				t.Error("the panic was swallowed")
			}
		}()
		_ = s.Write(system(), func(tx *Tx) error {
			if err := tx.Sequence.Create().SetID("panicked").SetValue(1).Exec(system()); err != nil {
				t.Error(err)
			}
			panic(mistake)
		})
	}()
	if err := add(s, "fine"); err != nil {
		t.Fatalf("after a panic nothing can be written: %v", err)
	}
	if got := names(t, s); len(got) != 1 || got[0] != "fine" {
		t.Errorf("there are %v", got)
	}
}

func TestACancelledWriteLeavesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	ctx, cancel := context.WithCancel(system())
	err := s.Write(ctx, func(tx *Tx) error {
		err := tx.Sequence.Create().SetID("cancelled").SetValue(1).Exec(ctx)
		cancel()
		return err
	})
	if err == nil || len(names(t, s)) != 0 {
		t.Errorf("it was written: %v, %v", names(t, s), err)
	}
	if err := add(s, "fine"); err != nil {
		t.Errorf("after a cancellation nothing can be written: %v", err)
	}
}

func TestNothingIsWrittenBesideTheWriter(t *testing.T) {
	s := open(t, t.TempDir())
	if err := s.Read().Sequence.Create().SetID("beside").SetValue(1).Exec(system()); err == nil {
		t.Error("the readers' connections write")
	}
}

func TestTheDatabaseItselfKeepsTheRules(t *testing.T) {
	s := open(t, t.TempDir())
	err := s.Write(system(), func(tx *Tx) error {
		return tx.Domain.Create().SetID("dom_00000000000000000000000001").SetName("a.com").SetUnicodeName("a.com").SetTld("com").
			SetResellerID("rsl_00000000000000000000000001").SetAutoRenew(true).SetTransferLock(true).SetNameservers([]string{}).
			SetRegisteredAt(1).SetExpiresAt(2).SetDueAt(registrar.Never).SetStatus(registrar.StatusOK).SetUpdatedAt(1).Exec(system())
	})
	if !db.IsConstraintError(err) {
		t.Errorf("a domain of a reseller that does not exist: %v", err)
	}
	settings := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"}
	for name, want := range settings {
		var got string
		if err := s.writer.QueryRow("PRAGMA " + name).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, want %s (%v)", name, got, want, err)
		}
	}
}

func TestTheTraceHearsEveryStatement(t *testing.T) {
	var heard []string
	s, err := Open(t.Context(), Options{Directory: t.TempDir(), Trace: func(_ context.Context, statement ...any) {
		heard = append(heard, fmt.Sprint(statement...))
	}})
	if err != nil {
		t.Fatal(err)
	}
	heard = nil
	if err := errors.Join(add(s, "one"), s.Close()); err != nil {
		t.Fatal(err)
	}
	if all := strings.Join(heard, "\n"); !strings.Contains(all, "INSERT INTO `sequences`") {
		t.Errorf("heard %s", all)
	}
}

func TestAnyFolderNameWorks(t *testing.T) {
	for _, name := range []string{"a b", "50%25", "what?", "#1", "ü", "a'b\"c", "x&y=z"} {
		t.Run(name, func(t *testing.T) {
			directory := filepath.Join(t.TempDir(), name)
			if err := add(open(t, directory), "kept"); err != nil {
				t.Error(err)
			}
			if _, err := os.Stat(filepath.Join(directory, File)); err != nil {
				t.Errorf("the database is somewhere else: %v", err)
			}
			if got := names(t, open(t, directory)); len(got) != 1 {
				t.Errorf("opened again it holds %v", got)
			}
		})
	}
}

func TestAClosedStoreIsNotReady(t *testing.T) {
	s, err := Open(t.Context(), Options{Directory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("open and not ready: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s.Ready(t.Context()) == nil {
		t.Error("closed and ready")
	}
}
