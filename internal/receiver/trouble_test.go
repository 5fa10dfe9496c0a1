package receiver

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/webhook"
)

// handOut makes the queue hand out at once what it hides for two minutes.
func (w *world) handOut() {
	w.t.Helper()
	err := w.Store.Write(w.t.Context(), func(tx *store.Tx) error {
		_, err := tx.ExecContext(w.t.Context(), `UPDATE goqite SET timeout = created`)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// TestADeathBetweenAttemptAndNoteRepeatsTheMessage with the same id; and one on which the program dies each time is given
// up.
func TestADeathBetweenAttemptAndNoteRepeatsTheMessage(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, _ := w.endpoint(w.key, r, "HANDLE_CREATED")
	send := webhook.New(here()).Send
	die := func() (died bool) {
		defer func() { died = recover() != nil }()
		_, err := w.Service.WorkWebhook(t.Context(), func(ctx context.Context, m webhook.Message) webhook.Outcome {
			send(ctx, m)
			panic("the program ends here")
		})
		if err != nil {
			t.Error(err)
		}
		return false
	}
	w.handle(w.key)
	if _, err := w.Service.DispatchWebhooks(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !die() {
		t.Fatal("nothing was sent")
	}
	w.Settle() // it is hidden
	first := r.took()
	w.handOut()
	w.Settle()
	again := r.took()
	if len(first) != 1 || len(again) != 1 || first[0].id != again[0].id {
		t.Fatalf("%d and %d arrivals", len(first), len(again))
	}
	if _, log := w.look(w.key, id); len(log) != 1 || log[0]["state"] != "DELIVERED" || log[0]["attempts"] != 2.0 {
		t.Errorf("the log: %v", log)
	}
	w.mutate(w.key, "redeliverWebhook", "RedeliverWebhookInput", object{"deliveryId": first[0].id}, "delivery { id }")
	deaths := 0
	for die() {
		deaths++
		w.handOut()
	}
	if _, log := w.look(w.key, id); deaths != registrar.WebhookAttempts() || log[0]["state"] != "FAILED" {
		t.Errorf("it died %d times: %v", deaths, log)
	}
}

// TestTheEndOfTheProgramSaysNothingOfTheReceiver: what is under way then is tried again, and the endpoint does not fail.
func TestTheEndOfTheProgramSaysNothingOfTheReceiver(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, apitest.Options{}), newReceiver(t)
	id, _ := w.endpoint(w.key, r, "HANDLE_CREATED")
	ctx, stop := context.WithCancel(t.Context())
	r.does(func(_ http.ResponseWriter, q *http.Request) {
		stop()
		<-q.Context().Done()
	})
	w.handle(w.key)
	if _, err := w.Service.DispatchWebhooks(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Service.WorkWebhook(ctx, webhook.New(here()).Send); err != nil {
		t.Fatal(err)
	}
	e, log := w.look(w.key, id)
	if e["failingSince"] != nil || log[0]["state"] != "PENDING" || log[0]["lastFailure"] != nil {
		t.Errorf("%v %v", e, log)
	}
	r.does(nil)
	w.handOut()
	w.Settle()
	if _, log := w.look(w.key, id); log[0]["state"] != "DELIVERED" {
		t.Errorf("%v", log)
	}
}

// TestTwoInstancesDeliverOnceEach has two servers on one database that poll all the time.
func TestTwoInstancesDeliverOnceEach(t *testing.T) {
	t.Parallel()
	clock := &apitest.Clock{}
	for clock.Now().Before(apitest.Start) {
		clock.Move(apitest.Start.Sub(clock.Now()))
	}
	o := apitest.Options{Directory: t.TempDir(), Clock: clock, IDs: &registrar.TimeIDs{Now: clock.Now}}
	first := newWorld(t, o)
	o.Webhooks = here()
	second := apitest.With(t, o)
	r := newReceiver(t)
	id, _ := first.endpoint(first.key, r, "HANDLE_CREATED")
	ctx, stop := context.WithCancel(t.Context())
	var both sync.WaitGroup
	both.Go(func() { first.Worker.Run(ctx) })
	both.Go(func() { second.Worker.Run(ctx) })
	const made = 100
	for range made {
		first.handle(first.key)
	}
	var got []arrival
	for deadline := time.Now().Add(20 * time.Second); len(got) < made && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		got = append(got, r.took()...)
	}
	time.Sleep(100 * time.Millisecond) // a repeat would show
	stop()
	both.Wait()
	got = append(got, r.took()...)
	messages, entities := map[string]bool{}, map[any]bool{}
	for _, a := range got {
		messages[a.id], entities[a.data["entityId"]] = true, true
	}
	if len(got) != made || len(messages) != made || len(entities) != made {
		t.Errorf("%d arrivals of %d messages about %d handles, want %d of each", len(got), len(messages), len(entities), made)
	}
	_, log := first.look(first.key, id)
	for _, d := range log {
		if d["state"] != "DELIVERED" || d["attempts"] != 1.0 {
			t.Errorf("%v", d)
		}
	}
	if len(log) != made {
		t.Errorf("%d in the log", len(log))
	}
}

// TestASilentReceiverDoesNotKeepOthersWaiting: once it fails, one attempt to it is under way at a time.
func TestASilentReceiverDoesNotKeepOthersWaiting(t *testing.T) {
	t.Parallel()
	w, silent, other := newWorld(t, apitest.Options{}), newReceiver(t), newReceiver(t)
	w.endpoint(w.key, silent, "HANDLE_CREATED")
	w.endpoint(w.key, other, "HANDLE_CREATED")
	silent.says(http.StatusInternalServerError, "")
	w.handle(w.key)
	w.Settle() // now it is known to fail
	other.took()
	done := make(chan struct{})
	var under, most atomic.Int32
	silent.does(func(rw http.ResponseWriter, _ *http.Request) {
		if n := under.Add(1); n > most.Load() {
			most.Store(n)
		}
		<-done
		under.Add(-1)
		rw.WriteHeader(http.StatusInternalServerError)
	})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { w.Worker.Run(ctx) })
	for range 30 {
		w.handle(w.key)
	}
	arrived := 0
	for deadline := time.Now().Add(10 * time.Second); arrived < 30 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		arrived += len(other.took())
	}
	if arrived != 30 || most.Load() != 1 {
		t.Errorf("%d of 30 arrived while the silent one had %d attempts under way", arrived, most.Load())
	}
	close(done)
	stop()
	running.Wait()
}

// TestMailsDoNotWaitForWebhooks, however many receivers do not answer.
func TestMailsDoNotWaitForWebhooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, apitest.Options{})
	done := make(chan struct{})
	for range 10 {
		r := newReceiver(t)
		w.endpoint(w.key, r, "HANDLE_CREATED")
		r.does(func(http.ResponseWriter, *http.Request) { <-done })
	}
	before := len(w.Post.Letters())
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { w.Worker.Run(ctx) })
	w.handle(w.key)
	time.Sleep(200 * time.Millisecond) // every deliverer of webhooks waits now
	for range 5 {
		w.handle(w.key)
	}
	for deadline := time.Now().Add(10 * time.Second); len(w.Post.Letters()) < before+6 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if sent := len(w.Post.Letters()) - before; sent != 6 {
		t.Errorf("%d mails of 6 were sent", sent)
	}
	close(done)
	stop()
	running.Wait()
}

// TestNothingIsDeliveredToAPlaceThatIsForbiddenSince: an operator who became stricter is obeyed at the next attempt.
func TestNothingIsDeliveredToAPlaceThatIsForbiddenSince(t *testing.T) {
	t.Parallel()
	clock := &apitest.Clock{}
	for clock.Now().Before(apitest.Start) {
		clock.Move(apitest.Start.Sub(clock.Now()))
	}
	o := apitest.Options{Directory: t.TempDir(), Clock: clock, IDs: &registrar.TimeIDs{Now: clock.Now}}
	loose, r := newWorld(t, o), newReceiver(t)
	id, _ := loose.endpoint(loose.key, r, "HANDLE_CREATED")
	strict := apitest.With(t, o)
	loose.handle(loose.key)
	strict.Settle()
	_, log := loose.look(loose.key, id)
	if len(r.took()) > 0 || log[0]["lastFailure"] != "ADDRESS_NOT_ALLOWED" || fmt.Sprint(log[0]["lastStatus"]) != "<nil>" {
		t.Errorf("%v", log)
	}
}
