package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/store"
)

// TestServersThatStartTogetherMakeOneDatabase: the first makes it, the others wait and find it made.
func TestServersThatStartTogetherMakeOneDatabase(t *testing.T) {
	for range 3 {
		data := filepath.Join(t.TempDir(), "data")
		var children []*child
		for range 4 {
			children = append(children, start(t, "migrate", "--data", data))
		}
		for _, c := range children {
			<-c.ended
			if said := c.out.String(); c.process.ProcessState.ExitCode() != 0 || !strings.Contains(said, "up to date") {
				t.Errorf("exit %d: %s", c.process.ProcessState.ExitCode(), said)
			}
		}
	}
}

func TestMigrateSaysWhatItDoes(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	code, out, errs := command(t, "migrate", "status", "--data", data)
	if code != 0 || strings.Count(out, "pending\n") < 4 || !strings.Contains(out, "migrate up") {
		t.Errorf("before there is one: exit %d: %q %q", code, out, errs)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("asking for the status made a database")
	}
	if code, out, errs = command(t, "migrate", "up", "--data", data); code != 0 || !strings.Contains(out, "first") || !strings.Contains(out, "up to date") {
		t.Errorf("up: exit %d: %q %q", code, out, errs)
	}
	if code, out, errs = command(t, "migrate", "--data", data); code != 0 || out != "The database is up to date.\n" {
		t.Errorf("up again: exit %d: %q %q", code, out, errs)
	}
	code, out, errs = command(t, "migrate", "status", "--data", data)
	if code != 0 || strings.Contains(out, "pending") || strings.Count(out, "applied 2") < 4 || !strings.Contains(out, "up to date") {
		t.Errorf("after: exit %d: %q %q", code, out, errs)
	}
	damage(t, data, "PRAGMA user_version = 1000")
	if code, out, errs = command(t, "migrate", "status", "--data", data); code != 1 || !strings.Contains(errs, "start the newer program") {
		t.Errorf("of a newer program: exit %d: %q %q", code, out, errs)
	}
	damage(t, data, "PRAGMA user_version = 4; DELETE FROM goose_db_version WHERE version_id = 3")
	for _, word := range []string{"status", "up"} {
		if code, out, errs = command(t, "migrate", word, "--data", data); code != 1 || !strings.Contains(errs, "half migrated") {
			t.Errorf("%s, half migrated: exit %d: %q %q", word, code, out, errs)
		}
	}
}

// damage changes a database past the program.
func damage(t *testing.T, data, statements string) {
	t.Helper()
	pool, err := sql.Open("sqlite3", filepath.Join(data, store.File))
	if err != nil {
		t.Fatal(err)
	}
	_, err = pool.ExecContext(t.Context(), statements)
	if closed := pool.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
}
