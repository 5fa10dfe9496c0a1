package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/mattn/go-sqlite3"
)

// connector makes connections that keep every statement's time and tell of it. It stands below database/sql, since
// ent, the queue and the statements written by hand meet only there.
type connector struct {
	name    string
	options *Options
}

// Connect opens a connection; the driver does so without a context. Where another program has just begun with the file, or is
// about to leave it, SQLite says that it is locked and does not wait as it does later (https://www.sqlite.org/wal.html,
// section 8), so the waiting is done here.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	const pause = 10 * time.Millisecond
	for end := time.Now().Add(busyTimeout); ; {
		opened, err := c.Driver().Open(c.name)
		if err == nil {
			return &connection{SQLiteConn: opened.(*sqlite3.SQLiteConn), options: c.options}, nil
		}
		if trouble, ok := errors.AsType[sqlite3.Error](err); !ok || trouble.Code != sqlite3.ErrBusy || time.Now().After(end) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(pause):
		}
	}
}

// Driver is the database's.
func (connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }
