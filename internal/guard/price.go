package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// Costs are counted in thousandths of a point.
const (
	points             = 1_000
	costOfQuery        = 1 * points
	costOfMutation     = 10 * points // for a root field without @cost
	costOfNode         = points / 50
	costOfIntrospected = points / 500
	costOfResolved     = points / 500

	freeFields = 500 // so many resolved fields are in the price of the operation
)

// Price is what an operation may take at worst.
type Price struct {
	// Nodes that it may read.
	Nodes int
	// IntrospectionItems are the elements of the schema that it may list.
	IntrospectionItems int
	// ResolvedFields are the fields of all objects that it may read, leaves counted: what the answer may hold.
	ResolvedFields int
	// Cost in points, at least 1: 1 for a query, 10 or the weight of its `@cost` for each root field of a mutation, 1 for
	// 50 nodes, 1 for 500 resolved fields beyond the first 500, 1 for 500 introspection items, the weight of every other
	// field with `@cost` times the sizes of the lists around it, and likewise that of arguments that are given. Rounded up
	// once.
	Cost int
	// Mutations are the root fields of a mutation that will run.
	Mutations int

	fixed int // the part of the cost that does not depend on nodes, in thousandths
	apart int // the resolved fields that are not below a list of nodes
}

// Used is the cost in points when so many nodes were really read: fields below lists of nodes are taken to be spread
// over the nodes evenly.
// It is never more than Cost.
func (p Price) Used(nodes int) int {
	nodes = max(0, min(nodes, most))
	resolved := p.ResolvedFields
	if p.Nodes > 0 && nodes < p.Nodes {
		resolved = p.apart + int(int64(resolved-p.apart)*int64(nodes)/int64(p.Nodes))
	}
	return min(p.Cost, p.total(nodes, resolved))
}

// total is the cost with so many nodes and fields.
func (p Price) total(nodes, resolved int) int {
	return wholePoints(plus(p.fixed, plus(times(costOfNode, nodes), times(costOfResolved, max(0, resolved-freeFields)))))
}

// wholePoints rounds up, to at least 1.
func wholePoints(thousandths int) int { return max(1, (thousandths+points-1)/points) }

// Price prices an operation of a validated document at its worst, every page full. The variables are those that coercion
// gives, presets filled in. Selections that `@skip` and `@include` leave out are free, and what merges by its response
// name is paid once, as it runs once. Where fields of the same name exclude each other by the type of the object, the
// larger one counts. It visits each selection as often as execution would for one object, and no more than Limits.Walk
// has room for.
//
// The price is given together with a violation too, for the answer to tell.
func (l Limits) Price(s *Schema, op *ast.OperationDefinition, variables map[string]any) (Price, *Violation) {
	var values extent
	for _, def := range op.VariableDefinitions {
		values.variable(variables[def.Variable], 0, def.Position)
	}
	p := pricer{limits: l, schema: s, variables: variables, violation: values.violation(l)}
	p.groups, p.entries, p.path = make([]group, 0, 64), make([]entry, 0, 64), make([]step, 0, 8)
	p.maxSteps = l.Walk/visit + 1
	p.fragment = func(spread *ast.FragmentSpread) *ast.FragmentDefinition { return spread.Definition }
	p.skipped = p.leavesOut

	p.collect(op.SelectionSet, 0, 0, none)
	if op.Operation == ast.Mutation {
		p.mutations()
	} else {
		p.price.fixed = costOfQuery
	}
	p.set(0, around{objects: 1})
	p.price.fixed = plus(p.price.fixed, times(costOfIntrospected, p.price.IntrospectionItems))
	p.price.Cost = p.price.total(p.price.Nodes, p.price.ResolvedFields)
	return p.price, firstOf(
		p.violation,
		exceeds(LimitWalk, l.Walk, p.steps*visit, op.Position),
		exceeds(LimitNodes, l.Nodes, p.price.Nodes, p.nodesAt),
		exceeds(LimitIntrospectionItems, l.IntrospectionItems, p.price.IntrospectionItems, p.elementsAt),
		exceeds(LimitResolvedFields, l.ResolvedFields, p.price.ResolvedFields, op.Position),
	)
}

// pricer walks one operation.
type pricer struct {
	merge
	limits              Limits
	schema              *Schema
	variables           map[string]any
	price               Price
	violation           *Violation
	nodesAt, elementsAt *ast.Position // where the limit was passed
}

// around is what the field above means for a selection set.
type around struct {
	objects int  // how many objects the set is asked of at worst
	page    int  // the size that a connection gives to its edges
	nodes   bool // whether these hold nodes
	inTypes bool // whether the objects are all types of the schema
	schema  bool // whether this is introspection, whose items are counted by themselves
	below   bool // whether a list of nodes is above
}

// mutations pays for the root fields of a mutation.
func (p *pricer) mutations() {
	for g := range p.groups {
		field := p.entries[p.groups[g].first].field
		if reserved(field.Name) {
			continue
		}
		p.price.Mutations++
		if !p.schema.fields[field.Definition].weighted {
			p.price.fixed = plus(p.price.fixed, costOfMutation)
		}
	}
}

// set prices the groups from base on.
func (p *pricer) set(base int, a around) {
	hasEdges, hasPageInfo := false, -1
	if fields := times(a.objects, len(p.groups)-base); !a.schema {
		p.price.ResolvedFields = plus(p.price.ResolvedFields, fields)
		if !a.below {
			p.price.apart = plus(p.price.apart, fields)
		}
	}
	for g, end := base, len(p.groups); g < end; g++ {
		below, k := p.group(g, a)
		hasEdges = hasEdges || k == edges
		if k == pageInfo {
			hasPageInfo = g
		}
		groups, entries, path := p.level()
		p.below(g, groups)
		if len(p.groups) > groups {
			p.set(groups, below)
		}
		p.leave(groups, entries, path)
	}
	if hasPageInfo >= 0 && !hasEdges && a.nodes { // the page is read all the same
		p.addNodes(times(a.objects, a.page), p.entries[p.groups[hasPageInfo].first].field.Position)
	}
}

// group pays for a field, and says what it means for the fields below it. Fields that merged are the same field, or they
// exclude each other: then the larger one counts.
func (p *pricer) group(g int, a around) (around, kind) {
	below := around{schema: a.schema || reserved(p.entries[p.groups[g].first].field.Name)}
	var kinds kind
	var weight, size int
	var nodes bool
	for e := p.groups[g].first; e != none; e = p.entries[e].next {
		field := p.entries[e].field
		known, ok := p.schema.fields[field.Definition]
		if !ok && field.Definition != nil && field.Definition.Type.Elem != nil {
			known = priced{kind: list, assumed: most, nodes: true} // of another schema: refused rather than free
		}
		kinds, weight = max(kinds, known.kind), max(weight, known.weight+p.arguments(field, known.asked))
		switch known.kind {
		case list:
			size, nodes = max(size, p.size(field, &known)), nodes || known.nodes
		case connection:
			size, below.page, below.nodes = max(size, 1), max(below.page, p.size(field, &known)), below.nodes || known.nodes
		case edges:
			size, nodes = max(size, a.page), nodes || known.nodes
		case types:
			size, below.inTypes = max(size, known.assumed), true
		case elements:
			size = max(size, known.largest)
			if a.inTypes {
				size = known.assumed
			}
		default:
			size = max(size, 1)
		}
	}
	below.objects, below.below = times(a.objects, size), a.below || nodes
	at := p.entries[p.groups[g].first].field.Position
	if nodes {
		p.addNodes(below.objects, at)
	}
	if kinds == elements || kinds == types {
		p.addElements(below.objects, at)
	}
	p.price.fixed = plus(p.price.fixed, times(weight, a.objects))
	return below, kinds
}

// arguments is what the arguments cost that are given, and not as null.
func (p *pricer) arguments(field *ast.Field, asked []dear) (weight int) {
	for _, a := range asked {
		argument := field.Arguments.ForName(a.name)
		if argument == nil || argument.Value.Kind == ast.NullValue {
			continue
		}
		if argument.Value.Kind == ast.Variable && p.variables[argument.Value.Raw] == nil {
			continue
		}
		weight = plus(weight, a.weight)
	}
	return weight
}

func (p *pricer) addNodes(n int, at *ast.Position) {
	if p.price.Nodes = plus(p.price.Nodes, n); p.price.Nodes > p.limits.Nodes && p.nodesAt == nil {
		p.nodesAt = at
	}
}

func (p *pricer) addElements(n int, at *ast.Position) {
	p.price.IntrospectionItems = plus(p.price.IntrospectionItems, n)
	if p.price.IntrospectionItems > p.limits.IntrospectionItems && p.elementsAt == nil {
		p.elementsAt = at
	}
}
