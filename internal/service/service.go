// Package service holds the use cases, one per file: load, verify, change, record the event, in one transaction.
// Whoever calls them is taken from the context; rights are checked inside the transaction on the rows it reads.
package service

import (
	"context"
	"crypto/rand"
	"io"
	"sync"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Options are what a Service works with. Store is required; the rest has defaults.
type Options struct {
	Store      *store.Store
	IDs        registrar.IDSource // registrar.TimeIDs when nil
	Now        func() time.Time   // time.Now when nil
	Random     io.Reader          // crypto/rand.Reader when nil: secrets and auth codes come from it
	CodeSuffix string             // the registrar's suffix in handle codes, HD when empty
}

// Service runs the use cases. It is safe for concurrent use.
type Service struct {
	store  *store.Store
	ids    registrar.IDSource
	clock  func() time.Time
	random io.Reader
	suffix string

	used       sync.Map // key id → when its use was last noted
	background sync.WaitGroup
}

// New makes a Service.
func New(o Options) *Service {
	s := &Service{store: o.Store, ids: o.IDs, clock: o.Now, random: o.Random, suffix: o.CodeSuffix}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.ids == nil {
		s.ids = &registrar.TimeIDs{Now: s.clock}
	}
	if s.random == nil {
		s.random = rand.Reader
	}
	if s.suffix == "" {
		s.suffix = "HD"
	}
	return s
}

// now is the present moment by the injected clock.
func (s *Service) now() registrar.Instant { return registrar.At(s.clock()) }

// change is one mutation under way: a transaction, the caller, and what its events share.
type change struct {
	*Service
	tx     *db.Client
	ctx    context.Context // acts as the caller; the fence lets through what the caller may touch
	system context.Context // acts as the program: copies, records and links
	caller viewer.Viewer
	at     registrar.Instant
	id     string // shared by the events of this mutation
	events []*db.Event
}

// write runs a use case in one transaction. It refuses callers who may not run the mutation at all before any row is
// looked at. What it returns is a *registrar.Problem or registrar.Problems when the use case refuses.
func (s *Service) write(ctx context.Context, action registrar.Action, run func(c *change) error) error {
	caller := viewer.FromContext(ctx)
	if p := registrar.MayTry(caller.Caller, action); p != nil {
		return p
	}
	return s.transact(ctx, run)
}

// transact opens the transaction. An answered mutation is there after a crash: the commit is synchronous.
func (s *Service) transact(ctx context.Context, run func(c *change) error) error {
	err := s.store.Write(ctx, func(tx *db.Client) error {
		c := &change{
			Service: s, tx: tx, ctx: ctx, system: viewer.System(ctx), caller: viewer.FromContext(ctx),
			at: s.now(), id: s.ids.NewID(registrar.ChangeID),
		}
		if err := run(c); err != nil {
			return err
		}
		return c.writeEvents()
	})
	return translate(err)
}
