// Package store opens the database, brings its schema up to date, and is the one place where transactions begin.
package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"entgo.io/ent/dialect"
	"maragu.dev/goqite"

	"github.com/handledesk/handledesk/ent/db"
	_ "github.com/handledesk/handledesk/ent/db/runtime" // binds the schema's defaults, checks and policies
	"github.com/handledesk/handledesk/internal/migration"
)

// Options say where the database is.
type Options struct {
	// URL names a Postgres database, 15 or newer: postgres://user:password@host:port/name?sslmode=verify-full. Any number
	// of servers may work on it. Empty: the embedded database in Directory.
	URL string
	// Connections is how many connections to Postgres this server keeps at most, half of them for reading; 32 when 0.
	Connections int
	// Directory holds the embedded database's files; it is made when missing.
	Directory string
	// Trace, when set, is told every statement of ent's before it runs, values and all: for tests.
	Trace func(ctx context.Context, statement ...any)
	// Observe, when set, is told of every statement when it starts, without values; BEGIN, COMMIT and ROLLBACK are
	// statements, too. What it returns, unless nil, is told when the last row was read, and one word for what failed:
	// timeout, canceled, the database's own such as constraint_failed, other; empty when nothing did.
	Observe func(ctx context.Context, statement string) (ended func(failure string))
	// StatementTimeout is how long a statement may run, from its start to its last row; 5 s when 0. One that takes
	// longer fails with an error that is context.DeadlineExceeded. Making and upgrading the schema takes what it takes.
	StatementTimeout time.Duration
	// Migrate upgrades a Postgres database of an older program, whose servers must have been stopped. An empty one is made
	// without it, and the embedded one is upgraded by whoever opens it.
	Migrate bool
	// Waiting, when set, is called when another program migrates the database for longer than a second.
	Waiting func()
	// Migrated, when set, is told of each step of the schema that was applied, and how long it took.
	Migrated func(step migration.Step, took time.Duration)
	// Harass, when set, is asked before each commit on Postgres, with the number of the try, from 1: true lets the
	// database refuse the commit as if others had been in the way. For tests of what runs several times.
	Harass func(try int) bool
}

// Store is an open database: a pool of readers and one of writers. The embedded one has a single writer, since SQLite
// writes one transaction at a time and waiting in Go is fairer and cheaper than waiting for its lock.
type Store struct {
	options Options
	dialect string // of ent: dialect.SQLite or dialect.Postgres
	read    *db.Client
	writer  *sql.DB
	turns   turns // at the embedded database's one writing connection
	reader  *sql.DB
	lanes   lanes // of those who read the embedded database
	queue   *goqite.Queue
	hooks   *goqite.Queue // of webhooks to deliver
	woken   chan struct{}
	path    string // of the embedded database
	offset  int64  // what Postgres' transaction ids are lifted by to give places, see Place
	signals signals

	closing sync.Once
	closed  error
}

// Open opens the database and makes or upgrades its schema. Its errors are written for whoever starts the program: not
// writable, locked, full, not reachable, newer than the program.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.StatementTimeout <= 0 {
		o.StatementTimeout = defaultStatementTimeout
	}
	s := &Store{options: o, woken: make(chan struct{}, 1)}
	connect := s.openSQLite
	if o.URL != "" {
		connect = s.openPostgres
	}
	if err := connect(ctx); err != nil {
		return nil, errors.Join(s.explain(err), s.Close())
	}
	return s, nil
}

func (s *Store) postgres() bool { return s.dialect == dialect.Postgres }

func client(driver dialect.Driver, o Options) *db.Client {
	if o.Trace != nil {
		driver = dialect.DebugWithContext(driver, o.Trace)
	}
	return db.NewClient(db.Driver(driver))
}

// Read is the client for reading outside of transactions.
func (s *Store) Read() *db.Client { return s.read }

// Ready tells whether the database answers and can be written.
func (s *Store) Ready(ctx context.Context) error {
	if err := s.reader.PingContext(ctx); err != nil {
		return err
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := s.writable(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Rollback()
}

// Close ends all connections and leaves the files in one piece. Calling it again does nothing.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.signals.close()
		var errs []error
		for _, pool := range []*sql.DB{s.reader, s.writer} {
			if pool != nil {
				errs = append(errs, pool.Close())
			}
		}
		s.closed = errors.Join(errs...)
	})
	return s.closed
}
