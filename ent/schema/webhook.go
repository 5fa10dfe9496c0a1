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

// WebhookEndpoint is an address that hears of events. Its secrets are computed from the server's key, its id and the
// generation; nothing of them is stored.
type WebhookEndpoint struct{ ent.Schema }

// Fields of the WebhookEndpoint.
func (WebhookEndpoint) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.EndpointID),
		fixedOptional("reseller_id"), // whose events it hears of; null for the registrar's own, which hear of all
		field.String("url"),
		field.String("description").Default(""),
		field.JSON("actions", []registrar.EventAction{}).Comment("what it hears of; everything when empty"),
		field.Bool("enabled").Default(true),
		field.Enum("disabled_reason").GoType(registrar.EndpointEnd("")).Optional().Nillable(),
		field.Int("generation").Default(1).Comment("of the secret"),
		optionalInstant("previous_until"), // how long the secret of the generation before signs, too
		optionalInstant("failing_since"),  // the first failure since the last success
		fixedInstant("created_at"),
		instant("updated_at"),
		field.Int("version").Default(1),
	}
}

// Edges of the WebhookEndpoint.
func (WebhookEndpoint) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("reseller", Reseller.Type).Ref("webhook_endpoints").Field("reseller_id").Unique().Immutable(),
		edge.To("deliveries", WebhookDelivery.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes of the WebhookEndpoint.
func (WebhookEndpoint) Indexes() []ent.Index {
	return []ent.Index{index.Fields("reseller_id", "created_at", "id"), index.Fields("created_at", "id")}
}

// Policy of the WebhookEndpoint.
func (WebhookEndpoint) Policy() ent.Policy { return rule.WebhookEndpoints() }

// WebhookDelivery is an event on its way to an endpoint. A queue holds only its id.
type WebhookDelivery struct{ ent.Schema }

// Fields of the WebhookDelivery.
func (WebhookDelivery) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.DeliveryID),
		field.String("endpoint_id").Immutable(),
		fixedOptional("reseller_id"), // the endpoint's
		fixedOptional("event_id"),    // null for a test
		field.Enum("state").GoType(registrar.DeliveryState("")).Default(string(registrar.DeliveryPending)),
		field.Bool("by_hand").Default(false).Comment("asked for by somebody: a disabled endpoint gets it, too"),
		field.Int("attempts").Default(0),
		fixedInstant("created_at"),
		optionalInstant("next_attempt_at"), // null when it is final
		optionalInstant("last_attempt_at"),
		optionalInstant("delivered_at"),
		optionalNumber("last_status"), // of HTTP; null when the last attempt got no answer
		field.Enum("last_failure").GoType(registrar.DeliveryFailure("")).Optional().Nillable(),
		optional("last_answer"), // the beginning of what the receiver said
	}
}

// Edges of the WebhookDelivery.
func (WebhookDelivery) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("endpoint", WebhookEndpoint.Type).Ref("deliveries").Field("endpoint_id").Unique().Required().Immutable(),
	}
}

// Indexes of the WebhookDelivery: an event reaches an endpoint once; the log of an endpoint, whole and by state; and by
// age, to clear away those that arrived.
func (WebhookDelivery) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("endpoint_id", "event_id").Unique(),
		index.Fields("endpoint_id", "created_at", "id"),
		index.Fields("endpoint_id", "state", "created_at", "id"),
		index.Fields("delivered_at"),
	}
}

// Policy of the WebhookDelivery.
func (WebhookDelivery) Policy() ent.Policy { return rule.WebhookDeliveries() }

// FeedPlace is up to where a reader inside the program has come in the events' order.
type FeedPlace struct{ ent.Schema }

// Fields of the FeedPlace.
func (FeedPlace) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Immutable().Comment("the reader's name"),
		field.Int64("position"),
		field.String("event_id"),
	}
}

// Policy of the FeedPlace.
func (FeedPlace) Policy() ent.Policy { return rule.FeedPlaces() }
