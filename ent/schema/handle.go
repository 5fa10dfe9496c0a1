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

// Handle is a contact record, reusable over many domains.
type Handle struct{ ent.Schema }

// Fields of the Handle. Optional ones are null when absent, never empty.
func (Handle) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.HandleID),
		field.String("code").Immutable().Unique(),
		field.Enum("kind").GoType(registrar.Kind("")),
		field.String("given_name"),
		field.String("family_name"),
		optional("organization"),
		optional("registration_number"),
		field.JSON("address", registrar.Address{}),
		field.JSON("international_address", &registrar.Address{}).Optional(),
		field.String("email"),
		field.String("phone"),
		optional("fax"),
		optional("mobile"),
		optional("language"),
		optional("vat_number"),
		field.Bool("client_delete_prohibited").Default(false),
		field.Bool("client_update_prohibited").Default(false),
		field.Int("version").Default(1),
		fixedInstant("created_at"),
		instant("updated_at"),
		optionalInstant("released_at"),
		optionalInstant("reachability_started_at"),
		// What lists filter and sort by, computed from the above in the same transaction.
		field.String("email_key").Comment("the e-mail address in lower case"),
		field.String("country"),
		field.Bytes("name_key").MaxLen(128).Comment("collation key of the name"),
		field.String("display_name").Default("").Comment("the name under which it is shown"),
		field.String("content_key").Comment("hash of everything typed in, to find exact duplicates"),
		field.Bool("linked").Default(false),
		field.Enum("reachability").GoType(registrar.ReachState("")).Default(string(registrar.ReachNone)),
		counted("domains"), // of all resellers, those that list the handle
	}
}

// Edges of the Handle.
func (Handle) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("accesses", Access.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		// Restrict: the database itself refuses to delete a linked handle, whoever wins the race.
		edge.To("contacts", Contact.Type).Annotations(entsql.OnDelete(entsql.Restrict)),
		edge.To("cases", ReachabilityCase.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("evidence", Evidence.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("mails", Mail.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("links", Link.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("passwords", Password.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("sessions", Session.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("import_refs", ImportRef.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("tokens", HandleToken.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of the Handle: each order of an operator's list, with the filters behind so that a walk reads the index alone.
func (Handle) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("created_at", "id", "reachability", "kind", "country", "linked"),
		index.Fields("updated_at", "id", "reachability", "kind", "country", "linked"),
		index.Fields("name_key", "id", "reachability", "kind", "country", "linked"),
		index.Fields("email_key", "id"),
		index.Fields("content_key"),
	}
}

// Policy of the Handle.
func (Handle) Policy() ent.Policy { return rule.Handles() }
