// Package apitest runs the product for tests: the real HTTP server on a free port of 127.0.0.1 over a real database in
// a temporary folder, with a clock that tests move and ids and secrets that can be foretold.
package apitest

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/guard"
	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/plan"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/webhook"
	"github.com/handledesk/handledesk/internal/worker"
)

// Clock is a clock that stands still until it is moved.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the present moment.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Move lets time pass.
func (c *Clock) Move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// countedIDs makes ids that count up, so that golden answers can hold them.
type countedIDs struct {
	mu   sync.Mutex
	last uint64
}

// NewID makes the next id.
func (s *countedIDs) NewID(kind registrar.IDKind) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[8:], s.last)
	return registrar.FormatID(kind, u)
}

// World is a running product with an empty database.
type World struct {
	URL     string
	Clock   *Clock
	Store   *store.Store
	Service *service.Service
	Log     *bytes.Buffer // what the server logged; read it after Close
	Post    *Post         // the mails, unless another transport was given
	Worker  *worker.Worker

	t      testing.TB
	folder string
	past   *sql.DB
	mu     sync.Mutex
	seen   []string
}

// Start is the moment at which every World begins.
var Start = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// Options are what may differ from one world to another.
type Options struct {
	Transport mail.Transport     // where mails go; World.Post when nil
	Directory string             // of the database, which another world may share; a temporary one when empty
	Clock     *Clock             // one that stands at Start when nil
	IDs       registrar.IDSource // counted ones when nil; worlds on one database need others
	Limits    guard.Limits       // on documents; those of the product when zero
	Webhooks  webhook.Options    // where webhooks may go and how they are sent; this machine is no such place when zero
}

// Roomy are limits that a test of something else does not meet, however large its documents are.
func Roomy() guard.Limits {
	const plenty = 1_000_000_000
	l := guard.Default()
	l.Tokens, l.Depth, l.Fields, l.Aliases, l.RootFields, l.Directives = plenty, plenty, plenty, plenty, plenty, plenty
	l.Nodes, l.ResolvedFields, l.Overlaps, l.Walk = plenty, plenty, plenty, plenty
	return l
}

// New starts a world; it ends with the test. Timers and mails wait until Settle is called.
func New(t testing.TB) *World {
	t.Helper()
	return With(t, Options{})
}

// With starts a world with options.
func With(t testing.TB, o Options) *World {
	t.Helper()
	w := &World{Clock: o.Clock, Log: &bytes.Buffer{}, Post: &Post{}, t: t}
	if w.Clock == nil {
		w.Clock = &Clock{now: Start}
	}
	if o.Directory == "" {
		o.Directory = t.TempDir()
	}
	if o.Transport == nil {
		o.Transport = w.Post
	}
	if o.IDs == nil {
		o.IDs = &countedIDs{}
	}
	var err error
	stored := Stored(t, o.Directory)
	stored.Trace = w.note
	w.folder = o.Directory
	w.Store, err = store.Open(t.Context(), stored)
	if err != nil {
		t.Fatal(err)
	}
	if o.Webhooks.Resolver == nil {
		o.Webhooks.Resolver = nobodyKnows()
	}
	random := rand.NewChaCha8([32]byte{1})
	w.Service = service.New(service.Options{
		Store: w.Store, IDs: o.IDs, Now: w.Clock.Now, Random: random,
		Key: secret.NewServerKey(rand.NewChaCha8([32]byte{2})), MailDomain: "mail.example", Webhooks: o.Webhooks.Policy,
	})
	log := slog.New(slog.NewTextHandler(&locked{w: w.Log}, nil))
	w.Worker = worker.New(worker.Options{
		Service: w.Service, Transport: o.Transport, LinkTo: pages.LinkTo(LinkBase), Woken: w.Store.Woken(), Logger: log,
		Webhooks: webhook.New(o.Webhooks).Send, Poll: 20 * time.Millisecond,
	})
	srv, err := server.New(server.Options{
		Schema:       plan.Wrap(graph.NewSchema(w.Service), w.Service),
		Authenticate: w.authenticate,
		Ready:        w.Store.Ready,
		Mounts: map[string]http.Handler{pages.Path: pages.Handler(pages.Options{
			Owners: pages.Of(w.Service), Logger: log, Endpoint: LinkBase + "/graphql",
		})},
		PresentError:  graph.Presenter(log),
		Introspection: server.Everyone,
		Limits:        o.Limits,
		Logger:        log,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.serve(srv)
	return w
}

func (w *World) serve(srv *server.Server) {
	listener, err := srv.Listen("127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	w.URL = "http://" + listener.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, listener) }()
	w.t.Cleanup(func() {
		stop()
		served := <-done
		w.Service.Wait()
		if err := errors.Join(served, w.Store.Close()); err != nil {
			w.t.Errorf("the world did not end well: %v", err)
		}
	})
}

func (w *World) authenticate(ctx context.Context, bearer string) (context.Context, error) {
	signedIn, err := w.Service.Authenticate(ctx, bearer)
	if service.IsUnauthenticated(err) {
		return ctx, fmt.Errorf("%w: %w", server.ErrUnauthenticated, err)
	}
	return signedIn, err
}

// note remembers a statement.
func (w *World) note(_ context.Context, statement ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, fmt.Sprint(statement...))
}

// Statements gives the SQL statements that were run since the last call, as ent's debug driver words them.
func (w *World) Statements() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	seen := w.seen
	w.seen = nil
	return seen
}

// locked makes a buffer safe for several writers.
type locked struct {
	mu sync.Mutex
	w  io.Writer
}

// Write writes.
func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// nobodyKnows is a resolver that asks nobody, so that no test reaches beyond this machine.
func nobodyKnows() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("tests ask no name server")
	}}
}
