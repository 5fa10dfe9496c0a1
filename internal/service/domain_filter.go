package service

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/domaintoken"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
	"github.com/handledesk/handledesk/internal/viewer"
)

// DomainFilter says which domains to list. Fields add up; values in a list are alternatives.
type DomainFilter struct {
	Search        *string
	Handle        *string
	Roles         []registrar.Role
	TLD           []string
	Status        []registrar.DomainStatus
	OnHold        *bool
	ExpiresBefore *registrar.Instant
	DueBefore     *registrar.Instant
}

// whole tells whether the filter leaves nothing out.
func (f *DomainFilter) whole() bool {
	return f.Search == nil && f.Handle == nil && f.Roles == nil && f.TLD == nil && f.Status == nil && f.OnHold == nil &&
		f.ExpiresBefore == nil && f.DueBefore == nil
}

// verify refuses filters that make no sense.
func (f *DomainFilter) verify() error {
	if f.Handle != nil {
		if err := requireID(registrar.HandleID, "filter.handle", *f.Handle); err != nil {
			return err
		}
	}
	return verifySearch(f.Search)
}

// columnNarrows are the conditions on columns that the domain and its contacts share.
func (f *DomainFilter) columnNarrows() []narrow {
	var where []narrow
	if f.TLD != nil {
		where = append(where, in(domain.FieldTld, oneOf(tlds(f.TLD))))
	}
	if f.Status != nil {
		where = append(where, in(domain.FieldStatus, numbers(registrar.SetsWithAny(f.Status))))
	}
	if f.OnHold != nil {
		held := registrar.SetsWithAny([]registrar.DomainStatus{"CLIENT_HOLD"})
		where = append(where, func(s *sql.Selector) {
			condition := sql.In(s.C(domain.FieldStatus), numbers(held)...)
			if !*f.OnHold {
				condition = sql.Not(condition)
			}
			s.Where(condition)
		})
	}
	if f.ExpiresBefore != nil {
		where = append(where, func(s *sql.Selector) { s.Where(sql.LT(s.C(domain.FieldExpiresAt), int64(*f.ExpiresBefore))) })
	}
	if f.DueBefore != nil {
		// What is not due sorts last, but is not due before anything.
		before := min(*f.DueBefore, registrar.Never)
		where = append(where, func(s *sql.Selector) { s.Where(sql.LT(s.C(domain.FieldDueAt), int64(before))) })
	}
	return where
}

// narrows are all conditions on a list of domains; viewed is the handle of the owner who asks, whose roles are meant
// when the filter names no handle.
func (f *DomainFilter) narrows(v viewer.Viewer) []narrow {
	where := f.columnNarrows()
	if f.Search != nil {
		for _, word := range search.Query(*f.Search) {
			where = append(where, domainHasWord(word, domain.FieldID))
		}
	}
	if who := f.contactHandle(v); who != "" || f.Roles != nil {
		where = append(where, func(s *sql.Selector) {
			links := sql.Table(contact.Table).As("listing")
			conditions := []*sql.Predicate{sql.ColumnsEQ(links.C(contact.FieldDomainID), s.C(domain.FieldID))}
			if who != "" {
				conditions = append(conditions, sql.EQ(links.C(contact.FieldHandleID), who))
			}
			if f.Roles != nil {
				conditions = append(conditions, sql.In(links.C(contact.FieldRoles), numbers(registrar.SetsWithRole(f.Roles))...))
			}
			s.Where(looksUp(s, sql.Select(links.C(contact.FieldID)).From(links).Where(sql.And(conditions...))))
		})
	}
	return where
}

// managed is what leads every index of a reseller's list; the fence says the same, but serves no index.
func managed(v viewer.Viewer) []narrow {
	if !v.IsReseller() {
		return nil
	}
	return []narrow{func(s *sql.Selector) { s.Where(sql.EQ(s.C(domain.FieldResellerID), v.Reseller)) }}
}

// contactHandle is the handle whose domains are wanted: the one in the filter, or the asking owner's.
func (f *DomainFilter) contactHandle(v viewer.Viewer) string {
	if f.Handle != nil {
		return *f.Handle
	}
	if v.IsOwner() {
		return v.Handle
	}
	return ""
}

func in(column string, values []any) narrow {
	return func(s *sql.Selector) { s.Where(sql.In(s.C(column), values...)) }
}

func numbers[T ~int](values []T) []any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = int(v)
	}
	return list
}

func tlds(texts []string) []string {
	return mapped(texts, func(t string) string { return strings.ToLower(strings.TrimPrefix(strings.TrimSpace(t), ".")) })
}

// domainHasWord is the condition that a domain has a word beginning so, tested row by row by an index.
func domainHasWord(word, idColumn string) narrow {
	return func(s *sql.Selector) {
		words := sql.Table(domaintoken.Table).As("word")
		s.Where(looksUp(s, sql.Select(words.C(domaintoken.FieldID)).From(words).Where(sql.And(
			sql.ColumnsEQ(words.C(domaintoken.FieldDomainID), s.C(idColumn)), begins(words.C(domaintoken.FieldToken), word)))))
	}
}

// seeds are the filters whose matches can be taken out by an index of their own.
func (s *Service) domainSeeds(f *DomainFilter, v viewer.Viewer, from source) []seed {
	var seeds []seed
	own := func(count, where narrow, alone bool) {
		seeds = append(seeds, seed{where: where, alone: alone, size: func(ctx context.Context) (int, error) { return from.size(ctx, count) }})
	}
	// An owner's domains are taken out by the handle alone: any other index holds everybody's, and how much work it is to
	// look there would tell an owner whether a word stands in somebody else's domain name.
	if !v.IsOwner() {
		for _, where := range f.columnNarrows() {
			own(where, amongDomains(v, where), true)
		}
		if f.Search != nil {
			for _, word := range search.Query(*f.Search) {
				seeds = append(seeds, s.domainWordSeed(v, word))
			}
		}
	}
	if who := f.contactHandle(v); who != "" {
		listing := func(s *sql.Selector) {
			links := sql.Table(contact.Table).As("seed")
			condition := sql.EQ(links.C(contact.FieldHandleID), who)
			if v.IsReseller() {
				condition = sql.And(condition, sql.EQ(links.C(contact.FieldResellerID), v.Reseller))
			}
			s.Where(sql.In(s.C(domain.FieldID), sql.Select(links.C(contact.FieldDomainID)).From(links).Where(condition)))
		}
		own(listing, listing, false) // the roles are asked for as well
	}
	return seeds
}

// amongDomains takes out what a condition matches among the caller's domains by an index of its own, whatever else is
// asked.
func amongDomains(v viewer.Viewer, where narrow) narrow {
	return func(s *sql.Selector) {
		matching := sql.Dialect(s.Dialect()).Select().From(sql.Table(domain.Table).As("matching"))
		matching.Select(matching.C(domain.FieldID))
		for _, condition := range append(managed(v), where) {
			condition(matching)
		}
		s.Where(sql.In(s.C(domain.FieldID), matching))
	}
}

func (s *Service) domainWordSeed(v viewer.Viewer, word string) seed {
	matching := func(s *sql.Selector) {
		s.Where(begins(s.C(domaintoken.FieldToken), word))
		if v.IsReseller() {
			s.Where(sql.EQ(s.C(domaintoken.FieldResellerID), v.Reseller))
		}
	}
	return seed{
		size: func(ctx context.Context) (int, error) {
			return s.read(ctx).DomainToken.Query().Where(matching).
				Order(bounded(domaintoken.FieldID)).Aggregate(db.Count()).Int(viewer.System(ctx))
		},
		where: func(s *sql.Selector) {
			words := sql.Table(domaintoken.Table).As("seed")
			ids := sql.Select(words.C(domaintoken.FieldDomainID)).From(words)
			matching(ids)
			s.Where(sql.In(s.C(domain.FieldID), ids))
		},
	}
}
