package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/migration"
)

// TestAnInterruptedUpgradeGoesOn: a step that fails leaves nothing behind, and what was done before it stays.
func TestAnInterruptedUpgradeGoesOn(t *testing.T) {
	whole := t.TempDir()
	version1(t, whole)
	want := upgraded(t, whole)
	directory := t.TempDir()
	version1(t, directory)
	// A table in the way of the third step.
	onFile(t, directory, func(pool *sql.DB) {
		if _, err := pool.ExecContext(t.Context(), "CREATE TABLE outcome_at (id text)"); err != nil {
			t.Fatal(err)
		}
	})
	if s, err := Open(t.Context(), Options{Directory: directory}); err == nil || !strings.Contains(err.Error(), "migration 3") {
		_ = s.Close()
		t.Fatalf("opened, or the error is %v", err)
	}
	onFile(t, directory, func(pool *sql.DB) {
		if now := fmt.Sprint(read(t, pool, "PRAGMA user_version")); now != "[map[user_version:2]]" {
			t.Errorf("the version is %s", now)
		}
		if made := read(t, pool, "SELECT name FROM sqlite_schema WHERE name = 'outcomes'"); len(made) > 0 {
			t.Error("half of the third step is there")
		}
		if _, err := pool.ExecContext(t.Context(), "DROP TABLE outcome_at"); err != nil {
			t.Fatal(err)
		}
	})
	got := upgraded(t, directory)
	for table, rows := range want {
		if len(got[table]) != len(rows) {
			t.Errorf("%s has %d rows, and %d when nothing goes wrong", table, len(got[table]), len(rows))
		}
	}
}

// TestTwoProgramsUpgradeOnce: whoever comes second waits, and finds it done.
func TestTwoProgramsUpgradeOnce(t *testing.T) {
	directory := t.TempDir()
	version1(t, directory)
	var steps atomic.Int64
	var programs sync.WaitGroup
	for range 4 {
		programs.Go(func() {
			s, err := Open(t.Context(), Options{Directory: directory, Migrated: func(migration.Step, time.Duration) { steps.Add(1) }})
			if err == nil {
				err = s.Close()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	programs.Wait()
	if pending := newest(t) - 1; steps.Load() != pending {
		t.Errorf("%d steps were applied, want %d", steps.Load(), pending)
	}
	if after := contentOf(t, directory); len(after["timers"]) != 8 {
		t.Errorf("it has %d timers", len(after["timers"]))
	}
}

// TestAnUpgradeThatCannotFinishSaysSo: a cancelled start leaves a file that the next start upgrades.
func TestAnUpgradeThatCannotFinishSaysSo(t *testing.T) {
	directory := t.TempDir()
	version1(t, directory)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if s, err := Open(ctx, Options{Directory: directory}); err == nil {
		_ = s.Close()
		t.Fatal("opened although it was cancelled")
	}
	if after := upgraded(t, directory); len(after["timers"]) != 8 {
		t.Errorf("upgraded later it has %d timers", len(after["timers"]))
	}
}
