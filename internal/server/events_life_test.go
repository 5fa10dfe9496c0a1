package server

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/meter"
	"github.com/handledesk/handledesk/internal/tally"
)

func TestARevokedKeyEndsItsStreamAtOnce(t *testing.T) {
	for _, waits := range []bool{true, false} {
		var k keys
		ticking := make(chan int, 1)
		r := ticks(t, from(ticking), k.use, func(o *Options) {
			if o.Streams.Check = time.Hour; waits {
				o.Streams.Check = 10 * time.Millisecond
			}
		})
		e := r.events(t, tickSubscription, "Authorization", "Bearer hdk_good")
		ticking <- 1
		e.expect(t, "next", `1`)
		k.revoked.Store(true)
		if !waits {
			ticking <- 2 // is not delivered
		}
		e.expect(t, "next", `"UNAUTHENTICATED"`, "complete", "")
	}
}

func TestCredentialsThatCannotBeCheckedStopAnswersAlone(t *testing.T) {
	var k keys
	ticking := make(chan int, 1)
	r := ticks(t, from(ticking), k.use, func(o *Options) { o.Streams.Check = 5 * time.Millisecond })
	e := r.events(t, tickSubscription, "Authorization", "Bearer hdk_good")
	k.broken.Store(true)
	r.log.waitFor(t, "could not be checked")
	k.broken.Store(false)
	ticking <- 1
	e.expect(t, "next", `1`)
	k.broken.Store(true)
	ticking <- 2
	e.expect(t, "next", `"UNAVAILABLE"`, "complete", "")
}

func TestAStreamEndsWhenItsKeyExpires(t *testing.T) {
	var k keys
	r := ticks(t, from(make(chan int)), k.use, func(o *Options) {
		o.Streams.ExpiresIn = func(ctx context.Context) (time.Duration, bool) {
			return 50 * time.Millisecond, ctx.Value(viewerKey{}) == "hdk_good"
		}
	})
	begun := time.Now()
	r.events(t, tickSubscription, "Authorization", "Bearer hdk_good").expect(t, "next", "have expired", "complete", "")
	if took := time.Since(begun); took < 50*time.Millisecond {
		t.Errorf("it ended after %s", took)
	}
}

func TestAnswersArePaidForAndWaitForTheBucket(t *testing.T) {
	k := counting(30)
	k.value = func(ctx context.Context, tick int) any { tally.Add(ctx, 0); return tick }
	r := ticks(t, k, func(o *Options) {
		o.Meter = meter.New(meter.Options{Default: meter.Rate{Bucket: 20, PerSecond: 100}, Running: 1})
		o.Payers = func(context.Context) []meter.Payer { return []meter.Payer{{ID: "who"}} }
	})
	begun := time.Now()
	e := r.events(t, tickSubscription)
	e.expect(t, "next", `"cost":{"limit":20,"remaining":`)
	for i := 2; i <= 30; i++ {
		e.expect(t, "next", fmt.Sprintf(`{"ticks":%d}`, i))
	}
	e.expect(t, "complete", "")
	if took := time.Since(begun); took < 80*time.Millisecond {
		t.Errorf("31 points of a bucket of 20, which gets 100 a second, were spent in %s", took)
	}
}

func TestAStreamHoldsNoPlaceOfRunningOperations(t *testing.T) {
	r := ticks(t, from(make(chan int)), func(o *Options) {
		o.Meter = meter.New(meter.Options{Running: 1})
		o.Payers = func(context.Context) []meter.Payer { return []meter.Payer{{ID: "who"}} }
		o.Streams.PerPayer = 2
	})
	for range 2 {
		if e := r.events(t, tickSubscription); e.response.StatusCode != http.StatusOK {
			t.Fatalf("status %d", e.response.StatusCode)
		}
	}
	if got := r.post(t, plainQuery); got.status != 200 {
		t.Errorf("%d %s", got.status, got.body)
	}
	r.post(t, tickSubscription, "Accept", "text/event-stream").expectRefusal(t, 429, "RATE_LIMITED", "2 subscriptions are open already, the limit for these credentials")
}

func TestTheServerHasALimitOfStreams(t *testing.T) {
	var o opened
	r := ticks(t, from(make(chan int)), o.use, func(o *Options) { o.Streams.Total = 1 })
	first := r.events(t, tickSubscription)
	r.post(t, tickSubscription, "Accept", "text/event-stream").expectRefusal(t, 429, "RATE_LIMITED", "the limit for this server")
	first.response.Body.Close()
	o.wait(t, overEvents, 0)
	r.events(t, tickSubscription)
	o.wait(t, overEvents, 1)
}

// What is not read is not pulled from the resolver either, and after the time-out the connection is cut.
func TestAClientThatDoesNotReadIsCutOff(t *testing.T) {
	var o opened
	var pulled atomic.Int64
	k := counting(0)
	k.value = func(context.Context, int) any { pulled.Add(1); return strings.Repeat("x", 1<<20) }
	r := ticks(t, k, o.use, func(o *Options) { o.Streams.Write = 100 * time.Millisecond })
	connection, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	fmt.Fprintf(connection, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s",
		len(tickSubscription), tickSubscription)
	if _, err := bufio.NewReader(connection).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	o.wait(t, overEvents, 0)
	if n := pulled.Load(); n > 50 {
		t.Errorf("%d answers of 1 MiB were made for a client that reads nothing", n)
	}
}

func TestAStreamIsToldThatTheServerStops(t *testing.T) {
	r := ticks(t, from(make(chan int)), func(o *Options) { o.DrainDelay = 100 * time.Millisecond })
	e := r.events(t, tickSubscription)
	begun := time.Now()
	r.stop()
	e.expect(t, "next", `"UNAVAILABLE"`, "complete", "")
	if took := time.Since(begun); took > time.Second {
		t.Errorf("it was told after %s", took)
	}
	r.post(t, tickSubscription, "Accept", "text/event-stream").expectRefusal(t, 503, "UNAVAILABLE", "after set to the last cursor")
	if err := <-r.done; err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("an idle stream held the shutdown for %s", took)
	}
}
