package receiver

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

const day = 24 * time.Hour

// failFor lets days pass in which something happens every day and the receiver refuses everything.
func failFor(w *world, r *receiver, days int) {
	r.says(http.StatusBadGateway, "")
	for range days * 4 {
		w.handle(w.key)
		for range 4 { // the pauses of the first attempts
			w.Settle()
			w.Clock.Move(day / 16)
		}
	}
	w.Settle()
}

// TestAnEndpointThatFailsForFiveDaysIsDisabled, and enabling it begins anew.
func TestAnEndpointThatFailsForFiveDaysIsDisabled(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, _ := w.endpoint(w.key, r, "HANDLE_CREATED")
	failFor(w, r, 4)
	if e, _ := w.look(w.key, id); e["enabled"] != true || e["failingSince"] == nil {
		t.Fatalf("after four days: %v", e)
	}
	failFor(w, r, 2)
	e, log := w.look(w.key, id)
	if e["enabled"] != false || e["disabledReason"] != "FAILING" {
		t.Fatalf("after six days: %v", e)
	}
	for _, d := range log {
		if d["state"] == "DELIVERED" {
			t.Errorf("%v was delivered", d)
		}
	}
	w.Clock.Move(2 * day)
	w.Settle()
	if _, log = w.look(w.key, id); fmt.Sprint(log) == "" || strings.Contains(fmt.Sprint(log), "PENDING") || !strings.Contains(fmt.Sprint(log), "ENDPOINT_DISABLED") {
		t.Errorf("what was on its way: %v", log)
	}
	r.took()
	r.does(nil)
	w.handle(w.key)
	w.Settle()
	w.mutate(w.key, "updateWebhookEndpoint", "UpdateWebhookEndpointInput", object{"webhookEndpointId": id, "enabled": true}, "webhookEndpoint { id }")
	w.handle(w.key)
	w.Settle()
	if got := r.took(); len(got) != 1 {
		t.Errorf("%d arrivals after it was enabled, want what happened since", len(got))
	}
	if e, _ := w.look(w.key, id); e["enabled"] != true || e["disabledReason"] != nil || e["failingSince"] != nil {
		t.Errorf("enabled again: %v", e)
	}
}

// TestTwoShortFailuresDaysApartDisableNothing, though nothing arrived in between.
func TestTwoShortFailuresDaysApartDisableNothing(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, _ := w.endpoint(w.key, r, "HANDLE_CREATED")
	r.says(http.StatusBadGateway, "")
	for range 2 {
		w.handle(w.key)
		w.Settle()
		w.Clock.Move(10 * time.Second)
		w.Settle()
		if e, _ := w.look(w.key, id); e["enabled"] != true {
			t.Errorf("disabled: %v", e)
		}
		w.Clock.Move(6 * day)
	}
}

// TestRedeliveryByHand: of what arrived and of what was given up, also to a disabled endpoint, with the same id.
func TestRedeliveryByHand(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, secret := w.endpoint(w.key, r, "HANDLE_CREATED")
	w.handle(w.key)
	w.Settle()
	first := r.took()[0]
	w.mutate(w.key, "updateWebhookEndpoint", "UpdateWebhookEndpointInput", object{"webhookEndpointId": id, "enabled": false}, "webhookEndpoint { id }")
	redeliver := func() {
		t.Helper()
		made := w.mutate(w.key, "redeliverWebhook", "RedeliverWebhookInput", object{"deliveryId": first.id}, "delivery { state attempts nextAttemptAt deliveredAt }")
		if d := made["delivery"].(object); d["state"] != "PENDING" || d["attempts"] != 0.0 || d["deliveredAt"] != nil || d["nextAttemptAt"] == nil {
			t.Errorf("asked for again: %v", d)
		}
		w.Settle()
		if got := r.took(); len(got) != 1 || got[0].id != first.id || !got[0].verifies(t, secret) {
			t.Errorf("%d arrivals: %v", len(got), got)
		}
	}
	redeliver()
	r.says(http.StatusGone, "")
	redeliver()
	r.does(nil)
	redeliver()
	if e, log := w.look(w.key, id); e["enabled"] != false || e["disabledReason"] != "SWITCHED_OFF" || log[0]["state"] != "DELIVERED" {
		t.Errorf("%v %v", e, log)
	}
}

// TestAskingTwiceMakesOneAttempt, be it that the first one fails: the second message in the queue finds that its time has
// not come.
func TestAskingTwiceMakesOneAttempt(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	w.endpoint(w.key, r, "HANDLE_CREATED")
	w.handle(w.key)
	w.Settle()
	id := r.took()[0].id
	for _, status := range []int{http.StatusInternalServerError, http.StatusNoContent} {
		r.says(status, "")
		for range 3 {
			w.mutate(w.key, "redeliverWebhook", "RedeliverWebhookInput", object{"deliveryId": id}, "delivery { id }")
		}
		w.Settle()
		if got := r.took(); len(got) != 1 {
			t.Errorf("answered with %d: %d attempts", status, len(got))
		}
	}
}

// TestATestTellsOfNothing and goes to a disabled endpoint, too.
func TestATestTellsOfNothing(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, secret := w.endpoint(w.key, r, "HANDLE_CREATED")
	w.mutate(w.key, "updateWebhookEndpoint", "UpdateWebhookEndpointInput", object{"webhookEndpointId": id, "enabled": false}, "webhookEndpoint { id }")
	w.mutate(w.key, "sendTestWebhook", "SendTestWebhookInput", object{"webhookEndpointId": id}, "delivery { id event { id } }")
	w.Settle()
	got := r.took()
	if kinds(got) != registrar.WebhookTest || !got[0].verifies(t, secret) || fmt.Sprint(got[0].data) != "map[entityId:"+id+"]" {
		t.Errorf("%s: %v", kinds(got), got)
	}
}

// TestWhatIsRefused goes through what endpoints may not be.
func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	w := apitest.New(t) // as strict as the product is
	reseller, key := w.Reseller("North")
	create := func(in object) string {
		t.Helper()
		data := w.Must(key, `mutation($in: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $in) { secret userErrors { code field } } }`, object{"in": in})
		payload, _ := data["createWebhookEndpoint"].(object)
		if refusals, _ := payload["userErrors"].([]any); len(refusals) > 0 {
			return fmt.Sprint(refusals)
		}
		return payload["secret"].(string)[:6]
	}
	for _, c := range []struct {
		in   object
		want string
	}{
		{object{"url": "http://example.com/"}, "[map[code:INVALID field:[url]]]"},
		{object{"url": "https://127.0.0.1/"}, "[map[code:INVALID field:[url]]]"},
		{object{"url": "https://localhost/"}, "[map[code:INVALID field:[url]]]"},
		{object{"url": "https://169.254.169.254/"}, "[map[code:INVALID field:[url]]]"},
		{object{"url": "https://user:pw@example.com/"}, "[map[code:INVALID field:[url]]]"},
		{object{"url": "https://example.com/", "description": strings.Repeat("x", 201)}, "[map[code:TOO_LONG field:[description]]]"},
		{object{"url": "https://example.com/", "resellerId": reseller}, "[map[code:NOT_ALLOWED field:[resellerId]]]"},
	} {
		if got := create(c.in); got != c.want {
			t.Errorf("%v: %s, want %s", c.in, got, c.want)
		}
	}
	for n := range registrar.EndpointsPerAccount {
		if got := create(object{"url": "https://example.com/"}); got != "whsec_" {
			t.Fatalf("endpoint %d: %s", n+1, got)
		}
	}
	if got := create(object{"url": "https://example.com/"}); got != "[map[code:TOO_MANY_WEBHOOK_ENDPOINTS field:<nil>]]" {
		t.Errorf("one too many: %s", got)
	}
}

// TestStaleChangesAreRefused with the version that is there.
func TestStaleChangesAreRefused(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, _ := w.endpoint(w.key, r)
	w.mutate(w.key, "updateWebhookEndpoint", "UpdateWebhookEndpointInput", object{"webhookEndpointId": id, "description": "The shop"}, "webhookEndpoint { id }")
	for _, field := range []string{"update", "delete"} {
		name := field + "WebhookEndpoint"
		data := w.Must(w.key, "mutation($in: "+strings.ToUpper(name[:1])+name[1:]+"Input!) { "+name+"(input: $in) { userErrors { code ... on ConflictError { currentVersion } } } }",
			object{"in": object{"webhookEndpointId": id, "expectedVersion": 1}})
		if got := fmt.Sprint(data[name]); got != "map[userErrors:[map[code:CONFLICT currentVersion:2]]]" {
			t.Errorf("%s: %s", name, got)
		}
	}
	w.mutate(w.key, "deleteWebhookEndpoint", "DeleteWebhookEndpointInput", object{"webhookEndpointId": id, "expectedVersion": 2}, "deletedWebhookEndpointId")
	w.handle(w.key)
	w.Settle()
	if e, _ := w.look(w.key, id); e != nil || len(r.took()) > 0 {
		t.Errorf("it is there still: %v", e)
	}
}

// TestWhatWasDeliveredIsForgotten after thirty days, and what was not stays.
func TestWhatWasDeliveredIsForgotten(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, _ := w.endpoint(w.key, r, "HANDLE_CREATED")
	w.handle(w.key)
	w.Settle()
	r.says(http.StatusBadRequest, "")
	w.handle(w.key)
	for range registrar.WebhookAttempts() {
		w.Settle()
		w.Clock.Move(27 * time.Hour)
	}
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{18 * day, 2}, {2 * day, 1}} {
		w.Clock.Move(c.after)
		w.Settle()
		if _, log := w.look(w.key, id); len(log) != c.want {
			t.Errorf("%d in the log, want %d: %v", len(log), c.want, log)
		}
	}
}
