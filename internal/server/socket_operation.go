package server

import (
	"bytes"
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/handledesk/handledesk/internal/requestid"
)

// socketOperation is one operation of a WebSocket.
type socketOperation struct {
	socket    *socket
	id        string
	requestID string
	ctx       context.Context // done when the client wants no more of it, or the connection closes
	cancel    context.CancelCauseFunc
	over      atomic.Bool     // nothing more is sent; the id is free
	done      chan struct{}   // closed when its goroutine ends
	before    <-chan struct{} // of the operation that had the id before; nil when none runs any more
}

// begin starts the operation of a subscribe message; false when the connection was closed over it.
func (s *socket) begin(m message) bool {
	op := &socketOperation{socket: s, id: m.id, requestID: s.t.options.NewRequestID(), done: make(chan struct{})}
	op.ctx, op.cancel = context.WithCancelCause(requestid.With(s.ctx, op.requestID))
	s.mu.Lock()
	previous := s.operations[m.id]
	taken := previous != nil && !previous.over.Load()
	full := s.running >= s.t.options.Streams.PerConnection
	if !taken && !full {
		if previous != nil {
			op.before = previous.done
		}
		s.operations[m.id] = op
		s.running++
	}
	s.mu.Unlock()
	switch {
	case taken:
		op.cancel(errGone)
		s.close(closeTwice, "Subscriber for "+m.id+" already exists")
		return false
	case full:
		op.cancel(errGone)
		return op.refuse(tooManyStreams("too many operations run on this connection at once: let some end, or complete them")) == nil
	}
	s.work.Go(func() { op.run(m) })
	return true
}

// stop ends an operation whose client wants no more of it. An unknown id is one that has just ended.
func (s *socket) stop(id string) {
	s.mu.Lock()
	op := s.operations[id]
	s.mu.Unlock()
	if op != nil {
		op.over.Store(true)
		op.cancel(errGone)
	}
}

// leave forgets the operation.
func (op *socketOperation) leave() {
	op.cancel(errGone)
	s := op.socket
	s.mu.Lock()
	s.running--
	if s.operations[op.id] == op {
		delete(s.operations, op.id)
	}
	s.mu.Unlock()
	close(op.done)
}

// run leads the operation through the doors, as a request would be led, and sends what comes of it.
func (op *socketOperation) run(m message) {
	defer op.leave()
	t := op.socket.t
	defer func() {
		if cause := recover(); cause != nil {
			logPanic(op.ctx, t.options.Logger, cause)
			_ = op.refuse(internalFailure())
		}
	}()
	if op.before != nil {
		<-op.before // so that nothing of it is taken for ours
	}
	caller, pays, leave, refused := t.enter(op.ctx, op.socket.authorization)
	defer leave()
	var q *query
	if refused == nil {
		q, refused = m.readQuery()
	}
	if refused != nil {
		_ = op.refuse(refused)
		return
	}
	q.Headers = op.socket.request.Header
	a := &asked{query: q, exec: op.socket.exec, pays: pays, serves: func(ast.Operation) *refusal { return nil }}
	ctx, cancel := t.begin(caller, op.ctx)
	defer cancel()
	ctx, errs, refused := t.admit(ctx, a)
	switch {
	case refused != nil:
		_ = op.refuse(refused)
	case len(errs) != 0:
		_ = op.fail(t.fail(ctx, a, errs).Errors)
	case a.operation.Operation.Operation == ast.Subscription:
		op.subscribe(caller, a, leave)
	default:
		op.execute(ctx, a)
	}
}

// execute runs a query or a mutation and sends its answer.
func (op *socketOperation) execute(ctx context.Context, a *asked) {
	response, retry, refused := op.socket.t.execute(ctx, a)
	switch {
	case refused != nil:
		_ = op.refuse(refused)
		return
	case len(response.Data) == 0:
		_ = op.fail(response.Errors)
		return
	case retry.Replayed(): // over HTTP this is a header
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions["idempotencyReplayed"] = true
	}
	if op.next(response) == nil {
		_ = op.complete()
	}
}

// subscribe runs a subscription. Once its resolver has given its channel it has no place among the running operations
// any more.
func (op *socketOperation) subscribe(caller context.Context, a *asked, leave func()) {
	t := op.socket.t
	closed, refused := t.streams.open(a.pays.who(), overSocket)
	if refused != nil {
		a.pays.settle()
		_ = op.refuse(refused)
		return
	}
	defer closed()
	ctx, cancel := context.WithCancelCause(graphql.StartOperationTrace(caller))
	defer cancel(errGone)
	defer context.AfterFunc(op.ctx, func() { cancel(errGone) })()
	s := t.subscribe(ctx, op.ctx, a, op.socket.authorization)
	leave()
	over := s.run(op.next)
	switch {
	case over.gone:
	case over.refused != nil:
		_ = op.refuse(over.refused)
	case len(over.errs) != 0:
		_ = op.fail(over.errs)
	default:
		_ = op.complete()
	}
}

func (op *socketOperation) next(response *graphql.Response) error {
	text, err := nextMessage(op.id, op.requestID, response)
	if err != nil {
		op.socket.t.options.Logger.ErrorContext(op.ctx, "an answer could not be encoded", "requestId", op.requestID, "error", err)
		return op.refuse(internalFailure())
	}
	if op.over.Load() {
		return errGone
	}
	return op.socket.write(text)
}

// fail ends the operation with errors.
func (op *socketOperation) fail(errs gqlerror.List) error {
	shaped, _ := shapeErrors(errs, op.requestID, false)
	text, err := compose(op.id, messageError, func(text *bytes.Buffer) error { return encodeJSON(text, shaped) })
	if err != nil {
		return err
	}
	return op.end(text)
}

// refuse ends the operation with a refusal. Credentials that hold no more end the whole connection.
func (op *socketOperation) refuse(refused *refusal) error {
	if refused.limit != "" {
		op.socket.t.options.Limited(refused.limit)
	}
	if refused.code == codeUnauthenticated {
		op.socket.forbid()
		return errGone
	}
	return op.fail(refused.errors())
}

// complete ends the operation, of which all was said.
func (op *socketOperation) complete() error {
	text, err := compose(op.id, messageComplete, nil)
	if err != nil {
		return err
	}
	return op.end(text)
}

// end sends the operation's last message, unless the client wants no more of it. The id is free before the client
// knows, so that it may use it at once.
func (op *socketOperation) end(text []byte) error {
	if op.over.Swap(true) {
		return nil
	}
	return op.socket.write(text)
}
