package property

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// request is one page of a list, drawn at random, with the answer that it must have.
type request struct {
	order    string
	desc     bool
	args     pageArgs
	want     []*item // the page
	matching int
	listed   int  // before any filter
	more     bool // whether there is more in the direction of reading
}

// directed is the public name of the direction.
func (r request) directed() string {
	if r.desc {
		return "DESC"
	}
	return "ASC"
}

// pageOf draws order, direction, size and place of a page, and cuts it out of what matches. Cursors point to any row of
// the list, whether it matches or not, as a cursor does whose row was changed since.
func pageOf(t *rapid.T, orders map[string]page.KeyKind, list []*item, matches func(*item) bool) request {
	r := request{order: draw(t, "order", slices.Sorted(keysOf(orders))), desc: maybe(t, "descending", 2)}
	all := sorted(list, r.order, r.desc, matches)
	r.matching, r.listed = len(all), len(list)
	by := page.Order{Name: r.order, Desc: r.desc, Kind: orders[r.order]}
	cut := func(label string) (*string, *item) {
		if len(list) == 0 || maybe(t, label, 2) {
			return nil, nil
		}
		i := draw(t, label+" which", list)
		if len(all) > 0 && maybe(t, label+" matching", 2) {
			i = draw(t, label+" which match", all)
		}
		return new(by.Cursor(page.Key{Value: i.keys[r.order], ID: i.id})), i
	}
	var after, before *item
	r.args.After, after = cut("after")
	if maybe(t, "both cursors", 3) || r.args.After == nil {
		r.args.Before, before = cut("before")
	}
	between := slices.DeleteFunc(slices.Clone(all), func(i *item) bool {
		return after != nil && place(i, after, r.order, r.desc) <= 0 || before != nil && place(i, before, r.order, r.desc) >= 0
	})
	n := draw(t, "size", []int{0, 1, 2, 7, 20, 100})
	r.more = n < len(between)
	if maybe(t, "backward", 2) {
		r.args.Last, r.want = &n, between[max(0, len(between)-n):]
	} else {
		r.args.First, r.want = &n, between[:min(n, len(between))]
	}
	return r
}

func keysOf[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// verify compares a page with what it must be. Totals are exact up to 10,000.
func (r request) verify(t *rapid.T, got leaf, total int, exact bool) {
	ids := make([]string, len(r.want))
	for i, w := range r.want {
		ids[i] = w.id
	}
	shown := make([]string, len(got.edges))
	for i, e := range got.edges {
		shown[i] = e.id
	}
	if !slices.Equal(shown, ids) {
		t.Errorf("by %s %s the page holds %v, want %v", r.order, r.directed(), shown, ids)
	}
	more := got.info.HasNextPage
	if r.args.Last != nil {
		more = got.info.HasPreviousPage
	}
	if more != r.more {
		t.Errorf("more follows: %v, want %v", more, r.more)
	}
	// A list that leaves nothing out is counted as it grows, a filtered one up to a bound.
	whole := r.matching == r.listed && total == r.matching && exact
	if want := min(r.matching, 10_000); !whole && (total != want || exact != (r.matching <= 10_000)) {
		t.Errorf("the total is %d (exact: %v), want %d of %d", total, exact, want, r.matching)
	}
	if n := len(got.edges); n > 0 && (*got.info.StartCursor != got.edges[0].cursor || *got.info.EndCursor != got.edges[n-1].cursor) {
		t.Error("startCursor and endCursor are not those of the first and last edge")
	}
}

// testFilters compares pages of filtered lists with a reading of the whole list in memory, and sees to it that both
// ways of serving a list were taken.
func testFilters(t *testing.T, l *large) {
	t.Helper()
	r := readReference(t, l.raw)
	callers := []caller{{kind: registrar.ActorReseller, id: l.main}, {kind: registrar.ActorReseller, id: l.second}, {kind: registrar.ActorOperator}}
	owner := caller{kind: registrar.ActorOwner, id: l.busiest}
	handles, domains, linked := map[caller][]*item{}, map[caller][]*item{owner: r.domainList(owner)}, map[caller]map[string][]*item{}
	for _, c := range callers {
		handles[c], domains[c] = r.handleList(c), r.domainList(c)
		linked[c] = byHandle(domains[c])
	}
	taken := map[string]int{}
	note := func(what string, err error) error {
		for _, statement := range l.Statements() {
			if strings.Contains(statement, "ORDER BY") {
				what += " walked"
			}
		}
		taken[what]++
		return err
	}
	t.Run("handles", rapid.MakeCheck(func(t *rapid.T) {
		c := draw(t, "caller", callers)
		f := handleFilter(t, c)
		want := pageOf(t, handleOrders, handles[c], func(i *item) bool { return handleMatches(f, i) })
		got, err := l.Service.Handles(c.context(), want.args, f, &service.HandleOrder{Field: want.order, Direction: want.directed()})
		if note("handles", err) != nil {
			t.Fatal(err)
		}
		total, exact := counted(t, c, got)
		want.verify(t, handleEdges(got), total, exact)
	}))
	t.Run("domains", rapid.MakeCheck(func(t *rapid.T) {
		c := draw(t, "caller", append([]caller{owner}, callers...))
		f := domainFilter(t, []string{l.busiest, handles[callers[1]][0].id, madeUpID(registrar.HandleID, 1<<40)})
		of := ""
		if c.kind == registrar.ActorOwner {
			of = c.id
		}
		want := pageOf(t, domainOrders, domains[c], func(i *item) bool { return domainMatches(plainTLD(*f), of, i) })
		got, err := l.Service.Domains(c.context(), want.args, f, &service.DomainOrder{Field: want.order, Direction: want.directed()})
		if note("domains", err) != nil {
			t.Fatal(err)
		}
		total, exact := counted(t, c, got)
		want.verify(t, domainEdges(got), total, exact)
	}))
	t.Run("the domains of several handles", rapid.MakeCheck(func(t *rapid.T) {
		c := draw(t, "caller", callers)
		l.nested(t, c, handles[c], linked[c])
	}))
	const least = 3
	if testing.Short() {
		return // a fifth of the draws may well miss a way
	}
	for _, way := range []string{"handles", "handles walked", "domains", "domains walked"} {
		if taken[way] < least {
			t.Errorf("%s: only %d lists were read that way of %v", way, taken[way], taken)
		}
	}
}

// nested reads a page of the domains of each handle in a page.
func (l *large) nested(t *rapid.T, c caller, handles []*item, domains map[string][]*item) {
	order := draw(t, "order of handles", slices.Sorted(keysOf(handleOrders)))
	args := pageArgs{First: new(rapid.IntRange(1, 30).Draw(t, "parents"))}
	if maybe(t, "the busiest", 2) {
		ordered := sorted(handles, order, false, func(*item) bool { return true })
		if at := slices.IndexFunc(ordered, func(i *item) bool { return i.id == l.busiest }); at > 0 {
			by := page.Order{Name: order, Kind: handleOrders[order]}
			args.After = new(by.Cursor(page.Key{Value: ordered[at-1].keys[order], ID: ordered[at-1].id}))
		}
	}
	parents, err := l.Service.Handles(c.context(), args, nil, &service.HandleOrder{Field: order, Direction: "ASC"})
	if err != nil {
		t.Fatal(err)
	}
	f := domainFilter(t, []string{l.busiest})
	size := draw(t, "size", []int{0, 1, 3, 20, 100})
	childOrder, desc, backward := draw(t, "order", slices.Sorted(keysOf(domainOrders))), maybe(t, "descending", 2), maybe(t, "backward", 2)
	r := request{order: childOrder, desc: desc, args: pageArgs{First: &size}}
	if backward {
		r.args = pageArgs{Last: &size}
	}
	for _, e := range parents.Edges {
		all := sorted(domains[e.Node.ID], childOrder, desc, func(i *item) bool { return domainMatches(plainTLD(*f), e.Node.ID, i) })
		r.matching, r.more = len(all), len(all) > size
		r.want = all[:min(size, len(all))]
		if backward {
			r.want = all[len(all)-min(size, len(all)):]
		}
		got, err := l.Service.HandleDomains(c.context(), e.Node, r.args, f, &service.DomainOrder{Field: childOrder, Direction: r.directed()})
		if err != nil {
			t.Fatal(err)
		}
		total, exact := counted(t, c, got)
		r.verify(t, handleDomainEdges(got), total, exact)
		for _, edge := range got.Edges {
			if want := findItem(domains[e.Node.ID], edge.Node.ID).roles[e.Node.ID].Roles(); !slices.Equal(edge.Roles, want) {
				t.Errorf("%s has the roles %v on %s, want %v", e.Node.Code, edge.Roles, edge.Node.Name, want)
			}
		}
	}
}

func findItem(items []*item, id string) *item {
	at := slices.IndexFunc(items, func(i *item) bool { return i.id == id })
	if at < 0 {
		panic(fmt.Sprintf("%s is not in the list", id))
	}
	return items[at]
}

// counted asks for a list's total.
func counted(t *rapid.T, c caller, list interface {
	TotalCount(context.Context) (int, error)
	TotalCountExact(context.Context) (bool, error)
},
) (int, bool) {
	total, err := list.TotalCount(c.context())
	if err != nil {
		t.Fatal(err)
	}
	exact, err := list.TotalCountExact(c.context())
	if err != nil {
		t.Fatal(err)
	}
	return total, exact
}
