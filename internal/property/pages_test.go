package property

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// TestPagesLoseAndRepeatNothing reads every list from one end to the other, in pages of any size, in every order, with
// many rows that tie, while others are added, changed and taken away between the pages: each row that was there all the
// time is met exactly once, in its place, and no row twice.
func TestPagesLoseAndRepeatNothing(t *testing.T) {
	t.Parallel()
	p, end, err := openProduct(t.Context(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	s := &shelf{product: p}
	s.fill(t)
	for _, l := range s.lists() {
		t.Run(l.name, rapid.MakeCheck(func(t *rapid.T) { s.walk(t, l) }))
	}
}

// shelf is a product with a little of everything.
type shelf struct {
	*product
	reseller string
	parent   string // a handle with many domains
	added    int
}

// list is a list that can be walked.
type list struct {
	name   string
	orders map[string]page.KeyKind
	read   func(args pageArgs, order, direction string) (leaf, error)
	now    func(*reference) []*item // what is in it, by the tables; nil where the ids alone are the order
	add    func(*rapid.T) (remove func())
}

// fill loads rows with few different times and names.
func (s *shelf) fill(t *testing.T) {
	t.Helper()
	at := s.now().Add(-time.Hour)
	err := s.Bulk(context.Background(), func(b *service.Bulk) (err error) {
		if s.reseller, _, err = b.Reseller("Reseller", at, record("own", "Reseller Ltd")); err != nil {
			return err
		}
		for i := range 40 {
			d := record(fmt.Sprint("x", i), "")
			d.FamilyName = fmt.Sprint("Ties", i%3)
			id := b.Handle(service.BulkHandle{
				Data: d, CreatedAt: at.Add(time.Duration(i%3) * time.Second), Reachability: registrar.ReachPending, Linked: i == 7,
				Lists: []service.BulkAccess{{ResellerID: s.reseller, Rights: registrar.Full, Origin: registrar.Created}},
			})
			if i == 7 {
				s.parent = id
			}
		}
		for i := range 40 {
			// The deadlines are earlier than any that a registration sets, or there is none: no row moves during a walk.
			tld, due := "com", at.Add(time.Duration(i%3)*24*time.Hour)
			if i%2 == 0 {
				tld, due = "de", registrar.Never
			}
			name, err := registrar.ParseDomainName(fmt.Sprintf("tie%d.%s", i, tld))
			if err != nil {
				return err
			}
			b.Domain(service.BulkDomain{
				Name: name, ResellerID: s.reseller, Contacts: map[registrar.Role]string{registrar.Owner: s.parent},
				RegisteredAt: at.Add(time.Duration(i%3) * time.Second), ExpiresAt: at.AddYears(1 + i%2), DueAt: due,
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if _, err := s.product.key(s.reseller); err != nil {
			t.Fatal(err)
		}
		if _, err := s.CreateReseller(staff(), fmt.Sprint("Company ", i), nil); err != nil {
			t.Fatal(err)
		}
	}
}

// walk reads a list to its end while rows come and go.
func (s *shelf) walk(t *rapid.T, l list) {
	order, direction := "", ""
	desc := maybe(t, "descending", 2)
	if l.orders != nil {
		order = draw(t, "order", slices.Sorted(keysOf(l.orders)))
		direction = request{desc: desc}.directed()
	}
	stay := s.staying(t, l, order, direction, desc)
	size := min(page.MaximumSize, max(rapid.IntRange(1, 60).Draw(t, "size"), len(stay)/30)) // the lists grow from check to check
	backward := maybe(t, "backward", 2)
	var met []string
	var gone []func()
	args := pageArgs{First: &size}
	if backward {
		args = pageArgs{Last: &size}
	}
	for more := true; more; {
		got, err := l.read(args, order, direction)
		if err != nil {
			t.Fatal(err)
		}
		ids := make([]string, len(got.edges))
		for i, e := range got.edges {
			ids[i] = e.id
		}
		if len(ids) > size {
			t.Fatalf("a page of %d holds %d", size, len(ids))
		}
		if backward {
			met, more, args.Before = slices.Concat(ids, met), got.info.HasPreviousPage, got.info.StartCursor
		} else {
			met, more, args.After = append(met, ids...), got.info.HasNextPage, got.info.EndCursor
		}
		gone = s.disturb(t, l, gone)
	}
	for _, remove := range gone {
		remove()
	}
	verifyMet(t, met, stay)
}

// staying lists what is in the list before the walk, in order: by the tables where they tell, otherwise as one page.
func (s *shelf) staying(t *rapid.T, l list, order, direction string, desc bool) []string {
	var stay []string
	if l.now == nil {
		args := pageArgs{First: new(100)}
		for more := true; more; {
			got, err := l.read(args, order, direction)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range got.edges {
				stay = append(stay, e.id)
			}
			more, args.After = got.info.HasNextPage, got.info.EndCursor
		}
		return stay
	}
	for _, i := range sorted(l.now(readReference(t, s.raw)), order, desc, func(*item) bool { return true }) {
		stay = append(stay, i.id)
	}
	return stay
}

// disturb adds rows, and takes some of the added ones away.
func (s *shelf) disturb(t *rapid.T, l list, added []func()) []func() {
	s.clock = s.clock.Add(time.Duration(rapid.IntRange(0, 1).Draw(t, "later")) * time.Second)
	switch rapid.IntRange(0, 3).Draw(t, "meanwhile") {
	case 0:
		if len(added) < 6 {
			added = append(added, l.add(t))
		}
	case 1:
		if len(added) > 0 {
			added[0]()
			added = added[1:]
		}
	}
	return added
}

// verifyMet checks that what stayed was met once, in order, and nothing twice.
func verifyMet(t *rapid.T, met, stay []string) {
	times := map[string]int{}
	for _, id := range met {
		times[id]++
	}
	for id, n := range times {
		if n > 1 {
			t.Errorf("%s was met %d times", id, n)
		}
	}
	stayed := slices.DeleteFunc(slices.Clone(met), func(id string) bool { return !slices.Contains(stay, id) })
	if !slices.Equal(stayed, stay) {
		t.Errorf("met\n%s\nwant\n%s", strings.Join(stayed, "\n"), strings.Join(stay, "\n"))
	}
}
