package service

import (
	"context"
	"database/sql/driver"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

// HandleOrder says how to sort handles.
type HandleOrder struct {
	Field     string
	Direction string
}

// handleOrders are the public orders and the columns behind them, which the handle and its access rows share.
var handleOrders = map[string]struct {
	column string
	kind   page.KeyKind
	key    func(*Handle) any
}{
	"CREATED_AT": {handle.FieldCreatedAt, page.Number, func(h *Handle) any { return int64(h.CreatedAt) }},
	"UPDATED_AT": {handle.FieldUpdatedAt, page.Number, func(h *Handle) any { return int64(h.UpdatedAt) }},
	"NAME":       {handle.FieldNameKey, page.Bytes, func(h *Handle) any { return h.NameKey }},
	"CODE":       {handle.FieldCode, page.Text, func(h *Handle) any { return h.Code }},
}

// descending is the public name of the direction.
const descending = "DESC"

// Handles lists the handles in the caller's list.
// Errors: BAD_USER_INPUT for page sizes, cursors and filters that make no sense.
func (s *Service) Handles(ctx context.Context, args page.Args, filter *HandleFilter, order *HandleOrder) (*HandleConnection, error) {
	filter, order, window, err := handleRequest(ctx, args, filter, order)
	if err != nil {
		return nil, err
	}
	by := handleOrders[order.Field]
	l := s.handleList(viewer.FromContext(ctx), filter, by.column, by.kind, window)
	rows, total, err := s.handlePage(ctx, l)
	if err != nil {
		return nil, translate(err)
	}
	key := func(h *Handle) page.Key { return page.Key{Value: by.key(h), ID: h.ID} }
	edge := func(cursor string, h *Handle) *HandleEdge { return &HandleEdge{Edge[*Handle]{cursor, h}} }
	return &HandleConnection{connect(ctx, window, rows, key, edge, total)}, nil
}

// handleRequest checks the arguments of a list of handles and fills in what was left out.
func handleRequest(ctx context.Context, args page.Args, filter *HandleFilter, order *HandleOrder) (*HandleFilter, *HandleOrder, page.Window, error) {
	if filter == nil {
		filter = &HandleFilter{}
	}
	if order == nil {
		order = &HandleOrder{"CREATED_AT", descending}
	}
	by := handleOrders[order.Field]
	window, err := page.Parse(args, page.Order{Name: order.Field, Desc: order.Direction == descending, Kind: by.kind})
	if err == nil {
		err = filter.verify(viewer.FromContext(ctx))
	}
	return filter, order, window, err
}

// handlePage reads one page by ent.
func (s *Service) handlePage(ctx context.Context, l list) ([]*Handle, func(context.Context) (Total, error), error) {
	read := s.read(ctx)
	return readPage(ctx, l, func(where ...narrow) ([]*Handle, error) {
		return s.walkHandles(ctx, read, handlePredicates(where)...)
	}, func(ids []string) ([]*Handle, error) { return s.handlesByID(ctx, read, ids) })
}

// handleList sets up the list: a reseller's walks its access rows, an operator's and an owner's the handles themselves.
// Conditions are written so that they work on either, also when the handle's row is joined to the access row.
func (s *Service) handleList(v viewer.Viewer, filter *HandleFilter, column string, kind page.KeyKind, window page.Window) list {
	l := list{window: window}
	if account, counted := accountOf(v); counted {
		l.whole = s.exactly(account, countedHandles)
	}
	if v.IsReseller() {
		t := listTable{scope: v.Reseller, id: access.FieldHandleID, domains: v.Holds(registrar.DomainsRead)}
		l.source = source{
			columns: func(s *sql.Selector) page.Columns {
				return page.Columns{Key: t.column(s, column), ID: t.column(s, t.id)}
			},
			keys: func(ctx context.Context, leads bool, each func(page.Key), where ...narrow) error {
				if snapshot(ctx) != nil {
					return listedKeys(ctx, v, leads, access.FieldHandleID, column, each, where)
				}
				// Whose list it is says the fence alone, which serves no index: the candidates are to lead.
				return scanKeys(ctx, kind, each, s.read(ctx).Access.Query().Where(accessPredicates(where)...).
					Select(access.FieldHandleID, column).Scan)
			},
			size: func(ctx context.Context, where ...narrow) (int, error) {
				return s.read(ctx).Access.Query().Where(access.ResellerID(v.Reseller)).Where(accessPredicates(where)...).
					Order(bounded(access.FieldHandleID)).Aggregate(db.Count()).Int(ctx)
			},
		}
		l.where, l.seeds = filter.narrows(t), s.handleSeeds(filter, t, l.source)
		return l
	}
	t := listTable{id: handle.FieldID, domains: v.Holds(registrar.DomainsRead)}
	l.source = source{
		columns: func(s *sql.Selector) page.Columns { return page.Columns{Key: s.C(column), ID: s.C(handle.FieldID)} },
		keys: func(ctx context.Context, leads bool, each func(page.Key), where ...narrow) error {
			if snapshot(ctx) != nil {
				return listedKeys(ctx, v, leads, handle.FieldID, column, each, where)
			}
			return scanKeys(ctx, kind, each, s.read(ctx).Handle.Query().Where(handlePredicates(where)...).
				Select(handle.FieldID, column).Scan)
		},
		size: func(ctx context.Context, where ...narrow) (int, error) {
			return s.read(ctx).Handle.Query().Where(handlePredicates(where)...).
				Order(bounded(handle.FieldID)).Aggregate(db.Count()).Int(ctx)
		},
	}
	l.where = filter.narrows(t)
	if v.IsOwner() {
		// The one handle itself: any other index holds everybody's, and the work to look there would tell of others.
		l.seeds = []seed{{
			size:  func(context.Context) (int, error) { return 1, nil },
			where: func(s *sql.Selector) { s.Where(sql.EQ(s.C(handle.FieldID), v.Handle)) },
		}}
		return l
	}
	l.seeds = s.handleSeeds(filter, t, l.source)
	return l
}

// listTable says where a list's columns are: in a reseller's access rows, or in the handles themselves.
type listTable struct {
	scope string // the reseller whose list it is; empty for all
	id    string // the column that holds the handle's id

	domains bool // whether the caller may read domains, and so find handles by their names
}

// column qualifies a column of the list's table, whether the table is walked alone or joined to the handles.
func (t listTable) column(s *sql.Selector, name string) string {
	if t.scope != "" && s.TableName() == handle.Table {
		return sql.Table(access.Table).As(listed).C(name)
	}
	return s.C(name)
}

func accessPredicates(where []narrow) []predicate.Access {
	predicates := make([]predicate.Access, len(where))
	for i, w := range where {
		predicates[i] = w
	}
	return predicates
}

func handlePredicates(where []narrow) []predicate.Handle {
	predicates := make([]predicate.Handle, len(where))
	for i, w := range where {
		predicates[i] = w
	}
	return predicates
}

// keyRow is what a source's keys are scanned into: the id, under the name it has there, and one of the key columns.
type keyRow struct {
	ID           string `sql:"id"`
	HandleID     string `sql:"handle_id"`
	CreatedAt    int64  `sql:"created_at"`
	UpdatedAt    int64  `sql:"updated_at"`
	NameKey      []byte `sql:"name_key"`
	Code         string `sql:"code"`
	Name         string `sql:"name"`
	ExpiresAt    int64  `sql:"expires_at"`
	RegisteredAt int64  `sql:"registered_at"`
	DueAt        int64  `sql:"due_at"`
}

// scanKeys reads keys of the kind by ent. A row has one key column; the others stay zero.
func scanKeys(ctx context.Context, kind page.KeyKind, each func(page.Key), scan func(context.Context, any) error) error {
	var rows []keyRow
	if err := scan(ctx, &rows); err != nil {
		return err
	}
	for _, r := range rows {
		k := page.Key{ID: r.ID + r.HandleID}
		switch kind {
		case page.Bytes:
			k.Value = r.NameKey
		case page.Text:
			k.Value = r.Code + r.Name
		case page.Number:
			k.Value = r.CreatedAt + r.UpdatedAt + r.ExpiresAt + r.RegisteredAt + r.DueAt
		}
		each(k)
	}
	return nil
}

// listedKeys reads keys of the caller's list by columns, within a snapshot.
func listedKeys(ctx context.Context, v viewer.Viewer, leads bool, id, column string, each func(page.Key), where []narrow) error {
	of := snapshot(ctx).Dialect()
	statement := tenancy.Among(of, v)
	if leads {
		statement = tenancy.List(of, v, false)
	}
	return readKeys(ctx, statement.Narrow(where...), id, column, each)
}

// readKeys gives the keys of a statement one by one, as the driver has them: none is kept for being read.
func readKeys(ctx context.Context, statement tenancy.Statement, id, column string, each func(page.Key)) error {
	statement = statement.Narrow(func(s *sql.Selector) { s.Select(s.C(id), s.C(column)) })
	return snapshot(ctx).Rows(ctx, statement, 2, func(row []driver.Value) error {
		each(page.Key{ID: textOf(row[0]), Value: row[1]})
		return nil
	})
}

// verify refuses filters that make no sense for the caller.
func (f *HandleFilter) verify(v viewer.Viewer) error {
	if !v.IsReseller() && (f.Rights != nil || f.Origin != nil) {
		return registrar.RefuseField(registrar.BadUserInput, "filter.rights",
			"Rights and origin are a reseller's; leave these filters out.")
	}
	return verifySearch(f.Search)
}
