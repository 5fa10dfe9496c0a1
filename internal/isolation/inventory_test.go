package isolation

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestEveryPlaceHasARow makes a new argument, or a new field of an input, fail until somebody has said what it names.
func TestEveryPlaceHasARow(t *testing.T) {
	used := map[string]bool{}
	for _, p := range places() {
		r, there := rowOf(p)
		for key := range rows {
			used[key] = used[key] || key == p.key || strings.HasSuffix(p.key, key)
		}
		switch {
		case !p.textual():
		case !there:
			t.Errorf("rows has no row for %s, which %s takes", p.key, p)
		case btoi(r.names != "")+btoi(r.cursor)+btoi(r.not != "") != 1:
			t.Errorf("the row of %s says not exactly one thing: %+v", p.key, r)
		case r.not == "" && p.leaf.Name() == "ID" && typeOf[r.names] == "" && r.names != anyID:
			t.Errorf("the row of %s says that an id names a %s", p.key, r.names)
		case r.not != "" && p.leaf.Name() == "ID":
			t.Errorf("%s is an id and names nothing: %s", p.key, r.not)
		}
	}
	for key := range rows {
		if !used[key] {
			t.Errorf("the row %s is about nothing in the schema", key)
		}
	}
}

// TestEveryMutationHasAnInput makes a new mutation fail until there is an input for it, all of which is the party's own.
func TestEveryMutationHasAnInput(t *testing.T) {
	p := &party{handles: map[string]string{}, domains: map[string]string{}}
	for _, field := range schema.Mutation.Fields {
		if inputs[field.Name] == nil {
			t.Errorf("inputs has none for the mutation %s", field.Name)
		} else if len(inputs[field.Name](p)) == 0 {
			t.Errorf("inputs has an empty list for the mutation %s", field.Name)
		}
	}
	for name := range inputs {
		if schema.Mutation.Fields.ForName(name) == nil {
			t.Errorf("inputs has one for %s, which is no mutation of the schema", name)
		}
	}
}

// TestEveryObjectWithArgumentsIsReached: a type whose fields take arguments needs a way to an object of it.
func TestEveryObjectWithArgumentsIsReached(t *testing.T) {
	for _, definition := range outputs() {
		takes := slices.ContainsFunc(places(), func(p place) bool { return p.parent == definition })
		if takes && definition != schema.Query && definition != schema.Mutation && definition != schema.Subscription && len(reach[definition.Name]) == 0 {
			t.Errorf("reach has no way to a %s, whose fields take arguments", definition.Name)
		}
	}
}

// TestEveryFieldIsAskedFor: what the answers are searched for beta's words in, is everything that there is.
func TestEveryFieldIsAskedFor(t *testing.T) {
	w := newWorld(t)
	asked := ""
	for _, c := range []caller{w.callers["alpha"], w.callers["owner"]} {
		for _, root := range schema.Query.Fields {
			if !strings.HasPrefix(root.Name, "__") {
				asked += " " + root.Name + " { " + selection(root.Type.Name(), deep, c) + " }"
			}
		}
		for _, root := range schema.Mutation.Fields {
			asked += " " + root.Name + " { " + selection(root.Type.Name(), deep, c) + " }"
		}
	}
	names := map[string]bool{}
	for _, name := range strings.FieldsFunc(asked, func(r rune) bool { return !strings.ContainsRune("_abcdefghijklmnopqrstuvwxyz", r|0x20) }) {
		names[name] = true
	}
	for _, definition := range outputs() {
		for _, field := range definition.Fields {
			// Streams are followed in internal/matrix, see TestAStreamTellsWhatTheCallerSees.
			if !strings.HasPrefix(field.Name, "__") && !names[field.Name] && definition != schema.Subscription {
				t.Errorf("no selection asks for %s.%s", definition.Name, field.Name)
			}
		}
	}
}

// columns are what is to be tried with every type of node.
var columns = []string{
	"node", "nodes", "list", "nested", "filter", "order", "totalCount", "mutation", "id in an input", "events", "replay", "error text",
}

// notThere says which cells there cannot be: what the schema does not have.
var notThere = map[string]string{
	"ApiKey filter":          "no list of keys is filtered",
	"ApiKey order":           "lists of keys have one order",
	"ApiKey nested":          "no object has keys",
	"Event mutation":         "events are written by the program alone",
	"Event replay":           "events are written by the program alone",
	"Event id in an input":   "no mutation is about an event",
	"Handle nested":          "objects have handles one by one",
	"Mail filter":            "the list of mails is not filtered",
	"Mail order":             "the list of mails has one order",
	"Mail nested":            "no object has mails",
	"Reseller filter":        "the list of resellers is not filtered",
	"WebhookDelivery filter": "deliveries are listed by their state, which names nothing",
	"WebhookDelivery order":  "lists of deliveries have one order",
	"WebhookDelivery list":   "deliveries are listed by endpoint",
	"WebhookEndpoint filter": "the list of webhook endpoints is not filtered",
	"WebhookEndpoint order":  "the list of webhook endpoints has one order",
	"WebhookEndpoint nested": "no object has webhook endpoints",
	"Reseller order":         "the list of resellers has one order",
	"Reseller nested":        "no object has resellers",
}

// TestEveryCellOfTheMatrixIsTried counts the cells that the schema gives for each type and each column.
func TestEveryCellOfTheMatrixIsTried(t *testing.T) {
	tried := map[string]int{}
	w := &world{alpha: &party{handles: map[string]string{}, domains: map[string]string{}}}
	for _, cell := range w.cells() {
		for _, name := range columnsOf(cell) {
			tried[name]++
		}
	}
	for _, c := range connections() {
		list := map[bool]string{true: "list", false: "nested"}[c.parent == schema.Query]
		tried[c.node+" "+list]++
		tried[c.node+" totalCount"]++
		if c.field.Arguments.ForName("orderBy") != nil {
			tried[c.node+" order"]++
		}
	}
	for _, name := range nodeTypes() {
		for _, column := range columns {
			cell := name + " " + column
			switch reason, not := notThere[cell]; {
			case tried[cell] == 0 && !not:
				t.Errorf("nothing tries the cell %q", cell)
			case tried[cell] > 0 && not:
				t.Errorf("the cell %q is tried, and is said not to be there: %s", cell, reason)
			}
		}
	}
	for cell := range maps.Keys(notThere) {
		name, column, _ := strings.Cut(cell, " ")
		if !slices.Contains(nodeTypes(), name) || !slices.Contains(columns, column) {
			t.Errorf("%q is no cell of the matrix", cell)
		}
	}
}

// columnsOf are the columns, with the type, that a cell stands in. Its answers are compared word for word, so that each
// is of the column of error texts too.
func columnsOf(c cell) []string {
	r, _ := rowOf(c.place)
	types := nodeTypes()
	if of := typeOf[r.names]; of != "" {
		types = []string{of}
	}
	var names []string
	add := func(column string, of ...string) {
		for _, name := range of {
			names = append(names, name+" "+column)
		}
	}
	add("error text", types...)
	switch {
	case c.place.key == "Query.node(id)":
		add("node", types...)
	case c.place.key == "Query.nodes(ids)":
		add("nodes", types...)
	case c.place.parent == schema.Mutation:
		add("mutation", types...)
		add("replay", types...)
		add("id in an input", types...)
	case strings.HasPrefix(c.place.key, "EventFilter."):
		add("events", types...)
		add("filter", "Event")
	case c.place.path[0] == "filter":
		node, _ := nodeOf(c.place.field.Type.Name())
		add("filter", node)
	}
	return names
}
