package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/meter"
	"github.com/handledesk/handledesk/internal/stream"
	"github.com/handledesk/handledesk/internal/tally"
)

func TestASubscriptionIsAStreamOfEvents(t *testing.T) {
	r := ticks(t, counting(3))
	e := r.events(t, tickSubscription)
	for name, want := range map[string]string{
		"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no",
	} {
		if got := e.response.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	text, err := io.ReadAll(e.response.Body)
	if err != nil {
		t.Fatal(err)
	}
	want := ":\n\n"
	for i := 1; i <= 3; i++ {
		want += fmt.Sprintf("event: next\ndata: {\"data\":{\"ticks\":%d}}\n\n", i)
	}
	if want += "event: complete\ndata:\n\n"; string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func TestAQueryAndAMutationCanBeAnsweredByEvents(t *testing.T) {
	r := ticks(t, counting(1))
	r.events(t, plainQuery).expect(t, "next", `{"data":{"`, "complete", "")
	r.events(t, hookMutation).expect(t, "next", `{"data":{"hook":"hooked"}}`, "complete", "")
	r.events(t, `{"query":"{ nosuch }"}`).expect(t, "next", "GRAPHQL_VALIDATION_FAILED", "complete", "")
	// Who takes both wants JSON for what has one answer.
	both := "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"
	if got := r.post(t, plainQuery, "Accept", both); got.header.Get("Content-Type") != "application/graphql-response+json; charset=utf-8" {
		t.Errorf("a query came as %s", got.header.Get("Content-Type"))
	}
	r.events(t, tickSubscription, "Accept", both).expect(t, "next", `1`, "complete", "")
}

func TestGetSubscribesAsItQueries(t *testing.T) {
	r := ticks(t, counting(1))
	target := graphqlPath + "?query=" + url.QueryEscape("subscription { ticks }")
	got := r.do(t, http.MethodGet, target, "", "Accept", "text/event-stream", "GraphQL-Require-Preflight", "1")
	if got.status != 200 || !strings.Contains(got.body, `{"ticks":1}`) {
		t.Errorf("%d %s", got.status, got.body)
	}
	r.do(t, http.MethodGet, target, "", "Accept", "text/event-stream").expectRefusal(t, 400, "BAD_USER_INPUT", "GraphQL-Require-Preflight")
	target = graphqlPath + "?query=" + url.QueryEscape("mutation { hook }")
	r.do(t, http.MethodGet, target, "", "Accept", "text/event-stream", "GraphQL-Require-Preflight", "1").
		expectRefusal(t, 405, "BAD_USER_INPUT", "POST")
}

func TestTheDoorsRefuseStreamsInJSON(t *testing.T) {
	r := ticks(t, counting(0), func(o *Options) { o.MaxBody = 100 })
	accept := []string{"Accept", "text/event-stream"}
	r.post(t, tickSubscription, append(accept, "Authorization", "Bearer hdk_bad")...).expectRefusal(t, 401, "UNAUTHENTICATED", "unknown")
	r.post(t, `{`, accept...).expectRefusal(t, 400, "BAD_USER_INPUT", "not one valid JSON")
	r.post(t, tickSubscription+strings.Repeat(" ", 100), accept...).expectRefusal(t, 413, "BAD_USER_INPUT", "100 bytes")
	r.post(t, tickSubscription, "Accept", "*/*").expectRefusal(t, 406, "BAD_USER_INPUT", "send Accept: text/event-stream")
	r.post(t, tickSubscription, "Accept", "text/html").expectRefusal(t, 406, "BAD_USER_INPUT", "text/event-stream")
}

func TestASilentStreamBeatsAndOutlivesTheServersTimeouts(t *testing.T) {
	ticking := make(chan int)
	r := ticks(t, from(ticking), func(o *Options) {
		o.Streams.Ping = 20 * time.Millisecond
		o.OperationTimeout, o.ReadTimeout, o.WriteTimeout = 50*time.Millisecond, 100*time.Millisecond, 100*time.Millisecond
	})
	e := r.events(t, tickSubscription)
	for range 20 {
		if name, _ := e.event(t); name != "comment" {
			t.Fatalf("got %q, want a comment", name)
		}
	}
	ticking <- 7
	e.expect(t, "next", `{"data":{"ticks":7}}`)
	close(ticking)
	e.expect(t, "complete", "")
}

func TestAResolverSaysWhyItsStreamEnds(t *testing.T) {
	k := ticking{source: func(ctx context.Context) (<-chan int, error) {
		ticks := make(chan int)
		go func() {
			ticks <- 1
			stream.Fail(ctx, errors.New("the secret table is gone"))
			close(ticks)
		}()
		return ticks, nil
	}}
	r := ticks(t, k)
	e := r.events(t, tickSubscription)
	e.expect(t, "next", `1`)
	name, data := e.event(t)
	if name != "next" || !strings.Contains(data, `"INTERNAL"`) || strings.Contains(data, "secret") || strings.Contains(data, `"data"`) {
		t.Errorf("%s %s, want a presented error", name, data)
	}
	e.expect(t, "complete", "")
	r.log.waitFor(t, "the secret table is gone")
}

func TestAResolverThatRefusesIsAnError(t *testing.T) {
	r := ticks(t, ticking{source: func(context.Context) (<-chan int, error) { return nil, errors.New("no") }})
	r.events(t, tickSubscription).expect(t, "next", `"INTERNAL"`, "complete", "")
	r = ticks(t, ticking{source: func(context.Context) (<-chan int, error) { return nil, nil }})
	r.events(t, tickSubscription).expect(t, "next", `"INTERNAL"`, "complete", "")
	r = ticks(t, ticking{source: func(context.Context) (<-chan int, error) { panic("oh") }})
	r.events(t, tickSubscription).expect(t, "next", `"INTERNAL"`, "complete", "")
	r = ticks(t, ticking{source: func(ctx context.Context) (<-chan int, error) { <-ctx.Done(); return nil, ctx.Err() }},
		func(o *Options) { o.OperationTimeout = 30 * time.Millisecond })
	r.events(t, tickSubscription).expect(t, "next", `"TIMEOUT"`, "complete", "")
}

func TestAPanicInOneAnswerDoesNotEndTheStream(t *testing.T) {
	k := counting(3)
	k.value = func(_ context.Context, tick int) any {
		if tick == 2 {
			panic("two")
		}
		return tick
	}
	r := ticks(t, k)
	r.events(t, tickSubscription).expect(t, "next", `1`, "next", `"INTERNAL"`, "next", `3`, "complete", "")
	r.log.waitFor(t, "cause=two")
}

func TestEachAnswerHasTheTimeOfAnOperation(t *testing.T) {
	k := counting(2)
	k.value = func(ctx context.Context, tick int) any {
		if tick == 2 {
			return tick
		}
		deadline, _ := ctx.Deadline()
		if left := time.Until(deadline); left <= 0 || left > 60*time.Millisecond {
			t.Errorf("an answer has %s", left)
		}
		<-ctx.Done()
		return nil
	}
	r := ticks(t, k, func(o *Options) { o.OperationTimeout = 60 * time.Millisecond })
	r.events(t, tickSubscription).expect(t, "next", `null`, "next", `2`, "complete", "")
}

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
		if e := r.events(t, tickSubscription); e.response.StatusCode != 200 {
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
