package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/guard"
	"github.com/handledesk/handledesk/internal/meter"
	"github.com/handledesk/handledesk/internal/requestid"
	"github.com/handledesk/handledesk/internal/trusted"
)

// Options say what the server serves and within which limits. A zero value takes the default named beside it.
type Options struct {
	// Schema executes the operations. Required.
	Schema graphql.ExecutableSchema

	// Authenticate checks a bearer credential and returns a context that carries the viewer. It runs inside the
	// operation's time limit and is not called for a request without credentials: that one is anonymous.
	// An error that wraps ErrUnauthenticated is answered with 401; any other is a failure of the server's. Required.
	Authenticate func(ctx context.Context, bearer string) (context.Context, error)

	// Ready tells whether requests can be served, for /readyz. It must return when its context is done, after 2 s.
	// Nil: always ready.
	Ready func(ctx context.Context) error

	// Playground serves every path that is not the server's own, from / on. Nil: those are 404.
	Playground http.Handler

	// Mounts serve the paths below theirs, such as "/owner/". They set a content security policy of their own.
	Mounts map[string]http.Handler

	// Static serve the paths below theirs, such as "/console/": embedded files, the same for everybody, which cost nothing.
	// They set a content security policy of their own.
	Static map[string]http.Handler

	// TrustedProxies are the networks whose X-Forwarded-For is believed. Empty: nobody's, callers are known by the
	// address of their connection.
	TrustedProxies []netip.Prefix

	// AllowedOrigins are the web origins whose scripts may call /graphql: "https://app.example.com",
	// "https://*.example.com", or "*" for any. Credentials are never sent by the browser itself (there are no cookies).
	// Empty: pages of the same origin only.
	AllowedOrigins []string

	// PresentError and Recover turn an error and a panic below a field into what the caller may see.
	// Nil: both answer INTERNAL, tell nothing else and log the rest.
	PresentError graphql.ErrorPresenterFunc
	Recover      graphql.RecoverFunc

	// Extensions are further gqlgen extensions, run in this order: loaders, guards, costs.
	Extensions []graphql.HandlerExtension

	// Introspection says who may read __schema and __type, and is told "did you mean". Nobody by default.
	Introspection Audience

	// Limits bound what one document may ask for. The zero value is guard.Default().
	Limits guard.Limits

	// Meter limits how much callers may ask for, and Payers says whose buckets a request is paid from, the first of which
	// also counts the operations that run at once. The context carries the viewer, if somebody signed in. Nil: no limits.
	Meter  *meter.Meter
	Payers func(ctx context.Context) []meter.Payer

	// Streams bound subscriptions and WebSockets.
	Streams StreamOptions

	// Trusted is the manifest of documents that clients may name by their ids, and Trust says what becomes of others.
	Trusted *trusted.Manifest
	Trust   Trust

	// Limited is told each time a limit stops a request: "depth", "rate", "body" … Nil: nobody is.
	Limited func(limit string)

	// Logger takes the access log and failures. Nil: slog.Default().
	Logger *slog.Logger

	// NewRequestID makes the id of a request that came without a usable X-Request-Id. Nil: requestid.New.
	NewRequestID func() string

	MaxBody          int64         // largest request body in bytes; 256 KiB
	OperationTimeout time.Duration // for one operation, signing in included; 10 s
	ReadTimeout      time.Duration // for reading one request; 15 s
	WriteTimeout     time.Duration // from the end of the headers to the end of the answer; 10 s beyond the two above
	IdleTimeout      time.Duration // for a kept-alive connection; 120 s
	ShutdownGrace    time.Duration // for running operations once no more are taken; 5 s beyond OperationTimeout

	// DrainDelay is how long requests are still taken after the stop signal, while /readyz already says 503, so that a
	// load balancer can turn away first: a little more than its probe's interval. Zero: they are refused at once.
	DrainDelay time.Duration
}

const (
	defaultMaxBody          = 256 << 10
	defaultOperationTimeout = 10 * time.Second
	defaultReadTimeout      = 15 * time.Second
	defaultIdleTimeout      = 120 * time.Second
)

// complete checks the options and fills in the defaults.
func (o Options) complete() (Options, error) {
	if o.Schema == nil {
		return o, errors.New("server: Options.Schema is missing")
	}
	if o.Authenticate == nil {
		return o, errors.New("server: Options.Authenticate is missing")
	}
	for _, origin := range o.AllowedOrigins {
		if err := verifyOrigin(origin); err != nil {
			return o, err
		}
	}
	for _, extension := range o.Extensions {
		if err := extension.Validate(o.Schema); err != nil {
			return o, fmt.Errorf("server: extension %s: %w", extension.ExtensionName(), err)
		}
	}
	if o.Limits == (guard.Limits{}) {
		o.Limits = guard.Default()
	}
	if o.Meter != nil && o.Payers == nil {
		return o, errors.New("server: Options.Payers is missing: with a Meter somebody must pay")
	}
	if o.Trust != TrustOff && o.Trusted == nil {
		return o, errors.New("server: Options.Trusted is missing: without a manifest no document is trusted")
	}
	if o.Limited == nil {
		o.Limited = func(string) {}
	}
	if o.Ready == nil {
		o.Ready = func(context.Context) error { return nil }
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.NewRequestID == nil {
		o.NewRequestID = requestid.New
	}
	if o.MaxBody <= 0 {
		o.MaxBody = defaultMaxBody
	}
	o.Streams = o.Streams.complete()
	return o.completeTimeouts()
}

func (o Options) completeTimeouts() (Options, error) {
	fill := func(value *time.Duration, unset time.Duration) {
		if *value <= 0 {
			*value = unset
		}
	}
	fill(&o.OperationTimeout, defaultOperationTimeout)
	fill(&o.ReadTimeout, defaultReadTimeout)
	fill(&o.WriteTimeout, o.ReadTimeout+o.OperationTimeout+10*time.Second)
	fill(&o.IdleTimeout, defaultIdleTimeout)
	fill(&o.ShutdownGrace, o.OperationTimeout+5*time.Second)
	// Otherwise the connection is cut before the TIMEOUT error can be written.
	if o.WriteTimeout <= o.OperationTimeout {
		return o, fmt.Errorf("server: the write timeout (%s) must be longer than the operation timeout (%s)",
			o.WriteTimeout, o.OperationTimeout)
	}
	return o, nil
}

// verifyOrigin refuses what would silently never match, and a wildcard that matches more than it seems to:
// https://*example.com is also https://evilexample.com.
func verifyOrigin(origin string) error {
	if origin == "*" {
		return nil
	}
	expected := fmt.Errorf(`server: allowed origin %q: want scheme and host such as https://app.example.com, `+
		`https://*.example.com or http://localhost:5173, without a path; or * for any`, origin)
	parsed, err := url.Parse(strings.Replace(origin, "://*.", "://", 1))
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return expected
	}
	if parsed.Host == "" || strings.Contains(parsed.Host, "*") || parsed.Scheme+"://"+parsed.Host != parsed.String() {
		return expected
	}
	return nil
}
