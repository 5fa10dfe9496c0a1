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
		field.Int("generation").Default(0).Comment("how many links were made"),
		field.Int("resets").Default(0),
		field.Int("reminders").Default(0),
		fixedInstant("started_at"),
		field.Int64("reminded_from").GoType(registrar.Instant(0)).Default(0).Comment("what the days of reminders count from"),
		optionalInstant("sent_at"),    // when a mail server last took a mail
		optionalInstant("bounced_at"), // when the address was refused for good
		optionalInstant("closed_at"),  // when it was validated, or superseded by a later case
	}
}

// Edges of the ReachabilityCase.
func (ReachabilityCase) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("cases").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the ReachabilityCase: a handle's newest, and all that prove the same identity.
func (ReachabilityCase) Indexes() []ent.Index {
	return []ent.Index{index.Fields("handle_id", "id"), index.Fields("fingerprint", "closed_at", "id")}
}

// Policy of the ReachabilityCase.
func (ReachabilityCase) Policy() ent.Policy { return rule.Cases() }

// VerifiedIdentity is an identity whose e-mail address answered once; it needs no second proof.
type VerifiedIdentity struct{ ent.Schema }

// Fields of the VerifiedIdentity. It outlives the handle; the fingerprint is a hash of names and address, which tells
// nothing to whoever does not know them.
func (VerifiedIdentity) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.IdentityID),
		field.String("fingerprint").Immutable().Unique(),
		fixedInstant("verified_at"),
	}
}

// Policy of the VerifiedIdentity.
func (VerifiedIdentity) Policy() ent.Policy { return rule.Identities() }

// Evidence is one thing that happened while a handle's e-mail address was proved. It is only ever added to, and goes
// with the handle.
type Evidence struct{ ent.Schema }

// Fields of the Evidence.
func (Evidence) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.EvidenceID),
		field.String("handle_id").Immutable(),
		fixedOptional("case_id"),
		field.Enum("kind").GoType(registrar.EvidenceKind("")).Immutable(),
		fixedInstant("at"),
		fixedOptional("recipient"),
		field.Enum("reason").GoType(registrar.MailReason("")).Optional().Nillable().Immutable(),
		fixedOptional("message_id"),
		fixedOptional("reply"),
		fixedOptional("note"),
		fixedOptional("remote_address"), // from where the link was confirmed
	}
}

// Edges of the Evidence.
func (Evidence) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("evidence").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Evidence. Ids sort by time.
func (Evidence) Indexes() []ent.Index { return []ent.Index{index.Fields("handle_id", "id")} }

// Policy of the Evidence.
func (Evidence) Policy() ent.Policy { return rule.Evidences() }

// Timer is something to be done at a time: a row, so that it outlives the program, and done once whoever polls it.
type Timer struct{ ent.Schema }

// Fields of the Timer.
func (Timer) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.TimerID),
		field.Enum("kind").GoType(registrar.TimerKind("")).Immutable(),
		field.String("subject_id").Immutable().Comment("the case, domain or mail; it may be gone when the timer is due"),
		instant("due_at"),
	}
}

// Indexes of the Timer: by when they are due, and one for each purpose.
func (Timer) Indexes() []ent.Index {
	return []ent.Index{index.Fields("due_at", "id"), index.Fields("subject_id", "kind").Unique()}
}

// Policy of the Timer.
func (Timer) Policy() ent.Policy { return rule.Timers() }
