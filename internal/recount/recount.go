// Package recount counts anew what the database's triggers count as lists change: the sizes of whole lists in counters,
// and how many domains a handle has in accesses and handles. It finds what differs and sets it right, while servers are
// at work. Tests have an oracle of their own in internal/invariant, which counts rows without SQL.
package recount

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/handledesk/handledesk/internal/store"
)

// Difference is a count that is stored wrongly.
type Difference struct {
	What    string // counters, accesses.domains or handles.domains
	ID      string // of the row; of a counter the account, or everybody, and what it counts
	Stored  int64
	Counted int64
}

// Progress is told how many of how many keys of a place were looked at.
type Progress func(what string, done, total int64)

// Check tells each difference. All of it is one moment, whoever writes meanwhile.
func Check(ctx context.Context, s *store.Store, each func(Difference) error, progress Progress) error {
	return s.Snapshot(ctx, func(at *store.Snapshot) error {
		for _, p := range places {
			err := p.walk(ctx, at.Client(), progress, func(from, to string) error {
				found, err := p.differences(ctx, at.Client(), from, to)
				for _, d := range found {
					if err == nil {
						err = each(d.Difference)
					}
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Repair sets right what differs, and tells each count that it changed once that is committed. It looks without any lock
// and then, for a batch in which something differs, once more in the transaction that sets it right: SQLite's is the only
// writer, and on Postgres it is serializable as all writers are, so that one in between lets it run again. It adds the
// difference instead of storing what it counted: triggers add, too, so the difference stays what it is whoever writes.
func Repair(ctx context.Context, s *store.Store, each func(Difference) error, progress Progress) error {
	for _, p := range places {
		err := p.walk(ctx, s.Read(), progress, func(from, to string) error {
			found, err := p.differences(ctx, s.Read(), from, to)
			if err != nil || len(found) == 0 {
				return err
			}
			changed, err := p.repair(ctx, s, found)
			for _, d := range changed {
				if err == nil {
					err = each(d.Difference)
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// repair sets right what still differs at the keys.
func (p place) repair(ctx context.Context, s *store.Store, suspects []difference) (changed []difference, err error) {
	err = s.Write(ctx, func(tx *store.Tx) error {
		changed = nil // the transaction may run several times
		last := ""
		for i, suspect := range suspects {
			if i > 0 && suspect.key == last {
				continue
			}
			last = suspect.key
			found, err := p.differences(ctx, tx, suspect.key, suspect.key)
			if err != nil {
				return err
			}
			for _, d := range found {
				arguments := []any{d.Counted - d.Stored, d.key}
				if p.several {
					arguments = append(arguments, d.counted)
				}
				if _, err := tx.ExecContext(ctx, p.add, arguments...); err != nil {
					return err
				}
			}
			changed = append(changed, found...)
		}
		return nil
	})
	return changed, err
}

// querier reads: outside of transactions, in a snapshot, or in a transaction.
type querier interface {
	QueryContext(ctx context.Context, statement string, arguments ...any) (*sql.Rows, error)
}

// difference is a Difference with what the place's statements know it by.
type difference struct {
	Difference
	key, counted string
}

// differences finds what differs at the keys from one to another.
func (p place) differences(ctx context.Context, q querier, from, to string) (found []difference, err error) {
	err = read(ctx, q, p.wrong, []any{from, to}, func(scan func(...any) error) error {
		d := difference{Difference: Difference{What: p.name}}
		if err := scan(&d.key, &d.counted, &d.Stored, &d.Counted); err != nil {
			return err
		}
		d.ID = d.key
		if p.several {
			d.ID = strings.TrimPrefix(d.key+"/"+d.counted, "/")
		}
		found = append(found, d)
		return nil
	})
	return found, err
}

// walk gives all keys of the place, in batches.
func (p place) walk(ctx context.Context, q querier, progress Progress, each func(from, to string) error) error {
	var total, done int64
	if err := read(ctx, q, p.size, nil, func(scan func(...any) error) error { return scan(&total) }); err != nil {
		return err
	}
	var after any // null
	for {
		var from, to sql.NullString
		var n int64
		err := read(ctx, q, p.next, []any{after, p.batch}, func(scan func(...any) error) error { return scan(&from, &to, &n) })
		if err != nil || n == 0 {
			return err
		}
		if err := each(from.String, to.String); err != nil {
			return err
		}
		after = to.String
		done += n
		progress(p.name, done, max(done, total)) // some may have come meanwhile
	}
}

// read reads the rows of a statement.
func read(ctx context.Context, q querier, statement string, arguments []any, each func(scan func(...any) error) error) (err error) {
	rows, err := q.QueryContext(ctx, statement, arguments...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := each(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
