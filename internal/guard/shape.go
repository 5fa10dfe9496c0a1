package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// visit is what each selection, argument, value and directive adds to Limits.Walk besides its characters.
const visit = 8

// counts are what a selection set holds with every fragment spread out.
type counts struct {
	fields, aliases, directives int
	root                        int // fields of the set itself, not of the sets below it
	depth                       int // fields on the longest way down, leaves counted
	walk                        int // see Limits.Walk
}

// add puts the counts of a selection beside those of its set.
func (c *counts) add(other counts) {
	c.fields = plus(c.fields, other.fields)
	c.aliases = plus(c.aliases, other.aliases)
	c.directives = plus(c.directives, other.directives)
	c.root = plus(c.root, other.root)
	c.depth = max(c.depth, other.depth)
	c.walk = plus(c.walk, other.walk)
}

// fragment is a fragment definition and, once it has been walked, its counts.
type fragment struct {
	def     *ast.FragmentDefinition
	counts  counts
	entered bool
}

// shape walks a document that has been parsed and not validated: names may be unknown, fragments missing or cyclic.
type shape struct {
	limits    Limits
	fragments []fragment
	byName    map[string]int // the first of each name, as validation looks them up
	visited   int            // selections, to prove in a test that each is visited once
	values    extent         // of literals
}

// Shape counts what a parsed document holds, before it is validated: validation takes time that grows with the square of
// some of these counts. Every fragment is walked once. Cycles and fragments that are not defined count as nothing and
// are left to validation.
//
// Fields, aliases and directives are those of the whole document, as all of it is validated whichever operation runs: a
// fragment that no operation uses counts as if one did. Depth and root fields are counted for each operation.
func (l Limits) Shape(doc *ast.QueryDocument) *Violation {
	v, _ := l.shape(doc)
	return v
}

func (l Limits) shape(doc *ast.QueryDocument) (*Violation, *shape) {
	s := &shape{limits: l, fragments: make([]fragment, len(doc.Fragments)), byName: make(map[string]int, len(doc.Fragments))}
	for i, def := range doc.Fragments {
		s.fragments[i].def = def
		if _, taken := s.byName[def.Name]; !taken {
			s.byName[def.Name] = i
		}
	}
	total, v := s.document(doc)
	if v == nil {
		v = firstOf(
			exceeds(LimitFields, l.Fields, total.fields, start(doc)),
			exceeds(LimitAliases, l.Aliases, total.aliases, start(doc)),
			exceeds(LimitDirectives, l.Directives, total.directives, start(doc)),
			s.values.violation(l),
			exceeds(LimitWalk, l.Walk, total.walk, start(doc)),
		)
	}
	if v == nil {
		v = s.overlaps(doc)
	}
	return v, s
}

// start is where a document's first operation stands.
func start(doc *ast.QueryDocument) *ast.Position {
	if len(doc.Operations) == 0 {
		return nil
	}
	return doc.Operations[0].Position
}

// document sums up the operations, and the fragments that none of them uses.
func (s *shape) document(doc *ast.QueryDocument) (counts, *Violation) {
	var total counts
	var first *Violation
	for _, op := range doc.Operations {
		c := s.operation(op)
		roots := exceeds(LimitRootFields, s.limits.RootFields, c.root, op.Position)
		if op.Operation == ast.Mutation {
			roots = exceeds(LimitMutationFields, s.limits.MutationFields, c.root, op.Position)
		}
		first = firstOf(first, exceeds(LimitDepth, s.limits.Depth, c.depth, op.Position), roots)
		total.add(c)
	}
	for _, i := range s.unused() {
		total.add(s.expand(i))
	}
	for i := range s.fragments { // validation enters each of them on its own as well
		total.walk = plus(total.walk, s.fragments[i].counts.walk)
	}
	return total, first
}

func (s *shape) operation(op *ast.OperationDefinition) counts {
	c := s.directives(op.Directives)
	for _, variable := range op.VariableDefinitions {
		c.walk = plus(c.walk, visit+len(variable.Variable)+s.literal(variable.DefaultValue, 0))
		c.add(s.directives(variable.Directives))
	}
	c.add(s.selections(op.SelectionSet))
	return c
}

// unused lists the fragments that were not entered.
func (s *shape) unused() []int {
	var unused []int
	for i := range s.fragments {
		if !s.fragments[i].entered {
			unused = append(unused, i)
		}
	}
	return unused
}

// expand gives the counts of a fragment. One that is being walked, in a cycle, has none yet.
func (s *shape) expand(i int) counts {
	f := &s.fragments[i]
	if !f.entered {
		f.entered = true
		c := s.directives(f.def.Directives)
		c.add(s.selections(f.def.SelectionSet))
		f.counts = c
	}
	return f.counts
}

func (s *shape) selections(set ast.SelectionSet) counts {
	var c counts
	for _, selection := range set {
		s.visited++
		switch selection := selection.(type) {
		case *ast.Field:
			c.add(s.field(selection))
		case *ast.InlineFragment:
			c.walk = plus(c.walk, visit+len(selection.TypeCondition))
			c.add(s.directives(selection.Directives))
			c.add(s.selections(selection.SelectionSet))
		case *ast.FragmentSpread:
			c.walk = plus(c.walk, visit+len(selection.Name))
			c.add(s.directives(selection.Directives))
			if i, ok := s.byName[selection.Name]; ok {
				c.add(s.expand(i))
			}
		}
	}
	return c
}

func (s *shape) field(field *ast.Field) counts {
	c := s.selections(field.SelectionSet)
	c.fields = plus(c.fields, 1)
	c.depth = plus(c.depth, 1)
	c.root = 1
	if field.Alias != "" && field.Alias != field.Name {
		c.aliases = plus(c.aliases, 1)
	}
	c.walk = plus(c.walk, visit+len(field.Name)+s.arguments(field.Arguments))
	c.add(s.directives(field.Directives))
	return c
}

func (s *shape) directives(list ast.DirectiveList) counts {
	c := counts{directives: len(list)}
	for _, directive := range list {
		c.walk = plus(c.walk, visit+len(directive.Name)+s.arguments(directive.Arguments))
	}
	return c
}
