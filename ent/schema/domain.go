package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/handledesk/handledesk/ent/rule"
	"github.com/handledesk/handledesk/internal/registrar"
)

// Domain is a registered domain name.
type Domain struct{ ent.Schema }

// Fields of the Domain.
func (Domain) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.DomainID),
		field.String("name").Immutable().Unique().Comment("A-labels, lower case"),
		field.String("unicode_name").Immutable().Comment("U-labels"),
		field.String("tld").Immutable(),
		optional("reseller_id"), // who manages it; null once released
		field.Bool("auto_renew"),
		field.Bool("transfer_lock"),
		field.JSON("nameservers", []string{}),
		field.Bytes("auth_code_hash").Optional().Nillable().Comment("SHA-256; the code itself is shown once and not stored"),
		fixedInstant("registered_at"),
		instant("expires_at"),
		instant("due_at"), // when the owner's address must have answered; registrar.Never when nothing is due
		field.Int("status").GoType(registrar.StatusSet(0)).Comment("EPP statuses as bits, computed"),
		instant("updated_at"),
	}
}

// Edges of the Domain.
func (Domain) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("reseller", Reseller.Type).Ref("domains").Field("reseller_id").Unique(),
		edge.To("contacts", Contact.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("holds", Hold.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("tokens", DomainToken.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of the Domain: each order of a reseller's and of an operator's list, and the filters worth one.
func (Domain) Indexes() []ent.Index {
	var indexes []ent.Index
	for _, order := range []string{"expires_at", "registered_at", "due_at"} {
		indexes = append(indexes,
			index.Fields(order, "id", "status", "tld"),
			index.Fields("reseller_id", order, "id", "status", "tld"))
	}
	return append(indexes,
		index.Fields("reseller_id", "name", "id", "status", "tld"),
		index.Fields("reseller_id", "status", "id"),
		index.Fields("reseller_id", "tld", "id"))
}

// Policy of the Domain.
func (Domain) Policy() ent.Policy { return rule.Domains() }

// Contact is a handle in one or more roles of a domain: one row per domain and handle.
type Contact struct{ ent.Schema }

// Fields of the Contact: the link itself, then copies of what a handle's domain list filters and sorts by, kept equal
// to the domain in the same transaction.
func (Contact) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.ContactID),
		field.String("domain_id").Immutable(),
		field.String("handle_id").Immutable(),
		field.Int("roles").GoType(registrar.RoleSet(0)).Comment("roles as bits"),

		optional("reseller_id"),
		field.String("name").Immutable(),
		field.String("tld").Immutable(),
		fixedInstant("registered_at"),
		instant("expires_at"),
		instant("due_at"),
		field.Int("status").GoType(registrar.StatusSet(0)),
	}
}

// Edges of the Contact.
func (Contact) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("domain", Domain.Type).Ref("contacts").Field("domain_id").Unique().Required().Immutable(),
		edge.From("handle", Handle.Type).Ref("contacts").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Contact: each order of a handle's list, with what most lists show behind it so that they read nothing
// else. The partial ones let the database itself refuse a second handle in a role.
func (Contact) Indexes() []ent.Index {
	indexes := []ent.Index{index.Fields("domain_id", "handle_id").Unique()}
	orders := []string{"name", "expires_at", "registered_at", "due_at"}
	for _, role := range []struct{ name, where string }{
		{"contact_one_owner", "(roles & 1) <> 0"},
		{"contact_one_admin", "(roles & 2) <> 0"},
		{"contact_one_tech", "(roles & 4) <> 0"},
		{"contact_one_billing", "(roles & 8) <> 0"},
	} {
		indexes = append(indexes,
			index.Fields("domain_id").Unique().StorageKey(role.name).Annotations(entsql.IndexWhere(role.where)))
	}
	for _, order := range orders {
		fields := []string{"handle_id", "reseller_id", order, "domain_id", "roles", "status"}
		for _, field := range orders {
			if field != order {
				fields = append(fields, field)
			}
		}
		indexes = append(indexes, index.Fields(fields...))
	}
	return indexes
}

// Policy of the Contact.
func (Contact) Policy() ent.Policy { return rule.Contacts() }

// Hold keeps a domain out of the DNS and from being transferred, for one reason.
type Hold struct{ ent.Schema }

// Fields of the Hold.
func (Hold) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.HoldID),
		field.String("domain_id").Immutable(),
		field.Enum("reason").GoType(registrar.HoldReason("")).Immutable(),
		fixedOptional("case_id"), // the reachability case that placed it and that lifts it
		fixedInstant("placed_at"),
	}
}

// Edges of the Hold.
func (Hold) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("domain", Domain.Type).Ref("holds").Field("domain_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Hold: a domain is held once for a reason.
func (Hold) Indexes() []ent.Index {
	return []ent.Index{index.Fields("domain_id", "reason").Unique(), index.Fields("case_id")}
}

// Policy of the Hold.
func (Hold) Policy() ent.Policy { return rule.Holds() }
