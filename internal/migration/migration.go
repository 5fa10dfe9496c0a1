// Package migration brings a database's schema up to date by numbered steps. They are SQL files in goose's format, one
// folder for each database, and a number means the same schema in both. The next step is written by
//
//	go run ./internal/migration/diff NAME
package migration

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
)

//go:embed sqlite/*.sql postgres/*.sql
var files embed.FS

// What Check finds. Their texts say what is wrong; what to do depends on the command and is said by the store.
var (
	// ErrNewer says that the database has steps that this program does not know.
	ErrNewer = errors.New("the database was made by a newer version of this program")
	// ErrOlder says that steps are pending; an empty database is older, too.
	ErrOlder = errors.New("the database was made by an older version of this program")
	// ErrHalf says that what the database has is not what any version of this program makes.
	ErrHalf = errors.New("the database was left half migrated")
	// ErrCopying says that the database is not to be served yet: it holds a part of the rows of another one.
	ErrCopying = errors.New("rows are being copied into the database, or were and not all of them; run handledesk copy again to its end")
)

// CopyTable is in a database from the beginning of a copy into it until all rows were compared.
const CopyTable = "copy_progress"

// Step is one change of the schema.
type Step struct {
	// Version counts up from 1; Postgres begins at 4, with the whole schema of that number.
	Version int64
	// Name is the file's, without number and ending.
	Name string
	// AppliedAt is null while the step is pending, and for those of before their times were written down.
	AppliedAt time.Time
	// Applied tells whether the database has it.
	Applied bool
}

// Status is what a database has of the steps of this program.
type Status struct {
	Steps []Step
	// Trouble is what Check would say.
	Trouble error
}

// Pending counts the steps that the database does not have.
func (s Status) Pending() int {
	n := 0
	for _, step := range s.Steps {
		if !step.Applied {
			n++
		}
	}
	return n
}

// Broken tells whether no step can be applied: the database is newer than this program, or half migrated.
func (s Status) Broken() bool { return s.Trouble != nil && !errors.Is(s.Trouble, ErrOlder) }

// Options of a Runner.
type Options struct {
	// LockFile keeps programs from migrating one SQLite file at the same time; Postgres needs none, it locks by itself.
	LockFile string
	// Waiting, when set, is called once when another program migrates the database for longer than a second.
	Waiting func()
}

// Runner migrates one database.
type Runner struct {
	db      *sql.DB
	dialect string
	options Options
	steps   []Step
	goose   *goose.Provider
	locked  *flock.Flock // the file, while a step is applied
}

// New looks at nothing yet. The dialect is one of ent's: dialect.SQLite or dialect.Postgres.
func New(db *sql.DB, dialectName string, o Options) (*Runner, error) {
	steps, err := Known(dialectName)
	if err != nil {
		return nil, err
	}
	folder, err := fs.Sub(files, folders[dialectName])
	if err != nil {
		return nil, err
	}
	r := &Runner{db: db, dialect: dialectName, options: o, steps: steps}
	r.goose, err = goose.NewProvider(gooseDialects[dialectName], db, folder,
		goose.WithDisableGlobalRegistry(true), goose.WithSessionLocker(r))
	return r, err
}

// folders and gooseDialects are known by ent's names of databases.
var (
	folders       = map[string]string{dialect.SQLite: "sqlite", dialect.Postgres: "postgres"}
	gooseDialects = map[string]goose.Dialect{dialect.SQLite: goose.DialectSQLite3, dialect.Postgres: goose.DialectPostgres}
)

// Known lists the steps that this program has for a database, in their order, all as pending.
func Known(dialectName string) ([]Step, error) {
	folder, known := folders[dialectName]
	if !known {
		return nil, fmt.Errorf("there are no migrations for %q", dialectName)
	}
	names, err := fs.Glob(files, path.Join(folder, "*.sql"))
	if err != nil {
		return nil, err
	}
	steps := make([]Step, len(names))
	for i, name := range names {
		number, rest, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".sql"), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: a migration's name begins with its number: %w", name, err)
		}
		steps[i] = Step{Version: version, Name: rest}
	}
	slices.SortFunc(steps, func(a, b Step) int { return int(a.Version - b.Version) })
	return steps, nil
}

// Status reads what the database has. It writes nothing.
func (r *Runner) Status(ctx context.Context) (Status, error) {
	found, err := r.look(ctx)
	if err != nil {
		return Status{}, err
	}
	status := Status{Steps: slices.Clone(r.steps), Trouble: found.trouble(r.steps)}
	for i := range status.Steps {
		step := &status.Steps[i]
		step.AppliedAt, step.Applied = found.applied[step.Version]
	}
	return status, nil
}

// Check compares the database with this program, and writes nothing. Errors: ErrNewer, ErrHalf, ErrOlder; nil when the
// schema is this program's.
func (r *Runner) Check(ctx context.Context) error {
	found, err := r.look(ctx)
	if err != nil {
		return err
	}
	return found.trouble(r.steps)
}

// Empty tells whether the database has no table but the one that counts the steps.
func (r *Runner) Empty(ctx context.Context) (bool, error) {
	found, err := r.look(ctx)
	return err == nil && found.empty(), err
}

// Up applies all pending steps under a lock, each in one transaction, and tells of each when it is done. Programs that
// do so at the same time wait for each other, and a step is done once. What was done before a step that fails stays.
// Errors: ErrNewer, ErrHalf; the database's own.
func (r *Runner) Up(ctx context.Context, progress func(step Step, took time.Duration)) error {
	if err := r.Check(ctx); err == nil || !errors.Is(err, ErrOlder) {
		return err
	}
	if err := r.adopt(ctx); err != nil {
		return err
	}
	status, err := r.Status(ctx)
	if err != nil {
		return err
	}
	for _, step := range status.Steps {
		if step.Applied {
			continue
		}
		result, err := r.goose.ApplyVersion(ctx, step.Version, true)
		switch {
		case errors.Is(err, goose.ErrAlreadyApplied): // another program did it while this one waited for the lock
		case err != nil:
			return fmt.Errorf("migration %d (%s): %w", step.Version, step.Name, err)
		case progress != nil:
			step.AppliedAt, step.Applied = time.Now(), true
			progress(step, result.Duration)
		}
	}
	return r.Check(ctx)
}
