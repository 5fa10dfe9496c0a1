package service

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domaintoken"
	"github.com/handledesk/handledesk/ent/db/handletoken"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
	"github.com/handledesk/handledesk/internal/viewer"
)

// HandleFilter says which handles to list. Fields add up; values in a list are alternatives.
type HandleFilter struct {
	Search       *string
	Rights       []registrar.Rights
	Origin       []registrar.Origin
	Reachability []registrar.ReachState
	Kind         []registrar.Kind
	Country      []string
	Linked       *bool
	Email        []string
	CreatedAt    *TimeRange
}

// TimeRange is a span of time; both ends may be left out.
type TimeRange struct {
	From   *registrar.Instant
	Before *registrar.Instant
}

// searchLength is the most characters of a search text.
const searchLength = 200

func verifySearch(text *string) error {
	if text != nil && utf8.RuneCountInString(*text) > searchLength {
		return registrar.RefuseField(registrar.BadUserInput, "filter.search", fmt.Sprintf("A search has %d characters at most.", searchLength))
	}
	return nil
}

// oneOf is the condition that a column has one of the values; nil when no list is given, nothing when it is empty.
func oneOf[T ~string](values []T) []any {
	if values == nil {
		return nil
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// facets are the filters that compare one column with a list of values.
func (f *HandleFilter) facets() map[string][]any {
	var facets map[string][]any
	compare := func(column string, values []any) {
		if values == nil {
			return
		}
		if facets == nil {
			facets = map[string][]any{}
		}
		facets[column] = values
	}
	compare(access.FieldRights, oneOf(f.Rights))
	compare(access.FieldOrigin, oneOf(f.Origin))
	compare(access.FieldReachability, oneOf(f.Reachability))
	compare(access.FieldKind, oneOf(f.Kind))
	compare(access.FieldCountry, oneOf(upper(f.Country)))
	compare(access.FieldEmailKey, oneOf(emailKeys(f.Email)))
	if f.Linked != nil {
		compare(access.FieldLinked, []any{*f.Linked})
	}
	return facets
}

func upper(texts []string) []string {
	return mapped(texts, strings.ToUpper)
}

// emailKeys turns addresses as people type them into the stored form.
func emailKeys(emails []string) []string {
	return mapped(emails, func(email string) string { return registrar.EmailKey(strings.TrimSpace(email)) })
}

// mapped keeps nil apart from empty: nil is no filter, an empty list matches nothing.
func mapped(texts []string, convert func(string) string) []string {
	if texts == nil {
		return nil
	}
	converted := make([]string, len(texts))
	for i, t := range texts {
		converted[i] = convert(t)
	}
	return converted
}

// narrows are all conditions of the filter.
func (f *HandleFilter) narrows(t listTable) []narrow {
	var where []narrow
	facets := f.facets()
	for _, column := range sortedKeys(facets) {
		where = append(where, t.facet(column, facets[column]))
	}
	if f.CreatedAt != nil {
		where = append(where, t.span(access.FieldCreatedAt, *f.CreatedAt))
	}
	if f.Search != nil {
		for _, word := range search.Query(*f.Search) {
			where = append(where, t.hasWord(word))
		}
	}
	return where
}

func (t listTable) facet(column string, values []any) narrow {
	return func(s *sql.Selector) {
		if len(values) == 1 {
			s.Where(sql.EQ(t.column(s, column), values[0]))
			return
		}
		s.Where(sql.In(t.column(s, column), values...))
	}
}

// among takes out what a facet matches in a reseller's list by the facet's own index, whatever else is asked.
func (t listTable) among(column string, values []any) narrow {
	if t.scope == "" {
		return t.facet(column, values)
	}
	return func(s *sql.Selector) {
		facet := sql.Table(access.Table).As("facet")
		s.Where(sql.In(t.column(s, t.id), sql.Select(facet.C(access.FieldHandleID)).From(facet).Where(sql.And(
			sql.EQ(facet.C(access.FieldResellerID), t.scope), sql.In(facet.C(column), values...)))))
	}
}

func (t listTable) span(column string, r TimeRange) narrow {
	return func(s *sql.Selector) {
		if r.From != nil {
			s.Where(sql.GTE(t.column(s, column), int64(*r.From)))
		}
		if r.Before != nil {
			s.Where(sql.LT(t.column(s, column), int64(*r.Before)))
		}
	}
}

// hasWord is the condition that a handle has a word beginning so, itself or in a linked domain that the caller may
// see. It is tested row by row, each by an index.
func (t listTable) hasWord(word string) narrow {
	return func(s *sql.Selector) {
		own := sql.Table(handletoken.Table).As("word")
		ownWord := sql.And(sql.ColumnsEQ(own.C(handletoken.FieldHandleID), t.column(s, t.id)), begins(own.C(handletoken.FieldToken), word))
		links, words := sql.Table(contact.Table).As("link"), sql.Table(domaintoken.Table).As("domain_word")
		domainWord := sql.And(sql.ColumnsEQ(links.C(contact.FieldHandleID), t.column(s, t.id)), begins(words.C(domaintoken.FieldToken), word))
		if t.scope != "" {
			ownWord = sql.And(ownWord, sql.EQ(own.C(handletoken.FieldResellerID), t.scope))
			domainWord = sql.And(domainWord, sql.EQ(links.C(contact.FieldResellerID), t.scope))
		}
		byOwnWord := looksUp(s, sql.Select(own.C(handletoken.FieldID)).From(own).Where(ownWord))
		if !t.domains {
			s.Where(byOwnWord)
			return
		}
		s.Where(sql.Or(
			byOwnWord,
			looksUp(s, sql.Select(links.C(contact.FieldID)).From(links).
				Join(words).On(words.C(domaintoken.FieldDomainID), links.C(contact.FieldDomainID)).Where(domainWord)),
		))
	}
}

// begins is the condition that a word begins with the prefix, as a range of an index.
func begins(column, prefix string) *sql.Predicate {
	return sql.And(sql.GTE(column, prefix), sql.LT(column, search.PrefixEnd(prefix)))
}

// handleSeeds are the filters whose matches can be taken out by an index of their own.
func (s *Service) handleSeeds(f *HandleFilter, t listTable, from source) []seed {
	var seeds []seed
	facets := f.facets()
	for _, column := range sortedKeys(facets) {
		// Without a scope only the e-mail address has an index of its own.
		if t.scope == "" && column != access.FieldEmailKey {
			continue
		}
		where := t.facet(column, facets[column])
		seeds = append(seeds, seed{
			size:  func(ctx context.Context) (int, error) { return from.size(ctx, where) },
			where: t.among(column, facets[column]), alone: true,
		})
	}
	if f.Search != nil {
		for _, word := range search.Query(*f.Search) {
			seeds = append(seeds, s.wordSeed(t, word))
		}
	}
	return seeds
}

// wordSeed takes out the handles with a word: by their own words, and by those of the domains that list them.
func (s *Service) wordSeed(t listTable, word string) seed {
	own := func(s *sql.Selector) {
		s.Where(begins(s.C(handletoken.FieldToken), word))
		if t.scope != "" {
			s.Where(sql.EQ(s.C(handletoken.FieldResellerID), t.scope))
		}
	}
	// byDomain joins the domains' words to the links of the handles.
	byDomain := func(s *sql.Selector) {
		words := sql.Table(domaintoken.Table).As("domain_seed")
		s.Join(words).On(words.C(domaintoken.FieldDomainID), s.C(contact.FieldDomainID))
		s.Where(begins(words.C(domaintoken.FieldToken), word))
		if t.scope != "" {
			s.Where(sql.EQ(words.C(domaintoken.FieldResellerID), t.scope))
		}
	}
	return seed{
		size: func(ctx context.Context) (int, error) {
			system, read := viewer.System(ctx), s.read(ctx)
			n, err := read.HandleToken.Query().Where(own).Order(bounded(handletoken.FieldID)).Aggregate(db.Count()).Int(system)
			if err != nil || n > bound || !t.domains {
				return n, err
			}
			m, err := read.Contact.Query().Where(byDomain).Order(bounded(contact.FieldID)).Aggregate(db.Count()).Int(system)
			return n + m, err
		},
		where: func(s *sql.Selector) {
			tokens, links := sql.Table(handletoken.Table).As("seed"), sql.Table(contact.Table).As("seed_link")
			ownIDs := sql.Select(tokens.C(handletoken.FieldHandleID)).From(tokens)
			own(ownIDs)
			if !t.domains {
				s.Where(sql.In(t.column(s, t.id), ownIDs))
				return
			}
			linkedIDs := sql.Select(links.C(contact.FieldHandleID)).From(links)
			byDomain(linkedIDs)
			s.Where(sql.In(t.column(s, t.id), ownIDs.UnionAll(linkedIDs)))
		},
	}
}
