// Package matrix proves the table of rights through the real HTTP server: every mutation of the schema, for every kind
// of caller and every kind of right, answers what domain-rules say; a refusal leaves every table as it was, and what is
// allowed leaves one event for each changed entity. It proves besides that `actions` foretells each answer, and that
// the schema prints what the rules do.
package matrix

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

// world is a small registry with one of everything that the rules tell apart. Its clock stands still, and whatever a
// test changes is put back, so that one world serves many cells.
type world struct {
	*apitest.World
	t                     *testing.T
	resellers             map[string]string // id by name: alpha, beta
	handles               map[string]string // id by name
	domains               map[string]string // id by name
	keyIDs                map[string]string // id of an API key by name
	secrets               map[string]string // of API keys and of owners' sessions by name
	mailed                map[string]mailed // what was mailed about a handle, by its name
	endpoints, deliveries map[string]string // of webhooks, id by the reseller's name
	baseline              dump              // the state to which everything is put back
}

// system is a context of the program itself, which loads and signs in without being asked.
func system(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewer.Viewer{Caller: registrar.Caller{Kind: registrar.ActorSystem}})
}

// must fails the test on an error.
func must[T any](t *testing.T) func(value T, err error) T {
	t.Helper()
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		World: apitest.New(t), t: t, resellers: map[string]string{}, handles: map[string]string{},
		domains: map[string]string{}, keyIDs: map[string]string{}, secrets: map[string]string{}, mailed: map[string]mailed{},
		endpoints: map[string]string{}, deliveries: map[string]string{},
	}
	w.load()
	w.makeKeys()
	w.openSessions()
	w.age()
	w.handOut()
	w.listen()
	// Each secret is used once, so that noting its first use disturbs no comparison.
	for _, secret := range w.secrets {
		w.Do(secret, "{ viewer { __typename } }", nil)
	}
	w.Service.Wait()
	w.baseline = w.dump()
	return w
}

// loadedAt is when everything was loaded: two months before the world begins.
var loadedAt = registrar.At(apitest.Start.Add(-60 * 24 * time.Hour))

// load fills the registry. Reseller alpha is the one whose rights are tested, beta is another one.
func (w *world) load() {
	err := w.Service.Bulk(w.t.Context(), func(b *service.Bulk) error {
		for _, name := range []string{"alpha", "beta"} {
			reseller, own, err := b.Reseller(name, loadedAt, w.person(name+" company"))
			if err != nil {
				return err
			}
			w.resellers[name], w.handles[name+" own"] = reseller, own
		}
		for _, h := range w.handleList() {
			in := service.BulkHandle{
				Data: w.person(h.name), Lists: h.lists, CreatedAt: loadedAt, Reachability: h.state, Linked: h.linked,
			}
			if h.released {
				in.ReleasedAt = loadedAt.Add(time.Hour)
			}
			w.handles[h.name] = b.Handle(in)
		}
		for _, d := range domainList {
			w.domains[d.name] = b.Domain(w.bulkDomain(d))
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// person is a checked record of a person whose e-mail address is made of the name.
func (w *world) person(name string) registrar.HandleData {
	w.t.Helper()
	data, problems := registrar.CheckHandle(registrar.HandleData{
		Kind: registrar.Person, GivenName: "Ada", FamilyName: name, Email: slug(name) + "@example.org", Phone: "+33123456789",
		Address: registrar.Address{Street: []string{"1 rue de la Paix"}, City: "Paris", PostalCode: "75002", Country: "FR"},
	})
	if len(problems) > 0 {
		w.t.Fatal(problems)
	}
	return data
}

func (w *world) bulkDomain(d domainRow) service.BulkDomain {
	w.t.Helper()
	contacts := map[registrar.Role]string{}
	for role, name := range d.contacts {
		contacts[role] = w.handles[name]
	}
	return service.BulkDomain{
		Name: must[registrar.DomainName](w.t)(registrar.ParseDomainName(d.name)), ResellerID: w.resellers[d.reseller],
		Contacts: contacts, RegisteredAt: loadedAt, ExpiresAt: loadedAt.AddYears(max(1, d.years)), DueAt: registrar.Never,
		AutoRenew: true, Nameservers: []string{"ns1.example.net", "ns2.example.net"}, Holds: d.holds,
	}
}

// makeKeys makes an API key of each sort.
func (w *world) makeKeys() {
	reading := []registrar.Scope{registrar.HandlesRead, registrar.DomainsRead, registrar.KeysRead, registrar.EventsRead}
	soon := registrar.At(apitest.Start.Add(time.Hour))
	for _, k := range []struct {
		name, reseller string
		scopes         []registrar.Scope
		expires        *registrar.Instant
	}{
		{"alpha", "alpha", registrar.Scopes, nil},
		{"beta", "beta", registrar.Scopes, nil},
		{"operator", "", registrar.Scopes, nil},
		{"read-only", "alpha", reading, nil},
		{"read-only operator", "", reading, nil},
		{"domains only", "alpha", []registrar.Scope{registrar.DomainsRead, registrar.DomainsWrite}, nil},
		{"expired", "alpha", registrar.Scopes, &soon},
		{"revoked", "alpha", registrar.Scopes, nil},
		{"alpha's other", "alpha", registrar.Scopes, nil},
		{"beta's other", "beta", registrar.Scopes, nil},
	} {
		in := service.CreateAPIKey{
			Name: k.name, Role: registrar.OperatorKey, Scopes: append([]registrar.Scope{}, k.scopes...), ExpiresAt: k.expires,
		}
		if id := w.resellers[k.reseller]; id != "" {
			in.Role, in.ResellerID = registrar.ResellerKey, &id
		}
		key, secret, err := w.Service.CreateAPIKey(apitest.Staff(w.t.Context()), in)
		if err != nil {
			w.t.Fatal(err)
		}
		w.keyIDs[k.name], w.secrets[k.name] = key.ID, secret
	}
	must[*service.APIKey](w.t)(w.Service.RevokeAPIKey(apitest.Staff(w.t.Context()), w.keyIDs["revoked"]))
}

// openSessions signs in the owners of handles over which no reseller holds FULL rights.
func (w *world) openSessions() {
	for _, name := range []string{"released", "released linked", "early", "early linked", "technician"} {
		w.secrets["owner of "+name] = must[string](w.t)(
			w.Service.OpenSession(system(w.t.Context()), w.handles[name], 24*time.Hour))
	}
}

// age brings about what takes time or a mutation: prohibitions, a reset a moment ago, a key that has expired.
func (w *world) age() {
	w.Clock.Move(2 * time.Hour)
	on := true
	prohibit := func(name string, in service.UpdateHandle) {
		in.HandleID = w.handles[name]
		must[*service.Handle](w.t)(w.Service.UpdateHandle(apitest.Staff(w.t.Context()), in))
	}
	prohibit("undeletable", service.UpdateHandle{ClientDeleteProhibited: service.Field[bool]{Given: true, Value: &on}})
	for _, name := range []string{"unchangeable", "unchangeable linked"} {
		prohibit(name, service.UpdateHandle{ClientUpdateProhibited: service.Field[bool]{Given: true, Value: &on}})
	}
	must[*service.Handle](w.t)(w.Service.ResetReachability(apitest.Staff(w.t.Context()), w.handles["just reset"]))
	w.Clock.Move(30 * time.Second)
}

// unknownID is a well-formed id that stands for nothing.
func unknownID(kind registrar.IDKind) string {
	return registrar.FormatID(kind, uuid.MustParse("01890000-0000-7000-8000-0000000000ff"))
}
