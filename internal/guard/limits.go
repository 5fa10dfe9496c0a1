// Package guard bounds what one GraphQL document may ask for, and prices it.
//
// A document goes through three gates, each before the next one walks it. Text counts tokens before the parser builds
// anything. Shape counts what the parsed document holds with every fragment spread out, and what validating it takes,
// before the validator starts. Price multiplies the sizes of lists inside lists, once the document is known to be valid
// and the variables are coerced.
//
// Fragments are counted once and multiplied, so that 28 fragments that each spread the next one twice cost 28 steps
// and not 2^28. Counts stop at one billion instead of overflowing.
//
// The package knows nothing of transports, databases or resolvers: what a list may hold is said in the schema, by the
// directives of IBM's GraphQL Cost Directives specification.
package guard

// Limits are the most that one document may ask for. A document that reaches a limit exactly passes. A limit of zero
// allows none.
type Limits struct {
	// Tokens of the whole text, comments left out.
	Tokens int
	// Comments of the whole text. They mean nothing, but the parser keeps each of them.
	Comments int
	// NameLength is how many characters a name may have. Validation compares unknown names with those of the schema.
	NameLength int
	// Depth of an operation in fields, leaves counted, fragments not.
	Depth int
	// Fields of all operations together, fragments spread out.
	Fields int
	// Aliases of all operations together, fragments spread out.
	Aliases int
	// RootFields of an operation.
	RootFields int
	// MutationFields are root fields of a mutation, which run one after the other.
	MutationFields int
	// Directives of all operations together, fragments spread out.
	Directives int
	// ListItems of one list in an argument or a variable.
	ListItems int
	// ValueDepth is how deep lists and input objects nest in an argument or a variable; a plain value has depth 0.
	ValueDepth int
	// Walk is how many characters of names and values validation reads: those of every operation and of every fragment
	// with the fragments that it spreads, and 8 for each thing that is visited.
	Walk int
	// Overlaps is how many pairs of fields under the same response name validation compares, once for every inline
	// fragment around them.
	Overlaps int
	// NodeIDs is how many ids one field such as nodes(ids:) takes.
	NodeIDs int
	// Nodes that an operation may read at worst.
	Nodes int
	// IntrospectionItems are the types, fields, arguments and so on that an operation may list at worst.
	IntrospectionItems int
	// ResolvedFields are the fields of all objects that an operation may read at worst, leaves counted: what the answer
	// may hold. Small lists that hold no nodes multiply them, too.
	ResolvedFields int
}

// Default is what the endpoint allows. The standard introspection query is exactly 15 fields deep, and 100 handles with
// 100 domains each are 10,100 nodes. With these limits the slowest documents that were found keep gqlparser's validator
// busy for 18 to 31 ms (BenchmarkSlowestValidation); without Walk and Overlaps some of 2,000 tokens took it half a second,
// and worse ones can be written.
func Default() Limits {
	return Limits{
		Tokens:             2_000,
		Comments:           2_000,
		NameLength:         128,
		Depth:              15,
		Fields:             1_000,
		Aliases:            30,
		RootFields:         20,
		MutationFields:     10,
		Directives:         50,
		ListItems:          250,
		ValueDepth:         15,
		Walk:               50_000,
		Overlaps:           20_000,
		NodeIDs:            100,
		Nodes:              10_200,
		IntrospectionItems: 50_000,
		ResolvedFields:     250_000,
	}
}

// most is where counts stop growing. It is small enough for the product of two counts to fit an int64.
const most = 1_000_000_000

// plus adds two counts.
func plus(a, b int) int { return min(a+b, most) }

// times multiplies two counts.
func times(a, b int) int { return min(a*b, most) }
