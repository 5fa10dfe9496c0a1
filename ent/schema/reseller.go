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

// Reseller is a company that registers names for its customers.
type Reseller struct{ ent.Schema }

// Fields of the Reseller.
func (Reseller) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.ResellerID),
		field.String("name").Unique(),
		fixedInstant("converted_at"),   // when the account became a reseller account
		optional("own_handle_id"),      // its own company handle
		optional("mail_sender_name"),   // what mails to its customers come from; its own name when null
		optionalNumber("rate_bucket"),  // points; the server's own setting when null
		optionalNumber("rate_restore"), // points a second; likewise
	}
}

// Edges of the Reseller.
func (Reseller) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("accesses", Access.Type).Annotations(entsql.OnDelete(entsql.Restrict)),
		edge.To("domains", Domain.Type).Annotations(entsql.OnDelete(entsql.Restrict)),
		edge.To("keys", APIKey.Type).Annotations(entsql.OnDelete(entsql.Restrict)),
		edge.To("webhook_endpoints", WebhookEndpoint.Type).Annotations(entsql.OnDelete(entsql.Restrict)),
		edge.To("own_handle", Handle.Type).Field("own_handle_id").Unique(),
	}
}

// Policy of the Reseller.
func (Reseller) Policy() ent.Policy { return rule.Resellers() }

// APIKey signs in a reseller or an operator. Only the hash of its secret is stored.
type APIKey struct{ ent.Schema }

// Fields of the APIKey.
func (APIKey) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.KeyID),
		fixedOptional("reseller_id"),
		field.String("name").Immutable(),
		field.Enum("role").GoType(registrar.KeyRole("")).Immutable(),
		field.JSON("scopes", []registrar.Scope{}).Immutable(),
		field.Bytes("secret_hash").MaxLen(32).Immutable().Unique().Comment("SHA-256 of the whole secret"),
		field.String("hint").Immutable(),
		fixedInstant("created_at"),
		optionalInstant("expires_at"), // brought forward when another key takes its place
		optionalInstant("last_used_at"),
		optional("last_used_from"), // a network address
		optionalInstant("revoked_at"),
		fixedOptional("replaces_id"),   // the key whose place it took
		optionalNumber("rate_bucket"),  // points; the server's own setting when null
		optionalNumber("rate_restore"), // points a second; likewise
	}
}

// Edges of the APIKey.
func (APIKey) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("reseller", Reseller.Type).Ref("keys").Field("reseller_id").Unique().Immutable(),
	}
}

// Indexes of the APIKey.
func (APIKey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("reseller_id", "created_at", "id"), index.Fields("created_at", "id")}
}

// Policy of the APIKey.
func (APIKey) Policy() ent.Policy { return rule.APIKeys() }

// ImportRef remembers which handle a line of a reseller's file became, so that an import can be repeated.
type ImportRef struct{ ent.Schema }

// Fields of the ImportRef.
func (ImportRef) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.RefID),
		field.String("reseller_id").Immutable(),
		field.String("ref").Immutable(),
		field.String("handle_id").Immutable(),
	}
}

// Edges of the ImportRef.
func (ImportRef) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("import_refs").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the ImportRef.
func (ImportRef) Indexes() []ent.Index {
	return []ent.Index{index.Fields("reseller_id", "ref").Unique(), index.Fields("handle_id")}
}

// Policy of the ImportRef.
func (ImportRef) Policy() ent.Policy { return rule.ImportRefs() }
