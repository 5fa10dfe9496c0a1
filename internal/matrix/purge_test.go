package matrix

import (
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// TestADeletedHandleTakesItsMailsAlong: links, mails, evidence and the password go with the handle, in the same change;
// what stays names neither the person nor the handle, but for the audit trail, which names the handle's id. What is
// still queued or timed for it does nothing.
func TestADeletedHandleTakesItsMailsAlong(t *testing.T) {
	w := newWorld(t)
	id, code := w.handles["created"], w.mailed["created"].code
	w.run("", "requestPasswordRecovery", object{"code": code})
	w.run(w.secrets["operator"], "retryMail", object{"mailId": w.mailed["created"].dead})
	w.run(w.secrets["operator"], "resetReachability", object{"handleId": id})
	answer := w.run(w.secrets["alpha"], "deleteHandle", object{"handleId": id})
	if got := outcomeOf(t, answer, "deleteHandle"); got.user != nil || got.top != "" {
		t.Fatalf("not deleted: %s", answer.Body)
	}
	w.verifyForgotten(id)
	sent := len(w.Post.Letters())
	w.Settle()
	w.Clock.Move(registrar.LinkLifetime * 3)
	w.Settle()
	for _, l := range w.Post.Letters()[sent:] {
		if l.To == "created@example.org" {
			t.Errorf("a mail for %s went to a handle that is deleted", l.Reason)
		}
	}
	w.verifyForgotten(id)
	for field, in := range map[string]object{
		"confirmReachability": {"token": w.mailed["created"].proof},
		"setPassword":         {"token": w.mailed["created"].invite, "password": "violet trams count nine owls"},
	} {
		if got := outcomeOf(t, w.run("", field, in), field); len(got.user) != 1 || got.user[0] != registrar.LinkUnknown {
			t.Errorf("%s: %v", field, got)
		}
	}
}

func (w *world) verifyForgotten(id string) {
	w.t.Helper()
	for table, rows := range w.dump() {
		for _, r := range rows {
			text := r.String()
			if strings.Contains(text, "created@example.org") || strings.Contains(text, id) && table != "events" {
				w.t.Errorf("%s still has %s", table, r)
			}
		}
	}
}
