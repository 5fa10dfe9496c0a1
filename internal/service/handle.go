package service

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Handle is a handle as its caller sees it.
type Handle struct {
	*db.Handle
	rights  registrar.Rights // of the reseller that asks; empty for others
	origin  registrar.Origin // likewise
	group   *group[*Handle]
	place   int // in the group
	domains int // how many that list it the caller may see
}

// DisplayName is the organization's name, or else given and family name.
func (h *Handle) DisplayName() string { return h.Handle.DisplayName }

// Email is the address with an internationalised domain in its own script.
func (h *Handle) Email() string { return registrar.EmailForDisplay(h.Handle.Email) }

// Address is the postal address.
func (h *Handle) Address() *Address { return showAddress(&h.Handle.Address) }

// InternationalAddress is the address in ASCII; nil when there is none.
func (h *Handle) InternationalAddress() *Address { return showAddress(h.Handle.InternationalAddress) }

// Rights are the asking reseller's rights; nil for operators and owners.
func (h *Handle) Rights() *registrar.Rights { return nonEmpty(h.rights) }

// Origin says how the handle came into the asking reseller's list; nil for operators and owners.
func (h *Handle) Origin() *registrar.Origin { return nonEmpty(h.origin) }

// Statuses are the EPP statuses.
func (h *Handle) Statuses() []registrar.HandleStatus {
	return registrar.HandleStatuses(h.Linked, h.ClientDeleteProhibited, h.ClientUpdateProhibited)
}

// IsNode marks what `node` can answer with.
func (*Handle) IsNode() {}

// Address is a postal address as it is shown: what is absent is null.
type Address struct {
	Street        []string
	City          string
	StateProvince *string
	PostalCode    *string
	Country       string
}

func showAddress(a *registrar.Address) *Address {
	if a == nil {
		return nil
	}
	return &Address{Street: a.Street, City: a.City, Country: a.Country,
		StateProvince: nonEmpty(a.StateProvince), PostalCode: nonEmpty(a.PostalCode)}
}

// handleData is the stored record as the rules read it: what is null is empty.
func handleData(h *db.Handle) registrar.HandleData {
	return registrar.HandleData{
		Kind: h.Kind, GivenName: h.GivenName, FamilyName: h.FamilyName,
		Organization: orEmpty(h.Organization), RegistrationNumber: orEmpty(h.RegistrationNumber),
		Address: h.Address, InternationalAddress: h.InternationalAddress,
		Email: h.Email, Phone: h.Phone, Fax: orEmpty(h.Fax), Mobile: orEmpty(h.Mobile),
		Language: orEmpty(h.Language), VATNumber: orEmpty(h.VatNumber),
	}
}

// setData writes a record over the stored one, the other way round.
func setData(h *db.Handle, d registrar.HandleData) {
	h.Kind, h.GivenName, h.FamilyName = d.Kind, d.GivenName, d.FamilyName
	h.Organization, h.RegistrationNumber = nonEmpty(d.Organization), nonEmpty(d.RegistrationNumber)
	h.Address, h.Country, h.InternationalAddress = d.Address, d.Address.Country, d.InternationalAddress
	h.Email, h.EmailKey, h.Phone = d.Email, registrar.EmailKey(d.Email), d.Phone
	h.Fax, h.Mobile, h.Language, h.VatNumber = nonEmpty(d.Fax), nonEmpty(d.Mobile), nonEmpty(d.Language), nonEmpty(d.VATNumber)
}

// as is the same handle, of a group of its own, with another state of its row.
func (h *Handle) as(row *db.Handle) *Handle {
	now := &Handle{Handle: row, rights: h.rights, origin: h.origin, domains: h.domains}
	now.group = &group[*Handle]{items: []*Handle{now}}
	return now
}

func orEmpty[T ~string](value *T) T {
	if value == nil {
		return ""
	}
	return *value
}

func nonEmpty[T ~string](value T) *T {
	if value == "" {
		return nil
	}
	return &value
}

// handlesWhere loads the caller's handles that match, as one group and with the caller's rights over each, in one
// statement that starts at the handles.
func (s *Service) handlesWhere(ctx context.Context, client *db.Client, narrow ...predicate.Handle) ([]*Handle, error) {
	return s.loadHandles(ctx, client.Handle.Query(), sameText, narrow...)
}

// walkHandles does the same by a statement that starts at the reseller's list, to walk one of its indexes.
func (s *Service) walkHandles(ctx context.Context, client *db.Client, narrow ...predicate.Handle) ([]*Handle, error) {
	return s.loadHandles(ctx, client.Handle.Query(), sql.EQ, narrow...)
}

// sameText compares a column that is never empty, on SQLite in a way that no index serves; Postgres counts values, and
// takes for rare what it cannot count.
func sameText(column string, value any) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		if b.Dialect() == dialect.Postgres {
			b.Ident(column).WriteString(" = ").Arg(value)
			return
		}
		b.WriteString("COALESCE(").Ident(column).WriteString(", '') = ").Arg(value)
	})
}

func (s *Service) loadHandles(ctx context.Context, q *db.HandleQuery, is func(string, any) *sql.Predicate, narrow ...predicate.Handle) ([]*Handle, error) {
	v := viewer.FromContext(ctx)
	if v.IsReseller() {
		q.Where(withAccess(v.Reseller, is))
	}
	rows, err := q.Where(narrow...).All(ctx)
	if err != nil {
		return nil, err
	}
	g := &group[*Handle]{items: make([]*Handle, len(rows))}
	for i, row := range rows {
		g.items[i] = &Handle{Handle: row, group: g, place: i, domains: row.Domains}
		if v.IsReseller() {
			if err := g.items[i].readAccess(); err != nil {
				return nil, err
			}
		}
	}
	return g.items, nil
}

// listed is the name of the reseller's access row within a statement on handles.
const listed = "listed"

// withAccess joins the reseller's access row to each handle, so that rights come along.
func withAccess(resellerID string, is func(string, any) *sql.Predicate) predicate.Handle {
	return func(s *sql.Selector) {
		t := sql.Table(access.Table).As(listed)
		s.Join(t).On(t.C(access.FieldHandleID), s.C(handle.FieldID))
		s.Where(is(t.C(access.FieldResellerID), resellerID))
		s.AppendSelectAs(t.C(access.FieldRights), "listed_rights")
		s.AppendSelectAs(t.C(access.FieldOrigin), "listed_origin")
		s.AppendSelectAs(t.C(access.FieldDomains), "listed_domains")
	}
}

// readAccess takes what withAccess selected.
func (h *Handle) readAccess() error {
	rights, err := h.Value("listed_rights")
	if err != nil {
		return err
	}
	origin, err := h.Value("listed_origin")
	if err != nil {
		return err
	}
	h.rights, h.origin = registrar.Rights(text(rights)), registrar.Origin(text(origin))
	domains, err := h.Value("listed_domains")
	if n, is := domains.(int64); is {
		h.domains = int(n)
	}
	return err
}

// text reads a dynamically selected column, which drivers give as a string or as bytes.
func text(value any) string {
	if raw, ok := value.([]byte); ok {
		return string(raw)
	}
	return fmt.Sprint(value)
}

// oneHandle loads one handle of the caller's list; nil when it is not there.
func (s *Service) oneHandle(ctx context.Context, client *db.Client, which predicate.Handle) (*Handle, error) {
	found, err := s.handlesWhere(ctx, client, which)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// HandleBy says which handle is meant: exactly one field is set.
type HandleBy struct {
	ID   *string
	Code *string
}

// Handle reads one handle of the caller's list; nil when it does not exist or is somebody else's.
// Errors: BAD_USER_INPUT for a malformed id, or when not exactly one field is given.
func (s *Service) Handle(ctx context.Context, by HandleBy) (*Handle, error) {
	which, err := by.predicate()
	if err != nil {
		return nil, err
	}
	h, err := s.oneHandle(ctx, s.read(ctx), which)
	return h, translate(err)
}

func (by HandleBy) predicate() (predicate.Handle, error) {
	switch {
	case (by.ID == nil) == (by.Code == nil):
		return nil, registrar.RefuseField(registrar.BadUserInput, "by", "Give exactly one of id and code.")
	case by.ID != nil:
		return handle.ID(*by.ID), requireID(registrar.HandleID, "by.id", *by.ID)
	default:
		return handle.Code(registrar.NormalizeCode(*by.Code)), nil
	}
}

// handlesByID loads handles by id in the order of the ids; what the caller may not see is left out.
func (s *Service) handlesByID(ctx context.Context, client *db.Client, ids []string) ([]*Handle, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.handlesWhere(ctx, client, handle.IDIn(ids...))
	slices.SortFunc(found, func(a, b *Handle) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return found, err
}
