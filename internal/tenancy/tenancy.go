// Package tenancy begins the statements that are written without ent, on what one caller may see and nothing else. A
// Statement cannot be made in another way, and nothing but a Statement is run, so that a forgotten predicate does not compile.
// What it lets through is what ent's policies let through (ent/rule); a test holds the two equal.
package tenancy

import (
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/contact"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Listed is the name of a reseller's access rows within a statement, Link the one of the links between handles and
// domains.
const (
	Listed = "listed"
	Link   = "link"
)

// Statement is a SELECT on rows that its caller may see.
type Statement struct {
	s *sql.Selector
	// Where text is given, it is the whole statement.
	text      string
	arguments []any
	steady    bool
}

// Steady says that each row is found by a step or two along an index, so that nobody need be able to interrupt the way to it.
func (t Statement) Steady(is bool) Statement {
	t.steady = is
	return t
}

// IsSteady tells whether Steady was said.
func (t Statement) IsSteady() bool { return t.steady }

// Narrow adds conditions, an order, a limit or joins; none of them lets more through.
func (t Statement) Narrow(how ...func(*sql.Selector)) Statement {
	for _, narrow := range how {
		narrow(t.s)
	}
	return t
}

// Select says what is read.
func (t Statement) Select(columns ...string) Statement {
	t.s.Select(columns...)
	return t
}

// All gives the rows of statements that select the same columns, one after the other, each with its own order and limit.
func All(of string, parts []Statement) Statement {
	var all *sql.Selector
	for _, part := range parts {
		rows := sql.Dialect(of).Select().From(part.s.As("part"))
		if all == nil {
			all = rows
		} else {
			all.UnionAll(rows)
		}
	}
	return Statement{s: all}
}

// Built is the statement with its text put together. That can be done once: for Postgres, ent numbers the arguments anew
// and higher the next time.
func (t Statement) Built() Statement {
	if t.text == "" {
		t.text, t.arguments = t.s.Query()
	}
	return t
}

// Query is the statement's text with its arguments. It can be asked for once, unless the statement is Built.
func (t Statement) Query() (text string, arguments []any) {
	if t.text != "" {
		return t.text, t.arguments
	}
	return t.s.Query()
}

// List is the caller's list of handles: a reseller's access rows, under the name Listed, with the handles joined if
// they are asked for; the handles themselves for others.
func List(of string, v viewer.Viewer, joined bool) Statement {
	s := sql.Dialect(of).Select()
	if !v.IsReseller() {
		return others(s, v)
	}
	rows := sql.Table(access.Table).As(Listed)
	s.From(rows)
	if joined {
		handles := sql.Table(handle.Table).As(handle.Table) // or else it is renamed
		s.Join(handles).On(handles.C(handle.FieldID), rows.C(access.FieldHandleID))
	}
	return Statement{s: s.Where(sql.EQ(rows.C(access.FieldResellerID), v.Reseller))}
}

// Among is List for a statement that names the handles which it looks at, by another statement: that one is to lead, so
// whose list it is serves no index. See Domains.
func Among(of string, v viewer.Viewer) Statement {
	s := sql.Dialect(of).Select()
	if !v.IsReseller() {
		return others(s, v)
	}
	rows := sql.Table(access.Table).As(Listed)
	return Statement{s: s.From(rows).Where(whose(of, rows.C(access.FieldResellerID), v, false))}
}

// whose is the condition that something belongs to the reseller's account; leads says whether an index may serve it.
func whose(of, account string, v viewer.Viewer, leads bool) *sql.Predicate {
	if leads || of == dialect.Postgres {
		return sql.EQ(account, v.Reseller)
	}
	return sql.P(func(b *sql.Builder) {
		b.WriteString("COALESCE(").Ident(account).WriteString(", '') = ").Arg(v.Reseller)
	})
}

// others lets staff see every handle, an owner the own one, and nobody else any.
func others(s *sql.Selector, v viewer.Viewer) Statement {
	handles := sql.Table(handle.Table)
	s.From(handles)
	switch {
	case v.IsOperator():
	case v.IsOwner():
		s.Where(sql.EQ(handles.C(handle.FieldID), v.Handle))
	default:
		s.Where(sql.False())
	}
	return Statement{s: s}
}

// Links are the links between handles and domains, under the name Link, with the domains joined if they are asked for.
func Links(of string, v viewer.Viewer, joined bool) Statement {
	links := sql.Table(contact.Table).As(Link)
	s := sql.Dialect(of).Select().From(links)
	if joined {
		domains := sql.Table(domain.Table).As(domain.Table)
		s.Join(domains).On(domains.C(domain.FieldID), links.C(contact.FieldDomainID))
	}
	switch {
	case v.IsReseller():
		s.Where(sql.EQ(links.C(contact.FieldResellerID), v.Reseller))
	case v.IsOwner():
		s.Where(lists(v.Handle, links.C(contact.FieldDomainID)))
	case !v.IsOperator():
		s.Where(sql.False())
	}
	return Statement{s: s}
}

// Domains are the domains that a reseller manages, that list an owner's handle, or all of them for staff. Whether the
// account leads says whether the statement may begin at the account, to walk it: where a few ids are looked up it must not,
// since SQLite takes any equality on an index for selective.
func Domains(of string, v viewer.Viewer, leads bool) Statement {
	domains := sql.Table(domain.Table)
	s := sql.Dialect(of).Select().From(domains)
	switch account := domains.C(domain.FieldResellerID); {
	case v.IsReseller():
		s.Where(whose(of, account, v, leads))
	case v.IsOwner():
		s.Where(lists(v.Handle, domains.C(domain.FieldID)))
	case !v.IsOperator():
		s.Where(sql.False())
	}
	return Statement{s: s}
}

// lists is the condition that a domain lists the handle.
func lists(handleID, domainID string) *sql.Predicate {
	t := sql.Table(contact.Table).As("own")
	return sql.Exists(sql.Select(t.C(contact.FieldID)).From(t).Where(sql.And(
		sql.ColumnsEQ(t.C(contact.FieldDomainID), domainID), sql.EQ(t.C(contact.FieldHandleID), handleID))))
}
