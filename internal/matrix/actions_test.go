package matrix

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// act is the mutation that a field of `actions` explains, with an input about the thing.
type act struct {
	field string
	input func(id string) object
}

// handleActs are the fields of HandleActions.
var handleActs = map[string]act{
	"update":            {"updateHandle", with("handleId", object{"fax": "+33 1 23 45 67 80"})},
	"updateIdentifiers": {"updateHandle", with("handleId", object{"givenName": "Augusta"})},
	"delete":            {"deleteHandle", with("handleId", nil)},
	"release":           {"releaseHandle", with("handleId", nil)},
	"resetReachability": {"resetReachability", with("handleId", nil)},
}

// domainActs are the fields of DomainActions.
var domainActs = map[string]act{
	"updateContacts":  {"updateDomainContacts", with("domainId", object{"tech": object{"sameAs": "OWNER"}})},
	"renew":           {"renewDomain", with("domainId", object{"years": 1})},
	"setTransferLock": {"setTransferLock", with("domainId", object{"locked": true})},
	"setAutoRenew":    {"setAutoRenew", with("domainId", object{"enabled": false})},
	"setNameservers":  {"setNameservers", with("domainId", object{"nameservers": []string{}})},
	"revealAuthCode":  {"revealAuthCode", with("domainId", nil)},
	"release":         {"releaseDomains", func(id string) object { return object{"domainIds": []string{id}} }},
}

func with(name string, rest object) func(id string) object {
	return func(id string) object {
		in := object{name: id}
		maps.Copy(in, rest)
		return in
	}
}

// foretellers are the callers whose view of `actions` is compared.
var foretellers = []string{
	"alpha", "beta", "operator", "read-only", "owner of released linked", "owner of early", "owner of technician",
}

func TestActionsForetellHandleMutations(t *testing.T) {
	verifyActs(t, "HandleActions", "handle", handleActs, func(w *world) map[string]string { return w.handles })
}

func TestActionsForetellDomainMutations(t *testing.T) {
	verifyActs(t, "DomainActions", "domain", domainActs, func(w *world) map[string]string { return w.domains })
}

// verifyActs asks every caller what it may do with everything, does it, and compares.
func verifyActs(t *testing.T, typeName, query string, acts map[string]act, things func(w *world) map[string]string) {
	t.Helper()
	for _, field := range schema.Types[typeName].Fields {
		if acts[field.Name].field == "" {
			t.Errorf("%s.%s is compared with no mutation", typeName, field.Name)
		}
	}
	w := newWorld(t)
	all := things(w)
	for _, caller := range foretellers {
		t.Run(caller, func(t *testing.T) {
			in := *w
			in.t = t
			for _, name := range slices.Sorted(maps.Keys(all)) {
				told := in.actions(caller, query, all[name], slices.Sorted(maps.Keys(acts)))
				for action, a := range acts {
					in.compare(caller, name+"/"+action, told[action], in.try(caller, a, all[name]))
				}
			}
			if left := in.dump().since(in.baseline); len(left) > 0 {
				t.Errorf("something refused changed the data: %v", left)
			}
		})
	}
}

// refusal selects everything that a UserError carries, but the field: `actions` have no input.
const refusal = `{ code message
	... on HandleLinkedError { domains { name } hiddenCount }
	... on DuplicateError { candidates { code } }
	... on ConflictError { currentVersion }
	... on ReachabilityNotPendingError { state }
	... on RateLimitedError { retryAfterSeconds } }`

// actions reads what the caller is told; nil for what it may not see.
func (w *world) actions(caller, query, id string, names []string) object {
	w.t.Helper()
	var checks strings.Builder
	for _, name := range names {
		checks.WriteString(name + " { allowed blockers " + refusal + " warnings { code message } } ")
	}
	asked := fmt.Sprintf("query($id: ID!) { %s(by: {id: $id}) { actions { %s } } }", query, checks.String())
	found, _ := w.Must(w.secrets[caller], asked, object{"id": id})[query].(object)
	told, _ := found["actions"].(object)
	return told
}

// try does it, and puts everything back when it was done.
func (w *world) try(caller string, a act, id string) apitest.Answer {
	w.t.Helper()
	selected := "userErrors " + refusal
	switch a.field {
	case "releaseDomains":
		selected = "results { " + selected + " }"
	case "releaseHandle":
		selected += " warnings { code message }"
	}
	definition := schema.Mutation.Fields.ForName(a.field)
	answer := w.Do(w.secrets[caller], fmt.Sprintf("mutation($input: %s) { %s(input: $input) { %s } }",
		definition.Arguments.ForName("input").Type, a.field, selected), object{"input": a.input(id)})
	if len(answer.Errors) == 0 && fmt.Sprint(payloads(answer, a.field)[0]["userErrors"]) == "[]" {
		w.restore(w.dump().since(w.baseline))
	}
	return answer
}

// compare requires that the answer is what was told, word for word. What a caller may not see, nobody tells it about.
func (w *world) compare(caller, what string, told any, answer apitest.Answer) {
	w.t.Helper()
	if len(answer.Errors) > 0 {
		w.compareTopLevel(caller, what, told, answer)
		return
	}
	var payload object
	for _, p := range answer.Data {
		payload, _ = p.(object)
	}
	if results, several := payload["results"].([]any); several {
		payload, _ = results[0].(object)
	}
	errors, _ := payload["userErrors"].([]any)
	check, visible := told.(object)
	if !visible {
		if codes := codesOf(errors); !slices.Equal(codes, []string{string(registrar.NotFound)}) {
			w.t.Errorf("%s is out of sight, but the mutation answers %v", what, codes)
		}
		return
	}
	if check["allowed"] != (len(errors) == 0) || fmt.Sprint(check["blockers"]) != fmt.Sprint(payload["userErrors"]) {
		w.t.Errorf("%s: told %v, answered %s", what, check, answer.Body)
	}
	if warnings, has := payload["warnings"]; has && fmt.Sprint(check["warnings"]) != fmt.Sprint(warnings) {
		w.t.Errorf("%s: warned of %v before and of %v after", what, check["warnings"], warnings)
	}
}

// compareTopLevel compares with an answer that concerns the credentials: a key without the scope is told so by the same
// words, and owners are told of the right that they lack.
func (w *world) compareTopLevel(caller, what string, told any, answer apitest.Answer) {
	w.t.Helper()
	if codes := answer.Codes(); !slices.Equal(codes, []string{string(registrar.Forbidden)}) {
		w.t.Errorf("%s: unexpected answer %s", what, answer.Body)
	}
	check, visible := told.(object)
	if !visible {
		return
	}
	blockers, _ := check["blockers"].([]any)
	codes := codesOf(blockers)
	want := []string{string(registrar.MissingScope)}
	if strings.HasPrefix(caller, "owner of") {
		want = []string{string(registrar.LimitedRights), string(registrar.DomainNotManaged)}
	}
	if check["allowed"] != false || len(codes) != 1 || !slices.Contains(want, codes[0]) {
		w.t.Errorf("%s: told %v, answered %s", what, check, answer.Body)
		return
	}
	if blocker, _ := blockers[0].(object); codes[0] == string(registrar.MissingScope) && blocker["message"] != answer.Errors[0].Message {
		w.t.Errorf("%s: told %v, answered %s", what, blocker["message"], answer.Body)
	}
}

func codesOf(errors []any) []string {
	codes := make([]string, len(errors))
	for i, e := range errors {
		fields, _ := e.(object)
		codes[i] = fmt.Sprint(fields["code"])
	}
	return codes
}
