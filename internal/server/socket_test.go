package server

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// client is one end of a WebSocket.
type client struct {
	*websocket.Conn
	t *testing.T
}

func (r *running) dial(t *testing.T, headers ...string) *client {
	t.Helper()
	options := &websocket.DialOptions{Subprotocols: []string{subprotocol}, HTTPHeader: http.Header{}}
	for i := 0; i < len(headers); i += 2 {
		options.HTTPHeader.Set(headers[i], headers[i+1])
	}
	conn, response, err := websocket.Dial(t.Context(), r.url+graphqlPath, options)
	if err != nil {
		t.Fatalf("%v %v", err, response)
	}
	conn.SetReadLimit(1 << 24)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return &client{conn, t}
}

// connect is a client whose connection was acknowledged.
func (r *running) connect(t *testing.T, init string) *client {
	t.Helper()
	c := r.dial(t)
	c.send(init)
	c.expect(`{"type":"connection_ack"}`)
	return c
}

func (c *client) send(message string) {
	c.t.Helper()
	if err := c.Write(c.t.Context(), websocket.MessageText, []byte(message)); err != nil {
		c.t.Fatal(err)
	}
}

// expect requires messages that hold these texts, in this order.
func (c *client) expect(texts ...string) {
	c.t.Helper()
	for _, want := range texts {
		ctx, cancel := context.WithTimeout(c.t.Context(), 5*time.Second)
		_, got, err := c.Read(ctx)
		cancel()
		if err != nil {
			c.t.Fatalf("%v instead of %s", err, want)
		}
		if !json.Valid(got) || !strings.Contains(string(got), want) {
			c.t.Fatalf("got %s, want %s", got, want)
		}
	}
}

// expectClose requires that the connection closes, answers that come before aside.
func (c *client) expectClose(code websocket.StatusCode, reason string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), 5*time.Second)
	defer cancel()
	for {
		_, text, err := c.Read(ctx)
		if err == nil {
			c.t.Logf("before the close: %.100s", text)
			continue
		}
		if websocket.CloseStatus(err) != code || !strings.Contains(err.Error(), reason) {
			c.t.Fatalf("closed by %v, want %d with %q", err, code, reason)
		}
		return
	}
}

const (
	initMessage = `{"type":"connection_init"}`
	subscribe1  = `{"id":"1","type":"subscribe","payload":{"query":"subscription { ticks }"}}`
)

func TestASubscriptionOverAWebSocket(t *testing.T) {
	c := ticks(t, counting(2)).connect(t, `{"type":"connection_init","payload":null}`)
	c.send(subscribe1)
	c.expect(`{"id":"1","type":"next","payload":{"data":{"ticks":1}}}`, `{"id":"1","type":"next","payload":{"data":{"ticks":2}}}`,
		`{"id":"1","type":"complete"}`)
	c.send(subscribe1) // the id is free again
	c.expect(`"ticks":1`, `"ticks":2`, `"complete"`)
	c.send(`{"type":"ping","payload":{"a":1}}`)
	c.expect(`{"type":"pong"}`)
	c.send(`{"type":"pong"}`)
	c.send(`{"type":"complete","id":"unknown"}`)
	c.send(`{"id":"q","type":"subscribe","payload":{"query":"{ greeting(name: \"Ada\") }","variables":{},"operationName":null}}`)
	c.expect(`{"id":"q","type":"next","payload":{"data":{"greeting":"hello Ada"}}}`, `{"id":"q","type":"complete"}`)
	c.send(`{"id":"m","type":"subscribe","payload":{"query":"mutation { hook }"}}`)
	c.expect(`{"id":"m","type":"next","payload":{"data":{"hook":"hooked"}}}`, `{"id":"m","type":"complete"}`)
	if err := c.Close(websocket.StatusNormalClosure, ""); err != nil {
		t.Error(err)
	}
}

func TestProtocolErrorsCloseTheWebSocketByTheirCode(t *testing.T) {
	r := ticks(t, from(make(chan int)), func(o *Options) { o.MaxBody = 1000 })
	for name, c := range map[string]struct {
		before, message string
		code            websocket.StatusCode
		reason          string
	}{
		"not JSON":             {"", `{`, 4400, "Invalid message: it is not a JSON object"},
		"null":                 {"", `null`, 4400, "Invalid message"},
		"a list":               {"", `[]`, 4400, "Invalid message"},
		"no type":              {"", `{"id":"1"}`, 4400, "its type is missing"},
		"another type":         {"", `{"type":"start"}`, 4400, "its type is none that a client sends"},
		"the server's type":    {"", `{"type":"next","id":"1"}`, 4400, "its type is none"},
		"no id":                {initMessage, `{"type":"subscribe","payload":{"query":"{a}"}}`, 4400, "subscribe needs an id"},
		"id is a number":       {initMessage, `{"type":"complete","id":1}`, 4400, "its id must be a string"},
		"a long id":            {initMessage, `{"type":"complete","id":"` + strings.Repeat("x", 129) + `"}`, 4400, "128 bytes"},
		"no payload":           {initMessage, `{"type":"subscribe","id":"1"}`, 4400, "needs a payload"},
		"payload is no object": {"", `{"type":"connection_init","payload":[]}`, 4400, "payload must be an object"},
		"credentials":          {"", `{"type":"connection_init","payload":{"authorization":1}}`, 4400, "authorization must be a string"},
		"bad credentials":      {"", `{"type":"connection_init","payload":{"authorization":"Bearer hdk_bad"}}`, 4403, "Forbidden"},
		"malformed ones":       {"", `{"type":"connection_init","payload":{"Authorization":"hdk_good"}}`, 4403, "Forbidden"},
		"too early":            {"", subscribe1, 4401, "Unauthorized"},
		"twice":                {initMessage, initMessage, 4429, "Too many initialisation requests"},
		"same id":              {initMessage + "\n" + subscribe1, subscribe1, 4409, "Subscriber for 1 already exists"},
		"too large":            {initMessage, `{"type":"ping","payload":{"a":"` + strings.Repeat("x", 1000) + `"}}`, 1009, ""},
		"not UTF-8":            {"", "{\"type\":\"\xff\"}", 4400, "not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			client := r.dial(t)
			for message := range strings.SplitSeq(c.before, "\n") {
				if message != "" {
					client.send(message)
				}
			}
			client.send(c.message)
			client.expectClose(c.code, c.reason)
		})
	}
	binary := r.dial(t)
	if err := binary.Write(t.Context(), websocket.MessageBinary, []byte(initMessage)); err != nil {
		t.Fatal(err)
	}
	binary.expectClose(4400, "it must be text")
	r.dial(t, "Authorization", "Bearer hdk_bad").expectCloseAfter(initMessage, 4403, "Forbidden")
	r.dial(t, "Authorization", "Bearer hdk_down").expectCloseAfter(initMessage, 1013, "the server failed")
}

func (c *client) expectCloseAfter(message string, code websocket.StatusCode, reason string) {
	c.t.Helper()
	c.send(message)
	c.expectClose(code, reason)
}

func TestAWebSocketSpeaksOneSubprotocol(t *testing.T) {
	r := ticks(t, counting(1))
	for _, offered := range [][]string{nil, {"graphql-ws"}} {
		conn, _, err := websocket.Dial(t.Context(), r.url+graphqlPath, &websocket.DialOptions{Subprotocols: offered})
		if err != nil {
			t.Fatal(err)
		}
		(&client{conn, t}).expectClose(4406, "Subprotocol not acceptable")
	}
}

func TestAWebSocketThatSaysNothingIsClosed(t *testing.T) {
	r := ticks(t, counting(1), func(o *Options) { o.Streams.Init = 50 * time.Millisecond })
	r.dial(t).expectClose(4408, "Connection initialisation timeout")
	c := r.connect(t, initMessage)
	time.Sleep(100 * time.Millisecond)
	c.send(subscribe1)
	c.expect(`"ticks":1`)
}

func TestOriginsOfWebSockets(t *testing.T) {
	dial := func(r *running, origin string) int {
		t.Helper()
		header := http.Header{}
		if origin != "" {
			header.Set("Origin", origin)
		}
		conn, response, err := websocket.Dial(t.Context(), r.url+graphqlPath,
			&websocket.DialOptions{Subprotocols: []string{subprotocol}, HTTPHeader: header})
		if err == nil {
			_ = conn.CloseNow()
		}
		return response.StatusCode
	}
	closed := ticks(t, counting(1))
	listed := ticks(t, counting(1), func(o *Options) { o.AllowedOrigins = []string{"https://app.example.com", "https://*.example.org"} })
	open := ticks(t, counting(1), func(o *Options) { o.AllowedOrigins = []string{"*"} })
	for _, c := range []struct {
		server *running
		origin string
		status int
	}{
		{closed, "", 101},
		{closed, closed.url, 101},
		{closed, "https://app.example.com", 403},
		{closed, "null", 403},
		{listed, "https://app.example.com", 101},
		{listed, "https://a.example.org", 101},
		{listed, listed.url, 101},
		{listed, "http://app.example.com", 403},
		{listed, "https://app.example.com.evil.com", 403},
		{listed, "https://evilexample.org", 403},
		{open, "https://evil.com", 101},
	} {
		if status := dial(c.server, c.origin); status != c.status {
			t.Errorf("origin %q: %d, want %d", c.origin, status, c.status)
		}
	}
}
