package replay

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

var schema = graph.NewSchema(nil).Schema()

// mutationNames are those of the schema.
func mutationNames() []string {
	var names []string
	for _, field := range schema.Mutation.Fields {
		if !strings.HasPrefix(field.Name, "__") {
			names = append(names, field.Name)
		}
	}
	return names
}

// request asks for everything that a mutation answers, objects by their ids.
func request(field string, input object) body {
	definition := schema.Mutation.Fields.ForName(field)
	return body{
		Query: fmt.Sprintf("mutation($input: %s) { %s(input: $input) { %s } }",
			definition.Arguments.ForName("input").Type, field, selection(definition.Type.Name())),
		Variables: object{"input": input},
	}
}

func selection(typeName string) string {
	var selected []string
	for _, field := range schema.Types[typeName].Fields {
		part, of := field.Name, schema.Types[field.Type.Name()]
		switch {
		case of.Name == "UserError" || of.Name == "Warning":
			part += " { code message }"
		case of.Name == "ReleaseDomainResult":
			part += " { " + selection(of.Name) + " }"
		case of.Kind == ast.Object:
			part += " { id }"
		}
		selected = append(selected, part)
	}
	return strings.Join(selected, " ")
}

// TestEveryMutationIsDoneOnce sends every mutation of the schema twice with one key. The second answer is the first one
// without its secret, and leaves no trace in any table: no change, no event, no mail, no count.
func TestEveryMutationIsDoneOnce(t *testing.T) {
	for name := range rows {
		if !slices.Contains(mutationNames(), name) {
			t.Errorf("%s is no mutation of the schema", name)
		}
	}
	for _, name := range mutationNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			of, known := rows[name]
			if !known {
				t.Fatalf("the mutation has no row; say in rows how it is sent, and which field of its answer is a secret")
			}
			w := newWorld(t)
			if of.prepare != nil {
				of.prepare(w)
			}
			asked := request(name, of.input(w))
			first := w.send(secretOf(w, of.secret), asked, "key-of-"+name)
			if replayed(first) || len(first.Errors) > 0 || strings.Contains(string(first.Body), `"userErrors":[{`) {
				t.Fatalf("the first time: %v %s", first.Header, first.Body)
			}
			verifyKept(w, name, asked, first, of.shown)
			w.Settle()
			done, letters := w.dump(), len(w.Post.Letters())
			again := of.secret
			if of.again != nil {
				again = of.again
			}
			second := w.send(secretOf(w, again), asked, "key-of-"+name)
			if !replayed(second) {
				t.Errorf("the second answer does not say that it is a replay: %v", second.Header)
			}
			verifySame(t, name, of.shown, first, second)
			w.verifyUnchanged(done)
			w.Settle()
			if more := w.Post.Letters()[letters:]; len(more) > 0 {
				t.Errorf("another mail was sent: %v", more)
			}
		})
	}
}

func secretOf(w *world, of func(w *world) string) string {
	if of == nil {
		return ""
	}
	return of(w)
}

// verifySame requires that the second answer is the first one, with a warning in place of the secret.
func verifySame(t *testing.T, field, secret string, first, second apitest.Answer) {
	t.Helper()
	was, _ := first.Data[field].(object)
	is, _ := second.Data[field].(object)
	if second.Status != 200 || len(second.Errors) > 0 || is == nil {
		t.Fatalf("the second answer is %d %s", second.Status, second.Body)
	}
	if secret != "" {
		if was[secret] == nil || is[secret] != nil {
			t.Errorf("%s was %v and is %v", secret, was[secret], is[secret])
		}
		if got := fmt.Sprint(is["warnings"]); fmt.Sprint(was["warnings"]) != "[]" || !strings.Contains(got, string(registrar.SecretAlreadyShown)) {
			t.Errorf("the warnings are %s", got)
		}
		was, is = without(was, secret, "warnings"), without(is, secret, "warnings")
	}
	if !reflect.DeepEqual(was, is) {
		t.Errorf("the first answer was\n%s\nthe second is\n%s", first.Body, second.Body)
	}
}

func without(payload object, names ...string) object {
	rest := object{}
	for name, value := range payload {
		if !slices.Contains(names, name) {
			rest[name] = value
		}
	}
	return rest
}

// verifyKept looks at what is remembered: one row for a root field, or one for each item of it, in which there is nothing
// of what was typed or shown but ids.
func verifyKept(w *world, field string, asked body, first apitest.Answer, secret string) {
	w.t.Helper()
	kept := w.read("SELECT * FROM outcomes")
	want := 1
	if field == "releaseDomains" {
		want = 2
	}
	if len(kept) != want {
		w.t.Errorf("%d outcomes are kept, want %d: %v", len(kept), want, kept)
	}
	payload, _ := first.Data[field].(object)
	private := []string{"key-of-" + field, "@example.org", "rue de la Paix", "+331"}
	if secret != "" {
		private = append(private, fmt.Sprint(payload[secret]))
	}
	for _, text := range append(private, texts(asked.Variables)...) {
		for _, outcome := range kept {
			if _, err := registrar.KindOfID(text); err != nil && len(text) > 3 && strings.Contains(outcome, text) {
				w.t.Errorf("%q is kept in %s", text, outcome)
			}
		}
	}
}

// texts are all texts within a value.
func texts(value any) (all []string) {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []string:
		return value
	case object:
		for _, v := range value {
			all = append(all, texts(v)...)
		}
	}
	return all
}
