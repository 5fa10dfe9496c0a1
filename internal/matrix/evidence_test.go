package matrix

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/store"
)

// TestEvidenceIsTheHundredNewest: newest first, a hundred at most, each handle's own, also when several are read at
// once.
func TestEvidenceIsTheHundredNewest(t *testing.T) {
	w := newWorld(t)
	began := registrar.At(w.Clock.Now())
	numbers := map[string]int{"created": 105, "validated": 100, "none": 99}
	for name, n := range numbers {
		n -= len(w.read("SELECT id FROM evidences WHERE handle_id = '" + w.handles[name] + "'"))
		err := w.Store.Write(system(t.Context()), func(tx *store.Tx) error {
			for i := range n {
				at := began.Add(time.Duration(i) * time.Second)
				if err := tx.Evidence.Create().SetID(registrar.NewIDAt(registrar.EvidenceID, at)).SetHandleID(w.handles[name]).
					SetKind(registrar.EvidenceVerified).SetAt(at).SetNote(name).Exec(system(t.Context())); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	const query = `query($ids: [ID!]!) { nodes(ids: $ids) { ... on Handle { id reachability { evidence { at kind note } } } } }`
	var ids []string
	for name := range numbers {
		ids = append(ids, w.handles[name])
	}
	nodes, _ := w.Must(w.secrets["alpha"], query, object{"ids": ids})["nodes"].([]any)
	for name, n := range numbers {
		at := slices.Index(ids, w.handles[name])
		h, _ := nodes[at].(object)
		proof, _ := h["reachability"].(object)
		entries, _ := proof["evidence"].([]any)
		if want := min(n, 100); len(entries) != want {
			t.Errorf("%s shows %d entries, want %d", name, len(entries), want)
		}
		last := "9999"
		for i, e := range entries {
			entry, _ := e.(object)
			moment := fmt.Sprint(entry["at"])
			if moment > last || entry["note"] != nil && entry["note"] != name {
				t.Errorf("%s: entry %d is %v, after one of %s", name, i, entry, last)
			}
			last = moment
		}
		if len(entries) == 100 && fmt.Sprint(entries[0]) == fmt.Sprint(entries[99]) {
			t.Errorf("%s: the same entry again", name)
		}
	}
}

// TestAProofFailsOnce: the evidence has one entry when the proof turned FAILED, whatever the number of domains; each
// domain's own events tell of its hold.
func TestAProofFailsOnce(t *testing.T) {
	w := newWorld(t)
	id := w.shared()
	for range 3 {
		w.Clock.Move(24 * time.Hour)
		w.Settle()
	}
	const query = `query($id: ID!) { handle(by: {id: $id}) { reachability { evidence { kind } } } }`
	for _, caller := range []string{"alpha", "beta", "operator"} {
		failed := 0
		for _, e := range evidenceOf(w.Must(w.secrets[caller], query, object{"id": id})) {
			if e["kind"] == string(registrar.EvidenceOverdue) {
				failed++
			}
		}
		if failed != 1 {
			t.Errorf("%s sees the proof fail %d times", caller, failed)
		}
	}
	if holds := len(w.read("SELECT id FROM holds WHERE reason = 'REACHABILITY' AND domain_id IN (SELECT id FROM domains WHERE name LIKE 'shared-%')")); holds != 2 {
		t.Errorf("%d domains are on hold", holds)
	}
}

// TestPasswordMailsAreNotTheResellersBusiness: that a mail to set a password went out shows to the owner's side alone.
func TestPasswordMailsAreNotTheResellersBusiness(t *testing.T) {
	w := newWorld(t)
	w.run("", "requestPasswordRecovery", object{"code": w.mailed["released"].code})
	w.Settle()
	const query = `query($id: ID!) { handle(by: {id: $id}) { reachability { evidence { kind reason } } } }`
	for caller, want := range map[string]bool{"alpha": false, "operator": true, "owner of released": true} {
		shown := false
		for _, e := range evidenceOf(w.Must(w.secrets[caller], query, object{"id": w.handles["released"]})) {
			shown = shown || e["reason"] == string(registrar.MailRecovery)
		}
		if shown != want {
			t.Errorf("%s sees the recovery mail: %t", caller, shown)
		}
	}
}

// evidenceOf are the entries in an answer about one handle.
func evidenceOf(data object) []object {
	h, _ := data["handle"].(object)
	proof, _ := h["reachability"].(object)
	list, _ := proof["evidence"].([]any)
	entries := make([]object, len(list))
	for i, e := range list {
		entries[i], _ = e.(object)
	}
	return entries
}

// TestLimitedRightsShowWhatHappenedSince: a reseller into whose list a handle came sees nothing of what happened before,
// and never what staff noted.
func TestLimitedRightsShowWhatHappenedSince(t *testing.T) {
	w := newWorld(t)
	id := w.shared()
	w.run(w.secrets["operator"], "resetReachability", object{"handleId": id})
	w.Settle()
	w.Clock.Move(time.Hour)
	past(t, w.World, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), apitest.Bind("UPDATE accesses SET since = ? WHERE handle_id = ? AND reseller_id = ?"),
			registrar.At(w.Clock.Now()), id, w.resellers["beta"])
		return err
	})
	w.run(w.secrets["alpha"], "resetReachability", object{"handleId": id})
	w.Settle()
	w.run(w.secrets["operator"], "verifyReachability", object{"handleId": id, "reason": "Answered by telephone."})
	const query = `query($id: ID!) { handle(by: {id: $id}) { reachability { evidence { at kind recipient note } } } }`
	for caller, c := range map[string]struct {
		early, noted bool
	}{"alpha": {true, true}, "operator": {true, true}, "beta": {false, false}} {
		var early, late, noted bool
		for _, e := range evidenceOf(w.Must(w.secrets[caller], query, object{"id": id})) {
			before := fmt.Sprint(e["at"]) < w.Clock.Now().UTC().Format(inAnswers)
			early, late, noted = early || before, late || !before, noted || e["note"] != nil
		}
		if early != c.early || !late || noted != c.noted {
			t.Errorf("%s sees what was before: %t, what came later: %t, notes: %t", caller, early, late, noted)
		}
	}
}

// TestTheAnswerNamesFromWhereItCame: to those with FULL rights and to staff.
func TestTheAnswerNamesFromWhereItCame(t *testing.T) {
	w := newWorld(t)
	id := w.shared()
	w.run(w.secrets["alpha"], "resetReachability", object{"handleId": id})
	w.Settle()
	w.run("", "confirmReachability", object{"token": w.LastToken()})
	const query = `query($id: ID!) { handle(by: {id: $id}) { reachability { evidence { kind remoteAddress } } } }`
	for caller, want := range map[string]any{"alpha": "127.0.0.1", "operator": "127.0.0.1", "beta": nil} {
		answers := 0
		for _, e := range evidenceOf(w.Must(w.secrets[caller], query, object{"id": id})) {
			from := any(nil)
			if e["kind"] == string(registrar.EvidenceConfirmed) {
				from = want
				answers++
			}
			if e["remoteAddress"] != from {
				t.Errorf("%s sees %v, want an address of %v", caller, e, from)
			}
		}
		if answers != 1 {
			t.Errorf("%s sees %d answers", caller, answers)
		}
	}
}
