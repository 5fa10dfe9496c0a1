package server

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/requestid"
)

// Server-sent events carry a subscription in the answer of the request that asked for it: the "distinct connections
// mode" of https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md. Its events are "next" with an answer, and
// "complete". What the doors refuse is refused by a status; what is wrong with the document comes as "next", as the
// protocol has it.

// eventWriter writes events, each with a time limit of its own in place of the HTTP server's for the whole answer.
type eventWriter struct {
	w         http.ResponseWriter
	control   *http.ResponseController
	limit     time.Duration
	requestID string
	buffer    bytes.Buffer
}

// beginEvents begins the answer. From here on the connection lives as long as the stream.
func (t *transport) beginEvents(w http.ResponseWriter, r *http.Request) *eventWriter {
	header := w.Header()
	header.Set("Content-Type", string(eventStream))
	header.Set("X-Accel-Buffering", "no") // nginx would keep events until it has a page of them
	e := &eventWriter{
		w: w, control: http.NewResponseController(w), limit: t.options.Streams.Write, requestID: requestid.From(r.Context()),
	}
	w.WriteHeader(http.StatusOK)
	return e
}

// answer writes a "next" event.
func (e *eventWriter) answer(response *graphql.Response) error {
	e.buffer.Reset()
	e.buffer.WriteString("event: next\ndata: ")
	if err := encodeAnswer(&e.buffer, e.requestID, response); err != nil {
		return err
	}
	e.buffer.WriteString("\n\n")
	return e.flush()
}

// complete writes the event that ends the stream.
func (e *eventWriter) complete() error {
	e.buffer.Reset()
	// An event without data is none to a browser.
	e.buffer.WriteString("event: complete\ndata:\n\n")
	return e.flush()
}

// beat writes a comment, which clients pass over.
func (e *eventWriter) beat() error {
	e.buffer.Reset()
	e.buffer.WriteString(":\n\n")
	return e.flush()
}

func (e *eventWriter) flush() error {
	_ = e.control.SetWriteDeadline(time.Now().Add(e.limit)) // a writer that knows no deadline has none
	if _, err := e.w.Write(e.buffer.Bytes()); err != nil {  //nolint:gosec // no page: the type is text/event-stream, and nosniff is set
		return err
	}
	if e.buffer.Cap() > maxKeptBuffer {
		e.buffer = bytes.Buffer{}
	}
	return e.control.Flush()
}

// answerEvents writes the one answer of a query or a mutation.
func (t *transport) answerEvents(w http.ResponseWriter, r *http.Request, response *graphql.Response) {
	e := t.beginEvents(w, r)
	if err := e.answer(response); err != nil {
		t.options.Logger.ErrorContext(r.Context(), "an answer could not be sent", "requestId", e.requestID, "error", err)
		return
	}
	_ = e.complete() // a failed write means that the caller has gone
}

// streamEvents runs a subscription that was admitted. Once its resolver has given its channel it has no place among the
// running operations any more.
func (t *transport) streamEvents(caller context.Context, w http.ResponseWriter, r *http.Request, a *asked, leave func()) {
	closed, refused := t.streams.open(a.pays.who(), overEvents)
	if refused != nil {
		a.pays.settle()
		t.refuse(w, r, plainJSON, refused)
		return
	}
	defer closed()
	ctx, cancel := context.WithCancelCause(graphql.StartOperationTrace(caller))
	defer cancel(errGone)
	defer context.AfterFunc(r.Context(), func() { cancel(errGone) })()
	defer context.AfterFunc(t.streams.draining, func() { cancel(nil) })()
	s := t.subscribe(ctx, r.Context(), a, r.Header.Values("Authorization"))
	leave()
	a.pays.announce(w.Header())
	e := t.beginEvents(w, r)
	if e.beat() != nil { // the client sees at once that it is subscribed
		return
	}
	beats := time.NewTicker(t.options.Streams.Ping)
	defer beats.Stop()
	s.watch(besideBeat, beats.C)
	s.beat = e.beat
	defer s.watchCredentials(caller)()
	t.endEvents(e, s.run(e.answer))
}

// watchCredentials has them checked every few seconds and ends the stream when they expire, until stop is called.
func (s *subscription) watchCredentials(caller context.Context) (stop func()) {
	if len(s.authorization) == 0 {
		return func() {}
	}
	checks := time.NewTicker(s.t.options.Streams.Check)
	s.watch(besideCheck, checks.C)
	left, expires := s.t.options.Streams.ExpiresIn(caller)
	if !expires {
		return checks.Stop
	}
	expiry := time.NewTimer(left)
	s.watch(besideExpiry, expiry.C)
	return func() {
		checks.Stop()
		expiry.Stop()
	}
}

// endEvents says why the stream ended. A bare "complete" would mean that there is no more to come.
func (t *transport) endEvents(e *eventWriter, over ending) {
	if over.gone {
		return
	}
	if over.refused != nil {
		if over.refused.limit != "" {
			t.options.Limited(over.refused.limit)
		}
		over.errs = over.refused.errors()
	}
	if len(over.errs) != 0 && e.answer(&graphql.Response{Errors: over.errs}) != nil {
		return
	}
	_ = e.complete() // a failed write means that the caller has gone
}
