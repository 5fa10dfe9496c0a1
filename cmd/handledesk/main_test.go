package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/store"
)

// command runs one command line and gives its exit code and what it printed.
func command(t *testing.T, arguments ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), arguments, streams{&o, &e})
	return code, o.String(), e.String()
}

func TestHelpNamesEveryCommandFlagAndVariable(t *testing.T) {
	code, out, errs := command(t, "--help")
	if code != 0 || errs != "" {
		t.Fatalf("exit %d: %s", code, errs)
	}
	for _, name := range []string{"serve", "import", "reseller create", "reseller list", "key create", "key rotate", "key limit", "key list", "mail preview", "migrate", "counters check", "counters repair", "backup", "restore", "copy", "handledesk serve --demo"} {
		if !strings.Contains(out, name) {
			t.Errorf("--help does not tell of %q:\n%s", name, out)
		}
	}
	_, out, _ = command(t, "serve", "--help")
	for _, f := range reflect.VisibleFields(reflect.TypeFor[serveCommand]()) {
		if variable := f.Tag.Get("env"); variable != "" && !strings.Contains(out, "$"+variable) {
			t.Errorf("serve --help does not tell of %s:\n%s", variable, out)
		}
	}
	for _, variable := range []string{"$HANDLEDESK_DATA", "$HANDLEDESK_CODE_SUFFIX", "--listen", "127.0.0.1:8080"} {
		if !strings.Contains(out, variable) {
			t.Errorf("serve --help does not tell of %s", variable)
		}
	}
}

func TestEveryServeFlagCanBeAVariable(t *testing.T) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[serveCommand]()) {
		if !f.Anonymous && !strings.HasPrefix(f.Tag.Get("env"), "HANDLEDESK_") {
			t.Errorf("%s has no environment variable", f.Name)
		}
	}
}

func TestWrongCommandLinesExitWith2(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	for _, arguments := range [][]string{
		{}, {"nonsense"}, {"serve", "--nonsense"}, {"serve", "extra"}, {"serve", "--timeout", "soon"}, {"serve", "--log-format", "xml"},
		{"serve", "--introspection", "maybe"}, {"serve", "--max-body", "much"}, {"serve", "--log-level", "loud"}, {"reseller"}, {"reseller", "create"},
		{"key", "create"}, {"key", "create", "--operator", "--reseller", "Acme"}, {"key", "create", "--operator", "--expires", "tomorrow"},
		{"key", "rotate"}, {"key", "rotate", "key_1", "--overlap", "long"}, {"key", "limit", "--bucket", "1", "--restore", "1"},
		{"key", "limit", "--key", "key_1"}, {"key", "limit", "--key", "key_1", "--bucket", "1"}, {"key", "limit", "--key", "key_1", "--restore", "1"},
		{"key", "limit", "--key", "key_1", "--reseller", "Acme", "--default"},
		{"key", "limit", "--key", "key_1", "--default", "--bucket", "1", "--restore", "1"},
	} {
		code, out, errs := command(t, append(arguments, "--data", data)...)
		if code != 2 || out != "" || !strings.HasPrefix(errs, "handledesk: ") || !strings.Contains(errs, "--help") {
			t.Errorf("%v: exit %d, printed %q and %q", arguments, code, out, errs)
		}
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a wrong command line made a database")
	}
}

func TestFlagsWinOverVariables(t *testing.T) {
	t.Setenv("HANDLEDESK_DATA", filepath.Join(t.TempDir(), "variable"))
	if code, _, errs := command(t, "migrate"); code != 0 {
		t.Fatal(errs)
	}
	flag := filepath.Join(t.TempDir(), "flag")
	if code, _, errs := command(t, "migrate", "--data", flag); code != 0 {
		t.Fatal(errs)
	}
	for _, folder := range []string{os.Getenv("HANDLEDESK_DATA"), flag} {
		if _, err := os.Stat(filepath.Join(folder, store.File)); err != nil {
			t.Error(err)
		}
	}
}

func TestSuffixesThatMakeNoCodesAreRefused(t *testing.T) {
	for _, suffix := range []string{"h!", "X", "TOOLONG", "ÄÖ", "A-B", "  "} {
		data := filepath.Join(t.TempDir(), "data")
		code, _, errs := command(t, "migrate", "--data", data, "--suffix", suffix)
		if code == 0 || !strings.Contains(errs, "suffix") {
			t.Errorf("--suffix %q: exit %d: %s", suffix, code, errs)
		}
		if _, err := os.Stat(data); err == nil {
			t.Errorf("--suffix %q: the database was opened all the same", suffix)
		}
	}
}

func TestFirstResellerAndKey(t *testing.T) {
	t.Setenv("HANDLEDESK_DATA", t.TempDir())
	code, out, errs := command(t, "reseller", "create", "Acme Names")
	id := strings.Fields(out + " -")[0]
	if code != 0 || registrar.ParseID(registrar.ResellerID, id) != nil || !strings.Contains(out, "Acme Names") || !strings.Contains(errs, `key create --reseller "Acme Names"`) {
		t.Fatalf("exit %d: %q %q", code, out, errs)
	}
	if code, _, errs := command(t, "reseller", "create", "Acme Names"); code != 1 || !strings.Contains(errs, "already") {
		t.Errorf("the same name again: exit %d: %s", code, errs)
	}
	if code, _, errs := command(t, "reseller", "create", " "); code != 1 || !strings.Contains(errs, "name") {
		t.Errorf("no name: exit %d: %s", code, errs)
	}
	if code, out, _ := command(t, "reseller", "list"); code != 0 || !strings.Contains(out, id) {
		t.Errorf("the list is %q", out)
	}
	code, out, errs = command(t, "key", "create", "--reseller", "Acme Names", "--name", "shop", "--scopes", "handles-read,DOMAINS_READ", "--expires", "24h")
	if kind, _, err := secret.Parse(strings.TrimSpace(out)); code != 0 || err != nil || kind != secret.APIKey || !strings.Contains(errs, "key_") {
		t.Fatalf("exit %d: %q %q (%v)", code, out, errs, err)
	}
	_, operator, _ := command(t, "key", "create", "--operator")
	_, list, _ := command(t, "key", "list")
	for _, want := range []string{"RESELLER", "OPERATOR", "works", "shop", "HANDLES_READ DOMAINS_READ"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list does not tell %q:\n%s", want, list)
		}
	}
	if strings.Contains(list, strings.TrimSpace(out)) || strings.Contains(list, strings.TrimSpace(operator)) {
		t.Error("the list shows secrets")
	}
	for _, wrong := range [][]string{{"--reseller", "Nobody"}, {"--operator", "--scopes", "EVERYTHING"}, {"--operator", "--name", ""}} {
		if code, out, errs := command(t, append([]string{"key", "create"}, wrong...)...); code != 1 || out != "" || len(errs) < 20 {
			t.Errorf("%v: exit %d: %q %q", wrong, code, out, errs)
		}
	}
}

func TestATakenAddressIsTold(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	data := filepath.Join(t.TempDir(), "data")
	code, _, errs := command(t, "serve", "--data", data, "--listen", taken.Addr().String())
	if code != 1 || !regexp.MustCompile(`127\.0\.0\.1:\d+.*in use.*--listen`).MatchString(errs) {
		t.Errorf("exit %d: %s", code, errs)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a database was made all the same")
	}
}

func TestDatabasesInTroubleEndCleanly(t *testing.T) {
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, store.File), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"migrate"}, {"key", "list"}, {"reseller", "create", "X"}} {
		code, out, errs := command(t, append(arguments, "--data", data)...)
		if code != 1 || out != "" || !strings.Contains(errs, "not a database") || strings.Contains(errs, "goroutine") {
			t.Errorf("%v: exit %d: %q %q", arguments, code, out, errs)
		}
	}
}
