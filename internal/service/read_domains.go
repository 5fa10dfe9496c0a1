package service

import (
	"context"
	"database/sql/driver"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

// ReadDomains is Domains by columns, within a snapshot; cursors says whether cursors are asked for. Its errors are those of Domains.
func (s *Service) ReadDomains(ctx context.Context, c Columns, cursors bool,
	args page.Args, filter *DomainFilter, order *DomainOrder,
) (*Reading[*Domain], error) {
	filter, by, window, err := domainRequest(args, filter, order)
	if err != nil {
		return nil, err
	}
	column := domainOrders[by.Field].column
	if cursors {
		c = c.with(column)
	}
	l := s.domainList(viewer.FromContext(ctx), filter, column, window)
	rows, total, err := s.readDomainPage(ctx, c, l, column)
	if err != nil {
		return nil, translate(err)
	}
	key := func(d *Domain) page.Key { return page.Key{Value: domainOrders[by.Field].key(d.Domain), ID: d.ID} }
	return readingPage(ctx, window, rows, key, total), nil
}

func (s *Service) readDomainPage(ctx context.Context, c Columns, l list, column string) ([]*Domain, func(context.Context) (Total, error), error) {
	return readPage(ctx, l, func(where ...narrow) ([]*Domain, error) {
		var whole *shape
		if len(l.where) == 0 && !viewer.FromContext(ctx).IsOwner() {
			whole = shapeOf("domains", c, column, l.window, l.window.Limit())
		}
		return s.scanDomains(ctx, c, true, l.window.Limit(), whole, bounds(l.window), where...)
	}, func(ids []string) ([]*Domain, error) {
		rows, err := s.readDomainsByID(ctx, c, ids)
		slices.SortFunc(rows, func(a, b *Domain) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
		return rows, err
	})
}

// ReadDomain is Domain by columns, within a snapshot. Its errors are those of Domain.
func (s *Service) ReadDomain(ctx context.Context, c Columns, by DomainBy) (*Domain, error) {
	if by.ID == nil || by.Name != nil || requireID(registrar.DomainID, "by.id", *by.ID) != nil {
		return s.Domain(ctx, by)
	}
	found, err := s.readDomainsByID(ctx, c, []string{*by.ID})
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return found[0], nil
}

func (s *Service) readDomainsByID(ctx context.Context, c Columns, ids []string) ([]*Domain, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	some := shapeOf("domains by id", c, "", page.Window{}, len(ids))
	return s.scanDomains(ctx, c, false, len(ids), some, anys(ids), func(s *sql.Selector) { s.Where(sql.In(s.C(domain.FieldID), anys(ids)...)) })
}

// scanDomains reads domains by one statement, as one group; leads says whether it walks the account. The shape is as
// that of scanHandles.
func (s *Service) scanDomains(ctx context.Context, c Columns, leads bool, most int, of *shape, arguments []any, narrow ...narrow) ([]*Domain, error) {
	at := snapshot(ctx)
	table := sql.Table(domain.Table)
	r := readingOf(c.without(domain.FieldID), domainColumnsByName, nil, func(name string) string { return table.C(name) })
	v := viewer.FromContext(ctx)
	statement := s.texts.statement(v, of, arguments, func() tenancy.Statement {
		return tenancy.Domains(at.Dialect(), v, leads).Narrow(narrow...).
			Select(append([]string{table.C(domain.FieldID)}, r.names...)...).Steady(of != nil)
	})
	g := &group[*Domain]{items: make([]*Domain, 0, most)}
	err := at.Rows(ctx, statement, len(r.names)+1, func(row []driver.Value) error {
		d := at.scratch.domains.next()
		d.Domain.Domain, d.group, d.row.ID = &d.row, g, textOf(row[0])
		g.items = append(g.items, &d.Domain)
		return r.into(&d.Domain, row[1:])
	})
	return g.items, err
}
