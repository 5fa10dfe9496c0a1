package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/store"
)

type snapshotKey struct{}

// snapshotRead is a state of the database, and where its rows are kept.
type snapshotRead struct {
	*store.Snapshot
	scratch *scratch
}

// Snapshot runs the function with a context in which everything that is read comes from one state of the database. One
// goroutine reads by it at a time, and lets go of what it read when the function ends.
func (s *Service) Snapshot(ctx context.Context, run func(ctx context.Context) error) error {
	return s.store.Snapshot(ctx, func(at *store.Snapshot) error {
		rows := newScratch()
		defer rows.free()
		return run(context.WithValue(ctx, snapshotKey{}, &snapshotRead{at, rows}))
	})
}

// snapshot is the one that the context carries; nil outside of any.
func snapshot(ctx context.Context) *snapshotRead {
	at, _ := ctx.Value(snapshotKey{}).(*snapshotRead)
	return at
}

// read is the client for reading outside of transactions: in the context's snapshot, if it carries one.
func (s *Service) read(ctx context.Context) *db.Client {
	if at := snapshot(ctx); at != nil {
		return at.Client()
	}
	return s.store.Read()
}
