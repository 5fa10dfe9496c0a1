package property

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// Values come from small pools, so that duplicates, equal identities and taken names come about.
var (
	givenNames    = []string{"Zoë", "Jan", "美咲", "Ольга"}
	familyNames   = []string{"Lefèvre", "Müller", "O'Neill", "山田"}
	organizations = []string{"Šumava Pekárna s.r.o.", "Bücher & Söhne GmbH", "株式会社さくら"}
	emails        = []string{"a@example.com", "B@Example.com", "c@bücher.example", "d@example.org", "no at sign"}
	domainNames   = []string{"shop.com", "bücher.com", "my-shop.net", "atelier.fr", "haus.de", "例え.com", "news.org", "bad..name", "x.shop"}
	addresses     = []registrar.AddressInput{
		{Street: []string{"12 rue de la Paix"}, City: "Paris", PostalCode: new("75002"), Country: "FR"},
		{Street: []string{"Unter den Linden 1", "Hof 2"}, City: "Berlin", PostalCode: new("10117"), Country: "DE"},
	}
	phones = []string{"+33 1 42 68 53 00", "+49 30 12345678"}
)

// kinds and years have one wrong value each, and few enough right ones.
var (
	kinds = []registrar.Kind{registrar.Person, registrar.Person, registrar.Company, registrar.Association}
	years = []int{1, 1, 2, 9, 10, 11}
)

func draw[T any](t *rapid.T, label string, from []T) T { return rapid.SampledFrom(from).Draw(t, label) }

// maybe draws a yes about once in n.
func maybe(t *rapid.T, label string, n int) bool { return rapid.IntRange(1, n).Draw(t, label) == n }

// newHandle draws a handle to create; about one in eight is refused for its fields.
func newHandle(t *rapid.T) service.NewHandle {
	in := service.NewHandle{
		Kind: draw(t, "kind", kinds), GivenName: draw(t, "given name", givenNames), FamilyName: draw(t, "family name", familyNames),
		Address: draw(t, "address", addresses), Email: draw(t, "email", emails), Phone: draw(t, "phone", phones),
		OnDuplicate: draw(t, "on duplicate", []service.OnDuplicate{service.RefuseDuplicate, service.ReuseDuplicate, service.CreateDuplicate}),
	}
	if (in.Kind != registrar.Person) != maybe(t, "wrong organization", 16) {
		in.Organization = new(draw(t, "organization", organizations))
	}
	return in
}

// given draws an update of one field: mostly left out, sometimes null.
func given[T any](t *rapid.T, label string, from []T, null bool) service.Field[T] {
	if !maybe(t, label+" given", 4) {
		return service.Field[T]{}
	}
	if null && maybe(t, label+" null", 3) {
		return service.Field[T]{Given: true}
	}
	return service.Field[T]{Given: true, Value: new(draw(t, label, from))}
}

// handleID draws a handle: mostly of the caller's list, sometimes any that ever was, a made-up one or no id at all.
func (m *machine) handleID(t *rapid.T, c caller) string {
	var pool []string
	switch rapid.IntRange(0, 9).Draw(t, "which handle") {
	case 0:
		pool = m.everHandles
	case 1:
		pool = []string{madeUpID(registrar.HandleID, 1<<40), madeUpID(registrar.DomainID, 1), "junk", ""}
	default:
		pool = c.handles(m.last)
	}
	if len(pool) == 0 {
		pool = m.everHandles
	}
	return draw(t, "handle", pool)
}

// domainID draws a domain in the same way.
func (m *machine) domainID(t *rapid.T, c caller) string {
	var pool []string
	switch rapid.IntRange(0, 9).Draw(t, "which domain") {
	case 0:
		pool = column(m.last["domains"], "id")
	case 1:
		pool = []string{madeUpID(registrar.DomainID, 1<<40), madeUpID(registrar.HandleID, 1), "junk", ""}
	default:
		pool = c.domains(m.last)
	}
	if len(pool) == 0 {
		pool = column(m.last["domains"], "id")
	}
	return draw(t, "domain", pool)
}

// contact draws who takes a role: a handle that is there, another role's, or a new one.
func (m *machine) contact(t *rapid.T, c caller) service.Contact {
	switch rapid.IntRange(0, 7).Draw(t, "contact by") {
	case 0:
		return service.Contact{SameAs: new(draw(t, "same as", registrar.Roles))}
	case 1:
		return service.Contact{Create: new(newHandle(t))}
	case 2:
		id := m.handleID(t, c)
		if h := m.last.one("handles", id); h != nil {
			return service.Contact{HandleCode: new(h.text("code"))}
		}
		return service.Contact{HandleCode: new("XX9999-HD")}
	default:
		return service.Contact{HandleID: new(m.handleID(t, c))}
	}
}

// caller is who calls in a step.
type caller struct {
	kind registrar.ActorKind
	id   string // of the reseller, or of the owner's handle

	session   string // of the owner
	anonymous bool   // who acts as the owner only by what was mailed
	tells     string // the handle whose event tells what is no part of it
}

// caller draws who calls: a reseller mostly, an operator, or an owner over whose handle nobody has FULL rights.
func (m *machine) caller(t *rapid.T) caller {
	switch rapid.IntRange(0, 9).Draw(t, "caller") {
	case 0, 1:
		return caller{kind: registrar.ActorOperator}
	case 2, 3:
		if free := m.last.freeHandles(); len(free) > 0 {
			return caller{kind: registrar.ActorOwner, id: draw(t, "owner of", free)}
		}
	}
	return caller{kind: registrar.ActorReseller, id: draw(t, "reseller", m.resellers)}
}

// freeHandles are the handles over which no reseller has FULL rights: their owners can sign in.
func (d dump) freeHandles() []string {
	return slices.DeleteFunc(column(d["handles"], "id"), func(id string) bool { return d.holder(id) != "" })
}

// handles are the ids that the caller may see.
func (c caller) handles(d dump) []string {
	switch c.kind {
	case registrar.ActorReseller:
		return column(d.with("accesses", "reseller_id", c.id), "handle_id")
	case registrar.ActorOwner:
		return column(d.with("handles", "id", c.id), "id")
	default:
		return column(d["handles"], "id")
	}
}

// domains are the ids that the caller may see.
func (c caller) domains(d dump) []string {
	switch c.kind {
	case registrar.ActorReseller:
		return column(d.with("domains", "reseller_id", c.id), "id")
	case registrar.ActorOwner:
		return column(d.with("contacts", "handle_id", c.id), "domain_id")
	default:
		return column(d["domains"], "id")
	}
}
