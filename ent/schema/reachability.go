package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/handledesk/handledesk/ent/rule"
	"github.com/handledesk/handledesk/internal/registrar"
)

// ReachabilityCase is one attempt to prove that a handle's e-mail address answers. A handle's newest one counts.
type ReachabilityCase struct{ ent.Schema }

// Fields of the ReachabilityCase.
func (ReachabilityCase) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.CaseID),
		field.String("handle_id").Immutable(),
		field.String("fingerprint").Immutable().Comment("the identity that is being proved"),
		field.Enum("state").GoType(registrar.ReachState("")),
		field.Int("generation").Default(1).Comment("links of earlier generations stop working at a reset"),
		field.Int("resets").Default(0),
		fixedInstant("started_at"),
		optionalInstant("closed_at"), // when it was validated, or superseded by a later case
	}
}

// Edges of the ReachabilityCase.
func (ReachabilityCase) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("cases").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the ReachabilityCase.
func (ReachabilityCase) Indexes() []ent.Index {
	return []ent.Index{index.Fields("handle_id", "id")}
}

// Policy of the ReachabilityCase.
func (ReachabilityCase) Policy() ent.Policy { return rule.Cases() }

// VerifiedIdentity is an identity whose e-mail address answered once; it needs no second proof.
type VerifiedIdentity struct{ ent.Schema }

// Fields of the VerifiedIdentity. The fingerprint is a hash: nothing personal is in it.
func (VerifiedIdentity) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.IdentityID),
		field.String("fingerprint").Immutable().Unique(),
		fixedInstant("verified_at"),
	}
}

// Policy of the VerifiedIdentity.
func (VerifiedIdentity) Policy() ent.Policy { return rule.Identities() }

// Mail is a mail that is to be sent: written in the transaction that asks for it, kept as evidence.
type Mail struct{ ent.Schema }

// Fields of the Mail. The address is the handle's at the time.
func (Mail) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.MailID),
		field.String("handle_id").Immutable(),
		fixedOptional("case_id"),
		field.Int("generation").Immutable().Default(1),
		field.Enum("kind").GoType(registrar.MailKind("")).Immutable(),
		field.Enum("reason").GoType(registrar.MailReason("")).Immutable(),
		field.String("recipient").Immutable(),
		fixedInstant("created_at"),
	}
}

// Edges of the Mail.
func (Mail) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("mails").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Mail: the second counts a case's resets within a span of time.
func (Mail) Indexes() []ent.Index {
	return []ent.Index{index.Fields("handle_id", "id"), index.Fields("case_id", "reason", "created_at")}
}

// Policy of the Mail.
func (Mail) Policy() ent.Policy { return rule.Mails() }
