package apitest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Database is what rows are read from past the fence: the store's client, or a connection of the test's own.
type Database interface {
	QueryContext(ctx context.Context, statement string, arguments ...any) (*sql.Rows, error)
}

// Rows reads all rows of a statement, by column, with the values that the driver gives.
func Rows(ctx context.Context, from Database, statement string, arguments ...any) (all []map[string]any, err error) {
	rows, err := from.QueryContext(ctx, statement, arguments...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		row := make(map[string]any, len(columns))
		for i, column := range columns {
			row[column] = values[i]
		}
		all = append(all, row)
	}
	return all, nil
}

// Tables are the names of all tables. They come from the database itself, so that a new one cannot be forgotten.
func Tables(ctx context.Context, from Database) ([]string, error) {
	statement := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	if OnPostgres() {
		statement = "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()"
	}
	rows, err := Rows(ctx, from, statement)
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i], _ = row["name"].(string)
	}
	return names, err
}

// Dangling finds the foreign keys that point to nothing, by their tables or names.
func Dangling(ctx context.Context, from Database) ([]string, error) {
	if !OnPostgres() {
		rows, err := Rows(ctx, from, `SELECT "table" AS name FROM pragma_foreign_key_check`)
		found := make([]string, len(rows))
		for i, row := range rows {
			found[i] = fmt.Sprint(row["name"])
		}
		return found, err
	}
	// Postgres cannot look by itself, so a statement is made for each key.
	keys, err := Rows(ctx, from, `
		SELECT string_agg(looks, ' UNION ALL ') AS statement FROM (
			SELECT format('SELECT %L AS name FROM %s f WHERE %s AND NOT EXISTS (SELECT 1 FROM %s t WHERE %s)', k.conname, k.conrelid::regclass,
				string_agg(format('f.%I IS NOT NULL', a.attname), ' AND '), k.confrelid::regclass,
				string_agg(format('t.%I = f.%I', b.attname, a.attname), ' AND ')) AS looks
			FROM pg_constraint k, unnest(k.conkey, k.confkey) AS pair(f, t), pg_attribute a, pg_attribute b
			WHERE k.contype = 'f' AND a.attrelid = k.conrelid AND a.attnum = pair.f AND b.attrelid = k.confrelid AND b.attnum = pair.t
			GROUP BY k.oid, k.conname, k.conrelid, k.confrelid) AS each`)
	if err != nil {
		return nil, err
	}
	rows, err := Rows(ctx, from, fmt.Sprint(keys[0]["statement"]))
	found := make([]string, len(rows))
	for i, row := range rows {
		found[i] = fmt.Sprint(row["name"])
	}
	return found, err
}
