package moving

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/handledesk/handledesk/internal/store"
)

// RestoreOptions say which backup becomes the database.
type RestoreOptions struct {
	Directory string // the data folder
	From      string // the backup
	Now       time.Time
	// Progress, when set, is told of the pages that are written and of all there are.
	Progress func(done, total int64)

	reached func(boundary string) // for tests: what was just done
}

// restoring is what the copy of the backup is called in the data folder until it is the database.
const restoring = store.File + ".restoring"

// Restore puts a backup in the place of the embedded database and gives the name under which the former one is kept;
// empty when there was none. It refuses while anybody has the database open, and a backup that is damaged, no
// database of Handledesk, or made by a newer program. One of an older program is upgraded when it is next opened.
//
// At each moment the folder holds the former database or the new one, complete, so that a Restore that was killed
// is simply done again: the backup is copied and checked beside the database; the former one is locked, brought into
// one file and given its second name; then one renaming puts the copy in its place.
func Restore(ctx context.Context, o RestoreOptions) (kept string, err error) {
	if o.reached == nil {
		o.reached = func(string) {}
	}
	if err := os.MkdirAll(o.Directory, 0o700); err != nil {
		return "", fmt.Errorf("the data folder cannot be made: %w; choose another one with --data", err)
	}
	lock := flock.New(filepath.Join(o.Directory, store.File+".lock"), flock.SetPermissions(0o600)) // that of upgrades
	mine, err := lock.TryLock()
	if err != nil || !mine {
		return "", errors.Join(errors.New("another program restores or upgrades the database in this folder; wait for it"), err)
	}
	defer func() { _ = lock.Unlock() }() // it ends with the program, at the latest
	live, copied := filepath.Join(o.Directory, store.File), filepath.Join(o.Directory, restoring)
	if there, err := os.Stat(live); err == nil {
		if given, err := os.Stat(o.From); err == nil && os.SameFile(there, given) {
			return "", fmt.Errorf("%s is the database itself; name a backup with --from", o.From)
		}
	}
	if err := snapshot(ctx, o.From, copied, o.Progress); err != nil {
		return "", errors.Join(err, removeFiles(copied))
	}
	o.reached("copied")
	former, err := seizeFormer(ctx, live)
	if err != nil {
		return "", errors.Join(err, removeFiles(copied))
	}
	// Held until the end: a server that opened the former file meanwhile finds it locked, and then moved.
	defer func() { err = errors.Join(err, former.close()) }()
	o.reached("seized")
	if former.there {
		kept = fmt.Sprintf("%s.before-restore-%s", live, o.Now.UTC().Format("20060102T150405.000Z"))
		if err := former.keep(ctx, kept); err != nil {
			return "", fmt.Errorf("the former database cannot be kept: %w; nothing was changed", err)
		}
		o.reached("kept")
	}
	if err := os.Rename(copied, live); err != nil {
		return "", err
	}
	o.reached("renamed")
	return kept, syncFile(o.Directory)
}

// formerDatabase is what stands in the place.
type formerDatabase struct {
	path  string
	there bool
	held  *file // nil when it is missing or cannot be read as a database
}

// seizeFormer takes the database that is there for this program alone. One that is damaged cannot be locked, nor can
// it be served.
func seizeFormer(ctx context.Context, path string) (former formerDatabase, err error) {
	former.path = path
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		// A log without its database would be taken for the new one's.
		return former, removeFiles(path+"-wal", path+"-shm", path+"-journal")
	}
	former.there = true
	held, err := openFile(ctx, path, "_busy_timeout=1000")
	if err == nil {
		if err = held.seize(ctx); err == nil {
			former.held = held
			return former, nil
		}
		err = errors.Join(err, held.close())
	}
	if damaged(err) {
		return former, nil
	}
	return former, err
}

func (d formerDatabase) close() error {
	if d.held == nil {
		return nil
	}
	return d.held.close()
}

// keep gives the database a second name. What a damaged one has beside it goes with it, since it may help to mend it.
func (d formerDatabase) keep(ctx context.Context, as string) error {
	beside := []string{"-wal", "-journal"}
	if d.held != nil {
		beside = nil // it is in one file
		if err := d.forget(); err != nil {
			return err
		}
	}
	for _, end := range append(beside, "") {
		if err := d.link(ctx, end, as); err != nil && (end == "" || !errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	if err := syncFile(filepath.Dir(d.path)); err != nil {
		return err
	}
	return removeFiles(d.path+"-wal", d.path+"-shm", d.path+"-journal")
}

// forget takes back the second names that a Restore gave which was killed before it renamed: they are no copies.
func (d formerDatabase) forget() error {
	live, err := os.Stat(d.path)
	if err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(filepath.Dir(d.path), store.File+".before-restore-*Z"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if other, err := os.Stat(name); err == nil && os.SameFile(live, other) {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// link gives a file a second name, or copies it where the file system knows only one.
func (d formerDatabase) link(ctx context.Context, end, as string) error {
	err := os.Link(d.path+end, as+end)
	if err == nil || errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrExist) {
		return err
	}
	return d.copy(ctx, end, as)
}

// copy copies one that is held by its pages: reading the file beside SQLite would end its lock.
func (d formerDatabase) copy(ctx context.Context, end, as string) error {
	target, err := os.OpenFile(as+end, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if d.held != nil {
		return errors.Join(target.Close(), copyPages(ctx, d.held, as, nil), syncFile(as))
	}
	source, err := os.Open(d.path + end)
	if err != nil {
		return errors.Join(err, target.Close())
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close(), source.Close())
}

// removeFiles removes what is there of the files.
func removeFiles(paths ...string) error {
	var errs []error
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
