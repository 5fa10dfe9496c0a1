package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/handledesk/handledesk/internal/migration"
	"github.com/handledesk/handledesk/internal/store"
)

// migrateCommand looks after the database's schema.
type migrateCommand struct {
	Up     migrateUpCommand     `cmd:"" default:"withargs" help:"Make the database or bring it up to date, and leave; what migrate does without a further word."`
	Status migrateStatusCommand `cmd:"" help:"Show which steps of the schema the database has, and change nothing."`
}

type migrateUpCommand struct{ dataFlags }

// Run opens the database, which upgrades it.
func (c *migrateUpCommand) Run(ctx context.Context, io streams) error {
	db, err := store.Open(ctx, store.Options{
		URL: c.Database, Connections: c.Connections, Directory: c.Data, Migrate: true,
		Waiting: func() { fmt.Fprintln(io.err, "Another program migrates the database; waiting for it …") },
		Migrated: func(step migration.Step, took time.Duration) {
			fmt.Fprintf(io.out, "%5d  %s  %s\n", step.Version, step.Name, took.Round(time.Millisecond))
		},
	})
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	_, err = fmt.Fprintln(io.out, "The database is up to date.")
	return err
}

type migrateStatusCommand struct{ dataFlags }

// Run prints a line for each step. It fails, after them, when the database is newer than the program or half migrated.
func (c *migrateStatusCommand) Run(ctx context.Context, io streams) error {
	status, err := store.MigrationStatus(ctx, store.Options{URL: c.Database, Directory: c.Data})
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	for _, step := range status.Steps {
		at := "pending"
		switch {
		case step.Applied && step.AppliedAt.IsZero():
			at = "applied"
		case step.Applied:
			at = "applied " + step.AppliedAt.UTC().Format(time.RFC3339)
		}
		fmt.Fprintf(table, "%d\t%s\t%s\n", step.Version, step.Name, at)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	switch pending := status.Pending(); {
	case status.Broken():
		return status.Trouble
	case pending > 0:
		fmt.Fprintf(io.out, "%d pending; run handledesk migrate up.\n", pending)
	default:
		fmt.Fprintln(io.out, "The database is up to date.")
	}
	return nil
}
