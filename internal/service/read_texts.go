package service

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

// shape is what the text of an unfiltered statement depends on.
type shape struct {
	list    string // of what
	caller  registrar.ActorKind
	columns string
	order   string // the column
	length  int    // of the page, or of the list of ids
	// Of the window.
	desc, backward, after, before bool
}

// keptTexts is how many texts are kept, the least recently used goes first.
const keptTexts = 512

// texts keeps the texts of statements by their shape. Putting them together took a twentieth of a request for a page of handles.
type texts struct {
	kept   *lru.Cache[shape, tenancy.Text]
	scopes *lru.Cache[string, []registrar.Scope] // what the stored texts mean
}

func newTexts() texts {
	kept, err := lru.New[shape, tenancy.Text](keptTexts)
	scopes, failed := lru.New[string, []registrar.Scope](keptTexts)
	if err := errors.Join(err, failed); err != nil {
		panic(err) // only a size below one is refused
	}
	return texts{kept, scopes}
}

// scopesOf are the scopes of a stored text. Nobody may change them: others hold the same.
func (t texts) scopesOf(stored driver.Value) (scopes []registrar.Scope, err error) {
	text := textOf(stored)
	if scopes, known := t.scopes.Get(text); known {
		return scopes, nil
	}
	if err = json.Unmarshal([]byte(text), &scopes); err == nil {
		t.scopes.Add(text, scopes)
	}
	return scopes, err
}

// statement is the statement of the shape, with its arguments behind the caller's own. It is put together when its text is
// not known, and always when the shape is nil.
func (t texts) statement(v viewer.Viewer, of *shape, arguments []any, build func() tenancy.Statement) tenancy.Statement {
	if of == nil {
		return build()
	}
	of.caller = v.Kind
	if text, known := t.kept.Get(*of); known {
		if s, fits := text.For(v, arguments); fits {
			return s
		}
	}
	made := build().Built()
	if text, whole := made.Keep(v, arguments); whole {
		t.kept.Add(*of, text)
	}
	return made
}

// shapeOf is the shape of a page along an order's index.
func shapeOf(list string, c Columns, column string, w page.Window, length int) *shape {
	return &shape{
		list: list, columns: strings.Join(c.names, " "), order: column, length: length,
		desc: w.Order.Desc, backward: w.Backward, after: w.After != nil, before: w.Before != nil,
	}
}

// bounds are the arguments of a window's conditions.
func bounds(w page.Window) (arguments []any) {
	for _, k := range []*page.Key{w.After, w.Before} {
		if k != nil {
			arguments = append(arguments, k.Value, k.ID)
		}
	}
	return arguments
}
