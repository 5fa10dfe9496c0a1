package moving

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ProgressTable is in a Postgres database from the beginning of a copy until all rows were compared. While it is there,
// the database is half copied and must not be served.
const ProgressTable = "copy_progress"

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
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("--to: %w", err)
	}
	to := &target{conn}
	err = to.patiently(ctx, `SELECT pg_try_advisory_lock(hashtext('handledesk copy'))`,
		"another copy into this database is under way; wait for it")
	if err != nil {
		_ = to.close(ctx) // the first error is the one to tell
		return nil, err
	}
	return to, nil
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

// learn adds what the database itself knows of the tables: which ones rows point to, and which ones look at others
// by a trigger. It requires the columns that will be filled.
func (to *target) learn(ctx context.Context, tables []table) (late map[string]bool, err error) {
	late = map[string]bool{}
	for i, t := range tables {
		columns, err := to.texts(ctx, `SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1)
			AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attname COLLATE "C"`, quote(t.name))
		if err != nil {
			return nil, err
		}
		if want := slices.Sorted(slices.Values(t.names())); !slices.Equal(columns, want) {
			return nil, fmt.Errorf("table %s of the Postgres database has the columns %s and should have %s; give an empty database that handledesk migrate has made",
				t.name, strings.Join(columns, ", "), strings.Join(want, ", "))
		}
		others, err := to.texts(ctx, `SELECT DISTINCT relname FROM pg_constraint JOIN pg_class ON pg_class.oid = confrelid
			WHERE contype = 'f' AND conrelid = to_regclass($1)`, quote(t.name))
		if err != nil {
			return nil, err
		}
		for _, other := range others {
			tables[i].after[other] = true
		}
		triggers, err := to.texts(ctx, `SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = to_regclass($1)`, quote(t.name))
		if err != nil {
			return nil, err
		}
		late[t.name] = len(triggers) > 0
	}
	return late, nil
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
		if err := tx.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", ProgressTable).Scan(&begun); err != nil {
			return err
		}
		if begun {
			var former string
			if err := tx.QueryRow(ctx, "SELECT at FROM "+ProgressTable+" WHERE step = 'source'").Scan(&former); err != nil {
				return err
			}
			if former != mark {
				return errors.New("the SQLite database was changed since the copy began, or it is another one; " +
					"drop the Postgres database, make it anew and begin again")
			}
			return nil
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
		_, err := tx.Exec(ctx, "CREATE TABLE "+ProgressTable+" (step text PRIMARY KEY, at text NOT NULL, copied bigint NOT NULL)")
		if err == nil {
			_, err = tx.Exec(ctx, "INSERT INTO "+ProgressTable+" VALUES ('source', $1, 0)", mark)
		}
		return err
	})
}

// rows gives a table's rows by their keys, in the same order as SQLite.
func (to *target) rows(ctx context.Context, t table) iter.Seq2[row, error] {
	columns := quoted(t.names())
	order := columns[t.key]
	if t.columns[t.key].kind == text {
		order += ` COLLATE "C"`
	}
	for i, c := range t.columns {
		if c.kind == document {
			columns[i] += "::text"
		}
	}
	query := "SELECT " + strings.Join(columns, ", ") + " FROM " + quote(t.name) + " ORDER BY " + order
	return func(yield func(row, error) bool) {
		rows, err := to.conn.Query(ctx, query)
		if err != nil {
			yield(row{}, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			raw, err := rows.Values()
			if err != nil {
				yield(row{}, err)
				return
			}
			next, err := t.row(raw)
			if !yield(next, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(row{}, err)
		}
	}
}

// withoutValues tells what Postgres refused by names only: its details quote rows.
func withoutValues(err error) error {
	failure, is := errors.AsType[*pgconn.PgError](err)
	if !is {
		return err
	}
	place := failure.TableName
	for _, name := range []string{failure.ColumnName, failure.ConstraintName} {
		if name != "" {
			place += " " + name
		}
	}
	return fmt.Errorf("Postgres refuses it: %s (SQLSTATE %s) %s", failure.Message, failure.Code, place)
}
