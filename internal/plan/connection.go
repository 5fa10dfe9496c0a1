package plan

import (
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/internal/service"
)

// node gives what is selected of the items of a connection, and whether anything selects a cursor.
func (c *compiler) node(connection, edge string, selections ast.SelectionSet) (node ast.SelectionSet, cursors bool) {
	edges := c.below(connection, selections, "edges")
	info := c.selected("PageInfo", c.below(connection, selections, "pageInfo"))
	return c.below(edge, edges, "node"), c.selected(edge, edges)["cursor"] || info["startCursor"] || info["endCursor"]
}

// pageOf is a page that is being written: where it stands, how many items it has, and how their cursors are written.
type pageOf interface {
	next() bool
	previous() bool
	items() int
	cursor(x *run, item int)
}

func pageInfoType[P pageOf]() *objectType[P] {
	at := func(which func(p P) int) compiled[P] {
		return leaf(func(x *run, p P) {
			if p.items() == 0 {
				x.null()
				return
			}
			p.cursor(x, which(p))
		})
	}
	return &objectType[P]{"PageInfo", map[string]compiled[P]{
		"hasNextPage":     leaf(func(x *run, p P) { x.flag(p.next()) }),
		"hasPreviousPage": leaf(func(x *run, p P) { x.flag(p.previous()) }),
		"startCursor":     at(func(P) int { return 0 }),
		"endCursor":       at(func(p P) int { return p.items() - 1 }),
	}}
}

// pageInfo is the field of a connection that says where its page stands.
func pageInfo[P pageOf](c *compiler, f field) (func(*run, P) error, error) {
	members, err := object(c, pageInfoType[P](), f.selections)
	return func(x *run, p P) error { return writeObject(x, members, p) }, err
}

// reading is a page of a list that is being written, with one of its items.
type reading[T any] struct {
	*service.Reading[T]
	at int
}

func (r reading[T]) next() bool     { return r.HasNextPage }
func (r reading[T]) previous() bool { return r.HasPreviousPage }
func (r reading[T]) items() int     { return len(r.Items) }

func (r reading[T]) cursor(x *run, item int) {
	x.out = append(x.out, '"')
	x.out = r.AppendCursor(x.out, r.Items[item])
	x.out = append(x.out, '"')
}

// connectionType is a list at the root.
func connectionType[T any](name, edge string, item func() *objectType[T]) *objectType[reading[T]] {
	edgeType := &objectType[reading[T]]{edge, map[string]compiled[reading[T]]{
		"cursor": leaf(func(x *run, r reading[T]) { r.cursor(x, r.at) }),
		"node": func(c *compiler, f field) (func(*run, reading[T]) error, error) {
			members, err := object(c, item(), f.selections)
			return func(x *run, r reading[T]) error { return writeObject(x, members, r.Items[r.at]) }, err
		},
	}}
	return &objectType[reading[T]]{name, map[string]compiled[reading[T]]{
		"edges": func(c *compiler, f field) (func(*run, reading[T]) error, error) {
			members, err := object(c, edgeType, f.selections)
			return func(x *run, r reading[T]) error {
				x.out = append(x.out, '[')
				for r.at = range r.Items {
					if r.at > 0 {
						x.out = append(x.out, ',')
					}
					if err := writeObject(x, members, r); err != nil {
						return err
					}
				}
				x.out = append(x.out, ']')
				return nil
			}, err
		},
		"pageInfo": pageInfo[reading[T]],
		"totalCount": asked(func(x *run, r reading[T]) error {
			n, err := r.TotalCount(x.ctx)
			x.number(n)
			return err
		}),
		"totalCountExact": asked(func(x *run, r reading[T]) error {
			exact, err := r.TotalCountExact(x.ctx)
			x.flag(exact)
			return err
		}),
	}}
}

// linksNode is one place in a document where domains of handles are selected.
type linksNode struct {
	field   field
	columns service.Columns
	cursors bool // whether anything selects one
	members []member[*links]
}

// links are one handle's page of domains that is being written, with one of its items.
type links struct {
	reader *service.LinkReader
	of     *service.Handle
	page   service.LinkPage
	at     int
}

func (l *links) next() bool     { return l.page.HasNextPage }
func (l *links) previous() bool { return l.page.HasPreviousPage }
func (l *links) items() int     { return len(l.page.Items) }

func (l *links) cursor(x *run, item int) {
	x.out = append(x.out, '"')
	x.out = l.reader.AppendCursor(x.out, l.page.Items[item])
	x.out = append(x.out, '"')
}

// handleDomains compiles a place where domains of handles are selected.
func handleDomains(c *compiler, f field) (func(*run, *service.Handle) error, error) {
	n := &linksNode{field: f}
	selections, cursors := c.node("HandleDomainConnection", "HandleDomainEdge", f.selections)
	n.cursors = cursors
	var err error
	if n.columns, err = c.domainColumns(selections); err != nil {
		return nil, err
	}
	n.members, err = object(c, handleDomainsType(), f.selections)
	return func(x *run, h *service.Handle) error {
		reader, err := x.reader(n)
		if err != nil {
			return err
		}
		page, err := reader.Of(x.ctx, h)
		if err != nil {
			return err
		}
		l := x.links.take()
		defer x.links.giveBack()
		*l = links{reader: reader, of: h, page: page}
		return writeObject(x, n.members, l)
	}, err
}

// stack hands out places for what is being written, one for each level at which it stands within another, and uses them
// again for what comes next.
type stack[T any] struct {
	places []*T
	depth  int
}

func (s *stack[T]) take() *T {
	if s.depth == len(s.places) {
		s.places = append(s.places, new(T))
	}
	s.depth++
	return s.places[s.depth-1]
}

// giveBack takes back what was handed out last.
func (s *stack[T]) giveBack() { s.depth-- }

// reader reads the domains that are selected in one place, for all handles that come to it.
func (x *run) reader(n *linksNode) (*service.LinkReader, error) {
	if reader := x.readers[n]; reader != nil {
		return reader, nil
	}
	a := x.arguments(n.field)
	args, filter, order := a.page(), a.domainFilter(), a.domainOrder()
	if err := a.verify(); err != nil {
		return nil, err
	}
	reader, err := x.service.LinkReader(n.columns, n.cursors, args, filter, order)
	if err != nil {
		return nil, err
	}
	if x.readers == nil {
		x.readers = map[*linksNode]*service.LinkReader{}
	}
	x.readers[n] = reader
	return reader, nil
}

func handleDomainsType() *objectType[*links] {
	edgeType := &objectType[*links]{"HandleDomainEdge", map[string]compiled[*links]{
		"cursor": leaf(func(x *run, l *links) { l.cursor(x, l.at) }),
		"roles":  leaf(func(x *run, l *links) { x.out = append(x.out, roleTexts.of(l.page.Items[l.at].Roles)...) }),
		"node": func(c *compiler, f field) (func(*run, *links) error, error) {
			members, err := object(c, domainType(), f.selections)
			return func(x *run, l *links) error { return writeObject(x, members, l.page.Items[l.at].Domain) }, err
		},
	}}
	return &objectType[*links]{"HandleDomainConnection", map[string]compiled[*links]{
		"edges": func(c *compiler, f field) (func(*run, *links) error, error) {
			members, err := object(c, edgeType, f.selections)
			return func(x *run, l *links) error {
				x.out = append(x.out, '[')
				for l.at = range l.page.Items {
					if l.at > 0 {
						x.out = append(x.out, ',')
					}
					if err := writeObject(x, members, l); err != nil {
						return err
					}
				}
				x.out = append(x.out, ']')
				return nil
			}, err
		},
		"pageInfo": pageInfo[*links],
		"totalCount": asked(func(x *run, l *links) error {
			total, err := l.reader.Total(x.ctx, l.of)
			x.number(total.Count)
			return err
		}),
		"totalCountExact": asked(func(x *run, l *links) error {
			total, err := l.reader.Total(x.ctx, l.of)
			x.flag(total.Exact)
			return err
		}),
	}}
}
