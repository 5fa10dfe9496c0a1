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

// Access is the row that puts a handle into a reseller's list.
type Access struct{ ent.Schema }

// Fields of the Access: the right itself, then copies of what the list filters and sorts by, kept equal to the handle
// in the same transaction, so that one index serves a reseller's list in any order.
func (Access) Fields() []ent.Field {
	return []ent.Field{
		id(registrar.AccessID),
		field.String("reseller_id").Immutable(),
		field.String("handle_id").Immutable(),
		field.Enum("rights").GoType(registrar.Rights("")),
		field.Enum("origin").GoType(registrar.Origin("")),
		fixedInstant("since"),

		field.String("code").Immutable(),
		field.Bytes("name_key").MaxLen(128),
		field.String("display_name").Default(""),
		fixedInstant("created_at"),
		instant("updated_at"),
		field.Enum("kind").GoType(registrar.Kind("")),
		field.String("country"),
		field.String("email_key"),
		field.Bool("linked"),
		field.Enum("reachability").GoType(registrar.ReachState("")),
		counted("domains"), // of the reseller's, those that list the handle
	}
}

// Edges of the Access.
func (Access) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("reseller", Reseller.Type).Ref("accesses").Field("reseller_id").Unique().Required().Immutable(),
		edge.From("handle", Handle.Type).Ref("accesses").Field("handle_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Access: one for each order, with every filter and what most lists show behind it so that a walk needs no
// other page; one for each filter, to find a rare value without a walk.
func (Access) Indexes() []ent.Index {
	filters := []string{"handle_id", "rights", "origin", "reachability", "kind", "country", "linked"}
	shown := []string{"domains", "code", "display_name"}
	indexes := []ent.Index{
		index.Fields("reseller_id", "handle_id").Unique(),
		// The database itself refuses a second reseller with FULL rights over a handle.
		index.Fields("handle_id").Unique().StorageKey("access_one_full").Annotations(entsql.IndexWhere("rights = 'FULL'")),
		index.Fields("handle_id", "reseller_id"),
	}
	for _, order := range []string{"created_at", "updated_at", "name_key", "code"} {
		fields := append([]string{"reseller_id", order}, filters...)
		for _, field := range shown {
			if field != order {
				fields = append(fields, field)
			}
		}
		indexes = append(indexes, index.Fields(fields...))
	}
	for _, filter := range []string{"rights", "origin", "reachability", "kind", "country", "linked", "email_key"} {
		indexes = append(indexes, index.Fields("reseller_id", filter, "handle_id"))
	}
	return indexes
}

// Policy of the Access.
func (Access) Policy() ent.Policy { return rule.Accesses() }
