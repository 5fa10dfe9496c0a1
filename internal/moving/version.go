package moving

import (
	"context"
	"errors"
	"fmt"

	"entgo.io/ent/dialect"

	"github.com/handledesk/handledesk/internal/migration"
)

// schema compares the file's schema with the one that this program makes: nil, or one of the errors of the migrations.
// It takes a connection of its own, which must not be needed any more when the file is seized.
func (f *file) schema(ctx context.Context) error {
	steps, err := migration.New(f.pool, dialect.SQLite, migration.Options{})
	if err != nil {
		return err
	}
	return explain(f.path, steps.Check(ctx))
}

// notNewer refuses a database that this program may not touch. An older one is upgraded when it is opened.
func (f *file) notNewer(ctx context.Context) error {
	err := f.schema(ctx)
	switch {
	case errors.Is(err, migration.ErrOlder):
		return nil
	case errors.Is(err, migration.ErrNewer):
		return fmt.Errorf("%s: %w; use the newer program", f.path, err)
	case err != nil:
		return fmt.Errorf("%s: %w", f.path, err)
	}
	return nil
}

// current requires the schema that this program makes.
func (f *file) current(ctx context.Context) error {
	if err := f.schema(ctx); err != nil {
		return fmt.Errorf("%s: %w; run handledesk migrate up --data with its folder first", f.path, err)
	}
	return nil
}
