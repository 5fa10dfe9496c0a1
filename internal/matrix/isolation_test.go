package matrix

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// inAnswers is how moments are written in answers, in UTC.
const inAnswers = "2006-01-02T15:04:05.000Z"

const readProof = `reachability { state startedAt dueAt sentAt reminders resets bounced bouncedAt
	evidence { at kind recipient reason messageId reply note remoteAddress } }`

// nobodyButStaff are callers who may see no mail, whatever their scopes.
var nobodyButStaff = []string{"alpha", "beta", "read-only", "owner of released", "owner of early"}

func TestMailsAreForStaffAlone(t *testing.T) {
	w := newWorld(t)
	const node = `query($id: ID!) { node(id: $id) { __typename ... on Mail { state recipient reply handle { code } } } }`
	const listed = `{ deadLetters(first: 100) { totalCount totalCountExact edges { node { id recipient } } pageInfo { hasNextPage } } }`
	for _, id := range []string{w.mailed["created"].dead, w.mailed["released"].sent} {
		for _, caller := range nobodyButStaff {
			if got := fmt.Sprint(w.Must(w.secrets[caller], node, object{"id": id})); got != "map[node:<nil>]" {
				t.Errorf("%s sees %s", caller, got)
			}
		}
		for _, caller := range []string{"operator", "read-only operator"} {
			if found, _ := w.Must(w.secrets[caller], node, object{"id": id})["node"].(object); found["__typename"] != "Mail" {
				t.Errorf("%s sees %v", caller, found)
			}
		}
		if answer := w.Do("", node, object{"id": id}); fmt.Sprint(answer.Codes()) != "[UNAUTHENTICATED]" {
			t.Errorf("nobody sees %s", answer.Body)
		}
	}
	for _, caller := range nobodyButStaff {
		want := "map[deadLetters:map[edges:[] pageInfo:map[hasNextPage:false] totalCount:0 totalCountExact:true]]"
		if got := fmt.Sprint(w.Must(w.secrets[caller], listed, nil)); got != want {
			t.Errorf("%s is shown %s", caller, got)
		}
	}
	found, _ := w.Must(w.secrets["operator"], listed, nil)["deadLetters"].(object)
	if edges, _ := found["edges"].([]any); len(edges) != len(w.handles) || fmt.Sprint(found["totalCount"]) != fmt.Sprint(len(w.handles)) {
		t.Errorf("staff is shown %d of %v dead letters, want %d", len(edges), found["totalCount"], len(w.handles))
	}
}

// TestMailsLeadToHandlesWithTheScopeAlone: a key that may retry a mail and not read handles does not see whose it is.
func TestMailsLeadToHandlesWithTheScopeAlone(t *testing.T) {
	w := newWorld(t)
	const query = `mutation($id: ID!) { retryMail(input: {mailId: $id}) { mail { id handle { code } } } }`
	answer := w.Do(w.Key("", registrar.HandlesWrite), query, object{"id": w.mailed["created"].dead})
	if fmt.Sprint(answer.Codes()) != "[FORBIDDEN]" || strings.Contains(string(answer.Body), w.mailed["created"].code) {
		t.Errorf("answered %s", answer.Body)
	}
}

func TestNobodyReadsTheProofOfAnothersHandle(t *testing.T) {
	w := newWorld(t)
	for _, query := range []string{
		`query($id: ID!) { node(id: $id) { ... on Handle { ` + readProof + ` } } }`,
		`query($id: ID!) { node: handle(by: {id: $id}) { ` + readProof + ` } }`,
	} {
		for caller, handle := range map[string]string{
			"alpha": "foreign", "beta": "created", "read-only": "foreign linked", "owner of released": "early", "owner of early": "released",
		} {
			if got := fmt.Sprint(w.Must(w.secrets[caller], query, object{"id": w.handles[handle]})); got != "map[node:<nil>]" {
				t.Errorf("%s reads of %q: %s", caller, handle, got)
			}
		}
	}
}

// shared is a handle in both lists that owns a domain in each account, both overdue in turn: alpha's first.
func (w *world) shared() (id string) {
	w.t.Helper()
	now := registrar.At(w.Clock.Now())
	err := w.Service.Bulk(w.t.Context(), func(b *service.Bulk) error {
		id = b.Handle(service.BulkHandle{
			Data: w.person("shared"), CreatedAt: now, Reachability: registrar.ReachPending, Linked: true,
			Lists: []service.BulkAccess{
				{ResellerID: w.resellers["alpha"], Rights: registrar.Full, Origin: registrar.Created},
				{ResellerID: w.resellers["beta"], Rights: registrar.Limited, Origin: registrar.Attached},
			},
		})
		w.handles["shared"] = id
		for i, reseller := range []string{"alpha", "beta"} {
			d := w.bulkDomain(domainRow{name: "shared-" + reseller + ".com", reseller: reseller, contacts: owner("shared"), years: 5})
			d.DueAt = now.Add(time.Duration(i+1) * 24 * time.Hour)
			b.Domain(d)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// TestASharedHandleShowsNoDomainsOfOthers: both resellers see how far the proof is, each its own deadline, and neither
// hears of the other's domain, be it in the evidence, in errors or in events.
func TestASharedHandleShowsNoDomainsOfOthers(t *testing.T) {
	w := newWorld(t)
	id := w.shared()
	query := `query($id: ID!) { handle(by: {id: $id}) { ` + readProof + ` domains { totalCount edges { node { name holds { reason } } } }
		events { edges { node { action changes { field before after } } } } } events(first: 100) { edges { node { changes { field before after } } } } }`
	dues := func(caller string) string {
		found, _ := w.Must(w.secrets[caller], query, object{"id": id})["handle"].(object)
		proof, _ := found["reachability"].(object)
		return fmt.Sprint(proof["dueAt"])
	}
	day := func(n int) string {
		return w.Clock.Now().Add(time.Duration(n) * 24 * time.Hour).UTC().Format(inAnswers)
	}
	for caller, want := range map[string]string{"alpha": day(1), "beta": day(2), "operator": day(1)} {
		if got := dues(caller); got != want {
			t.Errorf("%s sees something due at %s, want %s", caller, got, want)
		}
	}
	w.Settle()
	for range 3 {
		w.Clock.Move(24 * time.Hour)
		w.Settle()
		w.verifyOthersDomains(id, query)
	}
	if got := w.dump()["handles"][id]["reachability"]; got != string(registrar.ReachFailed) {
		t.Errorf("the proof is %v", got)
	}
	w.run(w.secrets["operator"], "verifyReachability", object{"handleId": id, "reason": "Answered by telephone."})
	w.verifyOthersDomains(id, query)
}

// verifyOthersDomains requires that each reseller's view of the shared handle names its own domain alone.
func (w *world) verifyOthersDomains(id, query string) {
	w.t.Helper()
	for caller, other := range map[string]string{"alpha": "beta", "beta": "alpha"} {
		seen := string(w.Do(w.secrets[caller], query, object{"id": id}).Body)
		if strings.Contains(seen, "shared-"+other) || strings.Contains(seen, w.resellers[other]) || !strings.Contains(seen, "shared-"+caller) {
			w.t.Errorf("%s sees %s", caller, seen)
		}
	}
}

// TestSignInsAreNotTheResellersBusiness: what the owner of a handle does about its password and sessions is in the
// events of the owner and of staff, and in nobody else's.
func TestSignInsAreNotTheResellersBusiness(t *testing.T) {
	w := newWorld(t)
	of := w.mailed["released"]
	w.run("", "requestPasswordRecovery", object{"code": of.code})
	w.Settle()
	w.run("", "setPassword", object{"token": of.invite, "password": "violet trams count nine owls"})
	opened, _ := w.run("", "signIn", object{"code": of.code, "password": "violet trams count nine owls"}).Data["signIn"].(object)
	session, _ := opened["sessionToken"].(string)
	private := []string{"OWNER_SIGNED_IN", "OWNER_SIGNED_OUT", "PASSWORD_MAILED", "PASSWORD_SET"}
	const query = `query($id: ID!) {
		handle(by: {id: $id}) { events(first: 100) { totalCount edges { node { action } } } }
		events(first: 100) { totalCount edges { node { action } } } }`
	told := func(secret string) []string {
		seen := string(w.Do(secret, query, object{"id": w.handles["released"]}).Body)
		return slices.DeleteFunc(slices.Clone(private), func(action string) bool { return !strings.Contains(seen, action) })
	}
	if got := told(session); !slices.Equal(got, []string{"OWNER_SIGNED_IN", "PASSWORD_MAILED", "PASSWORD_SET"}) {
		t.Errorf("the owner is told of %v", got)
	}
	if answer := w.run(session, "signOut", object{}); fmt.Sprint(answer.Data) != "map[signOut:map[ended:1 userErrors:[]]]" {
		t.Errorf("signing out: %s", answer.Body)
	}
	if answer := w.Do(session, "{ viewer { __typename } }", nil); answer.Status != 401 {
		t.Errorf("signed out and still in: %s", answer.Body)
	}
	if got := told(w.secrets["operator"]); !slices.Equal(got, private) {
		t.Errorf("staff is told of %v", got)
	}
	for _, caller := range []string{"alpha", "beta", "read-only", "owner of early"} {
		if got := told(w.secrets[caller]); len(got) > 0 {
			t.Errorf("%s is told of %v", caller, got)
		}
	}
}

// TestWorkingRecordsAreNoNodes: ids of links, proofs, timers and such lead nowhere, for nobody.
func TestWorkingRecordsAreNoNodes(t *testing.T) {
	w := newWorld(t)
	w.shared() // has timers
	for _, table := range []string{"links", "reachability_cases", "evidences", "passwords", "sessions", "timers", "accesses"} {
		rows := w.read("SELECT id FROM " + table + " LIMIT 1")
		if len(rows) == 0 {
			t.Errorf("the world has no %s", table)
			continue
		}
		for _, caller := range append([]string{"operator"}, nobodyButStaff...) {
			answer := w.Do(w.secrets[caller], `query($id: ID!) { node(id: $id) { __typename } }`, object{"id": rows[0]["id"]})
			if answer.Data["node"] != nil || len(answer.Errors) > 0 && fmt.Sprint(answer.Codes()) != "[BAD_USER_INPUT]" {
				t.Errorf("%s asks for %v of %s: %s", caller, rows[0]["id"], table, answer.Body)
			}
		}
	}
}
