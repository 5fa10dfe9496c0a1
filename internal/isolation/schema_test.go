package isolation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/registrar"
)

// schema is the public contract as the server has parsed it.
var schema = graph.NewSchema(nil).Schema()

// place is where a value stands: the field that takes it, and the way through its arguments and inputs.
type place struct {
	parent *ast.Definition
	field  *ast.FieldDefinition
	path   []string
	key    string // of its row: "Input.field", or "Type.field(argument)"
	leaf   *ast.Type
}

func (p place) String() string {
	return fmt.Sprintf("%s.%s(%s)", p.parent.Name, p.field.Name, strings.Join(p.path, "."))
}

// places walks every argument of every field of every type, into inputs, down to what is no input.
func places() []place {
	var all []place
	for _, parent := range outputs() {
		if parent == schema.Subscription {
			continue // streams are followed in internal/matrix, see TestAStreamTellsWhatTheCallerSees
		}
		for _, field := range parent.Fields {
			for _, argument := range field.Arguments {
				if strings.HasPrefix(field.Name, "__") {
					continue // introspection, which is the same for all
				}
				at := place{parent, field, []string{argument.Name}, fmt.Sprintf("%s.%s(%s)", parent.Name, field.Name, argument.Name), argument.Type}
				all = append(all, at.leaves(nil)...)
			}
		}
	}
	return all
}

// leaves are the places below this one; an input within itself is walked once.
func (p place) leaves(above []string) []place {
	input := schema.Types[p.leaf.Name()]
	if input.Kind != ast.InputObject {
		return []place{p}
	}
	if slices.Contains(above, input.Name) {
		return nil
	}
	var all []place
	for _, field := range input.Fields {
		below := p
		below.path = append(slices.Clone(p.path), field.Name)
		below.key, below.leaf = input.Name+"."+field.Name, field.Type
		all = append(all, below.leaves(append(slices.Clone(above), input.Name))...)
	}
	return all
}

// textual tells whether a value of the type can name a thing: no number, no choice from a list, no moment.
func (p place) textual() bool {
	definition := schema.Types[p.leaf.Name()]
	return definition.Kind == ast.Scalar && !slices.Contains([]string{"Int", "Float", "Boolean", "DateTime"}, definition.Name)
}

// outputs are the object types that answers are made of, sorted.
func outputs() []*ast.Definition {
	var all []*ast.Definition
	for name, definition := range schema.Types {
		if definition.Kind == ast.Object && !strings.HasPrefix(name, "__") {
			all = append(all, definition)
		}
	}
	slices.SortFunc(all, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// nodeTypes are the types whose objects can be fetched by their ids.
func nodeTypes() []string {
	var names []string
	for _, definition := range schema.PossibleTypes["Node"] {
		names = append(names, definition.Name)
	}
	slices.Sort(names)
	return names
}

// connection is a field that gives pages of nodes.
type connection struct {
	parent *ast.Definition
	field  *ast.FieldDefinition
	node   string
}

func (c connection) String() string { return c.parent.Name + "." + c.field.Name }

func connections() []connection {
	var all []connection
	for _, parent := range outputs() {
		for _, field := range parent.Fields {
			if node, is := nodeOf(field.Type.Name()); is {
				all = append(all, connection{parent, field, node})
			}
		}
	}
	return all
}

// nodeOf is what a connection's edges lead to.
func nodeOf(typeName string) (node string, is bool) {
	edges := schema.Types[typeName].Fields.ForName("edges")
	if edges == nil {
		return "", false
	}
	return schema.Types[edges.Type.Name()].Fields.ForName("node").Type.Name(), true
}

func scopeOf(field *ast.FieldDefinition) registrar.Scope {
	for name, argument := range map[string]string{"scope": "requires", "rights": "scope"} {
		if directive := field.Directives.ForName(name); directive != nil {
			if given := directive.Arguments.ForName(argument); given != nil {
				return registrar.Scope(given.Value.Raw)
			}
		}
	}
	return ""
}

// selection asks for everything that the caller may ask for, objects within objects down to the depth; below it, and
// where nothing is left, for the type's name.
func selection(typeName string, depth int, c caller) string {
	definition := schema.Types[typeName]
	if definition.IsAbstractType() {
		return abstract(definition, depth, c)
	}
	parts := []string{"__typename"}
	for _, field := range definition.Fields {
		if text, asked := asked(definition, field, depth, c); asked {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " ")
}

func asked(of *ast.Definition, field *ast.FieldDefinition, depth int, c caller) (text string, is bool) {
	if strings.HasPrefix(field.Name, "__") || !c.sees(scopeOf(field)) {
		return "", false
	}
	target := schema.Types[field.Type.Name()]
	if target.IsLeafType() {
		return field.Name, true
	}
	if depth <= 0 && target.Name != "PageInfo" {
		return "", false
	}
	arguments, below := "", depth-1
	if _, is := nodeOf(target.Name); is {
		arguments = "(first: 3)"
	}
	if strings.HasSuffix(of.Name, "Connection") || strings.HasSuffix(of.Name, "Edge") || target.Name == "ActionCheck" {
		below = depth // these add no depth of their own
	}
	return fmt.Sprintf("%s%s { %s }", field.Name, arguments, selection(target.Name, max(below, 0), c)), true
}

// abstract asks for each type that can stand there. Fields whose names mean different types are given names of their own.
func abstract(definition *ast.Definition, depth int, c caller) string {
	types := map[string]map[string]bool{}
	for _, possible := range schema.PossibleTypes[definition.Name] {
		for _, field := range possible.Fields {
			if types[field.Name] == nil {
				types[field.Name] = map[string]bool{}
			}
			types[field.Name][field.Type.String()] = true
		}
	}
	text := "__typename"
	if definition.Name == "Node" {
		depth-- // everything at once is more than one operation may ask for
	}
	for _, possible := range schema.PossibleTypes[definition.Name] {
		parts := []string{"__typename"}
		for _, field := range possible.Fields {
			part, is := asked(possible, field, depth, c)
			if is && len(types[field.Name]) > 1 {
				part = strings.ToLower(possible.Name) + "_" + field.Name + ": " + part
			}
			if is {
				parts = append(parts, part)
			}
		}
		text += fmt.Sprintf(" ... on %s { %s }", possible.Name, strings.Join(parts, " "))
	}
	return text
}
