package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/guard"
	"github.com/handledesk/handledesk/internal/meter"
	"github.com/handledesk/handledesk/internal/tally"
)

// entrance is what every request pays, in points: also one whose document is refused, so that junk is not free.
const entrance = 1

// toll is what one request pays, and who pays it. Without a meter nobody pays and nothing is told.
type toll struct {
	meter  *meter.Meter
	payers []meter.Payer
	state  meter.State

	price guard.Price
	paid  int
	nodes *atomic.Int64 // really read
}

func (t *transport) toll(ctx context.Context) *toll {
	pays := &toll{meter: t.options.Meter}
	if pays.meter != nil {
		pays.payers = t.options.Payers(ctx)
	}
	return pays
}

// who is the first payer, by whom places and streams are counted; empty when nobody pays.
func (p *toll) who() string {
	if len(p.payers) == 0 {
		return ""
	}
	return p.payers[0].ID
}

// enter takes one of the places for running operations, and the entrance. The first payer holds the place. After a
// refusal there is nothing to leave, and leave does nothing.
func (p *toll) enter() (leave func(), refused *refusal) {
	if p.meter == nil || len(p.payers) == 0 {
		return func() {}, nil
	}
	leave, ok := p.meter.Enter(p.payers[0].ID)
	if !ok {
		return leave, p.tooMany(limitRunning, time.Second, "too many operations are running at once for these credentials: wait for some to end")
	}
	if refused := p.take(entrance); refused != nil {
		leave()
		return leave, refused
	}
	return leave, nil
}

// admit takes the worst-case price of an operation, and counts the nodes it reads from here on.
func (p *toll) admit(ctx context.Context, price guard.Price) (context.Context, *refusal) {
	p.price = price
	if refused := p.take(price.Cost - entrance); refused != nil {
		return ctx, refused
	}
	ctx, p.nodes = tally.With(ctx)
	return ctx, nil
}

func (p *toll) take(points int) *refusal {
	wait := p.draw(points)
	if wait == 0 {
		return nil
	}
	return p.tooMany(limitRate, wait, fmt.Sprintf("the rate limit is reached: this needs %d points, %d are left, %d come back each second; "+
		"ask for less at once, or wait", max(points, p.price.Cost), p.state.Remaining, p.state.RestoreRate))
}

// draw takes points, or takes nothing and says in how long they would be there.
func (p *toll) draw(points int) (wait time.Duration) {
	if p.meter == nil || points <= 0 {
		return 0
	}
	if p.state, wait = p.meter.Take(points, p.payers...); wait == 0 {
		p.paid += points
	}
	return wait
}

// settle gives back what the operation did not use.
func (p *toll) settle() (used int) {
	used = p.price.Cost
	if p.nodes != nil {
		used = min(used, p.price.Used(int(p.nodes.Load())))
	}
	if p.meter != nil && p.paid > used {
		p.state = p.meter.Refund(p.paid-used, p.payers...)
		p.paid = used
	}
	return used
}

// tell settles, and says in the answer what it came to.
func (p *toll) tell(response *graphql.Response) {
	used := p.settle()
	if p.meter == nil {
		return
	}
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions["cost"] = p.extension(used)
}

// extension is what every answer of an operation tells: what it might have cost, what it did cost, what is left.
func (p *toll) extension(used int) map[string]any {
	return map[string]any{
		"requested": p.price.Cost, "used": used,
		"remaining": p.state.Remaining, "limit": p.state.Limit, "restorePerSecond": p.state.RestoreRate,
	}
}

// announce sets the header fields that tell the state of the bucket
// (draft-ietf-httpapi-ratelimit-headers-03; the policy's window is the time in which an empty bucket fills).
func (p *toll) announce(h http.Header) {
	if p.state.Limit == 0 {
		return
	}
	h.Set("RateLimit-Limit", strconv.Itoa(p.state.Limit))
	h.Set("RateLimit-Remaining", strconv.Itoa(p.state.Remaining))
	h.Set("RateLimit-Reset", strconv.Itoa(seconds(p.state.Reset)))
	if p.state.RestoreRate > 0 {
		window := (p.state.Limit + p.state.RestoreRate - 1) / p.state.RestoreRate
		h.Set("RateLimit-Policy", strconv.Itoa(p.state.Limit)+";w="+strconv.Itoa(window))
	}
}

// tooMany is 429 with the time to wait (RFC 6585, 4).
func (p *toll) tooMany(limit string, wait time.Duration, message string) *refusal {
	after := max(1, seconds(wait))
	refused := &refusal{
		status: http.StatusTooManyRequests, code: codeRateLimited, limit: limit,
		message:    fmt.Sprintf("%s %s", message, inSeconds(after)),
		extensions: map[string]any{"retryAfterSeconds": after},
	}
	return refused.with("Retry-After", strconv.Itoa(after))
}

func inSeconds(n int) string {
	if n == 1 {
		return "a second"
	}
	return strconv.Itoa(n) + " seconds"
}

// seconds rounds up.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// Points that a page beside the API costs: showing it, and posting to it, which may write and derive passwords.
const (
	pageCost = 1
	postCost = 10
)

// metered lets the network of the caller pay for what is mounted beside the API.
func (t *transport) metered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pays := t.toll(r.Context())
		leave, refused := pays.enter()
		if refused == nil {
			defer leave()
			cost := pageCost
			if r.Method != http.MethodGet && r.Method != http.MethodHead {
				cost = postCost
			}
			refused = pays.take(cost - entrance)
		}
		if refused != nil {
			t.options.Limited(refused.limit)
			w.Header().Set("Retry-After", refused.header["Retry-After"])
			writePlain(w, refused.status, refused.message)
			return
		}
		next.ServeHTTP(w, r)
	})
}
