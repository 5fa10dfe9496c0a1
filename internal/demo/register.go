package demo

import (
	"fmt"

	"github.com/handledesk/handledesk/internal/demo/fiction"
	"github.com/handledesk/handledesk/internal/registrar"
)

// register plans a domain for an owner. Deadline and hold follow from the owner's proof and the TLD's policy; the other
// contacts are for the caller to give. Without an account it is one that was released.
func (p *planner) register(name registrar.DomainName, a *account, owner *handle, at registrar.Instant) *domain {
	d := &domain{name: name, account: a, contacts: map[registrar.Role]*handle{}, registeredAt: at, dueAt: p.deadline(name, owner, at)}
	if d.dueAt <= p.now {
		d.holds = append(d.holds, registrar.HoldReachability)
	}
	p.give(d, registrar.Owner, owner)
	p.term(d)
	p.delegate(d)
	d.transferLock = p.Chance(60)
	p.domains = append(p.domains, d)
	return d
}

// give puts a handle into a role, and into the list of the reseller that manages the domain.
func (p *planner) give(d *domain, role registrar.Role, h *handle) {
	d.contacts[role] = h
	h.linked = true
	if d.account != nil {
		h.attach(d.account)
	}
}

// deadline is until when the owner must have answered: only while that is unknown, and only where the TLD asks for it.
// The proof began for the domains that were there; a later registration has a deadline of its own.
func (p *planner) deadline(name registrar.DomainName, owner *handle, registeredAt registrar.Instant) registrar.Instant {
	policy := registrar.PolicyFor(name.TLD)
	unproved := owner.state == registrar.ReachPending || owner.state == registrar.ReachFailed
	if !unproved || !policy.VerifyRegistrant {
		return registrar.Never
	}
	return max(owner.provedFrom, registeredAt).Add(policy.Deadline)
}

// term sets the expiry: whole years after the registration, some far ahead, and a few that were let go lately.
func (p *planner) term(d *domain) {
	const grace = 25 * day // for how long a domain that was not renewed is still there
	years := 1
	for d.registeredAt.AddYears(years) < p.ago(grace) {
		years++
	}
	if d.registeredAt.AddYears(years) <= p.now && p.Chance(60) {
		years++
	}
	if p.Chance(15) {
		years += p.IntN(registrar.MaximumYears)
	}
	for years > 1 && d.registeredAt.AddYears(years) > p.now.AddYears(registrar.MaximumYears) {
		years--
	}
	d.expiresAt = d.registeredAt.AddYears(years)
	d.autoRenew = d.expiresAt > p.now && p.Chance(75)
}

// delegate gives a domain two to four name servers: its reseller's or somebody else's; some have none yet.
func (p *planner) delegate(d *domain) {
	if p.Chance(6) {
		return
	}
	if d.account != nil && p.Chance(70) {
		d.nameservers = d.account.nameservers
		return
	}
	host := fiction.Pick(p.Author, []string{"dns.example.net", "cloud-dns.example.com", "anycast.example.org"})
	for n := range 2 + p.IntN(3) {
		d.nameservers = append(d.nameservers, fmt.Sprintf("ns%d.%s", n+1, host))
	}
}

// Who may get a role.
const (
	nobody = iota
	theOwner
	anAgency
	theReseller
)

// staffing is how often whom gets which role beside the owner's.
var staffing = []struct {
	role   registrar.Role
	shares []fiction.Share[int]
}{
	{registrar.Admin, []fiction.Share[int]{{Of: nobody, Weight: 30}, {Of: theOwner, Weight: 55}, {Of: anAgency, Weight: 13}, {Of: theReseller, Weight: 2}}},
	{registrar.Tech, []fiction.Share[int]{{Of: nobody, Weight: 30}, {Of: theOwner, Weight: 30}, {Of: anAgency, Weight: 15}, {Of: theReseller, Weight: 25}}},
	{registrar.Billing, []fiction.Share[int]{{Of: nobody, Weight: 40}, {Of: theOwner, Weight: 35}, {Of: anAgency, Weight: 3}, {Of: theReseller, Weight: 22}}},
}

// staff gives a domain's other roles away.
func (p *planner) staff(d *domain) {
	for _, s := range staffing {
		chosen := fiction.Draw(p.Author, s.shares)
		switch {
		case chosen == theOwner:
			p.give(d, s.role, d.contacts[registrar.Owner])
		case d.account == nil:
			continue // a released domain keeps neither the reseller nor its agencies
		case chosen == theReseller:
			p.give(d, s.role, d.account.own)
		case chosen == anAgency:
			p.give(d, s.role, fiction.Pick(p.Author, d.account.agencies))
		}
	}
}

// trouble holds one domain in fifty for a dispute or for abuse, whatever its owner's proof says.
func (p *planner) trouble(d *domain) {
	if p.Chance(2) {
		d.holds = append(d.holds, fiction.Pick(p.Author, []registrar.HoldReason{registrar.HoldDispute, registrar.HoldAbuse}))
	}
}
