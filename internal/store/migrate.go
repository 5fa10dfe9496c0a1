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

	"github.com/handledesk/handledesk/internal/migration"
)

// MigrationStatus reads which steps of the schema a database has, and changes nothing. An embedded one that is not there is
// not made: it has none.
func MigrationStatus(ctx context.Context, o Options) (status migration.Status, err error) {
	if o.StatementTimeout <= 0 {
		o.StatementTimeout = defaultStatementTimeout
	}
	s := &Store{options: o, dialect: dialect.SQLite, path: filepath.Join(o.Directory, File)}
	if o.URL != "" {
		_, err = s.connectPostgres(ctx)
	} else if _, missing := os.Stat(s.path); errors.Is(missing, fs.ErrNotExist) {
		known, err := migration.Known(dialect.SQLite)
		return migration.Status{Steps: known, Trouble: migration.ErrOlder}, err
	} else {
		s.writer, err = s.connectSQLite(ctx, writing, 1)
	}
	if err == nil {
		status, err = s.migrationStatus(unhurried(ctx))
	}
	return status, errors.Join(s.explain(err), s.Close())
}

func (s *Store) migrationStatus(ctx context.Context) (migration.Status, error) {
	steps, err := migration.New(s.writer, s.dialect, migration.Options{})
	if err != nil {
		return migration.Status{}, err
	}
	status, err := steps.Status(ctx)
	status.Trouble = advise(status.Trouble)
	return status, err
}

// migrate makes the database or brings it up to date. An embedded one is upgraded by whoever opens it.
func (s *Store) migrate(ctx context.Context) error {
	o := migration.Options{Waiting: s.options.Waiting}
	if s.postgres() {
		return upToDate(ctx, s.writer, s.dialect, o, s.options.Migrate, s.options.Migrated)
	}
	o.LockFile = s.path + ".lock"
	return upToDate(ctx, s.writer, s.dialect, o, true, s.options.Migrated)
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
