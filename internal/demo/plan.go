package demo

import (
	"time"

	"github.com/handledesk/handledesk/internal/demo/fiction"
	"github.com/handledesk/handledesk/internal/registrar"
)

// plan is all that the demo's database will hold, in the order in which it is written. It depends on nothing but the
// seed and the present moment, and all its times are relative to that, so that the demo always looks alive.
type plan struct {
	now      registrar.Instant
	accounts []*account
	handles  []*handle // without the accounts' own ones
	domains  []*domain
	owner    *handle // the one whose owner gets a session
}

// account is a reseller.
type account struct {
	name        string
	convertedAt registrar.Instant
	own         *handle
	nameservers []string
	homes       []fiction.Share[string] // where its customers are from
	agencies    []*handle               // customers who look after other customers' domains
	id          string                  // once loaded
}

// handle is a handle to be.
type handle struct {
	data       registrar.HandleData
	who        *fiction.Character // to name domains after; nil for the hand-made
	lists      []listing
	createdAt  registrar.Instant
	releasedAt registrar.Instant // 0 when it was not
	updatedAt  registrar.Instant // 0 when it was not
	provedFrom registrar.Instant // when the proof of the e-mail address began
	state      registrar.ReachState
	linked     bool

	deleteProhibited, updateProhibited bool

	id string // once loaded
}

// listing is a handle's place in a reseller's list.
type listing struct {
	account *account
	rights  registrar.Rights
	origin  registrar.Origin
}

// domain is a domain to be.
type domain struct {
	name         registrar.DomainName
	account      *account // nil once released
	contacts     map[registrar.Role]*handle
	registeredAt registrar.Instant
	expiresAt    registrar.Instant
	dueAt        registrar.Instant
	autoRenew    bool
	transferLock bool
	nameservers  []string
	holds        []registrar.HoldReason
}

const day = 24 * time.Hour

// planner makes a plan.
type planner struct {
	*fiction.Author
	*plan
}

// newPlan makes the plan of a seed. An error means that the demo's own tables hold something that the rules refuse.
func newPlan(seed uint64, now time.Time) (*plan, error) {
	p := &planner{fiction.NewAuthor(seed), &plan{now: registrar.At(now)}}
	for _, step := range []func() error{p.openAccounts, p.cast, p.collector, p.customers} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p.plan, nil
}

// size is how many handles and domains there will be.
func (p *plan) size() int { return len(p.accounts) + len(p.handles) + len(p.domains) }

// ago is a moment in the past.
func (p *planner) ago(d time.Duration) registrar.Instant { return p.now.Add(-d) }

// between makes up a moment; the earlier one when the other is not later.
func (p *planner) between(from, to registrar.Instant) registrar.Instant {
	if to <= from {
		return from
	}
	return from + registrar.Instant(p.Int64N(int64(to-from)))
}

// full tells who holds FULL rights over the handle, if anybody does.
func (h *handle) full() *account {
	for _, l := range h.lists {
		if l.rights == registrar.Full {
			return l.account
		}
	}
	return nil
}

// attach puts the handle into the account's list unless it is there: a domain that the account manages lists it.
func (h *handle) attach(a *account) {
	for _, l := range h.lists {
		if l.account == a {
			return
		}
	}
	h.lists = append(h.lists, listing{a, registrar.Limited, registrar.Attached})
}
