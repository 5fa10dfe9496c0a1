package apitest

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// copySQLite makes one embedded database what another one is.
func copySQLite(ctx context.Context, from, to *sql.DB) error {
	return raw(ctx, from, func(source *sqlite3.SQLiteConn) error {
		return raw(ctx, to, func(target *sqlite3.SQLiteConn) error {
			backup, err := target.Backup("main", source, "main")
			if err != nil {
				return err
			}
			_, err = backup.Step(-1)
			return errors.Join(err, backup.Finish())
		})
	})
}

func raw(ctx context.Context, pool *sql.DB, run func(*sqlite3.SQLiteConn) error) error {
	connection, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	err = connection.Raw(func(driver any) error { return run(driver.(*sqlite3.SQLiteConn)) })
	return errors.Join(err, connection.Close())
}
