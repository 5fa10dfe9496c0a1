package server

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/requestid"
)

// asked is one operation on its way through the doors, whatever brought it: a request, or a message on a WebSocket.
type asked struct {
	*query
	exec   graphql.GraphExecutor
	pays   *toll
	serves func(ast.Operation) *refusal // refuses the types that are not run for whoever asks like this

	operation *graphql.OperationContext // what came out of the document, once it is admitted
}

// enter lets a caller in: it signs in, takes one of the places for running operations and pays the entrance, whoever
// cannot sign in as well. The place is given back by leave. What it returns beside a refusal may be used.
func (t *transport) enter(ctx context.Context, authorization []string) (
	caller context.Context, pays *toll, leave func(), refused *refusal,
) {
	caller, unknown := t.authenticate(ctx, authorization)
	pays = t.toll(caller)
	leave, refused = pays.enter()
	if refused == nil {
		refused = unknown
	}
	return caller, pays, leave, refused
}

// admit leads an operation through the doors behind the entrance: its document, variables, whether its type is served,
// price and bucket. Errors are those of an answer without data.
func (t *transport) admit(ctx context.Context, a *asked) (context.Context, gqlerror.List, *refusal) {
	operation, errs, refused := t.prepare(ctx, a.query, a.exec)
	a.operation = operation
	if refused != nil {
		return ctx, nil, refused
	}
	if len(errs) != 0 {
		return ctx, explain(errs, operation), nil
	}
	if refused := a.serves(operation.Operation.Operation); refused != nil {
		return ctx, nil, refused
	}
	if !t.oneStream(operation) {
		return ctx, gqlerror.List{codedError(codeBadUserInput, "a subscription selects exactly one field: subscribe once for each")}, nil
	}
	price, exceeded := t.prices.Of(operation.Operation, operation.Variables)
	if exceeded != nil {
		return ctx, gqlerror.List{tooComplex(exceeded)}, nil
	}
	ctx, refused = a.pays.admit(ctx, price)
	return ctx, nil, refused
}

// oneStream tells whether a subscription runs one field. Validation counts those of different names alone, and looks
// at neither aliases nor `@skip`.
func (t *transport) oneStream(operation *graphql.OperationContext) bool {
	if operation.Operation.Operation != ast.Subscription {
		return true
	}
	root := []string{t.options.Schema.Schema().Subscription.Name}
	return len(graphql.CollectFields(operation, operation.Operation.SelectionSet, root)) == 1
}

// execute runs a query or a mutation that was admitted. The request is the one that a retry would repeat; nil without
// a key for that.
func (t *transport) execute(ctx context.Context, a *asked) (*graphql.Response, *idempotency.Request, *refusal) {
	defer a.pays.settle()
	var retry *idempotency.Request
	if a.operation.Operation.Operation == ast.Mutation {
		var refused *refusal
		if ctx, retry, refused = withRetry(ctx, a.retryKeys, a.operation); refused != nil {
			return nil, nil, refused
		}
		var cancel context.CancelFunc
		ctx, cancel = t.outliveClient(ctx)
		defer cancel()
	}
	next, ctx := a.exec.DispatchOperation(ctx, a.operation)
	response := next(ctx)
	switch {
	case response == nil && ctx.Err() != nil:
		return nil, retry, stopped(ctx, t.options.OperationTimeout)
	case response == nil, len(response.Data) == 0 && len(response.Errors) == 0:
		t.options.Logger.ErrorContext(ctx, "the executor gave no answer", "requestId", requestid.From(ctx))
		return nil, retry, internalFailure()
	}
	a.pays.tell(response)
	return response, retry, nil
}

// fail answers with errors alone.
func (t *transport) fail(ctx context.Context, a *asked, errs gqlerror.List) *graphql.Response {
	for _, err := range errs {
		if limit, ok := err.Extensions["limit"].(string); ok {
			t.options.Limited(limit)
		}
	}
	return a.exec.DispatchError(graphql.WithOperationContext(ctx, a.operation), errs)
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
