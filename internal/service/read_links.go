package service

import (
	"cmp"
	"context"
	"database/sql/driver"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tally"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

// LinkReader reads the domains of handles by columns, within one snapshot: for all handles that were loaded together at
// once, when the first of them is asked for.
type LinkReader struct {
	service *Service
	columns Columns
	filter  *DomainFilter
	order   page.Order
	column  string
	window  page.Window
	loaded  []loadedLinks
	counted map[*group[*Handle]]map[string]int
}

// loadedLinks are the pages of a group's handles, each at its handle's place.
type loadedLinks struct {
	of    *group[*Handle]
	pages [][]LinkedDomain
}

// LinkPage is one handle's page of domains.
type LinkPage struct {
	Items           []LinkedDomain
	HasNextPage     bool
	HasPreviousPage bool
}

// LinkReader checks the arguments of a handle's list of domains; cursors says whether cursors are asked for. Its errors are
// those of HandleDomains.
func (s *Service) LinkReader(c Columns, cursors bool, args page.Args, filter *DomainFilter, order *DomainOrder) (*LinkReader, error) {
	filter, by, window, err := domainRequest(args, filter, order)
	if err != nil {
		return nil, err
	}
	column := domainOrders[by.Field].column
	c = c.with(column) // pages are put in order by it
	if cursors || column != domain.FieldName {
		c = c.with(domain.FieldID) // which decides among equals; no two domains have one name
	}
	return &LinkReader{service: s, columns: c, filter: filter, order: window.Order, column: column, window: window,
		counted: map[*group[*Handle]]map[string]int{}}, nil
}

// Of is the page of one handle.
func (r *LinkReader) Of(ctx context.Context, h *Handle) (LinkPage, error) {
	rows, err := r.rowsOf(ctx, h)
	if err != nil {
		return LinkPage{}, translate(err)
	}
	p := page.Cut(r.window, rows)
	tally.Add(ctx, len(p.Items))
	return LinkPage{p.Items, p.HasNextPage, p.HasPreviousPage}, nil
}

func (r *LinkReader) rowsOf(ctx context.Context, h *Handle) ([]LinkedDomain, error) {
	for i := range r.loaded {
		if r.loaded[i].of == h.group {
			return r.loaded[i].pages[h.place], nil
		}
	}
	pages, err := r.load(ctx, h.group.items)
	if err != nil {
		return nil, err
	}
	r.loaded = append(r.loaded, loadedLinks{h.group, pages})
	return pages[h.place], nil
}

// Total is how many domains of the handle match.
func (r *LinkReader) Total(ctx context.Context, h *Handle) (Total, error) {
	if r.filter.whole() {
		return Total{h.domains, true}, nil
	}
	counts, there := r.counted[h.group]
	if !there {
		var err error
		if counts, err = r.service.countLinked(ctx, idsOf(h.group.items), r.filter); err != nil {
			return Total{}, translate(err)
		}
		r.counted[h.group] = counts
	}
	return Total{counts[h.ID], true}, nil
}

// AppendCursor appends the cursor of a domain in the list to the text.
func (r *LinkReader) AppendCursor(text []byte, l LinkedDomain) []byte {
	return r.order.AppendCursor(text, page.Key{Value: domainKey(r.column, l.Domain.Domain), ID: l.Domain.ID})
}

// hot is from how many domains on a handle's page is bounded in the statement: what few have is read whole and cut.
func (r *LinkReader) hot() int { return 4 * r.window.Limit() }

func (r *LinkReader) load(ctx context.Context, handles []*Handle) ([][]LinkedDomain, error) {
	var cold, hot []*Handle
	for _, h := range handles {
		switch {
		case h.domains > r.hot():
			hot = append(hot, h)
		case h.domains > 0:
			cold = append(cold, h)
		}
	}
	in, domains := snapshot(ctx).scratch, &group[*Domain]{}
	pages := in.pages.next(len(handles))[:len(handles)]
	if len(cold) > 0 {
		if err := r.loadCold(ctx, newLinkPages(in, pages, cold, r.hot(), domains)); err != nil {
			return nil, err
		}
	}
	if len(hot) > 0 {
		if err := r.loadHot(ctx, newLinkPages(in, pages, hot, r.window.Limit(), domains)); err != nil {
			return nil, err
		}
	}
	for i, rows := range pages {
		pages[i] = r.sorted(rows)
	}
	return pages, nil
}

// loadCold reads all domains of handles that have few.
func (r *LinkReader) loadCold(ctx context.Context, links *linkPages) error {
	v := viewer.FromContext(ctx)
	narrows, ids := linkNarrows(v, r.filter), padded(links.ids(snapshot(ctx).scratch))
	var whole *shape
	if len(narrows) == 0 {
		whole = shapeOf("links", r.columns, r.column, r.window, len(ids))
	}
	return r.scan(ctx, links, whole, append(ids, bounds(r.window)...), func(read linkReading) tenancy.Statement {
		return read.of(v).Narrow(func(s *sql.Selector) {
			s.Where(sql.In(read.links.C(contact.FieldHandleID), ids...))
			r.window.Where(s, read.at)
		}).Narrow(narrows...)
	})
}

// loadHot reads the pages of handles that have many domains, each from its own beginning in the index to where the page
// ends: a part of the statement for each handle.
func (r *LinkReader) loadHot(ctx context.Context, links *linkPages) error {
	v := viewer.FromContext(ctx)
	narrows, ids := linkNarrows(v, r.filter), links.ids(snapshot(ctx).scratch)
	var whole *shape
	if len(narrows) == 0 && len(ids) == 1 && v.IsReseller() { // for others, domains of several accounts are sorted
		whole = shapeOf("links of one", r.columns, r.column, r.window, r.window.Limit())
	}
	return r.scan(ctx, links, whole, append(ids, bounds(r.window)...), func(read linkReading) tenancy.Statement {
		parts := make([]tenancy.Statement, len(links.of))
		for i, h := range links.of {
			parts[i] = read.of(v).Narrow(func(s *sql.Selector) {
				s.Where(sql.EQ(read.links.C(contact.FieldHandleID), h.ID))
				r.window.Where(s, read.at)
				r.window.OrderBy(s, read.at)
				s.Limit(r.window.Limit())
			}).Narrow(narrows...)
		}
		if len(parts) == 1 {
			return parts[0]
		}
		return tenancy.All(read.dialect, parts)
	})
}

// linkReading is what a statement reads of links and their domains.
type linkReading struct {
	reading[*Domain]
	dialect string
	links   *sql.SelectTable
	at      page.Columns // of the order
}

func (r *LinkReader) reading(of string) linkReading {
	links := sql.Table(contact.Table).As(tenancy.Link)
	column := func(name string) string {
		if name == domain.FieldID {
			name = contact.FieldDomainID
		}
		return links.C(name)
	}
	return linkReading{
		reading: readingOf(r.columns, domainColumnsByName, column, func(name string) string { return sql.Table(domain.Table).C(name) }),
		dialect: of, links: links, at: page.Columns{Key: links.C(r.column), ID: links.C(contact.FieldDomainID)},
	}
}

// of are the links that the caller may see: the handle, its roles, and then what is read.
func (l linkReading) of(v viewer.Viewer) tenancy.Statement {
	leads := []string{l.links.C(contact.FieldHandleID), l.links.C(contact.FieldRoles)}
	return tenancy.Links(l.dialect, v, l.other).Select(append(leads, l.names...)...)
}

// scan adds the rows of one statement to the pages of their handles. The shape is as that of scanHandles.
func (r *LinkReader) scan(ctx context.Context, into *linkPages, of *shape, arguments []any, build func(linkReading) tenancy.Statement) error {
	at := snapshot(ctx)
	read := r.reading(at.Dialect())
	statement := r.service.texts.statement(viewer.FromContext(ctx), of, arguments, func() tenancy.Statement {
		return build(read).Steady(of != nil)
	})
	return at.Rows(ctx, statement, 2+len(read.names), func(row []driver.Value) error {
		d := at.scratch.domains.next()
		d.Domain.Domain, d.group = &d.row, into.group
		into.group.items = append(into.group.items, &d.Domain)
		into.add(row[0], LinkedDomain{&d.Domain, registrar.RoleSet(numberOf(row[1]))})
		return read.into(&d.Domain, row[2:])
	})
}

// sorted puts a handle's rows into the order in which the page reads them. The index mostly did.
func (r *LinkReader) sorted(rows []LinkedDomain) []LinkedDomain {
	down := r.window.Order.Desc != r.window.Backward
	compare := func(a, b LinkedDomain) int {
		order := cmp.Or(r.compare(a.Domain.Domain, b.Domain.Domain), cmp.Compare(a.Domain.ID, b.Domain.ID))
		if down {
			return -order
		}
		return order
	}
	if !slices.IsSortedFunc(rows, compare) {
		slices.SortFunc(rows, compare)
	}
	return rows[:min(len(rows), r.window.Limit())]
}

func (r *LinkReader) compare(a, b *db.Domain) int {
	switch r.column {
	case domain.FieldExpiresAt:
		return cmp.Compare(a.ExpiresAt, b.ExpiresAt)
	case domain.FieldRegisteredAt:
		return cmp.Compare(a.RegisteredAt, b.RegisteredAt)
	case domain.FieldDueAt:
		return cmp.Compare(a.DueAt, b.DueAt)
	default:
		return cmp.Compare(a.Name, b.Name)
	}
}
