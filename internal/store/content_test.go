package store

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"
)

// onFile opens the database file as it is, past the program.
func onFile(t *testing.T, directory string, do func(pool *sql.DB)) {
	t.Helper()
	pool, err := sql.Open("sqlite3", filepath.Join(directory, File))
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	do(pool)
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
}

// record is a row by its columns, as texts.
type record map[string]string

// content is a whole database: rows by table and id.
type content map[string]map[string]record

// contentOf reads everything from the list of tables that the database itself keeps.
func contentOf(t *testing.T, directory string) content {
	t.Helper()
	all := content{}
	onFile(t, directory, func(pool *sql.DB) {
		for _, table := range read(t, pool, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
			all[table["name"]] = map[string]record{}
			for _, row := range read(t, pool, "SELECT * FROM "+table["name"]) {
				all[table["name"]][row["id"]] = row
			}
		}
	})
	return all
}

func read(t *testing.T, pool *sql.DB, statement string) []record {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), statement)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all []record
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		r := record{}
		for i, column := range columns {
			r[column] = fmt.Sprint(values[i])
			if raw, is := values[i].([]byte); is {
				r[column] = hex.EncodeToString(raw)
			}
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
