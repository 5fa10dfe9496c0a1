package server

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/meter"
	"github.com/handledesk/handledesk/internal/tally"
)

// metered gives every credential a bucket of 30 points, of which 2 come back each second, on a clock that is moved.
func metered(now *time.Time, limited *sync.Map) func(*Options) {
	return func(o *Options) {
		o.Meter = meter.New(meter.Options{Now: func() time.Time { return *now }, Default: meter.Rate{Bucket: 30, PerSecond: 2}, Running: 2})
		o.Payers = func(ctx context.Context) []meter.Payer {
			name, _ := ctx.Value(viewerKey{}).(string)
			return []meter.Payer{{ID: "who " + name}}
		}
		o.Limited = func(limit string) { limited.Store(limit, true) }
	}
}

func (e exchange) cost(t *testing.T) map[string]any {
	t.Helper()
	cost, _ := e.answer(t).Extensions["cost"].(map[string]any)
	return cost
}

func TestOperationsArePaidFor(t *testing.T) {
	now, limited := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), &sync.Map{}
	r := start(t, func(ctx context.Context) (any, error) { tally.Add(ctx, 3); return "hooked", nil }, metered(&now, limited))
	want := func(got exchange, requested, used, remaining float64) {
		t.Helper()
		expected := map[string]any{"requested": requested, "used": used, "remaining": remaining, "limit": 30.0, "restorePerSecond": 2.0}
		if cost := got.cost(t); got.status != 200 || !maps.Equal(cost, expected) {
			t.Errorf("%d, cost %v, want %v", got.status, cost, expected)
		}
		for name, value := range map[string]string{
			"RateLimit-Limit": "30", "RateLimit-Remaining": got.header.Get("RateLimit-Remaining"), "RateLimit-Policy": "30;w=15",
		} {
			if got.header.Get(name) != value || value == "" {
				t.Errorf("%s is %q, want %q", name, got.header.Get(name), value)
			}
		}
	}
	want(r.post(t, plainQuery), 1, 1, 29)
	want(r.post(t, hookMutation), 10, 10, 19)
	want(r.post(t, plainQuery, "Authorization", "Bearer hdk_good"), 1, 1, 29) // its own bucket
	want(r.post(t, hookMutation), 10, 10, 9)

	refused := r.post(t, hookMutation)
	refused.expectRefusal(t, 429, "RATE_LIMITED", "this needs 10 points, 8 are left, 2 come back each second")
	if after := refused.header.Get("Retry-After"); after != "1" || refused.answer(t).Errors[0].Extensions.RetryAfterSeconds != 1 {
		t.Errorf("Retry-After is %q: %s", after, refused.body)
	}
	if _, told := limited.Load("rate"); !told {
		t.Error("the limit that was hit was not told")
	}
	now = now.Add(time.Second)
	want(r.post(t, hookMutation), 10, 10, 0)
	r.post(t, plainQuery).expectRefusal(t, 429, "RATE_LIMITED", "wait a second")
	now = now.Add(time.Minute)
	want(r.post(t, plainQuery), 1, 1, 29)
}

// TestJunkIsNotFree: documents that are refused, and credentials that are not known, pay the entrance.
func TestJunkIsNotFree(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r := start(t, nil, metered(&now, &sync.Map{}))
	for range 10 {
		r.post(t, `{"query":"{"}`).expectRefusal(t, 200, "GRAPHQL_PARSE_FAILED", "Expected Name")
		r.post(t, `{"query":"{ nosuch }"}`).expectRefusal(t, 200, "GRAPHQL_VALIDATION_FAILED", "nosuch")
		r.post(t, viewerQuery, "Authorization", "Bearer hdk_wrong").expectRefusal(t, 401, "UNAUTHENTICATED", "unknown")
	}
	for _, header := range []string{"", "Bearer hdk_wrong"} {
		got := r.post(t, viewerQuery, "Authorization", header)
		got.expectRefusal(t, 429, "RATE_LIMITED", "wait a second")
		if got.header.Get("RateLimit-Remaining") != "0" {
			t.Errorf("headers %v", got.header)
		}
	}
}

func TestOnlySoManyOperationsRunAtOnce(t *testing.T) {
	now, limited := time.Now(), &sync.Map{}
	running, finish := make(chan struct{}, 2), make(chan struct{})
	r := start(t, func(context.Context) (any, error) { running <- struct{}{}; <-finish; return "done", nil }, metered(&now, limited))
	var operations sync.WaitGroup
	for range 2 {
		operations.Go(func() {
			if got := r.post(t, `{"query":"{ hook }"}`); got.status != 200 {
				t.Errorf("status %d: %s", got.status, got.body)
			}
		})
		<-running
	}
	got := r.post(t, plainQuery)
	got.expectRefusal(t, 429, "RATE_LIMITED", "too many operations are running")
	if after, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || after < 1 {
		t.Errorf("Retry-After: %q", got.header.Get("Retry-After"))
	}
	if other := r.post(t, plainQuery, "Authorization", "Bearer hdk_good"); other.status != 200 {
		t.Errorf("others' operations count too: %s", other.body)
	}
	close(finish)
	operations.Wait()
	if again := r.post(t, plainQuery); again.status != 200 {
		t.Errorf("places are not given back: %s", again.body)
	}
	if _, told := limited.Load("running"); !told {
		t.Error("the limit that was hit was not told")
	}
}

func TestLimitsSayWhichAndByHowMuch(t *testing.T) {
	var told sync.Map
	r := start(t, nil, func(o *Options) { o.Limited = func(limit string) { told.Store(limit, true) } })
	got := r.post(t, `{"query":"mutation { a: hook b: hook c: hook d: hook e: hook f: hook g: hook h: hook i: hook j: hook k: hook }"}`)
	got.expectRefusal(t, 200, "OPERATION_TOO_COMPLEX", "11")
	extensions := got.answer(t).Errors[0].Extensions
	if extensions.Allowed != 10 || extensions.Found != 11 || extensions.Limit == "" {
		t.Errorf("the answer says %+v", extensions)
	}
	if _, ok := told.Load(extensions.Limit); !ok {
		t.Error("the limit that was hit was not told")
	}
}

func TestAMeterNeedsPayers(t *testing.T) {
	options, _ := testOptions(nil)
	options.Meter = meter.New(meter.Options{})
	if _, err := New(options); err == nil {
		t.Error("a meter that nobody pays was taken")
	}
}

// TestWhoSendsSlowlyHoldsAPlace: bodies that come slowly are as many as operations, and what a header promises takes no memory.
func TestWhoSendsSlowlyHoldsAPlace(t *testing.T) {
	now := time.Now()
	r := start(t, nil, metered(&now, &sync.Map{}), func(o *Options) { // asked until both are there, so points are plenty
		o.Meter = meter.New(meter.Options{Default: meter.Rate{Bucket: 100_000, PerSecond: 1}, Running: 2})
	})
	for range 2 {
		slow, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = slow.Close() })
		if _, err := fmt.Fprintf(slow, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 262144\r\n\r\n{"); err != nil {
			t.Fatal(err)
		}
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		got := r.post(t, plainQuery)
		if got.status == 429 && strings.Contains(got.body, "too many operations are running") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("status %d: %s", got.status, got.body)
		}
	}
	if other := r.post(t, plainQuery, "Authorization", "Bearer hdk_good"); other.status != 200 {
		t.Errorf("others are kept out: %s", other.body)
	}
}

// TestPagesArePaidForByTheNetwork: what is mounted beside the API is no way round its limits.
func TestPagesArePaidForByTheNetwork(t *testing.T) {
	now, limited := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), &sync.Map{}
	r := start(t, nil, metered(&now, limited), func(o *Options) {
		o.Mounts = map[string]http.Handler{"/owner/": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })}
	})
	for i, c := range []struct {
		method string
		status int
	}{{"POST", 204}, {"POST", 204}, {"GET", 204}, {"POST", 429}, {"GET", 204}} { // 30 points: 10, 10, 1, no 10 more; 1
		got := r.do(t, c.method, "/owner/recover", "")
		if got.status != c.status || got.status == 429 && got.header.Get("Retry-After") == "" {
			t.Errorf("%d: %s answers %d, want %d: %s", i, c.method, got.status, c.status, got.body)
		}
	}
	if _, told := limited.Load("rate"); !told {
		t.Error("the limit that was hit was not told")
	}
}
