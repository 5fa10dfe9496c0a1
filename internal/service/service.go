// Package service holds the use cases, one per file: load, verify, change, record the event, in one transaction.
// Whoever calls them is taken from the context; rights are checked inside the transaction on the rows it reads.
package service

import (
	"cmp"
	"context"
	"crypto/rand"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/password"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
	"github.com/handledesk/handledesk/internal/webhook"
)

// Options are what a Service works with. Store is required; the rest has defaults.
type Options struct {
	Store      *store.Store
	IDs        registrar.IDSource // registrar.TimeIDs when nil
	Now        func() time.Time   // time.Now when nil
	Random     io.Reader          // crypto/rand.Reader when nil: secrets and auth codes come from it
	CodeSuffix string             // the registrar's suffix in handle codes, HD when empty

	Key             secret.ServerKey    // shared by all instances: mailed links follow from it. Required
	Passwords       *password.Hasher    // with its usual strength when nil
	Policies        *registrar.Policies // what TLDs ask for; the built-in table when nil
	MailDomain      string              // the right side of Message-IDs; localhost when empty
	SessionLifetime time.Duration       // how long an owner stays signed in; 12 hours when 0
	Webhooks        webhook.Policy      // which addresses webhooks may go to; only public ones by https when zero

	// ObserveJob is told of each timer that runs, such as "timer.reminder", and with what result it ended. Nil: nobody looks.
	ObserveJob func(ctx context.Context, job string) (context.Context, func(result string, err error))
}

// Service runs the use cases. It is safe for concurrent use.
type Service struct {
	store  *store.Store
	ids    registrar.IDSource
	clock  func() time.Time
	random io.Reader
	suffix string

	key             secret.ServerKey
	passwords       *password.Hasher
	policies        *registrar.Policies
	mailDomain      string
	sessionLifetime time.Duration
	webhooks        webhook.Policy
	failing         pacing // of deliveries to webhook endpoints
	observe         func(context.Context, string) (context.Context, func(string, error))

	feed       feed
	texts      texts
	used       sync.Map     // key id → when its use was last noted
	tidied     atomic.Int64 // when, as an Instant
	background sync.WaitGroup
}

// New makes a Service.
func New(o Options) *Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.IDs == nil {
		o.IDs = &registrar.TimeIDs{Now: o.Now}
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Passwords == nil {
		o.Passwords = password.New(password.Options{Random: o.Random})
	}
	if o.Policies == nil {
		o.Policies = registrar.DefaultPolicies()
	}
	if o.ObserveJob == nil {
		o.ObserveJob = func(ctx context.Context, _ string) (context.Context, func(string, error)) {
			return ctx, func(string, error) {}
		}
	}
	s := &Service{
		store: o.Store, ids: o.IDs, clock: o.Now, random: o.Random, suffix: cmp.Or(o.CodeSuffix, "HD"),
		key: o.Key, passwords: o.Passwords, policies: o.Policies,
		mailDomain:      cmp.Or(o.MailDomain, "localhost"),
		sessionLifetime: cmp.Or(o.SessionLifetime, 12*time.Hour), webhooks: o.Webhooks, observe: o.ObserveJob,
	}
	s.feed.service, s.texts = s, newTexts()
	return s
}

// now is the present moment by the injected clock.
func (s *Service) now() registrar.Instant { return registrar.At(s.clock()) }

// change is one mutation under way: a transaction, the caller, and what its events share.
type change struct {
	*Service
	tx     *db.Client
	work   *store.Tx       // the same transaction, for handing over tasks
	ctx    context.Context // acts as the caller; the fence lets through what the caller may touch
	system context.Context // acts as the program: copies, records and links
	caller viewer.Viewer
	at     registrar.Instant
	id     string // shared by the events of this mutation
	events []*db.Event
	shown  []func()
}

// show leaves something for after the commit: what a use case gives out beside its result, such as a secret. A transaction
// may run several times, and what an earlier run set must not be given out, because nothing of it is stored.
func (c *change) show(step func()) { c.shown = append(c.shown, step) }

// write runs a use case in one transaction. It refuses callers who may not run the mutation at all before any row is
// looked at. What it returns is a *registrar.Problem or registrar.Problems when the use case refuses.
//
// The use case may run several times, see store.Write. The result is emptied before each; everything else that it gives
// out goes through show, or is overwritten by each run.
//
// The result is a pointer to what the use case came to, as far as its input does not say it: ids, never a secret; nil
// when there is nothing. A request that is sent again with its Idempotency-Key gets it back without running.
func (s *Service) write(ctx context.Context, action registrar.Action, result any, run func(c *change) error) error {
	caller := viewer.FromContext(ctx)
	if p := registrar.MayTry(caller.Caller, action); p != nil {
		return p
	}
	return s.transact(ctx, func(c *change) error { return c.once(result, run) })
}

// transact opens the transaction. An answered mutation is there after a crash: the commit is synchronous.
func (s *Service) transact(ctx context.Context, run func(c *change) error) error {
	var c *change // of the last run, the one that counts
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		c = &change{
			Service: s, tx: tx.Client, work: tx, ctx: ctx, system: viewer.System(ctx), caller: viewer.FromContext(ctx),
			at: s.now(), id: s.ids.NewID(registrar.ChangeID),
		}
		if err := run(c); err != nil {
			return err
		}
		return c.writeEvents()
	})
	if err != nil {
		return translate(err)
	}
	for _, step := range c.shown {
		step()
	}
	return nil
}
