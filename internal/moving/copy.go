package moving

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/handledesk/handledesk/internal/migration"
)

// CopyOptions say what is copied, and where to.
type CopyOptions struct {
	From string // a SQLite database, or its data folder
	To   string // the address of a Postgres database, postgres://…
	// Batch is how many rows go into one transaction; 2,000 when 0.
	Batch int
	// Progress, when set, is told of the rows that are done, once while they are copied and once while they are compared.
	Progress func(phase string, done, total int64)

	reached func(boundary string) // for tests: what was just done
}

// defaultBatch keeps a few megabytes in memory.
const defaultBatch = 2000

// Copy brings every row of a SQLite database into an empty Postgres database of the same schema, compares all rows,
// and gives what it found, table by table. It has the SQLite database for itself meanwhile: it refuses one that is
// served, and servers refuse to start. So they do on the Postgres database until all rows are proven to be equal.
//
// Rows go by their keys, in batches; how far it is stands in the same transaction. A Copy that was killed goes on
// where it was, unless the SQLite database was touched meanwhile.
//
// ErrDifferent says that the report tells of rows that are not equal.
func Copy(ctx context.Context, o CopyOptions) (report []Compared, err error) {
	if o.Batch <= 0 {
		o.Batch = defaultBatch
	}
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	if o.reached == nil {
		o.reached = func(string) {}
	}
	tables, err := everyTable()
	if err != nil {
		return nil, err
	}
	from, err := openSource(ctx, databaseOf(o.From), tables)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	to, err := openTarget(ctx, o.To)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, to.close(ctx)) }()
	c := &copying{CopyOptions: o, from: from, to: to}
	if err := c.copy(ctx, tables); err != nil {
		return nil, withoutValues(err)
	}
	report, err = c.compare(ctx)
	return report, withoutValues(err)
}

// copying is one under way.
type copying struct {
	CopyOptions
	from        *file
	to          *target
	tables      []table // in the order in which they are copied
	done, total int64
}

func (c *copying) copy(ctx context.Context, tables []table) error {
	for i := range tables {
		if err := c.to.learn(ctx, &tables[i]); err != nil {
			return err
		}
	}
	var err error
	if c.tables, err = inOrder(tables); err != nil {
		return err
	}
	if err := c.to.begin(ctx, c.tables, c.from.mark); err != nil {
		return err
	}
	// After the mark: a server either was there before and is seen now, or sees the mark.
	if err := c.to.alone(ctx); err != nil {
		return err
	}
	c.reached("begun")
	if c.total, err = c.from.count(ctx, c.tables); err != nil {
		return err
	}
	for _, t := range c.tables {
		if err := c.table(ctx, t); err != nil {
			return err
		}
		c.reached("table " + t.name)
	}
	for _, t := range c.tables {
		if err := c.fillPostponed(ctx, t); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	c.reached("filled")
	return c.to.settle(ctx, c.tables)
}

// table copies what is missing of a table, batch by batch.
func (c *copying) table(ctx context.Context, t table) error {
	var at string
	var copied int64
	err := c.to.conn.QueryRow(ctx, "SELECT at, copied FROM "+migration.CopyTable+" WHERE step = $1", "table "+t.name).Scan(&at, &copied)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	after, err := t.keyOf(at, copied)
	if err != nil {
		return err
	}
	c.done += copied
	for {
		c.Progress("copying", c.done, c.total)
		batch, err := c.read(ctx, t, after)
		if err != nil || len(batch) == 0 {
			return err
		}
		after, copied = batch[len(batch)-1].key, copied+int64(len(batch))
		if err := c.write(ctx, t, batch, after, copied); err != nil {
			return fmt.Errorf("table %s, after %d rows: %w", t.name, copied-int64(len(batch)), withoutValues(err))
		}
		c.done += int64(len(batch))
		c.reached("batch")
	}
}

// keyOf reads a key that was written into the progress; null when nothing was copied.
func (t table) keyOf(at string, copied int64) (any, error) {
	switch {
	case copied == 0:
		return nil, nil
	case t.columns[t.key].kind == integer:
		return strconv.ParseInt(at, 10, 64)
	}
	return at, nil
}

func (c *copying) read(ctx context.Context, t table, after any) (batch []row, err error) {
	for r, err := range c.from.rows(ctx, t, after, c.Batch) {
		if err != nil {
			return nil, err
		}
		batch = append(batch, r)
	}
	return batch, nil
}

// write takes a batch in, and notes how far it reaches, or neither.
func (c *copying) write(ctx context.Context, t table, batch []row, last any, copied int64) error {
	return pgx.BeginFunc(ctx, c.to.conn, func(tx pgx.Tx) error {
		_, err := tx.CopyFrom(ctx, pgx.Identifier{t.name}, t.names(), pgx.CopyFromSlice(len(batch), func(i int) ([]any, error) {
			return t.withoutPostponed(batch[i].values), nil
		}))
		if err != nil {
			return err
		}
		c.reached("written")
		_, err = tx.Exec(ctx, "INSERT INTO "+migration.CopyTable+" VALUES ($1, $2, $3) ON CONFLICT (step) DO UPDATE SET at = excluded.at, copied = excluded.copied",
			"table "+t.name, fmt.Sprint(last), copied)
		return err
	})
}
