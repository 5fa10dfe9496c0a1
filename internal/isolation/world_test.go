package isolation

import (
	"context"
	"database/sql"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/password"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

type object = map[string]any

// world is a registry with two accounts of the same shape. Alpha asks, beta is the other one.
type world struct {
	*apitest.World
	t       *testing.T
	ids     *spacedIDs
	alpha   *party
	beta    *party
	shared  map[string]string // handles in both lists by who holds FULL rights
	callers map[string]caller
	words   []string      // every text that beta's account alone has stored
	past    *sql.DB       // one connection past the program, which sees when another one has written
	kept    *apitest.Kept // the database as it was when everything was loaded
	base    snapshot      // the same as rows
	mark    uint64        // the last id that was made till then
	stored  string        // every text of base, in lower case
	version string        // of the database, which changes with each commit
}

// party is what belongs to one reseller. Names are the same for both parties, so that each has what the other has.
type party struct {
	word     string // in every name
	reseller string
	key      string // the secret of its key
	handles  map[string]string
	domains  map[string]string
	code     string // of the handle "released", whose owner may sign in
	proof    string // the token that confirms the address of "free"
	invite   string // the token to set the password of "released"
	dead     string // a mail that was given up
	other    string // another API key, by id
	endpoint string // a webhook endpoint, by id
	delivery string // of a test to the endpoint, by id
}

// spacedIDs counts ids up in wide steps, so that the neighbour of an id never is one, and can be set back.
type spacedIDs struct {
	mu   sync.Mutex
	last uint64
}

// NewID makes the next id.
func (s *spacedIDs) NewID(kind registrar.IDKind) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	u := uuid.MustParse("01890000-0000-7000-8000-000000000000")
	for i, rest := 15, s.last<<10; rest > 0; i, rest = i-1, rest>>8 {
		u[i] = byte(rest)
	}
	return registrar.FormatID(kind, u)
}

// loadedAt is when the accounts were loaded: long enough ago that proofs have failed.
var loadedAt = registrar.At(apitest.Start.Add(-60 * 24 * time.Hour))

// ownersPassword is the password of every handle whose owner may sign in.
const ownersPassword = "seven yellow ladders lean"

var hashOfPassword = sync.OnceValues(func() (string, error) {
	return password.New(password.Options{}).Hash(context.Background(), ownersPassword)
})

func system(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewer.Viewer{Caller: registrar.Caller{Kind: registrar.ActorSystem}})
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, ids: &spacedIDs{}, shared: map[string]string{}, callers: map[string]caller{}}
	w.World = apitest.With(t, apitest.Options{IDs: w.ids, Limits: apitest.Roomy()})
	w.openPast()
	w.alpha = w.load("marlowe")
	before := w.dump()
	w.beta = w.load("quillon")
	w.noteWords(before)
	w.share()
	before = w.dump()
	w.bulk(func(b *service.Bulk) error { // a domain of beta's that lists a handle of alpha's
		b.Domain(w.domain("hidden-quillon.com", w.beta.reseller, map[registrar.Role]string{
			registrar.Owner: w.beta.handles["linked"], registrar.Tech: w.shared["alpha"],
		}))
		return nil
	})
	w.noteWords(before)
	w.makeCallers()
	w.keep()
	return w
}

// load makes an account: what is there for long by Bulk, what takes a mutation by one.
func (w *world) load(word string) *party {
	w.t.Helper()
	p := &party{word: word, handles: map[string]string{}, domains: map[string]string{}}
	w.bulk(func(b *service.Bulk) (err error) {
		p.reseller, p.handles["own"], err = b.Reseller(word+" registrations", loadedAt, w.company(word, "own"))
		if err != nil {
			return err
		}
		for _, h := range handleRows {
			in := service.BulkHandle{
				Data: w.person(word, h.name), CreatedAt: loadedAt, Reachability: h.state, Linked: h.linked,
				Lists: []service.BulkAccess{{ResellerID: p.reseller, Rights: h.rights, Origin: h.origin}},
			}
			if h.origin == registrar.Released {
				in.ReleasedAt = loadedAt.Add(time.Hour)
			}
			p.handles[h.name] = b.Handle(in)
		}
		owned := func(name, by string, holds ...registrar.HoldReason) {
			d := w.domain(name, p.reseller, map[registrar.Role]string{registrar.Owner: p.handles[by], registrar.Admin: p.handles["own"]})
			d.Holds = holds
			p.domains[by] = b.Domain(d)
		}
		owned(word+".com", "linked")
		owned("early-"+word+".net", "early")
		owned("held-"+word+".org", "failed", registrar.HoldReachability, registrar.HoldAbuse)
		owned(word+"."+countryOf[word], "released")
		p.code, err = b.Code(p.handles["released"])
		return err
	})
	p.key = w.Key(p.reseller, registrar.Scopes...)
	w.act(p)
	w.handOut(p)
	return p
}

// handleRows are the handles of each account, beside its own company handle.
var handleRows = []struct {
	name   string
	rights registrar.Rights
	origin registrar.Origin
	state  registrar.ReachState
	linked bool
}{
	{"free", registrar.Full, registrar.Created, registrar.ReachPending, false},
	{"linked", registrar.Full, registrar.Created, registrar.ReachPending, true},
	{"early", registrar.Limited, registrar.PreConversion, registrar.ReachNone, true},
	{"released", registrar.Limited, registrar.Released, registrar.ReachValidated, true},
	{"failed", registrar.Full, registrar.Created, registrar.ReachFailed, true},
	{"gone", registrar.Full, registrar.Created, registrar.ReachPending, false}, // and deleted
}

// countryOf are the countries, and top-level domains, of the parties' customers.
var countryOf = map[string]string{"marlowe": "fr", "quillon": "is"}

// person is a checked record of a person, every field of which names the party.
func (w *world) person(word, name string) registrar.HandleData {
	return w.checked(registrar.HandleData{
		Kind: registrar.Person, GivenName: "Ada " + word, FamilyName: name + " " + word, Email: name + "@mail-" + word + ".example",
	}, word)
}

func (w *world) company(word, name string) registrar.HandleData {
	return w.checked(registrar.HandleData{
		Kind: registrar.Company, GivenName: "Ada " + word, FamilyName: name + " " + word, Email: name + "@mail-" + word + ".example",
		Organization: word + " " + name + " works", RegistrationNumber: "HRB " + word,
	}, word)
}

func (w *world) checked(d registrar.HandleData, word string) registrar.HandleData {
	w.t.Helper()
	d.Phone, d.Language = map[string]string{"marlowe": "+33123456789", "quillon": "+3545551234"}[word], "en"
	d.Address = registrar.Address{
		Street: []string{"1 " + word + " lane"}, City: word + "ville", PostalCode: "75002", Country: countryOf[word],
	}
	d, problems := registrar.CheckHandle(d)
	if len(problems) > 0 {
		w.t.Fatal(problems)
	}
	return d
}

func (w *world) domain(name, reseller string, contacts map[registrar.Role]string) service.BulkDomain {
	w.t.Helper()
	parsed, err := registrar.ParseDomainName(name)
	if err != nil {
		w.t.Fatal(err)
	}
	return service.BulkDomain{
		Name: parsed, ResellerID: reseller, Contacts: contacts, RegisteredAt: loadedAt, ExpiresAt: loadedAt.AddYears(1),
		DueAt: registrar.At(apitest.Start.Add(24 * time.Hour)), AutoRenew: true,
		Nameservers: []string{"ns1." + name, "ns2." + name},
	}
}

func (w *world) bulk(run func(b *service.Bulk) error) {
	w.t.Helper()
	if err := w.Service.Bulk(w.t.Context(), run); err != nil {
		w.t.Fatal(err)
	}
}

// share puts two handles into both lists: in each, one of the parties has FULL rights. A domain of alpha's lists beta's.
func (w *world) share() {
	w.t.Helper()
	w.bulk(func(b *service.Bulk) error {
		for by, parties := range map[string][2]*party{"alpha": {w.alpha, w.beta}, "beta": {w.beta, w.alpha}} {
			w.shared[by] = b.Handle(service.BulkHandle{
				Data: w.person("marlowe", "shared-"+by), CreatedAt: loadedAt, Reachability: registrar.ReachPending, Linked: true,
				Lists: []service.BulkAccess{
					{ResellerID: parties[0].reseller, Rights: registrar.Full, Origin: registrar.Created},
					{ResellerID: parties[1].reseller, Rights: registrar.Limited, Origin: registrar.Attached},
				},
			})
		}
		w.alpha.domains["shared"] = b.Domain(w.domain("visited-marlowe.com", w.alpha.reseller, map[registrar.Role]string{
			registrar.Owner: w.alpha.handles["linked"], registrar.Tech: w.shared["beta"],
		}))
		return nil
	})
}
