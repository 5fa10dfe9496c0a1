package guard

import "github.com/vektah/gqlparser/v2/ast"

// tally is how many elements of one sort the types of a schema have: on the whole, on how many types, and at most.
type tally struct{ sum, types, most int }

func (t *tally) count(n int) {
	if n == 0 {
		return
	}
	t.sum += n
	t.types++
	t.most = max(t.most, n)
}

// mean is rounded up, over the types that have any.
func (t *tally) mean() int {
	if t.types == 0 {
		return 1
	}
	return (t.sum + t.types - 1) / t.types
}

// introspection gives the lists of the introspection schema their sizes. Right under the list of all types a list counts
// with the mean over the schema, which is what all types have together. Elsewhere it counts as the largest one: who
// follows a field to its type chooses the type.
func (r *reader) introspection() {
	var fields, inputs, values, arguments, interfaces, possible tally
	for _, def := range r.schema.Types {
		switch def.Kind {
		case ast.Object, ast.Interface:
			fields.count(len(def.Fields))
			interfaces.count(len(def.Interfaces))
			for _, field := range def.Fields {
				arguments.count(len(field.Arguments))
			}
		case ast.InputObject:
			inputs.count(len(def.Fields))
		case ast.Enum:
			values.count(len(def.EnumValues))
		}
		if def.IsAbstractType() {
			possible.count(len(r.schema.GetPossibleTypes(def)))
		}
	}
	for _, directive := range r.schema.Directives {
		arguments.count(len(directive.Arguments))
	}
	r.elements("__Schema", "types", types, len(r.schema.Types), len(r.schema.Types))
	r.elements("__Schema", "directives", elements, len(r.schema.Directives), len(r.schema.Directives))
	for name, t := range map[string]tally{
		"fields": fields, "inputFields": inputs, "enumValues": values, "interfaces": interfaces, "possibleTypes": possible,
	} {
		r.elements("__Type", name, elements, t.mean(), t.most)
	}
	// Few fields have many arguments, and nobody can ask for those of one field alone.
	r.elements("__Field", "args", elements, arguments.mean(), arguments.mean())
	r.elements("__Directive", "args", elements, arguments.mean(), arguments.mean())
	r.elements("__Directive", "locations", list, 1, 1) // plain values: nothing is below them
}

// elements notes the size of one list of the introspection schema.
func (r *reader) elements(owner, name string, k kind, mean, largest int) {
	def := r.schema.Types[owner]
	if def == nil {
		return
	}
	if field := def.Fields.ForName(name); field != nil {
		r.fields[field] = priced{kind: k, assumed: mean, largest: max(1, largest), has: true}
	}
}
