package worker_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/handledesk/handledesk/internal/worker"
)

// gate holds a mail server up in the middle of a mail until it is opened.
type gate struct {
	came   chan string   // who a mail that is held up goes to
	opened chan struct{} // closed to let everything through
	open   func()
}

func newGate() *gate {
	g := &gate{came: make(chan string, 100), opened: make(chan struct{})}
	g.open = sync.OnceFunc(func() { close(g.opened) })
	return g
}

// hold is what a server answers to a whole mail: nothing, until the gate is open.
func (g *gate) hold(m *received) error {
	g.came <- m.to
	<-g.opened
	return nil
}

// arrived waits for a mail that is held up.
func (g *gate) arrived(t *testing.T) string {
	t.Helper()
	select {
	case to := <-g.came:
		return to
	case <-time.After(20 * time.Second):
		t.Fatal("no mail came")
		return ""
	}
}

// TestAMutationNeverWaitsForTheMailServer has a server that says nothing while mutations are answered. No clock is
// needed: the server is freed only after the last answer, so a mutation that waited would wait for ever.
func TestAMutationNeverWaitsForTheMailServer(t *testing.T) {
	server, g := serveMail(t, "127.0.0.1:0"), newGate()
	defer g.open()
	server.answers(nil, g.hold)
	o := open(t, server.transport(t))
	stop := o.run(func(w *worker.Options) { w.Parallel = 2 })
	first := o.handle("first@example.org", "en")
	if to := g.arrived(t); to != "first@example.org" {
		t.Fatalf("the first mail goes to %s", to)
	}
	var ids []string
	for n := range 6 {
		id := o.handle(fmt.Sprintf("more-%d@example.org", n), "en")
		if state := o.reachability(id)["state"]; state != "PENDING" {
			t.Errorf("the new handle is %v", state)
		}
		ids = append(ids, id)
	}
	g.arrived(t) // the other of two
	o.Clock.Move(time.Minute)
	const reset = `mutation($id: ID!) { resetReachability(input: {handleId: $id}) { userErrors { code message } } }`
	o.do(o.seller, reset, object{"id": first})
	const release = `mutation($id: ID!) { releaseHandle(input: {handleId: $id}) { userErrors { code message } } }`
	o.do(o.seller, release, object{"id": ids[0]})
	if len(server.mails()) != 0 {
		t.Fatal("the mail server did not hang")
	}
	o.holds("while it hangs", "9 2 0", `SELECT count(*), sum(attempts), count(sent_at) FROM mails`)
	g.open()
	await(t, "all mails", func() bool { return len(server.mails()) == 9 })
	stop()
	o.holds("afterwards", "SENT 9", `SELECT state, count(*) FROM mails GROUP BY state`)
}

// TestAMutationWakesTheWorker polls once an hour, so that whatever arrives was woken for.
func TestAMutationWakesTheWorker(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	o := open(t, server.transport(t))
	o.handle("before@example.org", "en")
	o.run(nil)
	for n := range 20 { // one after another: the worker is idle in between
		await(t, "the mail before", func() bool { return len(server.mails()) == n+1 })
		o.handle(fmt.Sprintf("reader-%d@example.org", n), "en")
	}
	await(t, "the last mail", func() bool { return len(server.mails()) == 21 })
}

// TestTimersAreFoundByPolling needs no mutation: what is due is looked for.
func TestTimersAreFoundByPolling(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	o := open(t, server.transport(t))
	id := o.handle("reader@example.org", "en")
	o.run(func(w *worker.Options) { w.Poll = 5 * time.Millisecond })
	await(t, "the first mail", func() bool { return len(server.mails()) == 1 })
	o.Clock.Move(5 * 24 * time.Hour)
	await(t, "the reminder", func() bool { return len(server.mails()) == 2 })
	await(t, "the note of it", func() bool { return o.reachability(id)["reminders"] == float64(1) })
}

// TestStoppingFinishesWhatIsBeingSent stops a worker in the middle of a mail: that one is finished and noted, no other
// one is begun.
func TestStoppingFinishesWhatIsBeingSent(t *testing.T) {
	server, g := serveMail(t, "127.0.0.1:0"), newGate()
	defer g.open()
	server.answers(nil, g.hold)
	o := open(t, server.transport(t))
	for n := range 3 {
		o.handle(fmt.Sprintf("reader-%d@example.org", n), "en")
	}
	http.DefaultClient.CloseIdleConnections()
	before := goleak.IgnoreCurrent()
	stop := o.run(func(w *worker.Options) { w.Parallel = 1 })
	to := g.arrived(t)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		stop()
	}()
	// Nothing tells when a worker noticed that it is to stop; this is long enough to see one that does not wait.
	select {
	case <-stopped:
		t.Error("it did not wait for the mail that was being sent")
	case <-time.After(100 * time.Millisecond):
	}
	g.open()
	<-stopped
	goleak.VerifyNone(t, before)
	o.holds("what was being sent", "1 "+to, `SELECT attempts, recipient FROM mails WHERE state = 'SENT'`)
	o.holds("what was not begun", "2 0", `SELECT count(*), sum(attempts) FROM mails WHERE state = 'QUEUED'`)
	if n := len(server.mails()); n != 1 {
		t.Errorf("%d mails arrived", n)
	}
	o.run(nil) // as the next start of the program does
	await(t, "the others", func() bool { return len(server.mails()) == 3 })
}

// TestStoppingDoesNotWaitForEver stops a worker while the mail server says nothing any more: the mail is put off.
func TestStoppingDoesNotWaitForEver(t *testing.T) {
	server, g := serveMail(t, "127.0.0.1:0"), newGate()
	defer g.open()
	server.answers(nil, g.hold)
	o := open(t, server.transport(t))
	id := o.handle("reader@example.org", "en")
	http.DefaultClient.CloseIdleConnections()
	stop := o.run(nil)
	g.arrived(t)
	stop()
	o.holds("stopped", "QUEUED 1", mailOf, id)
	if reply := o.rows(`SELECT reply FROM mails`)[0]; !strings.HasPrefix(reply, "stopped, context canceled") {
		t.Errorf("the reply is %q", reply)
	}
	g.open()
	o.Clock.Move(time.Minute)
	o.run(nil)
	await(t, "the mail in the end", func() bool { return o.rows(mailOf, id)[0] == "SENT 2" })
}

// TestAnIdleWorkerLeavesNothingBehind starts and stops workers that have nothing to do, or much.
func TestAnIdleWorkerLeavesNothingBehind(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	o := open(t, server.transport(t))
	http.DefaultClient.CloseIdleConnections()
	before := goleak.IgnoreCurrent()
	for range 3 {
		o.run(nil)()
		goleak.VerifyNone(t, before)
	}
	for n := range 5 {
		o.handle(fmt.Sprintf("reader-%d@example.org", n), "en")
	}
	stop := o.run(func(w *worker.Options) { w.Poll = time.Millisecond })
	await(t, "all mails", func() bool { return len(server.mails()) == 5 })
	stop()
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}
