package server

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"
)

// A thousand clients come and go in every way there is; afterwards nothing runs for them and nothing counts them.
func TestNoGoroutineIsLeftAfterAThousandConnects(t *testing.T) {
	before := goleak.IgnoreCurrent()
	var o opened
	web := &http.Transport{DisableKeepAlives: true}
	r := ticks(t, oneAndWait(), o.use, func(o *Options) {
		o.Streams.Ping, o.Streams.Check = 3*time.Millisecond, 3*time.Millisecond
		o.Streams.Total, o.Streams.Write = 1000, 5*time.Second
	})
	ways := []func(context.Context, *running, *http.Transport) error{
		leaveEvents, leaveEventsAbruptly, closeSocket, cutSocket, completeAndCut, neverInit, breakProtocol,
	}
	var all sync.WaitGroup
	places := make(chan struct{}, 20)
	for i := range 1000 {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			if err := ways[i%len(ways)](ctx, r, web); err != nil {
				t.Errorf("way %d: %v", i%len(ways), err)
			}
		})
	}
	all.Wait()
	for _, transport := range []string{overEvents, overSocket, aSocket} {
		o.wait(t, transport, 0)
	}
	r.stop()
	if err := <-r.done; err != nil {
		t.Error(err)
	}
	goleak.VerifyNone(t, before)
}

// oneAndWait sends one tick, and ends with the stream.
func oneAndWait() ticking {
	return ticking{source: func(ctx context.Context) (<-chan int, error) {
		ticks := make(chan int)
		go func() {
			defer close(ticks)
			select {
			case ticks <- 1:
			case <-ctx.Done():
			}
			<-ctx.Done()
		}()
		return ticks, nil
	}}
}

func openEvents(ctx context.Context, r *running, web *http.Transport) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url+graphqlPath, strings.NewReader(tickSubscription))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	return web.RoundTrip(request)
}

// leaveEvents reads some and goes.
func leaveEvents(ctx context.Context, r *running, web *http.Transport) error {
	response, err := openEvents(ctx, r, web)
	if err != nil {
		return err
	}
	if _, err := response.Body.Read(make([]byte, 200)); err != nil {
		return err
	}
	return response.Body.Close()
}

// leaveEventsAbruptly goes before the answer, with a reset.
func leaveEventsAbruptly(_ context.Context, r *running, _ *http.Transport) error {
	connection, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		return err
	}
	fmt.Fprintf(connection, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s",
		len(tickSubscription), tickSubscription)
	if err := connection.(*net.TCPConn).SetLinger(0); err != nil {
		return err
	}
	return connection.Close()
}

func openSocket(ctx context.Context, r *running, messages ...string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, r.url+graphqlPath, &websocket.DialOptions{
		Subprotocols: []string{subprotocol}, HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	})
	if err != nil {
		return nil, err
	}
	for _, message := range messages {
		if err := conn.Write(ctx, websocket.MessageText, []byte(message)); err != nil {
			return nil, err
		}
		if _, _, err := conn.Read(ctx); err != nil {
			return nil, err
		}
	}
	return conn, nil
}

func closeSocket(ctx context.Context, r *running, _ *http.Transport) error {
	conn, err := openSocket(ctx, r, initMessage, subscribe1)
	if err != nil {
		return err
	}
	return conn.Close(websocket.StatusNormalClosure, "")
}

func cutSocket(ctx context.Context, r *running, _ *http.Transport) error {
	conn, err := openSocket(ctx, r, initMessage, subscribe1)
	if err != nil {
		return err
	}
	return conn.CloseNow()
}

func completeAndCut(ctx context.Context, r *running, _ *http.Transport) error {
	conn, err := openSocket(ctx, r, initMessage, subscribe1)
	if err != nil {
		return err
	}
	if err := conn.Write(ctx, websocket.MessageText, []byte(`{"type":"complete","id":"1"}`)); err != nil {
		return err
	}
	return conn.CloseNow()
}

func neverInit(ctx context.Context, r *running, _ *http.Transport) error {
	conn, err := openSocket(ctx, r)
	if err != nil {
		return err
	}
	return conn.CloseNow()
}

func breakProtocol(ctx context.Context, r *running, _ *http.Transport) error {
	conn, err := openSocket(ctx, r, initMessage, subscribe1)
	if err != nil {
		return err
	}
	if err := conn.Write(ctx, websocket.MessageText, []byte(`{`)); err != nil {
		return err
	}
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			if websocket.CloseStatus(err) != closeInvalid {
				return err
			}
			return nil
		}
	}
}
