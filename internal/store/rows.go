package store

import (
	"context"
	"database/sql"

	entsql "entgo.io/ent/dialect/sql"
)

// cachingDriver asks a statement's column types once. ent asks for them at every row of a statement that selects more
// than an entity's own columns, which cost a sixth of a list's time.
type cachingDriver struct{ *entsql.Driver }

// Query runs a statement.
func (d cachingDriver) Query(ctx context.Context, query string, args, into any) error {
	err := d.Driver.Query(ctx, query, args, into)
	if rows, ok := into.(*entsql.Rows); ok && err == nil {
		rows.ColumnScanner = &cachedTypes{ColumnScanner: rows.ColumnScanner}
	}
	return err
}

// cachedTypes are rows that remember their column types.
type cachedTypes struct {
	entsql.ColumnScanner
	types []*sql.ColumnType
}

// ColumnTypes are the same for every row.
func (r *cachedTypes) ColumnTypes() (types []*sql.ColumnType, err error) {
	if r.types == nil {
		r.types, err = r.ColumnScanner.ColumnTypes()
	}
	return r.types, err
}
