package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
)

// merge collects the fields of selection sets by response name, as execution does and as validation compares them:
// `a { b } a { c }` is one field a with b and c in it. It works on stacks, so that collecting allocates nothing.
type merge struct {
	groups   []group
	entries  []entry
	path     []step
	steps    int // selections visited
	maxSteps int // where to stop: only fragments that spread themselves get there
	// fragment finds a definition; nil when there is none.
	fragment func(*ast.FragmentSpread) *ast.FragmentDefinition
	// skipped says whether directives leave a selection out.
	skipped func(ast.DirectiveList) bool
}

// group is the fields of one selection set that share a response name. A field of one interface does not merge with that
// of another one: gqlgen runs both for an object of both.
type group struct {
	name        string
	first, last int // entries
	size        int
	abstract    *ast.Definition
}

// entry is a field of a group.
type entry struct {
	field  *ast.Field
	next   int // entry of the same group, or none
	inline int // inline fragments around the field within its selection set
	within int // the fragment that it came from: a step, or none
}

// step is a fragment on the way from the operation to a field.
type step struct {
	def   *ast.FragmentDefinition
	outer int
}

const none = -1

// level gives the place on the stack where a new selection set begins.
func (m *merge) level() (groups, entries, path int) {
	return len(m.groups), len(m.entries), len(m.path)
}

// leave gives back everything that was collected since.
func (m *merge) leave(groups, entries, path int) {
	m.groups, m.entries, m.path = m.groups[:groups], m.entries[:entries], m.path[:path]
}

// collect adds the fields of a set to the groups from base on.
func (m *merge) collect(set ast.SelectionSet, base, inline, within int) {
	for _, selection := range set {
		if m.steps == m.maxSteps {
			return
		}
		m.steps++
		switch selection := selection.(type) {
		case *ast.Field:
			if !m.leftOut(selection.Directives) {
				m.put(base, entry{field: selection, next: none, inline: inline, within: within})
			}
		case *ast.InlineFragment:
			if !m.leftOut(selection.Directives) {
				m.collect(selection.SelectionSet, base, inline+1, within)
			}
		case *ast.FragmentSpread:
			def := m.fragment(selection)
			if def != nil && !m.leftOut(selection.Directives) && !m.inside(def, within) {
				m.path = append(m.path, step{def: def, outer: within})
				m.collect(def.SelectionSet, base, inline, len(m.path)-1)
			}
		}
	}
}

// below collects the selection sets of all fields of a group.
func (m *merge) below(g, base int) {
	for e := m.groups[g].first; e != none; e = m.entries[e].next {
		m.collect(m.entries[e].field.SelectionSet, base, 0, m.entries[e].within)
	}
}

func (m *merge) leftOut(directives ast.DirectiveList) bool {
	return len(directives) != 0 && m.skipped != nil && m.skipped(directives)
}

// inside says whether a fragment spreads itself.
func (m *merge) inside(def *ast.FragmentDefinition, within int) bool {
	for ; within != none; within = m.path[within].outer {
		if m.path[within].def == def {
			return true
		}
	}
	return false
}

// put adds a field to its group, or opens one.
func (m *merge) put(base int, e entry) {
	name := e.field.Alias
	if name == "" {
		name = e.field.Name
	}
	at := len(m.entries)
	m.entries = append(m.entries, e)
	parent := e.field.ObjectDefinition
	if parent != nil && !parent.IsAbstractType() {
		parent = nil
	}
	for i := base; i < len(m.groups); i++ {
		g := &m.groups[i]
		if g.name != name || (parent != nil && g.abstract != nil && g.abstract != parent) {
			continue
		}
		m.entries[g.last].next = at
		g.last = at
		g.size++
		if g.abstract == nil {
			g.abstract = parent
		}
		return
	}
	m.groups = append(m.groups, group{name: name, first: at, last: at, size: 1, abstract: parent})
}

// overlaps counts the pairs of fields that validation compares: all pairs under one response name of one selection set,
// and each of them once more for every inline fragment around them. It does so for each operation, and for each fragment
// by itself. Two pages of text can hold a thousand million of them.
func (s *shape) overlaps(doc *ast.QueryDocument) *Violation {
	m := merge{maxSteps: s.limits.Walk/visit + 1}
	m.fragment = func(spread *ast.FragmentSpread) *ast.FragmentDefinition {
		if i, ok := s.byName[spread.Name]; ok {
			return s.fragments[i].def
		}
		return nil
	}
	var pairs int
	for _, op := range doc.Operations {
		pairs = plus(pairs, m.pairs(op.SelectionSet, none))
	}
	for _, f := range s.fragments {
		m.path = append(m.path[:0], step{def: f.def, outer: none})
		pairs = plus(pairs, m.pairs(f.def.SelectionSet, 0))
	}
	s.visited += m.steps
	return firstOf(
		exceeds(LimitWalk, s.limits.Walk, m.steps*visit, start(doc)), // fragments that spread each other in circles
		exceeds(LimitOverlaps, s.limits.Overlaps, pairs, start(doc)),
	)
}

// pairs counts the comparisons in a selection set and all sets below it.
func (m *merge) pairs(set ast.SelectionSet, within int) int {
	groups, entries, path := m.level()
	defer m.leave(groups, entries, path)
	m.collect(set, groups, 0, within)
	return m.pairsFrom(groups)
}

func (m *merge) pairsFrom(base int) int {
	var pairs int
	for g, end := base, len(m.groups); g < end; g++ {
		var before int
		for e := m.groups[g].first; e != none; e = m.entries[e].next {
			pairs = plus(pairs, times(before, 1+m.entries[e].inline))
			before++
		}
		groups, entries, path := m.level()
		m.below(g, groups)
		pairs = plus(pairs, m.pairsFrom(groups))
		m.leave(groups, entries, path)
	}
	return pairs
}
