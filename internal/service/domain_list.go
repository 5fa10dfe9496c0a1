package service

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

// DomainOrder says how to sort domains.
type DomainOrder struct {
	Field     string
	Direction string
}

// domainOrders are the public orders and the columns behind them, which the domain and its contacts share.
var domainOrders = map[string]struct {
	column string
	kind   page.KeyKind
	key    func(*db.Domain) any
}{
	"NAME":          {domain.FieldName, page.Text, func(d *db.Domain) any { return d.Name }},
	"EXPIRES_AT":    {domain.FieldExpiresAt, page.Number, func(d *db.Domain) any { return int64(d.ExpiresAt) }},
	"REGISTERED_AT": {domain.FieldRegisteredAt, page.Number, func(d *db.Domain) any { return int64(d.RegisteredAt) }},
	"DUE_AT":        {domain.FieldDueAt, page.Number, func(d *db.Domain) any { return int64(d.DueAt) }},
}

// domainRequest checks the arguments of a list of domains and fills in what was left out.
func domainRequest(args page.Args, filter *DomainFilter, order *DomainOrder) (*DomainFilter, DomainOrder, page.Window, error) {
	if filter == nil {
		filter = &DomainFilter{}
	}
	by := DomainOrder{Field: "NAME"}
	if order != nil {
		by = *order
	}
	window, err := page.Parse(args, page.Order{Name: by.Field, Desc: by.Direction == descending, Kind: domainOrders[by.Field].kind})
	if err == nil {
		err = filter.verify()
	}
	return filter, by, window, err
}

// Domains lists the domains that the caller manages, owns or, for operators, all.
// Errors: BAD_USER_INPUT for page sizes, cursors and filters that make no sense.
func (s *Service) Domains(ctx context.Context, args page.Args, filter *DomainFilter, order *DomainOrder) (*DomainConnection, error) {
	filter, by, window, err := domainRequest(args, filter, order)
	if err != nil {
		return nil, err
	}
	l := s.domainList(viewer.FromContext(ctx), filter, domainOrders[by.Field].column, window)
	rows, total, err := s.domainPage(ctx, l)
	if err != nil {
		return nil, translate(err)
	}
	key := func(d *Domain) page.Key { return page.Key{Value: domainOrders[by.Field].key(d.Domain), ID: d.ID} }
	edge := func(cursor string, d *Domain) *DomainEdge { return &DomainEdge{Edge[*Domain]{cursor, d}} }
	return &DomainConnection{connect(ctx, window, rows, key, edge, total)}, nil
}

func (s *Service) domainPage(ctx context.Context, l list) ([]*Domain, func(context.Context) (Total, error), error) {
	read := s.read(ctx)
	return readPage(ctx, l, func(where ...narrow) ([]*Domain, error) {
		return s.domainsWhere(ctx, read, domainPredicates(append(managed(viewer.FromContext(ctx)), where...))...)
	}, func(ids []string) ([]*Domain, error) {
		if len(ids) == 0 {
			return nil, nil
		}
		rows, err := s.domainsWhere(ctx, read, domain.IDIn(ids...))
		slices.SortFunc(rows, func(a, b *Domain) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
		return rows, err
	})
}

// domainList sets up the list. The fence adds whose domains they are; a reseller's predicate is on the column that
// leads every index.
func (s *Service) domainList(v viewer.Viewer, filter *DomainFilter, column string, window page.Window) list {
	from := source{
		columns: func(s *sql.Selector) page.Columns { return page.Columns{Key: s.C(column), ID: s.C(domain.FieldID)} },
		keys: func(ctx context.Context, leads bool, each func(page.Key), where ...narrow) error {
			if at := snapshot(ctx); at != nil {
				return readKeys(ctx, tenancy.Domains(at.Dialect(), v, leads).Narrow(where...), domain.FieldID, column, each)
			}
			return scanKeys(ctx, window.Order.Kind, each, s.read(ctx).Domain.Query().Where(domainPredicates(where)...).
				Select(domain.FieldID, column).Scan)
		},
		size: func(ctx context.Context, where ...narrow) (int, error) {
			return s.read(ctx).Domain.Query().Where(domainPredicates(append(managed(v), where...))...).
				Order(bounded(domain.FieldID)).Aggregate(db.Count()).Int(ctx)
		},
	}
	l := list{source: from, window: window, where: filter.narrows(v), seeds: s.domainSeeds(filter, v, from)}
	if account, counted := accountOf(v); counted {
		l.whole = s.exactly(account, countedDomains)
	}
	return l
}

func domainPredicates(where []narrow) []predicate.Domain {
	predicates := make([]predicate.Domain, len(where))
	for i, w := range where {
		predicates[i] = w
	}
	return predicates
}

// HandleDomains lists the domains that list the handle and that the caller may see. It reads them for all handles of
// the group in one statement, and counts in another.
func (s *Service) HandleDomains(ctx context.Context, h *Handle, args page.Args, filter *DomainFilter, order *DomainOrder) (*HandleDomainConnection, error) {
	filter, by, window, err := domainRequest(args, filter, order)
	if err != nil {
		return nil, err
	}
	pages, err := together(ctx, h.group, keyOf("domains", window, by, filter), func(ctx context.Context, hs []*Handle) (map[string]linkedPage, error) {
		return s.linkedDomains(ctx, idsOf(hs), filter, domainOrders[by.Field].column, window)
	})
	if err != nil {
		return nil, err
	}
	key := func(l LinkedDomain) page.Key {
		return page.Key{Value: domainOrders[by.Field].key(l.Domain.Domain), ID: l.Domain.ID}
	}
	edge := func(cursor string, l LinkedDomain) *HandleDomainEdge {
		return &HandleDomainEdge{Edge[*Domain]{cursor, l.Domain}, l.Roles.Roles()}
	}
	total := func(ctx context.Context) (Total, error) {
		if filter.whole() {
			return Total{h.domains, true}, nil
		}
		counts, err := together(ctx, h.group, keyOf("domainCounts", filter), func(ctx context.Context, hs []*Handle) (map[string]int, error) {
			return s.countLinked(ctx, idsOf(hs), filter)
		})
		return Total{counts[h.ID], true}, err
	}
	return &HandleDomainConnection{connect(ctx, window, pages[h.ID].rows, key, edge, total)}, nil
}
