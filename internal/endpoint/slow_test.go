package endpoint

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// slowly is a condition that holds, after some minutes of counting.
const slowly = "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 10000000000) SELECT max(x) FROM c) > 0"

// slowlyOnPostgres is the same there.
const slowlyOnPostgres = "(SELECT count(*) FROM pg_sleep(600)) > 0"

// slowRead makes reading a table take for ever; so does slowWrite, once, writing to it.
func slowRead(table string) (begin, end []string) {
	if apitest.OnPostgres() {
		return []string{"ALTER TABLE " + table + " RENAME TO kept", "CREATE VIEW " + table + " AS SELECT * FROM kept WHERE " + slowlyOnPostgres},
			[]string{"DROP VIEW " + table, "ALTER TABLE kept RENAME TO " + table}
	}
	return []string{"PRAGMA legacy_alter_table=on", "ALTER TABLE " + table + " RENAME TO kept", "CREATE VIEW " + table + " AS SELECT * FROM kept WHERE " + slowly},
		[]string{"DROP VIEW " + table, "ALTER TABLE kept RENAME TO " + table}
}

func slowWrite(table string) (begin, end []string) {
	if apitest.OnPostgres() {
		return []string{
			"CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$",
			"CREATE TRIGGER slow BEFORE INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION slow()",
		}, []string{"DROP TRIGGER slow ON " + table, "DROP FUNCTION slow"}
	}
	return []string{"CREATE TRIGGER slow BEFORE INSERT ON " + table + " WHEN " + slowly + " BEGIN SELECT 1; END"}, []string{"DROP TRIGGER slow"}
}

func (d *desk) alter(t *testing.T, statements []string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := d.past.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// impatient opens a second endpoint on the desk's database, where a statement has less time; 0 is the default.
func (d *desk) impatient(t *testing.T, limit time.Duration) *desk {
	t.Helper()
	stored := apitest.Stored(t, d.folder)
	stored.StatementTimeout = limit
	db, err := store.Open(t.Context(), stored)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	other := *d
	s := service.New(service.Options{
		Store: db, IDs: drawnIDs{}, Now: d.Clock.Now, Key: secret.NewServerKey(rand.Reader), MailDomain: "mail.example",
	})
	t.Cleanup(s.Wait)
	other.url, other.handler, other.log = listen(t, s)
	return &other
}

// TestASlowStatementIsATimeout: of a query, of a mutation, and of signing in. Five seconds is the default, which the
// short run leaves out.
func TestASlowStatementIsATimeout(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		slow            func(string) (begin, end []string)
		table, document string
		limit           time.Duration
	}{
		"a query":            {slowRead, "events", "{events{edges{node{id}}}}", 100 * time.Millisecond},
		"a mutation":         {slowWrite, "handles", createHandle, 100 * time.Millisecond},
		"a mutation's event": {slowWrite, "events", createHandle, 100 * time.Millisecond},
		"signing in":         {slowRead, "api_keys", "{viewer{__typename}}", 100 * time.Millisecond},
		"one of the default": {slowRead, "events", "{events{edges{node{id}}}}", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if c.limit == 0 && testing.Short() {
				t.Skip("takes five seconds")
			}
			quick := d.impatient(t, c.limit)
			begin, end := c.slow(c.table)
			d.alter(t, begin)
			defer d.alter(t, end)
			version := d.version(t)
			start := time.Now()
			got := quick.ask(t, "reseller", c.document, object{"in": personOf("Slow")})
			verifyTells(t, name, got, "")
			if got.code() != "TIMEOUT" || got.Status != http.StatusOK && got.Status != http.StatusServiceUnavailable {
				t.Errorf("%d %s", got.Status, got.Body)
			}
			if c.limit == 0 {
				c.limit = 5 * time.Second
			}
			if took := time.Since(start); took < c.limit || took > c.limit+3*time.Second {
				t.Errorf("it took %s, the limit is %s", took, c.limit)
			}
			if d.version(t) != version {
				t.Error("it has changed the database")
			}
			if log := quick.log.take(); strings.Contains(log, "goroutine") {
				t.Errorf("the log says %s", log)
			}
		})
	}
}
