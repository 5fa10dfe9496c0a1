package faults

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/idempotency"
)

// cycles is how often servers are killed.
func cycles(t *testing.T) int {
	t.Helper()
	given := os.Getenv(cyclesVariable)
	if given == "" {
		return 10
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q; give a number of cycles", cyclesVariable, given)
	}
	return n
}

// TestKilledOnSQLite kills the one server of an embedded database.
func TestKilledOnSQLite(t *testing.T) {
	t.Setenv(apitest.PostgresVariable, "")
	kills(t, 1)
}

// TestKilledOnPostgres kills one or both of two servers on one Postgres.
func TestKilledOnPostgres(t *testing.T) {
	needCluster(t)
	kills(t, 2)
}

const (
	turnsOfCycle = 120                    // mutations that clients send in a cycle, at most
	longestCycle = 400 * time.Millisecond // from the start of servers to the next kill
)

// kills ends servers at random moments, while clients send, and starts them again. In the end everything that was
// acknowledged is there once, and everything else was sent again and is there once, too.
func kills(t *testing.T, servers int) {
	t.Helper()
	random, n := seeded(t), cycles(t)
	w := newWorld(t, random, servers, min(200, 4*n), time.Duration(n)*time.Second/2)
	began := time.Now()
	turns := make(chan struct{}, turnsOfCycle)
	stop := w.load(turns)
	during := 0
	for range n {
		for len(turns) < turnsOfCycle {
			turns <- struct{}{}
		}
		time.Sleep(time.Duration(random.Int64N(int64(longestCycle))))
		if len(turns) > 0 {
			during++
		}
		w.killSome(t)
	}
	stop()
	t.Logf("%d kills, %d of them amid mutations, in %s", n, during, time.Since(began).Round(time.Second))
	w.settle(t)
	if replayed := w.report(t); replayed == 0 && n >= 100 {
		t.Error("no operation was ever found done before: the kills come at the wrong moments")
	}
}

// settle lets servers that are started anew work off what is left, and checks everything.
func (w *world) settle(t *testing.T) {
	t.Helper()
	for i := range w.servers.urls {
		w.servers.kill(i)
	}
	w.unhide(t)
	w.servers.startAll(t)
	w.workOff(t)
	w.verify(t)
	w.verifyAnswersAreKept(t)
}

// killSome kills one server or all of them, sometimes once more while they start, and starts what is down.
func (w *world) killSome(t *testing.T) {
	t.Helper()
	n := len(w.servers.urls)
	doomed := []int{w.random.IntN(n)}
	if n > 1 && w.random.IntN(3) == 0 {
		doomed = []int{0, 1}
	}
	for _, i := range doomed {
		w.servers.kill(i)
	}
	if len(doomed) == n {
		w.whole(t)
		w.unhide(t)
	}
	if w.random.IntN(5) == 0 {
		w.servers.begin(t, doomed[0])
		time.Sleep(time.Duration(w.random.IntN(150)) * time.Millisecond)
		w.servers.kill(doomed[0])
	}
	w.servers.startAll(t)
}

// verifyAnswersAreKept sends some acknowledged operations once more: each is answered as one that was done before, and
// nothing is done.
func (w *world) verifyAnswersAreKept(t *testing.T) {
	t.Helper()
	const asked = 10
	events := w.number(t, "SELECT count(*) FROM events")
	for _, c := range w.clients {
		for range min(asked, len(c.done)) {
			o := *c.done[w.random.IntN(len(c.done))]
			if !o.done {
				continue
			}
			url, _ := w.servers.pick(w.random)
			r, err := o.send(t.Context(), w.web, url)
			if err != nil {
				t.Fatal(err)
			}
			if r.header.Get(idempotency.ReplayedHeader) != "true" || len(r.Errors) > 0 {
				t.Errorf("%s %s was acknowledged, and once more it is answered %v %s", o.name, o.key, r.header, r.text)
			}
		}
	}
	if now := w.number(t, "SELECT count(*) FROM events"); now != events {
		t.Errorf("%d events were written by what had been done before", now-events)
	}
}

// report prints what happened, for whoever runs many cycles.
func (w *world) report(t *testing.T) (replayed int) {
	t.Helper()
	operations, attempts, codes := 0, 0, map[string]int{}
	slowest := 0.0
	for _, c := range w.clients {
		for _, o := range c.done {
			operations++
			attempts += o.attempts
			if o.replayed {
				replayed++
			}
		}
		for code, n := range c.codes {
			codes[code] += n
		}
		slowest = max(slowest, c.slowest)
	}
	t.Logf("%d operations acknowledged, %d attempts, %d found done before; without an answer, or with errors: %v; slowest answer %.2fs",
		operations, attempts, replayed, codes, slowest)
	return replayed
}
