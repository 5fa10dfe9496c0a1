package plan

import (
	"fmt"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/internal/registrar"
)

// compiler turns one operation into a plan. What it does not know is an error, and the operation is left to the schema
// behind.
type compiler struct {
	schema    *ast.Schema
	operation *graphql.OperationContext
	made      []ast.SelectionSet // kept, so that no other one gets the same address
	needs     []registrar.Scope
}

func compile(schema *ast.Schema, operation *graphql.OperationContext) (*plan, error) {
	// An operation of its own, since gqlgen keeps what it collects by the addresses of selections, also of those that are
	// put together here.
	c := &compiler{schema: schema, operation: &graphql.OperationContext{
		Doc: operation.Doc, Operation: operation.Operation, Variables: operation.Variables,
	}}
	roots, err := object(c, queryType(), operation.Operation.SelectionSet)
	if err != nil {
		return nil, err
	}
	return &plan{needs: c.needs, roots: roots}, nil
}

// field is a selected field, with everything that the document selects of it.
type field struct {
	*ast.Field
	selections ast.SelectionSet
}

// objectType is what the compiler knows of a type: how each of its fields is written.
type objectType[T any] struct {
	name   string
	fields map[string]compiled[T]
}

// compiled says how a field is written, given what is selected below it.
type compiled[T any] = func(c *compiler, f field) (func(x *run, of T) error, error)

// object compiles the selections on an object.
func object[T any](c *compiler, t *objectType[T], selections ast.SelectionSet) ([]member[T], error) {
	var members []member[T]
	written := map[string]bool{}
	for _, of := range graphql.CollectFields(c.operation, selections, c.satisfied(t.name)) {
		if written[of.Alias] {
			continue // gqlgen collects a field of an object and of what it implements as two, and writes the first
		}
		written[of.Alias] = true
		write, err := selectedField(c, t, field{of.Field, of.Selections})
		if err != nil {
			return nil, err
		}
		members = append(members, member[T]{strconv.Quote(of.Alias) + ":", write})
	}
	return members, nil
}

// selectedField compiles one field of an object.
func selectedField[T any](c *compiler, t *objectType[T], f field) (func(x *run, of T) error, error) {
	if f.Name == "__typename" {
		quoted := strconv.Quote(t.name)
		return func(x *run, _ T) error { x.out = append(x.out, quoted...); return nil }, nil
	}
	write, known := t.fields[f.Name]
	if !known {
		return nil, fmt.Errorf("%s.%s is not known", t.name, f.Name)
	}
	if err := c.directives(t.name, f.Name); err != nil {
		return nil, err
	}
	return write(c, f)
}

// satisfied are the names by which fragments may mean an object of the type.
func (c *compiler) satisfied(name string) []string {
	all := []string{name}
	for _, abstract := range c.schema.Implements[name] {
		all = append(all, abstract.Name)
	}
	return all
}

// directives keeps what a field's directives ask for. One that the plan would pass by is not understood.
func (c *compiler) directives(typeName, fieldName string) error {
	for _, directive := range c.schema.Types[typeName].Fields.ForName(fieldName).Directives {
		switch directive.Name {
		case "scope":
			c.needs = append(c.needs, registrar.Scope(directive.Arguments.ForName("requires").Value.Raw))
		case "cost", "listSize", "deprecated": // nothing happens when the field is read
		default:
			return fmt.Errorf("the directive %s on %s.%s is not known", directive.Name, typeName, fieldName)
		}
	}
	return nil
}

// selected names the fields that are selected of an object of the type, each once.
func (c *compiler) selected(typeName string, selections ast.SelectionSet) map[string]bool {
	names := map[string]bool{}
	for _, of := range graphql.CollectFields(c.operation, selections, c.satisfied(typeName)) {
		names[of.Name] = true
	}
	return names
}

// below gives what is selected of a field of an object, all its occurrences together.
func (c *compiler) below(typeName string, selections ast.SelectionSet, fieldName string) ast.SelectionSet {
	var below ast.SelectionSet
	for _, of := range graphql.CollectFields(c.operation, selections, c.satisfied(typeName)) {
		if of.Name == fieldName {
			below = append(below, of.Selections...)
		}
	}
	c.made = append(c.made, below)
	return below
}

// leaf is a field that is written from the object itself.
func leaf[T any](write func(x *run, of T)) compiled[T] {
	return func(*compiler, field) (func(*run, T) error, error) {
		return func(x *run, of T) error { write(x, of); return nil }, nil
	}
}

// asked is a field that is written from what a use case gives.
func asked[T any](write func(x *run, of T) error) compiled[T] {
	return func(*compiler, field) (func(*run, T) error, error) { return write, nil }
}

// one is a field that is another object; null when there is none.
func one[T, O any](t func() *objectType[*O], get func(x *run, of T) (*O, error)) compiled[T] {
	return func(c *compiler, f field) (func(*run, T) error, error) {
		members, err := object(c, t(), f.selections)
		return func(x *run, of T) error {
			found, err := get(x, of)
			if err != nil {
				return err
			}
			if found == nil {
				x.null()
				return nil
			}
			return writeObject(x, members, found)
		}, err
	}
}

// many is a field that is a list of other objects.
func many[T, O any](t func() *objectType[O], get func(x *run, of T) ([]O, error)) compiled[T] {
	return func(c *compiler, f field) (func(*run, T) error, error) {
		members, err := object(c, t(), f.selections)
		return func(x *run, of T) error {
			found, err := get(x, of)
			if err != nil {
				return err
			}
			return writeList(x, found, func(x *run, of O) error { return writeObject(x, members, of) })
		}, err
	}
}
