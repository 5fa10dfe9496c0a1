package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	// defaultConnections is how many connections to Postgres one server keeps, half of them for reading. Postgres allows
	// 100 in all by default.
	defaultConnections = 32
	// cancelGrace is how long Postgres gets to stop a statement whose caller has gone, before the connection is dropped.
	cancelGrace = 2 * time.Second
	// idleInTransaction ends transactions of a server that hangs, so that its locks do not stop the others.
	idleInTransaction = 60 * time.Second
	// oldestPostgres is the first version that this program is tested with.
	oldestPostgres = 150000
)

// openPostgres opens a Postgres database.
func (s *Store) openPostgres(ctx context.Context) error {
	config, err := s.connectPostgres(ctx)
	if err != nil {
		return err
	}
	if err := s.migrate(unhurried(ctx)); err != nil {
		return err
	}
	if err := s.lift(ctx); err != nil {
		return err
	}
	s.listen(config)
	return nil
}

// connectPostgres makes the pools, and refuses a server that this program cannot use.
func (s *Store) connectPostgres(ctx context.Context) (*pgx.ConnConfig, error) {
	s.dialect = dialect.Postgres
	config, err := pgx.ParseConfig(s.options.URL)
	if err != nil {
		// The driver's own text holds the address without the password.
		return nil, fmt.Errorf("--database: %w; write it as postgres://user:password@host:port/name", err)
	}
	config.RuntimeParams["application_name"] = "handledesk"
	s.path = fmt.Sprintf("%s on %s:%d", config.Database, config.Host, config.Port)
	connections := s.options.Connections
	if connections <= 0 {
		connections = defaultConnections
	}
	s.writer = s.postgresPool(config, max(1, connections-connections/2), false)
	s.reader = s.postgresPool(config, max(1, connections/2), true)
	s.queue, s.hooks = newQueue(s.writer, s.dialect, queueName), newQueue(s.writer, s.dialect, webhookQueue)
	s.read = client(cachingDriver{entsql.OpenDB(dialect.Postgres, s.reader)}, s.options)
	return config, s.verifyServer(ctx)
}

// postgresPool opens nothing yet: connections are made when they are needed, and again when Postgres was restarted.
func (s *Store) postgresPool(base *pgx.ConnConfig, connections int, readOnly bool) *sql.DB {
	config := base.Copy()
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["statement_timeout"] = milliseconds(s.options.StatementTimeout)
	config.RuntimeParams["idle_in_transaction_session_timeout"] = milliseconds(idleInTransaction)
	if readOnly {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: cancelGrace}
	}
	if s.options.Observe != nil {
		config.Tracer = tracer{s.options.Observe}
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool
}

// milliseconds is a time as Postgres wants it. Where 0 means none at all, the shortest is 1.
func milliseconds(d time.Duration) string { return strconv.FormatInt(max(1, d.Milliseconds()), 10) }

// verifyServer refuses a server that is too old, or one that only follows another.
func (s *Store) verifyServer(ctx context.Context) error {
	var version int
	var encoding string
	err := s.writer.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')").
		Scan(&version, &encoding)
	switch {
	case err != nil:
		return err
	case version < oldestPostgres:
		return fmt.Errorf("this Postgres is of version %d; use 15 or newer", version/10000)
	case encoding != "UTF8":
		return fmt.Errorf("the database's encoding is %s; make one with ENCODING 'UTF8'", encoding)
	}
	return nil
}

// lift keeps places and codes growing when the rows came from elsewhere, such as another cluster's dump or the embedded
// database: transaction ids begin anew there, and sequences are no rows.
func (s *Store) lift(ctx context.Context) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// All servers of the database must agree on the offset, also when they start at the same time.
	if _, err := tx.ExecContext(ctx, "LOCK TABLE sequences IN EXCLUSIVE MODE"); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	for _, statement := range []string{
		`INSERT INTO sequences (id, value) VALUES ('places', 0) ON CONFLICT (id) DO NOTHING`,
		`UPDATE sequences SET value = greatest(value, (SELECT coalesce(max(position), 0) FROM events) - pg_current_xact_id()::text::bigint + 1)
			WHERE id = 'places' AND (SELECT coalesce(max(position), 0) FROM events) >= value + pg_current_xact_id()::text::bigint`,
		`SELECT setval('handle_codes', value) FROM sequences
			WHERE id = 'handle_code' AND value > (SELECT last_value FROM handle_codes)`,
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	if err := tx.QueryRowContext(ctx, `SELECT value FROM sequences WHERE id = 'places'`).Scan(&s.offset); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// writable refuses a database that cannot be written: a file without the rights, which SQLite opens for reading and
// notices at the first change, here of nothing; a server that only follows another one, or that was made read-only.
func (s *Store) writable(ctx context.Context, tx *sql.Tx) error {
	if !s.postgres() {
		_, err := tx.ExecContext(ctx, "DELETE FROM sequences WHERE id = ''")
		return err
	}
	var mode string
	if err := tx.QueryRowContext(ctx, "SELECT current_setting('transaction_read_only')").Scan(&mode); err != nil {
		return err
	}
	if mode != "off" {
		return errReadOnly
	}
	return nil
}

var errReadOnly = errors.New("the database is read-only: this server of Postgres follows another one, or was made so")

// tracer tells of statements. A statement that gives rows ends with its last row, or when its rows are closed.
type tracer struct {
	observe func(ctx context.Context, statement string) (ended func(failure string))
}

type tracedKey struct{}

// TraceQueryStart is called before a statement is sent.
func (t tracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, start pgx.TraceQueryStartData) context.Context {
	return context.WithValue(ctx, tracedKey{}, t.observe(ctx, start.SQL))
}

// TraceQueryEnd is called when a statement is over.
func (tracer) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, end pgx.TraceQueryEndData) {
	if ended, _ := ctx.Value(tracedKey{}).(func(string)); ended != nil {
		ended(failureOf(end.Err))
	}
}
