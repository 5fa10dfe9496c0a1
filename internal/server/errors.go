package server

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/handledesk/handledesk/internal/requestid"
)

// presentError wraps the schema's own presenter. Two kinds of error do not reach it: those that already carry a code,
// and whatever fails after the operation's context has ended, which is TIMEOUT however the driver words it.
func presentError(o Options) graphql.ErrorPresenterFunc {
	present := o.PresentError
	if present == nil {
		present = concealError(o.Logger)
	}
	return func(ctx context.Context, err error) *gqlerror.Error {
		if coded, ok := err.(*gqlerror.Error); ok && codeOf(coded) != "" { //nolint:errorlint // a wrapped one is the presenter's
			return coded
		}
		if ctx.Err() == nil {
			return present(ctx, err)
		}
		timeout := codedError(codeTimeout, stopMessage(ctx, o.OperationTimeout))
		if at, ok := errors.AsType[*gqlerror.Error](err); ok {
			timeout.Path, timeout.Locations = at.Path, at.Locations
		}
		return timeout
	}
}

// concealError logs the error and tells the caller nothing but the request id.
func concealError(logger *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		logger.ErrorContext(ctx, "a field failed", "requestId", requestid.From(ctx), "error", err)
		concealed := codedError(codeInternal, internalFailure().message)
		concealed.Path = graphql.GetPath(ctx)
		return concealed
	}
}

// recoverPanic is the schema's own recover function or, without one, logs the stack and answers INTERNAL.
func recoverPanic(o Options) graphql.RecoverFunc {
	if o.Recover != nil {
		return o.Recover
	}
	return func(ctx context.Context, cause any) error {
		logPanic(ctx, o.Logger, cause)
		return codedError(codeInternal, internalFailure().message)
	}
}

// logPanic must be called from the deferred function that recovered, so that the stack is the panic's.
func logPanic(ctx context.Context, logger *slog.Logger, cause any) {
	logger.ErrorContext(ctx, "panic", "requestId", requestid.From(ctx), "cause", cause, "stack", string(debug.Stack()))
}
