package server

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// streams counts what stays open on one server, and ends it when the server stops.
type streams struct {
	options  StreamOptions
	draining context.Context // done when streams are to end
	drain    context.CancelFunc

	running quota // subscriptions
	sockets quota // WebSockets, with or without any
}

func newStreams(o StreamOptions) *streams {
	s := &streams{
		options: o,
		running: quota{each: o.PerPayer, most: o.Total, taken: map[string]int{}},
		sockets: quota{each: o.PerPayer, most: o.Total, taken: map[string]int{}},
	}
	s.draining, s.drain = context.WithCancel(context.Background())
	return s
}

// open counts a subscription in; call what it returns when it ends.
func (s *streams) open(payer, transport string) (closed func(), refused *refusal) {
	if s.draining.Err() != nil {
		return nil, goingAway()
	}
	leave, full := s.running.enter(payer)
	if full > 0 {
		return nil, tooManyStreams(fmt.Sprintf("%d subscriptions are open already, the limit for %s: end some, or ask for more in one", full, s.running.whose(full)))
	}
	return s.told(transport, leave), nil
}

// connect counts a WebSocket in; full is the limit that it met, 0 when it met none.
func (s *streams) connect(payer string) (closed func(), full int) {
	leave, full := s.sockets.enter(payer)
	if full > 0 {
		return nil, full
	}
	return s.told(aSocket, leave), 0
}

func (s *streams) told(transport string, leave func()) func() {
	closed := s.options.Opened(transport)
	return sync.OnceFunc(func() {
		closed()
		leave()
	})
}

// wait returns when no WebSocket is open any more, or the context's error. Streams of events are requests, for which
// the HTTP server waits itself.
func (s *streams) wait(ctx context.Context) error {
	for s.sockets.count() > 0 {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d WebSockets did not close: %w", s.sockets.count(), ctx.Err())
		case <-time.After(waitStep):
		}
	}
	return nil
}

// waitStep is how often wait looks.
const waitStep = 5 * time.Millisecond

// quota counts what each payer has open, and all of them.
type quota struct {
	each, most int

	mu    sync.Mutex
	taken map[string]int
	total int
}

// enter takes a place, or says which limit is met. Who is not known, since nobody pays, has the common limit alone.
func (q *quota) enter(payer string) (leave func(), full int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.total >= q.most {
		return nil, q.most
	}
	if payer != "" && q.taken[payer] >= q.each {
		return nil, q.each
	}
	q.taken[payer]++
	q.total++
	return sync.OnceFunc(func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.total--
		if q.taken[payer]--; q.taken[payer] == 0 {
			delete(q.taken, payer)
		}
	}), 0
}

func (q *quota) count() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.total
}

// whose says whom a limit is for.
func (q *quota) whose(limit int) string {
	if limit == q.most {
		return "this server"
	}
	return "these credentials"
}

const limitStreams = "streams"

func tooManyStreams(message string) *refusal {
	return (&refusal{status: http.StatusTooManyRequests, code: codeRateLimited, limit: limitStreams, message: message}).
		with("Retry-After", "10")
}

// goingAway is what is told of a stream when the server stops.
func goingAway() *refusal {
	return (&refusal{
		status: http.StatusServiceUnavailable, code: codeUnavailable,
		message: "this server is shutting down: subscribe again, with after set to the last cursor that you have, and nothing is missed",
	}).with("Retry-After", "1")
}
