package guard

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

const directives = `
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
directive @cost(weight: String!) on FIELD_DEFINITION | ARGUMENT_DEFINITION
`

// shops is a schema with a list of every sort.
const shops = directives + `
interface Node { id: ID! }
interface Named { name: String shelves(first: Int, last: Int): ShelfConnection! @page }
interface Roomy { shelves(first: Int, last: Int): ShelfConnection! @page }
type PageInfo { hasNextPage: Boolean! }
type Shop implements Node & Named & Roomy {
  id: ID!
  name: String
  shelves(first: Int, last: Int): ShelfConnection! @page
  owner: Shop
  tags: [Tag!]! @listSize(assumedSize: 3)
  best: [Shelf!]! @listSize(assumedSize: 5)
  words: [String!]!
  audit: Tag @cost(weight: "0.5")
}
type Shelf implements Node & Named { id: ID! name: String shelves(first: Int, last: Int): ShelfConnection! @page room: Shop }
type Tag { text: String shop: Shop shelves: [Shelf!]! @listSize(assumedSize: 2) }
type ShopConnection { edges: [ShopEdge!]! pageInfo: PageInfo! totalCount: Int! }
type ShopEdge { cursor: String! node: Shop! }
type ShelfConnection { edges: [ShelfEdge!]! pageInfo: PageInfo! totalCount: Int! }
type ShelfEdge { cursor: String! node: Shelf! }
type WordConnection { edges: [WordEdge!]! pageInfo: PageInfo! }
type WordEdge { node: Tag! }
input Filter { any: [String!] not: Filter }
type Query {
  shops(first: Int, last: Int, filter: Filter): ShopConnection! @page
  tens(first: Int = 10, last: Int): ShopConnection! @page
  words(first: Int, last: Int): WordConnection! @page
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]! @listSize(slicingArguments: ["ids"], requireOneSlicingArgument: false)
  report: Tag @cost(weight: "2.25")
}
type Mutation { open(name: String): Shop close: Shop @cost(weight: "25") }
`

// shopSchema is shops, read.
func shopSchema(t testing.TB) (*ast.Schema, *Schema) {
	t.Helper()
	schema, known, err := read(t, shops)
	if err != nil {
		t.Fatal(err)
	}
	return schema, known
}

// read loads a schema in which @page stands for what every connection carries.
func read(t testing.TB, text string) (*ast.Schema, *Schema, error) {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: strings.ReplaceAll(text, "@page",
		`@listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["edges"], requireOneSlicingArgument: false)`)})
	if err != nil {
		t.Fatal(err)
	}
	known, err := NewSchema(schema)
	return schema, known, err
}

// valid parses and validates.
func valid(t testing.TB, schema *ast.Schema, text string) *ast.QueryDocument {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if errs := validator.ValidateWithRules(schema, doc, nil); len(errs) != 0 {
		t.Fatalf("%v: %s", errs, text)
	}
	return doc
}

// priceOf prices the first operation of a document, variables coerced from JSON as the server does it.
func priceOf(t testing.TB, schema *ast.Schema, known *Schema, l Limits, text, variables string) (Price, *Violation) {
	t.Helper()
	doc := valid(t, schema, text)
	var given map[string]any
	if variables != "" {
		decoder := json.NewDecoder(strings.NewReader(variables))
		decoder.UseNumber()
		if err := decoder.Decode(&given); err != nil {
			t.Fatal(err)
		}
	}
	coerced, err := validator.VariableValues(schema, doc.Operations[0], given)
	if err != nil {
		t.Fatalf("%v: %s", err, variables)
	}
	return l.Price(known, doc.Operations[0], coerced)
}
