package isolation

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// listing is a list with one way to reach it.
type listing struct {
	connection
	way, wrapped string
}

func (l listing) String() string { return l.connection.String() + " " + l.way }

func listings() []listing {
	var all []listing
	for _, c := range connections() {
		if c.parent == schema.Query {
			all = append(all, listing{c, "", "%s"})
			continue
		}
		for _, way := range slices.Sorted(maps.Keys(reach[c.parent.Name])) {
			all = append(all, listing{c, way, reach[c.parent.Name][way]})
		}
	}
	return all
}

// orders are all ways to sort the list: every choice for every field of the order.
func (l listing) orders() []object {
	argument := l.field.Arguments.ForName("orderBy")
	if argument == nil {
		return []object{nil}
	}
	all := []object{{}}
	for _, field := range schema.Types[argument.Type.Name()].Fields {
		var more []object
		for _, order := range all {
			for _, value := range schema.Types[field.Type.Name()].EnumValues {
				next := maps.Clone(order)
				next[field.Name] = value.Name
				more = append(more, next)
			}
		}
		all = more
	}
	return all
}

// filters try each field of the filter by itself: every choice, and values that are beta's, alpha's or nobody's.
func (w *world) filters(l listing) []object {
	argument := l.field.Arguments.ForName("filter")
	if argument == nil {
		return nil
	}
	var all []object
	for _, p := range places() {
		if p.parent != l.parent || p.field != l.field || p.path[0] != "filter" {
			continue
		}
		for _, value := range w.values(p) {
			in, _ := put(p.path[1:], argument.Type, nil, value, false).(object)
			switch value {
			case "true", "false":
				in[p.path[1]] = value == "true"
			}
			all = append(all, in)
		}
	}
	return all
}

func (w *world) values(p place) (values []string) {
	definition := schema.Types[p.leaf.Name()]
	r, _ := rowOf(p)
	switch {
	case definition.Kind == ast.Enum:
		for _, value := range definition.EnumValues {
			values = append(values, value.Name)
		}
	case definition.Name == "Boolean":
		values = []string{"true", "false"}
	case definition.Name == "DateTime":
		values = []string{"2025-11-16T12:00:00.001Z", "2026-06-01T00:00:00Z"}
	case r.names == words:
		values = []string{"quillon", "marlowe", "nobody"}
	default:
		for _, p := range w.foreign(r.names) {
			values = append(values, p.foreign)
		}
		values = values[:min(len(values), 2)]
	}
	return values
}

// page asks for a page of the list, by any arguments.
func (w *world) page(l listing, c caller, p *party, arguments object, selected string) request {
	var declared, given []string
	for _, name := range slices.Sorted(maps.Keys(arguments)) {
		declared = append(declared, fmt.Sprintf("$%s: %s", name, l.field.Arguments.ForName(name).Type))
		given = append(given, fmt.Sprintf("%s: $%s", name, name))
	}
	if selected == "" {
		selected = selection(l.field.Type.Name(), 1, c)
	}
	field := fmt.Sprintf("%s(%s) { %s }", l.field.Name, strings.Join(given, ", "), selected)
	return request{
		document:  fmt.Sprintf("query(%s) { %s }", strings.Join(declared, ", "), w.within(l.wrapped, field, p)),
		variables: arguments,
	}
}

// readings are pages of every list in every order and from both ends, with every filter; and what is no list.
func (w *world) readings(c caller) map[string]request {
	all := map[string]request{"viewer": {document: "{ viewer { " + selection("Viewer", deep+1, c) + " } }"}}
	for _, l := range listings() {
		add := func(arguments object) {
			for name, value := range arguments {
				if in, is := value.(object); is && in == nil {
					delete(arguments, name)
				}
			}
			all[fmt.Sprint(l, " ", arguments)] = w.page(l, c, w.alpha, arguments, "")
		}
		for _, order := range l.orders() {
			add(object{"first": 3, "orderBy": order})
			add(object{"last": 3, "orderBy": order})
		}
		for _, filter := range w.filters(l) {
			add(object{"first": 50, "filter": filter})
		}
	}
	return all
}

// grow lets beta's account become fifty handles and domains larger, of every sort, and act.
func (w *world) grow() {
	w.t.Helper()
	states := []registrar.ReachState{registrar.ReachPending, registrar.ReachFailed, registrar.ReachValidated, registrar.ReachNone}
	w.bulk(func(b *service.Bulk) error {
		for i := range 50 {
			data := w.person("quillon", fmt.Sprint("more", i))
			data.Address.Country = []string{"IS", "FR"}[i%2]
			rights, origin := registrar.Full, registrar.Created
			if i%3 == 0 {
				rights, origin = registrar.Limited, registrar.Attached
			}
			h := b.Handle(service.BulkHandle{
				Data: data, CreatedAt: loadedAt, Reachability: states[i%len(states)], Linked: true,
				Lists: []service.BulkAccess{{ResellerID: w.beta.reseller, Rights: rights, Origin: origin}},
			})
			d := w.domain(fmt.Sprintf("marlowe-more%d.com", i), w.beta.reseller, map[registrar.Role]string{registrar.Owner: h})
			d.DueAt, d.Holds = registrar.At(apitest.Start), []registrar.HoldReason{registrar.HoldDispute}
			b.Domain(d)
		}
		return nil
	})
	w.Key(w.beta.reseller, registrar.Scopes...)
	for name, in := range map[string]object{
		"deleteHandle": inputs["deleteHandle"](w.beta)[0], "releaseDomains": inputs["releaseDomains"](w.beta)[0],
		"revokeApiKey": inputs["revokeApiKey"](w.beta)[0], "createHandle": newHandle("Marlowe"),
	} {
		if got := w.send(w.callers["beta"], mutation(schema.Mutation.Fields.ForName(name), w.callers["beta"], in)); got.refused() {
			w.t.Fatalf("beta's %s is refused: %s", name, got.body)
		}
	}
}

// TestNothingThatBetaDoesChangesAnAnswer reads every list before and after beta's account has grown: items, order, page
// info, totals, and the number of statements stay.
func TestNothingThatBetaDoesChangesAnAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	callers := []caller{w.callers["alpha"], w.callers["HANDLES_READ"], w.callers["owner"]}
	before := map[string]map[string]string{}
	seen := func(c caller, r request) string {
		w.Statements()
		got := w.send(c, r)
		got.statements = w.Statements()
		w.verifyNothingOfBetas(c.name, r, got)
		return got.text()
	}
	for _, c := range callers {
		before[c.name] = map[string]string{}
		for name, r := range w.readings(c) {
			before[c.name][name] = seen(c, r)
		}
	}
	w.grow()
	for _, c := range callers {
		for name, r := range w.readings(c) {
			if after := seen(c, r); after != before[c.name][name] {
				t.Errorf("%s: %s changed when beta's account grew:\n%s", c.name, name, differing(before[c.name][name], after))
			}
		}
	}
}
