package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"sync"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/tenancy"
)

// Reading is a connection that reads, by statements of package tenancy. One goroutine uses it at a time.
type Reading struct {
	store *Store
	conn  *sql.Conn
	*room
}

// room is for a statement's arguments and for one row. It is used again by whoever reads next.
type room struct {
	arguments []driver.NamedValue
	row       []driver.Value
}

var rooms = sync.Pool{New: func() any { return &room{} }}

// leave gives the room back, without what stood in it.
func (r *room) leave() {
	clear(r.arguments[:cap(r.arguments)])
	clear(r.row[:cap(r.row)])
	rooms.Put(r)
}

// reading runs the function with a connection that reads.
func (s *Store) reading(ctx context.Context, run func(at Reading) error) error {
	leave, err := s.lanes.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	conn, err := s.reader.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // goes back to the pool
	room := rooms.Get().(*room)         //nolint:forcetypeassert // nothing else is in there
	defer room.leave()
	return run(Reading{s, conn, room})
}

// Snapshot is one state of the database: what is read through it fits together, whatever is committed meanwhile. One
// goroutine uses it at a time.
type Snapshot struct {
	Reading
	client *db.Client // made when it is asked for
}

// tries is how many connections are tried before one that was kept is believed to be broken, as database/sql does.
const tries = 3

// Reading runs the function with a connection that reads what is committed. It runs again when the connection that was kept
// turns out to be broken.
func (s *Store) Reading(ctx context.Context, run func(at *Reading) error) (err error) {
	for range tries {
		err = s.reading(ctx, func(at Reading) error { return run(&at) })
		if !errors.Is(err, driver.ErrBadConn) {
			return err
		}
	}
	return err
}

// Snapshot runs the function on one state of the database. It ends when the function does.
func (s *Store) Snapshot(ctx context.Context, run func(at *Snapshot) error) error {
	return s.reading(ctx, func(reading Reading) error {
		at := &Snapshot{Reading: reading}
		begin := "BEGIN"
		if s.postgres() {
			begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
		}
		if err := at.exec(steady(ctx), begin); err != nil {
			return err
		}
		defer at.end(context.WithoutCancel(ctx))
		return run(at)
	})
}

// end ends the transaction. A connection on which that fails is not used again.
func (at *Snapshot) end(ctx context.Context) {
	if at.exec(steady(ctx), "ROLLBACK") != nil {
		_ = at.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
}

func (at *Reading) exec(ctx context.Context, text string) error {
	return at.conn.Raw(func(raw any) error {
		connection, is := raw.(driver.ExecerContext)
		if !is {
			return errDriver
		}
		_, err := connection.ExecContext(ctx, text, nil)
		return err
	})
}

var errDriver = errors.New("the database's driver runs no statements directly")

// Client reads by ent in the same state.
func (at *Snapshot) Client() *db.Client {
	if at.client == nil {
		at.client = client(cachingDriver{entsql.NewDriver(at.store.dialect, entsql.Conn{ExecQuerier: at.conn})}, at.store.options)
	}
	return at.client
}

// Dialect is the database's, as ent names it.
func (at *Reading) Dialect() string { return at.store.dialect }

// Rows reads the rows of a statement as the driver has them: each value an int64, string, []byte, bool or nil, in a
// slice that is used again for the next row.
func (at *Reading) Rows(ctx context.Context, statement tenancy.Statement, columns int, each func(row []driver.Value) error) error {
	text, arguments := statement.Query()
	if statement.IsSteady() {
		ctx = steady(ctx)
	}
	if at.store.options.Trace != nil {
		at.store.options.Trace(ctx, fmt.Sprintf("driver.Query: query=%v args=%v", text, arguments)) // as ent does
	}
	at.arguments = at.arguments[:0]
	for i, argument := range arguments {
		value, err := driver.DefaultParameterConverter.ConvertValue(argument)
		if err != nil {
			return err
		}
		at.arguments = append(at.arguments, driver.NamedValue{Ordinal: i + 1, Value: value})
	}
	if cap(at.row) < columns {
		at.row = make([]driver.Value, columns)
	}
	return at.conn.Raw(func(raw any) (err error) {
		connection, is := raw.(driver.QueryerContext)
		if !is {
			return errDriver
		}
		rows, err := connection.QueryContext(ctx, text, at.arguments)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		row := at.row[:columns]
		for {
			if err := rows.Next(row); err != nil {
				if errors.Is(err, io.EOF) {
					err = nil
				}
				return err
			}
			if err := each(row); err != nil {
				return err
			}
		}
	})
}
