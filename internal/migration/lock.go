package migration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3/lock"
)

const (
	// lockPoll is how often a lock that somebody else has is asked for, in seconds, since goose counts in them.
	lockPoll = 1
	// lockTries bounds the waiting to an hour; a step that takes longer is worth a look.
	lockTries = 3600
	// patience is how long nobody is told that the program waits.
	patience = time.Second
)

// SessionLock keeps others out while a step is applied; goose calls it with the connection that applies the step.
func (r *Runner) SessionLock(ctx context.Context, connection *sql.Conn) error {
	defer r.tellOfWaiting()()
	if r.dialect == dialect.SQLite {
		return r.lockSQLite(ctx, connection)
	}
	locker, err := advisoryLock()
	if err != nil {
		return err
	}
	if err := locker.SessionLock(ctx, connection); err != nil {
		return fmt.Errorf("another program migrates the database and does not end: %w", err)
	}
	// A step takes what it takes, whatever the connection's settings say of other statements.
	_, err = connection.ExecContext(ctx, "SET statement_timeout = 0")
	return err
}

// SessionUnlock lets others in.
func (r *Runner) SessionUnlock(ctx context.Context, connection *sql.Conn) error {
	if r.dialect == dialect.SQLite {
		return r.unlockSQLite(ctx, connection)
	}
	locker, err := advisoryLock()
	if err != nil {
		return err
	}
	_, err = connection.ExecContext(ctx, "RESET statement_timeout")
	return errors.Join(err, locker.SessionUnlock(ctx, connection))
}

func advisoryLock() (lock.SessionLocker, error) {
	return lock.NewPostgresSessionLocker(lock.WithLockTimeout(lockPoll, lockTries))
}

// tellOfWaiting says after a while that the program waits, unless what it returns was called before.
func (r *Runner) tellOfWaiting() (arrived func()) {
	if r.options.Waiting == nil {
		return func() {}
	}
	timer := time.AfterFunc(patience, r.options.Waiting)
	return func() { timer.Stop() }
}

// lockSQLite also sets foreign keys aside: SQLite changes some columns by making a table anew, and dropping the former
// one would delete what points to it. The setting cannot be changed within a step's transaction, so the step itself
// proves before its end that nothing points to nothing.
func (r *Runner) lockSQLite(ctx context.Context, connection *sql.Conn) error {
	file, err := r.takeFile(ctx)
	if err != nil {
		return err
	}
	r.locked = file
	if _, err := connection.ExecContext(ctx, "PRAGMA foreign_keys = OFF"); err != nil {
		return errors.Join(err, file.Unlock())
	}
	return nil
}

func (r *Runner) unlockSQLite(ctx context.Context, connection *sql.Conn) error {
	_, err := connection.ExecContext(ctx, "PRAGMA foreign_keys = ON")
	return errors.Join(err, r.locked.Unlock())
}

// lockFile locks the file beside the database until what it returns is called.
func (r *Runner) lockFile(ctx context.Context) (unlock func(), err error) {
	defer r.tellOfWaiting()()
	file, err := r.takeFile(ctx)
	if err != nil {
		return nil, err
	}
	return func() { _ = file.Unlock() }, nil // it ends with the program, at the latest
}

// takeFile waits for the file's lock: SQLite's own locks end with each transaction.
func (r *Runner) takeFile(ctx context.Context) (*flock.Flock, error) {
	file := flock.New(r.options.LockFile)
	if _, err := file.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return nil, fmt.Errorf("the database cannot be locked for its upgrade: %w", err)
	}
	return file, nil
}
