package service

import (
	"cmp"
	"database/sql/driver"
	"slices"
)

// padded repeats the last id until the list has one of a few lengths, so that the database knows the statement's text.
func padded(ids []any) []any {
	for length := len(ids); length&(length-1) != 0; length++ {
		ids = append(ids, ids[len(ids)-1])
	}
	return ids
}

// mostBounds is how many arguments a window's bounds are at most, behind ids.
const mostBounds = 4

// linkPages are the pages of handles while their rows are read.
type linkPages struct {
	pages [][]LinkedDomain
	of    []*Handle // sorted by id: the rows mostly come in their order
	at    int       // the handle of the last row
	group *group[*Domain]
}

// newLinkPages makes room for the rows of handles, as many for each as it has domains, or as a page has.
func newLinkPages(in *scratch, pages [][]LinkedDomain, of []*Handle, most int, g *group[*Domain]) *linkPages {
	slices.SortFunc(of, func(a, b *Handle) int { return cmp.Compare(a.ID, b.ID) })
	all := 0
	for _, h := range of {
		all += min(h.domains, most)
	}
	room := in.linked.next(all)[:all]
	for _, h := range of {
		n := min(h.domains, most)
		pages[h.place], room = room[:0:n], room[n:]
	}
	g.items = slices.Grow(g.items, all)
	return &linkPages{pages: pages, of: of, group: g}
}

// ids are those of the handles, with room to be padded and for what stands behind them.
func (l *linkPages) ids(in *scratch) []any {
	ids := in.ids.next(2*len(l.of) + mostBounds)
	for _, h := range l.of {
		ids = append(ids, h.ID)
	}
	return ids
}

// add puts a row into its handle's page.
func (l *linkPages) add(handleID driver.Value, row LinkedDomain) {
	id := textOf(handleID)
	if l.at+1 < len(l.of) && l.of[l.at+1].ID == id {
		l.at++
	} else if l.of[l.at].ID != id {
		l.at, _ = slices.BinarySearchFunc(l.of, id, func(h *Handle, id string) int { return cmp.Compare(h.ID, id) })
	}
	rows := &l.pages[l.of[l.at].place]
	*rows = append(*rows, row)
}
