package server

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/rs/cors"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/handledesk/handledesk/internal/draft"
	"github.com/handledesk/handledesk/internal/guard"
	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/requestid"
)

// transport serves GraphQL over HTTP: one operation in, one buffered answer out. gqlgen's own transports read an
// unbounded body, echo it in errors and fail several audits of the specification, hence this one.
// https://graphql.github.io/graphql-over-http/draft/
type transport struct {
	options   Options
	abandoned context.Context // done when the shutdown's grace is over
	documents *documents
	streams   *streams
	origins   *cors.Cors
	persisted *persisted
	prices    *guard.Prices
}

var _ graphql.Transport = (*transport)(nil)

// Supports takes every request: what is not served is refused by Do, which says what was expected.
func (t *transport) Supports(*http.Request) bool { return true }

// Do answers one request.
func (t *transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	w.Header().Set("Cache-Control", "no-store")
	if asksForSocket(r) {
		t.socket(w, r, exec)
		return
	}
	w.Header().Add("Vary", "Accept")
	accepts, acceptable := negotiate(r.Header.Values("Accept"))
	if !acceptable {
		t.refuse(w, r, plainJSON, notAcceptable())
		return
	}
	if r.Method != http.MethodPost && r.Method != http.MethodGet {
		t.refuse(w, r, accepts.refusals(), methodNotAllowed("GET, POST", "/graphql answers POST, and GET for queries and subscriptions"))
		return
	}
	// Who asks has a place before the body is read, so that nobody fills the memory with bodies that come slowly.
	caller, pays, leave, refused := t.enter(r.Context(), r.Header.Values("Authorization"))
	defer leave()
	pays.announce(w.Header())
	var q *query
	if refused == nil {
		q, refused = readRequest(w, r, t.options.MaxBody)
	}
	if refused != nil {
		t.refuse(w, r, accepts.refusals(), refused)
		return
	}
	a := &asked{query: q, exec: exec, pays: pays, serves: func(kind ast.Operation) *refusal {
		return verifyServed(r.Method, kind, accepts)
	}}
	ctx, cancel := t.begin(caller, r.Context())
	defer cancel()
	ctx, errs, refused := t.admit(ctx, a)
	switch {
	case refused != nil:
		pays.announce(w.Header())
		t.refuse(w, r, accepts.refusals(), refused)
	case len(errs) == 0 && a.operation.Operation.Operation == ast.Subscription:
		t.streamEvents(caller, w, r, a, leave)
	default:
		t.respond(ctx, w, r, a, errs, accepts)
	}
}

// respond executes a query or a mutation, unless there are errors already, and writes its one answer.
func (t *transport) respond(
	ctx context.Context, w http.ResponseWriter, r *http.Request, a *asked, errs gqlerror.List, accepts accepted,
) {
	var response *graphql.Response
	var refused *refusal
	if len(errs) != 0 {
		response = t.fail(ctx, a, errs)
	} else {
		var retry *idempotency.Request
		var free func()
		ctx, free = draft.With(ctx)
		defer free()
		if response, retry, refused = t.execute(ctx, a); retry.Replayed() {
			w.Header().Set(idempotency.ReplayedHeader, "true")
		}
	}
	a.pays.announce(w.Header())
	switch {
	case refused != nil:
		t.refuse(w, r, accepts.refusals(), refused)
	case accepts.single == eventStream:
		t.answerEvents(w, r, response)
	default:
		status := http.StatusOK
		if len(response.Data) == 0 {
			status = statusOf(response.Errors, accepts.single)
		}
		t.answer(w, r, accepts.single, status, response)
	}
}

// begin returns the operation's context: its time runs from here, and it ends when the connection closes.
func (t *transport) begin(caller, connection context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(caller), t.options.OperationTimeout)
	unhook := context.AfterFunc(connection, cancel)
	return ctx, func() {
		unhook()
		cancel()
	}
}

// outliveClient gives a mutation a context that a closing connection does not end: what a caller has sent is either
// done or refused, never dropped half-way. The operation's deadline and the end of the shutdown's grace still hold.
func (t *transport) outliveClient(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = time.Now().Add(t.options.OperationTimeout)
	}
	detached, cancel := context.WithDeadline(context.WithoutCancel(ctx), deadline)
	unhook := context.AfterFunc(t.abandoned, cancel)
	return detached, func() {
		unhook()
		cancel()
	}
}

// verifyServed refuses an operation whose type is not run by this method, or not for who accepts this.
func verifyServed(method string, kind ast.Operation, accepts accepted) *refusal {
	switch {
	case kind == ast.Subscription && !accepts.events:
		return &refusal{
			status: http.StatusNotAcceptable, code: codeBadUserInput,
			message: "a subscription is answered as a stream of events: send Accept: text/event-stream, " +
				"or use a WebSocket with the subprotocol " + subprotocol,
		}
	case method == http.MethodGet && kind == ast.Mutation:
		return methodNotAllowed("POST", "GET runs no mutations: send the mutation by POST")
	}
	return nil
}

func methodNotAllowed(allow, message string) *refusal {
	refused := &refusal{status: http.StatusMethodNotAllowed, code: codeBadUserInput, message: message}
	return refused.with("Allow", allow)
}

func (t *transport) refuse(w http.ResponseWriter, r *http.Request, format mediaType, refused *refusal) {
	if refused.limit != "" {
		t.options.Limited(refused.limit)
	}
	writeRefusal(w, requestid.From(r.Context()), format, refused)
}

func (t *transport) answer(
	w http.ResponseWriter, r *http.Request, format mediaType, status int, response *graphql.Response,
) {
	id := requestid.From(r.Context())
	if err := writeAnswer(w, id, format, status, response); err != nil {
		t.options.Logger.ErrorContext(r.Context(), "the answer could not be encoded", "requestId", id, "error", err)
		writeRefusal(w, id, format, internalFailure())
	}
}
