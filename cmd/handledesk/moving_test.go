package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // makes and drops the database

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/secret"
)

// TestMovingHouse goes the whole way on the command line: backup of a database that is served, restore, copy, serve.
func TestMovingHouse(t *testing.T) {
	data, elsewhere := t.TempDir(), t.TempDir()
	t.Setenv("HANDLEDESK_DATABASE", "")
	if code, _, errs := command(t, "reseller", "create", "Before", "--data", data); code != 0 {
		t.Fatal(errs)
	}
	server := start(t, "serve", "--listen", "127.0.0.1:0", "--data", data)
	wait(t, "the address", server.out, func() bool { return server.url() != "" })
	backup := filepath.Join(elsewhere, "backup.db")
	code, out, errs := command(t, "backup", "--data", data, "--to", backup)
	if code != 0 || !strings.Contains(out, "checked") || !strings.Contains(errs, secret.ServerKeyFile) || strings.Contains(errs, "%") {
		t.Fatalf("exit %d: %q %q", code, out, errs)
	}
	if code, _, errs := command(t, "backup", "--data", data, "--to", backup); code != 1 || !strings.Contains(errs, "--force") {
		t.Errorf("again: exit %d: %q", code, errs)
	}
	if code, _, errs := command(t, "restore", "--data", data, "--from", backup); code != 1 || !strings.Contains(errs, "stop every server") {
		t.Errorf("while it is served: exit %d: %q", code, errs)
	}
	server.kill()
	if code, _, errs := command(t, "reseller", "create", "After", "--data", data); code != 0 {
		t.Fatal(errs)
	}
	code, out, errs = command(t, "restore", "--data", data, "--from", backup)
	if code != 0 || !strings.Contains(out, ".before-restore-") || errs != "" {
		t.Fatalf("exit %d: %q %q", code, out, errs)
	}
	if _, list, _ := command(t, "reseller", "list", "--data", data); !strings.Contains(list, "Before") || strings.Contains(list, "After") {
		t.Errorf("the database holds %q", list)
	}
	fresh := filepath.Join(elsewhere, "fresh")
	if code, _, errs := command(t, "restore", "--data", fresh, "--from", backup); code != 0 || !strings.Contains(errs, secret.ServerKeyFile) {
		t.Errorf("into a new folder: exit %d: %q", code, errs)
	}
	copyIt(t, data)
}

func copyIt(t *testing.T, data string) {
	t.Helper()
	server := apitest.NeedServer(t)
	name := fmt.Sprintf("handledesk_house_%d", os.Getpid())
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = admin.Close()
	})
	at, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	at.Path = "/" + name
	code, out, errs := command(t, "copy", "--from", data, "--to", at.String())
	if code != 0 || !strings.Contains(out, "resellers") || !strings.Contains(out, "equal") || !strings.Contains(errs, secret.ServerKeyFile) {
		t.Fatalf("exit %d: %q %q", code, out, errs)
	}
	if _, list, errs := command(t, "reseller", "list", "--data", data, "--database", at.String()); !strings.Contains(list, "Before") {
		t.Errorf("the new database holds %q %q", list, errs)
	}
	if code, _, errs := command(t, "copy", "--from", data, "--to", at.String()); code != 1 || !strings.Contains(errs, "not empty") {
		t.Errorf("again: exit %d: %q", code, errs)
	}
}
