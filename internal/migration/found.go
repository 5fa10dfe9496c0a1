package migration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"entgo.io/ent/dialect"
)

// found is what a database tells about its schema.
type found struct {
	// applied are the steps that are written down, with their times.
	applied map[int64]time.Time
	// recorded tells whether there is a table that counts the steps.
	recorded bool
	// tables are all others.
	tables map[string]bool
	// number is SQLite's user_version, by which programs of before goose know theirs.
	number int64
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, arguments ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, arguments ...any) *sql.Row
}

// recordTable is goose's own name of its table.
const recordTable = "goose_db_version"

// tablesOf lists a database's tables. What an extension of Postgres brought along is not ours to judge.
var tablesOf = map[string]string{
	dialect.SQLite: `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`,
	dialect.Postgres: `SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
		AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND classid = 'pg_class'::regclass AND deptype = 'e')`,
}

// look reads in one transaction, since another program may be at work. SQLite's is begun by hand: those of the pool take
// the right to write, and wait for it.
func (r *Runner) look(ctx context.Context) (f found, err error) {
	if r.dialect != dialect.SQLite {
		tx, err := r.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		if err != nil {
			return f, err
		}
		f, err = r.read(ctx, tx)
		return f, errors.Join(err, tx.Rollback())
	}
	connection, err := r.db.Conn(ctx)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, connection.Close()) }()
	if _, err := connection.ExecContext(ctx, "BEGIN DEFERRED"); err != nil {
		return f, err
	}
	f, err = r.read(ctx, connection)
	_, ended := connection.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	return f, errors.Join(err, ended)
}

// read looks at the database, and writes nothing.
func (r *Runner) read(ctx context.Context, db querier) (found, error) {
	f := found{applied: map[int64]time.Time{}, tables: map[string]bool{}}
	names, err := column(ctx, db, tablesOf[r.dialect])
	if err != nil {
		return f, err
	}
	for _, name := range names {
		f.tables[name] = name != recordTable
	}
	_, f.recorded = f.tables[recordTable]
	delete(f.tables, recordTable)
	if f.recorded {
		if err := f.readRecord(ctx, db); err != nil {
			return f, err
		}
	}
	if r.dialect != dialect.SQLite {
		return f, nil
	}
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&f.number); err != nil {
		return f, err
	}
	if !f.recorded {
		for _, step := range r.steps {
			if step.Version <= min(f.number, lastOfUserVersion) {
				f.applied[step.Version] = time.Time{}
			}
		}
	}
	return f, nil
}

func (f *found) readRecord(ctx context.Context, db querier) error {
	rows, err := db.QueryContext(ctx, "SELECT version_id, tstamp FROM "+recordTable+" WHERE version_id > 0 AND is_applied")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var version int64
		var at time.Time
		if err := rows.Scan(&version, &at); err != nil {
			return err
		}
		f.applied[version] = at
	}
	return rows.Err()
}

func column(ctx context.Context, db querier, query string) (values []string, err error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}

// empty tells whether nothing was made yet. A program that was killed before the first step may have left the table
// that counts them.
func (f found) empty() bool { return len(f.tables) == 0 && len(f.applied) == 0 && f.number == 0 }

// trouble compares what was found with the steps that there are.
func (f found) trouble(steps []Step) error {
	last := steps[len(steps)-1].Version
	applied := slices.Sorted(maps.Keys(f.applied))
	has := f.number
	if len(applied) > 0 {
		has = max(has, applied[len(applied)-1])
	}
	switch {
	case has > last:
		return fmt.Errorf("%w (schema %d, this program knows %d)", ErrNewer, has, last)
	case f.empty():
		return ErrOlder
	case len(applied) == 0:
		return fmt.Errorf("%w: it has %d tables, and no record of what made them", ErrHalf, len(f.tables))
	case len(f.tables) == 0:
		return fmt.Errorf("%w: it says schema %d and has no tables", ErrHalf, has)
	case f.number > applied[len(applied)-1]:
		return fmt.Errorf("%w: it says schema %d and has the record of %d", ErrHalf, f.number, applied[len(applied)-1])
	case !f.recorded && f.ahead() != "":
		return fmt.Errorf("%w: it says schema %d and has the table %s of a later one", ErrHalf, f.number, f.ahead())
	}
	for i, version := range applied {
		if steps[i].Version != version {
			return fmt.Errorf("%w: step %d is missing", ErrHalf, steps[i].Version)
		}
	}
	if len(applied) < len(steps) {
		return fmt.Errorf("%w (schema %d, this program makes %d)", ErrOlder, has, last)
	}
	if f.tables[CopyTable] {
		return ErrCopying
	}
	return nil
}
