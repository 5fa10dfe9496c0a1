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

// TestAProofChangesTheDomainsToo: what lifts a hold has one event for the handle and one for each domain, by whoever
// did it.
func TestAProofChangesTheDomainsToo(t *testing.T) {
	for field, c := range map[string]struct {
		caller string
		input  func(w *world) object
		event  registrar.EventAction
		actor  registrar.ActorKind
	}{
		"confirmReachability": {"", func(w *world) object {
			return object{"token": w.mailed["failed"].proof}
		}, registrar.ReachabilityConfirmed, registrar.ActorOwner},
		"verifyReachability": {"operator", func(w *world) object {
			return object{"handleId": w.handles["failed"], "reason": "Answered by telephone."}
		}, registrar.ReachabilityVerified, registrar.ActorOperator},
	} {
		t.Run(field, func(t *testing.T) {
			w := newWorld(t)
			answer := w.run(w.secrets[c.caller], field, c.input(w))
			if got := outcomeOf(t, answer, field); fmt.Sprint(got) != fmt.Sprint(done()) {
				t.Fatal(string(answer.Body))
			}
			differences := w.dump().since(w.baseline)
			w.verifyEvents(differences, c.event, c.actor)
			want := []string{w.domains["held.com"] + " DOMAIN_UPDATED", w.handles["failed"] + " " + string(c.event)}
			if got := eventsOf(differences); !slices.Equal(got, want) {
				t.Errorf("events are %v, want %v", got, want)
			}
			if left := w.read("SELECT * FROM holds"); len(left) > 0 {
				t.Errorf("still on hold: %v", left)
			}
		})
	}
}

// eventsOf lists the new events, sorted by what they are about.
func eventsOf(differences []difference) []string {
	var all []string
	for _, d := range differences {
		if d.table == "events" && d.before == nil {
			all = append(all, fmt.Sprint(d.after["entity_id"], " ", d.after["action"]))
		}
	}
	slices.Sort(all)
	return all
}

// TestABounceThatConcernsNoProof: what becomes of a mail is told by the evidence alone; the one change without an event
// is that of a mail that no running proof was sent for.
func TestABounceThatConcernsNoProof(t *testing.T) {
	w := newWorld(t)
	mail := fmt.Sprint(w.read("SELECT id FROM mails WHERE kind = 'PASSWORD' AND handle_id = '" + w.handles["released"] + "'")[0]["id"])
	answer := w.run(w.secrets["operator"], "reportBounce", object{"messageId": mail, "reply": "550 no such user"})
	if got := outcomeOf(t, answer, "reportBounce"); fmt.Sprint(got) != fmt.Sprint(done()) {
		t.Fatal(string(answer.Body))
	}
	var changed []string
	for _, d := range w.dump().since(w.baseline) {
		changed = append(changed, d.table+" "+fmt.Sprint(d.after["state"], " ", d.after["kind"]))
	}
	if want := []string{"evidences <nil> BOUNCED", "mails BOUNCED PASSWORD"}; !slices.Equal(changed, want) {
		t.Errorf("changed are %q, want %q", changed, want)
	}
}

// TestTheSameIdentityIsProvedOnce: other handles of the person are settled by the program, right after.
func TestTheSameIdentityIsProvedOnce(t *testing.T) {
	w := newWorld(t)
	var twin string
	err := w.Service.Bulk(t.Context(), func(b *service.Bulk) error {
		twin = b.Handle(service.BulkHandle{
			Data: w.person("created"), CreatedAt: loadedAt, Reachability: registrar.ReachPending,
			Lists: []service.BulkAccess{{ResellerID: w.resellers["beta"], Rights: registrar.Full, Origin: registrar.Created}},
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Settle() // what the world began with
	w.baseline = w.dump()
	w.run("", "confirmReachability", object{"token": w.mailed["created"].proof})
	w.verifyEvents(w.dump().since(w.baseline), registrar.ReachabilityConfirmed, registrar.ActorOwner)
	if is := w.dump()["handles"][twin]["reachability"]; is != string(registrar.ReachPending) {
		t.Errorf("the other handle is %v within the same transaction, of which there may be thousands", is)
	}
	w.baseline = w.dump()
	w.Settle()
	differences := w.dump().since(w.baseline)
	w.verifyEvents(differences, registrar.HandleUpdated, registrar.ActorSystem)
	for _, d := range differences {
		if d.table != "events" || d.after["entity_id"] != twin {
			continue
		}
		if d.after["actor_kind"] != string(registrar.ActorSystem) || d.after["reseller_id"] != w.resellers["beta"] || d.after["request_id"] != nil {
			t.Errorf("the other account's event names somebody else: %v", d.after)
		}
	}
	if is := w.dump()["handles"][twin]["reachability"]; is != string(registrar.ReachValidated) {
		t.Errorf("the other handle is %v", is)
	}
}

// TestARecoveryTellsNothing: the same answer for every code; only a released handle gets a mail, later, and then it is
// the program that acts.
func TestARecoveryTellsNothing(t *testing.T) {
	w := newWorld(t)
	codes := map[string]string{"unknown": "QQ1234-HD", "unknown and typed": " qq1234-hd "}
	for _, name := range []string{"created", "attached", "foreign", "released", "alpha own"} {
		codes[name] = w.mailed[name].code
	}
	bodies := map[string]bool{}
	for name, code := range codes {
		answer := w.run("", "requestPasswordRecovery", object{"code": code})
		bodies[string(answer.Body)] = true
		handedOver := w.dump()
		w.Settle()
		var want []string
		if name == "released" {
			want = []string{w.handles[name] + " PASSWORD_MAILED"}
		}
		if got := eventsOf(w.dump().since(handedOver)); !slices.Equal(got, want) {
			t.Errorf("%s: events are %v, want %v", name, got, want)
		}
		w.Clock.Move(time.Hour)
	}
	if len(bodies) != 1 {
		t.Errorf("answered differently: %v", bodies)
	}
	for _, l := range w.Post.Letters() {
		if l.Reason == registrar.MailRecovery && l.To != "released@example.org" {
			t.Errorf("%s got a link to set a password", l.To)
		}
	}
}

// TestWhatIsNoCodeIsToldSo: the form of a code tells nothing about the handles there are. To sign in, it is one of many
// that do not fit.
func TestWhatIsNoCodeIsToldSo(t *testing.T) {
	w := newWorld(t)
	var attempts []attempt
	for _, typed := range []string{"", " ", "Ünsinn", "QQ1234", "-", "Q1-HD\x00", strings.Repeat("A", 10_000)} {
		attempts = append(attempts, attempt{"recovery " + typed, "", "requestPasswordRecovery", object{"code": typed}, refused(registrar.Invalid)})
	}
	verify(t, w, attempts)
	bodies := map[string]bool{}
	for _, typed := range []string{"", "Ünsinn", strings.Repeat("A", 10_000), "QQ1234-HD", w.mailed["created"].code} {
		bodies[string(w.run("", "signIn", object{"code": typed, "password": "wrong"}).Body)] = true
	}
	if len(bodies) != 1 {
		t.Errorf("wrong codes are told apart: %v", bodies)
	}
}

// TestTriesAreLimitedAlike: ten wrong passwords for a code, whether it is a handle's or not, then RATE_LIMITED, which
// leaves no trace and which the right password does not get past; thirty from an address.
func TestTriesAreLimitedAlike(t *testing.T) {
	w := newWorld(t)
	try := func(code, typed string) string {
		t.Helper()
		answer := w.run("", "signIn", object{"code": code, "password": typed})
		return fmt.Sprint(outcomeOf(t, answer, "signIn").user)
	}
	codes := []string{w.mailed["released"].code, w.mailed["created"].code, "QQ1234-HD"}
	failed, limited := fmt.Sprint([]registrar.Code{registrar.SignInFailed}), fmt.Sprint([]registrar.Code{registrar.RateLimited})
	for _, code := range codes {
		for n := range 10 {
			if got := try(strings.ToLower(code), "wrong"); got != failed {
				t.Fatalf("try %d of %s: %s", n+1, code, got)
			}
		}
		w.baseline = w.dump()
		if got := try(code, ownersPassword); got != limited {
			t.Errorf("try 11 of %s: %s", code, got)
		}
		if changed := w.dump().since(w.baseline); len(changed) > 0 {
			t.Errorf("refused, but changed: %v", changed)
		}
	}
	// Thirty tries came from here: nobody else's code is tried either, and it is not counted for it.
	if got := try(w.mailed["early"].code, ownersPassword); got != limited {
		t.Errorf("try 31 from the address: %s", got)
	}
	if changed := w.dump().since(w.baseline); len(changed) > 0 {
		t.Errorf("refused, but changed: %v", changed)
	}
	w.Clock.Move(15 * time.Minute)
	if got := try(codes[0], ownersPassword); got != "[]" {
		t.Errorf("later: %s", got)
	}
}

// TestRecoveriesAreLimited: three an hour for a handle, which nobody is told, and ten from an address.
func TestRecoveriesAreLimited(t *testing.T) {
	w := newWorld(t)
	for n := 1; n <= 11; n++ {
		answer := w.run("", "requestPasswordRecovery", object{"code": w.mailed["released"].code})
		want := done()
		if n == 11 {
			want = refused(registrar.RateLimited)
			verifyUntouched(t, answer, "requestPasswordRecovery", w.dump().since(w.baseline))
		}
		if got := outcomeOf(t, answer, "requestPasswordRecovery"); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("request %d: %s", n, answer.Body)
		}
		w.Settle()
		w.baseline = w.dump()
	}
	n := 0
	for _, l := range w.Post.Letters() {
		if l.Reason == registrar.MailRecovery {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d mails, want 3", n)
	}
}
