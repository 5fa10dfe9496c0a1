package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/internal/apitest"
)

// TestTheStepsMakeEntsSchema fails when the schema was changed and no step makes the change.
func TestTheStepsMakeEntsSchema(t *testing.T) {
	for name, open := range emptyOnes() {
		t.Run(name, func(t *testing.T) {
			folder := copied(t, name)
			missing := difference(t, open(t), folder)
			if missing != "" {
				t.Errorf("the steps do not make ent's schema; run go run ./internal/migration/diff NAME, which would write\n%s", missing)
			}
		})
	}
}

// TestAMissingStepIsFound proves that the comparison looks: without the last thing of a step, it is asked for, and so is
// what a step makes otherwise than ent's schema says.
func TestAMissingStepIsFound(t *testing.T) {
	for name, open := range emptyOnes() {
		for what, broken := range map[string]string{
			"an index":  "DROP INDEX session_expires_at",
			"a column":  "ALTER TABLE sessions DROP COLUMN revoked_at",
			"one extra": "ALTER TABLE sessions ADD COLUMN note text",
			"a table":   "DROP TABLE verified_identities",
		} {
			t.Run(name+"/"+what, func(t *testing.T) {
				folder := copied(t, name)
				step := "-- +goose Up\n" + broken + ";\n"
				if err := os.WriteFile(filepath.Join(folder, "90000_broken.sql"), []byte(step), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := sum(folder); err != nil {
					t.Fatal(err)
				}
				if missing := difference(t, open(t), folder); missing == "" {
					t.Error("nothing was found missing")
				}
			})
		}
	}
}

func TestTheGeneratorSaysWhatItNeeds(t *testing.T) {
	t.Setenv("HANDLEDESK_POSTGRES_SERVER", "")
	for want, arguments := range map[string][]string{
		"--postgres":     {"webhooks"},
		"name the step":  {"--postgres", "postgres://127.0.0.1:1/x"},
		"lower case":     {"--postgres", "postgres://127.0.0.1:1/x", "Web Hooks"},
		"cannot be made": {"--postgres", "postgres://127.0.0.1:1/x?connect_timeout=2", "webhooks"},
	} {
		var out bytes.Buffer
		if err := run(t.Context(), arguments, &out, t.TempDir()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", arguments, err, want)
		}
	}
}

// emptyOnes open an empty database of each kind.
func emptyOnes() map[string]func(t *testing.T) *entsql.Driver {
	return map[string]func(t *testing.T) *entsql.Driver{
		"sqlite": func(t *testing.T) *entsql.Driver {
			t.Helper()
			return opened(emptySQLite())(t)
		},
		dialect.Postgres: func(t *testing.T) *entsql.Driver {
			t.Helper()
			server := apitest.NeedServer(t)
			return opened(emptyPostgres(t.Context(), server))(t)
		},
	}
}

func opened(driver *entsql.Driver, end func() error, err error) func(t *testing.T) *entsql.Driver {
	return func(t *testing.T) *entsql.Driver {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := end(); err != nil {
				t.Error(err)
			}
		})
		return driver
	}
}

// copied is a copy of a database's steps, into which may be written.
func copied(t *testing.T, name string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filepath.Join("..", name))); err != nil {
		t.Fatal(err)
	}
	return folder
}

// difference is the step that would be written; empty when nothing is missing.
func difference(t *testing.T, empty *entsql.Driver, folder string) string {
	t.Helper()
	const version = 99999
	err := compare(t.Context(), empty, folder, "missing", formatter{dialect: empty.Dialect(), version: version})
	if errors.Is(err, migrate.ErrNoPlan) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	file, err := stepFile(folder, version)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
