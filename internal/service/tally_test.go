package service_test

import (
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/tally"
)

// TestNodesOfRefusalsAreCounted: nodes that stand in a refusal are read and paid for as those of a list.
func TestNodesOfRefusalsAreCounted(t *testing.T) {
	w := apitest.New(t)
	reseller, _ := w.Reseller("alpha")
	created := w.Must(w.Key("", registrar.Scopes...), `mutation($r: ID!) { registerDomain(input: {resellerId: $r, name: "tally.com",
		owner: {create: {kind: PERSON, givenName: "Ada", familyName: "Tally", address: {street: ["1"], city: "Wien", country: "AT"}, email: "a@example.com", phone: "+43 1 2345678"}}})
		{ domain { owner { id } } userErrors { message } } }`, map[string]any{"r": reseller})
	id := created["registerDomain"].(map[string]any)["domain"].(map[string]any)["owner"].(map[string]any)["id"].(string)
	ctx, nodes := tally.With(apitest.Staff(t.Context()))
	refusals, err := w.Service.UserErrors(w.Service.DeleteHandle(ctx, id, nil))
	if err != nil || len(refusals) != 1 {
		t.Fatal(refusals, err)
	}
	linked, err := refusals[0].(*service.HandleLinkedError).Domains(ctx)
	if err != nil || len(linked) != 1 || nodes.Load() != 1 {
		t.Errorf("%d domains, %d counted, %v", len(linked), nodes.Load(), err)
	}
}
