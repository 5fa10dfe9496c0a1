package store

import (
	"context"
	"database/sql"
	"time"
)

// Pools gives the state of the connections that read and of the one that writes.
func (s *Store) Pools() (reader, writer sql.DBStats) { return s.reader.Stats(), s.writer.Stats() }

// Backlog is what waits to be done. No number is larger than MaxBacklog.
type Backlog struct {
	Queued      int // messages of both queues, those that somebody handles included
	Due         int // timers whose time has come
	DeadLetters int // mails that were given up
}

// MaxBacklog is how far a Backlog counts, so that counting stays cheap while everything is late.
const MaxBacklog = 10_000

// Backlog counts what waits at a time.
func (s *Store) Backlog(ctx context.Context, at time.Time) (b Backlog, err error) {
	err = s.reader.QueryRowContext(ctx, s.words().backlog, queueName, at.UnixMilli(), MaxBacklog, webhookQueue).
		Scan(&b.Queued, &b.Due, &b.DeadLetters)
	return b, err
}

// words are the statements that the two databases want in words of their own.
type words struct{ waiting, backlog string }

func (s *Store) words() words {
	if s.postgres() {
		return words{
			waiting: `SELECT EXISTS (SELECT 1 FROM goqite WHERE queue = $1 AND timeout <= $2)`,
			backlog: `SELECT
				(SELECT count(*) FROM (SELECT 1 FROM goqite WHERE queue IN ($1, $4) LIMIT $3) AS queued),
				(SELECT count(*) FROM (SELECT 1 FROM timers WHERE due_at <= $2 LIMIT $3) AS due),
				(SELECT count(*) FROM (SELECT 1 FROM mails WHERE state = 'DEAD' LIMIT $3) AS dead)`,
		}
	}
	return words{
		waiting: `SELECT EXISTS (SELECT 1 FROM goqite WHERE queue = ? AND timeout <= ?)`,
		backlog: `SELECT
			(SELECT count(*) FROM (SELECT 1 FROM goqite WHERE queue IN (?1, ?4) LIMIT ?3)),
			(SELECT count(*) FROM (SELECT 1 FROM timers WHERE due_at <= ?2 LIMIT ?3)),
			(SELECT count(*) FROM (SELECT 1 FROM mails WHERE state = 'DEAD' LIMIT ?3))`,
	}
}
