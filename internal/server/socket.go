package server

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
)

// subprotocol is the only one that is spoken over WebSockets:
// https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
const subprotocol = "graphql-transport-ws"

// Close codes of the protocol. Beside them 1001 says that the server stops, 1009 that a message is too large, and 1013
// that there are too many connections, or that the client reads too slowly.
const (
	closeInvalid       websocket.StatusCode = 4400
	closeUnauthorized  websocket.StatusCode = 4401 // an operation before connection_ack
	closeForbidden     websocket.StatusCode = 4403 // the credentials do not hold, or hold no more
	closeNotAcceptable websocket.StatusCode = 4406
	closeInitTimeout   websocket.StatusCode = 4408
	closeTwice         websocket.StatusCode = 4409
	closeTooManyInits  websocket.StatusCode = 4429
)

const (
	closeTime      = time.Second // for a client to answer that the connection closes
	maxCloseReason = 123         // bytes (RFC 6455, 5.5)
)

// socket is one WebSocket. Its messages are read by one goroutine, every operation runs in another, and a third one
// looks after the connection.
type socket struct {
	t       *transport
	exec    graphql.GraphExecutor
	request *http.Request // the handshake
	conn    *websocket.Conn
	wire    net.Conn // below conn, to set its time limits

	ctx     context.Context // of everything that runs for the connection; done when it closes
	cancel  context.CancelCauseFunc
	closing sync.Once

	authorization []string // as the handshake or connection_init gave it; set before acknowledged
	acknowledged  bool     // read and written by the goroutine that reads messages
	initialised   bool     // likewise
	initTimer     *time.Timer
	payer         string // by whom the connection is counted; likewise
	counted       func() // stops counting it; likewise

	mu         sync.Mutex
	operations map[string]*socketOperation // by id; the last one of each id that still runs
	running    int
	work       sync.WaitGroup
}

// asksForSocket tells whether a request is the handshake of a WebSocket.
func asksForSocket(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// socket serves one WebSocket, until it is closed and everything that ran for it has ended.
func (t *transport) socket(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if !t.fromAllowedOrigin(r) {
		t.refuse(w, r, plainJSON, &refusal{
			status: http.StatusForbidden, code: codeForbidden,
			message: "pages of this origin may not open WebSockets here: the server's operator must allow the origin",
		})
		return
	}
	if t.streams.draining.Err() != nil {
		t.refuse(w, r, plainJSON, goingAway())
		return
	}
	// The credentials come with a message later on, so that only the network is known by now.
	who := t.toll(r.Context()).who()
	counted, full := t.streams.connect(who)
	if full > 0 {
		t.refuse(w, r, plainJSON, tooManyStreams("there are too many WebSockets open: close some, and use one for several operations"))
		return
	}
	kept := &wireKeeper{ResponseWriter: w}
	conn, err := websocket.Accept(kept, r, &websocket.AcceptOptions{
		Subprotocols: []string{subprotocol}, InsecureSkipVerify: true, // the origin was looked at
	})
	if err != nil {
		counted()
		return // and the client was told
	}
	s := &socket{
		t: t, exec: exec, request: r, conn: conn, wire: kept.wire, counted: counted, payer: who,
		authorization: r.Header.Values("Authorization"), operations: map[string]*socketOperation{},
	}
	defer func() { s.counted() }() // the one that counts by then
	s.serve()
}

// serve speaks the protocol until the connection is closed.
func (s *socket) serve() {
	// No line of the access log is about one operation of many.
	base := context.WithValue(s.request.Context(), operationNoteKey{}, nil)
	s.ctx, s.cancel = context.WithCancelCause(base)
	defer s.work.Wait()
	defer s.cancel(errGone)
	defer context.AfterFunc(s.t.streams.draining, func() {
		s.close(websocket.StatusGoingAway, "the server is shutting down: connect again, and resume after the last cursor")
	})()
	if s.conn.Subprotocol() != subprotocol {
		s.close(closeNotAcceptable, "Subprotocol not acceptable: use "+subprotocol)
		return
	}
	s.conn.SetReadLimit(s.t.options.MaxBody)
	s.initTimer = time.AfterFunc(s.t.options.Streams.Init, func() {
		s.close(closeInitTimeout, "Connection initialisation timeout")
	})
	defer s.initTimer.Stop()
	s.work.Go(s.lookAfter)
	for s.read() {
	}
	s.close(websocket.StatusNormalClosure, "") // unless it is closed already
}

// fromAllowedOrigin tells whether the page that opens the WebSocket may. CORS says nothing about WebSockets: any page
// may open one. What comes without an origin is no browser.
func (t *transport) fromAllowedOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || len(t.options.AllowedOrigins) > 0 && t.origins.OriginAllowed(r) {
		return true
	}
	parsed, err := url.Parse(origin)
	return err == nil && parsed.Host != "" && strings.EqualFold(parsed.Host, r.Host)
}

// lookAfter asks whether the client is still there, and whether its credentials hold.
func (s *socket) lookAfter() {
	pings, checks := time.NewTicker(s.t.options.Streams.Ping), time.NewTicker(s.t.options.Streams.Check)
	defer pings.Stop()
	defer checks.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-pings.C:
			ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), s.t.options.Streams.Write)
			err := s.conn.Ping(ctx)
			cancel()
			if err != nil {
				s.close(websocket.StatusTryAgainLater, "no pong came: connect again, and resume after the last cursor")
			}
		case <-checks.C:
			s.check()
		}
	}
}

// check ends the connection if its credentials do not hold any more. Any other failure to check them passes, or stops
// the next answer.
func (s *socket) check() {
	s.mu.Lock()
	authorization := s.authorization
	s.mu.Unlock()
	if len(authorization) == 0 {
		return
	}
	if _, refused := s.t.authenticate(s.ctx, authorization); refused != nil && refused.code == codeUnauthenticated {
		s.forbid()
	}
}

func (s *socket) forbid() {
	s.close(closeForbidden, "Forbidden: the API key or token is unknown, expired or revoked")
}

// close ends the connection for a reason. The first one stands, and everything that runs for the connection ends. A
// client that does not answer is cut off.
func (s *socket) close(code websocket.StatusCode, reason string) {
	s.closing.Do(func() { // what fails because of it comes here as well
		s.cancel(errGone)
		_ = s.wire.SetDeadline(time.Now().Add(closeTime))
		_ = s.conn.Close(code, shorten(reason, maxCloseReason)) // the client may have gone
	})
}

// write sends a message. Who does not take it in time is cut off: what waits for one client would fill the memory.
func (s *socket) write(message []byte) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), s.t.options.Streams.Write)
	defer cancel()
	err := s.conn.Write(ctx, websocket.MessageText, message)
	if err != nil {
		s.close(websocket.StatusTryAgainLater, "too slow: connect again, and resume after the last cursor")
	}
	return err
}

// wireKeeper notes the connection that becomes a WebSocket.
type wireKeeper struct {
	http.ResponseWriter
	wire net.Conn
}

// Hijack implements http.Hijacker.
func (k *wireKeeper) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	wire, buffered, err := http.NewResponseController(k.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, errors.Join(errors.New("this connection cannot become a WebSocket"), err)
	}
	k.wire = wire
	return wire, buffered, nil
}
