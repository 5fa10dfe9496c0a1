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
)

// File is the embedded database's name in its directory.
const File = "handledesk.db"

// sqliteReaders is how many connections read at once. They are idle most of the time; SQLite reads in parallel under WAL.
const sqliteReaders = 8

// busyTimeout is how long another program's lock is waited for: _busy_timeout, which SQLite keeps once a connection is open.
const busyTimeout = 5 * time.Second

// Connection settings. Immediate transactions take the write lock when they begin, so that none fails half way; full
// synchronisation is set explicitly, since the driver compiles WAL's default down to NORMAL, which may lose
// acknowledged commits when the power fails.
const (
	writing = "_txlock=immediate&_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=on&_cache_size=-65536&_stmt_cache_size=128"
	reading = "_query_only=on&_busy_timeout=5000&_foreign_keys=on&_cache_size=-12288&_stmt_cache_size=64"
)

// uriPath escapes what has a meaning of its own in SQLite's file URIs.
var uriPath = strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23")

// openSQLite opens the embedded database.
func (s *Store) openSQLite(ctx context.Context) (err error) {
	if err := os.MkdirAll(s.options.Directory, 0o700); err != nil {
		return fmt.Errorf("the data folder cannot be made: %w; choose another one with --data", err)
	}
	s.dialect, s.path = dialect.SQLite, filepath.Join(s.options.Directory, File)
	if s.writer, err = s.connectSQLite(ctx, writing, 1); err != nil {
		return err
	}
	s.lanes = newLanes()
	if s.reader, err = s.connectSQLite(ctx, reading, sqliteReaders); err != nil {
		return err
	}
	s.queue, s.hooks = newQueue(s.writer, s.dialect, queueName), newQueue(s.writer, s.dialect, webhookQueue)
	// Not so the writer: ent's migrations look into the rows of their own statements.
	s.read = client(cachingDriver{entsql.OpenDB(dialect.SQLite, s.reader)}, s.options)
	return s.migrate(unhurried(ctx))
}

func (s *Store) connectSQLite(ctx context.Context, settings string, connections int) (*sql.DB, error) {
	pool := sql.OpenDB(connector{"file:" + uriPath.Replace(s.path) + "?" + settings, &s.options})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return pool, nil
}
