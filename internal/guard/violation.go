package guard

import (
	"fmt"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// The names of the limits, as Violation.Limit gives them and clients read them.
const (
	LimitTokens             = "tokens"
	LimitComments           = "comments"
	LimitNameLength         = "nameLength"
	LimitDepth              = "depth"
	LimitFields             = "fields"
	LimitAliases            = "aliases"
	LimitRootFields         = "rootFields"
	LimitMutationFields     = "mutationFields"
	LimitDirectives         = "directives"
	LimitListItems          = "listItems"
	LimitValueDepth         = "valueDepth"
	LimitWalk               = "walk"
	LimitOverlaps           = "overlaps"
	LimitNodeIDs            = "nodeIds"
	LimitNodes              = "nodes"
	LimitIntrospectionItems = "introspectionItems"
	LimitResolvedFields     = "resolvedFields"
)

// Violation says which limit a document passed, how much is allowed, how much was asked for and where.
type Violation struct {
	// Limit is one of the names above.
	Limit string
	// Allowed is the limit.
	Allowed int
	// Found is what was counted, or one billion when it is more.
	Found int
	// At is where in the document; nil when no place can be told.
	At *ast.Position
}

// sentences say for each limit what was counted, with a verb for what was found and allowed, and what to do.
var sentences = map[string]string{
	LimitTokens:     "the document has %s tokens, %d are allowed: split it into several requests, and send long values as variables",
	LimitComments:   "the document has %s comments, %d are allowed: leave them out",
	LimitNameLength: "a name has %s characters, %d are allowed: choose a shorter one",
	LimitDepth: "the operation is %s fields deep, leaves counted, %d are allowed: " +
		"ask for what lies deeper in an operation of its own",
	LimitFields: "the document asks for %s fields, those of fragments counted wherever they are spread, %d are allowed: " +
		"ask for fewer fields, or split it into several requests",
	LimitAliases: "the document has %s aliases, those of fragments counted wherever they are spread, %d are allowed: " +
		"read many objects with one list rather than with one alias each",
	LimitRootFields:     "the operation has %s root fields, %d are allowed: split it into several requests",
	LimitMutationFields: "the mutation has %s root fields, %d are allowed: split it into several requests",
	LimitDirectives: "the document has %s directives, those of fragments counted wherever they are spread, %d are allowed: " +
		"put one directive on a fragment rather than on each field",
	LimitListItems:  "a list has %s items, %d are allowed: send it in several requests",
	LimitValueDepth: "a value nests %s lists and objects, %d are allowed: send a flatter value",
	LimitWalk: "validation would read %s characters, fragments counted wherever they are spread, %d are allowed: " +
		"send long values as variables, and let fewer fragments spread others",
	LimitOverlaps: "validation would compare %s pairs of fields under the same name, %d are allowed: " +
		"select each field once in a selection",
	LimitNodeIDs: "a field is given %s ids, %d are allowed: send them in several requests",
	LimitNodes: "the operation may read %s nodes, %d are allowed: ask for smaller pages; " +
		"the sizes of lists inside lists are multiplied, a list without a size counts as large as it is by default",
	LimitIntrospectionItems: "the operation may list %s elements of the schema, %d are allowed: ask for fewer lists inside lists",
	LimitResolvedFields: "the answer may hold %s fields, %d are allowed: ask for smaller pages or for fewer fields; " +
		"those of an object in a list are multiplied by the size of the list",
}

// Error says in a sentence what was asked for, what is allowed and what to do.
func (v *Violation) Error() string {
	found := strconv.Itoa(v.Found)
	if v.Found >= most {
		found = "at least " + found
	}
	return fmt.Sprintf(sentences[v.Limit], found, v.Allowed)
}

// exceeds gives a violation if more was found than is allowed.
func exceeds(limit string, allowed, found int, at *ast.Position) *Violation {
	if found <= allowed {
		return nil
	}
	return &Violation{Limit: limit, Allowed: allowed, Found: found, At: at}
}

// firstOf gives the first violation that there is.
func firstOf(violations ...*Violation) *Violation {
	for _, v := range violations {
		if v != nil {
			return v
		}
	}
	return nil
}
