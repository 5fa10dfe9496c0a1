package service

import (
	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
)

// fill writes a checked record into a creation, with everything that is computed from it.
func fill(m *db.HandleMutation, d registrar.HandleData) { fillChanged(m, nil, d) }

// fillChanged writes into an update what of a record differs from what is stored, and what is computed from that; all of
// it where nothing is stored. A column that is written has the entries of its indexes written, be its value the same.
func fillChanged(m *db.HandleMutation, was *registrar.HandleData, d registrar.HandleData) {
	all := was == nil
	if all {
		was = &registrar.HandleData{}
	}
	if all || was.Kind != d.Kind {
		m.SetKind(d.Kind)
	}
	if all || was.GivenName != d.GivenName {
		m.SetGivenName(d.GivenName)
	}
	if all || was.FamilyName != d.FamilyName {
		m.SetFamilyName(d.FamilyName)
	}
	if all || was.SortName() != d.SortName() {
		m.SetNameKey(search.SortKey(d.SortName()))
	}
	if all || was.DisplayName() != d.DisplayName() {
		m.SetDisplayName(d.DisplayName())
	}
	if all || !was.Address.Equal(d.Address) {
		m.SetAddress(d.Address)
	}
	if all || was.Address.Country != d.Address.Country {
		m.SetCountry(d.Address.Country)
	}
	if all || was.Email != d.Email {
		m.SetEmail(d.Email)
		m.SetEmailKey(registrar.EmailKey(d.Email))
	}
	if all || was.Phone != d.Phone {
		m.SetPhone(d.Phone)
	}
	m.SetContentKey(d.ContentKey())
	fillOptional(m, was, d)
}

// fillOptional does the same with what is null when it is absent, as everything is in a new row.
func fillOptional(m *db.HandleMutation, was *registrar.HandleData, d registrar.HandleData) {
	switch before, after := was.InternationalAddress, d.InternationalAddress; {
	case after != nil && (before == nil || !before.Equal(*after)):
		m.SetInternationalAddress(after)
	case after == nil && before != nil:
		m.ClearInternationalAddress()
	}
	for _, field := range []struct {
		was, value string
		set        func(string)
		clear      func()
	}{
		{was.Organization, d.Organization, m.SetOrganization, m.ClearOrganization},
		{was.RegistrationNumber, d.RegistrationNumber, m.SetRegistrationNumber, m.ClearRegistrationNumber},
		{was.Fax, d.Fax, m.SetFax, m.ClearFax},
		{was.Mobile, d.Mobile, m.SetMobile, m.ClearMobile},
		{was.Language, d.Language, m.SetLanguage, m.ClearLanguage},
		{was.VATNumber, d.VATNumber, m.SetVatNumber, m.ClearVatNumber},
	} {
		switch field.value {
		case field.was:
		case "":
			field.clear()
		default:
			field.set(field.value)
		}
	}
}
