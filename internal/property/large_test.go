package property

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// large is a product with so much data that some filters match more than are ever sorted at once: those lists are
// walked along an index, the others are sorted in memory.
type large struct {
	*apitest.World
	raw          *sql.DB
	main, second string // resellers
	key, staff   string // secrets of the first reseller and of an operator
	busiest      string // the handle with the most domains
	small        bool   // whether there is too little data for what a plan really reads to tell anything
}

// The sizes of the data: a little above 10,000, the most that is sorted in memory.
const (
	mainHandles   = 10_600
	secondHandles = 400
	mainDomains   = 10_800
	busyDomains   = 600
)

// newLarge fills a product.
func newLarge(t *testing.T) *large {
	t.Helper()
	l := &large{World: apitest.New(t)}
	l.raw = l.Past()
	l.main, l.key = l.Reseller("Main")
	l.second, _ = l.Reseller("Second")
	l.staff = l.Key("", registrar.Scopes...)
	f := &filler{l: l, random: rand.New(rand.NewPCG(7, 7))}
	if err := l.Service.Bulk(context.Background(), f.fill); err != nil {
		t.Fatal(err)
	}
	return l
}

// filler makes the data: a few values are on almost everything, some are rare.
type filler struct {
	l       *large
	random  *rand.Rand
	links   []map[registrar.Role]int // of each domain, its handles by their places
	linked  map[int]bool
	handles []string // the main reseller's, then the second's
}

func (f *filler) fill(b *service.Bulk) error {
	f.plan()
	for i := range mainHandles + secondHandles {
		in := f.handle(f.l.main)
		if i >= mainHandles {
			in = f.handle(f.l.second)
			if f.random.IntN(4) == 0 {
				in.Lists = append(in.Lists, service.BulkAccess{ResellerID: f.l.main, Rights: registrar.Limited, Origin: registrar.Attached})
			}
		}
		in.Linked = f.linked[i]
		f.handles = append(f.handles, b.Handle(in))
	}
	f.l.busiest = f.handles[busyHandle]
	for i := range f.links {
		if err := f.domain(b, i); err != nil {
			return err
		}
	}
	return nil
}

// busyHandle is the place of the handle with the most domains.
const busyHandle = 17

// plan decides which handles the domains list.
func (f *filler) plan() {
	f.linked = map[int]bool{}
	for i := range mainDomains + secondHandles {
		first, n := 0, mainHandles
		if i >= mainDomains {
			first, n = mainHandles, secondHandles
		}
		of := map[registrar.Role]int{registrar.Owner: first + f.random.IntN(n)}
		if i < busyDomains {
			of = map[registrar.Role]int{registrar.Owner: busyHandle, registrar.Admin: busyHandle}
		}
		for _, role := range []registrar.Role{registrar.Tech, registrar.Billing} {
			if f.random.IntN(3) == 0 {
				of[role] = first + f.random.IntN(n)
			}
		}
		for _, place := range of {
			f.linked[place] = true
		}
		f.links = append(f.links, of)
	}
}

// day is a moment of few different ones, so that there are many ties.
func (f *filler) day(days int) registrar.Instant {
	return registrar.At(apitest.Start.Add(-time.Duration(f.random.IntN(days)) * 24 * time.Hour))
}

// mostly picks the first value nearly always, and any of the others otherwise.
func mostly[T any](r *rand.Rand, common T, rare ...T) T {
	if len(rare) == 0 || r.IntN(100) < 97 {
		return common
	}
	return rare[r.IntN(len(rare))]
}

func (f *filler) handle(reseller string) service.BulkHandle {
	r := f.random
	d := record("Maria", "")
	d.GivenName, d.FamilyName = mostly(r, "Maria", "Zoë", "美咲", "Quetzal"), fmt.Sprint(draws(r, familyNames), r.IntN(40))
	d.Email = fmt.Sprintf("%s%d@example.com", mostly(r, "info", "sales", "post"), r.IntN(3*mainHandles))
	d.Address.Country = mostly(r, "IE", "FR", "DE", "JP")
	if d.Kind = mostly(r, registrar.Person, registrar.Company, registrar.Association, registrar.PublicBody); d.Kind != registrar.Person {
		d.Organization = draws(r, organizations)
	}
	in := service.BulkHandle{
		Data: d, CreatedAt: f.day(60), UpdatedAt: f.day(5), Linked: false,
		Reachability: mostly(r, registrar.ReachValidated, registrar.ReachNone, registrar.ReachPending, registrar.ReachFailed),
		Lists:        []service.BulkAccess{{ResellerID: reseller, Rights: registrar.Full, Origin: registrar.Created}},
	}
	if r.IntN(100) < 3 {
		in.Lists[0].Rights, in.Lists[0].Origin = registrar.Limited, draws(r, []registrar.Origin{registrar.PreConversion, registrar.Released})
	}
	return in
}

func draws[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func (f *filler) domain(b *service.Bulk, i int) error {
	r := f.random
	reseller := mostly(r, f.l.main, f.l.main, f.l.main, "")
	if i >= mainDomains {
		reseller = f.l.second
	}
	tld := mostly(r, "com", "fr", "org", "рф")
	name, err := registrar.ParseDomainName(fmt.Sprintf("%s-%d.%s", mostly(r, "shop", "quetzal", "bäckerei"), i, tld))
	if tld == "рф" {
		name, err = registrar.ParseDomainName(fmt.Sprintf("магазин-%d.%s", i, tld))
	}
	if err != nil {
		return err
	}
	d := service.BulkDomain{
		Name: name, ResellerID: reseller, RegisteredAt: f.day(60), ExpiresAt: f.day(90).AddYears(1), DueAt: registrar.Never,
		Contacts: map[registrar.Role]string{}, TransferLock: r.IntN(100) < 97,
	}
	for role, place := range f.links[i] {
		d.Contacts[role] = f.handles[place]
	}
	if r.IntN(30) == 0 {
		d.DueAt = registrar.At(apitest.Start.Add(time.Duration(r.IntN(15)) * 24 * time.Hour))
	}
	if r.IntN(100) < 97 {
		d.Nameservers = []string{"ns1.example.net", "ns2.example.net"}
	}
	if r.IntN(60) == 0 {
		d.Holds = []registrar.HoldReason{draws(r, []registrar.HoldReason{registrar.HoldReachability, registrar.HoldAbuse})}
	}
	b.Domain(d)
	return nil
}
