package faults

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/store"
)

// world is a database with something due in it, the servers that work on it, and the clients that use them.
type world struct {
	stored  store.Options
	inbox   *apitest.Inbox
	servers *servers
	clients []*client
	web     *http.Client
	random  *rand.Rand

	secret string    // the key of the reseller that all clients act for
	hot    string    // the handle that all clients change
	due    int       // domains whose deadline passes while the test runs
	end    time.Time // of all patience
	was    *rows     // what the database held before the first client came
}

const (
	seedVariable   = "HANDLEDESK_FAULT_SEED"
	cyclesVariable = "HANDLEDESK_FAULT_CYCLES"
	operationTime  = 5 * time.Second // the longest time of an operation, as the servers are told
	clientsAtWork  = 8
)

// seeded gives the random source of a test and prints how to have it again.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if given := os.Getenv(seedVariable); given != "" {
		var err error
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatalf("%s: %v", seedVariable, err)
		}
	}
	t.Logf("%s=%d", seedVariable, seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// newWorld prepares a database, on Postgres when apitest makes them there, and starts n servers on it. Deadlines pass
// from now until the span is over. Further arguments go to the servers.
func newWorld(t *testing.T, random *rand.Rand, n, due int, span time.Duration, more ...string) *world {
	t.Helper()
	folder := t.TempDir()
	w := &world{
		stored: apitest.Stored(t, folder), inbox: apitest.OpenInbox(t), random: random, due: due,
		web: web(), end: time.Now().Add(longestLife - time.Minute),
	}
	w.prepare(t, folder, span)
	arguments := []string{
		"serve", "--listen", "127.0.0.1:0", "--data", folder, "--smtp", "smtp://" + w.inbox.Address + "?tls=none",
		"--mail-from", "noreply@mail.example", "--public-url", apitest.LinkBase, "--server-key", serverKey(),
		"--timeout", operationTime.String(), "--rate-bucket", "1000000", "--rate-restore", "1000000", "--running", "1000",
		"--database-connections", "16",
	}
	if w.stored.URL != "" {
		arguments = append(arguments, "--database", w.stored.URL)
	}
	w.was = w.read(t)
	w.servers = newServers(t, n, append(arguments, more...))
	w.servers.startAll(t)
	for i := range clientsAtWork {
		w.clients = append(w.clients, &client{
			w: w, number: i, random: rand.New(rand.NewPCG(random.Uint64(), 0)), codes: map[string]int{},
		})
	}
	return w
}

// serverKey is the key that apitest's links follow from.
func serverKey() string {
	bits := make([]byte, 32)
	_, _ = rand.NewChaCha8([32]byte{2}).Read(bits) // it never fails
	return hex.EncodeToString(bits)
}

// prepare makes the reseller, the handle that all change, and domains whose deadlines will pass.
func (w *world) prepare(t *testing.T, folder string, span time.Duration) {
	t.Helper()
	clock, now := &apitest.Clock{}, time.Now()
	moveTo := func(at time.Time) {
		for at.Sub(clock.Now()) > time.Millisecond { // a duration reaches over 292 years at most
			clock.Move(at.Sub(clock.Now()))
		}
	}
	const deadline = 15 * 24 * time.Hour
	prepared := t.Run("prepare", func(t *testing.T) {
		moveTo(now.Add(-deadline - time.Minute))
		made := apitest.With(t, apitest.Options{Directory: folder, Clock: clock, IDs: &registrar.TimeIDs{Now: clock.Now}})
		_, w.secret = made.Reseller("Alpha Hosting")
		c := &client{w: w, number: 99}
		for n := range w.due {
			moveTo(now.Add(-deadline + span*time.Duration(n)/time.Duration(w.due)))
			c.sent++
			_, input := c.newPerson()
			answer := made.Must(w.secret, registerQuery, object{"in": object{"name": fmt.Sprintf("due-%d.com", n), "owner": object{"create": input}}})
			if domain, _ := answer["registerDomain"].(object)["domain"].(object); domain == nil {
				t.Fatalf("nothing was registered: %v", answer)
			}
			made.Settle()
		}
		moveTo(now)
		c.sent++
		_, input := c.newPerson()
		answer := made.Must(w.secret, createQuery, object{"in": input})
		handle, _ := answer["createHandle"].(object)["handle"].(object)
		if w.hot, _ = handle["id"].(string); w.hot == "" {
			t.Fatalf("nothing was created: %v", answer)
		}
	})
	if !prepared {
		t.FailNow()
	}
}

func (w *world) gaveUp() bool { return time.Now().After(w.end) }

// load lets all clients send, until stop is called and each has finished what it is at. With turns, they send only as
// much as is put there.
func (w *world) load(turns chan struct{}) (stop func()) {
	var working sync.WaitGroup
	for _, c := range w.clients {
		working.Go(func() { c.run(turns) })
	}
	return func() {
		close(turns)
		working.Wait()
	}
}

// endless gives turns until it is ended.
func endless() (turns chan struct{}, end func()) {
	turns, over, gone := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		for {
			select {
			case turns <- struct{}{}:
			case <-over:
				return
			}
		}
	}()
	return turns, func() {
		close(over)
		<-gone
	}
}
