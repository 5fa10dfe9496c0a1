package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/demo"
	"github.com/handledesk/handledesk/internal/mail/mailbox"
	"github.com/handledesk/handledesk/internal/meter"
	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/plan"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/telemetry"
	"github.com/handledesk/handledesk/internal/trusted"
	"github.com/handledesk/handledesk/internal/webhook"
	"github.com/handledesk/handledesk/internal/worker"
	"github.com/handledesk/handledesk/web"
)

// serveCommand serves the API until it is told to stop, then lets running mutations finish.
type serveCommand struct {
	dataFlags
	mailFlags
	webhookFlags
	limitFlags
	streamFlags
	openidFlags
	observeFlags
	Demo       bool          `help:"Fill an empty database with lifelike data once, and print the keys to use." env:"HANDLEDESK_DEMO"`
	Listen     string        `help:"Address to listen on." default:"127.0.0.1:8080" env:"HANDLEDESK_LISTEN"`
	Origins    []string      `help:"Web origins whose pages may call the API; * for any." env:"HANDLEDESK_ORIGINS" placeholder:"URL"`
	Playground string        `help:"GraphiQL at /: on or off; auto is on with --demo." enum:"on,off,auto" default:"auto" env:"HANDLEDESK_PLAYGROUND"`
	LogFormat  string        `help:"text or json." enum:"text,json" default:"text" env:"HANDLEDESK_LOG_FORMAT"`
	LogLevel   slog.Level    `help:"debug, info, warn or error." default:"info" env:"HANDLEDESK_LOG_LEVEL"`
	Timeout    time.Duration `help:"Longest time for one operation." default:"10s" env:"HANDLEDESK_TIMEOUT"`
	MaxBody    int64         `help:"Largest request body, in bytes." default:"262144" env:"HANDLEDESK_MAX_BODY"`
	PublicURL  string        `help:"Address under which the outside reaches this server, for links in mails; the address to listen on when left out." env:"HANDLEDESK_PUBLIC_URL" placeholder:"URL"`
	Session    time.Duration `help:"How long an owner stays signed in." default:"12h" env:"HANDLEDESK_SESSION"`
	Proxies    []string      `help:"Networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8." env:"HANDLEDESK_PROXIES" placeholder:"CIDR"`
	Worker     bool          `help:"Send mails and keep deadlines in this server; --no-worker leaves it to the others on the same database." default:"true" negatable:"" env:"HANDLEDESK_WORKER"`
	DrainDelay time.Duration `help:"How long to go on serving after the stop signal, while /readyz says no." default:"0s" env:"HANDLEDESK_DRAIN_DELAY"`
}

// Run serves, and does what no request waits for beside it.
func (c *serveCommand) Run(ctx context.Context, streams streams) (err error) {
	log := c.logger(streams.err)
	// Listening comes first, so that nobody waits for data when the address is taken.
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another address with --listen", c.Listen, err)
	}
	defer func() { _ = listener.Close() }()
	known, err := c.manifest()
	if err != nil {
		return err
	}
	tel, err := c.telemetry(ctx, known, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shutDown(tel)) }()
	s, db, closeAll, err := c.open(ctx, func(o *service.Options, stored *store.Options) {
		o.MailDomain, o.SessionLifetime, o.ObserveJob = c.domain(), c.Session, tel.Job
		o.Webhooks = c.policy()
		stored.Observe = tel.Statement
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeAll()) }()
	watch(tel, db)
	metrics, stopMetrics, err := c.serveMetrics(ctx, tel, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopMetrics()) }()
	if c.PublicURL == "" {
		c.PublicURL = "http://" + listener.Addr().String()
	}
	work, err := c.worker(s, db, tel, log)
	if err != nil {
		return err
	}
	buckets := c.meter()
	srv, err := c.server(ctx, parts{s, db, tel, known, buckets, log})
	if err != nil {
		return err
	}
	if err := c.announce(ctx, s, streams, listener.Addr(), metrics); err != nil {
		return err
	}
	working, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	beside.Go(func() { buckets.Reconcile(working, db, store.TopicSpent) })
	if c.Worker {
		beside.Go(func() { work.Run(working) })
	}
	defer beside.Wait()
	defer stop()
	return srv.Serve(ctx, listener)
}

// Validate refuses what would only show when the first mail goes out; kong calls it.
func (c *serveCommand) Validate() error {
	if err := errors.Join(c.dataFlags.Validate(), c.limitFlags.Validate(), c.streamFlags.Validate(), c.webhookFlags.Validate()); err != nil {
		return err
	}
	switch {
	case c.SMTP != "" && c.PublicURL == "":
		return errors.New("--public-url is missing: with --smtp, links in mails must begin with the address under which their readers reach this server")
	case c.SMTP != "" && c.domain() == "localhost":
		return errors.New("--mail-from is missing: with --smtp, give an address of your own that mails come from and bounces go to")
	}
	address, err := url.Parse(c.PublicURL)
	if c.PublicURL != "" && (err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Host == "" ||
		address.RawQuery != "" || address.Fragment != "") {
		return fmt.Errorf("--public-url: %q is no address that a link can begin with; write one such as https://desk.example.com", c.PublicURL)
	}
	return nil
}

func (c *serveCommand) worker(s *service.Service, db *store.Store, tel *telemetry.Telemetry, log *slog.Logger) (*worker.Worker, error) {
	transport, err := c.transport(c.Data, log)
	if err != nil {
		return nil, err
	}
	return worker.New(worker.Options{
		Service: s, Transport: transport, LinkTo: pages.LinkTo(c.PublicURL), Woken: db.Woken(), Logger: log,
		Webhooks: webhook.New(webhook.Options{Policy: c.policy()}).Send, Observe: tel.Job,
	}), nil
}

// parts are what the server is put together from.
type parts struct {
	service *service.Service
	db      *store.Store
	tel     *telemetry.Telemetry
	known   *trusted.Manifest
	buckets *meter.Meter
	log     *slog.Logger
}

func (c *serveCommand) server(ctx context.Context, p parts) (*server.Server, error) {
	var playground http.Handler
	if c.on(c.Playground) {
		playground = web.GraphiQL()
	}
	static := map[string]http.Handler{}
	if c.console() {
		static[web.ConsolePath] = web.Console()
	}
	mounts := map[string]http.Handler{pages.Path: pages.Handler(pages.Options{
		Owners: pages.Of(p.service), Logger: p.log, RegistrarName: c.RegistrarName, Endpoint: strings.TrimRight(c.PublicURL, "/") + "/graphql",
	})}
	if c.on(c.Mailbox) {
		mounts[mailbox.Prefix] = mailboxes(c.Data)
	}
	proxies := make([]netip.Prefix, len(c.Proxies))
	for i, text := range c.Proxies {
		var err error
		if proxies[i], err = netip.ParsePrefix(text); err != nil {
			return nil, fmt.Errorf("--proxies: %q is no network; write one such as 10.0.0.0/8", text)
		}
	}
	staff, err := c.verifier(ctx)
	if err != nil {
		return nil, err
	}
	options := server.Options{
		Schema:           plan.Wrap(graph.NewSchema(p.service), p.service),
		Authenticate:     authenticate(p.tel, p.service, staff, p.log),
		Ready:            p.db.Ready,
		Playground:       playground,
		Mounts:           mounts,
		Static:           static,
		TrustedProxies:   proxies,
		AllowedOrigins:   c.Origins,
		PresentError:     graph.Presenter(p.log),
		Logger:           p.log,
		Extensions:       []graphql.HandlerExtension{p.tel.Extension()},
		Limited:          p.tel.Limited,
		Streams:          c.streamFlags.options(p.tel),
		Trusted:          p.known,
		MaxBody:          c.MaxBody,
		OperationTimeout: c.Timeout,
		DrainDelay:       c.DrainDelay,
	}
	c.limit(&options, p.buckets, c.Demo)
	return server.New(options)
}

// on decides a switch that may be left to --demo.
func (c *serveCommand) on(choice string) bool { return choice == "on" || choice == "auto" && c.Demo }

func (c *serveCommand) logger(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// announce fills the demo and prints where to look and which keys to use.
func (c *serveCommand) announce(ctx context.Context, s *service.Service, streams streams, address, metrics net.Addr) error {
	var keys []demo.Credential
	if c.Demo {
		var err error
		if keys, err = demo.Open(ctx, s, c.Data, streams.err); err != nil {
			return err
		}
	}
	fmt.Fprintln(streams.out)
	if c.console() {
		fmt.Fprintf(streams.out, "  Console           http://%s%s\n", address, web.ConsolePath)
	}
	fmt.Fprintf(streams.out, "  GraphQL endpoint  http://%s/graphql\n", address)
	if c.on(c.Playground) {
		fmt.Fprintf(streams.out, "  GraphiQL          http://%s/\n", address)
	}
	if metrics != nil {
		fmt.Fprintf(streams.out, "  Metrics           http://%s/metrics\n", metrics)
	}
	if c.on(c.Mailbox) && c.SMTP == "" {
		fmt.Fprintf(streams.out, "  Mailbox           http://%s%s  (every mail that the program sends)\n", address, mailbox.Prefix)
	}
	if len(keys) > 0 {
		fmt.Fprintf(streams.out, "\n  Keys of the demo, sent as `Authorization: Bearer …`:\n")
		for _, k := range keys {
			fmt.Fprintf(streams.out, "    %s\n", k)
		}
	}
	_, err := fmt.Fprintf(streams.out, "\n  Stop with Ctrl-C.\n\n")
	return err
}
