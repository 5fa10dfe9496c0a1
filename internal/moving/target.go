package moving

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/handledesk/handledesk/internal/migration"
)

// target is the Postgres database that rows go into, by one connection.
type target struct{ conn *pgx.Conn }

// openTarget connects and keeps other copies out until the connection ends.
func openTarget(ctx context.Context, url string) (*target, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("--to: %w", err) // pgx leaves the password out
	}
	config.RuntimeParams["application_name"] = "handledesk copy"
	config.RuntimeParams["statement_timeout"] = "0" // the operator waits for it
	config.RuntimeParams["timezone"] = "UTC"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("--to: %w", err)
	}
	to := &target{conn}
	err = to.patiently(ctx, `SELECT pg_try_advisory_lock(hashtext('handledesk copy'))`,
		"another copy into this database is under way; wait for it")
	if err == nil {
		err = makeSchema(ctx, config)
	}
	if err != nil {
		_ = to.close(ctx) // the first error is the one to tell
		return nil, err
	}
	return to, nil
}

// makeSchema makes the tables in an empty database, and requires those of this program in another one.
func makeSchema(ctx context.Context, config *pgx.ConnConfig) (err error) {
	pool := stdlib.OpenDB(*config)
	defer func() { err = errors.Join(err, pool.Close()) }()
	steps, err := migration.New(pool, dialect.Postgres, migration.Options{})
	if err != nil {
		return err
	}
	trouble := steps.Check(ctx)
	if trouble == nil || errors.Is(trouble, migration.ErrCopying) {
		return nil
	}
	empty, err := steps.Empty(ctx)
	switch {
	case err != nil:
		return err
	case empty:
		return steps.Up(ctx, nil)
	}
	return fmt.Errorf("--to: %w; give an empty database", trouble)
}

func (to *target) close(ctx context.Context) error { return to.conn.Close(context.WithoutCancel(ctx)) }

// patience is how long a program that was killed may still seem to be there.
const patience = 5 * time.Second

// patiently waits until a question is answered by yes.
func (to *target) patiently(ctx context.Context, query, otherwise string) error {
	for began := time.Now(); ; {
		var yes bool
		if err := to.conn.QueryRow(ctx, query).Scan(&yes); err != nil || yes {
			return err
		}
		if time.Since(began) > patience {
			return errors.New(otherwise)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// alone requires that nobody else uses the database. Servers that come later find the mark of the copy.
func (to *target) alone(ctx context.Context) error {
	return to.patiently(ctx, `SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend')`,
		"other programs are connected to the Postgres database; stop every server on it and try again")
}

func (to *target) texts(ctx context.Context, query string, arguments ...any) ([]string, error) {
	rows, err := to.conn.Query(ctx, query, arguments...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// begin marks the database as half copied and requires that it is empty, or goes on with the copy of the same source.
func (to *target) begin(ctx context.Context, tables []table, mark string) error {
	return pgx.BeginFunc(ctx, to.conn, func(tx pgx.Tx) error {
		var begun bool
		if err := tx.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", migration.CopyTable).Scan(&begun); err != nil {
			return err
		}
		if begun {
			var former string
			if err := tx.QueryRow(ctx, "SELECT at FROM "+migration.CopyTable+" WHERE step = 'source'").Scan(&former); err != nil {
				return err
			}
			if former != mark {
				return errors.New("the SQLite database was changed since the copy began, or it is another one; " +
					"drop the Postgres database, make it anew and begin again")
			}
			return nil
		}
		// A server that was started once, or the migration, has left this row, which says nothing yet.
		if _, err := tx.Exec(ctx, "DELETE FROM sequences WHERE id = 'places' AND value = 0"); err != nil {
			return err
		}
		// What the migration has counted in an empty database; the source's counters are copied like everything else, and
		// meanwhile nobody counts.
		_, deleted := tx.Exec(ctx, "DELETE FROM counters WHERE value = 0")
		if err := errors.Join(deleted, counting(ctx, tx, "DISABLE")); err != nil {
			return err
		}
		for _, t := range tables {
			var filled bool
			if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM "+quote(t.name)+")").Scan(&filled); err != nil {
				return err
			}
			if filled {
				return fmt.Errorf("the Postgres database is not empty: there are rows in %s; give an empty one", t.name)
			}
		}
		_, err := tx.Exec(ctx, "CREATE TABLE "+migration.CopyTable+" (step text PRIMARY KEY, at text NOT NULL, copied bigint NOT NULL)")
		if err == nil {
			_, err = tx.Exec(ctx, "INSERT INTO "+migration.CopyTable+" VALUES ('source', $1, 0)", mark)
		}
		return err
	})
}

// counting sets the triggers that keep the counters aside, or back: DISABLE or ENABLE.
func counting(ctx context.Context, tx execer, how string) error {
	_, err := tx.Exec(ctx, `DO $$
DECLARE
  counts record;
BEGIN
  FOR counts IN SELECT tgname, tgrelid::regclass AS of_table FROM pg_trigger
    WHERE tgname LIKE 'count\_%' AND NOT tgisinternal
  LOOP
    EXECUTE format('ALTER TABLE %s `+how+` TRIGGER %I', counts.of_table, counts.tgname);
  END LOOP;
END
$$`)
	return err
}

// execer is a connection or a transaction.
type execer interface {
	Exec(ctx context.Context, statement string, arguments ...any) (pgconn.CommandTag, error)
}

// withoutValues tells what Postgres refused by names only: its details quote rows.
func withoutValues(err error) error {
	failure, is := errors.AsType[*pgconn.PgError](err)
	if !is {
		return err
	}
	place := strings.Join(strings.Fields(failure.TableName+" "+failure.ColumnName+" "+failure.ConstraintName), " ")
	return fmt.Errorf("refused by Postgres: %s (SQLSTATE %s; %s)", failure.Message, failure.Code, place)
}
