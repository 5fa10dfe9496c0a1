package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// TestEveryTroubleOfPostgresHasItsWords: what cannot be made to happen in a test, such as a full disk, is told by what
// the driver would give.
func TestEveryTroubleOfPostgresHasItsWords(t *testing.T) {
	s := &Store{path: "desk on db.example:5432"}
	for code, want := range map[string]struct{ explained, told, counted string }{
		"53100": {"disk is full", "disk is full", "resources"},
		"53200": {"", "cannot be reached", "resources"}, // out of memory
		"53300": {"lower --database-connections", "cannot be reached", "resources"},
		"25006": {"read-only", "cannot be written", "other"},
		"25P03": {"", "cannot be reached", "other"}, // idle in transaction
		"40001": {"", "Too many changes", "serialization"},
		"40P01": {"", "Too many changes", "deadlock"},
		"57P01": {"", "cannot be reached", "connection"}, // terminated by an administrator
		"57P02": {"", "cannot be reached", "connection"}, // another backend crashed
		"57P03": {"", "cannot be reached", "connection"}, // starting up
		"58030": {"", "cannot be reached", "other"},      // input or output failed
		"08006": {"", "cannot be reached", "connection"},
		"08P01": {"", "cannot be reached", "connection"},
		"57014": {"", "", "timeout"}, // it was stopped, see TimedOut
		"23505": {"", "", "constraint_failed"},
		"42P01": {"", "", "other"},
		"28P01": {"password is wrong", "", "other"},
		"3D000": {"CREATE DATABASE", "", "other"},
	} {
		err := fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: code, Message: "relation secrets at 192.0.2.1", Detail: "in /var/lib"})
		must(t, s.explain(err).Error(), s.path, want.explained)
		reason, yes := Unavailable(err)
		if must(t, reason, want.told); yes != (want.told != "") || strings.Contains(reason, "192.0.2.1") || strings.Contains(reason, "secrets") {
			t.Errorf("%s: strangers hear %q (%t)", code, reason, yes)
		}
		if yes && !strings.Contains(reason, "nothing was changed") {
			t.Errorf("%s: strangers are not told whether something was changed: %q", code, reason)
		}
		if got := failureOf(err); got != want.counted {
			t.Errorf("%s is counted as %s, want %s", code, got, want.counted)
		}
		if TimedOut(err) != (code == "57014") {
			t.Errorf("%s is a time-out: %t", code, TimedOut(err))
		}
	}
}

// TestALostConnectionIsUnavailable however the driver words it. What was lost while it committed may have been done.
func TestALostConnectionIsUnavailable(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused to 192.0.2.1:5432")}
	for _, err := range []error{
		refused, io.ErrUnexpectedEOF, io.EOF, net.ErrClosed, driver.ErrBadConn, errors.New("conn closed"),
		&pgconn.PgError{Code: "57P01"}, &pgconn.PgError{Code: "08006"},
	} {
		reason, yes := Unavailable(fmt.Errorf("wrapped: %w", err))
		if !yes || !strings.Contains(reason, "nothing was changed") || strings.Contains(reason, "192.0.2.1") {
			t.Errorf("%v: strangers hear %q", err, reason)
		}
		reason, yes = Unavailable(commitFailed(err))
		if !yes || !strings.Contains(reason, "not known") || !strings.Contains(reason, "Idempotency-Key") {
			t.Errorf("%v at COMMIT: strangers hear %q", err, reason)
		}
	}
	for _, err := range []error{context.Canceled, context.DeadlineExceeded, &pgconn.PgError{Code: "40001"}, errors.New("something else")} {
		if lostConnection(err) || errors.Is(commitFailed(err), errUnknownOutcome) {
			t.Errorf("%v counts as a lost connection", err)
		}
	}
}
