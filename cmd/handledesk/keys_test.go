package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
)

var keyID = regexp.MustCompile(`key_[0-9a-z]{26}`)

// madeKey makes a reseller and a key for it, and gives the key's id.
func madeKey(t *testing.T) string {
	t.Helper()
	t.Setenv("HANDLEDESK_DATA", t.TempDir())
	if code, _, errs := command(t, "reseller", "create", "Acme Names"); code != 0 {
		t.Fatal(errs)
	}
	code, _, errs := command(t, "key", "create", "--reseller", "Acme Names", "--name", "shop", "--scopes", "HANDLES_READ")
	if code != 0 {
		t.Fatal(errs)
	}
	return keyID.FindString(errs)
}

// lineOf is the line of a key in the list of keys.
func lineOf(t *testing.T, id string) string {
	t.Helper()
	_, list, _ := command(t, "key", "list")
	for line := range strings.Lines(list) {
		if strings.HasPrefix(line, id) {
			return line
		}
	}
	t.Fatalf("%s is not in the list:\n%s", id, list)
	return ""
}

func TestARotatedKeyPrintsItsSecretAlone(t *testing.T) {
	former := madeKey(t)
	code, out, errs := command(t, "key", "rotate", former)
	if kind, _, err := secret.Parse(strings.TrimSuffix(out, "\n")); code != 0 || err != nil || kind != secret.APIKey {
		t.Fatalf("exit %d: %q %q (%v)", code, out, errs, err)
	}
	ends := time.Now().UTC().Add(24 * time.Hour)
	if !strings.Contains(errs, former) || !strings.Contains(errs, ends.Format("2006-01-02 ")) || strings.Contains(errs, strings.TrimSpace(out)) {
		t.Errorf("printed %q", errs)
	}
	next := keyID.FindString(errs)
	if line := lineOf(t, next); next == former || !strings.Contains(line, "shop") || !strings.Contains(line, "[HANDLES_READ]") || !strings.Contains(line, "never used") {
		t.Errorf("the new key is %q", line)
	}
	if line := lineOf(t, former); !strings.Contains(line, "works") {
		t.Errorf("during the overlap the former key is %q", line)
	}
	if code, out, errs := command(t, "key", "rotate", next, "--overlap", "0s"); code != 0 || out == "" {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if line := lineOf(t, next); !strings.Contains(line, "expired") {
		t.Errorf("without an overlap the former key is %q", line)
	}
	for _, wrong := range [][]string{{next}, {"key_00000000000000000000000000"}, {"17"}, {former, "--overlap", "169h"}, {former, "--overlap", "1ms"}} {
		if code, out, errs := command(t, append([]string{"key", "rotate"}, wrong...)...); code != 1 || out != "" || len(errs) < 20 {
			t.Errorf("%v: exit %d: %q %q", wrong, code, out, errs)
		}
	}
}

func TestLimitsAreSetForAKeyAndForAReseller(t *testing.T) {
	key := madeKey(t)
	for _, c := range []struct {
		arguments, want string
	}{
		{"--key " + key + " --bucket 500 --restore 25", key + "  500 points, 25 more each second\n"},
		{"--key " + key + " --default", key + "  the server's own setting\n"},
		{"--reseller Acme_Names --bucket 1000000 --restore 1", "1000000 points, 1 more each second\n"},
		{"--reseller Acme_Names --default", "the server's own setting\n"},
	} {
		arguments := strings.Fields(c.arguments)
		for i := range arguments {
			arguments[i] = strings.ReplaceAll(arguments[i], "Acme_", "Acme ")
		}
		if code, out, errs := command(t, append([]string{"key", "limit"}, arguments...)...); code != 0 || !strings.HasSuffix(out, c.want) {
			t.Errorf("%s: exit %d: %q %q", c.arguments, code, out, errs)
		}
	}
	for _, wrong := range []string{
		"--key key_00000000000000000000000000 --default", "--key 17 --default", "--reseller Nobody --default",
		"--key " + key + " --bucket 1000001 --restore 1", "--key " + key + " --bucket 1 --restore=-1",
	} {
		if code, out, errs := command(t, append([]string{"key", "limit"}, strings.Fields(wrong)...)...); code != 1 || out != "" || len(errs) < 20 {
			t.Errorf("%s: exit %d: %q %q", wrong, code, out, errs)
		}
	}
}

func TestTheListTellsWhenAndFromWhereAKeyWasUsed(t *testing.T) {
	at := registrar.At(time.Date(2026, 1, 15, 12, 3, 59, 0, time.UTC))
	for want, k := range map[string]db.APIKey{
		"never used":                                 {},
		"used 2026-01-15 12:03 UTC":                  {LastUsedAt: &at},
		"used 2026-01-15 12:03 UTC from 2001:db8::7": {LastUsedAt: &at, LastUsedFrom: new("2001:db8::7")},
	} {
		if got := lastUse(&service.APIKey{APIKey: &k}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
