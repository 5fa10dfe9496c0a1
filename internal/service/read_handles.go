package service

import (
	"context"
	"database/sql/driver"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/tally"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Reading is a page of a list, read by columns. Its cursors are written only when they are asked for.
type Reading[T any] struct {
	Items           []T
	HasNextPage     bool
	HasPreviousPage bool
	order           page.Order
	key             func(T) page.Key
	*counting
}

// AppendCursor appends an item's cursor to the text.
func (r *Reading[T]) AppendCursor(text []byte, of T) []byte {
	return r.order.AppendCursor(text, r.key(of))
}

// readingPage cuts the rows of a statement into a page, as connect does.
func readingPage[T any](ctx context.Context, w page.Window, rows []T, key func(T) page.Key, total func(context.Context) (Total, error)) *Reading[T] {
	p := page.Cut(w, rows)
	tally.Add(ctx, len(p.Items))
	return &Reading[T]{Items: p.Items, HasNextPage: p.HasNextPage, HasPreviousPage: p.HasPreviousPage,
		order: w.Order, key: key, counting: &counting{total: total}}
}

// ReadHandles is Handles by columns, within a snapshot; with says whether cursors are asked for. Its errors are those of Handles.
func (s *Service) ReadHandles(ctx context.Context, c Columns, cursors bool,
	args page.Args, filter *HandleFilter, order *HandleOrder,
) (*Reading[*Handle], error) {
	filter, order, window, err := handleRequest(ctx, args, filter, order)
	if err != nil {
		return nil, err
	}
	by := handleOrders[order.Field]
	if cursors {
		c = c.with(by.column)
	}
	l := s.handleList(viewer.FromContext(ctx), filter, by.column, by.kind, window)
	rows, total, err := s.readHandlePage(ctx, c, l, by.column)
	if err != nil {
		return nil, translate(err)
	}
	key := func(h *Handle) page.Key { return page.Key{Value: by.key(h), ID: h.ID} }
	return readingPage(ctx, window, rows, key, total), nil
}

func (s *Service) readHandlePage(ctx context.Context, c Columns, l list, column string) ([]*Handle, func(context.Context) (Total, error), error) {
	return readPage(ctx, l, func(where ...narrow) ([]*Handle, error) {
		var whole *shape
		if len(l.where) == 0 {
			whole = shapeOf("handles", c, column, l.window, l.window.Limit())
		}
		return s.scanHandles(ctx, c, l.window.Limit(), whole, bounds(l.window), where...)
	}, func(ids []string) ([]*Handle, error) {
		rows, err := s.readHandlesByID(ctx, c, ids)
		slices.SortFunc(rows, func(a, b *Handle) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
		for i, h := range rows {
			h.place = i
		}
		return rows, err
	})
}

// ReadHandle is Handle by columns, within a snapshot. Its errors are those of Handle.
func (s *Service) ReadHandle(ctx context.Context, c Columns, by HandleBy) (*Handle, error) {
	if _, err := by.predicate(); err != nil {
		return nil, err
	}
	if by.ID == nil {
		return s.Handle(ctx, by)
	}
	found, err := s.readHandlesByID(ctx, c, []string{*by.ID})
	if err != nil || len(found) == 0 {
		return nil, translate(err)
	}
	return found[0], nil
}

// readHandlesByID reads handles of the caller's list, in any order; what is not there is left out.
func (s *Service) readHandlesByID(ctx context.Context, c Columns, ids []string) ([]*Handle, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	reseller := viewer.FromContext(ctx).IsReseller()
	some := shapeOf("handles by id", c, "", page.Window{}, len(ids))
	return s.scanHandles(ctx, c, len(ids), some, anys(ids), func(s *sql.Selector) {
		id := sql.Table(handle.Table).C(handle.FieldID)
		if reseller {
			id = sql.Table(access.Table).As(tenancy.Listed).C(access.FieldHandleID)
		}
		s.Where(sql.In(id, anys(ids)...))
	})
}

// scanHandles reads handles by one statement, as one group. The shape is given where each handle is found by a step along an
// index and the arguments are all that the statement has beside the caller's own.
func (s *Service) scanHandles(ctx context.Context, c Columns, most int, of *shape, arguments []any, narrow ...narrow) ([]*Handle, error) {
	v, at := viewer.FromContext(ctx), snapshot(ctx)
	id := sql.Table(handle.Table).C(handle.FieldID)
	var listed func(string) string
	if v.IsReseller() {
		rows := sql.Table(access.Table).As(tenancy.Listed)
		listed, id = func(name string) string { return rows.C(name) }, rows.C(access.FieldHandleID)
	} else {
		c = c.without(access.FieldRights, access.FieldOrigin)
	}
	r := readingOf(c, handleColumnsByName, listed, func(name string) string { return sql.Table(handle.Table).C(name) })
	statement := s.texts.statement(v, of, arguments, func() tenancy.Statement {
		return tenancy.List(at.Dialect(), v, r.other).Narrow(narrow...).Select(append([]string{id}, r.names...)...).Steady(of != nil)
	})
	g := &group[*Handle]{items: make([]*Handle, 0, most)}
	err := at.Rows(ctx, statement, len(r.names)+1, func(row []driver.Value) error {
		h := at.scratch.handles.next()
		h.Handle.Handle, h.group, h.place, h.row.ID = &h.row, g, len(g.items), textOf(row[0])
		g.items = append(g.items, &h.Handle)
		return r.into(&h.Handle, row[1:])
	})
	return g.items, err
}
