// Command diff writes the next step of the migrations of both databases: what is missing between the steps that there
// are and ent's schema.
//
//	go run ./internal/migration/diff --postgres postgres://… NAME
//	go run ./internal/migration/diff --postgres postgres://… --redo [NAME]
//
// --redo writes the last step anew, as long as landed.sum does not list it; what stands in it below the line "-- By hand:"
// stays.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/internal/migration"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, filepath.Join("internal", "migration"))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "diff:", err)
		os.Exit(1)
	}
}

// writer writes the next step.
type writer struct {
	root   string // the folder that holds those of both databases
	server string // of Postgres
	name   string
	redo   bool
	out    io.Writer
}

var stepName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func run(ctx context.Context, arguments []string, out io.Writer, root string) error {
	w := writer{root: root, out: out}
	flags := flag.NewFlagSet("diff", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&w.server, "postgres", os.Getenv("HANDLEDESK_POSTGRES_SERVER"),
		"`URL` of a Postgres server on which a database can be made for a moment; or HANDLEDESK_POSTGRES_SERVER")
	flags.BoolVar(&w.redo, "redo", false, "write the last step anew; it must not have landed")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	w.name = flags.Arg(0)
	switch {
	case w.redo && flags.NArg() == 0: // it keeps its name
	case flags.NArg() != 1 || !stepName.MatchString(w.name):
		return errors.New("name the step in lower case, such as: go run ./internal/migration/diff webhooks")
	}
	if w.server == "" {
		return errors.New("a step is written for both databases; give a Postgres server with --postgres postgres://… (it makes and drops a database there)")
	}
	return w.write(ctx)
}

func (w writer) write(ctx context.Context) error {
	version, former, err := w.version()
	if err != nil {
		return err
	}
	w.name = cmp.Or(w.name, former)
	sqlite, closeSQLite, err := emptySQLite()
	if err != nil {
		return err
	}
	postgres, closePostgres, err := emptyPostgres(ctx, w.server)
	if err != nil {
		return errors.Join(err, closeSQLite())
	}
	for _, empty := range []*entsql.Driver{sqlite, postgres} {
		if err = w.step(ctx, empty, version); err != nil {
			break
		}
	}
	return errors.Join(err, closeSQLite(), closePostgres())
}

// version is the next one, or the last one with its name when that is to be written anew.
func (w writer) version() (version int64, former string, err error) {
	var last migration.Step
	for _, dialectName := range []string{dialect.SQLite, dialect.Postgres} {
		steps, err := migration.Known(dialectName)
		if err != nil {
			return 0, "", err
		}
		if newest := steps[len(steps)-1]; newest.Version >= last.Version {
			last = newest
		}
	}
	if !w.redo {
		return last.Version + 1, "", nil
	}
	landed, err := migration.Landed()
	if err != nil {
		return 0, "", err
	}
	if len(landed[last.Version]) > 0 {
		return 0, "", fmt.Errorf("step %d has landed, and databases may have it; write a further one, without --redo", last.Version)
	}
	return last.Version, last.Name, nil
}

// step writes one database's file.
func (w writer) step(ctx context.Context, empty *entsql.Driver, version int64) error {
	folder := filepath.Join(w.root, empty.Dialect())
	if empty.Dialect() == dialect.SQLite {
		folder = filepath.Join(w.root, "sqlite")
	}
	format := formatter{dialect: empty.Dialect(), version: version}
	former, err := stepFile(folder, version)
	if err != nil {
		return err
	}
	if former != "" {
		if format.hand, err = handOf(former); err != nil {
			return err
		}
		if err := os.Rename(former, former+".former"); err != nil {
			return err
		}
		if err := sum(folder); err != nil {
			return err
		}
	}
	err = compare(ctx, empty, folder, w.name, format)
	if errors.Is(err, migrate.ErrNoPlan) && format.hand != "" {
		err = w.handOnly(folder, format)
	}
	switch {
	case errors.Is(err, migrate.ErrNoPlan):
		fmt.Fprintf(w.out, "%s: the steps make ent's schema already\n", empty.Dialect())
		err = nil
	case err != nil && former != "":
		return errors.Join(err, os.Rename(former+".former", former), sum(folder))
	case err == nil:
		fmt.Fprintf(w.out, "%s: wrote step %d\n", empty.Dialect(), version)
	}
	if err == nil && former != "" {
		err = os.Remove(former + ".former")
	}
	return errors.Join(err, sum(folder))
}

// handOnly writes a step that ent's schema asks nothing of.
func (w writer) handOnly(folder string, format formatter) error {
	made, err := format.Format(&migrate.Plan{Name: w.name})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, made[0].Name()), made[0].Bytes(), 0o600)
}

// sum writes the file by which atlas knows that no step was changed.
func sum(folder string) error {
	dir, err := migrate.NewLocalDir(folder)
	if err != nil {
		return err
	}
	hashes, err := dir.Checksum()
	if err != nil {
		return err
	}
	return migrate.WriteSumFile(dir, hashes)
}
