package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
)

// Codes of Postgres' errors: https://www.postgresql.org/docs/15/errcodes-appendix.html
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	uniqueViolation      = "23505"
	foreignKeyViolation  = "23503"
	queryCanceled        = "57014"
	readOnlyTransaction  = "25006"
	tooManyConnections   = "53300"
	diskFull             = "53100"
)

// sqliteAdvice says what whoever starts the program should do about a failure.
var sqliteAdvice = map[sqlite3.ErrNo]string{
	sqlite3.ErrBusy:     "another program is writing to it; stop that program and try again",
	sqlite3.ErrLocked:   "another program is writing to it; stop that program and try again",
	sqlite3.ErrFull:     "the disk is full; make room and try again, nothing is damaged",
	sqlite3.ErrReadonly: "it cannot be written; check the rights of the file and its folder",
	sqlite3.ErrCantOpen: "it cannot be opened; check the rights of the file and its folder",
	sqlite3.ErrPerm:     "it cannot be opened; check the rights of the file and its folder",
	sqlite3.ErrNotADB:   "the file is not a database; move it away or choose another folder with --data",
	sqlite3.ErrCorrupt:  "the file is damaged; restore it from a backup",
	sqlite3.ErrIoErr:    "reading or writing failed; check the disk",
}

// postgresAdvice is the same by Postgres' codes, or the classes of codes.
var postgresAdvice = map[string]string{
	"3D000":             "there is no such database; make it with CREATE DATABASE, or correct --database",
	"28P01":             "the password is wrong; correct --database",
	"28000":             "this user may not connect; correct --database or Postgres' pg_hba.conf",
	"42501":             "this user lacks rights; make it the owner of the database",
	readOnlyTransaction: "it is read-only; give the address of the server that writes",
	tooManyConnections:  "all its connections are in use; lower --database-connections or raise max_connections",
	diskFull:            "its disk is full; make room and try again, nothing is damaged",
}

// explain says in plain words what is wrong with the database and what to do.
func (s *Store) explain(err error) error {
	if failure, is := errors.AsType[sqlite3.Error](err); is {
		if text, known := sqliteAdvice[failure.Code]; known {
			return fmt.Errorf("database %s: %s (%w)", s.path, text, err)
		}
		return fmt.Errorf("database %s: %w", s.path, err)
	}
	if failure, is := errors.AsType[*pgconn.PgError](err); is {
		if text, known := postgresAdvice[failure.Code]; known {
			return fmt.Errorf("database %s: %s (%w)", s.path, text, err)
		}
		return fmt.Errorf("database %s: %w", s.path, err)
	}
	if _, is := errors.AsType[*pgconn.ConnectError](err); is {
		return fmt.Errorf("database %s: cannot be reached; is Postgres running there, and is --database right? (%w)", s.path, err)
	}
	return err
}

// Unavailable tells whether a failed statement may succeed later, and why, in words that are fit for strangers.
func Unavailable(err error) (reason string, yes bool) {
	if errors.Is(err, errUnknownOutcome) {
		return "The database was lost while it confirmed the change, so it is not known whether the change was made. " +
			"Send the same request again with the same Idempotency-Key, or look before you repeat it.", true
	}
	if failure, is := errors.AsType[sqlite3.Error](err); is {
		switch failure.Code {
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			return "The database is busy; try again in a moment.", true
		case sqlite3.ErrFull:
			return "The server's disk is full; nothing was changed. Tell the operator.", true
		case sqlite3.ErrReadonly:
			return "The database cannot be written at the moment; nothing was changed. Tell the operator.", true
		case sqlite3.ErrIoErr:
			return "The server's disk failed; nothing was changed. Tell the operator.", true
		}
	}
	if failure, is := errors.AsType[*pgconn.PgError](err); is {
		if reason, yes := unavailablePostgres(failure.Code); yes {
			return reason, true
		}
	}
	switch {
	case errors.Is(err, sql.ErrConnDone):
		return "The server is shutting down; try again in a moment.", true
	case errors.Is(err, errReadOnly):
		return "The database cannot be written at the moment; nothing was changed. Tell the operator.", true
	case lostConnection(err):
		return "The database cannot be reached at the moment; nothing was changed. Try again in a moment.", true
	}
	return "", false
}

func unavailablePostgres(code string) (reason string, yes bool) {
	switch {
	case code == serializationFailure, code == deadlockDetected:
		return "Too many changes to the same things are under way; nothing was changed. Try again in a moment.", true
	case code == diskFull:
		return "The database's disk is full; nothing was changed. Tell the operator.", true
	case code == readOnlyTransaction:
		return "The database cannot be written at the moment; nothing was changed. Tell the operator.", true
	case strings.HasPrefix(code, "53"), strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "58"),
		code == "25P03": // insufficient resources, connection, operator intervention, system error, idle in transaction
		return "The database cannot be reached at the moment; nothing was changed. Try again in a moment.", true
	}
	return "", false
}

// lostConnection tells whether the way to the database broke, or never was.
func lostConnection(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if failure, is := errors.AsType[*pgconn.PgError](err); is {
		return strings.HasPrefix(failure.Code, "08") || strings.HasPrefix(failure.Code, "57P")
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[net.Error](err)
	return connecting || network || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || strings.Contains(err.Error(), "conn closed") // pgx has no value for it
}

// TimedOut tells whether a statement was stopped because it took longer than statements may.
func TimedOut(err error) bool {
	failure, is := errors.AsType[*pgconn.PgError](err)
	return is && failure.Code == queryCanceled || errors.Is(err, context.DeadlineExceeded)
}

// failureOf names what a statement failed of, in one of few words.
func failureOf(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "canceled"
	}
	if failure, is := errors.AsType[sqlite3.Error](err); is {
		return strings.ReplaceAll(failure.Code.Error(), " ", "_")
	}
	if failure, is := errors.AsType[*pgconn.PgError](err); is {
		return failureOfPostgres(failure.Code)
	}
	if lostConnection(err) {
		return "connection"
	}
	return "other"
}

func failureOfPostgres(code string) string {
	switch {
	case code == queryCanceled:
		return "timeout"
	case code == serializationFailure:
		return "serialization"
	case code == deadlockDetected:
		return "deadlock"
	case strings.HasPrefix(code, "23"):
		return "constraint_failed"
	case strings.HasPrefix(code, "53"):
		return "resources"
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57P"):
		return "connection"
	}
	return "other"
}
