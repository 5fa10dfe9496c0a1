package service

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/registrar"
)

// column is one that a statement reads, and where its value goes.
type column[T any] struct {
	name   string
	copied bool // the row that lists it has a copy: the access row of a handle, the link of a domain
	set    func(of T, value driver.Value) error
}

// text is a value of a text column.
func textOf(v driver.Value) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

func numberOf(v driver.Value) int64 {
	n, _ := v.(int64)
	return n
}

// flagOf is a value of a column that is true or false, which SQLite keeps as a number.
func flagOf(v driver.Value) bool {
	flag, _ := v.(bool)
	return flag || numberOf(v) != 0
}

// instantOf is a value of a column of instants; nil where there is none.
func instantOf(v driver.Value) *registrar.Instant {
	if v == nil {
		return nil
	}
	at := registrar.Instant(numberOf(v))
	return &at
}

// jsonOf reads a value of a column of JSON; null changes nothing.
func jsonOf(v driver.Value, into any) error {
	switch raw := v.(type) {
	case string:
		return json.Unmarshal([]byte(raw), into)
	case []byte:
		return json.Unmarshal(raw, into)
	}
	return nil
}

func textInto[T any, S ~string](name string, copied bool, field func(T) *S) column[T] {
	return column[T]{name, copied, func(of T, v driver.Value) error { *field(of) = S(textOf(v)); return nil }}
}

func optionalInto[T any](name string, field func(T) **string) column[T] {
	return column[T]{name, false, func(of T, v driver.Value) error {
		if v != nil {
			text := textOf(v)
			*field(of) = &text
		}
		return nil
	}}
}

func numberInto[T any, N ~int | ~int64](name string, copied bool, field func(T) *N) column[T] {
	return column[T]{name, copied, func(of T, v driver.Value) error { *field(of) = N(numberOf(v)); return nil }}
}

func instantInto[T any](name string, field func(T) **registrar.Instant) column[T] {
	return column[T]{name, false, func(of T, v driver.Value) error {
		*field(of) = instantOf(v)
		return nil
	}}
}

func flagInto[T any](name string, copied bool, field func(T) *bool) column[T] {
	return column[T]{name, copied, func(of T, v driver.Value) error { *field(of) = flagOf(v); return nil }}
}

func jsonInto[T, V any](name string, field func(T) *V) column[T] {
	return column[T]{name, false, func(of T, v driver.Value) error { return jsonOf(v, field(of)) }}
}

// handleColumnsByName are the columns that a handle can be read by.
var handleColumnsByName = named(
	textInto(handle.FieldCode, true, func(h *Handle) *string { return &h.Code }),
	textInto(handle.FieldKind, true, func(h *Handle) *registrar.Kind { return &h.Kind }),
	textInto(handle.FieldGivenName, false, func(h *Handle) *string { return &h.GivenName }),
	textInto(handle.FieldFamilyName, false, func(h *Handle) *string { return &h.FamilyName }),
	optionalInto(handle.FieldOrganization, func(h *Handle) **string { return &h.Organization }),
	optionalInto(handle.FieldRegistrationNumber, func(h *Handle) **string { return &h.RegistrationNumber }),
	jsonInto(handle.FieldAddress, func(h *Handle) *registrar.Address { return &h.Handle.Address }),
	jsonInto(handle.FieldInternationalAddress, func(h *Handle) **registrar.Address { return &h.Handle.InternationalAddress }),
	textInto(handle.FieldEmail, false, func(h *Handle) *string { return &h.Handle.Email }),
	textInto(handle.FieldPhone, false, func(h *Handle) *string { return &h.Phone }),
	optionalInto(handle.FieldFax, func(h *Handle) **string { return &h.Fax }),
	optionalInto(handle.FieldMobile, func(h *Handle) **string { return &h.Mobile }),
	optionalInto(handle.FieldLanguage, func(h *Handle) **string { return &h.Language }),
	optionalInto(handle.FieldVatNumber, func(h *Handle) **string { return &h.VatNumber }),
	flagInto(handle.FieldClientDeleteProhibited, false, func(h *Handle) *bool { return &h.ClientDeleteProhibited }),
	flagInto(handle.FieldClientUpdateProhibited, false, func(h *Handle) *bool { return &h.ClientUpdateProhibited }),
	numberInto(handle.FieldVersion, false, func(h *Handle) *int { return &h.Version }),
	numberInto(handle.FieldCreatedAt, true, func(h *Handle) *registrar.Instant { return &h.CreatedAt }),
	numberInto(handle.FieldUpdatedAt, true, func(h *Handle) *registrar.Instant { return &h.UpdatedAt }),
	instantInto(handle.FieldReleasedAt, func(h *Handle) **registrar.Instant { return &h.ReleasedAt }),
	instantInto(handle.FieldReachabilityStartedAt, func(h *Handle) **registrar.Instant { return &h.ReachabilityStartedAt }),
	textInto(handle.FieldDisplayName, true, func(h *Handle) *string { return &h.Handle.DisplayName }),
	column[*Handle]{handle.FieldNameKey, true, func(h *Handle, v driver.Value) error { h.NameKey, _ = v.([]byte); return nil }},
	flagInto(handle.FieldLinked, true, func(h *Handle) *bool { return &h.Linked }),
	textInto(handle.FieldReachability, true, func(h *Handle) *registrar.ReachState { return &h.Handle.Reachability }),
	numberInto(handle.FieldDomains, true, func(h *Handle) *int { return &h.domains }),
	textInto(access.FieldRights, true, func(h *Handle) *registrar.Rights { return &h.rights }),
	textInto(access.FieldOrigin, true, func(h *Handle) *registrar.Origin { return &h.origin }),
)

// domainColumnsByName are the columns that a domain can be read by.
var domainColumnsByName = named(
	textInto(domain.FieldID, true, func(d *Domain) *string { return &d.ID }),
	textInto(domain.FieldName, true, func(d *Domain) *string { return &d.Name }),
	textInto(domain.FieldUnicodeName, false, func(d *Domain) *string { return &d.UnicodeName }),
	column[*Domain]{domain.FieldResellerID, true, func(d *Domain, v driver.Value) error {
		if v != nil {
			id := textOf(v)
			d.ResellerID = &id
		}
		return nil
	}},
	flagInto(domain.FieldAutoRenew, false, func(d *Domain) *bool { return &d.AutoRenew }),
	flagInto(domain.FieldTransferLock, false, func(d *Domain) *bool { return &d.TransferLock }),
	jsonInto(domain.FieldNameservers, func(d *Domain) *[]string { return &d.Nameservers }),
	numberInto(domain.FieldRegisteredAt, true, func(d *Domain) *registrar.Instant { return &d.RegisteredAt }),
	numberInto(domain.FieldExpiresAt, true, func(d *Domain) *registrar.Instant { return &d.ExpiresAt }),
	numberInto(domain.FieldDueAt, true, func(d *Domain) *registrar.Instant { return &d.DueAt }),
	numberInto(domain.FieldStatus, true, func(d *Domain) *registrar.StatusSet { return &d.Status }),
)

func named[T any](all ...column[T]) map[string]column[T] {
	byName := make(map[string]column[T], len(all))
	for _, c := range all {
		byName[c.name] = c
	}
	return byName
}

// handleNeeds are the columns behind the public fields of a handle. A field that is not here cannot be read by columns.
var handleNeeds = map[string][]string{
	"id": nil, "code": {handle.FieldCode}, "kind": {handle.FieldKind},
	"givenName": {handle.FieldGivenName}, "familyName": {handle.FieldFamilyName},
	"organization": {handle.FieldOrganization}, "registrationNumber": {handle.FieldRegistrationNumber},
	"displayName": {handle.FieldDisplayName},
	"email":       {handle.FieldEmail}, "phone": {handle.FieldPhone}, "fax": {handle.FieldFax}, "mobile": {handle.FieldMobile},
	"address": {handle.FieldAddress}, "internationalAddress": {handle.FieldInternationalAddress},
	"language": {handle.FieldLanguage}, "vatNumber": {handle.FieldVatNumber},
	"rights": {access.FieldRights}, "origin": {access.FieldOrigin},
	"statuses": {handle.FieldLinked, handle.FieldClientDeleteProhibited, handle.FieldClientUpdateProhibited},
	"version":  {handle.FieldVersion}, "createdAt": {handle.FieldCreatedAt}, "updatedAt": {handle.FieldUpdatedAt},
	"releasedAt": {handle.FieldReleasedAt}, "domains": {handle.FieldDomains},
	"reachability.state": {handle.FieldReachability},
	"reachability":       {handle.FieldReachability, handle.FieldReachabilityStartedAt, access.FieldRights},
	// What handleFacts looks at.
	"actions": {access.FieldRights, access.FieldOrigin, handle.FieldLinked, handle.FieldReachability,
		handle.FieldClientDeleteProhibited, handle.FieldClientUpdateProhibited},
}

// domainNeeds are the same of a domain.
var domainNeeds = map[string][]string{
	"id": {domain.FieldID}, "name": {domain.FieldName}, "unicodeName": {domain.FieldUnicodeName}, "statuses": {domain.FieldStatus},
	"registeredAt": {domain.FieldRegisteredAt}, "expiresAt": {domain.FieldExpiresAt},
	"autoRenew": {domain.FieldAutoRenew}, "transferLock": {domain.FieldTransferLock}, "nameservers": {domain.FieldNameservers},
	// What is asked for by id.
	"holds": {domain.FieldID}, "owner": {domain.FieldID}, "contacts": {domain.FieldID},
	"reseller": {domain.FieldID, domain.FieldResellerID}, "reachabilityDueAt": {domain.FieldDueAt},
	// What domainFacts looks at.
	"actions": {domain.FieldID, domain.FieldResellerID, domain.FieldExpiresAt},
}

// Columns are what a reader wants of handles or of domains.
type Columns struct{ names []string }

// HandleColumns are the columns behind public fields of handles; `reachability.state` is reachability without anything
// but its state.
func HandleColumns(fields ...string) (Columns, error) { return columnsFor(handleNeeds, fields) }

// DomainColumns are the columns behind public fields of domains.
func DomainColumns(fields ...string) (Columns, error) { return columnsFor(domainNeeds, fields) }

func columnsFor(needs map[string][]string, fields []string) (c Columns, err error) {
	for _, field := range fields {
		needed, known := needs[field]
		if !known {
			return c, fmt.Errorf("the field %s is not read by columns", field)
		}
		c = c.with(needed...)
	}
	return c, nil
}

// with adds columns that are not there yet.
func (c Columns) with(names ...string) Columns {
	all := slices.Clone(c.names)
	for _, name := range names {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return Columns{all}
}

// reading is what one statement reads: columns with their places.
type reading[T any] struct {
	names []string
	set   []func(T, driver.Value) error
	other bool // a column is not in the row that lists
}

// readingOf arranges columns: copied ones are read from the row that lists, if there is one.
func readingOf[T any](c Columns, byName map[string]column[T], listed, own func(string) string) reading[T] {
	r := reading[T]{names: make([]string, 0, len(c.names)+2), set: make([]func(T, driver.Value) error, 0, len(c.names))}
	for _, name := range c.names {
		column := byName[name]
		switch {
		case listed != nil && column.copied:
			r.names = append(r.names, listed(name))
		default:
			r.names = append(r.names, own(name))
			r.other = true
		}
		r.set = append(r.set, column.set)
	}
	return r
}

// into sets what a row holds after its first columns.
func (r reading[T]) into(of T, row []driver.Value) error {
	for i, set := range r.set {
		if err := set(of, row[i]); err != nil {
			return err
		}
	}
	return nil
}

// without takes columns out that are not there for the caller.
func (c Columns) without(names ...string) Columns {
	return Columns{slices.DeleteFunc(slices.Clone(c.names), func(name string) bool { return slices.Contains(names, name) })}
}
