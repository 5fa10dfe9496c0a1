package demo

import "github.com/handledesk/handledesk/internal/registrar"

// scenes gives the hand-made handles what makes each of them worth a try.
func (p *planner) scenes(actors map[string]*handle, owned map[string][]*domain) error {
	// Several roles on one domain, and the reseller itself as BILLING.
	for _, d := range owned[linked] {
		p.give(d, registrar.Admin, actors[linked])
		p.give(d, registrar.Tech, actors[linked])
		p.give(d, registrar.Billing, d.account.own)
	}
	owned[linked][1].nameservers = nil // registered and not delegated

	// The owner in control of a domain that left its reseller, and of two that stayed.
	p.owner = actors[released]
	p.owner.releasedAt = p.ago(120 * day)
	gone := owned[released][2]
	gone.account, gone.nameservers = nil, []string{"ns1.dns.example.net", "ns2.dns.example.net"}
	p.give(gone, registrar.Admin, p.owner)

	// Other holds beside the ones for want of an answer.
	owned[failed][0].holds = append(owned[failed][0].holds, registrar.HoldDispute)
	owned[failed][1].holds = append(owned[failed][1].holds, registrar.HoldAbuse)

	actors[protected].deleteProhibited = true
	actors[frozen].updateProhibited = true

	// A domain that was transferred in, with an owner over whom another reseller has FULL rights.
	name, err := p.Name("ateliers-estournel.fr")
	if err != nil {
		return err
	}
	p.register(name, p.accounts[0], actors[attached], actors[attached].createdAt)

	// A contact of a domain that its own reseller does not see.
	p.give(owned[theirOwner][0], registrar.Admin, actors[elsewhere])
	return nil
}

// The collector sells under many brands in many places.
var (
	brands = []string{
		"kupferberg", "kupferberg-reisen", "lumivara", "nordwindel", "zuckermond", "pfefferlicht", "grünspecht-outdoor", "sonnentaler",
		"morgenkaffee24", "velowerk-alpin", "schneeflöckchen-mode", "brillenbaer", "teekontor-7", "wollwichtel",
	}
	things   = []string{"", "-shop", "-outlet", "-club", "-service", "-news", "-jobs", "-app", "-card", "-gift", "-pay", "-home", "-kids", "-pro"}
	suffixes = []string{
		"com", "net", "org", "info", "biz", "shop", "store", "online", "app", "club", "eu", "de", "at", "ch", "fr", "nl", "be",
		"it", "es", "pl", "cz", "dk", "se", "fi", "pt", "ro", "co.uk", "com.br", "com.mx", "co.nz", "berlin", "wien", "swiss",
	}
)

// collection is how many domains the collector owns.
const collection = 5000

// collector makes one handle with thousands of domains.
func (p *planner) collector() error {
	a := p.accounts[0]
	data, err := checked(firm(registrar.Company, "Dieter", "Kupferberg", "Kupferberg Markenholding AG",
		at("Seestrasse 101", "Zürich", "8002", "CH"), "domains@kupferberg.example.com", "+41212345678", "de-CH"))
	if err != nil {
		return err
	}
	h := &handle{data: data, createdAt: a.convertedAt.Add(3 * day), state: registrar.ReachValidated,
		lists: []listing{{a, registrar.Full, registrar.Created}}}
	h.provedFrom = h.createdAt
	p.handles = append(p.handles, h)
	names, err := p.Portfolio(brands, things, suffixes, collection)
	if err != nil {
		return err
	}
	for _, name := range names {
		d := p.register(name, a, h, p.between(h.createdAt, p.now))
		p.give(d, registrar.Admin, h)
		if p.Chance(50) {
			p.give(d, registrar.Tech, h)
		}
	}
	return nil
}
