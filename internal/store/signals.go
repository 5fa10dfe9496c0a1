package store

import (
	"context"
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Signals carry ids from one server to the others, so that nobody has to ask all the time. They are hints: whoever
// depends on one looks by itself now and then. On Postgres they go by NOTIFY, in transactions of their own: one within a
// write transaction would make all commits of the database wait for each other. The embedded database has one server.

// Topics of signals.
const (
	// TopicChanges tells in whose accounts events were written: their ids, separated by commas; nothing means anybody's.
	TopicChanges = "changes"
	// TopicSpent tells what was taken from buckets at another server.
	TopicSpent = "spent"
)

const (
	channel = "handledesk"
	// gathering is how long changes are gathered before the other servers are told.
	gathering = 5 * time.Millisecond
	// mostInSignal keeps a signal below the 8,000 bytes that NOTIFY takes.
	mostInSignal = 7000
	relistening  = time.Second
)

// signals knows who listens here, and the way to the other servers; its zero value is that of a server that is alone.
type signals struct {
	mu       sync.Mutex
	last     int
	hearers  map[int]hearer
	changed  map[string]bool
	kick     chan struct{}
	stop     context.CancelFunc
	running  sync.WaitGroup
	instance string
}

type hearer struct {
	topic string
	on    func(text string)
}

// Hear calls the function with each signal of a topic, the own changes included, until stop is called, and perhaps once
// more. It must not block. An empty text means that signals may have been missed.
func (s *Store) Hear(topic string, on func(text string)) (stop func()) {
	g := &s.signals
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.hearers == nil {
		g.hearers = map[int]hearer{}
	}
	g.last++
	id := g.last
	g.hearers[id] = hearer{topic, on}
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		delete(g.hearers, id)
	}
}

// Tell sends a text to the other servers of the database; to nobody when there are none. It has 7,000 bytes at most.
func (s *Store) Tell(ctx context.Context, topic, text string) error {
	if !s.postgres() {
		return nil
	}
	_, err := s.writer.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, s.signals.instance+" "+topic+" "+text)
	return err
}

// Touch notes that the transaction writes events of an account; empty for those that belong to none.
func (tx *Tx) Touch(account string) {
	if tx.touched == nil {
		tx.touched = map[string]bool{}
	}
	tx.touched[account] = true
}

// send tells whoever listens here at once, and the other servers soon.
func (g *signals) send(accounts map[string]bool) {
	if len(accounts) == 0 {
		return
	}
	g.hear(TopicChanges, strings.Join(slices.Sorted(maps.Keys(accounts)), ","))
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.kick == nil {
		return
	}
	maps.Copy(g.changed, accounts)
	select {
	case g.kick <- struct{}{}:
	default: // it is on its way already
	}
}

func (g *signals) hear(topic, text string) {
	g.mu.Lock()
	var all []func(string)
	for _, h := range g.hearers {
		if h.topic == topic {
			all = append(all, h.on)
		}
	}
	g.mu.Unlock() // they may want to hear something else
	for _, on := range all {
		on(text)
	}
}

// listen begins to listen to the other servers, and to tell them.
func (s *Store) listen(config *pgx.ConnConfig) {
	g := &s.signals
	ctx, stop := context.WithCancel(context.Background())
	g.stop, g.kick, g.changed, g.instance = stop, make(chan struct{}, 1), map[string]bool{}, rand.Text()
	g.running.Go(func() { g.hearOthers(ctx, config) })
	g.running.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-g.kick:
			}
			time.Sleep(gathering)
			_ = s.Tell(ctx, TopicChanges, g.gathered()) // the others look by themselves each second
		}
	})
}

// gathered takes the accounts in which something changed; too many are said as nobody's in particular.
func (g *signals) gathered() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	text := strings.Join(slices.Sorted(maps.Keys(g.changed)), ",")
	clear(g.changed)
	if len(text) > mostInSignal {
		return ""
	}
	return text
}

// hearOthers hands on what other servers tell. When the connection breaks it makes another one, and lets everybody look.
func (g *signals) hearOthers(ctx context.Context, config *pgx.ConnConfig) {
	for ctx.Err() == nil {
		g.listenOnce(ctx, config)
		select {
		case <-ctx.Done():
		case <-time.After(relistening):
		}
	}
}

func (g *signals) listenOnce(ctx context.Context, config *pgx.ConnConfig) {
	connection, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return
	}
	defer func() { _ = connection.Close(context.WithoutCancel(ctx)) }()
	if _, err := connection.Exec(ctx, "LISTEN "+channel); err != nil {
		return
	}
	g.hear(TopicChanges, "")
	for {
		n, err := connection.WaitForNotification(ctx)
		if err != nil {
			return
		}
		from, rest, _ := strings.Cut(n.Payload, " ")
		topic, text, _ := strings.Cut(rest, " ")
		if from != g.instance {
			g.hear(topic, text)
		}
	}
}

// close ends listening.
func (g *signals) close() {
	if g.stop != nil {
		g.stop()
		g.running.Wait()
	}
}
