package moving

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// openSource takes a SQLite database for this program alone and makes sure that nothing in it is unknown.
func openSource(ctx context.Context, path string, tables []table) (f *file, err error) {
	f, err = openFile(ctx, path, "_busy_timeout=1000")
	if err != nil {
		return nil, err
	}
	if err = f.check(ctx); err == nil {
		err = f.current(ctx)
	}
	if err == nil {
		err = f.seize(ctx)
	}
	if err == nil {
		err = f.knows(ctx, tables)
	}
	if err != nil {
		_ = f.close() // the first error is the one to tell
		return nil, err
	}
	return f, nil
}

// recordTable says which migrations were run; each database has its own.
const recordTable = "goose_db_version"

// knows requires that the file has the tables and columns that will be copied, and no other: what nobody has said how
// to copy would be lost.
func (f *file) knows(ctx context.Context, tables []table) error {
	found, err := f.texts(ctx, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return err
	}
	for _, t := range tables {
		columns, err := f.texts(ctx, "SELECT name FROM pragma_table_info(?) ORDER BY name", t.name)
		if err != nil {
			return err
		}
		if want := slices.Sorted(slices.Values(t.names())); !slices.Equal(columns, want) {
			return fmt.Errorf("table %s of %s has the columns %s and should have %s; run handledesk migrate first",
				t.name, f.path, strings.Join(columns, ", "), strings.Join(want, ", "))
		}
		found = slices.DeleteFunc(found, func(name string) bool { return name == t.name })
	}
	found = slices.DeleteFunc(found, func(name string) bool { return name == recordTable })
	if len(found) > 0 {
		return fmt.Errorf("%s has tables that this program does not know: %s; they would be lost", f.path, strings.Join(found, ", "))
	}
	return nil
}

// row is one of a table, in the order of its columns.
type row struct {
	key    any // string or int64
	values []any
}

// rows gives a table's rows after a key, by their keys, at most so many; all when limit is negative.
func (f *file) rows(ctx context.Context, t table, after any, limit int) iter.Seq2[row, error] {
	query := "SELECT " + strings.Join(quoted(t.names()), ", ") + " FROM " + quote(t.name) //nolint:gosec // names of our own tables
	arguments := []any{}
	if after != nil {
		query, arguments = query+" WHERE "+quote(t.columns[t.key].name)+" > ?", append(arguments, after)
	}
	query += " ORDER BY " + quote(t.columns[t.key].name) + " LIMIT ?"
	return func(yield func(row, error) bool) {
		rows, err := f.conn.QueryContext(ctx, query, append(arguments, limit)...)
		if err != nil {
			yield(row{}, explain(f.path, err))
			return
		}
		defer func() { _ = rows.Close() }() // what it says comes by Err
		raw, targets := make([]any, len(t.columns)), make([]any, len(t.columns))
		for i := range raw {
			targets[i] = &raw[i]
		}
		for rows.Next() {
			err := rows.Scan(targets...)
			if err != nil {
				yield(row{}, explain(f.path, err))
				return
			}
			next, err := t.row(raw)
			if !yield(next, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(row{}, explain(f.path, err))
		}
	}
}

// row makes one of what a database gave.
func (t table) row(raw []any) (r row, err error) {
	r.values = make([]any, len(raw))
	if r.key, err = t.columns[t.key].value(raw[t.key]); err != nil {
		return r, fmt.Errorf("table %s: a key: %w", t.name, err)
	}
	for i, c := range t.columns {
		if r.values[i], err = c.value(raw[i]); err != nil {
			return r, fmt.Errorf("table %s, key %v, column %s: %w", t.name, r.key, c.name, err)
		}
	}
	return r, nil
}

// count gives the rows of all tables.
func (f *file) count(ctx context.Context, tables []table) (total int64, err error) {
	for _, t := range tables {
		var rows int64
		if err := f.conn.QueryRowContext(ctx, "SELECT count(*) FROM "+quote(t.name)).Scan(&rows); err != nil {
			return 0, explain(f.path, err)
		}
		total += rows
	}
	return total, nil
}

// quote writes a name as both databases take it.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoted(names []string) []string {
	quotes := make([]string, len(names))
	for i, name := range names {
		quotes[i] = quote(name)
	}
	return quotes
}
