package graph

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/requestid"
)

// Presenter shows errors to callers: problems with code, message and field; everything unknown as INTERNAL with the
// request's id, while the log gets the whole. It never tells SQL, tables or paths.
func Presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := &gqlerror.Error{Path: graphql.GetPath(ctx)}
		var parsed *gqlerror.Error
		var problem *registrar.Problem
		switch {
		case errors.As(err, &problem):
			if problem.Code == registrar.Unavailable {
				log.ErrorContext(ctx, "unavailable", "requestId", requestid.From(ctx), "error", err.Error())
			}
			shown.Message = problem.Message
			shown.Extensions = map[string]any{"code": string(problem.Code)}
			if len(problem.Field) > 0 {
				shown.Extensions["field"] = strings.Join(problem.Field, ".")
			}
		case errors.As(err, &parsed) && parsed.Unwrap() == nil:
			// gqlgen's own: an input or an argument that could not be read. It speaks of the request alone.
			shown = parsed
			if shown.Extensions == nil {
				shown.Extensions = map[string]any{"code": string(registrar.BadUserInput)}
			}
		default:
			log.ErrorContext(ctx, "internal error", "requestId", requestid.From(ctx), "error", err.Error())
			shown.Message = "Something went wrong on the server; it was logged. Tell the operator the request id."
			shown.Extensions = map[string]any{"code": string(registrar.Internal)}
		}
		return shown
	}
}
