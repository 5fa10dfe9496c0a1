package guard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"
)

// execution runs an operation against a shop in which every list is as long as it may be, one object after the other,
// and counts what it reads: what the price must foretell.
type execution struct {
	schema   *ast.Schema
	concrete string // what node(id:) gives
	nodes    int
	resolved int
	halves   int // of points, for @cost
}

// run resolves a selection set on one object of a type. In a connection, page is the length of its edges.
func (x *execution) run(object string, set ast.SelectionSet, page int) {
	fields := map[string][]*ast.Field{}
	x.collect(object, set, fields)
	x.resolved += len(fields)
	if _, edges := fields["edges"]; !edges && len(fields["pageInfo"]) > 0 && object != "WordConnection" {
		x.nodes += page
	}
	for _, same := range fields {
		var below ast.SelectionSet
		for _, field := range same {
			below = append(below, field.SelectionSet...)
		}
		x.resolve(same[0], below, page)
	}
}

func (x *execution) collect(object string, set ast.SelectionSet, fields map[string][]*ast.Field) {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			fields[selection.Alias] = append(fields[selection.Alias], selection)
		case *ast.InlineFragment:
			if selection.TypeCondition == object || x.implements(object, selection.TypeCondition) {
				x.collect(object, selection.SelectionSet, fields)
			}
		case *ast.FragmentSpread:
			if selection.Definition.TypeCondition == object {
				x.collect(object, selection.Definition.SelectionSet, fields)
			}
		}
	}
}

func (x *execution) implements(object, of string) bool {
	for _, possible := range x.schema.PossibleTypes[of] {
		if possible.Name == object {
			return true
		}
	}
	return false
}

func (x *execution) resolve(field *ast.Field, below ast.SelectionSet, page int) {
	given := 20
	if first := field.Arguments.ForName("first"); first != nil {
		given, _ = number(first.Value.Raw)
	}
	target := field.Definition.Type.Name()
	if target == "Node" || target == "Named" {
		target = x.concrete
	}
	items, nodes := 1, false
	switch field.Name {
	case "tags":
		items = 3
	case "best":
		items, nodes = 5, true
	case "audit":
		x.halves++
	case "edges":
		items, nodes = page, target != "WordEdge"
	}
	for range items {
		if nodes {
			x.nodes++
		}
		x.run(target, below, given)
	}
}

// drawSelections writes a valid selection set. A field with another argument gets another name, so that fields merge
// only where they may.
func drawSelections(t *rapid.T, object string, depth int, abstract bool) string {
	var b strings.Builder
	b.WriteString("{__typename ")
	for range rapid.IntRange(1, 3).Draw(t, "selections") {
		b.WriteString(drawSelection(t, object, depth, abstract) + " ")
	}
	return b.String() + "}"
}

func drawSelection(t *rapid.T, object string, depth int, abstract bool) string {
	below := func(target string) string { return drawSelections(t, target, depth-1, abstract) }
	page := func(field, target string) string {
		n := rapid.IntRange(0, 3).Draw(t, "first")
		return fmt.Sprintf("%s%d:%s(first:%d)%s", field, n, field, n, below(target))
	}
	if depth == 0 {
		return "__typename"
	}
	if rapid.IntRange(0, 3).Draw(t, "wrapped") == 0 {
		return "...on " + object + below(object)
	}
	options := map[string][]string{
		"Query": {"shops", "words", "fragment"}, "Shop": {"shelves", "owner", "tags", "best", "audit", "id", "spread"},
		"Shelf": {"shelves", "room", "id"}, "Tag": {"shop", "text"}, "Node": {"id", "on"},
		"ShopConnection": {"edges", "edges", "pageInfo", "totalCount"}, "ShelfConnection": {"edges", "edges", "pageInfo"},
		"WordConnection": {"edges", "pageInfo"}, "ShopEdge": {"node"}, "ShelfEdge": {"node"}, "WordEdge": {"node"},
	}[object]
	switch option := rapid.SampledFrom(options).Draw(t, "field"); option {
	case "shops":
		return page(option, "ShopConnection")
	case "words":
		return page(option, "WordConnection")
	case "shelves":
		return page(option, "ShelfConnection")
	case "fragment":
		if abstract {
			return "node(id:1)" + below("Node")
		}
		return page("shops", "ShopConnection")
	case "on":
		return "...on Shop" + below("Shop") + " ...on Shelf" + below("Shelf")
	case "spread":
		return "...OfShop"
	case "edges":
		return option + below(strings.TrimSuffix(object, "Connection")+"Edge")
	case "node":
		return option + below(map[string]string{"ShopEdge": "Shop", "ShelfEdge": "Shelf", "WordEdge": "Tag"}[object])
	case "owner", "room", "shop":
		return option + below("Shop")
	case "tags", "audit":
		return option + below("Tag")
	case "best":
		return option + below("Shelf")
	case "pageInfo":
		return "pageInfo{hasNextPage}"
	default:
		return option
	}
}

func TestThePriceIsWhatExecutionReadsAtWorst(t *testing.T) {
	schema, known := shopSchema(t)
	l := Limits{Walk: most, Nodes: most, ResolvedFields: most, NodeIDs: most}
	rapid.Check(t, func(rt *rapid.T) {
		abstract := rapid.Bool().Draw(rt, "abstract")
		text := drawSelections(rt, "Query", 6, abstract) + "fragment OfShop on Shop" + strings.ReplaceAll(drawSelections(rt, "Shop", 3, false), "...OfShop", "id")
		if !strings.Contains(text[:strings.LastIndex(text, "fragment OfShop")], "...OfShop") {
			text = text[:strings.LastIndex(text, "fragment OfShop")]
		}
		doc := valid(t, schema, text)
		price, v := l.Price(known, doc.Operations[0], nil)
		if v != nil {
			rt.Fatal(v)
		}
		for _, concrete := range []string{"Shop", "Shelf"} {
			x := execution{schema: schema, concrete: concrete}
			x.run("Query", doc.Operations[0].SelectionSet, 0)
			fixed := costOfQuery + x.halves*points/2
			if price.Nodes < x.nodes || price.fixed < fixed || price.ResolvedFields < x.resolved {
				rt.Fatalf("priced at %+v, %d nodes and %d were read: %s", price, x.nodes, fixed, text)
			}
			if !strings.Contains(text, "node(id:") && (price.Nodes != x.nodes || price.fixed != fixed || price.ResolvedFields != x.resolved) {
				rt.Fatalf("priced at %+v, exactly %d nodes, %d fields and %d were read: %s", price, x.nodes, x.resolved, fixed, text)
			}
		}
	})
}
