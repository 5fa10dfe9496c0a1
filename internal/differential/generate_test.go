package differential

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// generator makes valid documents by walking the schema.
type generator struct {
	*rand.Rand
	schema    *ast.Schema
	values    map[string][]string // texts that mean something, by what they are
	fragments []string
	variables map[string]any
	defined   []string
	fields    map[string]int // how often each field was selected
	left      int            // how many more fields may be selected
}

func (g *generator) pick(of ...string) string { return of[g.IntN(len(of))] }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// roots are the fields to begin with; those that plans understand come more often.
var roots = []string{
	"handles", "handles", "handles", "handles", "handle", "handle", "domains", "domains", "domains", "domain", "node", "nodes", "viewer",
	"events", "apiKeys", "resellers",
}

// document makes an operation with its fragments and variables.
func (g *generator) document() (text string, variables map[string]any) {
	g.fragments, g.defined, g.variables, g.left = nil, nil, map[string]any{}, 40
	query := g.schema.Query
	var selected []string
	for range 1 + g.IntN(2)*g.IntN(3) {
		root := query.Fields.ForName(g.pick(roots...))
		selected = append(selected, g.field(query, root, 0))
	}
	header := "query Q"
	body := " { " + strings.Join(selected, " ") + " }"
	if len(g.defined) > 0 {
		header += "(" + strings.Join(g.defined, ", ") + ")"
	}
	return header + body + " " + strings.Join(g.fragments, " "), g.variables
}

var aliases = []string{"a", "b", "c", "id", "node", "name", "totalCount"}

// field selects a field, with arguments and everything below. Aliases are numbered, so that no two fields under one
// name differ; now and then the same field is selected twice.
func (g *generator) field(of *ast.Definition, f *ast.FieldDefinition, depth int) string {
	g.left--
	g.fields[of.Name+"."+f.Name]++
	name := f.Name
	if depth == 0 || len(f.Arguments) > 0 || g.chance(10) {
		name = fmt.Sprintf("%s%d: %s", g.pick(aliases...), g.IntN(1_000_000), f.Name)
	}
	text := name + g.arguments(f) + g.conditional()
	if below := g.schema.Types[f.Type.Name()]; below.IsCompositeType() {
		text += " { " + g.selections(below, depth+1) + " }"
	}
	return text
}

// conditional now and then leaves a field out, or not.
func (g *generator) conditional() string {
	if g.chance(92) {
		return ""
	}
	return " @" + g.pick("skip", "include") + "(if: " + g.literal("Boolean!", g.chance(60)) + ")"
}

func (g *generator) selections(of *ast.Definition, depth int) string {
	if of.IsAbstractType() {
		parts := []string{"__typename"}
		for _, possible := range g.schema.GetPossibleTypes(of) {
			if g.chance(60) {
				parts = append(parts, "... on "+possible.Name+" { "+g.selections(possible, depth)+" }")
			}
		}
		return strings.Join(parts, " ")
	}
	var parts []string
	for range 1 + g.IntN(5) {
		f := of.Fields[g.IntN(len(of.Fields))]
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		composite := g.schema.Types[f.Type.Name()].IsCompositeType()
		if composite && (depth > 7 || g.left <= 0 || f.Name == "events" && g.chance(95)) {
			continue
		}
		parts = append(parts, g.field(of, f, depth))
	}
	// What most people ask of a list.
	if strings.HasSuffix(of.Name, "Connection") && g.chance(80) {
		parts = append(parts, g.field(of, of.Fields.ForName("edges"), depth))
	}
	if of.Fields.ForName("node") != nil && g.chance(80) {
		parts = append(parts, g.field(of, of.Fields.ForName("node"), depth))
	}
	if g.chance(15) || len(parts) == 0 {
		parts = append(parts, "__typename")
	}
	text := strings.Join(parts, " ")
	switch roll := g.IntN(100); {
	case roll < 5:
		return "... on " + of.Name + g.conditional() + " { " + text + " }"
	case roll < 10:
		name := fmt.Sprintf("F%d", len(g.fragments))
		g.fragments = append(g.fragments, "") // its place, as those below come first
		g.fragments[len(g.fragments)-1] = "fragment " + name + " on " + of.Name + " { " + text + " }"
		return "..." + name + g.conditional() + " __typename"
	}
	return text
}

func (g *generator) arguments(f *ast.FieldDefinition) string {
	var given []string
	forward := g.chance(75)
	for _, a := range f.Arguments {
		value := ""
		switch a.Name {
		case "first", "last":
			if forward == (a.Name == "first") || g.chance(2) {
				value = g.literal("Int", g.size())
			}
		case "after", "before":
			if g.chance(20) {
				value = g.literal("String", g.value("cursor"))
			}
		case "filter":
			if g.chance(25) {
				value = g.input(a.Type.Name())
			}
		case "orderBy":
			if g.chance(50) {
				value = g.input(a.Type.Name())
			}
		default:
			value = g.required(a)
		}
		if value != "" {
			given = append(given, a.Name+": "+value)
		}
	}
	if len(given) == 0 {
		return ""
	}
	return "(" + strings.Join(given, ", ") + ")"
}

// size is of a page: mostly small, now and then too large or nonsense.
func (g *generator) size() any {
	switch {
	case g.chance(3):
		return g.pick("-1", "101", "1000000")
	case g.chance(10):
		return nil
	}
	return g.IntN(12)
}

func (g *generator) required(a *ast.ArgumentDefinition) string {
	switch a.Type.Name() {
	case "HandleBy":
		if g.chance(50) {
			return "{id: " + g.literal("ID!", g.value("handle")) + "}"
		}
		return "{code: " + g.literal("String!", g.value("code")) + "}"
	case "DomainBy":
		if g.chance(50) {
			return "{id: " + g.literal("ID!", g.value("domain")) + "}"
		}
		return "{name: " + g.literal("String!", g.value("name")) + "}"
	}
	if a.Type.Elem != nil {
		return "[" + g.literal("ID!", g.value("any")) + ", " + g.literal("ID!", g.value("any")) + "]"
	}
	return g.literal("ID!", g.value("any"))
}

func (g *generator) value(kind string) string {
	if kind == "any" {
		kind = g.pick("handle", "domain", "reseller", "handle", "domain", "key", "junk")
	}
	all := g.values[kind]
	if len(all) == 0 || g.chance(3) {
		all = g.values["junk"]
	}
	return all[g.IntN(len(all))]
}

// input writes an input object with some of its fields.
func (g *generator) input(name string) string {
	var given []string
	for _, f := range g.schema.Types[name].Fields {
		must := f.Type.NonNull && f.DefaultValue == nil
		if !must && !g.chance(25) {
			continue
		}
		one := func() string { return g.scalar(f.Name, f.Type.Name()) }
		var value string
		switch {
		case f.Type.Elem != nil && g.chance(15):
			value = "[]"
		case f.Type.Elem != nil && g.chance(80):
			value = "[" + one() + ", " + one() + "]"
		case !must && f.Type.Elem == nil && !f.Type.NonNull && g.chance(5):
			value = "null"
		default:
			value = one() // a list of one may be written without brackets
		}
		given = append(given, f.Name+": "+value)
	}
	return "{" + strings.Join(given, ", ") + "}"
}

func (g *generator) scalar(field, name string) string {
	of := g.schema.Types[name]
	switch of.Kind {
	case ast.Enum:
		return of.EnumValues[g.IntN(len(of.EnumValues))].Name
	case ast.InputObject:
		return g.input(name)
	}
	switch name {
	case "Boolean":
		return g.literal("Boolean!", g.chance(50))
	case "DateTime":
		return g.literal("DateTime!", g.pick("2026-01-15T00:00:00Z", "2027-06-01T12:00:00+02:00", "2025-01-01T00:00:00.123456Z", "soon"))
	case "ID":
		return g.literal("ID!", g.value("handle"))
	}
	switch field {
	case "search":
		return g.literal("String!", g.value("word"))
	case "country":
		return g.literal("String!", g.pick("DE", "de", "US", "JP", "XX"))
	case "tld":
		return g.literal("String!", g.pick("com", "net", "de", "nope"))
	}
	return g.literal("String!", g.value("word"))
}

// literal writes a value as a literal or as a variable.
func (g *generator) literal(typeName string, value any) string {
	if g.chance(30) {
		name := fmt.Sprintf("v%d", len(g.defined))
		g.defined = append(g.defined, "$"+name+": "+typeName)
		g.variables[name] = value
		return "$" + name
	}
	switch value := value.(type) {
	case nil:
		return "null"
	case string:
		if strings.HasPrefix(typeName, "Int") {
			return value
		}
		return fmt.Sprintf("%q", value)
	}
	return fmt.Sprint(value)
}
