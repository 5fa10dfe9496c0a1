package guard

import (
	"os"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/handledesk/handledesk/internal/guard/hostile"
)

func TestEveryHostileDocumentIsRefusedByItsLimit(t *testing.T) {
	schema, known := productSchema(t)
	for _, d := range hostile.Documents() {
		t.Run(d.Name, func(t *testing.T) {
			if d.Limit == hostile.Body {
				if len(d.Text) <= 256<<10 {
					t.Fatalf("%d bytes fit the body", len(d.Text))
				}
				return
			}
			began := time.Now()
			v, validation := gates(t, schema, known, d)
			took := time.Since(began)
			if got := limitOf(v); got != d.Limit {
				t.Errorf("refused by %q (%v), want %q", got, v, d.Limit)
			}
			if v != nil && len(v.Error()) > 500 {
				t.Errorf("%d bytes to say so", len(v.Error()))
			}
			t.Logf("%8v, of it validation %8v: %v", took.Round(time.Microsecond), validation.Round(time.Microsecond), v)
		})
	}
}

func limitOf(v *Violation) string {
	if v == nil {
		return ""
	}
	return v.Limit
}

// gates sends a document through all gates in their order, as the server does, and says how long validation took.
func gates(t testing.TB, schema *ast.Schema, known *Schema, d hostile.Document) (*Violation, time.Duration) {
	t.Helper()
	l := Default()
	if v := l.Text(d.Text); v != nil {
		return v, 0
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: d.Text})
	if err != nil {
		t.Logf("parser: %.200v", err)
		return nil, 0
	}
	v, s := l.shape(doc)
	if room := 2*l.Tokens + l.Walk/visit; s.visited > room {
		t.Errorf("%d selections visited, there is room for %d", s.visited, room)
	}
	if v != nil {
		return v, 0
	}
	began := time.Now()
	errs := validator.ValidateWithRules(schema, doc, nil)
	took := time.Since(began)
	if len(errs) != 0 {
		t.Logf("validator: %d errors, the first: %.200v", len(errs), errs[0])
		return nil, took
	}
	variables, err := validator.VariableValues(schema, doc.Operations[0], d.Variables)
	if err != nil {
		t.Logf("variables: %.200v", err)
		return nil, took
	}
	_, v = l.Price(known, doc.Operations[0], variables)
	return v, took
}

// productSchema is the one that is served.
func productSchema(t testing.TB) (*ast.Schema, *Schema) {
	t.Helper()
	text, err := os.ReadFile("../../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	known, err := NewSchema(schema)
	if err != nil {
		t.Fatal(err)
	}
	return schema, known
}
