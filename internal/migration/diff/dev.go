package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver of Postgres
	_ "github.com/mattn/go-sqlite3"    // the driver of SQLite
)

// emptySQLite opens an empty database in memory.
func emptySQLite() (*entsql.Driver, func() error, error) {
	pool, err := sql.Open("sqlite3", "file::memory:?_foreign_keys=on")
	if err != nil {
		return nil, nil, err
	}
	pool.SetMaxOpenConns(1) // each connection would have a database of its own
	return entsql.OpenDB(dialect.SQLite, pool), pool.Close, nil
}

// emptyPostgres makes a database of its own on the server that the URL names, and drops it when it is closed.
func emptyPostgres(ctx context.Context, server string) (*entsql.Driver, func() error, error) {
	name := fmt.Sprintf("handledesk_diff_%d", os.Getpid())
	at, err := url.Parse(server)
	if err != nil {
		return nil, nil, fmt.Errorf("--postgres is no URL: %w", err)
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		return nil, nil, err
	}
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("a database to compare in cannot be made: %w", err), admin.Close())
	}
	at.Path = "/" + name
	pool, err := sql.Open("pgx", at.String())
	if err != nil {
		return nil, nil, errors.Join(err, admin.Close())
	}
	return entsql.OpenDB(dialect.Postgres, pool), func() error {
		closed := pool.Close()
		_, err := admin.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE "+name)
		return errors.Join(closed, err, admin.Close())
	}, nil
}
