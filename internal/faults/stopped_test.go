package faults

import (
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// asks are how often a test asks something until it is as it must be; one ask is 50 ms after the other.
const asks = 400

// answer asks a server for a page of its own, such as /readyz.
func (w *world) page(t *testing.T, path string) (status int, text string, took time.Duration) {
	t.Helper()
	url, alive := w.servers.pick(w.random)
	if !alive {
		t.Fatal("no server serves")
	}
	began := time.Now()
	response, err := w.web.Get(strings.TrimSuffix(url, "/graphql") + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body), time.Since(began)
}

// leak is what strangers must not hear of a database that is gone.
var leak = regexp.MustCompile(`(?i)postgres|pgx|sqlstate|127\.0\.0\.1|:\d{4,5}|dial|refused|handledesk_test|\bsql\b|select |goroutine`)

// unready requires that /readyz says no within two seconds and a little, and nothing that is not for strangers.
func (w *world) unready(t *testing.T) {
	t.Helper()
	status, text, took := w.page(t, "/readyz")
	if status != http.StatusServiceUnavailable || took > 2500*time.Millisecond || leak.MatchString(text) {
		t.Errorf("/readyz says %d %q after %s", status, text, took)
	}
	if status, text, _ := w.page(t, "/healthz"); status != http.StatusOK {
		t.Errorf("/healthz says %d %q: a database that is gone is no reason to restart the program", status, text)
	}
}

// ready waits until /readyz says yes and a mutation is done again, and gives how long that took.
func (w *world) ready(t *testing.T, within time.Duration) time.Duration {
	t.Helper()
	began := time.Now()
	for range asks {
		if status, _, _ := w.page(t, "/readyz"); status == http.StatusOK {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	took := time.Since(began)
	if took > within {
		t.Errorf("it took %s until /readyz said yes, want %s at most", took, within)
	}
	return took
}

// typed requires that no client met an error but those that ask for patience, that none waited longer than operations
// may take, and that none was left without an answer.
func (w *world) typed(t *testing.T) {
	t.Helper()
	codes := map[string]int{}
	for _, c := range w.clients {
		for code, n := range c.codes {
			codes[code] += n
		}
		if limit := (operationTime + 2*time.Second).Seconds(); c.slowest > limit {
			t.Errorf("a client waited %.1f s for an answer, want %.1f s at most", c.slowest, limit)
		}
	}
	t.Logf("errors by code: %v", codes)
	for code := range codes {
		if code != "UNAVAILABLE" && code != "TIMEOUT" {
			t.Errorf("%d answers were %q", codes[code], code)
		}
	}
	if lines := w.servers.logs("internal error", "panic"); lines != "" {
		t.Errorf("the log has\n%s", lines)
	}
}

// trouble runs the accident while all clients send to both servers, and checks everything afterwards.
func trouble(t *testing.T, accident func(w *world, c *cluster)) {
	t.Helper()
	c := needCluster(t)
	w := newWorld(t, seeded(t), 2, 10, time.Second)
	turns, end := endless()
	stop := w.load(turns)
	time.Sleep(500 * time.Millisecond)
	accident(w, c)
	time.Sleep(300 * time.Millisecond)
	end()
	stop()
	w.typed(t)
	w.settle(t)
	w.report(t)
}

// TestPostgresStopsAndStarts: errors meanwhile are typed, /readyz says so, and the service comes back by itself.
func TestPostgresStopsAndStarts(t *testing.T) {
	trouble(t, func(w *world, c *cluster) {
		for range 3 {
			c.stop(t)
			w.unready(t)
			time.Sleep(time.Duration(w.random.IntN(1500)) * time.Millisecond)
			w.unready(t)
			c.start(t)
			t.Logf("ready again after %s", w.ready(t, 5*time.Second))
			time.Sleep(time.Duration(w.random.IntN(500)) * time.Millisecond)
		}
	})
}

// TestConnectionsAreTerminated: an administrator, or a proxy, ends connections amid transactions.
func TestConnectionsAreTerminated(t *testing.T) {
	trouble(t, func(w *world, c *cluster) {
		const one = `SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity
			WHERE application_name = 'handledesk' AND state <> 'idle' ORDER BY random() LIMIT 1) AS chosen`
		const all = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'handledesk'`
		for range 30 {
			c.must(t, one)
			time.Sleep(20 * time.Millisecond)
		}
		c.must(t, all)
		w.ready(t, 3*time.Second)
	})
}

// TestAPrimaryBecomesReadOnly: reading goes on, writing says why it does not.
func TestAPrimaryBecomesReadOnly(t *testing.T) {
	trouble(t, func(w *world, c *cluster) {
		c.must(t, "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
		t.Cleanup(func() { c.must(t, "ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()") })
		time.Sleep(300 * time.Millisecond)
		w.unready(t)
		r := w.once(t, &operation{Query: `mutation($in: UpdateHandleInput!) { updateHandle(input: $in) { userErrors { code } } }`,
			Variables: object{"in": object{"handleId": w.hot, "language": "de"}}, name: "updateHandle"})
		if r.code() != "UNAVAILABLE" || !strings.Contains(r.text, "cannot be written") || leak.MatchString(r.Errors[0].Message) {
			t.Errorf("a mutation is answered %s", r.text)
		}
		if r := w.once(t, &operation{Query: `{ handles(first: 2) { edges { node { code } } } }`}); len(r.Errors) > 0 {
			t.Errorf("reading is answered %s", r.text)
		}
		c.must(t, "ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()")
		w.ready(t, 3*time.Second)
	})
}

// TestTooManyConnections: others take all connections that there are.
func TestTooManyConnections(t *testing.T) {
	trouble(t, func(w *world, c *cluster) {
		pool, err := sql.Open("pgx", c.url("postgres"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = pool.Close() })
		first, err := pool.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		taken := []*sql.Conn{first}
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); {
			if more, err := pool.Conn(t.Context()); err == nil {
				taken = append(taken, more)
				continue
			}
			// The servers lose what they had, and cannot have it again.
			var lost int
			const lose = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'handledesk'`
			if err := first.QueryRowContext(t.Context(), lose).Scan(&lost); err != nil {
				t.Fatal(err)
			}
			if lost == 0 && len(taken) > clusterConnections*9/10 {
				break
			}
		}
		w.unready(t)
		time.Sleep(500 * time.Millisecond)
		for _, connection := range taken {
			if err := connection.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
		t.Logf("%d of %d connections were taken; ready again after %s", len(taken), clusterConnections, w.ready(t, 3*time.Second))
	})
}

// once sends one request without an Idempotency-Key, and expects an answer.
func (w *world) once(t *testing.T, o *operation) *reply {
	t.Helper()
	o.secret = w.secret
	url, _ := w.servers.pick(w.random)
	r, err := o.send(t.Context(), w.web, url)
	if err != nil {
		t.Fatal(fmt.Errorf("no answer: %w", err))
	}
	return r
}
