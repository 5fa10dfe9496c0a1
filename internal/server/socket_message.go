package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"github.com/handledesk/handledesk/internal/idempotency"
)

// Types of messages.
const (
	messageInit      = "connection_init"
	messageAck       = "connection_ack"
	messagePing      = "ping"
	messagePong      = "pong"
	messageSubscribe = "subscribe"
	messageNext      = "next"
	messageError     = "error"
	messageComplete  = "complete"
)

// maxOperationID is the longest id of an operation, in bytes; a UUID has 36.
const maxOperationID = 128

// message is what a client sent.
type message struct {
	kind    string
	id      string                     // of the operation, for subscribe and complete
	payload map[string]json.RawMessage // nil when there is none
}

// parseMessage reads a message. The error is for the client, and says nothing of what was sent.
func parseMessage(text []byte) (m message, err error) {
	if !utf8.Valid(text) {
		return m, errors.New("it is not UTF-8")
	}
	// A map, because struct fields would match keys in any letter case.
	var fields map[string]json.RawMessage
	if json.Unmarshal(text, &fields) != nil || fields == nil {
		return m, errors.New("it is not a JSON object")
	}
	if len(fields["type"]) == 0 || !stringInto(&m.kind, fields["type"]) {
		return m, errors.New("its type is missing")
	}
	if !stringInto(&m.id, fields["id"]) || len(m.id) > maxOperationID {
		return m, errors.New("its id must be a string of up to 128 bytes")
	}
	if payload := fields["payload"]; len(payload) != 0 && json.Unmarshal(payload, &m.payload) != nil {
		return m, errors.New("its payload must be an object")
	}
	switch m.kind {
	case messageInit, messagePing, messagePong:
		return m, nil
	case messageSubscribe:
		if m.payload == nil {
			return m, errors.New("subscribe needs a payload with a query")
		}
	case messageComplete:
	default:
		return m, errors.New("its type is none that a client sends")
	}
	if m.id == "" {
		return m, errors.New(m.kind + " needs an id")
	}
	return m, nil
}

// readQuery takes the operation out of a subscribe message.
func (m message) readQuery() (*query, *refusal) {
	q, refused := bodyParams(m.payload)
	if refused != nil {
		return nil, refused
	}
	if refused := q.complete(); refused != nil {
		return nil, refused
	}
	if key, there := q.Extensions["idempotencyKey"]; there && key != nil {
		text, ok := key.(string)
		if !ok {
			return nil, badRequest("extensions.idempotencyKey must be a string: what the header %s holds over HTTP", idempotency.Header)
		}
		q.retryKeys = []string{text}
	}
	return q, nil
}

// readBearer takes the credentials out of a connection_init message, in the form of the header. Clients write the
// header's name in both ways.
func (m message) readBearer() (authorization []string, err error) {
	for _, name := range []string{"authorization", "Authorization"} {
		var value string
		if !stringInto(&value, m.payload[name]) {
			return nil, errors.New("authorization must be a string of the form Bearer <API key or session token>")
		}
		if value != "" {
			return []string{value}, nil
		}
	}
	return nil, nil
}

// read takes one message and acts on it; false when the connection is closed.
func (s *socket) read() bool {
	// Not s.ctx: the connection is cut when the context of a read is done, and would say no reason.
	kind, reader, err := s.conn.Reader(context.WithoutCancel(s.ctx))
	if err != nil {
		return false
	}
	// Its beginning may be long in coming, the rest of it not.
	slow := time.AfterFunc(s.t.options.ReadTimeout, func() { _ = s.wire.SetReadDeadline(time.Now()) })
	text, err := io.ReadAll(reader)
	if !slow.Stop() || err != nil {
		return false // if it was too large, the client was told
	}
	if kind != websocket.MessageText {
		s.close(closeInvalid, "Invalid message: it must be text")
		return false
	}
	m, err := parseMessage(text)
	if err != nil {
		s.close(closeInvalid, "Invalid message: "+err.Error())
		return false
	}
	return s.act(m)
}

func (s *socket) act(m message) bool {
	switch m.kind {
	case messageInit:
		return s.initialise(m)
	case messagePing:
		return s.write([]byte(`{"type":"`+messagePong+`"}`)) == nil
	case messageSubscribe:
		if !s.acknowledged {
			s.close(closeUnauthorized, "Unauthorized: send connection_init first, and wait for connection_ack")
			return false
		}
		return s.begin(m)
	case messageComplete:
		s.stop(m.id)
	}
	return s.ctx.Err() == nil
}

// initialise signs the connection in. It pays the entrance, also with credentials that do not hold.
func (s *socket) initialise(m message) bool {
	if s.initialised {
		s.close(closeTooManyInits, "Too many initialisation requests")
		return false
	}
	s.initialised = true
	s.initTimer.Stop()
	authorization, err := m.readBearer()
	if err != nil {
		s.close(closeInvalid, "Invalid message: "+err.Error())
		return false
	}
	s.mu.Lock()
	if authorization != nil {
		s.authorization = authorization
	}
	authorization = s.authorization
	s.mu.Unlock()
	caller, pays, leave, refused := s.t.enter(s.ctx, authorization)
	leave()
	if refused != nil {
		s.refuseInit(refused)
		return false
	}
	if !s.countFor(pays.who()) {
		s.t.options.Limited(limitStreams)
		s.close(websocket.StatusTryAgainLater, "too many WebSockets are open with these credentials: close some")
		return false
	}
	s.expire(caller)
	s.acknowledged = true
	return s.write([]byte(`{"type":"`+messageAck+`"}`)) == nil
}

// countFor counts the connection for its key and no longer for its network; false when the key has too many.
func (s *socket) countFor(payer string) bool {
	if payer == s.payer {
		return true
	}
	counted, full := s.t.streams.connect(payer)
	if full > 0 {
		return false
	}
	s.counted()
	s.payer, s.counted = payer, counted
	return true
}

func (s *socket) refuseInit(refused *refusal) {
	if refused.limit != "" {
		s.t.options.Limited(refused.limit)
	}
	if refused.code == codeUnauthenticated {
		s.forbid()
		return
	}
	s.close(websocket.StatusTryAgainLater, refused.message)
}

// expire closes the connection when its credentials expire.
func (s *socket) expire(caller context.Context) {
	left, expires := s.t.options.Streams.ExpiresIn(caller)
	if !expires || len(s.authorization) == 0 {
		return
	}
	timer := time.AfterFunc(left, func() { s.close(closeForbidden, "Forbidden: the API key or token has expired") })
	context.AfterFunc(s.ctx, func() { timer.Stop() })
}

// compose makes a message about an operation; payload writes what it carries.
func compose(id, kind string, payload func(*bytes.Buffer) error) ([]byte, error) {
	var text bytes.Buffer
	text.WriteString(`{"id":`)
	if err := encodeJSON(&text, id); err != nil {
		return nil, err
	}
	text.WriteString(`,"type":"` + kind + `"`)
	if payload != nil {
		text.WriteString(`,"payload":`)
		if err := payload(&text); err != nil {
			return nil, err
		}
	}
	text.WriteByte('}')
	return text.Bytes(), nil
}

// nextMessage carries an answer.
func nextMessage(id, requestID string, response *graphql.Response) ([]byte, error) {
	return compose(id, messageNext, func(text *bytes.Buffer) error { return encodeAnswer(text, requestID, response) })
}
