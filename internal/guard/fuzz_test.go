package guard

import (
	"os"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"github.com/handledesk/handledesk/internal/guard/hostile"
)

// FuzzGuard sends texts through all gates: none panics, what is found is over what is allowed, and no gate visits more
// selections than the limits have room for.
func FuzzGuard(f *testing.F) {
	schema, known := productSchema(f)
	for _, d := range hostile.Documents() {
		if len(d.Text) < 20_000 {
			f.Add(d.Text)
		}
	}
	introspection, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(introspection))
	l := Default()
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 256<<10 {
			return
		}
		if v := l.Text(text); v != nil {
			holds(t, v)
			return
		}
		doc, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			return
		}
		v, s := l.shape(doc)
		if bound := l.Tokens + l.Walk/visit + len(doc.Operations) + len(doc.Fragments) + l.Tokens; s.visited > bound {
			t.Errorf("%d selections visited, there is room for %d", s.visited, bound)
		}
		if v != nil {
			holds(t, v)
			return
		}
		if len(validator.ValidateWithRules(schema, doc, nil)) != 0 {
			return
		}
		for _, op := range doc.Operations {
			price, v := l.Price(known, op, map[string]any{})
			if v != nil {
				holds(t, v)
			}
			if price.Cost < 1 || price.Cost < price.Used(0) || price.Used(price.Nodes) != price.Cost {
				t.Errorf("%+v", price)
			}
		}
	})
}

func holds(t *testing.T, v *Violation) {
	t.Helper()
	if v.Found <= v.Allowed || sentences[v.Limit] == "" || len(v.Error()) > 300 {
		t.Errorf("%+v: %s", *v, v.Error())
	}
}
