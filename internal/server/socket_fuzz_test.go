package server

import (
	"context"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// FuzzSocketMessage sends anything after connection_init: the connection is closed by a code of the protocol, or it
// answers the ping that follows.
func FuzzSocketMessage(f *testing.F) {
	for _, message := range []string{
		subscribe1, initMessage, `{`, `null`, `[]`, "", `{"type":"pong"}`, `{"type":"ping","payload":{}}`, `{"type":"complete","id":"1"}`,
		`{"type":"subscribe","id":"1","payload":{"query":"{ greeting }","variables":{"a":[1]},"extensions":{"idempotencyKey":"k"}}}`,
		`{"type":"subscribe","id":"1","payload":{"query":"mutation { hook }","extensions":{"persistedQuery":{"version":1}}}}`,
		`{"type":"subscribe","id":"\u0000","payload":{"documentId":"x"}}`, "{\"type\":\"\xff\"}", `{"type":"subscribe","id":"1","payload":{"query":"{"}}`,
	} {
		f.Add(message)
	}
	options, _ := testOptions(nil)
	options.Schema = counting(3).schema()
	s, err := New(options)
	if err != nil {
		f.Fatal(err)
	}
	listener, err := s.Listen("127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, listener) }()
	f.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			f.Error(err)
		}
	})
	r := &running{url: "http://" + listener.Addr().String()}
	f.Fuzz(func(t *testing.T, text string) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		conn, err := openSocket(ctx, r, initMessage)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.CloseNow() }()
		for _, message := range []string{text, `{"type":"ping"}`} {
			if conn.Write(ctx, websocket.MessageText, []byte(message)) != nil {
				break // it was closed in between
			}
		}
		for {
			_, answer, err := conn.Read(ctx)
			if err == nil && string(answer) == `{"type":"pong"}` {
				return
			}
			if err == nil {
				continue
			}
			switch code := websocket.CloseStatus(err); code {
			case closeInvalid, closeTooManyInits, websocket.StatusMessageTooBig:
				return
			default:
				t.Fatalf("%q: %v", text, err)
			}
		}
	})
}
