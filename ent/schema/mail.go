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

// Mail is a mail that is to be sent: written in the transaction that asks for it, kept as evidence. A queue holds only
// its id.
type Mail struct{ ent.Schema }

// Fields of the Mail. The address is the handle's at the time.
func (Mail) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.MailID),
		field.String("handle_id").Immutable(),
		fixedOptional("case_id"),
		fixedOptional("link_id"), // null for mails from before links were stored
		field.Enum("kind").GoType(registrar.MailKind("")).Immutable(),
		field.Enum("reason").GoType(registrar.MailReason("")).Immutable(),
		field.String("recipient").Immutable(),
		fixedInstant("created_at"),
		field.Enum("state").GoType(registrar.MailState("")).Default(string(registrar.MailQueued)),
		field.Int("attempts").Default(0),
		optionalInstant("last_attempt_at"),
		optionalInstant("sent_at"),
		optional("reply"), // what the mail server, or the way to it, said last
	}
}

// Edges of the Mail.
func (Mail) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("mails").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Mail: the second counts a case's resets within a span of time, the third lists the dead letters.
func (Mail) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("handle_id", "id"),
		index.Fields("case_id", "reason", "created_at"),
		index.Fields("id").StorageKey("mail_dead").Annotations(entsql.IndexWhere("state = 'DEAD'")),
	}
}

// Policy of the Mail.
func (Mail) Policy() ent.Policy { return rule.Mails() }

// Link is a one-time link that was mailed. Its token is computed from the server's key and the link's id, so that a
// repeated mail carries the same one; only the hash is stored.
type Link struct{ ent.Schema }

// Fields of the Link.
func (Link) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.TokenID),
		field.String("handle_id").Immutable(),
		fixedOptional("case_id"),
		field.Enum("kind").GoType(registrar.MailKind("")).Immutable(),
		field.Int("generation").Immutable(),
		field.Bytes("token_hash").MaxLen(32).Immutable().Unique(),
		fixedInstant("created_at"),
		fixedInstant("expires_at"),
		optionalInstant("used_at"),
		optionalInstant("superseded_at"),
	}
}

// Edges of the Link.
func (Link) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("links").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Link.
func (Link) Indexes() []ent.Index {
	return []ent.Index{index.Fields("handle_id", "kind"), index.Fields("case_id", "generation")}
}

// Policy of the Link.
func (Link) Policy() ent.Policy { return rule.Links() }
