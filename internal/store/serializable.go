package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const (
	// triesAmongOthers is how often a transaction is tried beside others. After that it waits until it is alone, so that
	// it comes to an end however many others there are.
	triesAmongOthers = 4
	// triesInAll is for what stands in the way even of a transaction that is alone: other programs on the same tables.
	triesInAll = 8
	// triesOfConstraint is for a value that was free when it was looked up and taken when it was written: the next try
	// finds it taken, and says so in the rules' words.
	triesOfConstraint = 2
	// firstPause is the most that a transaction waits, by chance, before its second try; it doubles from try to try.
	firstPause = 4 * time.Millisecond
)

// Every writer holds the table of events in a mode that conflicts with no other writer's; who must be alone takes it in
// one that does. LOCK TABLE comes before the snapshot is taken, so what it waited for is seen.
const (
	gateAmongOthers = "LOCK TABLE events IN ROW SHARE MODE"
	gateAlone       = "LOCK TABLE events IN EXCLUSIVE MODE"
)

// writeSerializable tries until nobody was in the way.
func (s *Store) writeSerializable(ctx context.Context, run func(tx *Tx) error) error {
	for try := 1; ; try++ {
		gate := gateAmongOthers
		if try > triesAmongOthers {
			gate = gateAlone
		}
		tx, err := s.try(ctx, gate, s.harassed(try, run))
		if err == nil || try >= triesFor(err) && (tx == nil || try >= triesFor(tx.failed)) {
			return err
		}
		pause := time.NewTimer(rand.N(firstPause << try)) // #nosec G404 -- chance, not a secret
		select {
		case <-ctx.Done():
			pause.Stop()
			return err
		case <-pause.C:
		}
	}
}

// harassed lets a transaction fail after its work, when a test wants that.
func (s *Store) harassed(try int, run func(tx *Tx) error) func(tx *Tx) error {
	if s.options.Harass == nil {
		return run
	}
	return func(tx *Tx) error {
		err := run(tx)
		if err == nil && s.options.Harass(try) {
			err = &pgconn.PgError{Code: serializationFailure, Message: "a test was in the way"}
		}
		return err
	}
}

// try runs one transaction.
func (s *Store) try(ctx context.Context, gate string, run func(tx *Tx) error) (tx *Tx, err error) {
	raw, err := s.writer.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return nil, err
	}
	ended := false
	defer func() {
		if !ended {
			_ = raw.Rollback() // the first error is the one to tell
		}
	}()
	if _, err := raw.ExecContext(ctx, gate); err != nil {
		return nil, err
	}
	tx = s.begun(raw)
	if err := run(tx); err != nil {
		return tx, err
	}
	ended = true
	if err := raw.Commit(); err != nil {
		return tx, commitFailed(err)
	}
	s.committed(tx)
	return tx, nil
}

// commitFailed tells apart a commit that was refused from one whose answer was lost.
func commitFailed(err error) error {
	if lostConnection(err) {
		return fmt.Errorf("%w: %w", errUnknownOutcome, err)
	}
	return err
}

// errUnknownOutcome says that the connection broke while the database committed.
var errUnknownOutcome = errors.New("the connection broke while the transaction was being committed")

// triesFor says how often a transaction is tried that ends with the error.
func triesFor(err error) int {
	failure, is := errors.AsType[*pgconn.PgError](err)
	if !is {
		return 1
	}
	switch failure.Code {
	case serializationFailure, deadlockDetected:
		return triesInAll
	case uniqueViolation, foreignKeyViolation:
		return triesOfConstraint
	}
	return 1
}
