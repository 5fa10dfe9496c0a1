package web_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/handledesk/handledesk/web"
)

func loadSchema(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func loadExamples(t *testing.T) []web.Example {
	t.Helper()
	examples, err := web.Examples()
	if err != nil {
		t.Fatal(err)
	}
	return examples
}

func TestEveryExampleIsValidAgainstTheSchema(t *testing.T) {
	schema := loadSchema(t)
	for _, example := range loadExamples(t) {
		t.Run(example.Name, func(t *testing.T) {
			if example.Title == "" || example.Group == "" {
				t.Error("index.json gives it no title or group")
			}
			document, err := gqlparser.LoadQueryWithRules(schema, example.Query, rules.NewDefaultRules())
			if err != nil {
				t.Fatal(err)
			}
			var variables map[string]any
			if err := json.Unmarshal(example.Variables, &variables); err != nil {
				t.Fatalf("variables: %v", err)
			}
			var names []string
			for _, operation := range document.Operations {
				names = append(names, operation.Name)
				if _, err := validator.VariableValues(schema, operation, variables); err != nil {
					t.Errorf("%s: variables: %v", operation.Name, err)
				}
				for _, definition := range operation.VariableDefinitions {
					if _, given := variables[definition.Variable]; !given {
						t.Errorf("%s: the variables lack %s", operation.Name, definition.Variable)
					}
				}
			}
			if len(names) == 0 || !slices.Equal(names, example.Operations) {
				t.Errorf("Operations is %q, the document holds %q", example.Operations, names)
			}
		})
	}
}

// Whoever adds a mutation adds an example for it.
func TestEveryMutationHasAnExample(t *testing.T) {
	schema := loadSchema(t)
	shown := map[string]bool{}
	for _, example := range loadExamples(t) {
		document, err := gqlparser.LoadQueryWithRules(schema, example.Query, rules.NewDefaultRules())
		if err != nil {
			t.Fatal(err)
		}
		for _, operation := range document.Operations {
			for _, selection := range operation.SelectionSet {
				if field, ok := selection.(*ast.Field); ok && operation.Operation == ast.Mutation {
					shown[field.Name] = true
				}
			}
		}
	}
	for _, field := range schema.Mutation.Fields {
		if !shown[field.Name] {
			t.Errorf("no example shows %s; add one to graphiql/examples", field.Name)
		}
	}
}
