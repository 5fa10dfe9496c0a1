package matrix

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
)

// dump is the whole database: table → id → row. It is read from the list of tables that the database itself keeps, so
// that a new table cannot be forgotten.
type dump map[string]map[string]row

// row is a row by its columns.
type row map[string]any

func (r row) String() string {
	parts := make([]string, 0, len(r))
	for _, column := range slices.Sorted(maps.Keys(r)) {
		parts = append(parts, column+"="+text(r[column]))
	}
	return strings.Join(parts, " ")
}

// text writes a stored value: JSON as it is, other bytes in hexadecimal.
func text(value any) string {
	if raw, is := value.([]byte); is {
		if json.Valid(raw) {
			return string(raw)
		}
		return hex.EncodeToString(raw)
	}
	return fmt.Sprint(value)
}

func (w *world) dump() dump {
	w.t.Helper()
	tables, err := apitest.Tables(w.t.Context(), w.Store.Read())
	if err != nil {
		w.t.Fatal(err)
	}
	d := dump{}
	for _, name := range tables {
		d[name] = map[string]row{}
		for _, r := range w.read("SELECT * FROM " + name) {
			d[name][fmt.Sprint(r["id"])] = r
		}
	}
	return d
}

// read reads rows past the fence.
func (w *world) read(statement string) []row {
	w.t.Helper()
	rows, err := apitest.Rows(w.t.Context(), w.Store.Read(), statement)
	if err != nil {
		w.t.Fatal(err)
	}
	read := make([]row, len(rows))
	for i, r := range rows {
		read[i] = r
	}
	return read
}

// difference is a row that is not as it was: before is nil for a new one, after for one that is gone.
type difference struct {
	table, id     string
	before, after row
}

func (d difference) String() string {
	var parts []string
	for _, column := range slices.Sorted(maps.Keys(d.columns())) {
		if was, is := text(d.before[column]), text(d.after[column]); was != is {
			parts = append(parts, fmt.Sprintf("%s: %s → %s", column, was, is))
		}
	}
	return fmt.Sprintf("\n  %s %s { %s }", d.table, d.id, strings.Join(parts, ", "))
}

// columns are the row's, whichever there is.
func (d difference) columns() row {
	if d.after == nil {
		return d.before
	}
	return d.after
}

// since lists what differs from an earlier dump, in the order of tables and ids.
func (d dump) since(earlier dump) []difference {
	var differences []difference
	for _, table := range slices.Sorted(maps.Keys(d)) {
		ids := maps.Clone(d[table])
		maps.Copy(ids, earlier[table])
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			was, is := earlier[table][id], d[table][id]
			if (was == nil) != (is == nil) || was.String() != is.String() {
				differences = append(differences, difference{table, id, was, is})
			}
		}
	}
	return differences
}

// pointedTo are the tables that others point to: their rows are changed back, while all others are replaced.
var pointedTo = []string{"webhook_endpoints", "resellers", "handles", "domains"}

// past runs statements in a transaction past the program.
func past(t *testing.T, w *apitest.World, run func(tx *sql.Tx) error) {
	t.Helper()
	tx, err := w.Past().BeginTx(t.Context(), nil)
	if err == nil {
		if err = run(tx); err == nil {
			err = tx.Commit()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// unguarded takes the triggers that keep events as they are away for as long as the function runs.
func unguarded(ctx context.Context, tx *sql.Tx, guards []row, run func(tx *sql.Tx) error) error {
	for _, guard := range guards {
		if _, err := tx.ExecContext(ctx, "DROP TRIGGER "+fmt.Sprint(guard["name"])); err != nil {
			return err
		}
	}
	if err := run(tx); err != nil {
		return err
	}
	for _, guard := range guards {
		if _, err := tx.ExecContext(ctx, fmt.Sprint(guard["sql"])); err != nil {
			return err
		}
	}
	return nil
}

// restore puts everything back to the baseline and makes sure that it is.
func (w *world) restore(differences []difference) {
	w.t.Helper()
	var guards []row // Postgres sets them aside with its other checks, see apitest.Unchecked
	if !apitest.OnPostgres() {
		guards = w.read("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND (name LIKE 'guard\\_%' ESCAPE '\\' OR name LIKE 'count\\_%' ESCAPE '\\')")
	}
	past(w.t, w.World, func(tx *sql.Tx) error {
		if err := apitest.Unchecked(w.t.Context(), tx); err != nil {
			return err
		}
		return unguarded(w.t.Context(), tx, guards, func(tx *sql.Tx) error {
			return revert(differences, func(statement string, values ...any) error {
				_, err := tx.ExecContext(w.t.Context(), apitest.Bind(statement), values...)
				return err
			})
		})
	})
	if left := w.dump().since(w.baseline); len(left) > 0 {
		w.t.Fatalf("not put back: %v", left)
	}
}

func revert(differences []difference, run func(statement string, values ...any) error) error {
	// What points goes before what is pointed to, and everything goes before anything comes: no unique index is broken
	// on the way.
	var first, later []difference
	for _, d := range differences {
		if slices.Contains(pointedTo, d.table) {
			later = append(later, d)
		} else {
			first = append(first, d)
		}
	}
	for _, d := range append(first, later...) {
		keep := d.before != nil && slices.Contains(pointedTo, d.table)
		if d.after == nil || keep {
			continue
		}
		if err := run("DELETE FROM "+d.table+" WHERE id = ?", d.after["id"]); err != nil {
			return err
		}
	}
	for _, d := range append(later, first...) {
		if d.before == nil {
			continue
		}
		columns := slices.Sorted(maps.Keys(d.before))
		var values []any
		for _, column := range columns {
			values = append(values, d.before[column])
		}
		statement := fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)", d.table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1))
		if d.after != nil && slices.Contains(pointedTo, d.table) {
			statement = fmt.Sprintf("UPDATE %s SET %s = ? WHERE id = ?", d.table, strings.Join(columns, " = ?, "))
			values = append(values, d.before["id"])
		}
		if err := run(statement, values...); err != nil {
			return err
		}
	}
	return nil
}
