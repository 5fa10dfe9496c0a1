package receiver

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// TestAChangeArrivesSigned, names what changed, and holds no personal data.
func TestAChangeArrivesSigned(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	before := w.handle(w.key)
	w.Clock.Move(time.Second)
	id, secret := w.endpoint(w.key, r)
	handle := w.handle(w.key)
	w.mutate(w.key, "updateHandle", "UpdateHandleInput", object{"handleId": before, "fax": "+33123456781"}, "handle { id }")
	w.Settle()
	got := r.took()
	if kinds(got) != "handle.created handle.updated" {
		t.Fatalf("arrived: %s", kinds(got))
	}
	for i, of := range []string{handle, before} {
		a := got[i]
		if !a.verifies(t, secret) || a.verifies(t, "whsec_AAAA") {
			t.Errorf("the signature is wrong: %v", a.header)
		}
		if at, _ := strconv.ParseInt(a.header.Get("Webhook-Timestamp"), 10, 64); at != w.Clock.Now().Unix() {
			t.Errorf("sent at %d, want %d", at, w.Clock.Now().Unix())
		}
		if a.data["entityId"] != of || a.data["action"] != []string{"HANDLE_CREATED", "HANDLE_UPDATED"}[i] {
			t.Errorf("it says %s", a.body)
		}
		for _, personal := range []string{"Grace", "Hopper", "grace@", "+331234", "Paris"} {
			if bytes.Contains(a.body, []byte(personal)) {
				t.Errorf("it tells %s: %s", personal, a.body)
			}
		}
	}
	_, log := w.look(w.key, id)
	if len(log) != 3 || log[0]["id"] != got[1].id && log[1]["id"] != got[1].id || log[0]["state"] != "DELIVERED" || log[0]["lastStatus"] != 204.0 ||
		log[0]["attempts"] != 1.0 || log[0]["nextAttemptAt"] != nil || log[0]["endpoint"].(object)["id"] != id {
		t.Errorf("the log: %v", log)
	}
}

// TestTheCursorReadsOn: what `events` gives after the cursor of a message is what came next.
func TestTheCursorReadsOn(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	w.endpoint(w.key, r)
	w.handle(w.key)
	next := w.handle(w.key)
	w.Settle()
	first := r.took()[0]
	data := w.Must(w.key, `query($after: String!) { events(first: 1, after: $after, orderBy: {direction: ASC}) { edges { node { entityId } } } }`,
		object{"after": first.data["cursor"]})
	edges, _ := data["events"].(object)["edges"].([]any)
	if len(edges) != 1 || edges[0].(object)["node"].(object)["entityId"] != next {
		t.Errorf("after %v came %v, want %s", first.data, edges, next)
	}
}

// TestEndpointsHearOfTheirOwnAccountAndWhatTheyAskedFor, staff's of all.
func TestEndpointsHearOfTheirOwnAccountAndWhatTheyAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apitest.Options{})
	_, south := w.Reseller("South")
	staff := w.Key("", registrar.Scopes...)
	norths, picky, souths, all := newReceiver(t), newReceiver(t), newReceiver(t), newReceiver(t)
	w.endpoint(w.key, norths)
	w.endpoint(w.key, picky, "HANDLE_DELETED", "HANDLE_UPDATED")
	w.endpoint(south, souths)
	w.endpoint(staff, all)
	norths.took()
	handle := w.handle(w.key)
	w.mutate(w.key, "updateHandle", "UpdateHandleInput", object{"handleId": handle, "fax": "+33123456781"}, "handle { id }")
	w.handle(south)
	w.Settle()
	for name, c := range map[string]struct {
		r    *receiver
		want string
	}{
		"north's": {norths, "handle.created handle.updated"}, "the picky one": {picky, "handle.updated"},
		"south's": {souths, "handle.created"}, "staff's": {all, "handle.created handle.updated handle.created"},
	} {
		if got := kinds(c.r.took()); got != c.want {
			t.Errorf("%s heard of %q, want %q", name, got, c.want)
		}
	}
}

// TestEndpointsHearOfNothingFromBeforeTheyWereMade, though it was not dispatched yet.
func TestEndpointsHearOfNothingFromBeforeTheyWereMade(t *testing.T) {
	t.Parallel()
	w, earlier, later := newWorld(t, apitest.Options{}), newReceiver(t), newReceiver(t)
	w.endpoint(w.key, earlier, "HANDLE_CREATED")
	w.handle(w.key)
	w.Clock.Move(time.Second)
	w.mutate(w.key, "createWebhookEndpoint", "CreateWebhookEndpointInput", object{"url": later.URL}, "secret")
	w.Settle()
	if got := kinds(earlier.took()); got != "handle.created" {
		t.Errorf("the earlier one heard of %q", got)
	}
	if got := kinds(later.took()); got != "webhook_endpoint.created" {
		t.Errorf("the later one heard of %q", got)
	}
}

// TestRetriesFollowTheSchedule, with the same id each time, until they are given up after three days.
func TestRetriesFollowTheSchedule(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, secret := w.endpoint(w.key, r)
	r.says(http.StatusInternalServerError, "no <b>luck</b>\ntoday")
	w.handle(w.key)
	w.Settle()
	first := r.took()
	if len(first) != 1 {
		t.Fatalf("%d attempts at once", len(first))
	}
	for attempt := 1; attempt < registrar.WebhookAttempts(); attempt++ {
		least, _ := registrar.WebhookPause(attempt, 0, 0)
		most, _ := registrar.WebhookPause(attempt, 1, 0)
		w.Clock.Move(least - time.Millisecond)
		w.Settle()
		if early := r.took(); len(early) > 0 {
			t.Fatalf("attempt %d came before its time", attempt+1)
		}
		w.Clock.Move(most - least + time.Millisecond)
		w.Settle()
		again := r.took()
		if len(again) != 1 || again[0].id != first[0].id || !again[0].verifies(t, secret) || !bytes.Equal(again[0].body, first[0].body) {
			t.Fatalf("attempt %d: %d arrivals", attempt+1, len(again))
		}
		if at, _ := strconv.ParseInt(again[0].header.Get("Webhook-Timestamp"), 10, 64); at != w.Clock.Now().Unix() {
			t.Errorf("attempt %d tells of another time", attempt+1)
		}
	}
	endpoint, log := w.look(w.key, id)
	if d := log[0]; d["state"] != "FAILED" || d["attempts"] != 10.0 || d["lastStatus"] != 500.0 || d["lastFailure"] != "STATUS" ||
		d["lastAnswer"] != "no <b>luck</b> today" || d["nextAttemptAt"] != nil {
		t.Errorf("the log: %v", d)
	}
	if endpoint["failingSince"] != "2026-01-15T12:00:00Z" && !strings.HasPrefix(endpoint["failingSince"].(string), "2026-01-15T12:00:00") || endpoint["enabled"] != true {
		t.Errorf("the endpoint: %v", endpoint)
	}
	w.Clock.Move(48 * time.Hour)
	w.Settle()
	if late := r.took(); len(late) > 0 {
		t.Errorf("it was tried after it was given up: %s", kinds(late))
	}
}

// TestRetryAfterIsHonoured where it asks for more than the schedule.
func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	w.endpoint(w.key, r)
	r.does(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "3600")
		rw.WriteHeader(http.StatusTooManyRequests)
	})
	w.handle(w.key)
	w.Settle()
	r.took()
	r.does(nil)
	w.Clock.Move(59 * time.Minute)
	w.Settle()
	if early := r.took(); len(early) > 0 {
		t.Error("it came within the hour")
	}
	w.Clock.Move(8 * time.Minute)
	w.Settle()
	if got := r.took(); len(got) != 1 {
		t.Errorf("%d arrivals after the hour", len(got))
	}
}

// TestRotationOverlaps: both secrets verify until the former ends.
func TestRotationOverlaps(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, former := w.endpoint(w.key, r, "HANDLE_CREATED")
	rotate := func(overlap int) string {
		t.Helper()
		made := w.mutate(w.key, "rotateWebhookSecret", "RotateWebhookSecretInput", object{"webhookEndpointId": id, "overlapSeconds": overlap}, "secret")
		return made["secret"].(string)
	}
	verify := func(when string, secret string, want bool, signatures int) {
		t.Helper()
		w.handle(w.key)
		w.Settle()
		for _, a := range r.took() {
			if a.verifies(t, secret) != want || strings.Count(a.header.Get("Webhook-Signature"), "v1,") != signatures {
				t.Errorf("%s: verified %t with %s", when, !want, a.header.Get("Webhook-Signature"))
			}
		}
	}
	second := rotate(3600)
	verify("the new one", second, true, 2)
	verify("the former one, in time", former, true, 2)
	w.Clock.Move(time.Hour)
	verify("the former one, late", former, false, 1)
	verify("the new one, late", second, true, 1)
	third := rotate(0)
	verify("without overlap", second, false, 1)
	verify("without overlap, the new one", third, true, 1)
	rotate(3600)
	fifth := rotate(3600)
	verify("the one before the former", third, false, 2)
	verify("the fifth", fifth, true, 2)
}

// TestGoneDisables at once.
func TestGoneDisables(t *testing.T) {
	t.Parallel()
	w, r, other := newWorld(t, apitest.Options{}), newReceiver(t), newReceiver(t)
	id, _ := w.endpoint(w.key, r, "HANDLE_CREATED")
	w.endpoint(w.key, other, "WEBHOOK_ENDPOINT_DISABLED")
	r.says(http.StatusGone, "")
	w.handle(w.key)
	w.Settle()
	endpoint, log := w.look(w.key, id)
	if endpoint["enabled"] != false || endpoint["disabledReason"] != "GONE" || log[0]["state"] != "FAILED" || log[0]["lastFailure"] != "GONE" {
		t.Errorf("%v %v", endpoint, log)
	}
	if got := other.took(); kinds(got) != "webhook_endpoint.disabled" || got[0].data["entityId"] != id {
		t.Errorf("another endpoint heard of %q", kinds(got))
	}
	r.took()
	w.handle(w.key)
	w.Settle()
	if got := r.took(); len(got) > 0 {
		t.Error("it was tried once more")
	}
}
