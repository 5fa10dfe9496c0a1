package server

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/handledesk/handledesk/internal/meter"
	"github.com/handledesk/handledesk/internal/stream"
	"github.com/handledesk/handledesk/internal/tally"
)

// subscription is one that runs. What its resolver sends is taken out of the channel first, and handed to gqlgen when
// it may be executed: after the credentials were checked anew and the bucket could pay, with a time limit of its own.
// gqlgen by itself would wait for the channel and execute in one step, with none of these in between.
type subscription struct {
	t             *transport
	asked         *asked
	authorization []string        // what signed in, and signs in again
	base          context.Context // what the context of each answer begins as; it carries no viewer
	ctx           context.Context // of the resolver; done when the stream is to end
	payers        []meter.Payer

	failure *stream.Failure
	next    graphql.ResponseHandler
	source  reflect.Value // the resolver's channel
	relay   reflect.Value // what gqlgen takes for it: a channel with room for one

	beside [besides]reflect.SelectCase // what is looked at while the stream waits
	beat   func() error                // shows the client that the stream is alive
}

// What may come up while a stream waits, in the order of subscription.beside.
const (
	besideEnd    = iota // the stream's context is done
	besideCheck         // the credentials are to be checked
	besideExpiry        // the credentials have expired
	besideBeat          // the stream was silent for long
	besides
)

// ending says why a stream ended. With neither entry set all was said.
type ending struct {
	gone    bool     // nobody is there to be told
	refused *refusal // what to tell: the credentials hold no more, or the server stops
	errs    gqlerror.List
}

// errGone is the cause with which a stream's context is done when its client has left.
var errGone = errors.New("the client has left")

// subscribe calls the resolver. The context carries the viewer, and lives as long as the stream.
func (t *transport) subscribe(ctx, base context.Context, a *asked, authorization []string) *subscription {
	s := &subscription{t: t, asked: a, authorization: authorization, base: base, payers: a.pays.payers}
	ctx, cancel := context.WithCancelCause(ctx)
	s.ctx, s.failure = stream.WithFailure(ctx)
	// The resolver's own time, until it gives its channel.
	timer := time.AfterFunc(t.options.OperationTimeout, func() { cancel(context.DeadlineExceeded) })
	defer timer.Stop()
	resolve := a.operation.ResolverMiddleware
	a.operation.ResolverMiddleware = s.divert(resolve)
	s.next, s.ctx = a.exec.DispatchOperation(s.ctx, a.operation)
	a.operation.ResolverMiddleware = resolve
	a.pays.settle()
	for what := range s.beside {
		s.beside[what].Dir = reflect.SelectRecv // from no channel, which never comes up
	}
	s.watch(besideEnd, s.ctx.Done())
	return s
}

// watch adds something to look at while the stream waits.
func (s *subscription) watch(what int, c any) {
	s.beside[what] = reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c)}
}

// divert puts the relay in the place of the channel that the root field's resolver gives.
func (s *subscription) divert(resolve graphql.FieldMiddleware) graphql.FieldMiddleware {
	return func(ctx context.Context, next graphql.Resolver) (any, error) {
		result, err := resolve(ctx, next)
		source := reflect.ValueOf(result)
		switch {
		case err != nil || source.Kind() != reflect.Chan || s.source.IsValid():
			return result, err
		case source.IsNil():
			return nil, errors.New("the resolver of a subscription gave neither a channel nor an error")
		}
		s.source = source
		s.relay = reflect.MakeChan(reflect.ChanOf(reflect.BothDir, source.Type().Elem()), 1)
		return s.relay.Convert(source.Type()).Interface(), nil
	}
}

// run hands every answer over, each after the one before was taken, until the stream ends.
func (s *subscription) run(send func(*graphql.Response) error) ending {
	if !s.source.IsValid() {
		return s.refusedByResolver()
	}
	for {
		value, more, over := s.await(s.source)
		if over != nil {
			return *over
		}
		if !more {
			return s.finished()
		}
		response, over := s.execute(value)
		if over != nil {
			return *over
		}
		if send(response) != nil {
			return ending{gone: true}
		}
	}
}

// await waits for a channel. Meanwhile it looks at everything beside; over says that the stream ended by that.
func (s *subscription) await(c reflect.Value) (value reflect.Value, ok bool, over *ending) {
	cases := append(s.beside[:], reflect.SelectCase{Dir: reflect.SelectRecv, Chan: c})
	for {
		chosen, value, ok := reflect.Select(cases)
		switch {
		case s.ctx.Err() != nil: // even if something came as well
			return value, false, s.ended()
		case chosen == besideCheck:
			if _, refused := s.t.authenticate(s.base, s.authorization); refused != nil && refused.code == codeUnauthenticated {
				return value, false, &ending{refused: refused}
			} // any other failure passes, or stops the next answer
		case chosen == besideExpiry:
			return value, false, &ending{refused: expired()}
		case chosen == besideBeat:
			if s.beat() != nil {
				return value, false, &ending{gone: true}
			}
		default:
			return value, ok, nil
		}
	}
}

// ended says why the stream's context is done.
func (s *subscription) ended() *ending {
	switch cause := context.Cause(s.ctx); {
	case s.t.streams.draining.Err() != nil:
		return &ending{refused: goingAway()}
	case errors.Is(cause, context.DeadlineExceeded):
		timeout, cancel := context.WithDeadline(context.Background(), time.Time{})
		defer cancel()
		return &ending{refused: stopped(timeout, s.t.options.OperationTimeout)}
	default:
		return &ending{gone: true}
	}
}

// execute makes an answer of what the resolver sent.
func (s *subscription) execute(value reflect.Value) (*graphql.Response, *ending) {
	pays, over := s.pay()
	if over != nil {
		return nil, over
	}
	defer pays.settle()
	base, cancel := context.WithTimeout(s.base, s.t.options.OperationTimeout)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	ctx, refused := s.t.signIn(base, s.authorization)
	switch {
	case s.ctx.Err() != nil:
		return nil, s.ended()
	case refused != nil:
		return nil, &ending{refused: refused}
	}
	if pays.meter != nil {
		s.payers = s.t.options.Payers(ctx) // their rates may have changed
	}
	ctx = graphql.StartOperationTrace(graphql.WithOperationContext(ctx, s.asked.operation))
	s.asked.operation.Stats.OperationStart = graphql.GetStartTime(ctx)
	ctx, pays.nodes = tally.With(ctx)
	s.relay.Send(value)
	response := s.next(ctx)
	switch {
	case s.ctx.Err() != nil:
		return nil, s.ended()
	case response == nil && ctx.Err() != nil:
		return nil, &ending{refused: stopped(ctx, s.t.options.OperationTimeout)}
	case response == nil:
		return nil, &ending{refused: internalFailure()}
	}
	pays.tell(response)
	return response, nil
}

// pay takes the worst-case price of one answer, and waits until it can.
func (s *subscription) pay() (*toll, *ending) {
	pays := &toll{meter: s.t.options.Meter, payers: s.payers, price: s.asked.pays.price}
	for {
		wait := pays.draw(pays.price.Cost)
		if wait == 0 {
			return pays, nil
		}
		timer := time.NewTimer(wait)
		_, _, over := s.await(reflect.ValueOf(timer.C))
		timer.Stop()
		if over != nil {
			return nil, over
		}
	}
}

// refusedByResolver tells the errors of a resolver that gave no channel.
func (s *subscription) refusedByResolver() ending {
	response := s.next(s.ctx)
	switch {
	case s.ctx.Err() != nil:
		return *s.ended()
	case response == nil || len(response.Errors) == 0:
		return ending{refused: internalFailure()}
	}
	return ending{errs: s.present(response.Errors)}
}

// finished is what a closed channel means.
func (s *subscription) finished() ending {
	err := s.failure.Err()
	if err == nil {
		return ending{}
	}
	return ending{errs: s.present(gqlerror.List{gqlerror.WrapPath(nil, err)})}
}

// present shows errors as those of an answer without data, to the client and to those who watch operations.
func (s *subscription) present(errs gqlerror.List) gqlerror.List {
	s.asked.operation.Stats.OperationStart = graphql.Now()
	return s.asked.exec.DispatchError(s.ctx, errs).Errors
}

func expired() *refusal {
	return unauthenticated(`Bearer error="invalid_token"`,
		"the credentials of this stream have expired: subscribe again with valid ones, and after set to the last cursor that you have")
}
