package server

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/handledesk/handledesk/internal/requestid"
)

// transport serves GraphQL over HTTP: one operation in, one buffered answer out. gqlgen's own transports read an
// unbounded body, echo it in errors and fail several audits of the specification, hence this one.
// https://graphql.github.io/graphql-over-http/draft/
type transport struct {
	options   Options
	abandoned context.Context // done when the shutdown's grace is over
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
	params, refused := readRequest(w, r, t.options.MaxBody)
	if refused != nil {
		t.refuse(w, r, format, refused)
		return
	}
	ctx, cancel := context.WithTimeout(graphql.StartOperationTrace(r.Context()), t.options.OperationTimeout)
	defer cancel()
	ctx, refused = t.authenticate(ctx, r.Header)
	if refused != nil {
		t.refuse(w, r, format, refused)
		return
	}
	status, response, refused := t.operate(ctx, r, params, format, exec)
	if refused != nil {
		t.refuse(w, r, format, refused)
		return
	}
	t.answer(w, r, format, status, response)
}

// operate parses, validates and executes. Errors before execution give an answer without data.
func (t *transport) operate(
	ctx context.Context, r *http.Request, params *graphql.RawParams, format mediaType, exec graphql.GraphExecutor,
) (int, *graphql.Response, *refusal) {
	operation, errs := exec.CreateOperationContext(ctx, params)
	if operation.Operation != nil {
		noteOperation(ctx, operation.Operation)
	}
	if len(errs) != 0 {
		response := exec.DispatchError(graphql.WithOperationContext(ctx, operation), explain(errs, operation))
		return statusOf(response.Errors, format), response, nil
	}
	if refused := verifyServed(r.Method, operation.Operation.Operation); refused != nil {
		return 0, nil, refused
	}
	if operation.Operation.Operation == ast.Mutation {
		var cancel context.CancelFunc
		ctx, cancel = t.outliveClient(ctx)
		defer cancel()
	}
	next, ctx := exec.DispatchOperation(ctx, operation)
	response := next(ctx)
	switch {
	case response == nil && ctx.Err() != nil:
		return 0, nil, stopped(ctx, t.options.OperationTimeout)
	case response == nil, len(response.Data) == 0 && len(response.Errors) == 0:
		t.options.Logger.ErrorContext(ctx, "the executor gave no answer", "requestId", requestid.From(ctx))
		return 0, nil, internalFailure()
	case len(response.Data) == 0:
		return statusOf(response.Errors, format), response, nil
	}
	return http.StatusOK, response, nil
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
		return codedError(codeTooComplex, "the document is too large: a document has at most "+
			strconv.Itoa(maxTokens)+" tokens, nested at most 1000 deep. Ask for less in one operation")
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
	return "variable $" + shorten(err.Path[1:].String(), maxPathLength) + ": " + err.Message
}
