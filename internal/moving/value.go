package moving

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// value makes of what a database gives the one Go value that stands for it: nil, string, int64, float64, bool, []byte
// or time.Time; JSON is its text. Its errors do not tell the value, which may be personal or secret.
func (c column) value(raw any) (any, error) {
	if raw == nil {
		return nil, nil
	}
	if value, fits := c.asText(raw); fits {
		return value, printable(value, c.kind)
	}
	switch v := raw.(type) {
	case int64:
		switch {
		case c.kind == integer:
			return v, nil
		case c.kind == boolean && v>>1 == 0:
			return v == 1, nil
		case c.kind == number:
			return float64(v), nil
		}
	case int32:
		return c.value(int64(v))
	case int16:
		return c.value(int64(v))
	case float64:
		if c.kind == number {
			return v, nil
		}
	case bool:
		if c.kind == boolean {
			return v, nil
		}
	case time.Time:
		if c.kind == instant {
			return v.UTC(), nil
		}
	case []byte:
		if c.kind == octets {
			return v, nil
		}
	case string:
		if c.kind == instant {
			at, err := time.Parse(time.RFC3339Nano, v)
			return at.UTC(), err
		}
	}
	return nil, fmt.Errorf("a %T does not belong there", raw)
}

// asText takes texts and JSON, which SQLite keeps as text or as octets.
func (c column) asText(raw any) (value string, fits bool) {
	if c.kind != text && c.kind != document {
		return "", false
	}
	switch v := raw.(type) {
	case string:
		return v, true
	case []byte:
		return string(v), c.kind == document
	}
	return "", false
}

// escapedNUL is a character NUL in JSON; after an even number of backslashes it is only text.
var escapedNUL = regexp.MustCompile(`(^|[^\\])(\\\\)*\\u0000`)

// printable refuses what Postgres cannot store and SQLite can.
func printable(value string, k kind) error {
	switch {
	case !utf8.ValidString(value):
		return errors.New("the text is not UTF-8")
	case strings.ContainsRune(value, 0), k == document && escapedNUL.MatchString(value):
		return errors.New("the text holds a character NUL, which Postgres does not store")
	case k == document && !json.Valid([]byte(value)):
		return errors.New("the text is not JSON")
	}
	return nil
}

// appendRow writes a row in the one form that is the same for both databases: for each value its kind, its length and
// its octets. JSON is written without blanks, its members by name; times count in microseconds.
func appendRow(into []byte, columns []column, values []any) ([]byte, error) {
	for i, c := range columns {
		if values[i] == nil {
			into = append(into, 'n')
			continue
		}
		plain, err := c.octets(values[i])
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.name, err)
		}
		into = append(into, byte(c.kind))
		into = binary.AppendUvarint(into, uint64(len(plain)))
		into = append(into, plain...)
	}
	return into, nil
}

// octets writes a value that value has made.
func (c column) octets(value any) ([]byte, error) {
	switch v := value.(type) {
	case string:
		if c.kind == document {
			return canonical(v)
		}
		return []byte(v), nil
	case []byte:
		return v, nil
	case int64:
		return binary.AppendVarint(nil, v), nil
	case float64:
		return binary.BigEndian.AppendUint64(nil, math.Float64bits(v)), nil
	case bool:
		if v {
			return []byte{1}, nil
		}
		return []byte{0}, nil
	case time.Time:
		return binary.AppendVarint(nil, v.UnixMicro()), nil
	}
	return nil, fmt.Errorf("nobody knows how to write a %T", value)
}

// canonical writes JSON in one form, whatever the database made of it.
func canonical(text string) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, errors.New("the text is not JSON")
	}
	return json.Marshal(plainNumbers(value))
}

// plainNumbers writes 1e2 and 100.0 as 100, as Postgres does with the first.
func plainNumbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		if n, is := new(big.Rat).SetString(v.String()); is {
			places, _ := n.FloatPrec() // what is written in decimals has an end
			return json.Number(n.FloatString(places))
		}
	case []any:
		for i := range v {
			v[i] = plainNumbers(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = plainNumbers(v[name])
		}
	}
	return value
}
