// Package server puts the GraphQL schema on HTTP: transport, signing in, limits, logs and an orderly stop. It knows
// no database and no rule of the trade; Options bring them in.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/handledesk/handledesk/internal/guard"
)

const graphqlPath = "/graphql"

// rollbackTime is what operations that outlast the shutdown's grace get to roll back after they are cancelled.
const rollbackTime = 2 * time.Second

// Server answers /graphql, /healthz, /readyz, what is mounted and, with a playground, every other path.
type Server struct {
	options  Options
	handler  http.Handler
	draining atomic.Bool
	sizes    *guard.Schema
	streams  *streams

	abandoned context.Context // parent of every request's context
	abandon   context.CancelFunc
}

// New makes a server, or says which option is missing or contradicts another.
func New(o Options) (*Server, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	sizes, err := guard.NewSchema(o.Schema.Schema())
	if err != nil {
		return nil, fmt.Errorf("server: the schema does not say how large its lists are: %w", err)
	}
	s := &Server{options: o, sizes: sizes, streams: newStreams(o.Streams)}
	s.abandoned, s.abandon = context.WithCancel(context.Background())
	s.handler = s.routes()
	return s, nil
}

// Handler returns everything that the server answers, for use without a listener.
func (s *Server) Handler() http.Handler { return s.handler }

func (s *Server) routes() http.Handler {
	exec := newExecutor(s.options)
	graphQL := &transport{
		options: s.options, abandoned: s.abandoned, prices: guard.NewPrices(s.options.Limits, s.sizes), persisted: newPersisted(s.options), streams: s.streams,
		documents: newDocuments(s.options.Schema.Schema(), s.options.Limits),
	}

	mux := http.NewServeMux()
	origins := crossOrigin(s.options.AllowedOrigins)
	graphQL.origins = origins
	mux.Handle(graphqlPath, origins.Handler(
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { graphQL.Do(w, r, exec) })))
	mux.HandleFunc(healthPath, alive)
	mux.HandleFunc(readyPath, s.ready)
	for path, handler := range s.options.Mounts {
		mux.Handle(path, s.bounded(graphQL.metered(handler)))
	}
	for path, handler := range s.options.Static {
		mux.Handle(path, handler)
	}
	if s.options.Playground != nil {
		mux.Handle("/", s.options.Playground)
	} else {
		mux.HandleFunc("/", notFound)
	}

	logger := s.options.Logger
	return identify(s.options.NewRequestID, locate(s.options.TrustedProxies,
		logAccess(logger, contain(logger, secure(mux)))))
}

// bounded gives what is mounted the same time as an operation.
func (s *Server) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.options.OperationTimeout)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// Listen opens the address, host:port; port 0 takes a free one. An error says what to do about it.
func (s *Server) Listen(addr string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", addr)
	if err == nil {
		return listener, nil
	}
	var malformed *net.AddrError
	advice := "give host:port, such as 127.0.0.1:8080"
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		advice = "another program uses this address: stop it, or choose another address"
	case errors.Is(err, syscall.EACCES):
		advice = "this port needs more rights: choose one above 1023"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		advice = "this host has no such address: choose one of its own, such as 127.0.0.1"
	case errors.As(err, &malformed):
	}
	return nil, fmt.Errorf("cannot listen on %q: %s (%w)", addr, advice, err)
}

// Serve answers requests until ctx is done. Then /readyz says 503 and streams end, after DrainDelay no connection is
// accepted any more, and running operations get ShutdownGrace to finish; what still runs after it is cancelled, rolls back, and is
// reported as an error. Nil means that every operation was answered. A server serves once.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	web := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: s.options.ReadTimeout,
		ReadTimeout:       s.options.ReadTimeout,
		WriteTimeout:      s.options.WriteTimeout,
		IdleTimeout:       s.options.IdleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.options.Logger.Handler(), slog.LevelWarn),
		// Not ctx: the stop signal must not end the operations that the grace is for.
		BaseContext: func(net.Listener) context.Context { return s.abandoned },
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(l) }()
	select {
	case err := <-failed:
		s.streams.drain()
		s.abandon()
		return errors.Join(fmt.Errorf("serve %s: %w", l.Addr(), err), web.Close())
	case <-ctx.Done():
	}
	s.draining.Store(true)
	s.streams.drain()
	time.Sleep(s.options.DrainDelay)
	return s.shutDown(web)
}

func (s *Server) shutDown(web *http.Server) error {
	defer s.abandon()
	err := s.drain(web, s.options.ShutdownGrace)
	if err == nil {
		return nil
	}
	s.abandon()
	if s.drain(web, rollbackTime) != nil {
		err = errors.Join(err, web.Close())
	}
	return fmt.Errorf("operations were still running after the grace of %s and were cancelled: %w",
		s.options.ShutdownGrace, err)
}

// drain waits until no connection is in use, for the given time at most. Those that became WebSockets are not the
// HTTP server's any more.
func (s *Server) drain(web *http.Server, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	return errors.Join(web.Shutdown(ctx), s.streams.wait(ctx))
}
