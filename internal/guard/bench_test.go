package guard

import (
	"os"
	"testing"

	"github.com/vektah/gqlparser/v2/validator"
)

const headline = `query($first:Int!){handles(first:$first){edges{node{code domains(first:10){totalCount edges{node{name}}}}}}}`

// The headline query passes Price with every request; Text and Shape are passed once, then the document is kept.
func BenchmarkPrice(b *testing.B) {
	schema, known := productSchema(b)
	introspection, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		b.Fatal(err)
	}
	for name, text := range map[string]string{"headline": headline, "introspection": string(introspection)} {
		b.Run(name, func(b *testing.B) {
			op := valid(b, schema, text).Operations[0]
			given := map[string]any{}
			if name == "headline" {
				given["first"] = 50
			}
			variables, err := validator.VariableValues(schema, op, given)
			if err != nil {
				b.Fatal(err)
			}
			l := Default()
			b.ReportAllocs()
			for b.Loop() {
				if _, v := l.Price(known, op, variables); v != nil {
					b.Fatal(v)
				}
			}
		})
	}
}

func BenchmarkShape(b *testing.B) {
	doc := parsed(b, headline)
	l := Default()
	b.ReportAllocs()
	for b.Loop() {
		if v := l.Shape(doc); v != nil {
			b.Fatal(v)
		}
	}
}

func BenchmarkText(b *testing.B) {
	l := Default()
	b.ReportAllocs()
	for b.Loop() {
		if v := l.Text(headline); v != nil {
			b.Fatal(v)
		}
	}
}
