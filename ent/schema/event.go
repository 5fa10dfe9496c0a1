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

// Event records one change of one thing, in the transaction that makes it.
type Event struct{ ent.Schema }

// Fields of the Event. Only changes may be rewritten, when personal data is erased.
func (Event) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.EventID),
		// The place of its transaction among all, see store.Place; 0 for those from before places were kept. Within one
		// place, ids are the order.
		field.Int64("position").Immutable().Annotations(entsql.DefaultExpr("0")),
		field.String("change_id").Immutable(),
		fixedInstant("at"),
		field.Enum("actor_kind").GoType(registrar.ActorKind("")).Immutable(),
		fixedOptional("reseller_id"), // in whose account it happened; it alone sees the event, with the operators
		fixedOptional("api_key_id"),
		fixedOptional("subject"), // staff's, at the OpenID provider where it signed in
		field.String("action").GoType(registrar.EventAction("")).Immutable(),
		field.String("entity_id").Immutable(),
		field.JSON("changes", []registrar.Change{}),
		fixedOptional("request_id"),
	}
}

// Indexes of the Event: everybody's lists, in the order in which changes can be read.
func (Event) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("position", "id"),
		index.Fields("reseller_id", "position", "id", "action", "at"),
		index.Fields("entity_id", "position", "id"),
		index.Fields("change_id", "position", "id"),
	}
}

// Policy of the Event.
func (Event) Policy() ent.Policy { return rule.Events() }

// HandleToken is a folded word by which a reseller finds a handle.
type HandleToken struct{ ent.Schema }

// Fields of the HandleToken.
func (HandleToken) Fields() []ent.Field {
	return []ent.Field{
		field.String("reseller_id").Immutable(),
		field.String("token").Immutable(),
		field.String("handle_id").Immutable(),
	}
}

// Edges of the HandleToken.
func (HandleToken) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("handle", Handle.Type).Ref("tokens").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the HandleToken: by word within a list, by word for operators, by handle to test one and to rewrite its words.
func (HandleToken) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("reseller_id", "token", "handle_id").Unique(),
		index.Fields("token", "handle_id"),
		index.Fields("handle_id", "reseller_id", "token"),
	}
}

// Policy of the HandleToken.
func (HandleToken) Policy() ent.Policy { return rule.HandleTokens() }

// DomainToken is a folded word by which a domain is found by who manages it.
type DomainToken struct{ ent.Schema }

// Fields of the DomainToken.
func (DomainToken) Fields() []ent.Field {
	return []ent.Field{
		optional("reseller_id"), // the managing reseller, as in the domain
		field.String("token").Immutable(),
		field.String("domain_id").Immutable(),
	}
}

// Edges of the DomainToken.
func (DomainToken) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("domain", Domain.Type).Ref("tokens").Field("domain_id").Unique().Required().Immutable(),
	}
}

// Indexes of the DomainToken: by word within an account, by word for operators, by domain.
func (DomainToken) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("reseller_id", "token", "domain_id"),
		index.Fields("token", "domain_id"),
		index.Fields("domain_id", "token").Unique(),
	}
}

// Policy of the DomainToken.
func (DomainToken) Policy() ent.Policy { return rule.DomainTokens() }

// Sequence counts up what must never be given out twice.
type Sequence struct{ ent.Schema }

// Fields of the Sequence.
func (Sequence) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Immutable(),
		field.Int64("value"),
	}
}

// Policy of the Sequence.
func (Sequence) Policy() ent.Policy { return rule.Sequences() }

// Counter is the size of a list, kept by the database's own triggers in the transaction that changes the list. The
// program only reads it. Several slots add up, so that writers on Postgres do not all wait for one row.
type Counter struct{ ent.Schema }

// Fields of the Counter.
func (Counter) Fields() []ent.Field {
	return []ent.Field{
		field.String("account").Immutable().Comment("the reseller's id; empty for everybody"),
		field.String("counted").Immutable().Comment("domains, handles, or rights/reachability of a reseller's handles"),
		field.Int("slot").Immutable(),
		field.Int64("value"),
	}
}

// Indexes of the Counter.
func (Counter) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account", "counted", "slot").Unique()}
}

// Policy of the Counter.
func (Counter) Policy() ent.Policy { return rule.Counters() }
