package guard

import (
	"encoding/json"
	"reflect"

	"github.com/vektah/gqlparser/v2/ast"
)

// arguments gives what the arguments of a field or directive add to Limits.Walk.
func (s *shape) arguments(list ast.ArgumentList) int {
	var walk int
	for _, argument := range list {
		walk = plus(walk, visit+len(argument.Name)+s.literal(argument.Value, 0))
	}
	return walk
}

// literal measures the lists in a value and how deep they and objects nest, and gives what the value adds to
// Limits.Walk. A variable in its place is measured with the variables.
func (s *shape) literal(value *ast.Value, depth int) int {
	if value == nil {
		return 0
	}
	walk := visit + len(value.Raw)
	switch value.Kind {
	case ast.ListValue:
		s.values.list(len(value.Children), depth+1, value.Position)
	case ast.ObjectValue:
		s.values.object(depth+1, value.Position)
	default:
		return walk
	}
	for _, child := range value.Children {
		walk = plus(walk, len(child.Name)+s.literal(child.Value, depth+1))
	}
	return walk
}

// extent is how long the lists in values are at most, and how deep lists and objects nest.
type extent struct {
	items, depth         int
	longestAt, deepestAt *ast.Position
}

func (e *extent) object(depth int, at *ast.Position) {
	if depth > e.depth {
		e.depth, e.deepestAt = depth, at
	}
}

func (e *extent) list(items, depth int, at *ast.Position) {
	if items > e.items {
		e.items, e.longestAt = items, at
	}
	e.object(depth, at)
}

// variable measures the coerced value of a variable. Coercion makes a single value where a list is due a list of its own
// type, such as []string.
func (e *extent) variable(value any, depth int, at *ast.Position) {
	switch value := value.(type) {
	case nil, string, bool, int, int64, float64, json.Number:
	case map[string]any:
		e.object(depth+1, at)
		for _, child := range value {
			e.variable(child, depth+1, at)
		}
	case []any:
		e.list(len(value), depth+1, at)
		for _, child := range value {
			e.variable(child, depth+1, at)
		}
	default:
		items := reflect.ValueOf(value)
		if items.Kind() != reflect.Slice {
			return
		}
		e.list(items.Len(), depth+1, at)
		for i := range items.Len() {
			e.variable(items.Index(i).Interface(), depth+1, at)
		}
	}
}

// violation says whether a list is too long or a value too deep.
func (e *extent) violation(l Limits) *Violation {
	return firstOf(
		exceeds(LimitListItems, l.ListItems, e.items, e.longestAt),
		exceeds(LimitValueDepth, l.ValueDepth, e.depth, e.deepestAt),
	)
}
