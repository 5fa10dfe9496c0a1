package moving

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"github.com/mattn/go-sqlite3"

	"github.com/handledesk/handledesk/internal/store"
)

// errServed is for a database that others have open.
var errServed = errors.New("another program has the database open; stop every server and command that works on it, and try again")

// file is a SQLite database with one connection.
type file struct {
	path string // what errors call it
	pool *sql.DB
	conn *sql.Conn
	// mark is another one as soon as anything in the file was changed since it was last seized: the header of a file
	// without a log counts changes, and going to a log and back is one.
	mark string
}

// openFile opens a database that is there; settings are the driver's.
func openFile(ctx context.Context, path, settings string) (*file, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("there is no database: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no database file", path)
	}
	return connect(ctx, path, "mode=rw&"+settings)
}

// connect opens a database, and makes the file unless the settings say that it is there.
func connect(ctx context.Context, path, settings string) (*file, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings
	pool, err := sql.Open("sqlite3", name)
	if err != nil {
		return nil, err
	}
	pool.SetMaxIdleConns(-1) // one that is idle would keep the file from being seized
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(explain(path, err), pool.Close())
	}
	return &file{path: path, pool: pool, conn: conn}, nil
}

func (f *file) close() error { return errors.Join(f.conn.Close(), f.pool.Close()) }

func (f *file) exec(ctx context.Context, statement string) error {
	_, err := f.conn.ExecContext(ctx, statement)
	return explain(f.path, err)
}

// text gives the one value that a query comes to.
func (f *file) text(ctx context.Context, query string) (value string, err error) {
	err = f.conn.QueryRowContext(ctx, query).Scan(&value)
	return value, explain(f.path, err)
}

// texts gives the first column of all rows.
func (f *file) texts(ctx context.Context, query string, arguments ...any) (values []string, err error) {
	rows, err := f.conn.QueryContext(ctx, query, arguments...)
	if err != nil {
		return nil, explain(f.path, err)
	}
	defer func() { _ = rows.Close() }() // what it says comes by Err
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, explain(f.path, rows.Err())
}

// seize takes a database for this program alone until the file is closed, and leaves it in one file without a log
// beside it. SQLite leaves WAL only when nobody else has the database open, be it idle: that is the question. A server
// that was about to begin finds the database locked and gives up after its busy timeout.
func (f *file) seize(ctx context.Context) error {
	mode, err := f.text(ctx, "PRAGMA journal_mode = DELETE")
	if err != nil {
		return err
	}
	if mode != "delete" {
		return errServed
	}
	// The file is not looked at after this: closing it would end the locks that SQLite holds on it in this process.
	if f.mark, err = headerOf(f.path); err != nil {
		return err
	}
	if err := f.exec(ctx, "BEGIN EXCLUSIVE"); err != nil {
		return err
	}
	// Between the two statements a server may have begun and ended.
	if mode, err = f.text(ctx, "PRAGMA journal_mode"); err == nil && mode != "delete" {
		err = errServed
	}
	return err
}

// headerOf gives the hash of a file's first 100 octets.
func headerOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	header := make([]byte, 100)
	_, err = io.ReadFull(f, header)
	sum := sha256.Sum256(header)
	return hex.EncodeToString(sum[:]), errors.Join(err, f.Close())
}

// check refuses a database that is damaged, not this program's, or of a newer one.
func (f *file) check(ctx context.Context) error {
	found, err := f.texts(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table'")
	if err != nil {
		return err
	}
	for _, name := range []string{"resellers", "handles", "domains", "events", "api_keys"} {
		if !slices.Contains(found, name) {
			return fmt.Errorf("%s is no database of Handledesk: it has no table %s", f.path, name)
		}
	}
	if err := f.notNewer(ctx); err != nil {
		return err
	}
	wrong, err := f.texts(ctx, "PRAGMA integrity_check(10)")
	if err != nil {
		return err
	}
	if !slices.Equal(wrong, []string{"ok"}) {
		return fmt.Errorf("%s is damaged: %s", f.path, wrong[0])
	}
	return nil
}

// explain says in plain words what stands in the way.
func explain(path string, err error) error {
	failure, is := errors.AsType[sqlite3.Error](err)
	if !is {
		return err
	}
	switch failure.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return errServed
	case sqlite3.ErrNotADB:
		return fmt.Errorf("%s is no database: %w", path, err)
	case sqlite3.ErrCorrupt:
		return fmt.Errorf("%s is damaged: %w", path, err)
	case sqlite3.ErrFull:
		return fmt.Errorf("the disk of %s is full: %w; make room and try again", path, err)
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
		return fmt.Errorf("%s cannot be opened for writing, which locks it against others: %w; check the rights of the file and its folder", path, err)
	}
	return fmt.Errorf("database %s: %w", path, err)
}

// damaged tells whether a database cannot be read as one.
func damaged(err error) bool {
	failure, is := errors.AsType[sqlite3.Error](err)
	return is && (failure.Code == sqlite3.ErrNotADB || failure.Code == sqlite3.ErrCorrupt)
}

// syncFile makes a file's content, or a folder's names, outlast a loss of power.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// databaseOf is the file that a data folder or a file stands for.
func databaseOf(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, store.File)
	}
	return path
}
