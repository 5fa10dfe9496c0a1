package service

import (
	"context"
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
	// keys reads keys and ids; it sorts nothing by itself.
	keys func(ctx context.Context, where ...narrow) ([]page.Key, error)
	// size counts, and gives up beyond the bound.
	size func(ctx context.Context, where ...narrow) (int, error)
}

// seed is a filter with an index of its own, by which its matches can be taken out without walking the list.
type seed struct {
	size  func(ctx context.Context) (int, error) // gives up beyond the bound
	where narrow                                 // one statement's worth of matches, at most bound+1
}

// list is a request for one page of a filtered list.
type list struct {
	source
	window page.Window
	where  []narrow
	seeds  []seed
	whole  func(context.Context) (Total, error) // the size when nothing is filtered; nil where it is not known
}

// candidates takes out the matches of the rarest filter, if any filter is rare enough, narrows them by the other
// filters, and gives the page's keys and the exact total. The flag is false when the list must be walked instead:
// then matches are so many that the walk meets a page of them soon, or no filter has an index.
func (l list) candidates(ctx context.Context) (keys []page.Key, total Total, found bool, err error) {
	var best *seed
	smallest := bound + 1
	for i := range l.seeds {
		n, err := l.seeds[i].size(ctx)
		if err != nil {
			return nil, Total{}, false, err
		}
		if n < smallest {
			best, smallest = &l.seeds[i], n
		}
	}
	if best == nil {
		return nil, Total{}, false, nil
	}
	all, err := l.keys(ctx, append([]narrow{best.where}, l.where...)...)
	if err != nil {
		return nil, Total{}, false, err
	}
	total = totalOf(len(all))
	return l.window.Sort(all), total, true, nil
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
