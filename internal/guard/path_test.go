package guard

import (
	"strings"
	"testing"
)

// closing is a mutation whose list is as long as one inside its input.
const closing = directives + `
interface Node { id: ID! }
type Shop implements Node { id: ID! best: [Shop!]! @listSize(assumedSize: 5) }
type Result { shop: Shop errors: [Shop!]! @listSize(assumedSize: 3) }
type Closed { results: [Result!]! }
input Deep { ids: [ID!] }
input Close { ids: [ID!]! deep: Deep }
type Query { shop: Shop }
type Mutation {
  close(input: Close!): Closed! @listSize(slicingArguments: ["input.ids"], sizedFields: ["results"], requireOneSlicingArgument: false)
  deep(input: Close!): [Shop!]! @listSize(assumedSize: 7, slicingArguments: ["input.deep.ids"])
}
`

func TestAListInsideTheInputGivesTheSize(t *testing.T) {
	for text, want := range map[string]int{
		`mutation{close(input:{ids:["a","b"]}){results{errors{id}}}}`:                         2 * 3,
		`mutation{close(input:{ids:"a"}){results{errors{id}}}}`:                               3,
		`mutation{close(input:{ids:[]}){results{errors{id}}}}`:                                0,
		`mutation($in:Close!={ids:["a","b","c","d"]}){close(input:$in){results{errors{id}}}}`: 4 * 3,
		`mutation($i:[ID!]!=["a","b"]){close(input:{ids:$i}){results{errors{id}}}}`:           2 * 3,
		`mutation{deep(input:{ids:[]}){id}}`:                                                  7,
		`mutation{deep(input:{ids:[],deep:{}}){id}}`:                                          7,
		`mutation{deep(input:{ids:[],deep:{ids:null}}){id}}`:                                  7,
		`mutation{deep(input:{ids:[],deep:{ids:["a","b","c"]}}){id}}`:                         3,
		`mutation($d:Deep={ids:["a"]}){deep(input:{ids:[],deep:$d}){id}}`:                     1,
		`mutation($in:Close!={ids:[],deep:{ids:["a","b"]}}){deep(input:$in){id}}`:             2,
	} {
		schema, known, err := read(t, closing)
		if err != nil {
			t.Fatal(err)
		}
		if price, violation := priceOf(t, schema, known, Default(), text, ""); violation != nil || price.Nodes != want {
			t.Errorf("%s: %d nodes, %v; want %d", text, price.Nodes, violation, want)
		}
	}
}

func TestArgumentsCostWhenTheyAreGiven(t *testing.T) {
	schema, known, err := read(t, directives+`
		interface Node { id: ID! }
		type Shop implements Node { id: ID! }
		input Filter { word: String }
		type Query { shop(filter: Filter @cost(weight: "2.5"), id: ID @cost(weight: "4")): Shop @cost(weight: "1") }`)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{
		`{shop{id}}`: 2, `{shop(filter:{}){id}}`: 5, `{shop(filter:null){id}}`: 2, `{shop(filter:{word:"a"},id:1){id}}`: 9,
		`{a:shop(filter:{}){id} b:shop(filter:{}){id}}`: 8,
		`query($f:Filter){shop(filter:$f){id}}`:         2, `query($f:Filter={}){shop(filter:$f){id}}`: 5,
		`query($f:Filter=null){shop(filter:$f){id}}`: 2,
	} {
		if price, violation := priceOf(t, schema, known, Default(), text, ""); violation != nil || price.Cost != want {
			t.Errorf("%s: %d points, %v; want %d", text, price.Cost, violation, want)
		}
	}
}

func TestAPathThatLeadsNowhereIsAFaultOfTheSchema(t *testing.T) {
	for _, path := range []string{"input.nosuch", "nosuch.ids", "input.ids.more", "input.deep.nosuch"} {
		if _, _, err := read(t, strings.Replace(closing, "input.ids", path, 1)); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
