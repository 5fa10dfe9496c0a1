package faults

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/invariant"
)

// effects are the checks of what is done beside requests: whatever a server does by itself has one here.
var effects = []func(t *testing.T, w *world, is *rows){mailsAreSent, deadlinesPassOnce}

// tokenInMail finds the secret of the link in a mail's source, whose lines may be broken.
var tokenInMail = regexp.MustCompile(`token=3D((?:[0-9A-Za-z_]|=\r?\n)+)`)

func tokenOf(source string) string {
	found := tokenInMail.FindStringSubmatch(source)
	if found == nil {
		return ""
	}
	return strings.NewReplacer("=\r\n", "", "=\n", "").Replace(found[1])
}

// mailsAreSent requires that every mail that was asked for came, or makes no sense any more, and was noted once. It may
// come twice, with the same link; what it says of domains is looked up each time.
func mailsAreSent(t *testing.T, w *world, is *rows) {
	t.Helper()
	came, twice, obsolete := w.inbox.Sources(), 0, 0
	noted := map[string]int{}
	for _, e := range is.Rows("evidences") {
		if e.Text("kind") == "MAIL_SENT" {
			noted[e.Text("message_id")]++
		}
	}
	for id, times := range noted {
		if times > 1 {
			t.Errorf("%s is noted as sent %d times", id, times)
		}
	}
	for _, m := range is.Rows("mails") {
		id := "<" + m.Text("id") + "@mail.example>"
		switch state := m.Text("state"); {
		case state == "OBSOLETE":
			obsolete++
		case state != "SENT":
			t.Errorf("the mail %s is %s: %v", id, state, m)
		case w.was.One("mails", m.Text("id")) == nil && len(came[id]) == 0:
			t.Errorf("the mail %s is noted as sent, and did not come", id)
		}
	}
	for id, sources := range came {
		for _, source := range sources[1:] {
			twice++
			if token := tokenOf(source); token == "" || token != tokenOf(sources[0]) {
				t.Errorf("%s came again with another link:\n%s\n%s", id, sources[0], source)
			}
		}
	}
	t.Logf("%d mails: %d came, %d of them once more, %d made no more sense", len(is.Rows("mails")), len(came), twice, obsolete)
}

// deadlinesPassOnce requires one hold, one event and one evidence of each deadline.
func deadlinesPassOnce(t *testing.T, w *world, is *rows) {
	t.Helper()
	held, events, passed := map[string]int{}, map[string]int{}, map[string]int{}
	for _, h := range is.Rows("holds") {
		held[h.Text("domain_id")]++
	}
	for _, e := range is.Rows("evidences") {
		if e.Text("kind") == "DEADLINE_PASSED" {
			passed[e.Text("handle_id")]++
		}
	}
	for _, e := range is.Rows("events") {
		if w.was.One("events", e.Text("id")) == nil {
			events[e.Text("entity_id")]++
		}
	}
	due := 0
	for _, d := range is.Rows("domains") {
		if !strings.HasPrefix(d.Text("name"), "due-") {
			continue
		}
		due++
		owner := is.owner(d)
		if id := d.Text("id"); held[id] != 1 || events[id] != 1 || events[owner] != 1 || passed[owner] != 1 {
			t.Errorf("%s: %d holds, %d events, %d events of its owner, %d evidences of the deadline; want one of each",
				d.Text("name"), held[id], events[id], events[owner], passed[owner])
		}
	}
	if due != w.due || len(is.Rows("holds")) != due {
		t.Errorf("%d domains were due, and there are %d holds; want %d", due, len(is.Rows("holds")), w.due)
	}
}

func (d *rows) owner(domain invariant.Row) string {
	for _, c := range d.With("contacts", "domain_id", domain.Text("id")) {
		if c.Number("roles")&1 != 0 {
			return c.Text("handle_id")
		}
	}
	return ""
}

// workOff waits until nothing is due or queued any more.
func (w *world) workOff(t *testing.T) {
	t.Helper()
	// Reminders come after days; what failed is tried again within minutes, and must come to an end, too.
	soon := strconv.FormatInt(time.Now().Add(10*time.Minute).UnixMilli(), 10)
	waiting := `SELECT (SELECT count(*) FROM timers WHERE due_at <= ` + soon + `) + (SELECT count(*) FROM goqite) +
		(SELECT count(*) FROM mails WHERE state = 'QUEUED')`
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		n := w.number(t, waiting)
		if n == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d things are still to be done\n%s", n, w.servers.logs("level=ERROR", "level=WARN"))
		}
	}
}
