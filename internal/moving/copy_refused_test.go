package moving

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/store"
)

// newHouse is a database that is made and holds nothing but a few rows.
func newHouse(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Directory: folder})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	pool := onDatabase(t, filepath.Join(folder, store.File))
	exec1(t, pool, `INSERT INTO handles (id, code, kind, given_name, family_name, address, email, phone, created_at, updated_at, email_key, country, name_key, content_key)
		VALUES ('hdl_1', 'A-HD', 'PERSON', 'Ann', 'Ade', '{}', 'a@example.org', '+49.1', 1, 1, 'a', 'DE', x'00', 'c')`)
	exec1(t, pool, "INSERT INTO sequences (id, value) VALUES ('handle_code', 41)")
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestWhatCannotBeCopiedIsRefused(t *testing.T) {
	to, folder := emptyPostgres(t), newHouse(t)
	live := filepath.Join(folder, store.File)
	try := func(what string, words ...string) {
		t.Helper()
		_, err := Copy(t.Context(), CopyOptions{From: folder, To: to})
		refused(t, what, err, words...)
	}
	change := func(statement string) {
		t.Helper()
		pool := onDatabase(t, live)
		exec1(t, pool, statement)
		_ = pool.Close()
	}
	s, err := store.Open(t.Context(), store.Options{Directory: folder})
	if err != nil {
		t.Fatal(err)
	}
	try("a served database", "another program", "stop")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	change("CREATE TABLE surprise (id TEXT)")
	try("an unknown table", "surprise", "lost")
	change("DROP TABLE surprise")
	change("ALTER TABLE mails ADD COLUMN surprise TEXT")
	try("an unknown column", "surprise", "mails")
	change("ALTER TABLE mails DROP COLUMN surprise")
	change("DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
	change("PRAGMA user_version = 3")
	try("an older database", "older", "migrate")
	change("PRAGMA user_version = 4")
	change("INSERT INTO goose_db_version (version_id, is_applied) SELECT max(version_id) + 1, 1 FROM goose_db_version")
	onPostgres(t, to, func(pool *sql.DB) {
		if err := pool.Ping(); err != nil {
			t.Fatal(err)
		}
		try("other programs", "other programs are connected", "stop")
	})
}

// TestASourceThatChangesMeanwhile makes what was copied before worthless.
func TestASourceThatChangesMeanwhile(t *testing.T) {
	to, folder := emptyPostgres(t), wholeHouse(t)
	if !child(t, "copy batch", "DIRECTORY="+folder, "TO="+to) {
		t.Fatal("it was not killed")
	}
	s, err := store.Open(t.Context(), store.Options{Directory: folder}) // a server that only starts and ends
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	_, err = Copy(t.Context(), CopyOptions{From: folder, To: to})
	refused(t, "a source that was served", err, "changed since", "drop")
}

// TestATargetWithRows: what a server leaves that was started once is nothing, a row is something.
func TestATargetWithRows(t *testing.T) {
	to, folder := emptyPostgres(t), newHouse(t)
	s, err := store.Open(t.Context(), store.Options{URL: to})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	onPostgres(t, to, func(pool *sql.DB) { exec1(t, pool, "INSERT INTO throttles VALUES ('one', 1)") })
	_, err = Copy(t.Context(), CopyOptions{From: folder, To: to})
	refused(t, "a database with rows", err, "not empty", "throttles")
	onPostgres(t, to, func(pool *sql.DB) { exec1(t, pool, "DELETE FROM throttles") })
	if _, err = Copy(t.Context(), CopyOptions{From: filepath.Join(folder, store.File), To: to}); err != nil {
		t.Fatal(err)
	}
	_, err = Copy(t.Context(), CopyOptions{From: folder, To: to})
	refused(t, "a database that was copied into", err, "not empty")
}

// TestValuesThatPostgresRefuses are named by table, key and column, and not told.
func TestValuesThatPostgresRefuses(t *testing.T) {
	to, folder := emptyPostgres(t), newHouse(t)
	pool := onDatabase(t, filepath.Join(folder, store.File))
	id := ask(t, pool, "SELECT max(id) FROM handles")
	exec1(t, pool, "UPDATE handles SET phone = 'hidden' || char(0) WHERE id = '"+id+"'")
	_ = pool.Close()
	_, err := Copy(t.Context(), CopyOptions{From: folder, To: to})
	refused(t, "a character NUL", err, "handles", id, "phone", "NUL")
	if err != nil && strings.Contains(err.Error(), "hidden") {
		t.Error("the value is told:", err)
	}
}

func TestACopyCanBeInterrupted(t *testing.T) {
	to, folder := emptyPostgres(t), wholeHouse(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	_, err := Copy(ctx, CopyOptions{From: folder, To: to, Batch: 700, reached: func(at string) {
		if at == "batch" {
			stop()
		}
	}})
	if err == nil {
		t.Error("it went on")
	}
	copied(t, folder, to)
}
