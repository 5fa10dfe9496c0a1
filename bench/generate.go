package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

// today is the day on which the data set stands still, so that the same flags make the same data on any day.
var today = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// seed starts every random choice of the data set.
const seed = 20260115

// perTransaction is how many handles one transaction loads: few enough that its log stays small on disk.
const perTransaction = 5_000

// domainsOfTwenty is how many domains each of twenty handles owns: three on average, most with few, one with more
// than a page of ten. They are dealt in another order each time.
var domainsOfTwenty = []int{0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 5, 6, 8, 15}

// newRandom is a source of choices that are the same in every run.
func newRandom(stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream))
}

// seededIDs makes ids of UUID version 7 whose time advances with every id and whose rest comes from the seed.
type seededIDs struct {
	mu     sync.Mutex
	random *rand.Rand
	made   int64
}

// NewID makes the next id.
func (s *seededIDs) NewID(kind registrar.IDKind) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made++
	var u uuid.UUID
	at := uint64(today.Add(-24*time.Hour).UnixMilli() + s.made/8)
	binary.BigEndian.PutUint64(u[:], at<<16|uint64(7)<<12|uint64(s.made%8)<<9|s.random.Uint64()&0x1ff)
	binary.BigEndian.PutUint64(u[8:], s.random.Uint64()>>2|1<<63)
	return registrar.FormatID(kind, u)
}

// generator fills an empty database.
type generator struct {
	service  *service.Service
	random   *rand.Rand
	handles  int // made so far
	domains  int
	progress func(handles int)
}

// generate loads resellers with an equal share of the handles each, three domains a handle, and gives each a key.
func generate(ctx context.Context, s *service.Service, size size, progress func(handles int)) ([]account, int, error) {
	g := &generator{service: s, random: newRandom(1), progress: progress}
	accounts := make([]account, size.resellers())
	for i := range accounts {
		a := &accounts[i]
		a.Name = fmt.Sprintf("Reseller %03d", i+1)
		if err := g.reseller(ctx, a, size.Handles/len(accounts)); err != nil {
			return nil, 0, err
		}
	}
	return accounts, g.domains, nil
}

// reseller loads one account with its own handle, its list and a key.
func (g *generator) reseller(ctx context.Context, a *account, handles int) error {
	counts := g.deal(handles)
	for first := 0; first < handles; first += perTransaction {
		err := g.service.Bulk(ctx, func(b *service.Bulk) error {
			return g.load(b, a, counts[first:min(first+perTransaction, handles)])
		})
		if err != nil {
			return err
		}
		g.progress(g.handles)
	}
	staff := viewer.NewContext(ctx, viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorOperator, Scopes: registrar.Scopes}, KeyName: "benchmark",
	})
	_, secret, err := g.service.CreateAPIKey(staff, service.CreateAPIKey{
		ResellerID: &a.ID, Name: "benchmark", Role: registrar.ResellerKey, Scopes: append([]registrar.Scope{}, registrar.Scopes...),
	})
	a.Key = secret
	return err
}

// deal says how many domains each handle owns. The first one is the reseller's own and owns some.
func (g *generator) deal(handles int) []int {
	counts := make([]int, 0, handles+len(domainsOfTwenty))
	for len(counts) < handles {
		hand := append([]int{}, domainsOfTwenty...)
		g.random.Shuffle(len(hand), func(i, j int) { hand[i], hand[j] = hand[j], hand[i] })
		counts = append(counts, hand...)
	}
	for i := range counts {
		if counts[i] > 0 {
			counts[0], counts[i] = counts[i], counts[0]
			break
		}
	}
	return counts[:handles]
}

// load adds handles and their domains.
func (g *generator) load(b *service.Bulk, a *account, counts []int) error {
	var linked []string // of this part, to be the technical contact of others' domains
	for _, domains := range counts {
		data, err := person(g.random, g.handles)
		if err != nil {
			return err
		}
		var id string
		if a.ID == "" {
			a.ID, id, err = b.Reseller(a.Name, g.ago(3*365), data)
		} else {
			id = b.Handle(g.handle(a, data, domains > 0))
		}
		if err != nil {
			return err
		}
		g.handles++
		if domains > 0 {
			linked = append(linked, id)
		}
		for range domains {
			if err := g.domain(b, a, id, linked); err != nil {
				return err
			}
		}
		if b.Full() {
			if err := b.Flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *generator) handle(a *account, data registrar.HandleData, linked bool) service.BulkHandle {
	h := service.BulkHandle{Data: data, CreatedAt: g.ago(3 * 365), Linked: linked}
	h.UpdatedAt = h.CreatedAt.Add(time.Duration(g.random.Int64N(1 + int64(today.Sub(h.CreatedAt.Time())))))
	list := service.BulkAccess{ResellerID: a.ID, Rights: registrar.Full, Origin: registrar.Created}
	switch dice := g.random.IntN(100); {
	case dice < 8:
		list.Rights, list.Origin = registrar.Limited, registrar.PreConversion
	case dice < 13:
		list.Rights, list.Origin = registrar.Limited, registrar.Attached
	case dice < 15:
		list.Rights, list.Origin, h.ReleasedAt = registrar.Limited, registrar.Released, h.UpdatedAt
	}
	h.Lists = []service.BulkAccess{list}
	h.Reachability = registrar.ReachValidated
	switch dice := g.random.IntN(100); {
	case dice < 8:
		h.Reachability = registrar.ReachPending
	case dice < 16:
		h.Reachability = registrar.ReachNone
	case dice < 20:
		h.Reachability = registrar.ReachFailed
	}
	return h
}

// domain adds a domain of the handle. One in five has another handle of the reseller as its technical contact.
func (g *generator) domain(b *service.Bulk, a *account, owner string, linked []string) error {
	name, err := domainName(g.random, g.domains)
	if err != nil {
		return fmt.Errorf("made-up domain %d: %w", g.domains, err)
	}
	g.domains++
	contacts := map[registrar.Role]string{registrar.Owner: owner, registrar.Admin: owner, registrar.Tech: owner, registrar.Billing: owner}
	switch g.random.IntN(5) {
	case 0:
		contacts[registrar.Tech] = pick(g.random, linked)
	case 1, 2:
		delete(contacts, registrar.Billing)
	}
	registered := g.ago(8 * 365)
	expires := registrar.At(today).Add(time.Duration(g.random.Int64N(int64(365 * 24 * time.Hour))))
	d := service.BulkDomain{
		Name: name, ResellerID: a.ID, Contacts: contacts, RegisteredAt: registered, ExpiresAt: expires, DueAt: registrar.Never,
		AutoRenew: g.random.IntN(5) > 0, TransferLock: g.random.IntN(10) > 2,
	}
	if g.random.IntN(12) > 0 {
		d.Nameservers = []string{"ns1.example.net", "ns2.example.net"}
	}
	if g.random.IntN(100) == 0 {
		d.Holds = []registrar.HoldReason{registrar.HoldDispute}
	}
	b.Domain(d)
	return nil
}

// ago is a moment within the last days before today.
func (g *generator) ago(days int64) registrar.Instant {
	return registrar.At(today.Add(-time.Duration(g.random.Int64N(days * int64(24*time.Hour)))))
}
