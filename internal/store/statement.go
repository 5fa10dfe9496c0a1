package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/mattn/go-sqlite3"
)

// defaultStatementTimeout is how long one statement may run, from its start to its last row. It is half of what an
// operation gets, so that one slow statement leaves time to say so.
const defaultStatementTimeout = 5 * time.Second

// unhurriedKey marks contexts whose statements may take as long as they need.
type unhurriedKey struct{}

// unhurried is for what the operator starts and waits for, such as an upgrade of the schema: it must be finished.
func unhurried(ctx context.Context) context.Context {
	return context.WithValue(ctx, unhurriedKey{}, true)
}

// steadyKey marks contexts whose statements find each row by a step or two.
type steadyKey struct{}

// steady lets the way from row to row go uninterrupted: whether the caller's time is up is looked at before each row instead.
// Being able to interrupt costs a third of what such a row takes.
func steady(ctx context.Context) context.Context { return context.WithValue(ctx, steadyKey{}, true) }

// connection is used by one goroutine at a time, as database/sql promises.
type connection struct {
	*sqlite3.SQLiteConn
	options *Options
	within  bool  // a transaction
	lost    error // why SQLite has rolled the transaction back by itself
}

// ExecContext runs a statement that gives no rows.
func (c *connection) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.start(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := c.SQLiteConn.ExecContext(s.ctx, text, args)
	return result, s.end(err)
}

// QueryContext runs a statement that gives rows. It ends when they are closed.
func (c *connection) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.start(ctx, text)
	if err != nil {
		return nil, err
	}
	found, err := c.SQLiteConn.QueryContext(s.ctx, text, args)
	if err != nil {
		return nil, s.end(err)
	}
	return &rows{SQLiteRows: found.(*sqlite3.SQLiteRows), statement: s}, nil
}

// PrepareContext refuses: a prepared statement would run beside the clock, and nothing needs one.
func (*connection) PrepareContext(context.Context, string) (driver.Stmt, error) {
	return nil, errors.New("store: statements are not prepared; run them with ExecContext or QueryContext")
}

// BeginTx begins a transaction. Waiting for another program's lock ends by SQLite's own busy timeout, which says who is
// in the way; the statement's time does not count here.
func (c *connection) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	s := statement{c: c, parent: ctx, ctx: ctx, ended: c.observe(ctx, "BEGIN")}
	raw, failed := c.SQLiteConn.BeginTx(ctx, o)
	if err := s.end(failed); err != nil {
		return nil, err
	}
	c.within, c.lost = true, nil
	return &transaction{c: c, raw: raw, ctx: ctx}, nil
}

func (c *connection) observe(ctx context.Context, text string) func(string) {
	if c.options.Observe == nil {
		return nil
	}
	return c.options.Observe(ctx, text)
}

// start begins a statement's time. In a transaction that SQLite has rolled back by itself nothing is started any more:
// it would be committed alone.
func (c *connection) start(ctx context.Context, text string) (statement, error) {
	if c.lost != nil {
		return statement{}, fmt.Errorf("the transaction was rolled back before: %w", c.lost)
	}
	s := statement{c: c, parent: ctx, ctx: ctx, ended: c.observe(ctx, text)}
	if ctx.Value(steadyKey{}) != nil {
		s.ctx, s.steady = context.WithoutCancel(ctx), true
		return s, nil
	}
	limit := c.options.StatementTimeout
	deadline, has := ctx.Deadline()
	if has && time.Until(deadline) <= limit || ctx.Value(unhurriedKey{}) != nil {
		return s, nil
	}
	s.ctx, s.cancel = context.WithTimeout(ctx, limit)
	return s, nil
}

// statement is one that runs.
type statement struct {
	c           *connection
	parent, ctx context.Context
	cancel      context.CancelFunc // nil when no time of its own was begun
	ended       func(failure string)
	steady      bool
}

// over is why the statement must stop: the caller has gone, or its time is up. The caller is asked first: who hears that it
// has gone, as database/sql does, may hear it before the statement's own context does.
func (s *statement) over() error {
	if err := s.parent.Err(); err != nil || s.steady {
		return err
	}
	return s.ctx.Err()
}

// end stops the clock and gives the error that the statement ended with: context.DeadlineExceeded when its time was up.
func (s *statement) end(err error) error {
	switch {
	case err == nil:
	case s.ctx.Err() != nil && s.parent.Err() == nil:
		err = fmt.Errorf("a statement took longer than %s: %w", s.c.options.StatementTimeout, context.DeadlineExceeded)
	case s.over() != nil:
		err = s.over() // and not SQLite's "interrupted"
	}
	if s.cancel != nil {
		s.cancel()
	}
	if err != nil && s.c.within && s.c.AutoCommit() {
		s.c.lost = err
	}
	if s.ended != nil {
		s.ended(failureOf(err))
	}
	return err
}

// rows are those of a statement that still runs.
type rows struct {
	*sqlite3.SQLiteRows
	statement
	read   bool // to the last one
	failed error
}

// Next reads a row.
func (r *rows) Next(into []driver.Value) error {
	var err error
	if r.steady {
		err = r.over()
	}
	if err == nil {
		err = r.SQLiteRows.Next(into)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF):
		r.read = true
		return err
	case r.failed == nil:
		r.failed = r.end(err)
	}
	return r.failed
}

// Close ends the statement, if no failure has ended it. database/sql closes rows also when the caller's time is up.
func (r *rows) Close() error {
	err := r.SQLiteRows.Close()
	if r.failed != nil {
		return err
	}
	if err == nil && !r.read {
		err = r.over()
	}
	return r.end(err)
}

// transaction is one under way.
type transaction struct {
	c   *connection
	raw driver.Tx
	ctx context.Context
}

// Commit says why SQLite has rolled back by itself, if it has.
func (tx *transaction) Commit() error {
	if tx.c.lost != nil {
		return errors.Join(fmt.Errorf("the transaction was rolled back before: %w", tx.c.lost), tx.Rollback())
	}
	return tx.finish("COMMIT", tx.raw.Commit)
}

// Rollback does nothing when SQLite has rolled back by itself.
func (tx *transaction) Rollback() error {
	if tx.c.lost == nil {
		return tx.finish("ROLLBACK", tx.raw.Rollback)
	}
	tx.c.within, tx.c.lost = false, nil
	return nil
}

// finish takes the time that it takes: what is being written to the disk cannot be stopped half way.
func (tx *transaction) finish(text string, how func() error) error {
	tx.c.within = false
	ended := tx.c.observe(tx.ctx, text)
	err := how()
	if ended != nil {
		ended(failureOf(err))
	}
	return err
}
