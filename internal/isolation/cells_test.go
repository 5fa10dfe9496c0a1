package isolation

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/internal/registrar"
)

// deep is how many objects within objects a selection follows.
const deep = 2

// cell is one place with one way to reach it: it makes a request of a value.
type cell struct {
	place   place
	way     string
	scope   registrar.Scope
	request func(c caller, p *party, value string) request
}

func (c cell) String() string { return c.place.String() + " " + c.way }

// reach are the ways to an object of a type whose fields take arguments: for whom, and to which one.
var reach = map[string]map[string]string{
	"Handle": {
		"of a handle by its id":       `handle(by: {id: "$linked"}) { %s }`,
		"of a handle in both lists":   `node(id: "$shared") { ... on Handle { %s } }`,
		"of each handle in a list":    `handles(first: 50) { edges { node { %s } } }`,
		"of the owner's own handle":   `viewer { ... on Owner { handle { %s } } }`,
		"of the contacts of a domain": `domain(by: {id: "$domain"}) { contacts { handle { %s } } }`,
	},
	"WebhookEndpoint": {
		"of each webhook endpoint in a list": `webhookEndpoints(first: 50) { edges { node { %s } } }`,
	},
}

// cells are all ways to all places whose values name a thing.
func (w *world) cells() []cell {
	var all []cell
	for _, p := range places() {
		if r, there := rowOf(p); !there || r.names == "" {
			continue
		}
		switch p.parent {
		case schema.Mutation:
			all = append(all, w.mutationCells(p)...)
		case schema.Query:
			all = append(all, w.queryCell(p, "", "%s"))
		default:
			for _, way := range slices.Sorted(maps.Keys(reach[p.parent.Name])) {
				all = append(all, w.queryCell(p, way, reach[p.parent.Name][way]))
			}
		}
	}
	return all
}

func (w *world) queryCell(p place, way, wrapped string) cell {
	return cell{p, way, scopeOf(p.field), func(c caller, of *party, value string) request {
		argument := p.field.Arguments.ForName(p.path[0])
		field := fmt.Sprintf("%s(%s: $v) { %s }", p.field.Name, argument.Name, selection(p.field.Type.Name(), deep, c))
		return request{
			document:  fmt.Sprintf("query($v: %s) { %s }", argument.Type, w.within(wrapped, field, of)),
			variables: object{"v": put(p.path[1:], argument.Type, nil, value, false)},
		}
	}}
}

// within puts a selection into its way, with the party's own things.
func (w *world) within(wrapped, field string, p *party) string {
	shared := "alpha"
	if p == w.beta {
		shared = "beta"
	}
	return strings.NewReplacer("%s", field, "$linked", p.handles["linked"], "$shared", w.shared[shared], "$domain", p.domains["linked"]).Replace(wrapped)
}

// mutationCells are one for each input of the mutation; two where the place is a list: by itself, and behind what is
// the caller's own.
func (w *world) mutationCells(p place) []cell {
	var all []cell
	if inputs[p.field.Name] == nil {
		return nil // TestEveryMutationHasAnInput says so
	}
	for i := range inputs[p.field.Name](w.alpha) {
		for _, behind := range []bool{false, true}[:1+btoi(p.leaf.NamedType == "")] {
			way := fmt.Sprintf("input %d", i)
			if behind {
				way += ", behind the own"
			}
			all = append(all, cell{p, way, scopeOf(p.field), func(c caller, of *party, value string) request {
				in := put(p.path[1:], p.field.Arguments.ForName("input").Type, inputs[p.field.Name](of)[i], value, behind)
				return mutation(p.field, c, in)
			}})
		}
	}
	return all
}

func mutation(field *ast.FieldDefinition, c caller, input any) request {
	argument := field.Arguments.ForName("input")
	return request{
		document: fmt.Sprintf("mutation($v: %s) { %s(input: $v) { %s } }", argument.Type, field.Name,
			selection(field.Type.Name(), deep, c)),
		variables: object{"v": input},
	}
}

// put sets a value in an input, or in a copy of what is there. Of an input with exactly one field, nothing else stays.
func put(path []string, of *ast.Type, there any, value string, behind bool) any {
	if len(path) == 0 {
		if of.NamedType != "" {
			return value
		}
		own, _ := there.([]string)
		if !behind {
			own = nil
		}
		return append(slices.Clone(own), value)
	}
	input := schema.Types[of.Name()]
	in, _ := there.(object)
	if in == nil {
		in = templates[input.Name]
	}
	in = maps.Clone(in)
	if in == nil || input.Directives.ForName("oneOf") != nil {
		in = object{}
	}
	in[path[0]] = put(path[1:], input.Fields.ForName(path[0]).Type, in[path[0]], value, behind)
	return in
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// asking are the callers of alpha's side, the last of them nobody's. The narrow one has the one scope that is asked for.
func (w *world) asking(scope registrar.Scope) []caller {
	all := []caller{w.callers["alpha"], w.callers["read-only"], w.callers["owner"], w.callers["anonymous"]}
	if narrow, is := w.callers[string(scope)]; is {
		all = append(all, narrow)
	}
	return all
}

// pairs are what is another's for the caller: for the owner of a handle, the other things of its reseller too.
func (w *world) pairs(c caller, k kind) []pair {
	pairs := w.foreign(k)
	if c.owner {
		pairs = append(pairs, w.besides(k)...)
	}
	return pairs
}
