package server

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
)

func TestARevokedOrExpiredKeyClosesItsWebSocket(t *testing.T) {
	const init = `{"type":"connection_init","payload":{"authorization":"Bearer hdk_good"}}`
	for _, waits := range []bool{true, false} {
		var k keys
		ticking := make(chan int, 1)
		r := ticks(t, from(ticking), k.use, func(o *Options) {
			if o.Streams.Check = time.Hour; waits {
				o.Streams.Check = 10 * time.Millisecond
			}
		})
		c := r.connect(t, init)
		c.send(subscribe1)
		ticking <- 1
		c.expect(`"ticks":1`)
		k.revoked.Store(true)
		if !waits {
			ticking <- 2
		}
		if _, text, err := c.Read(t.Context()); websocket.CloseStatus(err) != 4403 {
			t.Errorf("%s %v, want 4403 and nothing before it", text, err)
		}
	}
	var k keys
	r := ticks(t, counting(1), k.use, func(o *Options) {
		o.Streams.ExpiresIn = func(context.Context) (time.Duration, bool) { return 50 * time.Millisecond, true }
	})
	r.connect(t, init).expectClose(4403, "has expired")
}

func TestACompletedSubscriptionSaysNoMore(t *testing.T) {
	ended := make(chan struct{})
	k := ticking{source: func(ctx context.Context) (<-chan int, error) {
		context.AfterFunc(ctx, func() { close(ended) })
		return make(chan int), nil
	}}
	r := ticks(t, k)
	c := r.connect(t, initMessage)
	c.send(subscribe1)
	waitForStreams(t, c)
	c.send(`{"id":"1","type":"complete"}`)
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Fatal("the resolver was not told")
	}
	c.send(`{"type":"ping"}`)
	c.expect(`{"type":"pong"}`)
}

func TestASlowReaderOfAWebSocketIsCutOff(t *testing.T) {
	var o opened
	var pulled atomic.Int64
	k := counting(0)
	k.value = func(context.Context, int) any { pulled.Add(1); return strings.Repeat("x", 1<<20) }
	r := ticks(t, k, o.use, func(o *Options) { o.Streams.Write = 100 * time.Millisecond })
	r.connect(t, initMessage).send(subscribe1)
	o.wait(t, overSocket, 1)
	o.wait(t, aSocket, 0)
	if n := pulled.Load(); n > 50 {
		t.Errorf("%d answers of 1 MiB were made for a client that reads nothing", n)
	}
}

func TestAPeerThatAnswersNoPingIsCutOff(t *testing.T) {
	var o opened
	r := ticks(t, from(make(chan int)), o.use, func(o *Options) {
		o.Streams.Ping, o.Streams.Write = 20*time.Millisecond, 50*time.Millisecond
	})
	r.connect(t, initMessage) // pongs are sent by reading, which it does no more
	o.wait(t, aSocket, 1)
	o.wait(t, aSocket, 0)
	lively := r.connect(t, initMessage)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, text, err := lively.Read(ctx); ctx.Err() == nil {
		t.Errorf("%s %v, want silence", text, err)
	}
}

func TestWebSocketsAreToldThatTheServerStops(t *testing.T) {
	r := ticks(t, from(make(chan int)))
	c := r.connect(t, initMessage)
	c.send(subscribe1)
	begun := time.Now()
	r.stop()
	c.expectClose(websocket.StatusGoingAway, "resume after the last cursor")
	if err := <-r.done; err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("an idle WebSocket held the shutdown for %s", took)
	}
}

func TestAMutationOverAWebSocketEndsBeforeTheServerDoes(t *testing.T) {
	running, proceed := make(chan struct{}), make(chan struct{})
	var done atomic.Bool
	r := start(t, func(ctx context.Context) (any, error) {
		close(running)
		<-proceed
		done.Store(ctx.Err() == nil)
		return "done", nil
	})
	c := r.connect(t, initMessage)
	c.send(`{"id":"m","type":"subscribe","payload":{"query":"mutation { hook }"}}`)
	<-running
	r.stop()
	c.expectClose(websocket.StatusGoingAway, "")
	select {
	case err := <-r.done:
		t.Fatalf("Serve returned %v while the mutation ran", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(proceed)
	if err := <-r.done; err != nil || !done.Load() {
		t.Errorf("Serve returned %v, the mutation was done: %t", err, done.Load())
	}
}

func TestAPanicOverAWebSocketIsOneAnswer(t *testing.T) {
	k := ticking{source: func(context.Context) (<-chan int, error) { panic("oh") }}
	c := ticks(t, k).connect(t, initMessage)
	c.send(subscribe1)
	c.expect(`{"id":"1","type":"error","payload":[{"message":`)
	c.send(`{"id":"q","type":"subscribe","payload":{"query":"{ greeting }"}}`)
	c.expect(`"hello "`)
}
