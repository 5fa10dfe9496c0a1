// Package rule is the fence below the use cases: named privacy rules that every query and mutation of ent/db passes,
// so that a forgotten check above still cannot reach another reseller's rows. There is no way to switch it off.
//
// Reading is narrowed by a predicate on every query. Writing is narrowed likewise: an update or a deletion of a row
// outside the caller's reach finds no row. The program itself (viewer.System) keeps the copies and records in step.
package rule

import (
	"context"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db/privacy"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// guarded builds an entity's policy: nobody anonymous, staff and program freely, everybody else by the given rules.
func guarded(query privacy.QueryRule, mutation privacy.MutationRule) ent.Policy {
	return privacy.Policy{
		Query:    privacy.QueryPolicy{DenyIfAnonymous(), AllowIfStaff(), query},
		Mutation: privacy.MutationPolicy{DenyIfAnonymous(), AllowIfStaff(), mutation},
	}
}

// DenyIfAnonymous refuses whoever did not sign in.
func DenyIfAnonymous() privacy.QueryMutationRule {
	return privacy.ContextQueryMutationRule(func(ctx context.Context) error {
		if viewer.FromContext(ctx).Anonymous() {
			return privacy.Denyf("nobody signed in")
		}
		return privacy.Skip
	})
}

// AllowIfStaff lets operators and the program itself pass.
func AllowIfStaff() privacy.QueryMutationRule {
	return privacy.ContextQueryMutationRule(func(ctx context.Context) error {
		if viewer.FromContext(ctx).IsOperator() {
			return privacy.Allow
		}
		return privacy.Skip
	})
}

// DenyIfNotSystem refuses everybody but the program itself: for records that no caller reads or writes by itself.
func DenyIfNotSystem() privacy.QueryMutationRule {
	return privacy.ContextQueryMutationRule(func(ctx context.Context) error {
		if viewer.FromContext(ctx).Kind != registrar.ActorSystem {
			return privacy.Denyf("only the program itself keeps these records")
		}
		return privacy.Allow
	})
}

// internalRecords is the policy of records that only the program itself touches.
func internalRecords() ent.Policy {
	return privacy.Policy{
		Query:    privacy.QueryPolicy{DenyIfNotSystem()},
		Mutation: privacy.MutationPolicy{DenyIfNotSystem()},
	}
}

// nothing matches no row.
func nothing(s *sql.Selector) { s.Where(sql.False()) }

// belongs matches rows whose column has the value. It is written so that no index serves it: the fence only narrows
// what a statement finds by its own conditions. Otherwise SQLite, which takes any equality on an index for selective,
// would read a reseller's whole list to find a few ids in it. Postgres counts values, and would take what it cannot count
// for rare, so there it is written plainly.
func belongs(column, value string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if s.Dialect() == dialect.Postgres {
			s.Where(sql.EQ(s.C(column), value))
			return
		}
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString("COALESCE(").Ident(s.C(column)).WriteString(", '') = ").Arg(value)
		}))
	}
}

// listed matches rows for which the other table has one that points to them and has the value in a column. It is a
// correlated EXISTS, so that it costs one look into a unique index per row and never a list of everything. The OFFSET keeps
// Postgres from making a join of it, which may begin with the list of everything.
func listed(other, pointer, by, column, value string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		t := sql.Table(other).As("fence_" + other)
		found := sql.Select(t.C(pointer)).From(t).Where(sql.And(sql.ColumnsEQ(t.C(pointer), s.C(by)), sql.EQ(t.C(column), value)))
		if s.Dialect() == dialect.Postgres {
			found.Offset(0)
		}
		s.Where(sql.Exists(found))
	}
}

// Records that only the program itself touches.
var (
	ImportRefs   = internalRecords
	Cases        = internalRecords
	Identities   = internalRecords
	Mails        = internalRecords
	Links        = internalRecords
	Passwords    = internalRecords
	Throttles    = internalRecords
	Outcomes     = internalRecords
	Timers       = internalRecords
	Evidences    = internalRecords
	HandleTokens = internalRecords
	DomainTokens = internalRecords
	Sequences    = internalRecords
	Sessions     = internalRecords
	FeedPlaces   = internalRecords
	Counters     = internalRecords
)
