package guard

import (
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

func TestTheStandardIntrospectionQueryPassesEverything(t *testing.T) {
	schema, known := productSchema(t)
	text, err := os.ReadFile("testdata/introspection.graphql")
	if err != nil {
		t.Fatal(err)
	}
	l := Default()
	doc := valid(t, schema, string(text))
	if v := firstOf(l.Text(string(text)), l.Shape(doc)); v != nil {
		t.Fatal(v)
	}
	price, v := l.Price(known, doc.Operations[0], nil)
	if v != nil || price.Nodes != 0 || price.IntrospectionItems < len(schema.Types) || price.Cost > 50 {
		t.Errorf("%+v: %v", price, v)
	}
	deeper := strings.Replace(string(text), "ofType {", "ofType { ofType {", 1)
	deeper = deeper[:strings.LastIndex(deeper, "}")] + "}}"
	if doc, err := parser.ParseQuery(&ast.Source{Input: deeper}); err != nil || limitOf(l.Shape(doc)) != LimitDepth {
		t.Errorf("one level more passes: %v", err)
	}
}

func TestIntrospectionCountsTheMeanUnderAllTypesAndTheLargestElsewhere(t *testing.T) {
	schema, known, err := read(t, `type Query { a: Int b: Int c: Int d: Int e: Int }`)
	if err != nil {
		t.Fatal(err)
	}
	types := len(schema.Types)
	mean, largest := known.fields[schema.Types["__Type"].Fields.ForName("fields")].assumed, 0
	sum, having := 0, 0
	for _, def := range schema.Types {
		if n := len(def.Fields); n > 0 {
			sum, having, largest = sum+n, having+1, max(largest, n)
		}
	}
	if mean != (sum+having-1)/having || mean == largest {
		t.Fatalf("mean %d of %d in %d, largest %d", mean, sum, having, largest)
	}
	for text, want := range map[string]int{
		`{__schema{types{name}}}`:                               types,
		`{__schema{types{fields{name}}}}`:                       types + types*mean,
		`{__schema{types{ofType{fields{name}}}}}`:               types + types*largest,
		`{__type(name:"Query"){fields{name}}}`:                  largest,
		`{__schema{queryType{fields{type{fields{name}}}}}}`:     largest + largest*largest,
		`{__schema{queryType{name}}}`:                           0,
		`{__type(name:"Query"){a:fields{name} b:fields{name}}}`: 2 * largest,
	} {
		price, _ := priceOf(t, schema, known, Default(), text, "")
		if price.IntrospectionItems != want || price.Nodes != 0 {
			t.Errorf("%+v, want %d items: %s", price, want, text)
		}
	}
	l := Default()
	l.IntrospectionItems = types
	if _, v := priceOf(t, schema, known, l, `{__schema{types{name}}}`, ""); v != nil {
		t.Error(v)
	}
	if _, v := priceOf(t, schema, known, l, `{__schema{types{name} queryType{interfaces{name}}}}`, ""); limitOf(v) != LimitIntrospectionItems {
		t.Error(v)
	}
}

func TestNestedIntrospectionIsRefusedWithoutTheValidator(t *testing.T) {
	schema, known := productSchema(t)
	doc, err := parser.ParseQuery(&ast.Source{Input: `{__schema{types{fields{type{fields{type{fields{name}}}}}}}}`})
	if err != nil {
		t.Fatal(err)
	}
	if errs := validator.ValidateWithRules(schema, doc, nil); len(errs) == 0 { // it links the fields to the schema all the same
		t.Error("the validator refuses it no more")
	}
	if _, v := Default().Price(known, doc.Operations[0], nil); limitOf(v) != LimitIntrospectionItems {
		t.Error(v)
	}
}

func TestListsOfPlainValuesInTheIntrospectionSchemaAreFree(t *testing.T) {
	schema, known := shopSchema(t)
	price, v := priceOf(t, schema, known, Default(), `{__schema{directives{locations}}}`, "")
	if v != nil || price.IntrospectionItems != len(schema.Directives) {
		t.Errorf("%+v: %v", price, v)
	}
}
