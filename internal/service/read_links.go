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
	"github.com/handledesk/handledesk/ent/db/handle"
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
	loaded  map[*group[*Handle]]map[string][]LinkedDomain
	counted map[*group[*Handle]]map[string]int
}

// LinkPage is one handle's page of domains.
type LinkPage struct {
	Items           []LinkedDomain
	HasNextPage     bool
	HasPreviousPage bool
}

// LinkReader checks the arguments of a handle's list of domains. Its errors are those of HandleDomains.
func (s *Service) LinkReader(c Columns, args page.Args, filter *DomainFilter, order *DomainOrder) (*LinkReader, error) {
	filter, by, window, err := domainRequest(args, filter, order)
	if err != nil {
		return nil, err
	}
	column := domainOrders[by.Field].column
	// The order's column is always read: pages are put in order by it.
	return &LinkReader{service: s, columns: c.with(column), filter: filter, order: window.Order, column: column, window: window,
		loaded: map[*group[*Handle]]map[string][]LinkedDomain{}, counted: map[*group[*Handle]]map[string]int{}}, nil
}

// Of is the page of one handle.
func (r *LinkReader) Of(ctx context.Context, h *Handle) (LinkPage, error) {
	pages, there := r.loaded[h.group]
	if !there {
		var err error
		if pages, err = r.load(ctx, h.group.items); err != nil {
			return LinkPage{}, translate(err)
		}
		r.loaded[h.group] = pages
	}
	p := page.Cut(r.window, pages[h.ID])
	tally.Add(ctx, len(p.Items))
	return LinkPage{p.Items, p.HasNextPage, p.HasPreviousPage}, nil
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

func (r *LinkReader) load(ctx context.Context, handles []*Handle) (map[string][]LinkedDomain, error) {
	pages := make(map[string][]LinkedDomain, len(handles))
	domains := &group[*Domain]{}
	cold, hot := make([]any, 0, len(handles)), []any(nil)
	for _, h := range handles {
		switch {
		case h.domains > r.hot():
			hot = append(hot, h.ID)
		case h.domains > 0:
			cold = append(cold, h.ID)
		}
	}
	if len(cold) > 0 {
		err := r.scan(ctx, pages, domains, 4*len(cold), func(s *sql.Selector) {
			links := sql.Table(contact.Table).As(tenancy.Link)
			s.Where(sql.In(links.C(contact.FieldHandleID), cold...))
			r.window.Where(s, page.Columns{Key: links.C(r.column), ID: links.C(contact.FieldDomainID)})
			for _, where := range linkNarrows(viewer.FromContext(ctx), r.filter) {
				where(s)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if len(hot) > 0 {
		err := r.scan(ctx, pages, domains, r.window.Limit()*len(hot), func(s *sql.Selector) {
			parents := sql.Table(handle.Table).As("parent")
			first := firstLinks(s.Dialect(), viewer.FromContext(ctx), r.filter, r.column, r.window, parents.C(handle.FieldID))
			s.Join(parents).OnP(isOneOf(sql.Table(contact.Table).As(tenancy.Link).C(contact.FieldID), first))
			s.Where(sql.In(parents.C(handle.FieldID), hot...))
		})
		if err != nil {
			return nil, err
		}
	}
	for id, rows := range pages {
		pages[id] = r.sorted(rows)
	}
	return pages, nil
}

// scan adds the rows of one statement to the pages of their handles.
func (r *LinkReader) scan(ctx context.Context, pages map[string][]LinkedDomain, g *group[*Domain], about int, narrow ...narrow) error {
	at := snapshot(ctx)
	links := sql.Table(contact.Table).As(tenancy.Link)
	read := readingOf(r.columns, domainColumnsByName, func(name string) string { return links.C(name) },
		func(name string) string { return sql.Table(domain.Table).C(name) })
	leads := []string{links.C(contact.FieldHandleID), links.C(contact.FieldDomainID), links.C(contact.FieldRoles)}
	statement := tenancy.Links(at.Dialect(), viewer.FromContext(ctx), read.other).Narrow(narrow...).Select(append(leads, read.names...)...)
	rows := make([]domainRow, 0, about)
	return at.Rows(ctx, statement, len(leads)+len(read.names), func(row []driver.Value) error {
		if len(rows) == cap(rows) {
			rows = make([]domainRow, 0, cap(rows)) // what was read stays where it is
		}
		rows = append(rows, domainRow{})
		d := &rows[len(rows)-1]
		d.Domain.Domain, d.group, d.row.ID = &d.row, g, textOf(row[1])
		g.items = append(g.items, &d.Domain)
		id := textOf(row[0])
		pages[id] = append(pages[id], LinkedDomain{&d.Domain, registrar.RoleSet(numberOf(row[2]))})
		return read.into(&d.Domain, row[len(leads):])
	})
}

// domainRow is a domain with the place for what is stored of it.
type domainRow struct {
	Domain
	row db.Domain
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
