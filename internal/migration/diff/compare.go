package main

import (
	"context"
	"slices"
	"strings"

	"ariga.io/atlas/sql/migrate"
	atlas "ariga.io/atlas/sql/schema"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"

	entmigrate "github.com/handledesk/handledesk/ent/db/migrate"
)

// guarded is how the names begin of what the schema has beyond ent's: keys and indexes that keep one reseller's rows from
// pointing to another's. They are written by hand, and not compared.
const guarded = "guard_"

// compare replays a folder of steps on an empty database and writes what is missing to ent's schema as its next step.
// Error: migrate.ErrNoPlan when nothing is.
func compare(ctx context.Context, empty *entsql.Driver, folder, name string, format migrate.Formatter) error {
	steps, err := sqltool.NewGooseDir(folder)
	if err != nil {
		return err
	}
	tables, err := schema.CopyTables(entmigrate.Tables) // a comparison completes them, differently for each database
	if err != nil {
		return err
	}
	m, err := schema.NewMigrate(empty,
		schema.WithDir(steps), schema.WithFormatter(format), schema.WithMigrationMode(schema.ModeReplay),
		schema.WithDropColumn(true), schema.WithDropIndex(true), schema.WithErrNoPlan(true),
		schema.WithDiffHook(beyondEnt, textByBytes(empty.Dialect())))
	if err != nil {
		return err
	}
	return m.NamedDiff(ctx, name, tables...)
}

// beyondEnt leaves what is guarded by hand out of the comparison.
func beyondEnt(next schema.Differ) schema.Differ {
	return schema.DiffFunc(func(current, desired *atlas.Schema) ([]atlas.Change, error) {
		for _, t := range current.Tables {
			t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(k *atlas.ForeignKey) bool { return strings.HasPrefix(k.Symbol, guarded) })
			t.Indexes = slices.DeleteFunc(t.Indexes, func(i *atlas.Index) bool { return strings.HasPrefix(i.Name, guarded) })
		}
		return next.Diff(current, desired)
	})
}

// textByBytes makes Postgres compare and sort all text by its bytes, as SQLite does, whatever the database's locale is.
func textByBytes(dialectName string) schema.DiffHook {
	return func(next schema.Differ) schema.Differ {
		return schema.DiffFunc(func(current, desired *atlas.Schema) ([]atlas.Change, error) {
			if dialectName != dialect.Postgres {
				return next.Diff(current, desired)
			}
			for _, t := range desired.Tables {
				for _, c := range t.Columns {
					if _, text := c.Type.Type.(*atlas.StringType); text {
						c.SetCollation("C")
					}
				}
			}
			return next.Diff(current, desired)
		})
	}
}
