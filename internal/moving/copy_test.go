package moving

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/demo"
	"github.com/handledesk/handledesk/internal/migration"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// wholeHouse is the demo with something in every table.
func wholeHouse(t *testing.T) (folder string) {
	t.Helper()
	folder = withDemo(t)
	pool := onDatabase(t, filepath.Join(folder, store.File)+"?_foreign_keys=on")
	for _, statement := range []string{
		`INSERT INTO goqite (queue, body, received) VALUES ('work', x'7b7d', 3), ('work', x'00ff', 0)`,
		`INSERT INTO outcomes (id, key, request, field, result, at) VALUES ('out_1', 'k', 'r', 'f', x'7b2261223a317d', 5)`,
		`INSERT INTO throttles (id, until) VALUES ('a', 1), ('B', 2), ('ä', 3)`,
		`INSERT INTO verified_identities (id, fingerprint, verified_at) SELECT 'vid_1', 'print', 7 WHERE NOT EXISTS (SELECT 1 FROM verified_identities)`,
		`INSERT INTO import_refs (id, reseller_id, ref, handle_id) SELECT 'imp_1', reseller_id, 'ref "1"', handle_id FROM accesses LIMIT 1`,
		`INSERT INTO sessions (id, token_hash, created_at, expires_at, handle_id) SELECT 'ses_1', randomblob(32), 1, 2, id FROM handles LIMIT 1`,
		`INSERT INTO passwords (id, hash, set_at, handle_id) SELECT 'pwd_1', '$argon2id$', 1, id FROM handles
			WHERE id NOT IN (SELECT handle_id FROM passwords) LIMIT 1`,
		`INSERT INTO feed_places (id, position, event_id) SELECT 'webhooks', position, id FROM events ORDER BY position DESC, id DESC LIMIT 1`,
		`INSERT INTO webhook_endpoints (id, url, actions, created_at, updated_at, reseller_id) SELECT 'whe_1', 'https://example.org/', '[]', 1, 1, min(id) FROM resellers`,
		`INSERT INTO webhook_deliveries (id, reseller_id, event_id, created_at, endpoint_id)
			SELECT 'whd_1', reseller_id, max(id), 1, 'whe_1' FROM events WHERE reseller_id = (SELECT min(id) FROM resellers)`,
		// Keys that take the place of each other's neighbours, the older of the newer.
		`UPDATE api_keys SET replaces_id = (SELECT max(id) FROM api_keys o WHERE o.reseller_id = api_keys.reseller_id) WHERE reseller_id IS NOT NULL`,
		`UPDATE resellers SET own_handle_id = (SELECT handle_id FROM accesses WHERE reseller_id = resellers.id LIMIT 1)`,
	} {
		exec1(t, pool, statement)
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

func copied(t *testing.T, folder, to string) []Compared {
	t.Helper()
	report, err := Copy(t.Context(), CopyOptions{From: folder, To: to, Batch: 700})
	if err != nil {
		t.Fatal(err)
	}
	tables, err := everyTable()
	if err != nil {
		t.Fatal(err)
	}
	if len(report) != len(tables) {
		t.Errorf("%d of %d tables are told", len(report), len(tables))
	}
	for _, c := range report {
		if !c.Equal() || c.Rows == 0 || c.Checksum == [32]byte{} {
			t.Errorf("%s: %d and %d rows, %x and %x, first at %q", c.Table, c.Rows, c.RowsThere, c.Checksum, c.ChecksumThere, c.FirstDifferentKeys)
		}
	}
	return report
}

func TestEverythingArrives(t *testing.T) {
	to, folder := emptyPostgres(t), wholeHouse(t)
	copied(t, folder, to)
	here := onDatabase(t, filepath.Join(folder, store.File))
	tables, err := everyTable()
	if err != nil {
		t.Fatal(err)
	}
	onPostgres(t, to, func(there *sql.DB) {
		sortAlike(t, tables, here, there)
		for _, c := range []struct{ what, here, there string }{
			{"messages", "SELECT id || created || timeout || hex(body) FROM goqite ORDER BY id",
				`SELECT id || to_char(created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MSZ') || to_char(timeout AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MSZ') || upper(encode(body, 'hex')) FROM goqite ORDER BY id`},
			{"addresses", "SELECT json_extract(CAST(address AS TEXT), '$.city') FROM handles ORDER BY id", "SELECT address->>'city' FROM handles ORDER BY id"},
			{"keys", "SELECT id || hex(secret_hash) || COALESCE(replaces_id, '') || CAST(scopes AS TEXT) FROM api_keys ORDER BY id",
				"SELECT id || upper(encode(secret_hash, 'hex')) || COALESCE(replaces_id, '') || replace(scopes::text, ', ', ',') FROM api_keys ORDER BY id"},
			{"places", "SELECT id || ' ' || position FROM events ORDER BY id", "SELECT id || ' ' || position FROM events ORDER BY id"},
			{"switches", "SELECT id || transfer_lock || auto_renew FROM domains ORDER BY id", "SELECT id || transfer_lock::int || auto_renew::int FROM domains ORDER BY id"},
		} {
			if a, b := column1(t, here, c.here), column1(t, there, c.there); !slices.Equal(a, b) {
				t.Errorf("%s differ: %.200v … and %.200v …", c.what, a, b)
			}
		}
		var next, last int64
		if err := there.QueryRow("SELECT nextval('handle_tokens_id_seq'), (SELECT max(id) FROM handle_tokens)").Scan(&next, &last); err != nil || next != last+1 {
			t.Errorf("words go on at %d after %d (%v)", next, last, err)
		}
	})
	// The keys of the demo open the same doors there.
	s, err := store.Open(t.Context(), store.Options{URL: to})
	if err != nil {
		t.Fatal(err)
	}
	desk := service.New(service.Options{Store: s, Key: secret.NewServerKey(rand.Reader)})
	if keys, err := demo.Open(t.Context(), desk, folder, io.Discard); err != nil || len(keys) == 0 {
		t.Errorf("%d keys: %v", len(keys), err)
	}
	desk.Wait()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// sortAlike requires that both databases sort and compare every text in the same way, in all scripts of the demo.
func sortAlike(t *testing.T, tables []table, here, there *sql.DB) {
	t.Helper()
	texts := 0
	for _, table := range tables {
		for _, c := range table.columns {
			if c.kind != text {
				continue
			}
			query := fmt.Sprintf(`SELECT DISTINCT %s FROM %s WHERE %[1]s IS NOT NULL ORDER BY 1`, quote(c.name), quote(table.name))
			a, b := column1(t, here, query), column1(t, there, query)
			if texts += len(a); !slices.Equal(a, b) {
				t.Errorf("%s.%s is sorted otherwise: %.200q … and %.200q …", table.name, c.name, a, b)
			}
		}
	}
	t.Logf("%d texts are sorted alike", texts)
}

// TestACopyThatIsKilled at each boundary goes on where it was; servers keep away until its end.
func TestACopyThatIsKilled(t *testing.T) {
	to, folder := emptyPostgres(t), wholeHouse(t)
	progress := func() (rows int64) {
		onPostgres(t, to, func(pool *sql.DB) {
			if err := pool.QueryRow("SELECT sum(copied)::bigint FROM " + migration.CopyTable).Scan(&rows); err != nil {
				t.Fatal(err)
			}
		})
		return rows
	}
	last := int64(0)
	for i, boundary := range []string{"begun", "written", "batch", "written", "batch", "batch", "table handles", "table holds", "filled", "compared"} {
		if !child(t, "copy "+boundary, "DIRECTORY="+folder, "TO="+to) {
			t.Fatalf("%s: it was not killed", boundary)
		}
		now := progress()
		// What was written in a transaction that was not committed is not counted, nor is it there.
		if grew := now > last; now < last || grew != (boundary == "batch" || boundary == "filled" || strings.HasPrefix(boundary, "table")) {
			t.Errorf("kill %d, at %s: %d rows after %d", i, boundary, now, last)
		}
		last = now
		if s, err := store.Open(t.Context(), store.Options{URL: to}); !errors.Is(err, migration.ErrCopying) {
			t.Errorf("killed at %s, it can be served: %v", boundary, err)
			if err == nil {
				_ = s.Close()
			}
		}
	}
	copied(t, folder, to)
	s, err := store.Open(t.Context(), store.Options{URL: to})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestWhatDiffersIsTold: a value of each kind, a row too few and one too many, changed before the comparison.
func TestWhatDiffersIsTold(t *testing.T) {
	folder := wholeHouse(t)
	to := emptyPostgres(t)
	first := func(table string) string {
		pool := onDatabase(t, filepath.Join(folder, store.File))
		defer func() { _ = pool.Close() }()
		return ask(t, pool, "SELECT min(id) FROM "+table)
	}
	changes := []struct{ table, statement string }{
		{"handles", "UPDATE handles SET family_name = family_name || ' ' WHERE id = $1"},
		{"resellers", "UPDATE resellers SET own_handle_id = NULL WHERE id = $1"},
		{"domains", "UPDATE domains SET auto_renew = NOT auto_renew WHERE id = $1"},
		{"api_keys", `UPDATE api_keys SET scopes = scopes || '["NEW"]' WHERE id = $1`},
		{"goqite", "UPDATE goqite SET body = 'x' WHERE id = $1"},
		{"timers", "DELETE FROM timers WHERE id = $1"},
		{"throttles", "INSERT INTO throttles (id, until) VALUES (' ' || $1, 1)"},
		{"events", "UPDATE events SET changes = '[]' WHERE id = $1"},
	}
	report, err := Copy(t.Context(), CopyOptions{From: folder, To: to, Batch: 2000, reached: func(at string) {
		if at == "filled" {
			pool, err := sql.Open("pgx", to)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = pool.Close() }()
			for _, c := range changes {
				if _, err := pool.Exec(c.statement, first1(t, pool, c.table)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}})
	if !errors.Is(err, ErrDifferent) {
		t.Fatal(err)
	}
	for _, compared := range report {
		i := slices.IndexFunc(changes, func(c struct{ table, statement string }) bool { return c.table == compared.Table })
		if compared.Equal() != (i < 0) {
			t.Errorf("%+v", compared)
		}
		if i < 0 {
			continue
		}
		key := first(compared.Table)
		if compared.Table == "throttles" {
			key = " " + key
		}
		if compared.FirstDifferentKeys != key || !strings.Contains(err.Error(), compared.Table+" (first at "+key) {
			t.Errorf("%s first differs at %q, not at %q: %v", compared.Table, key, compared.FirstDifferentKeys, err)
		}
	}
	if _, err := store.Open(t.Context(), store.Options{URL: to}); !errors.Is(err, migration.ErrCopying) {
		t.Errorf("it can be served: %v", err)
	}
}

func first1(t *testing.T, pool *sql.DB, table string) string {
	t.Helper()
	return ask(t, pool, "SELECT min(id) FROM "+table)
}
