package rule_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// registry is a database with two accounts, alpha's and beta's, that share nothing, and a row of every type in each.
type registry struct {
	t          *testing.T
	store      *store.Store
	alpha      account
	beta       account
	betaStarts map[string]bool // the ids that were there before beta came: alpha's, and nobody's

	firstOfAlpha map[string]string // an id of alpha's by type
}

// account is what belongs to one reseller, by id.
type account struct {
	reseller  string
	handle    string // FULL, unlinked
	owner     string // LIMITED, the OWNER of domain
	domain    string
	technical string // LIMITED, TECH of otherDomain, which handle owns
	other     string // the domain
}

func as(ctx context.Context, caller registrar.Caller) context.Context {
	return viewer.NewContext(ctx, viewer.Viewer{Caller: caller})
}

func (r *registry) system() context.Context {
	return as(r.t.Context(), registrar.Caller{Kind: registrar.ActorSystem})
}

func newRegistry(t *testing.T) *registry {
	t.Helper()
	opened, err := store.Open(t.Context(), apitest.Stored(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	r := &registry{t: t, store: opened, betaStarts: map[string]bool{}, firstOfAlpha: map[string]string{}}
	r.alpha = r.load("alpha")
	for typeName, rows := range r.rows(opened.Read()) {
		for id := range rows {
			r.betaStarts[id] = true
		}
		r.firstOfAlpha[typeName] = slices.Min(slices.Collect(maps.Keys(rows)))
	}
	r.beta = r.load("beta")
	return r
}

// load fills one account: the service does what takes a use case, ent the rest.
func (r *registry) load(name string) account {
	r.t.Helper()
	var a account
	s := service.New(service.Options{Store: r.store, Key: secret.NewServerKey(rand.Reader)})
	err := s.Bulk(r.t.Context(), func(b *service.Bulk) (err error) {
		if a.reseller, _, err = b.Reseller(name, registrar.At(time.Now()), person(name+" own")); err != nil {
			return err
		}
		handle := func(what string, rights registrar.Rights, origin registrar.Origin) string {
			return b.Handle(service.BulkHandle{
				Data: person(name + " " + what), Reachability: registrar.ReachPending, CreatedAt: registrar.At(time.Now()),
				Lists: []service.BulkAccess{{ResellerID: a.reseller, Rights: rights, Origin: origin}},
			})
		}
		a.handle = handle("handle", registrar.Full, registrar.Created)
		a.owner = handle("owner", registrar.Limited, registrar.Released)
		a.technical = handle("technician", registrar.Limited, registrar.Released)
		domain := func(label string, contacts map[registrar.Role]string) string {
			return b.Domain(service.BulkDomain{
				Name:       registrar.DomainName{ASCII: label + name + ".com", Unicode: label + name + ".com", TLD: "com"},
				ResellerID: a.reseller, Contacts: contacts, DueAt: registrar.Never, Holds: []registrar.HoldReason{registrar.HoldAbuse},
			})
		}
		a.domain = domain("", map[registrar.Role]string{registrar.Owner: a.owner})
		a.other = domain("other-", map[registrar.Role]string{registrar.Owner: a.handle, registrar.Tech: a.technical})
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	r.write(func(tx *db.Client) error { return r.rest(tx, name, a) })
	return a
}

// rest makes the rows that no other step has made.
func (r *registry) rest(tx *db.Client, name string, a account) error {
	ids := &registrar.TimeIDs{}
	now := registrar.At(time.Now())
	endpoint := ids.NewID(registrar.EndpointID)
	hash := []byte(strings.Repeat(name[:1], 32))
	return errors.Join(
		tx.APIKey.Create().SetID(ids.NewID(registrar.KeyID)).SetResellerID(a.reseller).SetName(name).SetRole(registrar.ResellerKey).
			SetScopes(registrar.Scopes).SetSecretHash(hash).SetHint("hint").SetCreatedAt(now).Exec(r.system()),
		tx.Session.Create().SetID(ids.NewID(registrar.SessionID)).SetHandleID(a.owner).SetTokenHash(hash).
			SetCreatedAt(now).SetExpiresAt(registrar.Never).Exec(r.system()),
		tx.ImportRef.Create().SetID(ids.NewID(registrar.RefID)).SetResellerID(a.reseller).SetRef("1").SetHandleID(a.handle).Exec(r.system()),
		tx.VerifiedIdentity.Create().SetID(ids.NewID(registrar.IdentityID)).SetFingerprint(name).SetVerifiedAt(now).Exec(r.system()),
		tx.Password.Create().SetID(ids.NewID(registrar.PasswordID)).SetHandleID(a.owner).SetHash(name).SetSetAt(now).Exec(r.system()),
		tx.Throttle.Create().SetID("throttle of "+name).SetUntil(now).Exec(r.system()),
		tx.Outcome.Create().SetID(ids.NewID(registrar.OutcomeID)).SetKey("key of "+name).SetRequest("request of "+name).
			SetField("createHandle").SetResult([]byte(`{"id": "`+a.handle+`"}`)).SetAt(now).Exec(r.system()),
		tx.WebhookEndpoint.Create().SetID(endpoint).SetResellerID(a.reseller).SetURL("https://"+name+".example").
			SetActions(nil).SetCreatedAt(now).SetUpdatedAt(now).Exec(r.system()),
		tx.WebhookDelivery.Create().SetID(ids.NewID(registrar.DeliveryID)).SetEndpointID(endpoint).SetResellerID(a.reseller).
			SetCreatedAt(now).Exec(r.system()),
		tx.FeedPlace.Create().SetID("place of "+name).SetPosition(0).SetEventID("").Exec(r.system()),
	)
}

func person(name string) registrar.HandleData {
	return registrar.HandleData{
		Kind: registrar.Person, GivenName: "Ada", FamilyName: name, Email: "ada@example.org", Phone: "+33123456789",
		Address: registrar.Address{Street: []string{"1 rue de la Paix"}, City: "Paris", Country: "FR"},
	}
}

func (r *registry) write(run func(tx *db.Client) error) {
	r.t.Helper()
	if err := r.store.Write(r.system(), func(tx *store.Tx) error { return run(tx.Client) }); err != nil {
		r.t.Fatal(err)
	}
}

var errUndo = errors.New("undo")

// undone runs something in a transaction that is always rolled back.
func (r *registry) undone(run func(tx *db.Client)) {
	r.t.Helper()
	err := r.store.Write(r.system(), func(tx *store.Tx) error {
		run(tx.Client)
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		r.t.Fatal(err)
	}
}

// rows reads everything as the program itself: JSON by type and id.
// counts are the columns that the database's own triggers keep: they follow from other rows.
var counts = regexp.MustCompile(`,?"domains":\d+`)

func (r *registry) rows(client *db.Client) map[string]map[string]string {
	r.t.Helper()
	all := map[string]map[string]string{}
	for _, e := range entities(client) {
		found, err := e.all(r.system())
		if err != nil {
			r.t.Fatal(err)
		}
		all[e.name] = map[string]string{}
		for _, row := range found {
			text, err := json.Marshal(row)
			if err != nil {
				r.t.Fatal(err)
			}
			all[e.name][idOf(row)] = counts.ReplaceAllString(string(text), "")
		}
	}
	return all
}

// naming lists the rows that name one of the ids, be it as their own.
func (r *registry) naming(client *db.Client, ids map[string]bool) []string {
	r.t.Helper()
	var named []string
	for typeName, rows := range r.rows(client) {
		for _, text := range rows {
			if slices.ContainsFunc(slices.Collect(maps.Keys(ids)), func(id string) bool { return strings.Contains(text, fmt.Sprintf("%q", id)) }) {
				named = append(named, typeName+" "+text)
			}
		}
	}
	slices.Sort(named)
	return named
}
