// Package moving takes a whole database from one place to another: into a backup and back, and from SQLite to Postgres.
package moving

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"github.com/mattn/go-sqlite3"

	"github.com/handledesk/handledesk/internal/store"
)

// BackupOptions say what is backed up, and where to.
type BackupOptions struct {
	Directory string // the data folder
	To        string // the file to make
	Force     bool   // replaces a file that is there
	// Progress, when set, is told of the pages that are written and of all there are.
	Progress func(done, total int64)
}

// partial is what a file is called until it is whole.
const partial = ".partial"

// Backup writes the embedded database to one file while others read and write it, and gives its size in octets. The
// file holds the moment at which it began, complete: the pages are copied by SQLite's online backup within one read
// transaction, so that writers neither wait nor make it begin anew. What they write meanwhile stays in the log beside
// the database until it ends. The file is checked, synchronised and then named; a Backup that was killed leaves a
// file .partial that the next one takes over.
func Backup(ctx context.Context, o BackupOptions) (size int64, err error) {
	if err := o.free(); err != nil {
		return 0, err
	}
	part := o.To + partial
	lock := flock.New(part, flock.SetPermissions(0o600))
	mine, err := lock.TryLock()
	if err != nil {
		return 0, fmt.Errorf("the backup cannot be written: %w; choose another file with --to", err)
	}
	if !mine {
		return 0, fmt.Errorf("another backup is writing %s; wait for it", part)
	}
	defer func() { _ = lock.Unlock() }() // it ends with the program, at the latest
	if err := snapshot(ctx, filepath.Join(o.Directory, store.File), part, o.Progress); err != nil {
		return 0, errors.Join(err, os.Remove(part))
	}
	info, err := os.Stat(part)
	if err != nil {
		return 0, err
	}
	if err := o.free(); err != nil {
		return 0, errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, o.To); err != nil {
		return 0, err
	}
	return info.Size(), syncFile(filepath.Dir(o.To))
}

// free refuses to replace a file unasked.
func (o BackupOptions) free() error {
	there, err := os.Stat(o.To)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !there.Mode().IsRegular():
		return fmt.Errorf("%s is no file; name one with --to", o.To)
	case !o.Force:
		return fmt.Errorf("%s is there already; choose another file with --to, or replace it with --force", o.To)
	}
	if live, err := os.Stat(filepath.Join(o.Directory, store.File)); err == nil && os.SameFile(live, there) {
		return fmt.Errorf("%s is the database itself; choose another file with --to", o.To)
	}
	return nil
}

// snapshot copies a database as it is now into a checked and synchronised file without a log beside it.
func snapshot(ctx context.Context, from, to string, progress func(done, total int64)) (err error) {
	source, err := openFile(ctx, from, "_busy_timeout=5000&_query_only=on")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.close()) }()
	// What is left of an earlier try would keep its size.
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	// The read transaction holds the moment; a backup outside of one begins anew whenever another process writes.
	if err := source.exec(ctx, "BEGIN"); err != nil {
		return err
	}
	if _, err := source.text(ctx, "SELECT count(*) FROM sqlite_schema"); err != nil {
		return err
	}
	if err := copyPages(ctx, source, to, progress); err != nil {
		return err
	}
	if err := source.exec(ctx, "COMMIT"); err != nil {
		return err
	}
	return finish(ctx, to, from)
}

// stepPages is how much is copied between two looks at the context and the bar: 4 MiB of the usual pages.
const stepPages = 1024

func copyPages(ctx context.Context, source *file, to string, progress func(done, total int64)) (err error) {
	// Nobody reads the file before it is whole, so that it needs neither journal nor order.
	target, err := connect(ctx, to, "mode=rw&_journal_mode=OFF&_synchronous=OFF")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.close()) }()
	return target.conn.Raw(func(into any) error {
		return source.conn.Raw(func(from any) error {
			backup, err := into.(*sqlite3.SQLiteConn).Backup("main", from.(*sqlite3.SQLiteConn), "main")
			if err != nil {
				return explain(to, err)
			}
			for done := false; !done && err == nil; {
				if err = ctx.Err(); err == nil {
					done, err = backup.Step(stepPages)
				}
				if progress != nil {
					progress(int64(backup.PageCount()-backup.Remaining()), int64(backup.PageCount()))
				}
			}
			if closed := backup.Close(); err == nil {
				err = closed
			}
			return explain(to, err)
		})
	})
}

// finish makes the copy a plain file, since it says of itself that it has a log, and checks it. What is wrong with it is
// wrong with what it was copied from.
func finish(ctx context.Context, path, from string) (err error) {
	f, err := openFile(ctx, path, "_synchronous=FULL")
	if err != nil {
		return err
	}
	f.path = from
	defer func() { err = errors.Join(err, f.close(), syncFile(path)) }()
	mode, err := f.text(ctx, "PRAGMA journal_mode = DELETE")
	if err == nil && mode != "delete" {
		err = fmt.Errorf("%s cannot leave the mode %s", path, mode)
	}
	if err != nil {
		return err
	}
	return f.check(ctx)
}
