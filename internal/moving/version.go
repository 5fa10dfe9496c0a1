package moving

import (
	"context"
	"fmt"

	"github.com/handledesk/handledesk/internal/store"
)

// newest is the schema that this program knows.
const newest = 3

// notNewer refuses a database that an older program may not touch.
func (f *file) notNewer(ctx context.Context) error {
	var version int
	if err := f.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return explain(f.path, err)
	}
	if version > newest {
		return fmt.Errorf("%s: %w (schema %d, this program knows %d); use the newer program", f.path, store.ErrNewer, version, newest)
	}
	return nil
}

// current requires the schema that this program makes.
func (f *file) current(ctx context.Context) error {
	var version int
	if err := f.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return explain(f.path, err)
	}
	if version != newest {
		return fmt.Errorf("%s has the schema %d, this program %d; run handledesk migrate first", f.path, version, newest)
	}
	return nil
}
