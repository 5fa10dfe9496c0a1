package moving

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
)

// withoutPostponed leaves out what points to rows that are not there yet.
func (t table) withoutPostponed(values []any) []any {
	if len(t.postponed) == 0 {
		return values
	}
	values = slices.Clone(values)
	for i, c := range t.columns {
		if slices.Contains(t.postponed, c.name) {
			values[i] = nil
		}
	}
	return values
}

// fillPostponed fills the columns that were left out. It may be done again. The tables that point in a circle are
// those of accounts and keys, which are few.
func (c *copying) fillPostponed(ctx context.Context, t table) error {
	if len(t.postponed) == 0 {
		return nil
	}
	var after any
	for {
		rows, err := c.read(ctx, t, after)
		if err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].key
		updates := &pgx.Batch{}
		for _, r := range rows {
			for i, column := range t.columns {
				if slices.Contains(t.postponed, column.name) && r.values[i] != nil {
					updates.Queue("UPDATE "+quote(t.name)+" SET "+quote(column.name)+" = $1 WHERE "+quote(t.columns[t.key].name)+" = $2", r.values[i], r.key)
				}
			}
		}
		if err := c.to.conn.SendBatch(ctx, updates).Close(); err != nil {
			return err
		}
	}
}

// settle lets counters go on after the highest number, and lets Postgres look at what there is to plan with.
func (to *target) settle(ctx context.Context, tables []table) error {
	for _, t := range tables {
		if t.columns[t.key].kind != integer {
			continue
		}
		var counter *string
		err := to.conn.QueryRow(ctx, "SELECT pg_get_serial_sequence($1, $2)", quote(t.name), t.columns[t.key].name).Scan(&counter)
		if err != nil {
			return err
		}
		if counter == nil {
			continue
		}
		key := quote(t.columns[t.key].name)
		if _, err := to.conn.Exec(ctx, "SELECT setval($1, COALESCE(max("+key+"), 0) + 1, false) FROM "+quote(t.name), *counter); err != nil {
			return err
		}
	}
	_, err := to.conn.Exec(ctx, "ANALYZE")
	return err
}
