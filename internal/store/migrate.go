package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"entgo.io/ent/dialect"
	"github.com/mattn/go-sqlite3"

	"github.com/handledesk/handledesk/internal/migration"
)

// MigrationStatus reads which steps of the schema a database has, and changes nothing. One that is not there is not made:
// it has none.
func MigrationStatus(ctx context.Context, o Options) (status migration.Status, err error) {
	s := &Store{options: o, path: filepath.Join(o.Directory, File)}
	if _, err := os.Stat(s.path); errors.Is(err, fs.ErrNotExist) {
		known, err := migration.Known(dialect.SQLite)
		return migration.Status{Steps: known, Trouble: migration.ErrOlder}, err
	}
	if s.writer, err = s.connect(ctx, writing, 1); err != nil {
		return status, s.explain(err)
	}
	steps, err := migration.New(s.writer, dialect.SQLite, s.migrationOptions())
	if err == nil {
		status, err = steps.Status(unhurried(ctx))
	}
	status.Trouble = advise(status.Trouble)
	return status, errors.Join(s.explain(err), s.Close())
}

func (s *Store) migrationOptions() migration.Options {
	return migration.Options{LockFile: s.path + ".lock", Waiting: s.options.Waiting}
}

// migrate makes the embedded database or brings it up to date.
func (s *Store) migrate(ctx context.Context) error {
	return upToDate(ctx, s.writer, dialect.SQLite, s.migrationOptions(), true, s.options.Migrated)
}

// upToDate leaves a database with the schema of this program, or an error that says what to do. An empty one is made. An
// older one is upgraded if that is wanted: not where other servers of the former version may be at work on it.
func upToDate(
	ctx context.Context, pool *sql.DB, dialectName string, o migration.Options, mayUpgrade bool, migrated func(migration.Step, time.Duration),
) error {
	steps, err := migration.New(pool, dialectName, o)
	if err != nil {
		return err
	}
	trouble := steps.Check(ctx)
	if !errors.Is(trouble, migration.ErrOlder) {
		return advise(trouble)
	}
	empty, err := steps.Empty(ctx)
	if err != nil {
		return err
	}
	if !empty && !mayUpgrade {
		return fmt.Errorf("%w; back it up, stop the servers that use it, and run handledesk migrate up (or start with --migrate)", trouble)
	}
	return advise(steps.Up(ctx, migrated))
}

// advise adds what to do to what is wrong with a database's schema.
func advise(err error) error {
	switch {
	case errors.Is(err, migration.ErrNewer):
		return fmt.Errorf("%w; start the newer program", err)
	case errors.Is(err, migration.ErrHalf):
		return fmt.Errorf("%w; restore it from a backup, or name an empty database. If a program of an earlier version was stopped "+
			"during its own upgrade, start that version once more to let it finish", err)
	}
	return err
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
