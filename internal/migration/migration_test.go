package migration_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"

	"github.com/handledesk/handledesk/internal/migration"
)

func TestAnEmptyDatabaseIsMade(t *testing.T) {
	each(t, func(t *testing.T, _ *sql.DB, r *migration.Runner) {
		t.Helper()
		if empty, err := r.Empty(t.Context()); err != nil || !empty {
			t.Fatalf("empty: %t (%v)", empty, err)
		}
		if err := r.Check(t.Context()); !errors.Is(err, migration.ErrOlder) {
			t.Fatalf("an empty one: %v", err)
		}
		before, err := r.Status(t.Context())
		if err != nil || before.Pending() != len(before.Steps) || before.Broken() {
			t.Fatalf("before: %+v (%v)", before, err)
		}
		var told []int64
		if err := r.Up(t.Context(), func(s migration.Step, took time.Duration) {
			if !s.Applied || took <= 0 {
				t.Errorf("%+v took %s", s, took)
			}
			told = append(told, s.Version)
		}); err != nil {
			t.Fatal(err)
		}
		if len(told) != len(before.Steps) {
			t.Errorf("told of %v", told)
		}
		after, err := r.Status(t.Context())
		if err != nil || after.Pending() != 0 || after.Trouble != nil || time.Since(after.Steps[0].AppliedAt) > time.Hour {
			t.Errorf("after: %+v (%v)", after, err)
		}
		if err := r.Up(t.Context(), func(s migration.Step, _ time.Duration) { t.Errorf("%d again", s.Version) }); err != nil {
			t.Error(err)
		}
		if empty, err := r.Empty(t.Context()); err != nil || empty {
			t.Errorf("empty: %t (%v)", empty, err)
		}
	})
}

func TestWhatIsNotOursIsRefused(t *testing.T) {
	each(t, func(t *testing.T, pool *sql.DB, r *migration.Runner) {
		t.Helper()
		do(t, pool, "CREATE TABLE customers (id integer)")
		if err := r.Up(t.Context(), nil); !errors.Is(err, migration.ErrHalf) {
			t.Errorf("somebody else's database: %v", err)
		}
		if status, err := r.Status(t.Context()); err != nil || !status.Broken() {
			t.Errorf("%+v (%v)", status, err)
		}
		do(t, pool, "DROP TABLE customers")
		if err := r.Up(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		do(t, pool, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (1000, true)")
		if err := r.Up(t.Context(), nil); !errors.Is(err, migration.ErrNewer) {
			t.Errorf("a newer one: %v", err)
		}
		do(t, pool, "DELETE FROM goose_db_version WHERE version_id > 0")
		if err := r.Up(t.Context(), nil); !errors.Is(err, migration.ErrHalf) {
			t.Errorf("without a record: %v", err)
		}
	})
}

// TestAStepIsAllOrNothing: what is in the way of a step's last statement leaves nothing of the first.
func TestAStepIsAllOrNothing(t *testing.T) {
	pool, _ := emptyPostgres(t)
	r := runner(t, pool, dialect.Postgres, migration.Options{})
	do(t, pool, "CREATE SEQUENCE goqite") // no table, but its name is taken
	if err := r.Up(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "migration 4") {
		t.Fatalf("the error is %v", err)
	}
	if empty, err := r.Empty(t.Context()); err != nil || !empty {
		t.Errorf("something is left (%v)", err)
	}
	do(t, pool, "DROP SEQUENCE goqite")
	if err := r.Up(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

func TestProgramsMakeAPostgresOnce(t *testing.T) {
	_, address := emptyPostgres(t)
	var steps atomic.Int64
	var programs sync.WaitGroup
	for range 4 {
		r := runner(t, connect(t, "pgx", address), dialect.Postgres, migration.Options{})
		programs.Go(func() {
			if err := r.Up(t.Context(), func(migration.Step, time.Duration) { steps.Add(1) }); err != nil {
				t.Error(err)
			}
		})
	}
	programs.Wait()
	if known, err := migration.Known(dialect.Postgres); err != nil || steps.Load() != int64(len(known)) {
		t.Errorf("%d steps were applied (%v)", steps.Load(), err)
	}
}

// TestWaitingIsTold: a program that holds the lock for long is no mystery.
func TestWaitingIsTold(t *testing.T) {
	pool, _ := emptyPostgres(t)
	holder, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other := runner(t, pool, dialect.Postgres, migration.Options{})
	if err := other.SessionLock(t.Context(), holder); err != nil {
		t.Fatal(err)
	}
	told := make(chan struct{})
	waiting := runner(t, pool, dialect.Postgres, migration.Options{Waiting: func() { close(told) }})
	ended := make(chan error, 1)
	go func() { ended <- waiting.Up(context.WithoutCancel(t.Context()), nil) }()
	select {
	case <-told:
	case <-time.After(10 * time.Second):
		t.Error("nobody was told")
	}
	if err := errors.Join(other.SessionUnlock(t.Context(), holder), holder.Close(), <-ended); err != nil {
		t.Error(err)
	}
}

// TestLandedStepsNeverChange: databases may have them. The last step may, until landed.sum lists it.
func TestLandedStepsNeverChange(t *testing.T) {
	landed, err := migration.Landed()
	if err != nil {
		t.Fatal(err)
	}
	var last int64
	files := map[int64]int{}
	for name, folder := range map[string]string{dialect.SQLite: "sqlite", dialect.Postgres: "postgres"} {
		steps, err := migration.Known(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range steps {
			last = max(last, s.Version)
			file := fmt.Sprintf("%s/%05d_%s.sql", folder, s.Version, s.Name)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files[s.Version]++
			if was, is := landed[s.Version][file], fmt.Sprintf("%x", sha256.Sum256(text)); was != "" && was != is {
				t.Errorf("%s was changed after it had landed; take the change back and write a further step", file)
			} else if was == "" && len(landed[s.Version]) > 0 {
				t.Errorf("%s is new beside a step that had landed", file)
			}
			if end := fmt.Sprintf("\nPRAGMA user_version = %d;\n", s.Version); folder == "sqlite" && !strings.HasSuffix(string(text), end) {
				t.Errorf("%s does not end with%s", file, end)
			}
		}
	}
	for version, number := range files {
		if has := len(landed[version]); has != number && (has > 0 || version < last) {
			t.Errorf("step %d: landed.sum has %d of its %d files; add what `sha256sum */%05d_*.sql` prints in internal/migration", version, has, number, version)
		}
	}
	for version := range landed {
		if files[version] == 0 {
			t.Errorf("step %d had landed and is gone", version)
		}
	}
}
