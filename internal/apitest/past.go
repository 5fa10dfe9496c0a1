package apitest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // the embedded database, past the program

	"github.com/handledesk/handledesk/internal/store"
)

// Past opens the database of a folder, see Stored, past the program and its fence: one connection, until the test ends.
func Past(t testing.TB, folder string) *sql.DB {
	t.Helper()
	pool, err := OpenPast(Stored(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	return pool
}

// OpenPast opens the database of a store past the program and its fence, with one connection; the caller closes it.
func OpenPast(o store.Options) (*sql.DB, error) {
	driver, address := "sqlite3", "file:"+filepath.Join(o.Directory, store.File)+"?_txlock=immediate&_foreign_keys=on&_busy_timeout=10000"
	if o.URL != "" {
		driver, address = "pgx", o.URL
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	return pool, nil
}

// Past is the world's database past the program and its fence.
func (w *World) Past() *sql.DB {
	w.t.Helper()
	if w.past == nil {
		w.past = Past(w.t, w.folder)
	}
	return w.past
}

// Bind writes a statement's parameters, given as ?, as the database wants them. No text in it may hold a question mark.
func Bind(statement string) string {
	if !OnPostgres() {
		return statement
	}
	parts := strings.Split(statement, "?")
	var bound strings.Builder
	bound.WriteString(parts[0])
	for i, part := range parts[1:] {
		fmt.Fprintf(&bound, "$%d%s", i+1, part)
	}
	return bound.String()
}

// Unchecked lets the transaction under way write rows in any order: what they point to is looked at when it ends, or, on
// Postgres, not at all, and no trigger runs there. Only for putting back rows that were there.
func Unchecked(ctx context.Context, tx *sql.Tx) error {
	statement := "PRAGMA defer_foreign_keys = ON"
	if OnPostgres() {
		statement = "SET LOCAL session_replication_role = replica"
	}
	_, err := tx.ExecContext(ctx, statement)
	return err
}

// Kept is a state of a database to which it can be put back.
type Kept struct {
	live, copy *sql.DB
	tables     []string
	sequences  string // of Postgres, which are no rows: the statement that sets them
}

// Keep keeps the state that the database of a folder is in now.
func Keep(t testing.TB, live *sql.DB) *Kept {
	t.Helper()
	k, err := keep(t, live)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func keep(t testing.TB, live *sql.DB) (k *Kept, err error) {
	t.Helper()
	k = &Kept{live: live}
	if !OnPostgres() {
		k.copy = Past(t, t.TempDir())
		return k, copySQLite(t.Context(), k.live, k.copy)
	}
	if k.tables, err = Tables(t.Context(), live); err != nil {
		return nil, err
	}
	statements := []string{"CREATE SCHEMA IF NOT EXISTS kept"}
	for _, table := range k.tables {
		statements = append(statements, "DROP TABLE IF EXISTS kept."+table, "CREATE TABLE kept."+table+" AS TABLE "+table)
	}
	if _, err = live.ExecContext(t.Context(), strings.Join(statements, "; ")); err != nil {
		return nil, err
	}
	err = live.QueryRowContext(t.Context(), `SELECT 'SELECT ' || string_agg(format('setval(%L, %s, %L)', sequencename,
		coalesce(last_value, start_value), last_value IS NOT NULL), ', ') FROM pg_sequences WHERE schemaname = current_schema()`).
		Scan(&k.sequences)
	return k, err
}

// PutBack undoes everything since then.
func (k *Kept) PutBack(ctx context.Context) error {
	if !OnPostgres() {
		return copySQLite(ctx, k.copy, k.live)
	}
	tx, err := k.live.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	err = Unchecked(ctx, tx)
	for _, table := range k.tables {
		if err != nil {
			break
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf(`DELETE FROM %[1]s AS now WHERE NOT EXISTS (
			SELECT 1 FROM kept.%[1]s AS was WHERE was.id = now.id AND was.*::text = now.*::text)`, table))
	}
	for _, table := range k.tables {
		if err != nil {
			break
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf(`INSERT INTO %[1]s SELECT * FROM kept.%[1]s AS was WHERE NOT EXISTS (
			SELECT 1 FROM %[1]s AS now WHERE now.id = was.id)`, table))
	}
	if err == nil {
		_, err = tx.ExecContext(ctx, k.sequences)
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Unhide lets messages of the queue be taken again at once which somebody took and never finished.
func Unhide(ctx context.Context, past *sql.DB) error {
	statement := "UPDATE goqite SET timeout = strftime('%Y-%m-%dT%H:%M:%fZ')"
	if OnPostgres() {
		statement = "UPDATE goqite SET timeout = now()"
	}
	_, err := past.ExecContext(ctx, statement)
	return err
}

// Unguard lets a connection harm what foreign keys and triggers guard.
func Unguard(ctx context.Context, past *sql.DB) error {
	statement := "PRAGMA foreign_keys = OFF; DROP TRIGGER guard_event_deleted"
	if OnPostgres() {
		statement = "SET session_replication_role = replica"
	}
	_, err := past.ExecContext(ctx, statement)
	return err
}

// Version is a text that changes when somebody else has written; on Postgres also when the test itself has.
func (k *Kept) Version(ctx context.Context) (version string, err error) { return Version(ctx, k.live) }

// Version is a text that changes when somebody else than the connection has written; on Postgres also when it has itself.
func Version(ctx context.Context, live *sql.DB) (version string, err error) {
	statement := "PRAGMA data_version"
	if OnPostgres() {
		looks, err := Tables(ctx, live)
		if err != nil {
			return "", err
		}
		for i, table := range looks {
			looks[i] = "SELECT count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) AS look FROM " + table
		}
		statement = "SELECT string_agg(look, ',') FROM (" + strings.Join(looks, " UNION ALL ") + ") AS looks"
	}
	err = live.QueryRowContext(ctx, statement).Scan(&version)
	return version, err
}

// Forbid lets every insertion into a table fail, until allow is called.
func Forbid(ctx context.Context, past *sql.DB, table string) (allow func() error, err error) {
	forbid := "CREATE TRIGGER forbidden BEFORE INSERT ON " + table + " BEGIN SELECT RAISE(ABORT, 'no'); END" // #nosec G202 -- a test names the table
	undo := "DROP TRIGGER forbidden"
	if OnPostgres() {
		forbid = `CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
			CREATE TRIGGER forbidden BEFORE INSERT ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION forbid()`
		undo = "DROP FUNCTION forbid CASCADE"
	}
	_, err = past.ExecContext(ctx, forbid)
	return func() error {
		_, err := past.ExecContext(ctx, undo)
		return err
	}, err
}
