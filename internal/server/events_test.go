package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/stream"
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
	r.events(t, `{"query":"subscription { __typename }"}`).expect(t, "next", "GRAPHQL_VALIDATION_FAILED", "complete", "")
	r.events(t, `{"query":"subscription { a: ticks b: ticks }"}`).expect(t, "next", "selects exactly one field", "complete", "")
	r.events(t, `{"query":"subscription { ticks @skip(if: true) }"}`).expect(t, "next", "selects exactly one field", "complete", "")
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
