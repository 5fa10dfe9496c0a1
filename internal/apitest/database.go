package apitest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // databases are made and dropped through it

	"github.com/handledesk/handledesk/internal/store"
)

// PostgresVariable names the environment variable that lets every world run on Postgres: the URL of a database from
// which others may be made, such as postgres://postgres@127.0.0.1:5432/postgres. Without it, worlds run on SQLite.
const PostgresVariable = "HANDLEDESK_TEST_POSTGRES"

// OnPostgres tells whether worlds run on Postgres.
func OnPostgres() bool { return os.Getenv(PostgresVariable) != "" }

// RequiredVariable names the environment variable that, when it is "true", lets tests fail that would skip for want of a
// Postgres.
const RequiredVariable = "HANDLEDESK_TEST_POSTGRES_REQUIRED"

// ServerVariable names the environment variable with a Postgres for the tests that make databases of their own there,
// while all worlds run on SQLite; likewise a URL.
const ServerVariable = "HANDLEDESK_POSTGRES_SERVER"

// NeedPostgres gives the URL of a database on the Postgres that worlds run on, for a test that is about Postgres itself.
// Without one the test is skipped, or fails where one is required.
func NeedPostgres(t testing.TB) (address string) {
	t.Helper()
	return need(t, PostgresVariable)
}

// NeedServer is NeedPostgres for a test that makes databases of its own: it takes the server of ServerVariable as well.
func NeedServer(t testing.TB) (address string) {
	t.Helper()
	return need(t, PostgresVariable, ServerVariable)
}

func need(t testing.TB, variables ...string) string {
	t.Helper()
	for _, name := range variables {
		if address := os.Getenv(name); address != "" {
			return address
		}
	}
	missing := "NOT TESTED: this needs a Postgres; set " + strings.Join(variables, " or ") + "=postgres://postgres@127.0.0.1:5432/postgres"
	if os.Getenv(RequiredVariable) == "true" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}

// HarassVariable names the environment variable that, when it is "true", lets every transaction of every world on Postgres
// run twice, as when another one was in its way.
const HarassVariable = "HANDLEDESK_TEST_HARASS"

// OnlyOnSQLite skips a test that is about the embedded database itself.
func OnlyOnSQLite(t testing.TB) {
	t.Helper()
	if OnPostgres() {
		t.Skip("this is about the embedded database")
	}
}

// Stored are the options of a store whose data belongs to the folder: on SQLite it is there, on Postgres in a database
// of its own, which is dropped when the test ends. A second call with the same folder gives the same database.
func Stored(t testing.TB, folder string) store.Options {
	t.Helper()
	options, drop, err := Provide(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Errorf("dropping the test's database: %v", err)
		}
	})
	return options
}

// Provide is Stored for what is no test: drop must be called. The drop of a second call with the same folder does nothing.
func Provide(ctx context.Context, folder string) (options store.Options, drop func() error, err error) {
	options = store.Options{Directory: folder}
	drop = func() error { return nil }
	if os.Getenv(HarassVariable) == "true" {
		options.Harass = FirstTry
	}
	if !OnPostgres() {
		return options, drop, nil
	}
	options.Connections = worldConnections
	note := filepath.Join(folder, "postgres")
	if known, err := os.ReadFile(note); err == nil {
		options.URL = string(known)
		return options, drop, nil
	}
	made, err := makeDatabase(ctx)
	if err != nil {
		return options, drop, err
	}
	drop = func() error {
		return administer(context.Background(), "DROP DATABASE IF EXISTS "+made+" WITH (FORCE)")
	}
	options.URL = addressOf(made)
	return options, drop, errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(note, []byte(options.URL), 0o600)) // #nosec G703 -- a test names the folder
}

// DataFlags are the same for a program's command line.
func DataFlags(t testing.TB, folder string) []string {
	t.Helper()
	flags := []string{"--data", folder}
	if stored := Stored(t, folder); stored.URL != "" {
		flags = append(flags, "--database", stored.URL, "--database-connections", strconv.Itoa(stored.Connections))
	}
	return flags
}

// FirstTry is a store's Harass: nothing is committed at the first try.
func FirstTry(try int) bool { return try == 1 }

// worldConnections is few, since many tests run at once.
const worldConnections = 8

// templates are databases with the schema and nothing else, one for each run of a test binary: copying one is faster than
// making the schema again. They stay until the cluster goes.
var templates struct {
	sync.Mutex
	name string
}

// elsewhere is a language that sorts otherwise than by bytes: punctuation hardly counts, and digits are numbers. So a text
// whose order was left to the database shows.
const elsewhere = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US-u-ka-shifted-kn'"

func makeDatabase(ctx context.Context) (name string, err error) {
	templates.Lock()
	defer templates.Unlock()
	if templates.name == "" {
		name := "handledesk_template_" + strings.ToLower(rand.Text()[:10])
		if err := administer(ctx, "CREATE DATABASE "+name+" "+elsewhere); err != nil {
			return "", err
		}
		opened, err := store.Open(ctx, store.Options{URL: addressOf(name)})
		if err != nil {
			return "", err
		}
		if err := opened.Close(); err != nil {
			return "", err
		}
		templates.name = name
	}
	name = "handledesk_test_" + strings.ToLower(rand.Text()[:16])
	// Copied as files: page by page through the log, as Postgres does otherwise, takes several times as long.
	return name, administer(ctx, "CREATE DATABASE "+name+" TEMPLATE "+templates.name+" STRATEGY FILE_COPY")
}

// administer runs a statement that wants no transaction.
func administer(ctx context.Context, statement string) error {
	pool, err := sql.Open("pgx", os.Getenv(PostgresVariable))
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, statement)
	return errors.Join(err, pool.Close())
}

// addressOf is the URL of another database on the same server.
func addressOf(name string) string {
	address, err := url.Parse(os.Getenv(PostgresVariable))
	if err != nil {
		panic(fmt.Sprintf("%s is no URL: %v", PostgresVariable, err))
	}
	address.Path = "/" + name
	return address.String()
}
