package service

import (
	"context"
	"strconv"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
	"github.com/handledesk/handledesk/internal/viewer"
)

// LinkedDomain is a domain with the roles that one handle holds on it.
type LinkedDomain struct {
	Domain *Domain
	Roles  registrar.RoleSet
}

// linkedPage are the rows of one handle's page, in the order in which they were read.
type linkedPage struct{ rows []LinkedDomain }

// linkedDomains reads one page of domains for each of the handles, in one statement. Each handle's part ends by a bound
// of its own, read from the index: the ids of its first rows. (A window function would number all of its domains.)
func (s *Service) linkedDomains(ctx context.Context, handleIDs []string, f *DomainFilter, column string, w page.Window) (map[string]linkedPage, error) {
	v := viewer.FromContext(ctx)
	rows, err := s.read(ctx).Domain.Query().Where(func(s *sql.Selector) {
		parents, links := sql.Table(handle.Table).As("parent"), sql.Table(contact.Table).As("link")
		s.Join(links).On(links.C(contact.FieldDomainID), s.C(domain.FieldID))
		s.Join(parents).OnP(isOneOf(links.C(contact.FieldID), firstLinks(s.Dialect(), v, f, column, w, parents.C(handle.FieldID))))
		s.Where(sql.In(parents.C(handle.FieldID), anys(handleIDs)...))
		s.AppendSelectAs(links.C(contact.FieldHandleID), "link_handle")
		s.AppendSelectAs(links.C(contact.FieldRoles), "link_roles")
	}).All(ctx)
	if err != nil {
		return nil, err
	}
	return arrange(rows, w, column)
}

// isOneOf is the condition that an id is among those that a statement selects, which names a row of the one around it.
// Postgres would run that statement for each id that it tests; an array is made once for each row around.
func isOneOf(id string, selected *sql.Selector) *sql.Predicate {
	if selected.Dialect() != dialect.Postgres {
		return sql.In(id, selected)
	}
	return sql.P(func(b *sql.Builder) { b.Ident(id).WriteString(" = ANY (ARRAY(").Join(selected).WriteString("))") })
}

// firstByName lists the first domains of a handle, by name.
func (s *Service) firstByName(ctx context.Context, handleID string, size int) ([]*Domain, error) {
	window := page.Window{Order: page.Order{Name: "NAME", Kind: page.Text}, Size: size}
	pages, err := s.linkedDomains(ctx, []string{handleID}, &DomainFilter{}, domain.FieldName, window)
	domains := []*Domain{}
	for _, l := range page.Cut(window, pages[handleID].rows).Items {
		domains = append(domains, l.Domain)
	}
	return domains, err
}

// firstLinks selects the links that make up one handle's page, in the order of an index. parent is the handle's id in
// the statement around.
func firstLinks(of string, v viewer.Viewer, f *DomainFilter, column string, w page.Window, parent string) *sql.Selector {
	first := sql.Table(contact.Table).As("first")
	s := sql.Dialect(of).Select(first.C(contact.FieldID)).From(first).
		Where(sql.ColumnsEQ(first.C(contact.FieldHandleID), parent))
	if v.IsReseller() {
		s.Where(sql.EQ(first.C(contact.FieldResellerID), v.Reseller))
	}
	for _, where := range linkNarrows(v, f) {
		where(s)
	}
	columns := page.Columns{Key: first.C(column), ID: first.C(contact.FieldDomainID)}
	w.Where(s, columns)
	w.OrderBy(s, columns)
	return s.Limit(w.Limit())
}

// linkNarrows are the filter's conditions on a link. The roles are meant of the handle in the filter, if there is one,
// or else of the handle whose domains are listed.
func linkNarrows(v viewer.Viewer, f *DomainFilter) []narrow {
	where := f.columnNarrows()
	switch {
	case f.Handle != nil:
		where = append(where, alsoLists(v, *f.Handle, f.Roles))
	case f.Roles != nil:
		where = append(where, in(contact.FieldRoles, numbers(registrar.SetsWithRole(f.Roles))))
	}
	if f.Search != nil {
		for _, word := range search.Query(*f.Search) {
			where = append(where, domainHasWord(word, contact.FieldDomainID))
		}
	}
	return where
}

// alsoLists is the condition that a link's domain lists another handle too, in one of the roles when roles are given.
func alsoLists(v viewer.Viewer, handleID string, roles []registrar.Role) narrow {
	return func(s *sql.Selector) {
		other := sql.Table(contact.Table).As("other")
		conditions := []*sql.Predicate{
			sql.ColumnsEQ(other.C(contact.FieldDomainID), s.C(contact.FieldDomainID)),
			sql.EQ(other.C(contact.FieldHandleID), handleID),
		}
		if v.IsReseller() {
			conditions = append(conditions, sql.EQ(other.C(contact.FieldResellerID), v.Reseller))
		}
		if roles != nil {
			conditions = append(conditions, sql.In(other.C(contact.FieldRoles), numbers(registrar.SetsWithRole(roles))...))
		}
		s.Where(looksUp(s, sql.Select(other.C(contact.FieldID)).From(other).Where(sql.And(conditions...))))
	}
}

// arrange sorts the rows of all handles into their pages; a page has 101 rows at most.
func arrange(rows []*db.Domain, w page.Window, column string) (map[string]linkedPage, error) {
	domains := groupDomains(rows)
	byHandle := map[string]map[string]LinkedDomain{}
	keys := map[string][]page.Key{}
	for i, row := range rows {
		handleID, err := row.Value("link_handle")
		if err != nil {
			return nil, err
		}
		roles, err := row.Value("link_roles")
		if err != nil {
			return nil, err
		}
		set, err := strconv.Atoi(text(roles))
		if err != nil {
			return nil, err
		}
		id := text(handleID)
		if byHandle[id] == nil {
			byHandle[id] = map[string]LinkedDomain{}
		}
		byHandle[id][row.ID] = LinkedDomain{domains[i], registrar.RoleSet(set)}
		keys[id] = append(keys[id], page.Key{Value: domainKey(column, row), ID: row.ID})
	}
	pages := make(map[string]linkedPage, len(keys))
	for id, unsorted := range keys {
		var p linkedPage
		for _, k := range w.Sort(unsorted) {
			p.rows = append(p.rows, byHandle[id][k.ID])
		}
		pages[id] = p
	}
	return pages, nil
}

func domainKey(column string, d *db.Domain) any {
	for _, order := range domainOrders {
		if order.column == column {
			return order.key(d)
		}
	}
	return nil
}

// countLinked counts each handle's domains, in one statement.
func (s *Service) countLinked(ctx context.Context, handleIDs []string, f *DomainFilter) (map[string]int, error) {
	v := viewer.FromContext(ctx)
	q := s.read(ctx).Contact.Query().Where(contact.HandleIDIn(handleIDs...))
	if v.IsReseller() {
		q.Where(contact.ResellerID(v.Reseller))
	}
	for _, where := range linkNarrows(v, f) {
		q.Where(predicate.Contact(where))
	}
	var groups []struct {
		HandleID string `sql:"handle_id"`
		Count    int
	}
	err := q.GroupBy(contact.FieldHandleID).Aggregate(db.Count()).Scan(ctx, &groups)
	counts := make(map[string]int, len(groups))
	for _, g := range groups {
		counts[g.HandleID] = g.Count
	}
	return counts, err
}

func anys(texts []string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = t
	}
	return list
}
