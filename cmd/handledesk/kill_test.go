package main

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// each is how many of everything are due when the program starts.
const each = 100

// prepare makes a database whose last deeds lie a minute back. Due now are: the deadlines of the A domains and
// reminders that come to nothing beside them, reminders of the B handles, and the first mails of the C handles. It
// gives the server key that the links follow from.
func prepare(t *testing.T, folder string) (key string) {
	t.Helper()
	clock := &apitest.Clock{}
	for began := time.Now().Add(-15*24*time.Hour - time.Minute); began.Sub(clock.Now()) > time.Millisecond; {
		clock.Move(began.Sub(clock.Now())) // a duration reaches over 292 years at most
	}
	prepared := t.Run("prepare", func(t *testing.T) {
		w := apitest.With(t, apitest.Options{Directory: folder, Clock: clock, IDs: &registrar.TimeIDs{Now: clock.Now}})
		_, seller := w.Reseller("Alpha Hosting")
		for n := range each {
			done(t, w.Must(seller, registerDomain, map[string]any{"in": map[string]any{
				"name": fmt.Sprintf("name-%d.com", n), "owner": map[string]any{"create": newPerson(fmt.Sprintf("a%d@example.org", n))},
			}}))
		}
		w.Settle()
		clock.Move(10 * 24 * time.Hour)
		for n := range each {
			done(t, w.Must(seller, createHandle, map[string]any{"in": newPerson(fmt.Sprintf("b%d@example.org", n))}))
		}
		w.Settle()
		clock.Move(5 * 24 * time.Hour)
		for n := range each {
			done(t, w.Must(seller, createHandle, map[string]any{"in": newPerson(fmt.Sprintf("c%d@example.org", n))}))
		}
	})
	if !prepared {
		t.FailNow()
	}
	bits := make([]byte, 32) // what apitest makes its key from
	if _, err := rand.NewChaCha8([32]byte{2}).Read(bits); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(bits)
}

// TestKilledWhileMuchIsDue kills the program again and again while it works off what is due. Nothing is lost and
// nothing is done twice, except that a mail may come twice: as the same mail.
func TestKilledWhileMuchIsDue(t *testing.T) {
	folder, in := t.TempDir(), apitest.OpenInbox(t)
	key := prepare(t, folder)
	f := openFile(t, folder)
	events := f.lines(`SELECT max(id) FROM events`)
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0))
	t.Logf("the moments follow from the seed %d", seed)
	arguments := []string{
		"serve", "--listen", "127.0.0.1:0", "--data", folder, "--smtp", "smtp://" + in.Address + "?tls=none",
		"--server-key", key, "--mail-from", "noreply@mail.example", "--public-url", apitest.LinkBase,
	}
	for cycle := range 9 {
		c := start(t, arguments...)
		if cycle > 2 { // the first kills may come before the first mail
			enough := in.Taken() + 1 + random.IntN(40)
			wait(t, "some mails", c.out, func() bool { return in.Taken() >= enough || f.unfinished() == "0" })
		}
		time.Sleep(time.Duration(random.IntN(int(200 * time.Millisecond))))
		c.kill()
		t.Logf("kill %d: %d mails came, %s timers due, %s mails queued", cycle+1, in.Taken(),
			f.lines(`SELECT count(*) FROM timers WHERE due_at <= ?`, time.Now().UnixMilli()), f.lines(`SELECT count(*) FROM mails WHERE state = 'QUEUED'`))
		// What was under way is hidden from the next start for two minutes, in case the one that took it still lives.
		// The test does not wait for that.
		f.exec(`UPDATE goqite SET timeout = strftime('%Y-%m-%dT%H:%M:%fZ')`)
		f.is("whole", "ok", `PRAGMA integrity_check`)
	}
	c := start(t, arguments...)
	wait(t, "the address and the end of the work", c.out, func() bool { return c.url() != "" && f.unfinished() == "0" })
	f.settled(t, events)
	complete(t, f, in)
	clickLate(t, f, in, c.url())
}

// unfinished counts what is due or queued.
func (f file) unfinished() string {
	f.t.Helper()
	return f.lines(`SELECT (SELECT count(*) FROM timers WHERE due_at <= ?) + (SELECT count(*) FROM goqite) +
		(SELECT count(*) FROM mails WHERE state = 'QUEUED')`, time.Now().UnixMilli())
}

// settled checks every state, after the last event before the first start.
func (f file) settled(t *testing.T, events string) {
	t.Helper()
	f.is("mails", fmt.Sprintf("HOLD SENT %d; REMINDER SENT %d; START SENT %d", each, 2*each, 3*each),
		`SELECT reason || ' ' || state || ' ' || count(*) FROM mails GROUP BY reason, state ORDER BY 1`)
	f.is("evidence of mails", fmt.Sprint(6*each, " ", 6*each),
		`SELECT count(*) || ' ' || count(DISTINCT message_id) FROM evidences WHERE kind = 'MAIL_SENT'`)
	f.is("proofs", fmt.Sprintf("a FAILED 1 %d; b PENDING 1 %d; c PENDING 0 %d", each, each, each),
		`SELECT substr(h.email, 1, 1) || ' ' || c.state || ' ' || c.reminders || ' ' || count(*) FROM reachability_cases c
		JOIN handles h ON h.id = c.handle_id AND h.reachability = c.state GROUP BY substr(h.email, 1, 1), c.state, c.reminders ORDER BY 1`)
	f.is("holds", fmt.Sprint(each, " ", each), `SELECT count(*) || ' ' || count(DISTINCT domain_id) FROM holds`)
	f.is("evidence of deadlines", fmt.Sprint(each, " ", each),
		`SELECT count(*) || ' ' || count(DISTINCT handle_id) FROM evidences WHERE kind = 'DEADLINE_PASSED'`)
	f.is("events", fmt.Sprintf("dom %d %d; hdl %d %d", each, each, each, each),
		`SELECT substr(entity_id, 1, 3) || ' ' || count(*) || ' ' || count(DISTINCT entity_id) FROM events WHERE id > ? GROUP BY substr(entity_id, 1, 3) ORDER BY 1`, events)
	f.is("timers", fmt.Sprintf("REMINDER %d", 2*each), `SELECT kind || ' ' || count(*) FROM timers GROUP BY kind ORDER BY 1`)
	f.is("links", fmt.Sprint(6*each), `SELECT count(*) FROM links`)
	f.is("references", "", `SELECT "table" FROM pragma_foreign_key_check`)
}

// complete requires that each mail that was due came, and that what came twice is the same mail.
func complete(t *testing.T, f file, in *apitest.Inbox) {
	t.Helper()
	came := in.Sources()
	due := strings.Split(f.lines(`SELECT m.id FROM mails m JOIN handles h ON h.id = m.handle_id
		WHERE m.reason = 'HOLD' OR substr(h.email, 1, 1) = 'b' AND m.reason = 'REMINDER' OR substr(h.email, 1, 1) = 'c'`), "; ")
	for _, id := range due {
		if len(came["<"+id+"@mail.example>"]) == 0 {
			t.Errorf("%s was lost", id)
		}
	}
	if len(due) != 3*each || len(came) != len(due) {
		t.Errorf("%d mails were due and %d different ones came", len(due), len(came))
	}
	for id, sources := range came {
		for _, source := range sources[1:] {
			if source != sources[0] {
				t.Errorf("%s came again as another mail:\n%s\n%s", id, sources[0], source)
			}
		}
	}
	t.Logf("%d mails came twice", in.Taken()-len(came))
}

var tokenInMail = regexp.MustCompile(`token=3D((?:[0-9A-Za-z_]|=\r?\n)+)`)

// clickLate answers one of the mails about a hold: the link that was mailed amid the kills lifts it.
func clickLate(t *testing.T, f file, in *apitest.Inbox, endpoint string) {
	t.Helper()
	const which = `SELECT m.id FROM mails m JOIN handles h ON h.id = m.handle_id WHERE h.email = 'a7@example.org' AND m.reason = 'HOLD'`
	found := tokenInMail.FindStringSubmatch(in.Sources()["<"+f.lines(which)+"@mail.example>"][0])
	if found == nil {
		t.Fatal("no link in the mail")
	}
	token := regexp.MustCompile(`=\r?\n`).ReplaceAllString(found[1], "")
	response, err := http.PostForm(strings.TrimSuffix(endpoint, "/graphql")+"/owner/confirm", url.Values{"token": {token}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if !strings.HasSuffix(response.Request.URL.Path, "/owner/confirmed") {
		t.Errorf("the late click led to %s, %s", response.Request.URL.Path, response.Status)
	}
	f.is("holds after the click", fmt.Sprint(each-1), `SELECT count(*) FROM holds`)
}
