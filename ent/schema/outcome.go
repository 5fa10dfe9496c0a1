package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/handledesk/handledesk/ent/rule"
	"github.com/handledesk/handledesk/internal/registrar"
)

// Outcome is what one root field of a mutation came to that was sent with an Idempotency-Key, so that the same request
// is done once however often it is sent. It holds ids, never a secret.
type Outcome struct{ ent.Schema }

// Fields of the Outcome. Keys and requests are known by their pseudonyms alone: a request may hold a password.
func (Outcome) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.OutcomeID),
		field.String("key").Immutable().Comment("the caller's account and the Idempotency-Key, as a keyed hash"),
		field.String("request").Immutable().Comment("document, operation and variables, as a keyed hash"),
		field.String("field").Immutable().Comment("the root field's response key"),
		field.Bytes("result").Immutable().Comment("what the use case came to, in JSON"),
		fixedInstant("at"),
	}
}

// Indexes of the Outcome: one for each root field under a key; and by age, to clear them away.
func (Outcome) Indexes() []ent.Index {
	return []ent.Index{index.Fields("key", "field").Unique(), index.Fields("at")}
}

// Policy of the Outcome.
func (Outcome) Policy() ent.Policy { return rule.Outcomes() }
