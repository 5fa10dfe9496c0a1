package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/gofrs/flock"
	"github.com/mattn/go-sqlite3"
)

// schemaVersion grows with every change of the schema. It is kept in the database file, so that an older program
// does not write into a newer database.
const schemaVersion = 3

// migrating keeps two databases of one process from being made at the same time: ent completes its description of the
// tables, which they share, while it works.
var migrating sync.Mutex

// ErrNewer says that the database was made by a newer program.
var ErrNewer = errors.New("the database was made by a newer version of this program")

// migrate brings the schema up to date. ent makes all changes in one transaction, so that none is left half way; the
// version is written last.
func (s *Store) migrate(ctx context.Context) error {
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

// explain says in plain words what is wrong with the database and what to do.
func (s *Store) explain(err error) error {
	failure, is := errors.AsType[sqlite3.Error](err)
	if !is {
		return err
	}
	advice := map[sqlite3.ErrNo]string{
		sqlite3.ErrBusy:     "another program is writing to it; stop that program and try again",
		sqlite3.ErrLocked:   "another program is writing to it; stop that program and try again",
		sqlite3.ErrFull:     "the disk is full; make room and try again, nothing is damaged",
		sqlite3.ErrReadonly: "it cannot be written; check the rights of the file and its folder",
		sqlite3.ErrCantOpen: "it cannot be opened; check the rights of the file and its folder",
		sqlite3.ErrPerm:     "it cannot be opened; check the rights of the file and its folder",
		sqlite3.ErrNotADB:   "the file is not a database; move it away or choose another folder with --data",
		sqlite3.ErrCorrupt:  "the file is damaged; restore it from a backup",
		sqlite3.ErrIoErr:    "reading or writing failed; check the disk",
	}
	text, known := advice[failure.Code]
	if !known {
		return fmt.Errorf("database %s: %w", s.path, err)
	}
	return fmt.Errorf("database %s: %s (%w)", s.path, text, err)
}

// Unavailable tells whether a failed statement may succeed later, and why, in words that are fit for strangers.
func Unavailable(err error) (reason string, yes bool) {
	if failure, is := errors.AsType[sqlite3.Error](err); is {
		switch failure.Code {
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			return "The database is busy; try again in a moment.", true
		case sqlite3.ErrFull:
			return "The server's disk is full; nothing was changed. Tell the operator.", true
		case sqlite3.ErrReadonly:
			return "The database cannot be written at the moment; nothing was changed. Tell the operator.", true
		case sqlite3.ErrIoErr:
			return "The server's disk failed; nothing was changed. Tell the operator.", true
		}
	}
	if errors.Is(err, sql.ErrConnDone) {
		return "The server is shutting down; try again in a moment.", true
	}
	return "", false
}

// lock keeps other programs from migrating the same database: SQLite's own locks end with each of ent's transactions.
func (s *Store) lock(ctx context.Context) (unlock func(), err error) {
	file := flock.New(s.path + ".lock")
	if _, err := file.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return nil, fmt.Errorf("the database cannot be locked for its upgrade: %w", err)
	}
	return func() { _ = file.Unlock() }, nil // it ends with the program, at the latest
}
