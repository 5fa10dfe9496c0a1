package guard

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Schema is what pricing needs to know of a schema, read once. It may be used by many goroutines at a time.
type Schema struct {
	fields map[*ast.FieldDefinition]priced
}

// priced is what one field means for the price of an operation. The zero value is a field that holds at most one object.
type priced struct {
	kind     kind
	assumed  int      // size when no argument gives it
	largest  int      // size of introspection elements where the caller may have chosen the type
	has      bool     // whether assumed holds
	slicing  []slicer // arguments that give the size
	nodes    bool     // whether items of the list, or of the connection, are nodes
	weight   int      // thousandths of a point
	asked    []dear   // arguments that cost something when they are given
	weighted bool     // whether weight is given
}

// kind is how a field multiplies what is below it.
type kind uint8

const (
	one        kind = iota // at most one object
	list                   // a list with a size of its own
	connection             // holds no list itself; its size goes to its edges
	edges                  // a list whose size its connection has
	pageInfo               // says where a connection's page stands, which takes reading the page
	elements               // a list of the introspection schema
	types                  // the list of all types of the introspection schema
)

// slicer is an argument that gives the size of a list, or a field inside one that is an input object.
type slicer struct {
	name   string
	path   []string // from the argument to the field; empty for the argument itself
	list   bool     // the length of the list counts
	preset int      // the default of the argument
	given  bool     // whether there is a default
}

// dear is an argument that costs something when it is given.
type dear struct {
	name   string
	weight int // thousandths of a point
}

// NewSchema reads `@listSize` and `@cost` of every field. It refuses a schema in which a list of objects has no size,
// and directives that name what is not there. The operations that are priced later must have been validated against the
// same value: fields are known by their definitions.
func NewSchema(s *ast.Schema) (*Schema, error) {
	r := reader{schema: s, fields: make(map[*ast.FieldDefinition]priced)}
	names := make([]string, 0, len(s.Types))
	for name := range s.Types {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names { // connections first: they say which fields below them are edges
		r.eachField(s.Types[name], r.connection)
	}
	for _, name := range names {
		r.eachField(s.Types[name], r.field)
	}
	r.introspection()
	if len(r.errs) != 0 {
		return nil, errors.Join(r.errs...)
	}
	return &Schema{fields: r.fields}, nil
}

// reader collects what the directives of a schema say.
type reader struct {
	schema *ast.Schema
	fields map[*ast.FieldDefinition]priced
	errs   []error
}

func (r *reader) wrong(owner *ast.Definition, field *ast.FieldDefinition, format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s.%s: %s", owner.Name, field.Name, fmt.Sprintf(format, args...)))
}

// eachField calls read for the fields that a type of the product's own has.
func (r *reader) eachField(def *ast.Definition, read func(*ast.Definition, *ast.FieldDefinition)) {
	if (def.Kind != ast.Object && def.Kind != ast.Interface) || reserved(def.Name) {
		return
	}
	for _, field := range def.Fields {
		if !reserved(field.Name) {
			read(def, field)
		}
	}
}

// reserved names belong to introspection.
func reserved(name string) bool { return len(name) > 1 && name[:2] == "__" }

// connection reads a field that has sizedFields.
func (r *reader) connection(owner *ast.Definition, field *ast.FieldDefinition) {
	directive := field.Directives.ForName("listSize")
	if directive == nil {
		return
	}
	sized := texts(directive, "sizedFields")
	if len(sized) == 0 {
		return
	}
	p := r.sized(owner, field, directive)
	p.kind = connection
	target := r.schema.Types[field.Type.Name()]
	for _, name := range sized {
		child := target.Fields.ForName(name)
		if child == nil || child.Type.Elem == nil {
			r.wrong(owner, field, "@listSize names the sized field %s, but %s has no such list", name, target.Name)
			continue
		}
		nodes := r.holdsNodes(child)
		p.nodes = p.nodes || nodes
		r.fields[child] = priced{kind: edges, nodes: nodes}
	}
	r.fields[field] = p
}

// field reads every other field, and the cost of all.
func (r *reader) field(owner *ast.Definition, field *ast.FieldDefinition) {
	p := r.fields[field]
	target := r.schema.Types[field.Type.Name()]
	directive := field.Directives.ForName("listSize")
	switch {
	case p.kind == connection || p.kind == edges:
	case field.Type.Elem != nil && directive != nil:
		p = r.sized(owner, field, directive)
		p.kind, p.nodes = list, r.isNode(target)
	case directive != nil:
		r.wrong(owner, field, "@listSize stands on a field that is no list and has no sizedFields")
	case field.Type.Elem != nil && target.IsCompositeType():
		r.wrong(owner, field, "a list of objects needs @listSize")
	case field.Type.Elem != nil:
		p = priced{kind: list, assumed: 1, has: true} // of plain values: nothing is below it
	case target.Name == "PageInfo":
		p.kind = pageInfo
	case slices.ContainsFunc(target.Fields, func(f *ast.FieldDefinition) bool { return r.fields[f].kind == edges }):
		r.wrong(owner, field, "%s is a connection, so the field needs @listSize with sizedFields", target.Name)
	}
	p.weight, p.weighted = r.cost(owner, field, field.Directives)
	for _, argument := range field.Arguments {
		if weight, ok := r.cost(owner, field, argument.Directives); ok {
			p.asked = append(p.asked, dear{argument.Name, weight})
		}
	}
	r.fields[field] = p
}

// cost reads the weight of `@cost`, if it is there.
func (r *reader) cost(owner *ast.Definition, field *ast.FieldDefinition, directives ast.DirectiveList) (thousandths int, ok bool) {
	cost := directives.ForName("cost")
	if cost == nil {
		return 0, false
	}
	weight, err := strconv.ParseFloat(text(cost, "weight"), 64)
	if err != nil || !(weight >= 0 && weight <= 1_000_000) { // NaN is neither
		r.wrong(owner, field, "@cost needs a weight from 0 to 1000000, such as \"2.5\"")
		return 0, false
	}
	return int(math.Round(weight * points)), true
}

// sized reads where the size of a list comes from.
func (r *reader) sized(owner *ast.Definition, field *ast.FieldDefinition, directive *ast.Directive) priced {
	var p priced
	if assumed := directive.Arguments.ForName("assumedSize"); assumed != nil {
		p.assumed, p.has = literalSize(assumed.Value, false)
		if p.assumed < 0 {
			r.wrong(owner, field, "@listSize needs an assumedSize of 0 or more")
		}
	}
	required := false
	for _, name := range texts(directive, "slicingArguments") {
		path := strings.Split(name, ".")
		argument := field.Arguments.ForName(path[0])
		kind := r.typeAt(argument, path[1:])
		if kind == nil {
			r.wrong(owner, field, "@listSize names the slicing argument %s, which the field does not have", name)
			continue
		}
		s := slicer{name: path[0], path: path[1:], list: kind.Elem != nil}
		if argument.DefaultValue != nil && len(s.path) == 0 {
			s.preset, s.given = literalSize(argument.DefaultValue, s.list)
		}
		required = required || kind.NonNull
		p.slicing = append(p.slicing, s)
	}
	if !p.has && !required {
		r.wrong(owner, field, "@listSize needs assumedSize, or a slicing argument that cannot be null")
	}
	return p
}

// typeAt is the type of an argument, or of the field that a path of input fields leads to; nil when there is none.
func (r *reader) typeAt(argument *ast.ArgumentDefinition, path []string) *ast.Type {
	if argument == nil {
		return nil
	}
	at := argument.Type
	for _, name := range path {
		input := r.schema.Types[at.Name()]
		field := input.Fields.ForName(name)
		if input.Kind != ast.InputObject || at.Elem != nil || field == nil {
			return nil
		}
		at = field.Type
	}
	return at
}

// holdsNodes says whether each item of a list is a node or, as an edge does, has one.
func (r *reader) holdsNodes(field *ast.FieldDefinition) bool {
	edge := r.schema.Types[field.Type.Name()]
	if r.isNode(edge) {
		return true
	}
	node := edge.Fields.ForName("node")
	return node != nil && r.isNode(r.schema.Types[node.Type.Name()])
}

// isNode says whether objects of a type are nodes, or some of them are.
func (r *reader) isNode(def *ast.Definition) bool {
	if def.Name == "Node" || slices.Contains(def.Interfaces, "Node") {
		return true
	}
	return def.IsAbstractType() && slices.ContainsFunc(r.schema.GetPossibleTypes(def), func(possible *ast.Definition) bool {
		return slices.Contains(possible.Interfaces, "Node")
	})
}

// text reads an argument of a directive as text.
func text(directive *ast.Directive, name string) string {
	if argument := directive.Arguments.ForName(name); argument != nil {
		return argument.Value.Raw
	}
	return ""
}

// texts reads an argument of a directive as a list, which a single value stands for as well.
func texts(directive *ast.Directive, name string) []string {
	argument := directive.Arguments.ForName(name)
	if argument == nil || argument.Value.Kind == ast.NullValue {
		return nil
	}
	if argument.Value.Kind != ast.ListValue {
		return []string{argument.Value.Raw}
	}
	var all []string
	for _, child := range argument.Value.Children {
		all = append(all, child.Value.Raw)
	}
	return all
}
