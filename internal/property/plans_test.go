package property

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// statement is how ent's debug driver words what it runs.
var statement = regexp.MustCompile(`^(?:driver|Tx\([^)]*\))\.(?:Query|Exec): query=(?s)(.*) args=\[(.*)\]$`)

// rowsOfItsOwn are steps that read no table from end to end: what a subquery made, and constants.
var rowsOfItsOwn = regexp.MustCompile(`^SCAN (\(subquery|bounded|CONSTANT ROW|[0-9]+ CONSTANT ROWS|[0-9]+-ROW VALUES)`)

// faults says what is wrong with how a recorded statement would be run, and how that is.
func (l *large) faults(t *testing.T, recorded string, c caller, sorts, linked bool) (query string, wrong, steps []string) {
	t.Helper()
	parts := statement.FindStringSubmatch(recorded)
	if parts == nil {
		t.Fatalf("not a statement: %s", recorded)
	}
	if strings.HasSuffix(parts[1], constantlyNothing) {
		return parts[1], nil, nil
	}
	if apitest.OnPostgres() {
		wrong, steps = l.faultsOnPostgres(t, parts[1], parts[2], c, sorts)
		return parts[1], wrong, steps
	}
	steps = l.planOnSQLite(t, parts[1], parts[2])
	for _, step := range steps {
		if fault := fault(step, c, sorts, linked); fault != "" {
			wrong = append(wrong, fault+": "+step)
		}
	}
	return parts[1], wrong, steps
}

// planOnSQLite asks how a statement would be run. The values matter to partial indexes alone, so that those of a
// statement may be left out which have blanks.
func (l *large) planOnSQLite(t *testing.T, query, arguments string) (steps []string) {
	t.Helper()
	values := make([]any, strings.Count(query, "?"))
	if words := strings.Fields(arguments); len(words) == len(values) {
		for i, word := range words {
			values[i] = word
		}
	}
	rows, err := readRows(l.raw, "EXPLAIN QUERY PLAN "+query, values...)
	if err != nil {
		t.Fatalf("%v: %s", err, query)
	}
	return column(rows, "detail")
}

// fault says what is wrong with a step of a plan, empty when it is fine. Operators and the program look over all
// accounts, so for them the index of an order may be walked from its end.
func fault(step string, c caller, sorts, linked bool) string {
	switch {
	case strings.Contains(step, "TEMP B-TREE") && !sorts:
		return "it sorts"
	case strings.HasPrefix(step, "SEARCH domains ") && !strings.Contains(step, "(id=?)") && linked:
		return "it goes through all of an account's domains"
	case !strings.HasPrefix(step, "SCAN") || rowsOfItsOwn.MatchString(step):
		return ""
	case c.kind == registrar.ActorOperator && strings.Contains(step, "USING") && strings.Contains(step, "INDEX"):
		return ""
	default:
		return "it reads a whole table"
	}
}

// listing reads one page, and perhaps what hangs on it.
type listing struct {
	name string
	c    caller
	read func(pageArgs) error

	sorts  bool // whether sorting a bounded set of matches is fine
	linked bool // whether domains must be found by the handles that they list
}

// constantlyNothing marks statements that SQLite ends before the first row, whatever it writes as their plan.
const constantlyNothing = " WHERE FALSE"

// verifyPlans runs a listing and looks at the plan of each statement that it took.
func (l *large) verifyPlans(t *testing.T, what listing, pages map[string]pageArgs) {
	t.Helper()
	for place, args := range pages {
		l.Statements()
		if err := what.read(args); err != nil {
			t.Fatalf("%s, %s: %v", what.name, place, err)
		}
		ran := l.Statements()
		if len(ran) == 0 {
			t.Errorf("%s, %s: no statement was seen", what.name, place)
		}
		for _, recorded := range ran {
			query, faults, steps := l.faults(t, recorded, what.c, what.sorts, what.linked)
			for _, wrong := range faults {
				t.Errorf("%s, %s: %s\n  %s\n  %s", what.name, place, wrong, query, strings.Join(steps, "\n  "))
			}
		}
	}
}

// places are the first page, one far down, and one read backwards, of a list in an order.
func places(list []*item, by page.Order) map[string]pageArgs {
	ordered := sorted(list, by.Name, by.Desc, func(*item) bool { return true })
	deep := ordered[len(ordered)*3/4]
	cursor := by.Cursor(page.Key{Value: deep.keys[by.Name], ID: deep.id})
	return map[string]pageArgs{
		"first page": {}, "deep page": {First: new(50), After: &cursor}, "backward": {Last: new(50), Before: &cursor}, "last page": {Last: new(50)},
	}
}

// testPlans reads the plans of every list: whole or narrowed by one value nothing is sorted, and what is narrowed by
// more is looked for by an index all the same.
func testPlans(t *testing.T, l *large, callers ...caller) {
	t.Helper()
	r := readReference(t, l.raw)
	for _, c := range callers {
		handles, domains := r.handleList(c), r.domainList(c)
		eachOrder(handleOrders, func(by page.Order) {
			pages := places(handles, by)
			for name, f := range handleFilters(c) {
				l.verifyPlans(t, l.handles(c, name, f, by, false), pages)
			}
			for name, f := range combinedHandleFilters() {
				l.verifyPlans(t, l.handles(c, name, f, by, true), map[string]pageArgs{"deep page": pages["deep page"]})
			}
		})
		eachOrder(domainOrders, func(by page.Order) {
			pages := places(domains, by)
			for name, f := range domainFilters() {
				l.verifyPlans(t, l.domains(c, name, f, by, false), pages)
			}
			for name, f := range combinedDomainFilters(l) {
				l.verifyPlans(t, l.domains(c, name, f, by, true), map[string]pageArgs{"deep page": pages["deep page"]})
			}
			if c.kind == registrar.ActorReseller {
				l.verifyPlans(t, l.linked(c, by), places(byHandle(domains)[l.busiest], by))
			}
		})
		l.otherLists(t, c)
	}
}

func eachOrder(orders map[string]page.KeyKind, run func(page.Order)) {
	for _, name := range slices.Sorted(keysOf(orders)) {
		for _, desc := range []bool{false, true} {
			run(page.Order{Name: name, Desc: desc, Kind: orders[name]})
		}
	}
}

func directionOf(by page.Order) string { return request{desc: by.Desc}.directed() }

func (l *large) handles(c caller, name string, f *service.HandleFilter, by page.Order, sorts bool) listing {
	return listing{name: fmt.Sprintf("handles of %s with %s by %s %s", c.kind, name, by.Name, directionOf(by)), c: c, sorts: sorts, read: func(args pageArgs) error {
		got, err := l.Service.Handles(c.context(), args, f, &service.HandleOrder{Field: by.Name, Direction: directionOf(by)})
		if err == nil && args.Before == nil { // counting is the same on every page
			_, err = got.TotalCount(c.context())
		}
		return err
	}}
}

func (l *large) domains(c caller, name string, f *service.DomainFilter, by page.Order, sorts bool) listing {
	return listing{name: fmt.Sprintf("domains of %s with %s by %s %s", c.kind, name, by.Name, directionOf(by)), c: c, sorts: sorts, read: func(args pageArgs) error {
		got, err := l.Service.Domains(c.context(), args, f, &service.DomainOrder{Field: by.Name, Direction: directionOf(by)})
		if err == nil && args.Before == nil { // counting is the same on every page
			_, err = got.TotalCount(c.context())
		}
		return err
	}}
}

// linked reads the domains of many handles, the one with hundreds of domains among them.
func (l *large) linked(c caller, by page.Order) listing {
	return listing{name: fmt.Sprintf("domains of many handles by %s %s", by.Name, directionOf(by)), c: c, linked: true, read: func(args pageArgs) error {
		parents, err := l.Service.Nodes(c.context(), append(l.someHandles(), l.busiest))
		if err != nil {
			return err
		}
		h, _ := parents[0].(*service.Handle)
		l.Statements()
		got, err := l.Service.HandleDomains(c.context(), h, args, nil, &service.DomainOrder{Field: by.Name, Direction: directionOf(by)})
		if err == nil {
			_, err = got.TotalCount(c.context())
		}
		return err
	}}
}

// someHandles are ids of the main reseller's list.
func (l *large) someHandles() []string {
	rows, err := readRows(l.raw, "SELECT handle_id FROM accesses WHERE reseller_id = '"+l.main+"' ORDER BY handle_id LIMIT 40")
	if err != nil {
		panic(err) // the raw connection reads its own database
	}
	return column(rows, "handle_id")
}

// otherLists looks at the lists with one order.
func (l *large) otherLists(t *testing.T, c caller) {
	t.Helper()
	events, err := readAll(func(a pageArgs) (*service.EventConnection, error) {
		a.First = new(40)
		got, err := l.Service.Events(c.context(), nil, a, nil, nil)
		got.PageInfo.HasNextPage = false
		return got, err
	}, eventEdges)
	if err != nil {
		t.Fatal(err)
	}
	for _, desc := range []bool{true, false} {
		by := page.Order{Name: "AT", Desc: desc, Kind: page.Text}
		cursor := by.Cursor(page.Key{Value: events[20], ID: events[20]})
		pages := map[string]pageArgs{"first page": {}, "deep page": {After: &cursor}, "backward": {Last: new(20), Before: &cursor}}
		for name, f := range map[string]*service.EventFilter{
			"nothing": nil, "one entity": {EntityID: &l.busiest}, "one change": {ChangeID: new(madeUpID(registrar.ChangeID, 1))},
			"one action": {Action: []registrar.EventAction{registrar.HandleCreated}},
		} {
			l.verifyPlans(t, listing{name: fmt.Sprintf("events of %s with %s %s", c.kind, name, directionOf(by)), c: c, read: func(args pageArgs) error {
				got, err := l.Service.Events(c.context(), nil, args, f, &service.EventOrder{Field: "AT", Direction: directionOf(by)})
				if err == nil {
					_, err = got.TotalCount(c.context())
				}
				return err
			}}, pages)
		}
	}
	first := map[string]pageArgs{"first page": {}, "backward": {Last: new(20)}}
	l.verifyPlans(t, listing{name: "keys", c: c, read: func(args pageArgs) error { _, err := l.Service.APIKeys(c.context(), args); return err }}, first)
	l.verifyPlans(t, listing{name: "resellers", c: c, read: func(args pageArgs) error { _, err := l.Service.Resellers(c.context(), args); return err }}, first)
}
