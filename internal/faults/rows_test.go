package faults

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // looks into the embedded database from outside

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/invariant"
	"github.com/handledesk/handledesk/internal/store"
)

// rows are all rows of a database at some moment.
type rows struct{ *invariant.Database }

// open opens the database beside the servers.
func (w *world) open() (*sql.DB, error) {
	if w.stored.URL != "" {
		return sql.Open("pgx", w.stored.URL)
	}
	return sql.Open("sqlite3", "file:"+filepath.Join(w.stored.Directory, store.File)+"?_busy_timeout=10000")
}

// beside does something on a connection of the test's own.
func (w *world) beside(t *testing.T, do func(ctx context.Context, db *sql.DB) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	db, err := w.open()
	if err == nil {
		err = errors.Join(do(ctx, db), db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// read reads everything.
func (w *world) read(t *testing.T) *rows {
	t.Helper()
	tables := map[string][]invariant.Row{}
	w.beside(t, func(ctx context.Context, db *sql.DB) error {
		names, err := apitest.Tables(ctx, db)
		if err != nil {
			return err
		}
		for _, name := range names {
			found, err := apitest.Rows(ctx, db, `SELECT * FROM "`+name+`"`)
			if err != nil {
				return err
			}
			for _, r := range found {
				tables[name] = append(tables[name], invariant.Row(r))
			}
		}
		return nil
	})
	return &rows{invariant.Of(tables)}
}

// number reads one number.
func (w *world) number(t *testing.T, query string) (n int) {
	t.Helper()
	w.beside(t, func(ctx context.Context, db *sql.DB) error { return db.QueryRowContext(ctx, query).Scan(&n) })
	return n
}

// whole requires that the embedded database's file is sound. Postgres checks its pages itself when it reads them.
func (w *world) whole(t *testing.T) {
	t.Helper()
	if w.stored.URL != "" {
		return
	}
	w.beside(t, func(ctx context.Context, db *sql.DB) error {
		var said string
		var broken int
		err := errors.Join(db.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&said),
			db.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&broken))
		if said != "ok" || broken > 0 {
			t.Errorf("integrity_check says %s, and %d references point nowhere", said, broken)
		}
		return err
	})
}

// unhide lets the queue give out at once what was under way when a server died, and lets timers whose work failed run
// again at once. Otherwise the one waits two minutes, in case that server still lives, and the other one minute. So this
// is only done while no server lives.
func (w *world) unhide(t *testing.T) {
	t.Helper()
	past := "strftime('%Y-%m-%dT%H:%M:%fZ')"
	if w.stored.URL != "" {
		past = "now()"
	}
	now := time.Now()
	w.beside(t, func(ctx context.Context, db *sql.DB) error {
		_, err := db.ExecContext(ctx, "UPDATE goqite SET timeout = "+past)
		_, failed := db.ExecContext(ctx, fmt.Sprintf("UPDATE timers SET due_at = %d WHERE due_at BETWEEN %[1]d AND %d",
			now.UnixMilli(), now.Add(2*time.Minute).UnixMilli()))
		return errors.Join(err, failed)
	})
}
