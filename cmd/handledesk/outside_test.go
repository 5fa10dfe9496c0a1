package main

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the database, looked into from outside

	"github.com/handledesk/handledesk/internal/store"
)

const (
	createHandle   = `mutation($in: CreateHandleInput!) { createHandle(input: $in) { handle { id code } userErrors { code message } } }`
	registerDomain = `mutation($in: RegisterDomainInput!) { registerDomain(input: $in) { domain { id } userErrors { code message } } }`
)

func newPerson(email string) map[string]any {
	return map[string]any{
		"kind": "PERSON", "givenName": "Jana", "familyName": "Diaz", "email": email, "phone": "+33.123456789",
		"address": map[string]any{"street": []string{"1 rue Haute"}, "city": "Lyon", "postalCode": "69001", "country": "FR"},
	}
}

// done fails the test unless the mutation was done, and gives what its field answered.
func done(t *testing.T, data map[string]any) map[string]any {
	t.Helper()
	for _, answer := range data {
		fields := answer.(map[string]any)
		if refused, _ := fields["userErrors"].([]any); len(refused) > 0 {
			t.Fatalf("refused: %v", refused)
		}
		return fields
	}
	t.Fatal("no answer")
	return nil
}

// file is a database that is looked into from outside of the program.
type file struct {
	*sql.DB
	t *testing.T
}

func openFile(t *testing.T, folder string) file {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, store.File)+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return file{db, t}
}

// lines reads lines of one column, with "; " between.
func (f file) lines(query string, arguments ...any) string {
	f.t.Helper()
	rows, err := f.QueryContext(f.t.Context(), query, arguments...)
	if err != nil {
		f.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			f.t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		f.t.Fatal(err)
	}
	return strings.Join(lines, "; ")
}

func (f file) exec(statement string) {
	f.t.Helper()
	if _, err := f.ExecContext(f.t.Context(), statement); err != nil {
		f.t.Fatal(err)
	}
}

// is requires what lines gives.
func (f file) is(what, want, query string, arguments ...any) {
	f.t.Helper()
	if got := f.lines(query, arguments...); got != want {
		f.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// wait waits until something is so, and shows what the program printed when it never is.
func wait(t *testing.T, what string, printed fmt.Stringer, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(40 * time.Second); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s; it printed\n%s", what, printed)
		}
	}
}
