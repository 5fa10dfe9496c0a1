package moving

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/handledesk/handledesk/internal/apitest"
)

var databases atomic.Int64

// emptyPostgres makes an empty database, and drops it after the test. Its own order of text is not that of octets.
func emptyPostgres(t *testing.T) (address string) {
	t.Helper()
	server := apitest.NeedServer(t)
	at, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("handledesk_moving_%d_%d", os.Getpid(), databases.Add(1))
	onPostgres(t, server, func(admin *sql.DB) {
		exec1(t, admin, "CREATE DATABASE "+name+` TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de-DE'`)
	})
	t.Cleanup(func() {
		admin, err := sql.Open("pgx", server)
		if err == nil {
			_, err = admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)")
			_ = admin.Close()
		}
		if err != nil {
			t.Error(err)
		}
	})
	at.Path = "/" + name
	return at.String()
}

// onPostgres looks at a database and leaves it, since a copy wants to be alone.
func onPostgres(t *testing.T, address string, do func(pool *sql.DB)) {
	t.Helper()
	pool, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	do(pool)
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
}

// column1 gives the first column of all rows.
func column1(t *testing.T, pool *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}
