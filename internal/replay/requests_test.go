package replay

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/registrar"
)

const rename = `mutation Rename($id: ID!, $fax: String) { updateHandle(input: {handleId: $id, fax: $fax}) { handle { version fax } userErrors { code } } }
	mutation Clear($id: ID!, $fax: String) { updateHandle(input: {handleId: $id, fax: $fax}) { handle { version } userErrors { code } } }`

func renaming(w *world) body {
	return body{rename, "Rename", object{"id": w.handles["free"], "fax": "+33 1 23 45 67 80"}}
}

// TestAnotherRequestUnderTheSameKeyIsRefused: whatever differs, nothing is done, and the message says what to do.
func TestAnotherRequestUnderTheSameKeyIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.send(w.north, renaming(w), "K1")
	done := w.dump()
	other, operation, document := renaming(w), renaming(w), renaming(w)
	other.Variables["fax"] = "+33 1 23 45 67 81"
	operation.OperationName = "Clear"
	document.Query += " "
	for what, request := range map[string]body{
		"other variables": other, "another operation": operation, "another document": document,
		"another mutation": {Query: `mutation { setMailSenderName(input: {name: "North"}) { userErrors { code } } }`},
	} {
		answer := w.send(w.north, request, "K1")
		if fmt.Sprint(answer.Codes()) != "[BAD_USER_INPUT]" || !strings.Contains(answer.Errors[0].Message, idempotency.Header) || replayed(answer) {
			t.Errorf("%s: %s", what, answer.Body)
		}
	}
	w.verifyUnchanged(done)
	if again := w.send(w.north, renaming(w), `"K1"`); !replayed(again) {
		t.Errorf("the first request, with the key in quotation marks, is no replay: %s", again.Body)
	}
}

// TestTheOrderOfVariablesDoesNotMatter: clients write objects in any order.
func TestTheOrderOfVariablesDoesNotMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const query = `mutation($input: UpdateHandleInput!) { updateHandle(input: $input) { handle { version } } }`
	for i, variables := range []string{`{"input":{"handleId":%q,"fax":"+33123456780"}}`, `{"input":{ "fax":"+33123456780", "handleId":%q }}`} {
		text := fmt.Sprintf(`{"query":%q,"variables":`+variables+`}`, query, w.handles["free"])
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL+"/graphql", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + w.north}, idempotency.Header: {"K1"}}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
			t.Errorf("answered %d (%v)", response.StatusCode, err)
		}
		if got := response.Header.Get(idempotency.ReplayedHeader) == "true"; got != (i == 1) {
			t.Errorf("request %d is a replay: %t", i, got)
		}
	}
}

// TestRefusalsAreNotKept: once the reason is gone, the same request under the same key is done.
func TestRefusalsAreNotKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reset := request("resetReachability", object{"handleId": w.handles["free"]})
	w.send(w.north, reset)
	for range 2 {
		if answer := w.send(w.north, reset, "K1"); !strings.Contains(string(answer.Body), "RATE_LIMITED") || replayed(answer) {
			t.Fatalf("too soon, but answered %s", answer.Body)
		}
	}
	w.Clock.Move(time.Minute)
	if answer := w.send(w.north, reset, "K1"); !strings.Contains(string(answer.Body), `"userErrors":[]`) || replayed(answer) {
		t.Errorf("in time, but answered %s", answer.Body)
	}
	if answer := w.send(w.north, reset, "K1"); !strings.Contains(string(answer.Body), `"userErrors":[]`) || !replayed(answer) {
		t.Errorf("done, but answered %s", answer.Body)
	}
	// Neither are refusals of the credentials: another key of the account does what the first one may not.
	reader := w.Key(w.reseller, registrar.HandlesRead)
	create := request("createHandle", newHandle("Lovelace"))
	if answer := w.send(reader, create, "K2"); fmt.Sprint(answer.Codes()) != "[FORBIDDEN]" {
		t.Errorf("without the scope: %s", answer.Body)
	}
	if answer := w.send(w.north, create, "K2"); len(answer.Errors) > 0 || replayed(answer) {
		t.Errorf("with the scope: %s", answer.Body)
	}
	// And what was done is not shown to a key that may not do it.
	if answer := w.send(reader, create, "K2"); fmt.Sprint(answer.Codes()) != "[FORBIDDEN]" || replayed(answer) {
		t.Errorf("replayed without the scope: %s", answer.Body)
	}
}

// TestKeysBelongToTheAccount: another account's same key is another one, another API key of the account's is not.
func TestKeysBelongToTheAccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	create := request("createHandle", newHandle("Hopper"))
	idOf := func(secret string) (string, bool) {
		t.Helper()
		answer := w.send(secret, create, "K1")
		payload, _ := answer.Data["createHandle"].(object)
		made, _ := payload["handle"].(object)
		if made == nil {
			t.Fatalf("answered %s", answer.Body)
		}
		return fmt.Sprint(made["id"]), replayed(answer)
	}
	first, again := idOf(w.north)
	if other, known := idOf(w.south); again || known || other == first {
		t.Errorf("south's request is answered with %s, north's with %s; replayed: %t", other, first, known)
	}
	rotated := w.send(w.north, body{Query: `mutation($of: ID!) { rotateApiKey(input: {apiKeyId: $of, overlapSeconds: 0}) { secret } }`,
		Variables: object{"of": keyOfNorth(w)["apiKeyId"]}})
	payload, _ := rotated.Data["rotateApiKey"].(object)
	if answer := w.send(w.north, create, "K1"); answer.Status != http.StatusUnauthorized {
		t.Errorf("the former key still works: %s", answer.Body)
	}
	if id, known := idOf(fmt.Sprint(payload["secret"])); !known || id != first {
		t.Errorf("after the rotation the answer is %s, want %s; replayed: %t", id, first, known)
	}
	// The registrar's staff is one account, and no reseller's.
	for i, secret := range []string{w.staff, w.Key("", registrar.Scopes...)} {
		answer := w.send(secret, request("setMailSenderName", object{"resellerId": w.reseller, "name": "North"}), "K1")
		if replayed(answer) != (i > 0) || len(answer.Errors) > 0 {
			t.Errorf("staff's key %d is answered %v %s", i, answer.Header, answer.Body)
		}
	}
}

// TestAfterADayItIsDoneAgain, by the clock, and what is older is cleared away.
func TestAfterADayItIsDoneAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	create := request("createHandle", with(newHandle("Hopper"), "onDuplicate", "CREATE"))
	first := w.send(w.north, create, "K1")
	w.Clock.Move(24*time.Hour - time.Millisecond)
	if answer := w.send(w.north, create, "K1"); !replayed(answer) || fmt.Sprint(answer.Data) != fmt.Sprint(first.Data) {
		t.Errorf("within a day: %s", answer.Body)
	}
	w.Clock.Move(time.Millisecond)
	// Even another request may have the key now.
	other := w.send(w.north, request("createHandle", newHandle("Lovelace")), "K1")
	if replayed(other) || len(other.Errors) > 0 || fmt.Sprint(other.Data) == fmt.Sprint(first.Data) {
		t.Errorf("after a day: %v %s", other.Header, other.Body)
	}
	if answer := w.send(w.north, create, "K1"); fmt.Sprint(answer.Codes()) != "[BAD_USER_INPUT]" {
		t.Errorf("the day of the second request has begun, but the first one is answered %s", answer.Body)
	}
	w.Clock.Move(25 * time.Hour)
	w.Settle()
	if left := w.read("SELECT * FROM outcomes"); len(left) > 0 {
		t.Errorf("still kept after a day: %v", left)
	}
}

// TestWhatIsNoKeyIsRefused before anything is done, in words that name the header.
func TestWhatIsNoKeyIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	was := w.dump()
	for what, keys := range map[string][]string{
		"empty": {""}, "quotation marks alone": {`""`}, "too long": {strings.Repeat("k", 256)}, "a space within": {"a b"},
		"not ASCII": {"schlüssel"}, "half a pair": {`"abc`}, "a backslash": {`a\b`}, "two of them": {"a", "b"},
	} {
		answer := w.send(w.north, request("createHandle", newHandle("Hopper")), keys...)
		if answer.Status != http.StatusBadRequest || fmt.Sprint(answer.Codes()) != "[BAD_USER_INPUT]" ||
			!strings.Contains(answer.Errors[0].Message, idempotency.Header) {
			t.Errorf("%s: %d %s", what, answer.Status, answer.Body)
		}
	}
	w.verifyUnchanged(was)
	for _, key := range []string{strings.Repeat("k", 255), `"` + strings.Repeat("q", 255) + `"`, "8e03978e-40d5-43dd-bc93-6894a57f9324", "!~"} {
		if answer := w.send(w.north, renaming(w), key); answer.Status != 200 || len(answer.Errors) > 0 {
			t.Errorf("%s: %d %s", key, answer.Status, answer.Body)
		}
	}
}

// TestQueriesHaveNoUseForAKey: the header means nothing there, be it well-formed or not.
func TestQueriesHaveNoUseForAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, key := range []string{"K1", "K1", "", "a b"} {
		answer := w.send(w.north, body{Query: `{ handles { totalCount } }`}, key)
		if answer.Status != 200 || len(answer.Errors) > 0 || replayed(answer) {
			t.Errorf("with %q: %d %s", key, answer.Status, answer.Body)
		}
	}
	if kept := w.read("SELECT * FROM outcomes"); len(kept) > 0 {
		t.Errorf("kept %v", kept)
	}
	if answer := w.send(w.north, renaming(w), "K1"); replayed(answer) || len(answer.Errors) > 0 {
		t.Errorf("the key is taken: %s", answer.Body)
	}
}
