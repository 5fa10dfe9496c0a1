package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/handledesk/handledesk/ent/db/apikey"
	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// later is a moment a minute after the last change in testdata/version1.sql.
var later = time.Date(2026, 1, 15, 12, 9, 0, 0, time.UTC)

// TestAnUpgradedDatabaseGoesOn: after the upgrade the owners of running proofs get a link that works, and what is
// overdue goes on hold.
func TestAnUpgradedDatabaseGoesOn(t *testing.T) {
	directory := t.TempDir()
	opened := openUpgraded(t, directory, "version1.sql")
	// An upgrade goes by the real clock; this test stands still in the days of its data.
	run(t, directory, fmt.Sprintf("UPDATE timers SET due_at = %d WHERE kind = 'REMINDER'", later.UnixMilli()))
	s := service.New(service.Options{
		Store: opened, Now: func() time.Time { return later }, Key: secret.NewServerKey(rand.NewChaCha8([32]byte{3})),
	})
	sent := map[string]service.Letter{}
	for range 3 {
		if _, err := s.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		for worked := true; worked; {
			var err error
			worked, err = s.Work(t.Context(), func(_ context.Context, l service.Letter) service.Outcome {
				sent[l.Recipient] = l
				return service.Outcome{Result: service.Taken}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for address, reason := range map[string]registrar.MailReason{
		"pending@example.net": registrar.MailReminder, "ada@example.net": registrar.MailReminder,
		"failed@example.net": registrar.MailReminder, "new@example.net": registrar.MailReminder, "overdue@example.net": registrar.MailHold,
	} {
		if sent[address].Reason != reason {
			t.Errorf("%s got a mail for %q, want %q", address, sent[address].Reason, reason)
		}
	}
	if len(sent) != 5 {
		t.Errorf("mails went to %d addresses: %v", len(sent), sent)
	}
	for _, address := range []string{"pending@example.net", "overdue@example.net"} {
		if state, err := s.ConfirmReachability(t.Context(), sent[address].Token); err != nil || state != registrar.ReachValidated {
			t.Errorf("%s confirms: %s, %v", address, state, err)
		}
	}
	verifyHolds(t, opened, map[string]int{"failed.com": 1, "failed.org": 2})
}

// openUpgraded makes a database by a script in a folder, and opens it with this program.
func openUpgraded(t *testing.T, directory, script string) *store.Store {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", script))
	if err != nil {
		t.Fatal(err)
	}
	run(t, directory, string(text))
	opened, err := store.Open(t.Context(), store.Options{Directory: directory})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

// TestADatabaseOfVersion2GoesOn: the mail that was queued goes out, and a key that was there is rotated, once however
// often that is asked.
func TestADatabaseOfVersion2GoesOn(t *testing.T) {
	opened := openUpgraded(t, t.TempDir(), "version2.sql")
	soon := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC) // minutes after the last change in it
	s := service.New(service.Options{
		Store: opened, Now: func() time.Time { return soon }, Key: secret.NewServerKey(rand.NewChaCha8([32]byte{3})),
	})
	var sent []string
	for worked := true; worked; {
		var err error
		worked, err = s.Work(t.Context(), func(_ context.Context, l service.Letter) service.Outcome {
			sent = append(sent, l.Recipient)
			return service.Outcome{Result: service.Taken}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(sent) != 1 || sent[0] != "ida@example.net" {
		t.Errorf("mails went to %v", sent)
	}
	staff := viewer.NewContext(t.Context(), viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorOperator, Scopes: registrar.Scopes}, KeyName: "test",
	})
	former, err := opened.Read().APIKey.Query().Where(apikey.Name("second")).Only(staff)
	if err != nil {
		t.Fatal(err)
	}
	var made []string
	for range 2 {
		request := &idempotency.Request{Key: "k1", Fingerprint: "rotate"}
		rotated, err := s.RotateAPIKey(idempotency.Within(idempotency.With(staff, request), "rotateApiKey"),
			service.RotateAPIKey{APIKeyID: former.ID, OverlapSeconds: 60})
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, rotated.Key.ID)
		if shown := rotated.Secret != ""; shown == request.Replayed() || rotated.Key.RateLimit() != nil || *rotated.Key.ReplacesID != former.ID {
			t.Errorf("rotated to %v, replayed: %t", rotated.Key, request.Replayed())
		}
	}
	if made[0] != made[1] {
		t.Errorf("two keys were made: %v", made)
	}
}

// verifyHolds requires these numbers of holds by the domain's name and no others.
func verifyHolds(t *testing.T, s *store.Store, want map[string]int) {
	t.Helper()
	domains, err := s.Read().Domain.Query().WithHolds().All(viewer.System(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range domains {
		if got := len(d.Edges.Holds); got != want[d.Name] {
			t.Errorf("%s has %d holds, want %d", d.Name, got, want[d.Name])
		}
	}
}

// run runs statements on the database file past the program.
func run(t *testing.T, directory, statements string) {
	t.Helper()
	pool, err := sql.Open("sqlite3", filepath.Join(directory, store.File))
	if err != nil {
		t.Fatal(err)
	}
	_, err = pool.ExecContext(t.Context(), statements)
	if closed := pool.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
}
