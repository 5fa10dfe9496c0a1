package matrix

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// streamed reaches each field of subscriptions that asks for a scope.
var streamed = map[string]string{
	"Subscription.events":        `subscription { events { cursor } }`,
	"EventUpdate.event":          `subscription { events { event { id } } }`,
	"Subscription.handleChanged": `subscription { handleChanged { cursor } }`,
	"HandleUpdate.event":         `subscription { handleChanged { event { id } } }`,
	"HandleUpdate.handle":        `subscription { handleChanged { handle { id } } }`,
	"Subscription.domainChanged": `subscription { domainChanged { cursor } }`,
	"DomainUpdate.event":         `subscription { domainChanged { event { id } } }`,
	"DomainUpdate.domain":        `subscription { domainChanged { domain { id } } }`,
}

// TestStreamsAskForTheScope: as TestScopesAreAskedFor.
func TestStreamsAskForTheScope(t *testing.T) {
	w := newWorld(t)
	lacking := map[registrar.Scope]string{}
	for _, scope := range registrar.Scopes {
		rest := slices.DeleteFunc(slices.Clone(registrar.Scopes), func(s registrar.Scope) bool { return s == scope })
		lacking[scope] = w.Key(w.resellers["alpha"], rest...)
	}
	for _, field := range fields(schema) {
		query := streamed[field.name]
		if query == "" {
			continue
		}
		scope := scopeAsked(field.FieldDefinition)
		forbidden := w.Subscribe(lacking[scope], query, nil)
		anonymous := w.Subscribe("", query, nil)
		w.run(w.secrets["alpha"], "updateHandle", object{"handleId": w.handles["created linked"], "phone": fmt.Sprintf("+33 1 23 45 %04d", len(field.name))})
		w.run(w.secrets["alpha"], "setAutoRenew", object{"domainId": w.domains["created.com"], "enabled": false})
		w.run(w.secrets["alpha"], "setAutoRenew", object{"domainId": w.domains["created.com"], "enabled": true})
		if answer, _ := forbidden.Next(); fmt.Sprint(slices.Compact(answer.Codes())) != "[FORBIDDEN]" {
			t.Errorf("%s without %q tells %s", field.name, scope, answer.Body)
		}
		if answer, _ := anonymous.Next(); fmt.Sprint(answer.Codes()) != "[UNAUTHENTICATED]" {
			t.Errorf("%s tells an anonymous caller %s", field.name, answer.Body)
		}
		forbidden.Stop()
	}
}

const everything = `subscription($after: String) { events(after: $after) { cursor event { id action entityId } } }`

// TestAStreamTellsWhatTheCallerSees: alpha's changes reach alpha and staff, and never beta, whatever beta asks for.
func TestAStreamTellsWhatTheCallerSees(t *testing.T) {
	w := newWorld(t)
	id := w.handles["created linked"]
	alpha, staff := w.Subscribe(w.secrets["alpha"], everything, nil), w.Subscribe(w.secrets["operator"], everything, nil)
	byID := map[string]any{"id": []string{id}}
	beta := []*apitest.Stream{
		w.Subscribe(w.secrets["beta"], everything, nil),
		w.Subscribe(w.secrets["beta"], `subscription($id: [ID!]) { handleChanged(filter: {id: $id}) { handle { id } } }`, byID),
		w.Subscribe(w.secrets["beta"], `subscription { events(filter: {entityId: "`+id+`"}) { event { id } } }`, nil),
	}
	changed := w.Subscribe(w.secrets["alpha"], `subscription($id: [ID!]) { handleChanged(filter: {id: $id}) { event { action } handle { id phone } } }`, byID)
	w.run(w.secrets["alpha"], "updateHandle", object{"handleId": id, "phone": "+33 1 23 45 67 00"})
	var cursor string
	for _, s := range []*apitest.Stream{alpha, staff} {
		answer, _ := s.Next()
		told, _ := answer.Data["events"].(map[string]any)
		event, _ := told["event"].(map[string]any)
		if event["entityId"] != id || event["action"] != "HANDLE_UPDATED" {
			t.Fatalf("told %s", answer.Body)
		}
		cursor, _ = told["cursor"].(string)
	}
	if answer, _ := changed.Next(); fmt.Sprint(answer.Data["handleChanged"]) !=
		fmt.Sprint(map[string]any{"event": map[string]any{"action": "HANDLE_UPDATED"}, "handle": map[string]any{"id": id, "phone": "+33123456700"}}) {
		t.Errorf("the change of the handle is told as %s", answer.Body)
	}
	for i, s := range beta {
		if !s.Silent(500 * time.Millisecond) {
			t.Errorf("beta's stream %d tells of alpha's handle", i)
		}
	}

	// A cursor is good where its event is seen, and elsewhere like one that nobody has.
	w.run(w.secrets["alpha"], "updateHandle", object{"handleId": id, "phone": "+33 1 23 45 67 01"})
	again, _ := w.Subscribe(w.secrets["alpha"], everything, map[string]any{"after": cursor}).Next()
	if told, _ := again.Data["events"].(map[string]any); told == nil || told["cursor"] == cursor {
		t.Errorf("going on behind the cursor tells %s", again.Body)
	}
	missing := apitest.EventCursor(registrar.NewIDAt(registrar.EventID, 1))
	foreign, _ := w.Subscribe(w.secrets["beta"], everything, map[string]any{"after": cursor}).Next()
	nobodys, _ := w.Subscribe(w.secrets["beta"], everything, map[string]any{"after": missing}).Next()
	if fmt.Sprint(foreign.Codes()) != "[BAD_USER_INPUT]" || foreign.Errors[0].Message != nobodys.Errors[0].Message {
		t.Errorf("another account's cursor answers %s, nobody's %s", foreign.Body, nobodys.Body)
	}
}

// TestAStreamEndsWithItsKey: nothing is told after a key was revoked.
func TestAStreamEndsWithItsKey(t *testing.T) {
	w := newWorld(t)
	made := w.Must(w.secrets["alpha"], `mutation { createApiKey(input: {name: "dashboard", scopes: [EVENTS_READ, HANDLES_READ]}) {
		secret apiKey { id } userErrors { code } } }`, nil)["createApiKey"].(object)
	secret, keyID := made["secret"].(string), made["apiKey"].(object)["id"]
	s := w.Subscribe(secret, everything, nil)
	w.run(w.secrets["alpha"], "updateHandle", object{"handleId": w.handles["created linked"], "phone": "+33 1 23 45 67 02"})
	if answer, _ := s.Next(); answer.Data["events"] == nil {
		t.Fatalf("told %s", answer.Body)
	}
	w.run(w.secrets["alpha"], "revokeApiKey", object{"apiKeyId": keyID})
	w.run(w.secrets["alpha"], "updateHandle", object{"handleId": w.handles["created linked"], "phone": "+33 1 23 45 67 03"})
	answer, ended := s.Next()
	if !ended && fmt.Sprint(answer.Codes()) != "[UNAUTHENTICATED]" {
		t.Errorf("a revoked key is told %s", answer.Body)
	}
}
