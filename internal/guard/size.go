package guard

import (
	"reflect"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// size is how many items a list may hold: the largest of its slicing arguments, or else what the schema assumes. Below
// zero is zero; there is no upper end. The resolver refuses both, and a page that is refused is not worth an exception.
func (p *pricer) size(field *ast.Field, known *priced) int {
	largest, sliced := 0, false
	for i := range known.slicing {
		slicing := &known.slicing[i]
		n, ok := slicing.preset, slicing.given
		if argument := field.Arguments.ForName(slicing.name); argument != nil && !p.absent(argument.Value) {
			n, ok = p.valueSize(argument.Value, slicing.path, slicing.list)
			if slicing.list {
				p.violation = firstOf(p.violation, exceeds(LimitNodeIDs, p.limits.NodeIDs, n, argument.Position))
			}
		}
		if ok {
			largest, sliced = max(largest, n), true
		}
	}
	if !sliced {
		return known.assumed
	}
	return largest
}

// absent says whether an argument is a variable that has neither a value nor a preset, so that the argument counts as
// left out. Coercion has filled in the presets. A value's own VariableDefinition is not asked: in a fragment that two
// operations share it is that of the operation that was validated last.
func (p *pricer) absent(value *ast.Value) bool {
	if value.Kind != ast.Variable {
		return false
	}
	_, given := p.variables[value.Raw]
	return !given
}

// valueSize reads a literal or a variable, or what stands inside it at a path, as the size of a list.
func (p *pricer) valueSize(value *ast.Value, path []string, list bool) (int, bool) {
	for i, name := range path {
		if value.Kind == ast.Variable {
			return variableSize(inside(p.variables[value.Raw], path[i:]), list)
		}
		if value = value.Children.ForName(name); value == nil {
			return 0, false
		}
	}
	if value.Kind == ast.Variable {
		return variableSize(p.variables[value.Raw], list)
	}
	return literalSize(value, list)
}

// inside is what stands at a path of the coerced value of a variable; nil when nothing does.
func inside(value any, path []string) any {
	for _, name := range path {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// leavesOut says whether `@skip` or `@include` leaves a selection out.
func (p *pricer) leavesOut(directives ast.DirectiveList) bool {
	for _, directive := range directives {
		if directive.Name != "skip" && directive.Name != "include" {
			continue
		}
		argument := directive.Arguments.ForName("if")
		if argument == nil {
			continue
		}
		if value, ok := p.truth(argument.Value); ok && value == (directive.Name == "skip") {
			return true
		}
	}
	return false
}

// truth reads a literal or a variable as true or false.
func (p *pricer) truth(value *ast.Value) (truth, ok bool) {
	if value.Kind == ast.Variable {
		truth, ok = p.variables[value.Raw].(bool)
		return truth, ok
	}
	return value.Raw == "true", value.Kind == ast.BooleanValue
}

// literalSize reads a literal as the size of a list: a number, or the length of a list, which a single value stands for
// as well. It is false for null and for what the resolver refuses anyway.
func literalSize(value *ast.Value, list bool) (int, bool) {
	switch {
	case value.Kind == ast.ListValue:
		return len(value.Children), true
	case value.Kind == ast.NullValue:
		return 0, false
	case list:
		return 1, true
	default:
		return number(value.Raw)
	}
}

// variableSize reads the coerced value of a variable as the size of a list. Coercion lets text through where an Int is
// due, and gqlgen reads the number in it.
func variableSize(value any, list bool) (int, bool) {
	if value == nil {
		return 0, false
	}
	items := reflect.ValueOf(value)
	switch {
	case items.Kind() == reflect.Slice:
		return items.Len(), true
	case list:
		return 1, true
	case items.CanInt():
		return clamp(items.Int()), true
	case items.CanUint():
		return int(min(items.Uint(), most)), true
	case items.CanFloat():
		return int(min(max(items.Float(), 0), most)), true
	case items.Kind() == reflect.String: // json.Number too
		return number(items.String())
	default:
		return 0, false
	}
}

// number reads a size; one that does not fit is as large as can be.
func number(text string) (int, bool) {
	n, err := strconv.ParseInt(text, 10, 64) // gives the nearest number when text is out of range
	if n == 0 && err != nil {
		return 0, false
	}
	return clamp(n), true
}

// clamp keeps a size below most.
func clamp(n int64) int { return int(min(n, most)) }
