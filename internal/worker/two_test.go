package worker_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/worker"
)

// pair are two servers on one database, with one clock, that poll all the time.
func pair(t *testing.T, server *mailServer) (first, second *office) {
	t.Helper()
	clock := &apitest.Clock{}
	for clock.Now().Before(apitest.Start) { // a duration reaches over 292 years at most
		clock.Move(apitest.Start.Sub(clock.Now()))
	}
	options := apitest.Options{Directory: t.TempDir(), Clock: clock, IDs: &registrar.TimeIDs{Now: clock.Now}}
	start := func() *office {
		options.Transport = &meeting{Transport: server.transport(t)}
		return &office{World: apitest.With(t, options), t: t, transport: options.Transport}
	}
	first, second = start(), start()
	_, first.seller = first.Reseller("Alpha Hosting")
	second.seller = first.seller
	return first, second
}

// meeting is a way to the mail server on which the first mail waits until the other server has one too: SQLite's lock
// is not fair, and one server alone may well be through before the other one had its turn.
type meeting struct {
	mail.Transport
	both *sync.WaitGroup // nil before the race
	once sync.Once
}

func (m *meeting) Send(ctx context.Context, l mail.Letter) (string, error) {
	if m.both != nil {
		m.once.Do(m.both.Done)
		m.both.Wait()
	}
	return m.Transport.Send(ctx, l)
}

// race lets both work until something is so, and then some more, so that a repeat would show.
func race(t *testing.T, first, second *office, what string, so func() bool) {
	t.Helper()
	var both sync.WaitGroup
	both.Add(2)
	var stops []func()
	for _, o := range []*office{first, second} {
		o.transport.(*meeting).both = &both
		stops = append(stops, o.run(func(w *worker.Options) { w.Poll, w.Parallel = time.Millisecond, 3 }))
	}
	await(t, what, so)
	time.Sleep(50 * time.Millisecond)
	for _, stop := range stops {
		stop()
	}
}

func TestTwoServersSendEachMailOnce(t *testing.T) {
	const due = 200
	server := serveMail(t, "127.0.0.1:0")
	first, second := pair(t, server)
	for n := range due {
		[]*office{first, second}[n%2].handle(fmt.Sprintf("reader-%d@example.org", n), "en")
	}
	const waiting = `SELECT count(*) FROM goqite`
	first.holds("waiting", fmt.Sprint(due), waiting)
	race(t, first, second, "an empty queue", func() bool { return first.rows(waiting)[0] == "0" })
	came := map[string]int{}
	for _, m := range server.mails() {
		came[m.header.Get("Message-Id")]++
	}
	if len(came) != due || len(server.mails()) != due {
		t.Errorf("%d mails came, %d different ones, want %d", len(server.mails()), len(came), due)
	}
	first.holds("the mails", fmt.Sprint("SENT 1 ", due), `SELECT state, attempts, count(*) FROM mails GROUP BY state, attempts`)
	first.holds("the evidence", fmt.Sprint(due, " ", due), `SELECT count(*), count(DISTINCT message_id) FROM evidences WHERE kind = 'MAIL_SENT'`)
}

func TestTwoServersRunEachTimerOnce(t *testing.T) {
	const due = 50
	server := serveMail(t, "127.0.0.1:0")
	first, second := pair(t, server)
	for n := range due {
		first.domain(fmt.Sprintf("name-%d.com", n), fmt.Sprintf("owner-%d@example.org", n))
		first.handle(fmt.Sprintf("reader-%d@example.org", n), "en")
	}
	first.Settle()
	// What both have to do: a reminder for each handle without domains; for each one with a domain a deadline, and a
	// reminder that has nothing to say beside the mail about the hold.
	first.Clock.Move(15 * 24 * time.Hour)
	first.holds("due", fmt.Sprint("DEADLINE ", due, "; REMINDER ", 2*due), `SELECT kind, count(*) FROM timers GROUP BY kind ORDER BY kind`)
	const unfinished = `SELECT (SELECT count(*) FROM timers) + (SELECT count(*) FROM goqite)`
	race(t, first, second, "nothing to do any more", func() bool { return first.rows(unfinished)[0] == "0" })

	first.holds("mails", fmt.Sprintf("HOLD SENT 1 %d; REMINDER SENT 1 %d; START SENT 1 %d", due, due, 2*due),
		`SELECT reason, state, attempts, count(*) FROM mails GROUP BY reason, state, attempts ORDER BY reason`)
	first.holds("reminders", fmt.Sprintf("FAILED 0 %d; PENDING 1 %d", due, due),
		`SELECT state, reminders, count(*) FROM reachability_cases GROUP BY state, reminders ORDER BY state`)
	first.holds("holds", fmt.Sprint(due, " ", due), `SELECT count(*), count(DISTINCT domain_id) FROM holds`)
	first.holds("evidence of the deadline", fmt.Sprint(due, " ", due),
		`SELECT count(*), count(DISTINCT handle_id) FROM evidences WHERE kind = 'DEADLINE_PASSED'`)
	first.holds("events of the hold", fmt.Sprint(due, " ", due),
		`SELECT count(*), count(DISTINCT entity_id) FROM events WHERE entity_id LIKE 'dom%' AND CAST(changes AS text) LIKE '%"holds"%'`)
	first.holds("events of the state", fmt.Sprint(due, " ", due),
		`SELECT count(*), count(DISTINCT entity_id) FROM events WHERE entity_id LIKE 'hdl%' AND CAST(changes AS text) LIKE '%FAILED%'`)
	if n := len(server.mails()); n != 4*due {
		t.Errorf("%d mails came, want %d", n, 4*due)
	}
}
