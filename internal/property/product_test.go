package property

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/plan"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
	"github.com/handledesk/handledesk/internal/worker"
)

// product is the use cases over a database of their own, with a clock that the test moves and ids that count up, so
// that a failing run can be repeated. apitest.World is the same with a network; hundreds of those at once are too many.
type product struct {
	*service.Service
	raw *sql.DB // a second way into the database, past all rules
	web http.Handler

	post   *apitest.Post
	worker *worker.Worker

	folder string
	clock  time.Time
	ids    countedIDs
}

// countedIDs makes ids that count up.
type countedIDs struct {
	mu   sync.Mutex
	last uint64
}

// NewID makes the next id.
func (s *countedIDs) NewID(kind registrar.IDKind) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return madeUpID(kind, s.last)
}

// madeUpID is a well-formed id.
func madeUpID(kind registrar.IDKind, n uint64) string {
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[8:], n)
	return registrar.FormatID(kind, u)
}

// tracer is told each statement before it runs.
type tracer = func(ctx context.Context, statement ...any)

// openProduct starts a product in a folder of its own below the given one; end must be called. The tracer may be nil.
func openProduct(ctx context.Context, below string, trace tracer) (p *product, end func() error, err error) {
	folder, err := os.MkdirTemp(below, "product")
	if err != nil {
		return nil, nil, err
	}
	stored, drop, err := apitest.Provide(ctx, folder)
	if err != nil {
		return nil, nil, err
	}
	stored.Trace = trace
	opened, err := store.Open(ctx, stored)
	if err != nil {
		return nil, nil, errors.Join(err, drop())
	}
	p = &product{clock: apitest.Start, post: &apitest.Post{}, folder: folder}
	p.Service, p.worker = p.instance(opened, 1)
	quiet := slog.New(slog.DiscardHandler)
	if p.raw, err = apitest.OpenPast(stored); err != nil {
		return nil, nil, errors.Join(err, opened.Close(), drop())
	}
	web, err := server.New(server.Options{
		Schema: plan.Wrap(graph.NewSchema(p.Service), p.Service), Authenticate: p.Authenticate, PresentError: graph.Presenter(quiet), Logger: quiet,
		Limits: apitest.Roomy(),
	})
	if err != nil {
		return nil, nil, errors.Join(err, p.raw.Close(), opened.Close(), drop())
	}
	p.web = web.Handler()
	return p, func() error {
		p.Wait()
		return errors.Join(p.raw.Close(), opened.Close(), drop(), os.RemoveAll(folder))
	}, nil
}

// instance makes the use cases over a database, and who does what no caller waits for. Clock, ids, key and mail server
// are the same for all instances; what is random is not.
func (p *product) instance(opened *store.Store, seed byte) (*service.Service, *worker.Worker) {
	s := service.New(service.Options{
		Store: opened, IDs: &p.ids, Now: func() time.Time { return p.clock }, Random: rand.NewChaCha8([32]byte{seed}),
		Key: secret.NewServerKey(rand.NewChaCha8([32]byte{2})), MailDomain: "mail.example",
	})
	return s, worker.New(worker.Options{
		Service: s, Transport: p.post, LinkTo: pages.LinkTo(apitest.LinkBase), Logger: slog.New(slog.DiscardHandler),
	})
}

// beside starts another instance on the same database; end must be called.
func (p *product) beside(ctx context.Context, trace tracer) (w *worker.Worker, end func() error, err error) {
	stored, _, err := apitest.Provide(ctx, p.folder)
	if err != nil {
		return nil, nil, err
	}
	stored.Trace = trace
	opened, err := store.Open(ctx, stored)
	if err != nil {
		return nil, nil, err
	}
	_, w = p.instance(opened, 3)
	return w, opened.Close, nil
}

func (p *product) now() registrar.Instant { return registrar.At(p.clock) }

// system is a context of the program itself.
func system() context.Context { return viewer.System(context.Background()) }

// staff is a context of an operator with every scope.
func staff() context.Context { return apitest.Staff(context.Background()) }

// asReseller is a context of a reseller's key with every scope.
func asReseller(id string) context.Context {
	return viewer.NewContext(context.Background(), viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorReseller, Reseller: id, Scopes: registrar.Scopes}, KeyName: "test",
	})
}

// asOwner is a context of the session of a handle's owner.
func asOwner(handleID, session string) context.Context {
	return viewer.NewContext(context.Background(), viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorOwner, Handle: handleID}, SessionID: session,
	})
}
