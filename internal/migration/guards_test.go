package migration_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/handledesk/handledesk/internal/migration"
)

// twoResellers are two accounts with a handle, a domain and a key each, and a released domain; written by hand, since
// these tests are about what gets past the program.
const twoResellers = `
INSERT INTO resellers (id, name, converted_at) VALUES ('rsl_a', 'A', 0), ('rsl_b', 'B', 0);
INSERT INTO handles (id, code, kind, given_name, family_name, address, email, phone, client_delete_prohibited, client_update_prohibited,
    version, created_at, updated_at, email_key, country, name_key, content_key, linked, reachability)
  SELECT 'hdl_' || x, x, 'PERSON', x, x, '{}', x, '+1', false, false, 1, 0, 0, x, 'FR', '', x, true, 'NONE' FROM (VALUES ('a'), ('b')) AS t (x);
INSERT INTO accesses (id, reseller_id, handle_id, rights, origin, since, code, name_key, created_at, updated_at, kind, country, email_key, linked, reachability)
  SELECT 'acs_' || x, 'rsl_' || x, 'hdl_' || x, 'FULL', 'CREATED', 0, x, '', 0, 0, 'PERSON', 'FR', x, true, 'NONE' FROM (VALUES ('a'), ('b')) AS t (x);
INSERT INTO domains (id, name, unicode_name, tld, reseller_id, auto_renew, transfer_lock, nameservers, registered_at, expires_at, due_at, status, updated_at)
  SELECT 'dom_' || x, x, x, 'com', r, true, false, '[]', 0, 0, 0, 0, 0 FROM (VALUES ('a', 'rsl_a'), ('b', 'rsl_b'), ('free', NULL)) AS t (x, r);
INSERT INTO contacts (id, domain_id, handle_id, roles, reseller_id, name, tld, registered_at, expires_at, due_at, status)
  SELECT 'con_' || x, 'dom_' || x, h, 1, r, x, 'com', 0, 0, 0, 0
  FROM (VALUES ('a', 'hdl_a', 'rsl_a'), ('b', 'hdl_b', 'rsl_b'), ('free', 'hdl_a', NULL)) AS t (x, h, r);
INSERT INTO api_keys (id, name, role, scopes, secret_hash, hint, created_at, reseller_id)
  SELECT 'key_' || x, x, 'RESELLER', '[]', x::bytea, '', 0, r FROM (VALUES ('a', 'rsl_a'), ('b', 'rsl_b'), ('staff', NULL)) AS t (x, r);
INSERT INTO webhook_endpoints (id, url, actions, created_at, updated_at, reseller_id)
  SELECT 'whe_' || x, x, '[]', 0, 0, r FROM (VALUES ('a', 'rsl_a'), ('b', 'rsl_b'), ('staff', NULL)) AS t (x, r);
INSERT INTO events (id, change_id, at, actor_kind, reseller_id, action, entity_id, changes)
  SELECT 'evt_' || x, x, 0, 'SYSTEM', r, 'HANDLE_UPDATED', x, '[]' FROM (VALUES ('a', 'rsl_a'), ('b', 'rsl_b'), ('staff', NULL)) AS t (x, r);`

const (
	contactColumns = "INSERT INTO contacts (id, domain_id, handle_id, roles, reseller_id, name, tld, registered_at, expires_at, due_at, status) VALUES "
	deliveries     = "INSERT INTO webhook_deliveries (id, created_at, endpoint_id, event_id, reseller_id) VALUES "
	keyColumns     = "INSERT INTO api_keys (id, name, role, scopes, secret_hash, hint, created_at, reseller_id, replaces_id) VALUES "
)

// TestNoLinkBetweenResellersCanBeWritten: each statement would tie what belongs to reseller A to what belongs to B.
func TestNoLinkBetweenResellersCanBeWritten(t *testing.T) {
	pool := guarded(t)
	for guard, statements := range map[string][]string{
		"guard_contact_domain": {contactColumns + "('c', 'dom_b', 'hdl_a', 2, 'rsl_a', 'b', 'com', 0, 0, 0, 0)"},
		"guard_contact_handle": {
			contactColumns + "('c', 'dom_a', 'hdl_b', 2, 'rsl_a', 'a', 'com', 0, 0, 0, 0)",
			"UPDATE contacts SET handle_id = 'hdl_b' WHERE id = 'con_a'",
			"DELETE FROM accesses WHERE id = 'acs_a'",
		},
		"guard_contact_made": {
			contactColumns + "('c', 'dom_a', 'hdl_b', 2, NULL, 'a', 'com', 0, 0, 0, 0)", // no key holds for a null
			contactColumns + "('c', 'dom_b', 'hdl_a', 2, NULL, 'b', 'com', 0, 0, 0, 0)",
		},
		"guard_contact_changed": {
			"UPDATE contacts SET reseller_id = NULL WHERE id = 'con_a'",
			"UPDATE contacts SET reseller_id = NULL, handle_id = 'hdl_b' WHERE id = 'con_a'",
		},
		"guard_domain_changed": {
			"UPDATE domains SET reseller_id = 'rsl_a' WHERE id = 'dom_free'",
			"UPDATE domains SET reseller_id = 'rsl_b' WHERE id = 'dom_free'",
		},
		"guard_domain_token": {"INSERT INTO domain_tokens (reseller_id, token, domain_id) VALUES ('rsl_a', 'x', 'dom_b')"},
		"guard_handle_token": {"INSERT INTO handle_tokens (reseller_id, token, handle_id) VALUES ('rsl_a', 'x', 'hdl_b')"},
		"guard_import_ref":   {"INSERT INTO import_refs (id, reseller_id, ref, handle_id) VALUES ('r', 'rsl_a', 'x', 'hdl_b')"},
		"guard_own_handle":   {"UPDATE resellers SET own_handle_id = 'hdl_b' WHERE id = 'rsl_a'"},
		"guard_replaced_key": {keyColumns + "('k', 'k', 'RESELLER', '[]', 'k', '', 0, 'rsl_a', 'key_b')"},
		"guard_delivery":     {deliveries + "('d', 0, 'whe_b', NULL, 'rsl_a')"},
		"guard_delivery_made": {
			deliveries + "('d', 0, 'whe_a', 'evt_b', 'rsl_a')",
			deliveries + "('d', 0, 'whe_a', 'evt_staff', 'rsl_a')",
			deliveries + "('d', 0, 'whe_a', 'evt_b', NULL)",
		},
		"guard_key_made": {
			keyColumns + "('k', 'k', 'OPERATOR', '[]', 'k', '', 0, NULL, 'key_b')",
			keyColumns + "('k', 'k', 'OPERATOR', '[]', 'k', '', 0, NULL, 'key_none')",
		},
	} {
		for _, statement := range statements {
			if _, err := pool.ExecContext(t.Context(), statement); err == nil || !refusedBy(err, guard) {
				t.Errorf("%s: %v, want a refusal by %s", statement, err, guard)
			}
		}
	}
}

// TestWhatUseCasesDoIsAllowed: the keys look when a transaction ends, so the order within it is free.
func TestWhatUseCasesDoIsAllowed(t *testing.T) {
	pool := guarded(t)
	for _, use := range []struct{ name, transaction string }{
		{"a domain is released", "UPDATE domains SET reseller_id = NULL WHERE id = 'dom_a'; UPDATE contacts SET reseller_id = NULL WHERE domain_id = 'dom_a'"},
		{"a domain gets a manager", `UPDATE domains SET reseller_id = 'rsl_a' WHERE id = 'dom_free';
			UPDATE contacts SET reseller_id = 'rsl_a' WHERE domain_id = 'dom_free'`},
		{"a contact comes before its access", contactColumns + `('c', 'dom_b', 'hdl_a', 2, 'rsl_b', 'b', 'com', 0, 0, 0, 0);
			INSERT INTO accesses SELECT (jsonb_populate_record(a, '{"id": "acs_ab", "reseller_id": "rsl_b", "rights": "LIMITED"}')).* FROM accesses a WHERE id = 'acs_a'`},
		{"an own handle is deleted", `UPDATE resellers SET own_handle_id = 'hdl_b' WHERE id = 'rsl_b';
			INSERT INTO handle_tokens (reseller_id, token, handle_id) VALUES ('rsl_b', 'x', 'hdl_b');
			DELETE FROM domains WHERE id = 'dom_b'; DELETE FROM handles WHERE id = 'hdl_b'`},
		{"staff's key rotates", keyColumns + "('k1', 'k', 'OPERATOR', '[]', 'k1', '', 0, NULL, 'key_staff')"},
		{"events are told", deliveries + "('d1', 0, 'whe_a', 'evt_a', 'rsl_a'), ('d2', 0, 'whe_staff', 'evt_b', NULL), ('d3', 0, 'whe_a', NULL, 'rsl_a')"},
		{"a key rotates", keyColumns + "('k2', 'k', 'RESELLER', '[]', 'k2', '', 0, 'rsl_a', 'key_a')"},
	} {
		if err := inTransaction(t.Context(), pool, use.transaction); err != nil {
			t.Errorf("%s: %v", use.name, err)
		}
	}
	// Tables are copied in any order.
	copied := `SET CONSTRAINTS ALL DEFERRED; INSERT INTO holds (id, domain_id, reason, placed_at) VALUES ('h', 'dom_late', 'REACHABILITY', 0);
		INSERT INTO domains SELECT (jsonb_populate_record(d, '{"id": "dom_late", "name": "late"}')).* FROM domains d WHERE id = 'dom_free'`
	if err := inTransaction(t.Context(), pool, copied); err != nil {
		t.Errorf("a table was copied before the one it points to: %v", err)
	}
}

// TestALinkedHandleIsKeptAtOnce: that refusal is told to the caller, so it must not wait for the end of the transaction.
func TestALinkedHandleIsKeptAtOnce(t *testing.T) {
	pool := guarded(t)
	tx, err := pool.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(t.Context(), "DELETE FROM handles WHERE id = 'hdl_a'"); err == nil || !refusedBy(err, "contacts_handles_contacts") {
		t.Errorf("it was deleted, or the error is %v", err)
	}
}

func TestEventsAreAppendOnly(t *testing.T) {
	each(t, func(t *testing.T, pool *sql.DB, r *migration.Runner) {
		t.Helper()
		if err := r.Up(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		columns := columnsOf(t, pool, "events")
		do(t, pool, eventRow(columns))
		for _, statement := range []string{"DELETE FROM events", "UPDATE events SET id = 'evt_2'"} {
			if _, err := pool.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		for name, number := range columns {
			statement := fmt.Sprintf("UPDATE events SET %s = '7'", name)
			if number {
				statement = fmt.Sprintf("UPDATE events SET %s = 7", name)
			}
			if name == "changes" {
				do(t, pool, `UPDATE events SET changes = '[{"field": "email"}]'`)
			} else if _, err := pool.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v; the trigger guard_event_changed must name every column", statement, err)
			}
		}
	})
}

// TestTextComparesByItsBytes: the same order as SQLite's, whatever the cluster's locale is.
func TestTextComparesByItsBytes(t *testing.T) {
	pool := guarded(t)
	rows, err := pool.QueryContext(t.Context(), `SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		LEFT JOIN pg_collation l ON l.oid = a.attcollation WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
		AND a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> 0 AND l.collname <> 'C'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s does not say COLLATE \"C\"", column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// guarded is a Postgres of the newest schema with two resellers.
func guarded(t *testing.T) *sql.DB {
	t.Helper()
	pool, _ := emptyPostgres(t)
	if err := runner(t, pool, dialect.Postgres, migration.Options{}).Up(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := inTransaction(t.Context(), pool, twoResellers); err != nil {
		t.Fatal(err)
	}
	return pool
}

func inTransaction(ctx context.Context, pool *sql.DB, statements string) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, statements); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// refusedBy tells whether a key or a trigger of this name refused a statement.
func refusedBy(err error, name string) bool {
	refusal, is := errors.AsType[*pgconn.PgError](err)
	return is && refusal.ConstraintName == name
}

// columnsOf are a table's columns, and whether each is a number.
func columnsOf(t *testing.T, pool *sql.DB, table string) map[string]bool {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), "SELECT * FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	types, err := rows.ColumnTypes()
	if err != nil || rows.Err() != nil {
		t.Fatal(err, rows.Err())
	}
	columns := map[string]bool{}
	for _, column := range types {
		columns[column.Name()] = slices.Contains([]string{"INTEGER", "INT8", "INT4"}, strings.ToUpper(column.DatabaseTypeName()))
	}
	return columns
}

// eventRow inserts an event with a value in every column, so that a change of any is one.
func eventRow(columns map[string]bool) string {
	var names, values []string
	for name, number := range columns {
		names = append(names, name)
		switch {
		case number:
			values = append(values, "1")
		case name == "changes":
			values = append(values, "'[]'")
		default:
			values = append(values, "'"+name+"'")
		}
	}
	return fmt.Sprintf("INSERT INTO events (%s) VALUES (%s)", strings.Join(names, ", "), strings.Join(values, ", "))
}
