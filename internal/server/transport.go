package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

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
	persisted *persisted
	schema    *guard.Schema
}

var _ graphql.Transport = (*transport)(nil)

// Supports takes every request: what is not served is refused by Do, which says what was expected.
func (t *transport) Supports(*http.Request) bool { return true }

// Do answers one request.
func (t *transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Add("Vary", "Accept")
	format, acceptable := negotiate(r.Header.Values("Accept"))
	if !acceptable {
		t.refuse(w, r, format, notAcceptable())
		return
	}
	if r.Method != http.MethodPost && r.Method != http.MethodGet {
		t.refuse(w, r, format, methodNotAllowed("GET, POST", "/graphql answers POST, and GET for queries"))
		return
	}
	// Who asks has a place before the body is read, so that nobody fills the memory with bodies that come slowly.
	caller, checked, unknown := t.authenticate(r)
	defer checked()
	pays := t.toll(caller)
	leave, refused := pays.enter()
	pays.announce(w.Header())
	if refused == nil {
		defer leave()
		refused = unknown
	}
	var q *query
	if refused == nil {
		q, refused = readRequest(w, r, t.options.MaxBody)
	}
	if refused != nil {
		t.refuse(w, r, format, refused)
		return
	}
	ctx, cancel := t.begin(caller, r)
	defer cancel()
	status, response, refused := t.operate(ctx, w, r, q, format, exec, pays)
	pays.announce(w.Header())
	if refused != nil {
		t.refuse(w, r, format, refused)
		return
	}
	t.answer(w, r, format, status, response)
}

// operate prepares the document, prices and executes it. Errors before execution give an answer without data.
func (t *transport) operate(
	ctx context.Context, w http.ResponseWriter, r *http.Request, q *query, format mediaType, exec graphql.GraphExecutor, pays *toll,
) (int, *graphql.Response, *refusal) {
	operation, errs, refused := t.prepare(ctx, q, exec)
	if refused != nil {
		return 0, nil, refused
	}
	if len(errs) != 0 {
		return t.fail(ctx, operation, explain(errs, operation), format, exec)
	}
	if refused := verifyServed(r.Method, operation.Operation.Operation); refused != nil {
		return 0, nil, refused
	}
	price, exceeded := t.options.Limits.Price(t.schema, operation.Operation, operation.Variables)
	if exceeded != nil {
		return t.fail(ctx, operation, gqlerror.List{tooComplex(exceeded)}, format, exec)
	}
	if ctx, refused = pays.admit(ctx, price); refused != nil {
		return 0, nil, refused
	}
	defer pays.settle()
	var retry *idempotency.Request
	if operation.Operation.Operation == ast.Mutation {
		if ctx, retry, refused = withRetry(ctx, r.Header, operation); refused != nil {
			return 0, nil, refused
		}
		var cancel context.CancelFunc
		ctx, cancel = t.outliveClient(ctx)
		defer cancel()
	}
	next, ctx := exec.DispatchOperation(ctx, operation)
	response := next(ctx)
	if retry.Replayed() {
		w.Header().Set(idempotency.ReplayedHeader, "true")
	}
	switch {
	case response == nil && ctx.Err() != nil:
		return 0, nil, stopped(ctx, t.options.OperationTimeout)
	case response == nil, len(response.Data) == 0 && len(response.Errors) == 0:
		t.options.Logger.ErrorContext(ctx, "the executor gave no answer", "requestId", requestid.From(ctx))
		return 0, nil, internalFailure()
	}
	if used := pays.settle(); pays.meter != nil {
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions["cost"] = pays.extension(used)
	}
	if len(response.Data) == 0 {
		return statusOf(response.Errors, format), response, nil
	}
	return http.StatusOK, response, nil
}

// fail answers with errors alone.
func (t *transport) fail(
	ctx context.Context, operation *graphql.OperationContext, errs gqlerror.List, format mediaType, exec graphql.GraphExecutor,
) (int, *graphql.Response, *refusal) {
	for _, err := range errs {
		if limit, ok := err.Extensions["limit"].(string); ok {
			t.options.Limited(limit)
		}
	}
	response := exec.DispatchError(graphql.WithOperationContext(ctx, operation), errs)
	return statusOf(response.Errors, format), response, nil
}

// prepare finds the document, counts and validates it, and reads the variables.
func (t *transport) prepare(ctx context.Context, q *query, exec graphql.GraphExecutor) (*graphql.OperationContext, gqlerror.List, *refusal) {
	if refused := t.persisted.find(q); refused != nil {
		return nil, nil, refused
	}
	document, errs := t.documents.prepare(q.Query, t.options.Introspection.holds(ctx))
	if len(errs) != 0 {
		return &graphql.OperationContext{
			RawQuery: q.Query, OperationName: q.OperationName, Headers: q.Headers,
			Stats: graphql.Stats{OperationStart: graphql.GetStartTime(ctx)},
		}, errs, nil
	}
	t.ran(ctx, q)
	operation, errs := exec.CreateOperationContext(context.WithValue(ctx, preparedKey{}, document), &q.RawParams)
	if operation.Operation != nil {
		noteOperation(ctx, operation.Operation)
	}
	return operation, errs, nil
}

// begin returns the operation's context: its time runs from here, and it ends when the connection closes.
func (t *transport) begin(caller context.Context, r *http.Request) (context.Context, context.CancelFunc) {
	// What signing in returned ends with the time for signing in.
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(context.WithoutCancel(caller)), t.options.OperationTimeout)
	unhook := context.AfterFunc(r.Context(), cancel)
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

// verifyServed refuses an operation whose type this transport does not run, or not by this method.
func verifyServed(method string, kind ast.Operation) *refusal {
	switch {
	case kind == ast.Subscription:
		return badRequest("subscriptions are not served: ask again with a query, " +
			"such as events(…) from the last cursor on")
	case method == http.MethodGet && kind != ast.Query:
		return methodNotAllowed("POST", "GET runs queries only: send the mutation by POST")
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

// explain rewrites the errors that gqlgen words for itself into what the caller can act on.
func explain(errs gqlerror.List, operation *graphql.OperationContext) gqlerror.List {
	explained := make(gqlerror.List, len(errs))
	for i, err := range errs {
		explained[i] = explainOne(err, operation)
	}
	return explained
}

func explainOne(err *gqlerror.Error, operation *graphql.OperationContext) *gqlerror.Error {
	switch {
	case operation.Doc == nil && strings.HasPrefix(err.Message, "exceeded "):
		return codedError(codeTooComplex, "the document is nested more than 1000 deep: ask for less in one operation")
	case operation.Doc != nil && operation.Operation == nil && operation.OperationName == "":
		return codedError(codeBadUserInput, "the document holds several operations: operationName must say which one to run")
	case operation.Doc != nil && operation.Operation == nil:
		return codedError(codeBadUserInput, "operationName names no operation of the document")
	case isCoercion(err):
		return codedError(codeBadUserInput, describeCoercion(err))
	}
	return err
}

// isCoercion recognises what gqlparser says about the value of a variable: its path starts with "variable".
func isCoercion(err *gqlerror.Error) bool {
	return len(err.Path) > 1 && err.Path[0] == ast.PathName("variable")
}

// describeCoercion moves the path into the message: an error before execution has no path into the answer.
func describeCoercion(err *gqlerror.Error) string {
	// "RED is not a valid Color" begins with the value, which may be anything.
	if _, expected, ok := strings.Cut(err.Message, " is not a valid "); ok {
		return "variable $" + shorten(err.Path[1:].String(), maxPathLength) + ": is not a valid " + expected
	}
	return "variable $" + shorten(err.Path[1:].String(), maxPathLength) + ": " + err.Message
}
