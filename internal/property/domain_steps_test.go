package property

import (
	"context"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

var nameservers = [][]string{nil, {"ns1.example.net", "ns2.example.net"}, {"ns1.bücher.example", "NS2.example.org", "ns3.example.org"}, {"one.example.net"}}

// RegisterDomain registers a domain, with handles that are there or come inline.
func (m *machine) RegisterDomain(t *rapid.T) {
	c := m.caller(t)
	in := service.RegisterDomain{
		ResellerID: m.account(t, c), Name: draw(t, "name", domainNames), Years: draw(t, "years", years),
		Owner: m.contact(t, c), Nameservers: draw(t, "nameservers", nameservers),
		AutoRenew: maybe(t, "auto-renew", 2), TransferLock: maybe(t, "lock", 2),
	}
	for _, role := range []struct {
		name string
		into **service.Contact
	}{{"admin", &in.Admin}, {"tech", &in.Tech}, {"billing", &in.Billing}} {
		if maybe(t, role.name, 3) {
			*role.into = new(m.contact(t, c))
		}
	}
	m.call(t, c, func(ctx context.Context) error {
		_, err := m.Service.RegisterDomain(ctx, in)
		return err
	})
}

// UpdateContacts changes a domain's contacts.
func (m *machine) UpdateContacts(t *rapid.T) {
	c := m.caller(t)
	in := service.UpdateDomainContacts{DomainID: m.domainID(t, c)}
	for _, role := range []struct {
		name string
		into *service.Field[service.Contact]
	}{{"owner", &in.Owner}, {"admin", &in.Admin}, {"tech", &in.Tech}, {"billing", &in.Billing}} {
		switch {
		case !maybe(t, role.name, 2):
		case maybe(t, role.name+" off", 4):
			role.into.Given = true
		default:
			*role.into = service.Field[service.Contact]{Given: true, Value: new(m.contact(t, c))}
		}
	}
	m.call(t, c, func(ctx context.Context) error {
		_, err := m.UpdateDomainContacts(ctx, in)
		return err
	})
}

// Manage renews a domain, locks it, switches its renewal, sets its nameservers or reveals its auth code.
func (m *machine) Manage(t *rapid.T) {
	c := m.caller(t)
	id := m.domainID(t, c)
	on := maybe(t, "on", 2)
	renewBy, hosts := draw(t, "years", years), draw(t, "nameservers", nameservers)
	run := draw(t, "action", []func(ctx context.Context) error{
		func(ctx context.Context) error { _, err := m.RenewDomain(ctx, id, renewBy, nil); return err },
		func(ctx context.Context) error { _, err := m.SetTransferLock(ctx, id, on); return err },
		func(ctx context.Context) error { _, err := m.SetAutoRenew(ctx, id, on); return err },
		func(ctx context.Context) error { _, err := m.SetNameservers(ctx, id, hosts); return err },
		func(ctx context.Context) error { _, _, err := m.RevealAuthCode(ctx, id); return err },
	})
	m.call(t, c, run)
}

// ReleaseDomains releases domains from their reseller's account.
func (m *machine) ReleaseDomains(t *rapid.T) {
	c := m.caller(t)
	in := service.ReleaseDomains{
		ReleaseHandles:  maybe(t, "handles too", 2),
		ReplaceContacts: rapid.SliceOfNDistinct(rapid.SampledFrom([]registrar.Role{registrar.Admin, registrar.Tech}), 0, 2, rapid.ID).Draw(t, "replace"),
		Atomic:          maybe(t, "atomic", 2),
	}
	for range rapid.IntRange(1, 4).Draw(t, "how many") {
		in.DomainIDs = append(in.DomainIDs, m.domainID(t, c))
	}
	var results []service.ReleasedDomain
	m.call(t, c, func(ctx context.Context) (err error) {
		results, err = m.Service.ReleaseDomains(ctx, in)
		for i, r := range results {
			if r.DomainID != in.DomainIDs[i] {
				t.Errorf("result %d is about %s, not %s", i, r.DomainID, in.DomainIDs[i])
			}
			if in.Atomic && (len(r.Problems) == 0) != (len(results[0].Problems) == 0) {
				t.Errorf("an atomic release was done in part: %v", results)
			}
		}
		return err
	}, &results)
	for _, r := range results {
		if d := m.last.one("domains", r.DomainID); len(r.Problems) == 0 && d["reseller_id"] != nil {
			t.Errorf("%s was released and is still managed", r.DomainID)
		}
	}
}
