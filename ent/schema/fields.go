// Package schema is the handwritten ent schema: the stored things, their edges, and the indexes that serve every list.
// The generated code is in ent/db.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"

	"github.com/handledesk/handledesk/internal/registrar"
)

// id is the typed, opaque key; the prefix says what it stands for.
func id(kind registrar.IDKind) ent.Field {
	return field.String("id").Immutable().Validate(func(text string) error {
		return registrar.ParseID(kind, text)
	})
}

// optional is a text that is null when absent.
func optional(name string) ent.Field { return field.String(name).Optional().Nillable() }

// fixedOptional is one that never changes.
func fixedOptional(name string) ent.Field {
	return field.String(name).Optional().Nillable().Immutable()
}

// instant is a point in time, in milliseconds.
func instant(name string) ent.Field { return field.Int64(name).GoType(registrar.Instant(0)) }

// fixedInstant is one that never changes.
func fixedInstant(name string) ent.Field {
	return field.Int64(name).GoType(registrar.Instant(0)).Immutable()
}

// optionalInstant is one that can be null.
func optionalInstant(name string) ent.Field {
	return field.Int64(name).GoType(registrar.Instant(0)).Optional().Nillable()
}

// optionalNumber is a number that is null when absent.
func optionalNumber(name string) ent.Field { return field.Int(name).Optional().Nillable() }

// counted is a number that the database's own triggers keep. The program never writes it.
func counted(name string) ent.Field { return field.Int(name).Default(0).Immutable() }
