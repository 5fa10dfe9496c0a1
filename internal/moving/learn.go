package moving

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// learn adds what the Postgres database knows of a table, and requires the columns that will be filled.
func (to *target) learn(ctx context.Context, t *table) error {
	columns, err := to.texts(ctx, `SELECT attname FROM pg_attribute WHERE attrelid = to_regclass($1)
		AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attname COLLATE "C"`, quote(t.name))
	if err != nil {
		return err
	}
	if want := slices.Sorted(slices.Values(t.names())); !slices.Equal(columns, want) {
		return fmt.Errorf("table %s of the Postgres database has the columns %s and should have %s; give an empty database",
			t.name, strings.Join(columns, ", "), strings.Join(want, ", "))
	}
	rows, err := to.conn.Query(ctx, `SELECT relname::text, ARRAY(SELECT attname::text FROM pg_attribute
			WHERE attrelid = conrelid AND attnum = ANY (conkey) AND NOT attnotnull ORDER BY attnum)
		FROM pg_constraint JOIN pg_class ON pg_class.oid = confrelid WHERE contype = 'f' AND conrelid = to_regclass($1)
		ORDER BY conname`, quote(t.name))
	if err != nil {
		return err
	}
	t.references, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r reference, err error) {
		return r, row.Scan(&r.to, &r.nullable)
	})
	if err != nil {
		return err
	}
	const forInsert = 4 // the bit of pg_trigger.tgtype
	return to.conn.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM pg_trigger
		WHERE NOT tgisinternal AND tgtype & $2 <> 0 AND tgrelid = to_regclass($1))`, quote(t.name), forInsert).Scan(&t.late)
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
