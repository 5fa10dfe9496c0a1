package store

import (
	"context"
	"database/sql"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
)

// Tx is a transaction under way: ent's client within it, and the queue.
type Tx struct {
	*db.Client
	raw     *sql.Tx
	store   *Store
	group   *group // on the embedded database
	queued  bool
	touched map[string]bool
	failed  error // the first statement's that failed, on Postgres
}

// withinTx is the driver of an open transaction: what ent wants to do in one of its own, it does in this one.
type withinTx struct{ *entsql.Driver }

// Tx begins nothing: the transaction is there.
func (d withinTx) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(d), nil }

// Write runs the function in a transaction and commits it, or rolls everything back when it fails or panics. What it
// does is as if nobody else wrote meanwhile: the embedded database has one writer, and on Postgres transactions are
// serializable. The function runs again, from the beginning, when others were in the way, so it must leave nothing behind
// but what it writes through the transaction. On the embedded database it may share a commit with others, see group.
//
// This is the only place where use cases' transactions begin.
func (s *Store) Write(ctx context.Context, run func(tx *Tx) error) error {
	if s.postgres() {
		return s.writeSerializable(ctx, run)
	}
	return s.writeTogether(ctx, run)
}

// begun is a transaction that use cases work in.
func (s *Store) begun(raw *sql.Tx) *Tx {
	tx := &Tx{raw: raw, store: s}
	driver := withinTx{entsql.NewDriver(s.dialect, entsql.Conn{ExecQuerier: noting{raw, tx}})}
	tx.Client = client(driver, s.options)
	return tx
}

// committed tells whoever waits for what the transaction left behind.
func (s *Store) committed(tx *Tx) {
	if tx.queued {
		s.wake()
	}
	s.signals.send(tx.touched)
}

// noting remembers the first failure. Postgres answers every further statement of the transaction with another error,
// and use cases word failures for their callers, so the reason must be kept where it is still known.
type noting struct {
	*sql.Tx
	tx *Tx
}

// ExecContext runs a statement that gives no rows.
func (n noting) ExecContext(ctx context.Context, statement string, arguments ...any) (sql.Result, error) {
	result, err := n.Tx.ExecContext(ctx, statement, arguments...)
	n.note(err)
	return result, err
}

// QueryContext runs a statement that gives rows.
func (n noting) QueryContext(ctx context.Context, statement string, arguments ...any) (*sql.Rows, error) {
	rows, err := n.Tx.QueryContext(ctx, statement, arguments...)
	n.note(err)
	return rows, err
}

func (n noting) note(err error) {
	if err != nil && n.tx.failed == nil {
		n.tx.failed = err
	}
}
