// Package scalar reads and writes the schema's own scalars.
package scalar

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/registrar"
)

// layout is RFC 3339 with milliseconds.
const layout = "2006-01-02T15:04:05.000Z07:00"

// MarshalDateTime writes an instant in UTC, to the millisecond.
func MarshalDateTime(i registrar.Instant) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = io.WriteString(w, strconv.Quote(i.Time().Format(layout))) // the buffer behind it does not fail
	})
}

var errDateTime = registrar.Refuse(registrar.BadUserInput,
	"Give a time such as 2026-01-31T12:00:00Z (RFC 3339, with a time zone), between the years 1970 and 9999.")

// UnmarshalDateTime reads a time with a time zone; what is finer than a millisecond is cut off.
func UnmarshalDateTime(value any) (registrar.Instant, error) {
	text, isText := value.(string)
	if !isText {
		return 0, errDateTime
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return 0, errDateTime
	}
	i := registrar.At(t)
	if i < 0 || i > registrar.Never {
		return 0, errDateTime
	}
	return i, nil
}

// MarshalJSON writes any JSON value.
func MarshalJSON(value any) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		text, err := json.Marshal(value)
		if err != nil {
			text = []byte("null")
		}
		_, _ = w.Write(text) // the buffer behind it does not fail
	})
}

// UnmarshalJSON takes any JSON value.
func UnmarshalJSON(value any) (any, error) { return value, nil }
