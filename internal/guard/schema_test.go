package guard

import (
	"strings"
	"testing"
)

func TestASchemaThatLeavesASizeOpenIsRefused(t *testing.T) {
	const node = directives + `
interface Node { id: ID! }
type Shop implements Node { id: ID! }
type Tag { text: String }
type PageInfo { hasNextPage: Boolean! }
type Connection { edges: [Edge!]! pageInfo: PageInfo! }
type Edge { node: Shop! }
`
	for text, want := range map[string]string{
		`type Query { shops: [Shop!]! }`:                                                               "Query.shops: a list of objects needs @listSize",
		`type Query { tags: [Tag!]! }`:                                                                 "Query.tags: a list of objects needs @listSize",
		`type Query { all: [Node]! }`:                                                                  "Query.all: a list of objects needs @listSize",
		`type Query { shops: [Shop!]! @listSize(assumedSize: -1) }`:                                    "assumedSize of 0 or more",
		`type Query { shops: [Shop!]! @listSize }`:                                                     "needs assumedSize, or a slicing argument that cannot be null",
		`type Query { shops(n: Int): [Shop!]! @listSize(slicingArguments: ["n"]) }`:                    "needs assumedSize, or a slicing argument that cannot be null",
		`type Query { shops(n: Int): [Shop!]! @listSize(assumedSize: 3, slicingArguments: ["m"]) }`:    "names the slicing argument m",
		`type Query { shop: Shop @listSize(assumedSize: 3) }`:                                          "no list and has no sizedFields",
		`type Query { shops: Connection }`:                                                             "Connection.edges: a list of objects needs @listSize",
		`type Query { shops: Connection @listSize(assumedSize: 2, sizedFields: ["nodes"]) }`:           "names the sized field nodes, but Connection has no such list",
		`type Query { shops: Connection @listSize(assumedSize: 2, sizedFields: ["pageInfo"]) }`:        "names the sized field pageInfo, but Connection has no such list",
		`type Query { a: Connection @listSize(assumedSize: 2, sizedFields: ["edges"]) b: Connection }`: "Query.b: Connection is a connection",
		`type Query { a: Tag @cost(weight: "much") }`:                                                  "Query.a: @cost needs a weight",
		`type Query { a: Tag @cost(weight: "-1") }`:                                                    "Query.a: @cost needs a weight",
		`type Query { a: Tag @cost(weight: "NaN") }`:                                                   "Query.a: @cost needs a weight",
		`type Query { a: Tag @cost(weight: "1e9") }`:                                                   "Query.a: @cost needs a weight",
	} {
		_, _, err := read(t, node+text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q: %s", err, want, text)
		}
	}
}

func TestEveryFaultOfASchemaIsNamedInOrder(t *testing.T) {
	_, _, err := read(t, directives+`type Query { a: [Tag!]! b: [Tag!]! } type Tag { c: [Tag!]! }`)
	want := "Query.a: a list of objects needs @listSize\nQuery.b: a list of objects needs @listSize\nTag.c: a list of objects needs @listSize"
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

func TestTheSchemaThatIsServedHasASizeForEveryList(t *testing.T) {
	schema, known := productSchema(t)
	for name, want := range map[string]int{
		`{handles(first:100){edges{node{code domains(first:100){edges{node{name}}}}}}}`: 10_100,
		`{handles{edges{node{events{edges{node{id}}}}}}}`:                               20 + 400,
		`{domains(first:50){edges{node{contacts{handle{code}}}}}}`:                      50,
	} {
		price, v := priceOf(t, schema, known, Default(), name, "")
		if v != nil || price.Nodes != want {
			t.Errorf("%d nodes (%v), want %d: %s", price.Nodes, v, want, name)
		}
	}
}

func TestNodesAreKnownInUnionsInterfacesAndListsWithoutEdges(t *testing.T) {
	schema, known, err := read(t, directives+`
interface Node { id: ID! }
interface Named { name: String }
type Shop implements Node & Named { id: ID! name: String }
type Tag implements Named { name: String }
union Found = Tag | Shop
union Word = Tag
type Connection { nodes: [Shop!]! }
type Query {
  found: [Found!] @listSize(assumedSize: 3)
  named: [Named!] @listSize(assumedSize: 5)
  words: [Word!] @listSize(assumedSize: 7)
  shops: Connection @listSize(assumedSize: 11, sizedFields: "nodes")
}`)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{
		`{found{__typename}}`: 3, `{named{name}}`: 5, `{words{__typename}}`: 0, `{shops{nodes{id}}}`: 11,
	} {
		if price, v := priceOf(t, schema, known, Default(), text, ""); v != nil || price.Nodes != want {
			t.Errorf("%d nodes (%v), want %d: %s", price.Nodes, v, want, text)
		}
	}
}
