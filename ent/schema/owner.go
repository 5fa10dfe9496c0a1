package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/handledesk/handledesk/ent/rule"
	"github.com/handledesk/handledesk/internal/registrar"
)

// Session signs in the owner of a handle. Only the hash of its token is stored.
type Session struct{ ent.Schema }

// Fields of the Session.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.SessionID),
		field.String("handle_id").Immutable(),
		field.Bytes("token_hash").MaxLen(32).Immutable().Unique(),
		fixedInstant("created_at"),
		fixedInstant("expires_at"),
		optionalInstant("revoked_at"),
	}
}

// Edges of the Session.
func (Session) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("sessions").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Session: all of a handle's, to end them; and by when they expire, to clear them away.
func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("handle_id"), index.Fields("expires_at")}
}

// Policy of the Session.
func (Session) Policy() ent.Policy { return rule.Sessions() }

// Password is what the owner of a handle signs in with: its argon2id hash.
type Password struct{ ent.Schema }

// Fields of the Password.
func (Password) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.PasswordID),
		field.String("handle_id").Immutable(),
		field.String("hash").Sensitive(),
		instant("set_at"),
	}
}

// Edges of the Password.
func (Password) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("passwords").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Password: a handle has one. The field itself cannot say so, since ent drops that from an edge to many.
func (Password) Indexes() []ent.Index { return []ent.Index{index.Fields("handle_id").Unique()} }

// Policy of the Password.
func (Password) Policy() ent.Policy { return rule.Passwords() }

// Throttle counts what may be done only so often, for a subject that is known by a pseudonym alone.
type Throttle struct{ ent.Schema }

// Fields of the Throttle.
func (Throttle) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Immutable().Comment("what is counted and for whom, as a keyed hash"),
		instant("until"), // the theoretical arrival time of the generic cell rate algorithm (ITU-T I.371)
	}
}

// Indexes of the Throttle: what is over is cleared away.
func (Throttle) Indexes() []ent.Index { return []ent.Index{index.Fields("until")} }

// Policy of the Throttle.
func (Throttle) Policy() ent.Policy { return rule.Throttles() }
