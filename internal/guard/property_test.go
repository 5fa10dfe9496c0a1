package guard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"
)

// naive counts by writing every fragment out wherever it is spread: what the memoised counts must be equal to.
type naive struct{ doc *ast.QueryDocument }

func (n naive) counts(set ast.SelectionSet) counts {
	var c counts
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			below := n.counts(selection.SelectionSet)
			c.fields += 1 + below.fields
			c.aliases += below.aliases
			if selection.Alias != selection.Name {
				c.aliases++
			}
			c.directives += len(selection.Directives) + below.directives
			c.depth = max(c.depth, 1+below.depth)
			c.root++
			c.walk += 8 + len(selection.Name) + below.walk + n.directives(selection.Directives)
		case *ast.InlineFragment:
			c.put(n.counts(selection.SelectionSet), selection.Directives, n.directives(selection.Directives)+8+len(selection.TypeCondition))
		case *ast.FragmentSpread:
			c.put(counts{}, selection.Directives, n.directives(selection.Directives)+8+len(selection.Name))
			def := n.doc.Fragments.ForName(selection.Name)
			c.put(n.counts(def.SelectionSet), def.Directives, n.directives(def.Directives))
		}
	}
	return c
}

func (n naive) directives(list ast.DirectiveList) int {
	var walk int
	for _, d := range list {
		walk += 8 + len(d.Name)
	}
	return walk
}

func (c *counts) put(below counts, directives ast.DirectiveList, walk int) {
	c.fields += below.fields
	c.aliases += below.aliases
	c.directives += below.directives + len(directives)
	c.depth = max(c.depth, below.depth)
	c.root += below.root
	c.walk += below.walk + walk
}

// reached are the fragments that a set spreads, and those that these spread.
func (n naive) reached(set ast.SelectionSet, names map[string]bool) {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			n.reached(selection.SelectionSet, names)
		case *ast.InlineFragment:
			n.reached(selection.SelectionSet, names)
		case *ast.FragmentSpread:
			names[selection.Name] = true
			n.reached(n.doc.Fragments.ForName(selection.Name).SelectionSet, names)
		}
	}
}

// placed is a field and how many inline fragments stand around it.
type placed struct {
	field  *ast.Field
	inline int
}

func (n naive) fieldsByName(set ast.SelectionSet, inline int, names map[string][]placed) {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			names[selection.Alias] = append(names[selection.Alias], placed{selection, inline})
		case *ast.InlineFragment:
			n.fieldsByName(selection.SelectionSet, inline+1, names)
		case *ast.FragmentSpread:
			n.fieldsByName(n.doc.Fragments.ForName(selection.Name).SelectionSet, inline, names)
		}
	}
}

func (n naive) overlaps(set ast.SelectionSet) int {
	names := map[string][]placed{}
	n.fieldsByName(set, 0, names)
	var pairs int
	for _, fields := range names {
		var below ast.SelectionSet
		for i, f := range fields {
			pairs += i * (1 + f.inline)
			below = append(below, f.field.SelectionSet...)
		}
		pairs += n.overlaps(below)
	}
	return pairs
}

// drawDocument writes a document without cycles: a fragment spreads only later ones.
func drawDocument(t *rapid.T) string {
	fragments := rapid.IntRange(0, 5).Draw(t, "fragments")
	var b strings.Builder
	for i := range rapid.IntRange(1, 3).Draw(t, "operations") {
		fmt.Fprintf(&b, "%s q%d%s", rapid.SampledFrom([]string{"query", "mutation"}).Draw(t, "operation"), i, drawSet(t, 0, fragments, 3))
	}
	for i := range fragments {
		fmt.Fprintf(&b, "fragment F%d on T%s%s", i, rapid.SampledFrom([]string{"", " @d"}).Draw(t, "directive"), drawSet(t, i+1, fragments, 2))
	}
	return b.String()
}

func drawSet(t *rapid.T, from, fragments, depth int) string {
	var b strings.Builder
	b.WriteString("{")
	for range rapid.IntRange(1, 4).Draw(t, "selections") {
		directive := rapid.SampledFrom([]string{"", "", " @d", " @d @e"}).Draw(t, "directive")
		switch kind := rapid.IntRange(0, 5).Draw(t, "selection"); {
		case kind == 0 && from < fragments:
			fmt.Fprintf(&b, "...F%d%s ", rapid.IntRange(from, fragments-1).Draw(t, "spread"), directive)
		case kind == 1 && depth > 0:
			fmt.Fprintf(&b, "...%s%s%s ", rapid.SampledFrom([]string{"", "on T"}).Draw(t, "on"), directive, drawSet(t, from, fragments, depth-1))
		default:
			b.WriteString(rapid.SampledFrom([]string{"a", "b", "c:a", "b:a", "long"}).Draw(t, "field") + directive)
			if depth > 0 && rapid.Bool().Draw(t, "below") {
				b.WriteString(drawSet(t, from, fragments, depth-1))
			}
			b.WriteString(" ")
		}
	}
	return b.String() + "}"
}

func TestMemoisedCountsEqualThoseOfTheDocumentWrittenOut(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := drawDocument(rt)
		doc := parsed(t, text)
		n := naive{doc}
		var want counts
		var pairs int
		used := map[string]bool{}
		for _, op := range doc.Operations {
			want.put(n.counts(op.SelectionSet), nil, 0)
			n.reached(op.SelectionSet, used)
			pairs += n.overlaps(op.SelectionSet)
		}
		deepest := want.depth // an unused fragment has no depth
		for _, f := range doc.Fragments {
			c := n.counts(f.SelectionSet)
			walk := c.walk + n.directives(f.Directives)
			if !used[f.Name] {
				want.put(c, f.Directives, n.directives(f.Directives))
			}
			want.walk += walk
			pairs += n.overlaps(f.SelectionSet)
		}
		if got := countsOf(t, text); got != want {
			rt.Fatalf("%+v, want %+v: %s", got, want, text)
		}
		l := Limits{Depth: deepest, Fields: most, Aliases: most, RootFields: most, MutationFields: most, Directives: most, Walk: most, Overlaps: -1}
		if v := l.Shape(doc); limitOf(v) != LimitOverlaps || v.Found != pairs {
			rt.Fatalf("%+v, want %d pairs: %s", v, pairs, text)
		}
		if l.Depth--; limitOf(l.Shape(doc)) != LimitDepth {
			rt.Fatalf("depth %d passes %d: %s", deepest, l.Depth, text)
		}
	})
}
