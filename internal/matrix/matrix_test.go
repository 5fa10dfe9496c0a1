package matrix

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// schema is the public contract as the server has parsed it.
var schema = graph.NewSchema(nil).Schema()

// TestEveryMutationIsInBothTables makes a new mutation fail until somebody has thought about who may run it.
func TestEveryMutationIsInBothTables(t *testing.T) {
	for name, table := range map[string]string{"byRights": byRights, "byCaller": byCaller} {
		rows := map[string]bool{}
		for _, cell := range cells(t, table) {
			rows[cell.row] = true
		}
		tested := map[string]bool{}
		for name, operation := range operations {
			tested[operation.field] = tested[operation.field] || rows[name]
		}
		for _, field := range schema.Mutation.Fields {
			if !tested[field.Name] && !strings.HasPrefix(field.Name, "__") {
				t.Errorf("the mutation %s has no row in %s", field.Name, name)
			}
		}
		for row := range rows {
			if field := operations[row].field; schema.Mutation.Fields.ForName(field) == nil {
				t.Errorf("the row %q of %s is about no mutation of the schema", row, name)
			}
		}
	}
}

func TestRights(t *testing.T) {
	w := newWorld(t)
	columns := w.columns()
	for _, cell := range append(cells(t, byRights), cells(t, byCaller)...) {
		t.Run(cell.row+"/"+cell.column, func(t *testing.T) {
			column, known := columns[cell.column]
			if !known {
				t.Fatalf("no column %q", cell.column)
			}
			operation := operations[cell.row]
			in := *w // the world reports to the cell's own test
			in.t = t
			answer := in.run(operation.session(w, column), operation.field, operation.input(column))
			differences := in.dump().since(in.baseline)
			defer in.restore(differences)
			if got := outcomeOf(t, answer, operation.field); fmt.Sprint(got) != fmt.Sprint(cell.outcome) {
				t.Errorf("got %+v, want %+v: %s", got, cell.outcome, answer.Body)
			}
			switch {
			case cell.top != "" || cell.user != nil:
				verifyUntouched(t, answer, operation.field, withoutCounts(t, cell, differences))
			case operation.event == "":
				verifyHandedOver(t, answer, operation.field, differences)
			default:
				in.verifyEvents(differences, operation.event, actorOf(operation.field, cell.column, column.secret))
			}
		})
	}
}

// actorOf is who the events of a cell name. A password, and the link to set one, speak for the owner whoever sends them;
// the link that confirms an address does when nobody signed in, or a reseller that has no say in the handle's account.
func actorOf(field, column, secret string) registrar.ActorKind {
	switch {
	case field == "setPassword", field == "signIn", secret == "", strings.HasPrefix(secret, "owner of"),
		field == "confirmReachability" && slices.Contains([]string{"EARLY", "ATTACHED", "RELEASED", "foreign"}, column):
		return registrar.ActorOwner
	case secret == "operator":
		return registrar.ActorOperator
	}
	return registrar.ActorReseller
}

// withoutCounts takes away the only trace that a refusal may leave: a password that did not fit is counted, once for the
// address and once for the code, be it anybody's or nobody's.
func withoutCounts(t *testing.T, cell expected, differences []difference) []difference {
	t.Helper()
	if !slices.Equal(cell.user, []registrar.Code{registrar.SignInFailed}) {
		return differences
	}
	isCount := func(d difference) bool { return d.table == "throttles" && d.before == nil }
	rest := slices.DeleteFunc(slices.Clone(differences), isCount)
	if n := len(differences) - len(rest); n != 2 {
		t.Errorf("%d counts were begun, want one for the address and one for the code: %v", n, differences)
	}
	return rest
}

// verifyHandedOver requires that nothing was done yet, whatever the request is about: it is counted for the address,
// and a task waits in the queue. Only later is looked whether there is such a handle.
func verifyHandedOver(t *testing.T, answer apitest.Answer, field string, differences []difference) {
	t.Helper()
	var changed []string
	for _, d := range differences {
		if d.before == nil {
			changed = append(changed, d.table)
		}
	}
	if len(differences) != 2 || !slices.Equal(changed, []string{"goqite", "throttles"}) {
		t.Errorf("want one task and one count: %v", differences)
	}
	if got := fmt.Sprint(answer.Data); got != "map["+field+":map[accepted:true userErrors:[]]]" {
		t.Errorf("answered %s, which must be the same for all", got)
	}
}

// run sends one mutation. It asks for the codes of all refusals and for the type of every object of the payload.
func (w *world) run(secret, field string, input object) apitest.Answer {
	w.t.Helper()
	definition := schema.Mutation.Fields.ForName(field)
	query := fmt.Sprintf("mutation($input: %s) { %s(input: $input) { %s } }",
		definition.Arguments.ForName("input").Type, field, payload(definition.Type.Name()))
	return w.Do(secret, query, object{"input": input})
}

// payload selects everything of a payload, objects by their type alone.
func payload(typeName string) string {
	var selected []string
	for _, field := range schema.Types[typeName].Fields {
		selection := field.Name
		switch name := field.Type.Name(); {
		case name == "UserError":
			selection += " { code field message }"
		case name == "ReleaseDomainResult":
			selection += " { " + payload(name) + " }"
		case schema.Types[name].Kind == ast.Object:
			selection += " { __typename }"
		}
		selected = append(selected, selection)
	}
	return strings.Join(selected, " ")
}

// outcomeOf reads the outcome from an answer; userErrors below results count as the mutation's.
func outcomeOf(t *testing.T, answer apitest.Answer, field string) outcome {
	t.Helper()
	got := outcome{status: answer.Status}
	if codes := answer.Codes(); len(codes) > 0 {
		if len(codes) > 1 || answer.Data[field] != nil {
			t.Errorf("want one top-level error and no payload: %s", answer.Body)
		}
		got.top = registrar.Code(codes[0])
		return got
	}
	for _, p := range payloads(answer, field) {
		errors, _ := p["userErrors"].([]any)
		for _, e := range errors {
			fields, _ := e.(object)
			got.user = append(got.user, registrar.Code(fmt.Sprint(fields["code"])))
			if fields["message"] == "" {
				t.Errorf("a refusal without a message: %s", answer.Body)
			}
		}
	}
	slices.Sort(got.user)
	return got
}

// payloads are the parts of an answer that have userErrors.
func payloads(answer apitest.Answer, field string) []object {
	whole, _ := answer.Data[field].(object)
	results, several := whole["results"].([]any)
	if !several {
		return []object{whole}
	}
	parts := make([]object, len(results))
	for i, result := range results {
		parts[i], _ = result.(object)
	}
	return parts
}

// verifyUntouched requires that a refusal changed nothing and shows nothing.
func verifyUntouched(t *testing.T, answer apitest.Answer, field string, differences []difference) {
	t.Helper()
	if len(differences) > 0 {
		t.Errorf("refused, but changed: %v", differences)
	}
	for _, p := range payloads(answer, field) {
		for name, value := range p {
			if name == "userErrors" || name == "warnings" || name == "domainId" {
				continue
			}
			if value != nil && value != false && value != 0.0 {
				t.Errorf("refused, but %s is %v", name, value)
			}
		}
	}
}
