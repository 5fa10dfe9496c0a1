// Package store opens the database, brings its schema up to date, and is the one place where transactions begin.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"maragu.dev/goqite"

	"github.com/handledesk/handledesk/ent/db"
	_ "github.com/handledesk/handledesk/ent/db/runtime" // binds the schema's defaults, checks and policies
	"github.com/handledesk/handledesk/internal/migration"
)

// Options say where the database is.
type Options struct {
	// Directory holds the embedded database's files; it is made when missing.
	Directory string
	// Trace, when set, is told every statement of ent's before it runs, values and all: for tests.
	Trace func(ctx context.Context, statement ...any)
	// Observe, when set, is told of every statement when it starts, without values; BEGIN, COMMIT and ROLLBACK are
	// statements, too. What it returns, unless nil, is told when the last row was read, and one word for what failed:
	// timeout, canceled, SQLite's own such as constraint_failed, other; empty when nothing did.
	Observe func(ctx context.Context, statement string) (ended func(failure string))
	// StatementTimeout is how long a statement may run, from its start to its last row; 5 s when 0. One that takes
	// longer fails with an error that is context.DeadlineExceeded. Making and upgrading the schema takes what it takes.
	StatementTimeout time.Duration
	// Waiting, when set, is called when another program migrates the database for longer than a second.
	Waiting func()
	// Migrated, when set, is told of each step of the schema that was applied, and how long it took.
	Migrated func(step migration.Step, took time.Duration)
}

// File is the database's name in its directory.
const File = "handledesk.db"

// readers is how many connections read at once. They are idle most of the time; SQLite reads in parallel under WAL.
const readers = 8

// Store is an open database: a pool of readers, and one writer, since SQLite writes one transaction at a time and
// waiting in Go is fairer and cheaper than waiting for its lock.
type Store struct {
	options Options
	read    *db.Client
	writer  *sql.DB
	reader  *sql.DB
	queue   *goqite.Queue
	woken   chan struct{}
	path    string
}

// Open opens the embedded database and makes or upgrades its schema. Its errors are written for whoever starts the
// program: not writable, locked, full, newer than the program.
func Open(ctx context.Context, o Options) (*Store, error) {
	if err := os.MkdirAll(o.Directory, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder cannot be made: %w; choose another one with --data", err)
	}
	if o.StatementTimeout <= 0 {
		o.StatementTimeout = defaultStatementTimeout
	}
	s := &Store{options: o, path: filepath.Join(o.Directory, File), woken: make(chan struct{}, 1)}
	var err error
	if s.writer, err = s.connect(ctx, writing, 1); err != nil {
		return nil, s.explain(err)
	}
	if s.reader, err = s.connect(ctx, reading, readers); err != nil {
		return nil, errors.Join(s.explain(err), s.Close())
	}
	s.queue = newQueue(s.writer)
	// Not so the writer: ent's migrations look into the rows of their own statements.
	s.read = client(cachingDriver{entsql.OpenDB(dialect.SQLite, s.reader)}, o)
	if err := s.migrate(unhurried(ctx)); err != nil {
		return nil, errors.Join(s.explain(err), s.Close())
	}
	return s, nil
}

// Connection settings. Immediate transactions take the write lock when they begin, so that none fails half way; full
// synchronisation is set explicitly, since the driver compiles WAL's default down to NORMAL, which may lose
// acknowledged commits when the power fails.
const (
	writing = "_txlock=immediate&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=on&_cache_size=-65536"
	reading = "_query_only=on&_busy_timeout=5000&_foreign_keys=on&_cache_size=-16384"
)

// uriPath escapes what has a meaning of its own in SQLite's file URIs.
var uriPath = strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23")

func (s *Store) connect(ctx context.Context, settings string, connections int) (*sql.DB, error) {
	pool := sql.OpenDB(connector{"file:" + uriPath.Replace(s.path) + "?" + settings, &s.options})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return pool, nil
}

func client(driver dialect.Driver, o Options) *db.Client {
	if o.Trace != nil {
		driver = dialect.DebugWithContext(driver, o.Trace)
	}
	return db.NewClient(db.Driver(driver))
}

// Read is the client for reading outside of transactions.
func (s *Store) Read() *db.Client { return s.read }

// Tx is a transaction under way: ent's client within it, and the queue.
type Tx struct {
	*db.Client
	raw    *sql.Tx
	store  *Store
	queued bool
}

// withinTx is the driver of an open transaction: what ent wants to do in one of its own, it does in this one.
type withinTx struct{ *entsql.Driver }

// Tx begins nothing: the transaction is there.
func (d withinTx) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(d), nil }

// Write runs the function in a transaction and commits it, or rolls everything back when it fails or panics. What it
// reads through the given client nobody else changes meanwhile.
func (s *Store) Write(ctx context.Context, run func(tx *Tx) error) (err error) {
	raw, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			_ = raw.Rollback() // the first error is the one to tell
		}
	}()
	driver := withinTx{entsql.NewDriver(dialect.SQLite, entsql.Conn{ExecQuerier: raw})}
	tx := &Tx{Client: client(driver, s.options), raw: raw, store: s}
	if err := run(tx); err != nil {
		return err
	}
	committed = true
	if err := raw.Commit(); err != nil {
		return err
	}
	if tx.queued {
		s.wake()
	}
	return nil
}

// Ready tells whether the database answers and can be written.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.reader.PingContext(ctx); err != nil {
		return err
	}
	connection, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close() }()
	tx, err := connection.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	return tx.Rollback()
}

// Close ends all connections and leaves the files in one piece.
func (s *Store) Close() error {
	var errs []error
	for _, pool := range []*sql.DB{s.reader, s.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}
