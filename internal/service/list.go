package service

import (
	"context"
	"slices"
	"sync"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/tally"
)

// bound is the size up to which a list is counted exactly, and up to which a filter's matches are taken out and
// sorted rather than looked for along the order's index.
const bound = 10_000

// Total is the size of a list; a lower bound when it is not exact.
type Total struct {
	Count int
	Exact bool
}

func totalOf(counted int) Total {
	return Total{min(counted, bound), counted <= bound}
}

// Edge is an item of a page with its cursor.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// PageInfo is where a page stands in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// Connection is a page of a list, as Relay has it. The total is counted only when it is asked for.
type Connection[E any] struct {
	Edges    []E
	PageInfo *PageInfo
	*counting
}

// counting counts a list once, whichever of the fields about its size are asked for.
type counting struct {
	total   func(context.Context) (Total, error)
	once    sync.Once
	counted Total
	err     error
}

// TotalCount is how many items match; a lower bound when TotalCountExact is false.
func (c *counting) TotalCount(ctx context.Context) (int, error) {
	c.count(ctx)
	return c.counted.Count, c.err
}

// TotalCountExact tells whether TotalCount is exact.
func (c *counting) TotalCountExact(ctx context.Context) (bool, error) {
	c.count(ctx)
	return c.counted.Exact, c.err
}

func (c *counting) count(ctx context.Context) {
	c.once.Do(func() {
		c.counted, c.err = c.total(ctx)
		c.err = translate(c.err)
	})
}

// pageInfo says where a page stands, given its cursors.
func pageInfo[T any](p page.Page[T], cursor func(T) string) *PageInfo {
	info := &PageInfo{HasNextPage: p.HasNextPage, HasPreviousPage: p.HasPreviousPage}
	if n := len(p.Items); n > 0 {
		first, last := cursor(p.Items[0]), cursor(p.Items[n-1])
		info.StartCursor, info.EndCursor = &first, &last
	}
	return info
}

// narrow is one condition on a statement. It is a function because a statement takes its conditions for itself.
type narrow = func(*sql.Selector)

// source is a table that a list walks in the order of its keys.
type source struct {
	columns func(*sql.Selector) page.Columns
	// keys reads keys and ids; it sorts nothing by itself. Whether it leads says whether the statement may begin at the
	// account, to walk it: candidates are to lead by themselves.
	keys func(ctx context.Context, leads bool, each func(page.Key), where ...narrow) error
	// size counts, and gives up beyond the bound.
	size func(ctx context.Context, where ...narrow) (int, error)
}

// seed is a filter with an index of its own, by which its matches can be taken out without walking the list.
type seed struct {
	size  func(ctx context.Context) (int, error) // gives up beyond the bound
	where narrow                                 // one statement's worth of matches, at most bound+1
	alone bool                                   // whether its size is the list's when nothing else is asked for
}

// list is a request for one page of a filtered list.
type list struct {
	source
	window page.Window
	where  []narrow
	seeds  []seed
	whole  func(context.Context) (Total, error) // the size when nothing is filtered; nil where it is not known
}

// readPage reads the rows of a page: from the candidates of the rarest filter, if any filter is rare enough, or else along
// the order's index in one statement: then matches are so many that the walk meets a page of them soon, or no filter has
// an index. Where matches are neither few nor very many it looks along the index first, as far as a page should need.
func readPage[R any](ctx context.Context, l list, along func(where ...narrow) ([]R, error), byID func(ids []string) ([]R, error)) (
	rows []R, total func(context.Context) (Total, error), err error,
) {
	best, matches, sizes, err := l.rarest(ctx)
	if err != nil {
		return nil, nil, err
	}
	if best == nil {
		rows, err = along(append(slices.Clone(l.where), l.walk())...)
		return rows, l.total, err
	}
	near, worth, err := l.horizon(ctx, matches, sizes)
	if err != nil {
		return nil, nil, err
	}
	if worth {
		rows, err = along(append(slices.Clone(l.where), near.walk())...)
		if err != nil || near.open || len(rows) == l.window.Limit() {
			return rows, l.totalAmong(best, matches), err
		}
	}
	picked, n := l.window.Pick(), 0
	if err := l.keys(ctx, false, func(k page.Key) { n++; picked.Add(k) }, append([]narrow{best.where}, l.where...)...); err != nil {
		return nil, nil, err
	}
	ids := make([]string, len(picked.Keys))
	for i, k := range picked.Keys {
		ids[i] = k.ID
	}
	rows, err = byID(ids)
	return rows, func(context.Context) (Total, error) { return totalOf(n), nil }, err
}

// rarest is the filter with the fewest matches, if they are few enough to be taken out; and how many each filter has.
func (l list) rarest(ctx context.Context) (best *seed, matches int, sizes []int, err error) {
	matches = bound + 1
	for i := range l.seeds {
		n, err := l.seeds[i].size(ctx)
		if err != nil {
			return nil, 0, nil, err
		}
		sizes = append(sizes, n)
		if n < matches {
			best, matches = &l.seeds[i], n
		}
	}
	return best, matches, sizes, nil
}

const (
	// worthwhile is how many candidates are better taken out at once than looked for along the order's index.
	worthwhile = 200
	// patience is how many times as far it looks along the index as a page should need where matches lie evenly.
	patience = 4
	// dearer is how much dearer a candidate is, which is looked up in the list's table, than a row of the order's index.
	dearer = 4
)

// horizon is the list up to where a page should be met along the order's index, if that costs less than to take out all
// candidates. It is open when the list ends before. Filters are taken to be independent; where they are not, or where
// matches lie at the other end, the page is not met, and the candidates are taken out after all.
func (l list) horizon(ctx context.Context, matches int, sizes []int) (near stretch, worth bool, err error) {
	if l.whole == nil || snapshot(ctx) == nil || matches < worthwhile || l.window.Size == 0 {
		return near, false, nil
	}
	whole, err := l.whole(ctx)
	if err != nil {
		return near, false, err
	}
	rows := float64(patience * l.window.Limit())
	for _, n := range sizes {
		if n <= bound {
			rows *= float64(whole.Count) / float64(n)
		}
	}
	if rows > float64(dearer*matches) {
		return near, false, nil
	}
	near = stretch{list: l, open: true}
	err = l.keys(ctx, true, func(last page.Key) {
		near.open = false
		if bytes, is := last.Value.([]byte); is {
			last.Value = slices.Clone(bytes)
		}
		if l.window.Backward {
			near.window.After = &last
		} else {
			near.window.Before = &last
		}
	}, func(s *sql.Selector) {
		columns := l.columns(s)
		l.window.Where(s, columns)
		l.window.OrderBy(s, columns)
		s.Offset(int(rows)).Limit(1)
	})
	return near, true, err
}

// stretch is the beginning of a list; open when it is all there is.
type stretch struct {
	list
	open bool
}

// totalAmong counts the candidates, without looking at where they are in the list.
func (l list) totalAmong(best *seed, matches int) func(context.Context) (Total, error) {
	if best.alone && len(l.where) == 1 {
		return func(context.Context) (Total, error) { return totalOf(matches), nil }
	}
	return func(ctx context.Context) (Total, error) {
		n := 0
		err := l.keys(ctx, false, func(page.Key) { n++ }, append([]narrow{best.where}, l.where...)...)
		return totalOf(n), err
	}
}

// walk is the condition for reading the page along the order's index.
func (l list) walk() narrow {
	return func(s *sql.Selector) {
		columns := l.columns(s)
		l.window.Where(s, columns)
		l.window.OrderBy(s, columns)
		s.Limit(l.window.Limit())
	}
}

// total counts a walked list, up to the bound; one that leaves nothing out was counted before.
func (l list) total(ctx context.Context) (Total, error) {
	if l.whole != nil && len(l.where) == 0 {
		return l.whole(ctx)
	}
	n, err := l.size(ctx, l.where...)
	return totalOf(n), err
}

// looksUp is the condition that the statement, which names a row of the one around it, finds something: one look into an index
// for each row. The OFFSET keeps Postgres from making a join of it, which may begin with all that could be found.
func looksUp(around, found *sql.Selector) *sql.Predicate {
	if around.Dialect() == dialect.Postgres {
		found.Offset(0)
	}
	return sql.Exists(found)
}

// bounded turns a statement into one that counts its rows and stops beyond the bound. It must be applied last, so it
// is given as an order.
func bounded(id string) narrow {
	return func(s *sql.Selector) {
		statement := *s // not Clone, which loses the operators of ent's comparisons
		inner := &statement
		inner.Select(inner.C(id)).Limit(bound + 1).As("bounded")
		*s = *sql.Dialect(s.Dialect()).Select().From(inner)
	}
}

// connect makes a connection of the rows of a page: rows as Cut wants them, key and edge for each row.
func connect[R, E any](ctx context.Context, w page.Window, rows []R, key func(R) page.Key, edge func(cursor string, row R) E,
	total func(context.Context) (Total, error),
) Connection[E] {
	p := page.Cut(w, rows)
	tally.Add(ctx, len(p.Items))
	cursor := func(row R) string { return w.Order.Cursor(key(row)) }
	c := Connection[E]{PageInfo: pageInfo(p, cursor), Edges: make([]E, len(p.Items)), counting: &counting{total: total}}
	for i, row := range p.Items {
		c.Edges[i] = edge(cursor(row), row)
	}
	return c
}
