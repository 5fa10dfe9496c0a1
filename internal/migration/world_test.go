package migration_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"entgo.io/ent/dialect"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/mattn/go-sqlite3"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/migration"
)

var databases atomic.Int64

// emptyPostgres makes an empty database, and drops it after the test. HANDLEDESK_TEST_POSTGRES, which has all suites run
// on Postgres, names a server for that; or, where they run on SQLite, HANDLEDESK_POSTGRES_SERVER.
func emptyPostgres(t *testing.T) (pool *sql.DB, address string) {
	t.Helper()
	server := apitest.NeedServer(t)
	at, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	admin := connect(t, "pgx", server)
	name := fmt.Sprintf("handledesk_migration_%d_%d", os.Getpid(), databases.Add(1))
	// Not the cluster's own locale: text must compare by its bytes wherever it is.
	do(t, admin, "CREATE DATABASE "+name+` TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'`)
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	at.Path = "/" + name
	return connect(t, "pgx", at.String()), at.String()
}

func connect(t *testing.T, driver, address string) *sql.DB {
	t.Helper()
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

func do(t *testing.T, pool *sql.DB, statement string) {
	t.Helper()
	if _, err := pool.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// emptySQLite opens an empty database in a file of its own.
func emptySQLite(t *testing.T) (pool *sql.DB, o migration.Options) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "test.db")
	pool = connect(t, "sqlite3", "file:"+file+"?_foreign_keys=on&_txlock=immediate&_busy_timeout=5000")
	pool.SetMaxOpenConns(1)
	return pool, migration.Options{LockFile: file + ".lock"}
}

// each runs a test on an empty database of both kinds.
func each(t *testing.T, test func(t *testing.T, pool *sql.DB, r *migration.Runner)) {
	t.Helper()
	t.Run(dialect.SQLite, func(t *testing.T) {
		pool, o := emptySQLite(t)
		test(t, pool, runner(t, pool, dialect.SQLite, o))
	})
	t.Run(dialect.Postgres, func(t *testing.T) {
		pool, _ := emptyPostgres(t)
		test(t, pool, runner(t, pool, dialect.Postgres, migration.Options{}))
	})
}

func runner(t *testing.T, pool *sql.DB, dialectName string, o migration.Options) *migration.Runner {
	t.Helper()
	r, err := migration.New(pool, dialectName, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
