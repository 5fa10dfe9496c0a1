package store

import (
	"context"
	"errors"
	"time"
)

// upgradeFrom1 fills what version 2 of the schema has and version 1 had not: timers, and the states of mails. Version 1
// never sent a mail, so the owners of running proofs get their first one now, as a reminder. What is there already is
// left alone, so that an upgrade that was interrupted is simply done again.
func (s *Store) upgradeFrom1(ctx context.Context) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	now := time.Now().UnixMilli()
	for _, step := range []struct {
		statement string
		arguments []any
	}{
		{`UPDATE mails SET state = 'OBSOLETE' WHERE link_id IS NULL AND state = 'QUEUED'`, nil},
		{`UPDATE reachability_cases SET reminded_from = started_at WHERE reminded_from = 0`, nil},
		// An id of version 1 becomes a timer's by its prefix: the rest is as unique as before.
		{`INSERT OR IGNORE INTO timers (id, kind, subject_id, due_at)
			SELECT 'tim_' || substr(id, 5), 'REMINDER', id, ? FROM reachability_cases
			WHERE closed_at IS NULL`, []any{now}},
		{`INSERT OR IGNORE INTO timers (id, kind, subject_id, due_at)
			SELECT 'tim_' || substr(id, 5), 'DEADLINE', id, due_at FROM domains
			WHERE due_at < 253402300799999 AND NOT EXISTS
				(SELECT 1 FROM holds WHERE holds.domain_id = domains.id AND holds.reason = 'REACHABILITY')`, nil},
	} {
		if _, err := tx.ExecContext(ctx, step.statement, step.arguments...); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}
