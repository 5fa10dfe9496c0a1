package replay

import (
	"fmt"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
)

// TestARetryDoesWhatWasRefusedAlone: of two root fields the first was done and the second refused. Sent again, the first
// is not done a second time, and the second is, now that it can be.
func TestARetryDoesWhatWasRefusedAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	two := body{`mutation($create: CreateHandleInput!, $id: ID!) {
		made: createHandle(input: $create) { handle { id } userErrors { code } }
		reset: resetReachability(input: {handleId: $id}) { userErrors { code } } }`, "",
		object{"create": with(newHandle("Hopper"), "onDuplicate", "CREATE"), "id": w.handles["free"]}}
	w.send(w.north, request("resetReachability", object{"handleId": w.handles["free"]}))
	handles := len(w.read("SELECT id FROM handles"))
	var made any
	for i, want := range []string{"map[userErrors:[map[code:RATE_LIMITED]]]", "map[userErrors:[]]", "map[userErrors:[]]"} {
		before := w.dump()
		answer := w.send(w.north, two, "K1")
		if made == nil {
			made = answer.Data["made"]
		}
		if fmt.Sprint(answer.Data["made"]) != fmt.Sprint(made) || fmt.Sprint(answer.Data["reset"]) != want || replayed(answer) != (i > 0) {
			t.Errorf("time %d: %v %s", i+1, answer.Header, answer.Body)
		}
		if i == 2 {
			w.verifyUnchanged(before)
		}
		w.Clock.Move(60e9)
	}
	if n := len(w.read("SELECT id FROM handles")) - handles; n != 1 {
		t.Errorf("%d handles were created", n)
	}
	if n := len(w.read("SELECT id FROM events WHERE action = 'REACHABILITY_RESET'")); n != 2 {
		t.Errorf("%d resets, want the one before and the one of the retry", n)
	}
}

// TestTheSameFieldTwiceIsTwoThings: aliases tell them apart.
func TestTheSameFieldTwiceIsTwoThings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	two := body{`mutation($input: CreateHandleInput!) {
		a: createHandle(input: $input) { handle { id } }  b: createHandle(input: $input) { handle { id } } }`, "",
		object{"input": with(newHandle("Hopper"), "onDuplicate", "CREATE")}}
	first, second := w.send(w.north, two, "K1"), w.send(w.north, two, "K1")
	if fmt.Sprint(first.Data["a"]) == fmt.Sprint(first.Data["b"]) || fmt.Sprint(first.Data) != fmt.Sprint(second.Data) || !replayed(second) {
		t.Errorf("answered %s and %s", first.Body, second.Body)
	}
}

// results are the userErrors of each released domain, by their codes.
func results(answer apitest.Answer) string {
	payload, _ := answer.Data["releaseDomains"].(object)
	list, _ := payload["results"].([]any)
	codes := make([]string, len(list))
	for i, result := range list {
		of, _ := result.(object)
		refusals, _ := of["userErrors"].([]any)
		codes[i] = "ok"
		for _, e := range refusals {
			refusal, _ := e.(object)
			codes[i] = fmt.Sprint(refusal["code"])
		}
	}
	return strings.Join(codes, " ")
}

// takeOver makes south the one that manages a domain, or north again.
func (w *world) takeOver(domain string, back bool) {
	w.t.Helper()
	account := "(SELECT id FROM resellers WHERE name = 'South')"
	if back {
		account = "'" + w.reseller + "'"
	}
	tx, err := w.Past().BeginTx(w.t.Context(), nil)
	if err == nil {
		err = apitest.Unchecked(w.t.Context(), tx) // the contacts stay where they are
	}
	if err == nil {
		_, err = tx.ExecContext(w.t.Context(), "UPDATE domains SET reseller_id = "+account+" WHERE id = '"+w.domains[domain]+"'")
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// TestReleasedDomainsStayReleased: item by item, what was refused is tried again and what was released is not. All
// together, nothing was done while one was refused, so that all is tried again.
func TestReleasedDomainsStayReleased(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		atomic             bool
		first, again, last string // what each attempt comes to
		replayed           string // which of them are replays, at least in part
	}{
		{false, "ok NOT_FOUND ok", "ok ok ok", "ok ok ok", "[false true true]"},
		{true, "ROLLED_BACK NOT_FOUND ROLLED_BACK", "ok ok ok", "ok ok ok", "[false false true]"},
	} {
		t.Run(fmt.Sprintf("atomic %t", c.atomic), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			release := request("releaseDomains", object{"atomic": c.atomic, "releaseHandles": true,
				"domainIds": []string{w.domains["one.com"], w.domains["two.com"], w.domains["three.com"]}})
			w.takeOver("two.com", false)
			var said []string
			var were []bool
			for i := range 3 {
				before := w.dump()
				answer := w.send(w.north, release, "K1")
				said, were = append(said, results(answer)), append(were, replayed(answer))
				if i == 0 {
					w.takeOver("two.com", true)
				}
				if i == 2 {
					w.verifyUnchanged(before)
				}
			}
			if said[0] != c.first || said[1] != c.again || said[2] != c.last || fmt.Sprint(were) != c.replayed {
				t.Errorf("answered %q, replays %v", said, were)
			}
			if n := len(w.read("SELECT id FROM events WHERE action = 'DOMAIN_RELEASED'")); n != 3 {
				t.Errorf("%d releases are recorded, want one for each domain", n)
			}
		})
	}
}

// TestAnswersAreMadeAnew from ids: a replay shows what is there now, and null for what was deleted meanwhile.
func TestAnswersAreMadeAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const shown = `mutation($input: CreateHandleInput!) { createHandle(input: $input) { handle { givenName } reused userErrors { code } } }`
	ask := func(key, want string) {
		t.Helper()
		answer := w.send(w.north, body{shown, "", object{"input": with(newHandle("Lovelace"), "onDuplicate", "CREATE")}}, key)
		if got := fmt.Sprint(answer.Data["createHandle"]); len(answer.Errors) > 0 || got != want {
			t.Errorf("answered %s, want %s", answer.Body, want)
		}
	}
	ask("K2", "map[handle:map[givenName:Grace] reused:false userErrors:[]]")
	id := w.read("SELECT id FROM handles WHERE family_name = 'Lovelace'")[0]
	w.send(w.north, request("updateHandle", object{"handleId": id, "givenName": "Augusta"}), "K3")
	ask("K2", "map[handle:map[givenName:Augusta] reused:false userErrors:[]]")
	for range 2 {
		w.send(w.north, request("deleteHandle", object{"handleId": id}), "K4")
	}
	ask("K2", "map[handle:<nil> reused:false userErrors:[]]")
}

// TestNothingIsDoneThatCannotBeRemembered: what a request came to is written in the transaction that does it.
func TestNothingIsDoneThatCannotBeRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	allow, err := apitest.Forbid(t.Context(), w.Past(), "outcomes")
	if err != nil {
		t.Fatal(err)
	}
	was := w.dump()
	create := request("createHandle", newHandle("Hopper"))
	if answer := w.send(w.north, create, "K1"); fmt.Sprint(answer.Codes()) != "[INTERNAL]" {
		t.Errorf("answered %s", answer.Body)
	}
	w.verifyUnchanged(was)
	if err := allow(); err != nil {
		t.Fatal(err)
	}
	if answer := w.send(w.north, create, "K1"); len(answer.Errors) > 0 || replayed(answer) {
		t.Errorf("answered %s", answer.Body)
	}
}
