package faults

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// The mutations that clients send, with all that is asked back.
const (
	createQuery   = `mutation($in: CreateHandleInput!) { createHandle(input: $in) { handle { id version } userErrors { code message } } }`
	updateQuery   = `mutation($in: UpdateHandleInput!) { updateHandle(input: $in) { handle { id version } userErrors { code message } } }`
	deleteQuery   = `mutation($in: DeleteHandleInput!) { deleteHandle(input: $in) { deletedHandleId userErrors { code message } } }`
	resetQuery    = `mutation($in: ResetReachabilityInput!) { resetReachability(input: $in) { handle { id } userErrors { code message } } }`
	registerQuery = `mutation($in: RegisterDomainInput!) { registerDomain(input: $in) { domain { id owner { id } } userErrors { code message } } }`
	renewQuery    = `mutation($in: RenewDomainInput!) { renewDomain(input: $in) { domain { id } userErrors { code message } } }`
	releaseQuery  = `mutation($in: ReleaseDomainsInput!) { releaseDomains(input: $in) { results { domainId userErrors { code message } } } }`
)

// person is a handle of one client, as it must be.
type person struct {
	id, email, fax string
	version        int
	resets         int
	domains        int
	limited        bool // released
	deleted        bool
}

// site is a domain of one client, as it must be.
type site struct {
	id, name string
	owner    *person
	years    int
	released bool
}

// client sends one mutation after the other, each until it is acknowledged, and knows what must be there.
type client struct {
	w        *world
	number   int
	random   *rand.Rand
	sent     int
	people   []*person
	sites    []*site
	done     []*operation
	hot      int // how often it changed the handle that all change
	slowest  float64
	codes    map[string]int // of errors, and "no answer"
	failures []string
}

func (c *client) newPerson() (*person, object) {
	email := fmt.Sprintf("p%d.%d@c%d.example.org", c.number, c.sent, c.number)
	return &person{email: email, version: 1}, object{
		"kind": "PERSON", "givenName": "Jana", "familyName": fmt.Sprintf("Diaz %d", c.sent), "email": email, "phone": "+33.123456789",
		"address": object{"street": []string{"1 rue Haute"}, "city": "Lyon", "postalCode": "69001", "country": "FR"},
	}
}

func (c *client) operation(name, query string, input object) *operation {
	return &operation{
		Query: query, Variables: object{"in": input}, name: name, secret: c.w.secret,
		key: fmt.Sprintf("c%d-%d", c.number, c.sent),
	}
}

// any picks one of those that the function takes; nil when there is none.
func anyOf[T any](random *rand.Rand, all []*T, takes func(*T) bool) *T {
	if len(all) == 0 {
		return nil
	}
	for range 8 {
		if one := all[random.IntN(len(all))]; takes(one) {
			return one
		}
	}
	return nil
}

func (c *client) free(p *person) bool { return !p.limited && !p.deleted }

// step sends one mutation that is drawn by lot.
func (c *client) step() {
	c.sent++
	held := anyOf(c.random, c.people, c.free)
	managed := anyOf(c.random, c.sites, func(s *site) bool { return !s.released })
	switch lot := c.random.IntN(100); {
	case lot < 10:
		c.changeHot()
	case held == nil || lot < 30:
		c.create()
	case lot < 50:
		c.changeFax(held)
	case lot < 55:
		c.changeEmail(held)
	case lot < 60:
		c.reset(held)
	case lot < 65 && held.domains == 0:
		c.remove(held)
	case managed == nil || lot < 80:
		c.register(held)
	case lot < 93:
		c.renew(managed)
	default:
		c.release(managed)
	}
}

func (c *client) create() {
	p, input := c.newPerson()
	o := c.operation("createHandle", createQuery, input)
	if c.finish(o) {
		p.id, o.entity = o.id("handle"), o.id("handle")
		c.people = append(c.people, p)
	}
}

func (c *client) update(p *person, input object) bool {
	input["handleId"] = p.id
	o := c.operation("updateHandle", updateQuery, input)
	o.entity = p.id
	if !c.finish(o) {
		return false
	}
	p.version++
	handle, _ := o.answer["handle"].(object)
	if version, _ := handle["version"].(float64); int(version) != p.version {
		c.fail("%s: the answer has version %v of %s, want %d", o.key, handle["version"], p.id, p.version)
	}
	return true
}

func (c *client) changeFax(p *person) {
	fax := fmt.Sprintf("+33.1%02d%06d", c.number, c.sent)
	if c.update(p, object{"fax": fax}) {
		p.fax = fax
	}
}

func (c *client) changeEmail(p *person) {
	next, _ := c.newPerson()
	if c.update(p, object{"email": next.email}) {
		p.email, p.resets = next.email, 0
	}
}

// changeHot changes the handle that all clients change, so that transactions meet.
func (c *client) changeHot() {
	o := c.operation("updateHandle", updateQuery, object{"handleId": c.w.hot, "fax": fmt.Sprintf("+33.2%02d%06d", c.number, c.sent)})
	o.entity = c.w.hot
	if c.finish(o) {
		c.hot++
	}
}

func (c *client) reset(p *person) {
	o := c.operation("resetReachability", resetQuery, object{"handleId": p.id})
	o.entity = p.id
	if c.finish(o, "RATE_LIMITED") {
		p.resets++
	}
}

func (c *client) remove(p *person) {
	o := c.operation("deleteHandle", deleteQuery, object{"handleId": p.id})
	o.entity = p.id
	if c.finish(o) {
		p.deleted = true
	}
}

// register registers a domain for somebody who is there, or for somebody new.
func (c *client) register(p *person) {
	s, owner := &site{name: fmt.Sprintf("c%d-%d.com", c.number, c.sent), owner: p, years: 1}, object{"handleId": p.id}
	fresh := c.random.IntN(2) == 0
	if fresh {
		var input object
		s.owner, input = c.newPerson()
		owner = object{"create": input}
	}
	o := c.operation("registerDomain", registerQuery, object{"name": s.name, "owner": owner})
	if !c.finish(o) {
		return
	}
	s.id, o.entity = o.id("domain"), o.id("domain")
	s.owner.domains++
	c.sites = append(c.sites, s)
	if fresh {
		domain, _ := o.answer["domain"].(object)
		of, _ := domain["owner"].(object)
		s.owner.id, _ = of["id"].(string)
		c.people = append(c.people, s.owner)
	}
}

func (c *client) renew(s *site) {
	if s.years >= 9 {
		return // ten years are the most
	}
	o := c.operation("renewDomain", renewQuery, object{"domainId": s.id, "years": 1})
	o.entity = s.id
	if c.finish(o) {
		s.years++
	}
}

// release gives up to three domains out of the account, and their owners with them: one transaction each.
func (c *client) release(first *site) {
	chosen := []*site{first}
	for _, s := range c.sites {
		if !s.released && s != first && len(chosen) < 3 && c.random.IntN(4) == 0 {
			chosen = append(chosen, s)
		}
	}
	ids := make([]string, len(chosen))
	for i, s := range chosen {
		ids[i] = s.id
	}
	slices.Sort(ids)
	o := c.operation("releaseDomains", releaseQuery, object{"domainIds": ids, "releaseHandles": true})
	o.entity = first.id
	if c.finish(o) {
		for _, s := range chosen {
			s.released, s.owner.limited = true, true
		}
	}
}
