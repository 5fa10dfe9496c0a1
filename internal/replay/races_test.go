package replay

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

const racers = 50

// race sends requests at the same time, ten with each of five keys of north's, and waits for all answers.
func (w *world) race(requestOf func(i int) body, secretOf func(i int) string, keys ...string) []apitest.Answer {
	w.t.Helper()
	answers, errs := make([]apitest.Answer, racers), make([]error, racers)
	var ready, done sync.WaitGroup
	ready.Add(racers)
	for i := range racers {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			answers[i], errs[i] = w.try(secretOf(i), requestOf(i), keys...)
		})
	}
	done.Wait()
	for i, err := range errs {
		if err != nil {
			w.t.Fatalf("request %d: %v", i, err)
		}
	}
	return answers
}

// keys makes five keys of north's and uses each of them once.
func (w *world) keys() func(i int) string {
	w.t.Helper()
	var secrets []string
	for range 5 {
		secret := w.Key(w.reseller, registrar.Scopes...)
		w.Must(secret, "{ viewer { __typename } }", nil)
		secrets = append(secrets, secret)
	}
	w.Service.Wait()
	return func(i int) string { return secrets[i%len(secrets)] }
}

// TestOneOfFiftyTwinsDoesTheWork: the others wait for it and get its answer.
func TestOneOfFiftyTwinsDoesTheWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secrets := w.keys()
	handles := len(w.read("SELECT id FROM handles"))
	create := request("createHandle", with(newHandle("Hopper"), "onDuplicate", "CREATE"))
	answers := w.race(func(int) body { return create }, secrets, "K1")
	first := 0
	for _, answer := range answers {
		if !replayed(answer) {
			first++
		}
		if answer.Status != 200 || len(answer.Errors) > 0 || fmt.Sprint(answer.Data) != fmt.Sprint(answers[0].Data) {
			t.Errorf("answered %d %s, and another one %s", answer.Status, answer.Body, answers[0].Body)
		}
	}
	if made := len(w.read("SELECT id FROM handles")) - handles; made != 1 || first != 1 {
		t.Errorf("%d handles were created, %d answers are first ones", made, first)
	}
	if kept := w.read("SELECT * FROM outcomes"); len(kept) != 1 {
		t.Errorf("kept %v", kept)
	}
}

// TestOneOfFiftyTwinsShowsTheSecret: there is one key, and one answer has its secret.
func TestOneOfFiftyTwinsShowsTheSecret(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secrets := w.keys()
	create := request("createApiKey", object{"name": "Shop", "scopes": []string{"HANDLES_READ"}})
	shown := 0
	for _, answer := range w.race(func(int) body { return create }, secrets, "K1") {
		payload, _ := answer.Data["createApiKey"].(object)
		warned := strings.Contains(fmt.Sprint(payload["warnings"]), string(registrar.SecretAlreadyShown))
		if payload["secret"] != nil {
			shown++
		}
		if payload["apiKey"] == nil || warned == (payload["secret"] != nil) || warned != replayed(answer) {
			t.Errorf("answered %v %s", answer.Header, answer.Body)
		}
	}
	if made := w.read("SELECT id FROM api_keys WHERE name = 'Shop'"); shown != 1 || len(made) != 1 {
		t.Errorf("%d secrets of %d keys were shown", shown, len(made))
	}
}

// TestTwinsWithOneLink: the link is used up by one of them, and none of the others is told that it was used.
func TestTwinsWithOneLink(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nobody := func(int) string { return "" }
	for round := range 5 {
		mailProof(w)
		confirm := request("confirmReachability", object{"token": w.LastToken()})
		for _, answer := range w.race(func(int) body { return confirm }, nobody, "K1") {
			if len(answer.Errors) > 0 || fmt.Sprint(answer.Data["confirmReachability"]) != "map[state:VALIDATED userErrors:[]]" {
				t.Errorf("round %d: answered %v %s", round, answer.Header, answer.Body)
			}
		}
		w.Must(w.staff, `mutation($id: ID!, $email: String!) { updateHandle(input: {handleId: $id, email: $email}) { userErrors { code } } }`,
			object{"id": w.handles["free"], "email": fmt.Sprintf("new%d@example.org", round)})
		w.Clock.Move(3600e9)
	}
}

// TestNoneOfFiftyWritersIsLost: all have read version 1 and say so. One of them wins; the others are told which version
// there is now, and nothing of theirs is stored.
func TestNoneOfFiftyWritersIsLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	secrets := w.keys()
	id := w.handles["free"]
	const query = `mutation($input: UpdateHandleInput!) { updateHandle(input: $input) {
		handle { fax version } userErrors { code field ... on ConflictError { currentVersion } } } }`
	const conflict = "map[handle:<nil> userErrors:[map[code:CONFLICT currentVersion:2 field:[expectedVersion]]]]"
	faxes := make([]string, racers)
	for i := range faxes {
		faxes[i] = fmt.Sprintf("+331234567%02d", i)
	}
	answers := w.race(func(i int) body {
		return body{Query: query, Variables: object{"input": object{"handleId": id, "expectedVersion": 1, "fax": faxes[i]}}}
	}, secrets)
	winner, conflicts := "", 0
	for i, answer := range answers {
		payload := answer.Data["updateHandle"]
		switch fmt.Sprint(payload) {
		case conflict:
			conflicts++
		case "map[handle:map[fax:" + faxes[i] + " version:2] userErrors:[]]":
			winner = faxes[i]
		default:
			t.Errorf("answered %d %s", answer.Status, answer.Body)
		}
	}
	if conflicts != racers-1 || winner == "" {
		t.Errorf("%d conflicts, winner %q", conflicts, winner)
	}
	if stored := w.read("SELECT fax, version FROM handles WHERE id = '" + id + "'"); !slices.Equal(stored, []string{winner + " 2"}) {
		t.Errorf("stored is %v, want what %s wrote", stored, winner)
	}
	if events := w.read("SELECT changes FROM events WHERE action = 'HANDLE_UPDATED'"); len(events) != 1 || !strings.Contains(events[0], winner) {
		t.Errorf("the events are %v", events)
	}
}
