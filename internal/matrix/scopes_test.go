package matrix

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// reads reach each field that asks for a scope; H and D stand for the ids of a handle and of its domain.
var reads = map[string]string{
	"Query.apiKeys":          `{ apiKeys { totalCount } }`,
	"Query.handle":           `{ handle(by: {id: "H"}) { code } }`,
	"Query.handles":          `{ handles { totalCount } }`,
	"Query.domain":           `{ domain(by: {id: "D"}) { name } }`,
	"Query.domains":          `{ domains { totalCount } }`,
	"Query.events":           `{ events { totalCount } }`,
	"Handle.domains":         `{ handle(by: {id: "H"}) { domains { totalCount } } }`,
	"Handle.events":          `{ handle(by: {id: "H"}) { events { totalCount } } }`,
	"Domain.owner":           `{ domain(by: {id: "D"}) { owner { email } } }`,
	"DomainContact.handle":   `{ domain(by: {id: "D"}) { contacts { handle { email } } } }`,
	"Query.deadLetters":      `{ deadLetters { totalCount } }`,
	"Mail.handle":            `{ deadLetters { edges { node { handle { code } } } } }`, // TestMailsLeadToHandlesWithTheScopeAlone
	"Query.webhookEndpoints": `{ webhookEndpoints { totalCount } }`,
	"WebhookDelivery.event":  `{ webhookEndpoints { edges { node { deliveries { edges { node { event { action } } } } } } } }`,
	"Reseller.handle":        `{ viewer { ... on Reseller { handle { email } } } }`,
}

// TestScopesAreAskedFor: each field answers a key of every scope, and not one that lacks only the field's own.
func TestScopesAreAskedFor(t *testing.T) {
	w := newWorld(t)
	for _, field := range fields(schema) {
		if scopeAsked(field.FieldDefinition) != "" && reads[field.name] == "" && streamed[field.name] == "" {
			t.Errorf("no query reaches %s", field.name)
		}
	}
	lacking := map[registrar.Scope]string{}
	for _, scope := range registrar.Scopes {
		rest := slices.DeleteFunc(slices.Clone(registrar.Scopes), func(s registrar.Scope) bool { return s == scope })
		lacking[scope] = w.Key(w.resellers["alpha"], rest...)
	}
	for _, field := range fields(schema) {
		query := reads[field.name]
		if query == "" {
			continue
		}
		scope := scopeAsked(field.FieldDefinition)
		query = replaceIDs(query, w.handles["created linked"], w.domains["created.com"])
		w.Must(w.secrets["alpha"], query, nil)
		if answer := w.Do(lacking[scope], query, nil); fmt.Sprint(slices.Compact(answer.Codes())) != "[FORBIDDEN]" {
			t.Errorf("%s without %q answers %s", field.name, scope, answer.Body)
		}
		if answer := w.Do("", query, nil); field.parent.Name == "Query" && fmt.Sprint(answer.Codes()) != "[UNAUTHENTICATED]" {
			t.Errorf("%s answers an anonymous caller %s", field.name, answer.Body)
		}
	}
}

func TestNodesAskForTheScopeOfTheirKind(t *testing.T) {
	w := newWorld(t)
	bare := w.Key(w.resellers["alpha"], registrar.KeysWrite)
	event := w.read("SELECT id FROM events WHERE reseller_id = '" + w.resellers["alpha"] + "' LIMIT 1")[0]["id"]
	for kind, id := range map[string]any{
		"Handle": w.handles["created"], "Domain": w.domains["created.com"], "ApiKey": w.keyIDs["alpha"], "Event": event,
	} {
		const query = `query($id: ID!) { node(id: $id) { __typename id } }`
		found, _ := w.Must(w.secrets["alpha"], query, object{"id": id})["node"].(object)
		if found["__typename"] != kind || found["id"] != id {
			t.Errorf("node(%v) is %v, want the %s", id, found, kind)
		}
		for name, caller := range map[string]string{"FORBIDDEN": bare, "UNAUTHENTICATED": ""} {
			if answer := w.Do(caller, query, object{"id": id}); fmt.Sprint(answer.Codes()) != "["+name+"]" {
				t.Errorf("node(%v) answers %s, want %s", id, answer.Body, name)
			}
		}
		if found := w.Must(w.secrets["beta"], query, object{"id": id}); found["node"] != nil {
			t.Errorf("node(%v) shows another reseller's %s", id, kind)
		}
	}
}

func TestEntitiesOfEventsAreHiddenWithoutTheScope(t *testing.T) {
	w := newWorld(t)
	const query = `{ events(first: 100) { edges { node { entity { __typename } } } } }`
	all := fmt.Sprint(w.Must(w.secrets["alpha"], query, nil))
	narrow := fmt.Sprint(w.Must(w.Key(w.resellers["alpha"], registrar.EventsRead), query, nil))
	for _, kind := range []string{"Handle", "Domain", "ApiKey"} {
		if text := "__typename:" + kind; !strings.Contains(all, text) || strings.Contains(narrow, text) {
			t.Errorf("%s: shown with every scope: %t, shown with EVENTS_READ alone: %t", kind, strings.Contains(all, text), strings.Contains(narrow, text))
		}
	}
}

func TestLinkedDomainsAreHiddenWithoutTheScope(t *testing.T) {
	w := newWorld(t)
	const query = `query($id: ID!) { handle(by: {id: $id}) { actions { delete { blockers {
		... on HandleLinkedError { domains { name } hiddenCount } } } } } }`
	for key, want := range map[string]string{
		w.secrets["alpha"]: "domains:[map[name:created.com] map[name:serviced.com]] hiddenCount:0",
		w.Key(w.resellers["alpha"], registrar.HandlesRead, registrar.HandlesWrite): "domains:[] hiddenCount:2",
	} {
		if got := fmt.Sprint(w.Must(key, query, object{"id": w.handles["created linked"]})); !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// replaceIDs puts ids into a query of reads.
func replaceIDs(query, handle, domain string) string {
	return strings.NewReplacer(`"H"`, strconv.Quote(handle), `"D"`, strconv.Quote(domain)).Replace(query)
}
