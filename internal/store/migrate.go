package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/gofrs/flock"
)

// schemaVersion grows with every change of the schema. It is kept in the database file, so that an older program
// does not write into a newer database.
const schemaVersion = 4

// migrating keeps two databases of one process from being made at the same time: ent completes its description of the
// tables, which they share, while it works.
var migrating sync.Mutex

// ErrNewer says that the database was made by a newer program.
var ErrNewer = errors.New("the database was made by a newer version of this program")

// migrate brings the schema up to date. ent makes all changes in one transaction, so that none is left half way; the
// version is written last.
func (s *Store) migrate(ctx context.Context) error {
	if s.postgres() {
		return s.makePostgres(ctx)
	}
	version, err := s.version(ctx)
	switch {
	case err != nil:
		return err
	case version == schemaVersion:
		return nil
	case version > schemaVersion:
		return fmt.Errorf("%w (schema %d, this program knows %d); start the newer program", ErrNewer, version, schemaVersion)
	}
	migrating.Lock()
	defer migrating.Unlock()
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	// Somebody else may have done it meanwhile.
	if version, err = s.version(ctx); err != nil || version == schemaVersion {
		return err
	}
	// Its own client: ent's migrations begin transactions of their own.
	if err := client(entsql.OpenDB(dialect.SQLite, s.writer), s.options).Schema.Create(ctx); err != nil {
		return err
	}
	if err := s.makeQueue(ctx); err != nil {
		return err
	}
	if version == 1 {
		if err := s.upgradeFrom1(ctx); err != nil {
			return err
		}
	}
	_, err = s.writer.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion))
	return err
}

// version reads the schema's version from the file; 0 when the file is new.
func (s *Store) version(ctx context.Context) (version int, err error) {
	err = s.writer.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

// lock keeps other programs from migrating the same database: SQLite's own locks end with each of ent's transactions.
func (s *Store) lock(ctx context.Context) (unlock func(), err error) {
	file := flock.New(s.path + ".lock")
	if _, err := file.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return nil, fmt.Errorf("the database cannot be locked for its upgrade: %w", err)
	}
	return func() { _ = file.Unlock() }, nil // it ends with the program, at the latest
}

// makePostgres TEMPORARY.
func (s *Store) makePostgres(ctx context.Context) error {
	migrating.Lock()
	defer migrating.Unlock()
	var there bool
	if err := s.writer.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'goqite')").Scan(&there); err != nil || there {
		return err
	}
	if err := client(entsql.OpenDB(dialect.Postgres, s.writer), s.options).Schema.Create(ctx); err != nil {
		return err
	}
	_, err := s.writer.ExecContext(ctx, "CREATE SEQUENCE handle_codes")
	if err != nil {
		return err
	}
	_, err = s.writer.ExecContext(ctx, `create table goqite (
  id text primary key default ('m_' || replace(gen_random_uuid()::text, '-', '')),
  created timestamptz not null default now(),
  updated timestamptz not null default now(),
  queue text not null,
  body bytea not null,
  timeout timestamptz not null default now(),
  received integer not null default 0,
  priority integer not null default 0
)`)
	return err
}
