package service

import (
	"sync"

	"github.com/handledesk/handledesk/ent/db"
)

// scratch is where the rows of one snapshot are kept. The next one uses the same memory, so nothing that was read by columns
// may be looked at after its snapshot.
type scratch struct {
	handles rowsOf[handleRow]
	domains rowsOf[domainRow]
	linked  listsOf[LinkedDomain]
	pages   listsOf[[]LinkedDomain]
	ids     listsOf[any]
}

// handleRow is a handle with the place for what is stored of it.
type handleRow struct {
	Handle
	row db.Handle
}

// domainRow is the same of a domain.
type domainRow struct {
	Domain
	row db.Domain
}

// rowsOf hands out rows that stay where they are.
type rowsOf[T any] struct {
	rows []T
	used int
}

// The fewest rows that are made at once, and the most that are kept for the next snapshot.
const (
	fewestRows = 64
	keptRows   = 1024
)

// next is an empty row.
func (r *rowsOf[T]) next() *T {
	if r.used == len(r.rows) {
		r.rows, r.used = make([]T, max(fewestRows, 2*len(r.rows))), 0 // what was handed out keeps the former ones
	}
	r.used++
	return &r.rows[r.used-1]
}

func (r *rowsOf[T]) clear() {
	clear(r.rows[:r.used])
	r.used = 0
	if len(r.rows) > keptRows {
		r.rows = nil
	}
}

// listsOf hands out lists, one behind the other in the same memory.
type listsOf[T any] struct {
	room []T
	used int
}

// next is an empty list with room for so many items.
func (l *listsOf[T]) next(room int) []T {
	if l.used+room > len(l.room) {
		l.room, l.used = make([]T, max(fewestRows, room, 2*len(l.room))), 0 // what was handed out keeps the former ones
	}
	l.used += room
	return l.room[l.used-room : l.used-room : l.used]
}

func (l *listsOf[T]) clear() {
	clear(l.room[:l.used])
	l.used = 0
	if len(l.room) > keptRows {
		l.room = nil
	}
}

var scratches = sync.Pool{New: func() any { return &scratch{} }}

func newScratch() *scratch { return scratches.Get().(*scratch) } //nolint:forcetypeassert // nothing else is in there

func (s *scratch) free() {
	s.handles.clear()
	s.domains.clear()
	s.linked.clear()
	s.pages.clear()
	s.ids.clear()
	scratches.Put(s)
}
