package plan

import (
	"maps"

	"github.com/handledesk/handledesk/internal/service"
)

// basic are the fields that every UserError has.
func basic[T any](of func(T) service.BasicError, more map[string]compiled[T]) map[string]compiled[T] {
	fields := map[string]compiled[T]{
		"field": leaf(func(x *run, e T) {
			if path := of(e).Field; path != nil {
				x.texts(path)
				return
			}
			x.null()
		}),
		"code":    leaf(func(x *run, e T) { word(x, of(e).Code) }),
		"message": leaf(func(x *run, e T) { x.text(of(e).Message) }),
	}
	maps.Copy(fields, more)
	return fields
}

func basicErrorType() *objectType[*service.BasicError] {
	return &objectType[*service.BasicError]{"BasicError", basic(func(e *service.BasicError) service.BasicError { return *e }, nil)}
}

func notPendingType() *objectType[*service.ReachabilityNotPendingError] {
	type T = *service.ReachabilityNotPendingError
	return &objectType[T]{"ReachabilityNotPendingError", basic(func(e T) service.BasicError { return e.BasicError }, map[string]compiled[T]{
		"state": leaf(func(x *run, e T) { word(x, e.State) }),
	})}
}

func rateLimitedType() *objectType[*service.RateLimitedError] {
	type T = *service.RateLimitedError
	return &objectType[T]{"RateLimitedError", basic(func(e T) service.BasicError { return e.BasicError }, map[string]compiled[T]{
		"retryAfterSeconds": leaf(func(x *run, e T) {
			if e.RetryAfterSeconds == nil {
				x.null()
				return
			}
			x.number(*e.RetryAfterSeconds)
		}),
	})}
}

func handleLinkedType() *objectType[*service.HandleLinkedError] {
	type T = *service.HandleLinkedError
	return &objectType[T]{"HandleLinkedError", basic(func(e T) service.BasicError { return e.BasicError }, map[string]compiled[T]{
		"domains": many(domainType, func(x *run, e T) ([]*service.Domain, error) { return e.Domains(x.ctx) }),
		"hiddenCount": asked(func(x *run, e T) error {
			n, err := e.HiddenCount(x.ctx)
			x.number(n)
			return err
		}),
	})}
}

// blockers are those that checks find: what else there is among refusals is never one.
func blockers(c *compiler, f field) (func(x *run, of *service.ActionCheck) error, error) {
	plain, err := object(c, basicErrorType(), f.selections)
	if err != nil {
		return nil, err
	}
	notPending, err := object(c, notPendingType(), f.selections)
	if err != nil {
		return nil, err
	}
	limited, err := object(c, rateLimitedType(), f.selections)
	if err != nil {
		return nil, err
	}
	linked, err := object(c, handleLinkedType(), f.selections)
	if err != nil {
		return nil, err
	}
	return func(x *run, of *service.ActionCheck) error {
		return writeList(x, of.Blockers, func(x *run, e service.UserError) error {
			switch e := e.(type) {
			case *service.BasicError:
				return writeObject(x, plain, e)
			case *service.ReachabilityNotPendingError:
				return writeObject(x, notPending, e)
			case *service.RateLimitedError:
				return writeObject(x, limited, e)
			case *service.HandleLinkedError:
				return writeObject(x, linked, e)
			}
			return errOrdinary
		})
	}, nil
}
