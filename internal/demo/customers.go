package demo

import (
	"time"

	"github.com/handledesk/handledesk/internal/demo/fiction"
	"github.com/handledesk/handledesk/internal/registrar"
)

// clientele is how many customers each reseller has, beside those made by hand.
var clientele = []int{1450, 650, 370}

// agenciesEach is how many customers of a reseller look after other customers' domains.
const agenciesEach = 8

// customers makes up everybody who is not made by hand: the agencies first, since others need them.
func (p *planner) customers() error {
	for _, a := range p.accounts {
		for range agenciesEach {
			h, err := p.newcomer(a, registrar.Company, registrar.Created)
			if err != nil {
				return err
			}
			h.state, h.provedFrom = registrar.ReachValidated, h.createdAt
			a.agencies = append(a.agencies, h)
			if err := p.sites(h, a, 2); err != nil {
				return err
			}
		}
	}
	for i, a := range p.accounts { // a few work for another reseller's customers too
		next := p.accounts[(i+1)%len(p.accounts)]
		next.agencies = append(next.agencies, a.agencies[0], a.agencies[1])
	}
	for i, a := range p.accounts {
		for range clientele[i] - agenciesEach {
			if err := p.customer(a); err != nil {
				return err
			}
		}
	}
	return nil
}

var (
	kinds = []fiction.Share[registrar.Kind]{
		{Of: registrar.Person, Weight: 54}, {Of: registrar.Company, Weight: 36},
		{Of: registrar.Association, Weight: 6}, {Of: registrar.PublicBody, Weight: 4},
	}
	origins = []fiction.Share[registrar.Origin]{
		{Of: registrar.Created, Weight: 68}, {Of: registrar.PreConversion, Weight: 12},
		{Of: registrar.Released, Weight: 9}, {Of: registrar.Attached, Weight: 11},
	}
	states = []fiction.Share[registrar.ReachState]{
		{Of: registrar.ReachValidated, Weight: 72}, {Of: registrar.ReachNone, Weight: 13},
		{Of: registrar.ReachPending, Weight: 10}, {Of: registrar.ReachFailed, Weight: 5},
	}
	holdings = []fiction.Share[[2]int]{ // how many domains, from and to
		{Of: [2]int{0, 0}, Weight: 20}, {Of: [2]int{1, 1}, Weight: 40}, {Of: [2]int{2, 3}, Weight: 25},
		{Of: [2]int{4, 7}, Weight: 10}, {Of: [2]int{8, 16}, Weight: 4}, {Of: [2]int{17, 40}, Weight: 1},
	}
)

// customer makes up one handle in a reseller's list, with its domains.
func (p *planner) customer(a *account) error {
	h, err := p.newcomer(a, fiction.Draw(p.Author, kinds), fiction.Draw(p.Author, origins))
	if err != nil {
		return err
	}
	h.state = fiction.Draw(p.Author, states)
	p.prove(h)
	if h.state == registrar.ReachNone || h.state == registrar.ReachValidated {
		p.edit(h)
	}
	holding := fiction.Draw(p.Author, holdings)
	count := holding[0] + p.IntN(holding[1]-holding[0]+1)
	if h.state == registrar.ReachFailed || h.lists[0].origin == registrar.Attached {
		count = max(count, 1) // without a domain it would not be what it is
	}
	return p.sites(h, a, count)
}

// newcomer makes up a handle that came into a reseller's list in the given way.
func (p *planner) newcomer(a *account, kind registrar.Kind, origin registrar.Origin) (*handle, error) {
	who, err := p.Character(fiction.Draw(p.Author, a.homes), kind)
	if err != nil {
		return nil, err
	}
	h := &handle{data: who.Data, who: who}
	h.lists = []listing{{a, registrar.Limited, origin}}
	switch origin {
	case registrar.Created:
		h.lists[0].rights = registrar.Full
		h.createdAt = p.between(a.convertedAt, p.ago(time.Hour))
	case registrar.PreConversion:
		h.createdAt = p.between(a.convertedAt.AddYears(-4), a.convertedAt)
	case registrar.Released:
		h.createdAt = p.between(a.convertedAt, p.ago(40*day))
		h.releasedAt = p.between(h.createdAt.Add(10*day), p.ago(time.Hour))
	case registrar.Attached:
		h.createdAt = p.between(p.now.AddYears(-7), p.ago(20*day))
		if p.Chance(40) { // another reseller has FULL rights over it
			other := p.accounts[(p.place(a)+1+p.IntN(len(p.accounts)-1))%len(p.accounts)]
			h.lists = append(h.lists, listing{other, registrar.Full, registrar.Created})
			h.createdAt = p.between(other.convertedAt, p.ago(20*day))
		}
	}
	h.provedFrom = h.createdAt
	p.handles = append(p.handles, h)
	return h, nil
}

// place is where an account stands among all.
func (p *planner) place(a *account) int {
	for i, other := range p.accounts {
		if other == a {
			return i
		}
	}
	return -1
}

// prove sets when the proof of the e-mail address began so that it fits the state: less than 15 days ago while
// PENDING, longer ago when FAILED. It began when the handle was created, or with a new address later.
func (p *planner) prove(h *handle) {
	switch h.state {
	case registrar.ReachPending:
		h.provedFrom = p.between(p.ago(14*day), p.ago(10*time.Minute))
	case registrar.ReachFailed:
		h.provedFrom = p.between(p.ago(60*day), p.ago(16*day))
	default:
		return
	}
	moves := h.lists[0].origin == registrar.Created && len(h.lists) == 1
	if moves && (p.Chance(60) || h.createdAt > h.provedFrom) {
		h.createdAt = h.provedFrom
		return
	}
	h.provedFrom = max(h.provedFrom, h.createdAt)
	h.updatedAt = h.provedFrom
}

// edit changes something small about every third handle, later.
func (p *planner) edit(h *handle) {
	if p.Chance(33) {
		h.updatedAt = p.between(h.createdAt, p.now)
	}
}

// sites registers domains for a handle. The first one comes with the handle; where the owner's proof counts, it is
// below a generic TLD.
func (p *planner) sites(h *handle, a *account, count int) error {
	counts := h.state == registrar.ReachFailed || h.state == registrar.ReachPending && p.Chance(70)
	leaves := h.releasedAt != 0 && p.Chance(50)
	for i := range count {
		name, err := p.DomainName(h.who, i == 0 && counts)
		if err != nil {
			return err
		}
		manager, at := a, h.createdAt
		if i > 0 {
			at = p.between(h.createdAt, p.now)
		}
		switch other := h.full(); {
		case leaves && p.Chance(60):
			manager = nil
		case i > 0 && other != nil && other != a && p.Chance(50):
			manager = other
		}
		d := p.register(name, manager, h, at)
		p.staff(d)
		p.trouble(d)
	}
	return nil
}
