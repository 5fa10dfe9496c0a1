package service_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

// importLines are n lines of different handles.
func importLines(t *testing.T, n int) []service.ImportHandle {
	t.Helper()
	lines := make([]service.ImportHandle, n)
	for i := range lines {
		data, problems := registrar.CheckHandle(registrar.HandleData{
			Kind: registrar.Person, GivenName: "Ann", FamilyName: "Miller",
			Address: registrar.Address{Street: []string{fmt.Sprintf("High Street %d", i)}, City: "Paris", Country: "FR"},
			Email:   fmt.Sprintf("ann%d@example.org", i), Phone: "+33 1 23 45 67 89",
		})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		lines[i] = service.ImportHandle{Line: i + 2, Ref: fmt.Sprintf("C-%d", i), Data: data}
	}
	return lines
}

func TestAnImportBeginsOnlyForTheRegistrarAndAKnownReseller(t *testing.T) {
	w := apitest.New(t)
	id, _ := w.Reseller("Acme")
	reseller := viewer.NewContext(t.Context(), viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorReseller, Reseller: id, Scopes: registrar.Scopes}})
	for _, c := range []struct {
		name     string
		ctx      context.Context
		reseller string
		want     registrar.Code
	}{
		{"a reseller for itself", reseller, id, registrar.Forbidden},
		{"nobody", t.Context(), id, registrar.Forbidden},
		{"an id of another kind", apitest.Staff(t.Context()), strings.Replace(id, "rsl", "hdl", 1), registrar.BadUserInput},
		{"no id", apitest.Staff(t.Context()), "0" + id, registrar.BadUserInput},
	} {
		_, err := w.Service.NewImport(c.ctx, service.ImportOptions{ResellerID: c.reseller})
		var problem *registrar.Problem
		if !errors.As(err, &problem) || problem.Code != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestImportedAndCreatedHandlesShareNoCode(t *testing.T) {
	w := apitest.New(t)
	id, key := w.Reseller("Acme")
	const create = `mutation($n: String!) { createHandle(input: {kind: PERSON, givenName: "Ann", familyName: "Miller", email: $n,
		phone: "+33123456789", address: {street: ["High Street"], city: "Paris", country: "FR"}}) { userErrors { message } } }`
	w.Must(key, create, map[string]any{"n": "before@example.org"})
	pass, err := w.Service.NewImport(apitest.Staff(t.Context()), service.ImportOptions{ResellerID: id})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pass.Handles(apitest.Staff(t.Context()), importLines(t, 50)); err != nil {
		t.Fatal(err)
	}
	w.Must(key, create, map[string]any{"n": "after@example.org"})
	handles, err := w.Store.Read().Handle.Query().All(viewer.System(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, h := range handles {
		codes[h.Code] = true
		if err := registrar.CheckCode(h.Code); err != nil {
			t.Error(h.Code, err)
		}
	}
	if len(codes) != 52 {
		t.Errorf("%d handles have %d codes, want 52", len(handles), len(codes))
	}
}

func TestADryRunOnlyReads(t *testing.T) {
	w := apitest.New(t)
	id, _ := w.Reseller("Acme")
	pass, err := w.Service.NewImport(apitest.Staff(t.Context()), service.ImportOptions{ResellerID: id, DryRun: true, Mail: true})
	if err != nil {
		t.Fatal(err)
	}
	w.Statements()
	results, err := pass.Handles(apitest.Staff(t.Context()), importLines(t, 5))
	if err != nil || len(results) != 5 || results[4].Outcome != service.ImportCreated {
		t.Fatal(results, err)
	}
	statements := w.Statements()
	if len(statements) == 0 {
		t.Error("nothing was looked up")
	}
	for _, s := range statements {
		if !strings.Contains(s, "SELECT") {
			t.Errorf("a dry run runs %s", s)
		}
	}
}

func TestWritingABatchTakesAFewStatements(t *testing.T) {
	w := apitest.New(t)
	id, _ := w.Reseller("Acme")
	pass, err := w.Service.NewImport(apitest.Staff(t.Context()), service.ImportOptions{ResellerID: id})
	if err != nil {
		t.Fatal(err)
	}
	w.Statements()
	if _, err := pass.Handles(apitest.Staff(t.Context()), importLines(t, 200)); err != nil {
		t.Fatal(err)
	}
	writes := 0
	for _, s := range w.Statements() {
		if strings.Contains(s, "INSERT") || strings.Contains(s, "UPDATE") {
			writes++
		}
	}
	if writes > 10 {
		t.Errorf("200 lines are written in %d statements, want 10 at most", writes)
	}
}
