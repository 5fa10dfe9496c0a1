package scalar

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
)

func TestDateTimesAreReadAndWritten(t *testing.T) {
	for typed, want := range map[string]string{
		"2026-01-31T12:00:00Z":           "2026-01-31T12:00:00.000Z",
		"2026-01-31T12:00:00.1239Z":      "2026-01-31T12:00:00.123Z",
		"2026-01-31T12:00:00+01:00":      "2026-01-31T11:00:00.000Z",
		"2026-01-31T00:30:00.5+05:30":    "2026-01-30T19:00:00.500Z",
		"2024-02-29T23:59:59-00:00":      "2024-02-29T23:59:59.000Z",
		"1970-01-01T00:00:00Z":           "1970-01-01T00:00:00.000Z",
		"9999-12-31T23:59:59.999Z":       "9999-12-31T23:59:59.999Z",
		"2026-01-31T12:00:00.000000001Z": "2026-01-31T12:00:00.000Z",
	} {
		i, err := UnmarshalDateTime(typed)
		var b bytes.Buffer
		MarshalDateTime(i).MarshalGQL(&b)
		if err != nil || b.String() != `"`+want+`"` {
			t.Errorf("%s became %s (%v), want %s", typed, b.String(), err, want)
		}
	}
}

func TestWrongDateTimesAreRefusedWithAnExample(t *testing.T) {
	for _, typed := range []any{
		"", "today", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31 12:00:00Z", "2026-02-30T12:00:00Z", "2026-01-31T24:00:00Z",
		"2026-01-31T12:60:00Z", "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2026-01-31T12:00:00+25:00",
		"+2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z ", 1769860800, 1.5, true, nil, []any{}, json.Number("1769860800"),
	} {
		if i, err := UnmarshalDateTime(typed); err == nil || !strings.Contains(err.Error(), "2026-01-31T12:00:00Z") {
			t.Errorf("%v became %d (%v)", typed, i, err)
		}
	}
}

func TestEveryInstantComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := registrar.Instant(rapid.Int64Range(0, int64(registrar.Never)).Draw(t, "instant"))
		var b bytes.Buffer
		MarshalDateTime(i).MarshalGQL(&b)
		var text string
		if err := json.Unmarshal(b.Bytes(), &text); err != nil {
			t.Fatal(err)
		}
		if back, err := UnmarshalDateTime(text); err != nil || back != i {
			t.Fatalf("%d was written as %s and read as %d (%v)", i, text, back, err)
		}
	})
}

func TestAnyJSONIsWritten(t *testing.T) {
	for want, value := range map[string]any{
		`null`: nil, `"<a>"`: "<a>", `[1,"x",null]`: []any{1, "x", nil}, `{"city":"Zürich"}`: map[string]any{"city": "Zürich"},
	} {
		var b bytes.Buffer
		MarshalJSON(value).MarshalGQL(&b)
		var got, wanted any
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Errorf("%v: %v", value, err)
		}
		_ = json.Unmarshal([]byte(want), &wanted)
		a, _ := json.Marshal(got)
		w, _ := json.Marshal(wanted)
		if !bytes.Equal(a, w) {
			t.Errorf("%v was written as %s, want %s", value, b.String(), want)
		}
	}
}
