package property

import (
	"context"
	"errors"
	"slices"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// CreateHandle creates a handle.
func (m *machine) CreateHandle(t *rapid.T) {
	c := m.caller(t)
	in := service.CreateHandle{ResellerID: m.account(t, c), NewHandle: newHandle(t)}
	m.call(t, c, func(ctx context.Context) error {
		h, _, err := m.Service.CreateHandle(ctx, in)
		if err == nil && h == nil {
			t.Error("a handle was created that its creator cannot see")
		}
		m.verifyCandidates(t, c, err)
		return err
	})
}

// verifyCandidates checks that a DUPLICATE names nothing but handles over which the account has FULL rights.
func (m *machine) verifyCandidates(t *rapid.T, c caller, err error) {
	var p *registrar.Problem
	if !errors.As(err, &p) || p.Code != registrar.Duplicate {
		return
	}
	detail, _ := p.Detail.(registrar.DuplicateDetail)
	for _, id := range detail.HandleIDs {
		if holder := m.last.holder(id); holder == "" || c.kind == registrar.ActorReseller && holder != c.id {
			t.Errorf("DUPLICATE names %s, over which %q has FULL rights", id, holder)
		}
	}
}

// UpdateHandle changes some fields of a handle.
func (m *machine) UpdateHandle(t *rapid.T) {
	c := m.caller(t)
	in := service.UpdateHandle{
		HandleID:  m.handleID(t, c),
		Kind:      given(t, "kind", kinds, true),
		GivenName: given(t, "given name", givenNames, true), FamilyName: given(t, "family name", familyNames, true),
		Organization: given(t, "organization", organizations, true),
		Address:      given(t, "address", addresses, true), Email: given(t, "email", emails, true), Phone: given(t, "phone", phones, true),
		Language:               given(t, "language", []string{"de", "fr-CA"}, true),
		ClientDeleteProhibited: given(t, "delete prohibited", []bool{true, false}, true),
		ClientUpdateProhibited: given(t, "update prohibited", []bool{true, false, false}, false),
	}
	if maybe(t, "expect", 4) {
		in.ExpectedVersion = new(rapid.IntRange(1, 3).Draw(t, "version"))
	}
	m.call(t, c, func(ctx context.Context) error {
		_, err := m.Service.UpdateHandle(ctx, in)
		return err
	})
}

// LiftProhibition takes CLIENT_UPDATE_PROHIBITED off, so that handles do not end in it.
func (m *machine) LiftProhibition(t *rapid.T) {
	prohibited := m.last.with("handles", "client_update_prohibited", "1")
	if len(prohibited) == 0 {
		t.Skip("nothing is prohibited")
	}
	in := service.UpdateHandle{HandleID: draw(t, "handle", column(prohibited, "id")), ClientUpdateProhibited: service.Field[bool]{Given: true, Value: new(false)}}
	m.call(t, caller{kind: registrar.ActorOperator}, func(ctx context.Context) error {
		_, err := m.Service.UpdateHandle(ctx, in)
		return err
	})
}

// DeleteHandle deletes a handle; the refusal counts right what the caller may not see.
func (m *machine) DeleteHandle(t *rapid.T) {
	c := m.caller(t)
	id := m.handleID(t, c)
	m.call(t, c, func(ctx context.Context) error {
		err := m.Service.DeleteHandle(ctx, id, nil)
		m.verifyLinked(ctx, t, c, id, err)
		return err
	})
}

// verifyLinked checks what a HANDLE_LINKED tells: the visible domains by name, and the number of the others.
func (m *machine) verifyLinked(ctx context.Context, t *rapid.T, c caller, id string, err error) {
	shown, _ := m.UserErrors(err)
	for _, e := range shown {
		linked, is := e.(*service.HandleLinkedError)
		if !is {
			continue
		}
		domains, err1 := linked.Domains(ctx)
		hidden, err2 := linked.HiddenCount(ctx)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		links := m.last.with("contacts", "handle_id", id)
		visible := c.domains(m.last)
		want := 0
		for _, link := range links {
			if slices.Contains(visible, link.text("domain_id")) {
				want++
			}
		}
		if len(domains) != want || hidden != len(links)-want {
			t.Errorf("HANDLE_LINKED shows %d domains and hides %d; want %d and %d", len(domains), hidden, want, len(links)-want)
		}
		for _, d := range domains {
			if !slices.Contains(visible, d.ID) {
				t.Errorf("HANDLE_LINKED shows %s to %s", d.Name, c.id)
			}
		}
	}
}

// ReleaseHandle releases a handle.
func (m *machine) ReleaseHandle(t *rapid.T) {
	c := m.caller(t)
	id := m.handleID(t, c)
	m.call(t, c, func(ctx context.Context) error {
		_, _, err := m.Service.ReleaseHandle(ctx, id)
		return err
	})
}

// ResetReachability sends a handle's link again.
func (m *machine) ResetReachability(t *rapid.T) {
	c := m.caller(t)
	id := m.handleID(t, c)
	m.call(t, c, func(ctx context.Context) error {
		_, err := m.Service.ResetReachability(ctx, id)
		return err
	})
}

// CreateKey makes an API key.
func (m *machine) CreateKey(t *rapid.T) {
	c := m.caller(t)
	in := service.CreateAPIKey{
		ResellerID: m.account(t, c), Name: draw(t, "name", []string{"robot", ""}),
		Role:   draw(t, "role", []registrar.KeyRole{registrar.ResellerKey, registrar.ResellerKey, registrar.OperatorKey}),
		Scopes: rapid.SliceOfN(rapid.SampledFrom(registrar.Scopes), 0, 3).Draw(t, "scopes"),
	}
	m.call(t, c, func(ctx context.Context) error {
		_, _, err := m.CreateAPIKey(ctx, in)
		return err
	})
}

// RevokeKey revokes a key, of anybody.
func (m *machine) RevokeKey(t *rapid.T) {
	c := m.caller(t)
	var named []string
	for _, key := range m.last.with("api_keys", "name", "robot") {
		named = append(named, key.text("id"))
	}
	id := draw(t, "key", append(named, madeUpID(registrar.KeyID, 1<<40), "junk"))
	m.call(t, c, func(ctx context.Context) error {
		_, err := m.RevokeAPIKey(ctx, id)
		return err
	})
}

// OpenAccount opens a reseller account, with or without a company handle.
func (m *machine) OpenAccount(t *rapid.T) {
	c := m.caller(t)
	if len(m.resellers) > 4 {
		t.Skip("there are enough")
	}
	name := draw(t, "name", []string{"Fourth", "Fifth", "First", " "})
	var own *service.NewHandle
	if maybe(t, "with own handle", 2) {
		own = new(newHandle(t))
	}
	var opened *service.Reseller
	m.call(t, c, func(ctx context.Context) (err error) {
		opened, err = m.CreateReseller(ctx, name, own)
		return err
	})
	if opened != nil {
		m.resellers = append(m.resellers, opened.ID)
		m.remember()
	}
}
