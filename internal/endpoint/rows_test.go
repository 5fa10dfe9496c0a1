package endpoint

import (
	"database/sql"
	"errors"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// version changes with each commit of another connection.
func (d *desk) version(t testing.TB) (version int) {
	t.Helper()
	if err := d.past.QueryRowContext(t.Context(), "PRAGMA data_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	return version
}

// halves are statements that find what only a transaction that was cut in two would leave.
var halves = map[string]string{
	"a foreign key that points nowhere":         "SELECT \"table\" FROM pragma_foreign_key_check",
	"a handle without an event":                 "SELECT id FROM handles WHERE id NOT IN (SELECT entity_id FROM events)",
	"a domain without an event":                 "SELECT id FROM domains WHERE id NOT IN (SELECT entity_id FROM events)",
	"a reseller without an event":               "SELECT id FROM resellers WHERE id NOT IN (SELECT entity_id FROM events)",
	"a key without an event":                    "SELECT id FROM api_keys WHERE id NOT IN (SELECT entity_id FROM events)",
	"a handle that is linked by nothing":        "SELECT id FROM handles h WHERE linked <> EXISTS (SELECT 1 FROM contacts c WHERE c.handle_id = h.id)",
	"a handle in a list without words":          "SELECT handle_id FROM accesses a WHERE NOT EXISTS (SELECT 1 FROM handle_tokens k WHERE k.handle_id = a.handle_id AND k.reseller_id = a.reseller_id)",
	"a copy that differs from its handle":       "SELECT handle_id FROM accesses a JOIN handles h ON h.id = a.handle_id WHERE a.linked <> h.linked OR a.email_key <> h.email_key OR a.updated_at <> h.updated_at OR a.reachability <> h.reachability",
	"a domain without words":                    "SELECT id FROM domains WHERE id NOT IN (SELECT domain_id FROM domain_tokens)",
	"a domain without exactly one owner":        "SELECT id FROM domains d WHERE (SELECT count(*) FROM contacts c WHERE c.domain_id = d.id AND c.roles & ?1) <> 1",
	"a proof that runs without a timer or mail": "SELECT id FROM reachability_cases r WHERE closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM mails m WHERE m.case_id = r.id) AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.subject_id = r.id)",
}

// verifyRows expects that what belongs together was written together.
func (d *desk) verifyRows(t testing.TB) {
	t.Helper()
	for what, statement := range halves {
		var first string
		switch err := d.past.QueryRowContext(t.Context(), statement, int(registrar.Owner.Bit())).Scan(&first); {
		case err == nil:
			t.Errorf("%s: %s", what, first)
		case !errors.Is(err, sql.ErrNoRows):
			t.Fatalf("%s: %v", what, err)
		}
	}
}

// TestHalvesAreFound: the statements find nothing in what the product writes, and what is broken by hand.
func TestHalvesAreFound(t *testing.T) {
	d := newDesk(t)
	d.verifyRows(t)
	for _, harm := range []string{
		"PRAGMA foreign_keys=off", "DROP TRIGGER guard_event_deleted", "DELETE FROM contacts", "DELETE FROM events", "DELETE FROM handle_tokens", "DELETE FROM domain_tokens",
		"UPDATE accesses SET email_key = 'x'", "DELETE FROM mails", "DELETE FROM timers", "UPDATE holds SET domain_id = 'x'", "UPDATE sessions SET handle_id = 'x'",
	} {
		if _, err := d.past.ExecContext(t.Context(), harm); err != nil {
			t.Fatal(err)
		}
	}
	for what, statement := range halves {
		var n int
		if err := d.past.QueryRowContext(t.Context(), "SELECT count(*) FROM ("+statement+")", int(registrar.Owner.Bit())).Scan(&n); err != nil || n == 0 {
			t.Errorf("%s: %d found, %v", what, n, err)
		}
	}
}
