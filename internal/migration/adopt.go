package migration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3/database"
)

// lastOfUserVersion is the last schema of SQLite that was made without steps: its number is only in user_version.
const lastOfUserVersion = 3

// arrived names a table that came with a schema, of those that were made without steps.
var arrived = map[int64]string{2: "timers", 3: "outcomes"}

// ahead names a table of a later schema than the one that the file says it has: a program of before the steps changed
// the schema, and ended before it wrote the number.
func (f found) ahead() string {
	for version := f.number + 1; version <= lastOfUserVersion; version++ {
		if f.tables[arrived[version]] {
			return arrived[version]
		}
	}
	return ""
}

// adopt writes down which steps a file of before the steps has, in one transaction. Other databases are left alone.
func (r *Runner) adopt(ctx context.Context) (err error) {
	if r.dialect != dialect.SQLite {
		return nil
	}
	unlock, err := r.lockFile(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	tx, err := r.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	before, err := r.read(ctx, tx)
	if err != nil {
		return err
	}
	if before.recorded || before.number == 0 { // somebody else did it meanwhile, or there is nothing to adopt
		return tx.Commit()
	}
	if trouble := before.trouble(r.steps); !errors.Is(trouble, ErrOlder) && trouble != nil {
		return trouble
	}
	if err := record(ctx, tx, before.number); err != nil {
		return err
	}
	return tx.Commit()
}

// record makes goose's table and writes the steps up to a version into it.
func record(ctx context.Context, tx *sql.Tx, version int64) error {
	steps, err := database.NewStore(database.DialectSQLite3, recordTable)
	if err != nil {
		return err
	}
	if err := steps.CreateVersionTable(ctx, tx); err != nil {
		return err
	}
	for v := int64(0); v <= version; v++ { // goose counts from 0
		if err := steps.Insert(ctx, tx, database.InsertRequest{Version: v}); err != nil {
			return fmt.Errorf("the record of step %d: %w", v, err)
		}
	}
	return nil
}
