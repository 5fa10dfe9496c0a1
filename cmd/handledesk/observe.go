package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/telemetry"
	"github.com/handledesk/handledesk/internal/trusted"
	"github.com/handledesk/handledesk/internal/viewer"
)

// observeFlags say what the server tells of itself. Traces go where the usual OTEL_… variables say.
type observeFlags struct {
	Metrics   string        `help:"Address that serves metrics for Prometheus at /metrics, such as 127.0.0.1:9090; none when left out. Keep it off the internet." env:"HANDLEDESK_METRICS" placeholder:"ADDRESS"`
	SlowAfter time.Duration `help:"How long an operation takes at least that is logged as slow." default:"1s" env:"HANDLEDESK_SLOW_AFTER"`
}

// telemetry begins to watch.
func (f *observeFlags) telemetry(ctx context.Context, known *trusted.Manifest, log *slog.Logger) (*telemetry.Telemetry, error) {
	options := telemetry.Options{
		Logger: log, SlowAfter: f.SlowAfter,
		Caller: func(ctx context.Context) (kind, keyID string) {
			v := viewer.FromContext(ctx)
			return string(v.Kind), v.KeyID
		},
	}
	if known != nil {
		options.KnownOperations = known.Names()
	}
	return telemetry.New(ctx, options)
}

// watch shows the database's connections and what waits in it.
func watch(tel *telemetry.Telemetry, db *store.Store) {
	tel.Watch(telemetry.Database{
		Pools: db.Pools,
		Backlog: func(ctx context.Context) (telemetry.Backlog, error) {
			b, err := db.Backlog(ctx, time.Now())
			return telemetry.Backlog(b), err
		},
	})
}

// lastWords is how long the program goes on, at its end, to send what it has not told yet.
const lastWords = 5 * time.Second

// serveMetrics answers /metrics on an address of its own until stop is called.
func (f *observeFlags) serveMetrics(ctx context.Context, tel *telemetry.Telemetry, log *slog.Logger) (address net.Addr, stop func() error, err error) {
	if f.Metrics == "" {
		return nil, func() error { return nil }, nil
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", f.Metrics)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot serve metrics on %s: %w; choose another address with --metrics", f.Metrics, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", tel.Metrics())
	web := &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 15 * time.Second,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	return listener.Addr(), func() error {
		err := web.Close()
		if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return err
	}, nil
}

// shutDown sends the last spans.
func shutDown(tel *telemetry.Telemetry) error {
	ctx, cancel := context.WithTimeout(context.Background(), lastWords)
	defer cancel()
	if err := tel.Shutdown(ctx); err != nil {
		return fmt.Errorf("the last traces could not be sent: %w", err)
	}
	return nil
}
