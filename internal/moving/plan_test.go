package moving

import (
	"bytes"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"

	"github.com/handledesk/handledesk/internal/store"
)

// TestNoTableIsForgotten: what the program makes is what is copied.
func TestNoTableIsForgotten(t *testing.T) {
	folder := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Directory: folder})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tables, err := everyTable()
	if err != nil {
		t.Fatal(err)
	}
	f, err := openSource(t.Context(), filepath.Join(folder, store.File), tables)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.close(); err != nil {
		t.Error(err)
	}
	for i := range tables {
		if f, err := openSource(t.Context(), filepath.Join(folder, store.File), slices.Delete(slices.Clone(tables), i, i+1)); err == nil {
			t.Errorf("%s could be forgotten", tables[i].name)
			_ = f.close()
		}
	}
}

func TestTablesThatCannotBeCopiedAreRefused(t *testing.T) {
	id := &schema.Column{Name: "id", Type: field.TypeString}
	for what, known := range map[string]*schema.Table{
		"an unknown type":  {Name: "t", Columns: []*schema.Column{id, {Name: "x", Type: field.TypeOther}}, PrimaryKey: []*schema.Column{id}},
		"no key":           {Name: "t", Columns: []*schema.Column{id}},
		"a key of octets":  {Name: "t", Columns: []*schema.Column{{Name: "id", Type: field.TypeBytes}}, PrimaryKey: []*schema.Column{{Name: "id"}}},
		"a key of columns": {Name: "t", Columns: []*schema.Column{id, {Name: "b", Type: field.TypeString}}, PrimaryKey: []*schema.Column{id, {Name: "b"}}},
	} {
		if _, err := tableOf(known); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
}

func TestTheOrderOfTables(t *testing.T) {
	names := func(tables []table) string {
		var all []string
		for _, t := range tables {
			all = append(all, strings.Join(append([]string{t.name}, t.postponed...), ":"))
		}
		return strings.Join(all, " ")
	}
	sorted, err := inOrder([]table{
		{name: "a", references: []reference{{to: "b"}}}, {name: "b", references: []reference{{to: "c", nullable: []string{"c_id"}}}},
		{name: "c", references: []reference{{to: "b"}}}, {name: "aa", late: true}, {name: "ab", references: []reference{{to: "b", nullable: []string{"b_id"}}}}, {name: "e", references: []reference{{to: "e", nullable: []string{"older"}}}},
	})
	if got := names(sorted); err != nil || got != "b:c_id a ab c e:older aa" {
		t.Errorf("%s (%v)", got, err)
	}
	if _, err := inOrder([]table{{name: "a", references: []reference{{to: "b"}}}, {name: "b", references: []reference{{to: "a"}}}}); err == nil {
		t.Error("a circle is taken")
	}
}

func TestOneFormForBothDatabases(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678_000_000, time.UTC)
	for _, c := range []struct {
		kind        kind
		here, there any
		equal       bool
	}{
		{boolean, int64(1), true, true}, {boolean, int64(0), false, true}, {boolean, int64(1), false, false},
		{integer, int64(7), int32(7), true}, {integer, int64(7), int64(8), false}, {integer, int64(0), nil, false},
		{document, []byte(`{"b":1,"a":[1e2, 1.50]}`), `{"a": [100, 1.5], "b": 1}`, true}, {document, `null`, nil, false},
		{document, `{"a":"1"}`, `{"a":1}`, false}, {document, `"\u00e4\\u0000"`, `"ä\\u0000"`, true},
		{instant, "2026-01-02T03:04:05.678Z", at.In(time.FixedZone("", 3600)), true}, {instant, "2026-01-02T03:04:05.679Z", at, false},
		{octets, []byte{1, 0}, []byte{1, 0}, true}, {octets, []byte{1, 0}, []byte{1}, false}, {octets, []byte{}, nil, false},
		{text, "ä", "ä", true}, {text, "a\u0308", "ä", false}, {number, int64(2), 2.0, true}, {number, 2.5, math.Nextafter(2.5, 3), false},
	} {
		column := []column{{"c", c.kind}}
		var forms []string
		for _, raw := range []any{c.here, c.there} {
			value, err := column[0].value(raw)
			if err != nil {
				t.Fatalf("%c %v: %v", c.kind, raw, err)
			}
			form, err := appendRow(nil, column, []any{value})
			if err != nil {
				t.Fatalf("%c %v: %v", c.kind, raw, err)
			}
			forms = append(forms, string(form))
		}
		if (forms[0] == forms[1]) != c.equal {
			t.Errorf("%c: %v is %q and %v is %q", c.kind, c.here, forms[0], c.there, forms[1])
		}
	}
	for _, c := range []struct {
		kind kind
		raw  any
	}{
		{text, "a\x00b"}, {text, "\xff"}, {text, []byte("octets")}, {text, int64(1)}, {document, `{"a":"\u0000"}`}, {document, `{"a":"\\\u0000"}`},
		{document, `{`}, {boolean, int64(2)}, {integer, 1.5}, {integer, "1"}, {octets, "text"}, {instant, "today"}, {number, "1"},
	} {
		if value, err := (column{"c", c.kind}).value(c.raw); err == nil {
			t.Errorf("%c: %q is taken as %v", c.kind, c.raw, value)
		}
	}
	// Values cannot be shifted from one column to the next.
	two := []column{{"a", text}, {"b", text}}
	a, _ := appendRow(nil, two, []any{"xt", "y"})
	b, _ := appendRow(nil, two, []any{"x", "ty"})
	if bytes.Equal(a, b) {
		t.Error("rows that differ have one form")
	}
}
