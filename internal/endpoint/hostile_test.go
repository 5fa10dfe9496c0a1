package endpoint

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/guard/hostile"
)

// TestHostileDocumentsAreRefused: each by the limit that the catalogue names, without running anything, in a small answer.
// Limits are counted, so they hold for whoever asks.
func TestHostileDocumentsAreRefused(t *testing.T) {
	d := newDesk(t)
	for _, h := range hostile.Documents() {
		t.Run(h.Name, func(t *testing.T) {
			for _, who := range []string{"", "reseller"} {
				verifyHostile(t, d, who, h)
			}
		})
	}
}

func verifyHostile(t *testing.T, d *desk, who string, h hostile.Document) {
	t.Helper()
	d.Statements()
	got := d.ask(t, who, h.Text, h.Variables)
	verifyTells(t, h.Name, got, "")
	if len(got.Body) >= maxRefusal {
		t.Errorf("an answer of %d bytes", len(got.Body))
	}
	if got.Status >= http.StatusInternalServerError {
		t.Errorf("%d %.300s", got.Status, got.Body)
	}
	if h.Limit == hostile.Body || len(bodyOf(t, h.Text, h.Variables)) > 256<<10 {
		if got.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("%d, want 413: %.300s", got.Status, got.Body)
		}
		return
	}
	if statements := d.Statements(); who == "" && len(statements) != 0 {
		t.Errorf("%d statements were run for it: %.300s", len(statements), statements[0])
	}
	if h.Limit == "" {
		return
	}
	if got.executed() || got.code() != "OPERATION_TOO_COMPLEX" {
		t.Fatalf("as %q it is not refused by a limit: %d %.300s", who, got.Status, got.Body)
	}
	said := got.Errors[0].Extensions
	allowed, _ := said["allowed"].(float64)
	found, _ := said["found"].(float64)
	if said["limit"] != h.Limit || allowed <= 0 || found <= allowed {
		t.Errorf("the answer says %v, want the limit %s and by how much it was passed", said, h.Limit)
	}
}

// The most memory that refusing a request may take, in bytes: a bound on work that no clock can blur. Measured: 26 for
// each byte of variables, which are decoded and coerced before their lists are counted, 4 for each byte of a document,
// and half a MB for 2,000 tokens that are parsed.
const (
	workAtAll   = 1 << 20
	workPerByte = 40
)

// TestRefusingTakesLittleWork: what a refusal allocates is bounded by the request's size, and never grows with what the
// document would mean.
func TestRefusingTakesLittleWork(t *testing.T) {
	d := newDesk(t)
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection in the middle would count the pools anew
	for _, h := range hostile.Documents() {
		body := bodyOf(t, h.Text, h.Variables)
		ask := func() {
			r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			d.handler.ServeHTTP(&discarded{header: http.Header{}}, r)
		}
		ask() // pools are filled by the first
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		ask()
		runtime.ReadMemStats(&after)
		size := min(len(body), 256<<10)
		if taken := after.TotalAlloc - before.TotalAlloc; taken > uint64(workAtAll+workPerByte*size) {
			t.Errorf("%s: %d bytes of body took %d KB", h.Name, len(body), taken>>10)
		} else {
			t.Logf("%s: %d bytes of body took %d KB", h.Name, len(body), taken>>10)
		}
		d.log.take()
	}
}

// discarded takes an answer and keeps none of it.
type discarded struct {
	header http.Header
	bytes  int
}

// Header is the answer's.
func (w *discarded) Header() http.Header { return w.header }

// WriteHeader does nothing.
func (w *discarded) WriteHeader(int) {}

// Write counts.
func (w *discarded) Write(p []byte) (int, error) {
	w.bytes += len(p)
	return len(p), nil
}

// TestHostileDocumentsAreNotKept: what was refused leaves nothing behind that a second one could meet, and a server that
// met the whole catalogue answers as before.
func TestHostileDocumentsAreNotKept(t *testing.T) {
	d := newDesk(t)
	const honest = "{handles{totalCount edges{node{code domains{edges{node{name}}}}}}}"
	before := d.ask(t, "reseller", honest, nil)
	first := map[string][]byte{}
	for round := range 2 {
		for _, h := range hostile.Documents() {
			got := d.ask(t, "reseller", h.Text, h.Variables)
			body := withoutRequestID(got.Body)
			if round == 1 && !bytes.Equal(body, first[h.Name]) {
				t.Errorf("%s: the second answer is another one:\n%.300s\n%.300s", h.Name, first[h.Name], body)
			}
			first[h.Name] = body
		}
	}
	if after := d.ask(t, "reseller", honest, nil); len(after.Errors) != 0 || !bytes.Equal(before.Body, after.Body) {
		t.Errorf("before %s\nafter %s", before.Body, after.Body)
	}
}
