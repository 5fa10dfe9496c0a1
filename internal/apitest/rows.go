package apitest

import (
	"context"
	"database/sql"
	"errors"
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
