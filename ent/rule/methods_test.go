package rule_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// methods of the generated builders, and where they are tried.
var methods = map[string][]string{
	"client": {
		"Create", "CreateBulk", "MapCreateBulk", "Delete", "DeleteOne", "DeleteOneID", "Get", "Query", "Update", "UpdateOne", "UpdateOneID",
	},
	"query": {
		"All", "Count", "Exist", // and waysOfReading
	},
	"select":  {"Scan", "Bool", "Bools", "Float64", "Float64s", "Int", "Ints", "String", "Strings"}, // all by Scan; see waysOfReading
	"groupby": {"Scan", "Bool", "Bools", "Float64", "Float64s", "Int", "Ints", "String", "Strings"},
	"write":   {"Save", "Exec"},
	"row":     {"Update"}, // the same as UpdateOne of the client
}

// harmless methods build and run nothing, or lead nowhere without the policies: hooks and interceptors come on top of them.
var harmless = []string{
	"Where", "Limit", "Offset", "Order", "Unique", "Mutation", "Modify", "String", "Unwrap", "Value", "GetValue",
	"Hooks", "Use", "Interceptors", "Intercept", "Aggregate", "Select", "GroupBy", "Clone", "ForUpdate", "ForShare",
}

// pastAllRules are methods that run a statement past every policy. TestNobodyRunsStatementsPastTheFence, in
// internal/isolation, holds that only the store does.
var pastAllRules = []string{"ExecContext", "QueryContext"}

// TestEveryMethodIsTried makes a way to read or write that ent comes to offer fail until it is tried.
func TestEveryMethodIsTried(t *testing.T) {
	r := newRegistry(t)
	for _, e := range entities(r.store.Read()) {
		rows, err := e.all(r.system())
		if err != nil {
			t.Fatal(err)
		}
		query, creation := chain(e.client, "Query"), chain(e.client, "Create")
		on := map[string][]reflect.Value{
			"client": {e.client}, "query": {query}, "row": {reflect.ValueOf(rows[0])},
			"select": {chain(query, "Select", "id")}, "groupby": {chain(query, "GroupBy", "id")},
			"write": {
				creation, e.client.MethodByName("CreateBulk").Call([]reflect.Value{creation})[0], chain(e.client, "Delete"),
				chain(e.client, "Update"), chain(e.client, "UpdateOneID", e.key(idOf(rows[0]))), chain(e.client, "DeleteOneID", e.key(idOf(rows[0]))),
			},
		}
		for sort, builders := range on {
			for _, builder := range builders {
				for i := range builder.NumMethod() {
					if name := builder.Type().Method(i).Name; !tried(sort, name) {
						t.Errorf("%s of %s: nothing tries the method %s", sort, e.name, name)
					}
				}
			}
		}
	}
}

// tried tells whether some test calls a method. X variants panic where the others give an error; Query, With and the
// setters are found by their names.
func tried(sort, method string) bool {
	plain := strings.TrimSuffix(method, "X")
	_, reads := waysOfReading[plain]
	for _, prefix := range []string{"Query", "With", "Set", "Add", "Append", "Clear", "Remove"} {
		if strings.HasPrefix(method, prefix) && !slices.Contains(pastAllRules, method) {
			return true
		}
	}
	if slices.Contains(methods[sort], plain) || slices.Contains(harmless, plain) || slices.Contains(pastAllRules, method) {
		return true
	}
	return (sort == "query" || sort == "select") && (reads || slices.Contains(methods["query"], plain))
}

// TestEveryKindOfCallerIsTried makes a new kind of caller fail until the fence is tried with it.
func TestEveryKindOfCallerIsTried(t *testing.T) {
	tried := []registrar.ActorKind{registrar.ActorReseller, registrar.ActorOperator, registrar.ActorOwner, registrar.ActorSystem}
	var names []string
	for _, kind := range tried {
		names = append(names, string(kind))
	}
	if got := registrar.ActorKind("").Values(); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(names))) {
		t.Errorf("callers are %v, tried are %v", got, names)
	}
}
