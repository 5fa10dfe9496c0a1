package tenancy

import (
	"reflect"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Text is a statement without its arguments, for callers of one kind: what differs between them is an argument.
type Text struct {
	text   string
	kind   registrar.ActorKind
	steady bool
}

// Keep takes the text off a statement that is Built and was made for the caller and that has these arguments behind the caller's own. It
// is false where there is more to the statement: then it has to be made each time.
func (t Statement) Keep(v viewer.Viewer, arguments []any) (Text, bool) {
	own, plain := ownArguments(v, len(arguments))
	text, has := t.Query()
	if own = append(own, arguments...); !plain || len(has) != len(own) || len(own) > 0 && !reflect.DeepEqual(has, own) {
		return Text{}, false
	}
	return Text{text, v.Kind, t.steady}, true
}

// For is the statement for a caller of the same kind, false for one of another kind.
func (t Text) For(v viewer.Viewer, arguments []any) (Statement, bool) {
	own, plain := ownArguments(v, len(arguments))
	if !plain || v.Kind != t.kind {
		return Statement{}, false
	}
	return Statement{text: t.text, arguments: append(own, arguments...), steady: t.steady}, true
}

// ownArguments are those by which a statement is narrowed to what the caller may see, where they stand first in it, with room
// for as many behind them.
func ownArguments(v viewer.Viewer, room int) (own []any, plain bool) {
	switch {
	case v.IsReseller():
		return append(make([]any, 0, 1+room), v.Reseller), true
	case v.IsOperator():
		return make([]any, 0, room), true
	}
	return nil, false
}
