// Package page is keyset pagination by Relay's cursor connections specification: one implementation for every list.
//
// A cursor holds the sort key and the id of a row, so that a page begins where the last one ended whatever was
// inserted or deleted meanwhile, and costs the same at any depth.
package page

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/internal/registrar"
)

// Limits on the size of a page.
const (
	DefaultSize = 20
	MaximumSize = 100
)

// Args are a connection's arguments as the caller gave them.
type Args struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// Order says how a list is sorted: by a column that is never null, then by id, both the same way.
type Order struct {
	Name string // the public name; a cursor works only for the order it came from
	Desc bool
	Kind KeyKind
}

// KeyKind is the type of an order's keys.
type KeyKind int

// The kinds of key: int64, string, []byte.
const (
	Number KeyKind = iota
	Text
	Bytes
)

// Key is a row's place in an order. Value is an int64, a string or a []byte, the same type throughout a list.
type Key struct {
	Value any
	ID    string
}

// Window is the checked request for one page.
type Window struct {
	Order    Order
	Size     int
	Backward bool
	After    *Key
	Before   *Key
}

// Parse checks the arguments. Errors are BAD_USER_INPUT naming the argument.
func Parse(a Args, order Order) (Window, error) {
	w := Window{Order: order, Size: DefaultSize}
	size, name := a.First, "first"
	if a.Last != nil {
		if a.First != nil {
			return w, registrar.RefuseField(registrar.BadUserInput, "last", "Give first or last, not both.")
		}
		w.Backward, size, name = true, a.Last, "last"
	}
	if size != nil {
		if w.Size = *size; w.Size < 0 || w.Size > MaximumSize {
			return w, registrar.RefuseField(registrar.BadUserInput, name,
				fmt.Sprintf("A page has 0 to %d items; %d were asked for.", MaximumSize, w.Size))
		}
	}
	var err error
	if w.After, err = parseCursor(a.After, "after", order); err != nil {
		return w, err
	}
	w.Before, err = parseCursor(a.Before, "before", order)
	return w, err
}

// cursor is what a cursor holds, as JSON in base64: opaque to callers, plain to read in a log.
type cursor struct {
	Order string  `json:"o"`
	Desc  bool    `json:"d,omitempty"`
	Int   *int64  `json:"n,omitempty"`
	Text  *string `json:"t,omitempty"`
	Bytes []byte  `json:"b,omitempty"`
	ID    string  `json:"i"`
}

// Cursor writes the cursor of a row in an order.
func (o Order) Cursor(k Key) string { return string(o.AppendCursor(nil, k)) }

// AppendCursor appends the cursor of a row in an order to the text.
func (o Order) AppendCursor(text []byte, k Key) []byte {
	c := cursor{Order: o.Name, Desc: o.Desc, ID: k.ID}
	switch value := k.Value.(type) {
	case int64:
		c.Int = &value
	case string:
		c.Text = &value
	case []byte:
		c.Bytes = value
	}
	plain, err := json.Marshal(c)
	if err != nil {
		panic(err) // a struct of texts and numbers always marshals
	}
	return base64.RawURLEncoding.AppendEncode(text, plain)
}

func parseCursor(text *string, argument string, order Order) (*Key, error) {
	if text == nil {
		return nil, nil
	}
	refuse := func(message string) error {
		return registrar.RefuseField(registrar.BadUserInput, argument, message)
	}
	var c cursor
	raw, err := base64.RawURLEncoding.DecodeString(*text)
	if err != nil || json.Unmarshal(raw, &c) != nil {
		return nil, refuse("This is not a cursor; give an edge's cursor, or pageInfo's startCursor or endCursor, unchanged.")
	}
	if c.Order != order.Name || c.Desc != order.Desc {
		return nil, refuse("This cursor comes from a list in another order; begin again without a cursor.")
	}
	key := &Key{ID: c.ID}
	switch {
	case order.Kind == Number && c.Int != nil:
		key.Value = *c.Int
	case order.Kind == Text && c.Text != nil:
		key.Value = *c.Text
	case order.Kind == Bytes && c.Bytes != nil:
		key.Value = c.Bytes
	}
	// Only what this list itself could have written is a cursor of it: the right type of key, a real id, no byte more.
	if _, err := registrar.KindOfID(c.ID); err != nil || key.Value == nil || order.Cursor(*key) != *text {
		return nil, refuse("This is not a cursor of this list; begin again without a cursor.")
	}
	return key, nil
}

// Columns are where an order's key and id are in a statement; the same twice where the id itself is the order.
type Columns struct{ Key, ID string }

// Limit is how many rows to read: one more than the page holds, to see whether there is a next one.
func (w Window) Limit() int { return w.Size + 1 }

// down tells whether rows are read from large to small.
func (w Window) down() bool { return w.Order.Desc != w.Backward }

// Where narrows a statement to what lies between the cursors. It compares rows of values, which both databases serve
// from an index; the equivalent with OR they do not.
func (w Window) Where(s *sql.Selector, c Columns) {
	columns := []string{c.Key, c.ID}
	bound := func(k *Key, larger bool) {
		switch {
		case k == nil:
		case c.Key == c.ID && larger:
			s.Where(sql.GT(c.ID, k.ID))
		case c.Key == c.ID:
			s.Where(sql.LT(c.ID, k.ID))
		case larger:
			s.Where(sql.CompositeGT(columns, k.Value, k.ID))
		default:
			s.Where(sql.CompositeLT(columns, k.Value, k.ID))
		}
	}
	bound(w.After, !w.Order.Desc)
	bound(w.Before, w.Order.Desc)
}

// OrderBy sorts a statement the way in which rows are read; backward pages are turned round by Cut.
func (w Window) OrderBy(s *sql.Selector, c Columns) {
	direction := sql.Asc
	if w.down() {
		direction = sql.Desc
	}
	if c.Key != c.ID {
		s.OrderBy(direction(c.Key))
	}
	s.OrderBy(direction(c.ID))
}

// Page is one page of a list.
type Page[T any] struct {
	Items           []T
	HasNextPage     bool
	HasPreviousPage bool
}

// Cut makes a page of the rows that a statement with Where, OrderBy and Limit gave.
func Cut[T any](w Window, rows []T) Page[T] {
	more := len(rows) > w.Size
	p := Page[T]{Items: rows[:min(len(rows), w.Size)], HasNextPage: more, HasPreviousPage: w.After != nil}
	if w.Backward {
		p.Items = slices.Clone(p.Items) // the rows may serve another field too
		slices.Reverse(p.Items)
		p.HasNextPage, p.HasPreviousPage = w.Before != nil, more
	}
	return p
}

// Sort does in memory what Where, OrderBy and Limit do in a statement: it gives the rows to Cut.
func (w Window) Sort(keys []Key) []Key {
	best := w.Pick()
	for _, k := range keys {
		best.Add(k)
	}
	return best.Keys
}

// Picked are the first keys of a window among those that were added, in the order of the rows to Cut. It keeps no more than
// a page of them, however many come.
type Picked struct {
	Keys   []Key
	window Window
}

// Pick begins without any key.
func (w Window) Pick() *Picked { return &Picked{Keys: make([]Key, 0, w.Limit()+1), window: w} }

// Add takes one more key. Bytes are copied when they are kept, so they may be written over afterwards.
func (p *Picked) Add(k Key) {
	w := p.window
	n := len(p.Keys)
	if n == w.Limit() && p.compare(k, p.Keys[n-1]) >= 0 ||
		w.After != nil && w.compare(k, *w.After) <= 0 || w.Before != nil && w.compare(k, *w.Before) >= 0 {
		return
	}
	if bytes, is := k.Value.([]byte); is {
		k.Value = slices.Clone(bytes)
	}
	at, _ := slices.BinarySearchFunc(p.Keys, k, p.compare)
	p.Keys = slices.Insert(p.Keys, at, k)[:min(n+1, w.Limit())]
}

// compare is the order in which rows are read.
func (p *Picked) compare(a, b Key) int {
	if p.window.Backward {
		return p.window.compare(b, a)
	}
	return p.window.compare(a, b)
}

// compare is the list's own order: negative when a comes before b.
func (w Window) compare(a, b Key) int {
	order := cmp.Or(compareValues(a.Value, b.Value), cmp.Compare(a.ID, b.ID))
	if w.Order.Desc {
		return -order
	}
	return order
}

func compareValues(a, b any) int {
	switch a := a.(type) {
	case int64:
		b, _ := b.(int64)
		return cmp.Compare(a, b)
	case string:
		b, _ := b.(string)
		return cmp.Compare(a, b)
	case []byte:
		b, _ := b.([]byte)
		return slices.Compare(a, b)
	}
	return 0
}
