package worker_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

func refusal(code, a, b, c int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{a, b, c}, Message: text}
}

// nobody is an address where nobody listens.
func nobody(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// mailOf reads what became of a handle's only mail: state and attempts.
const mailOf = `SELECT state, attempts FROM mails WHERE handle_id = ?`

// TestAnUnreachableServerDelaysAndReports tries a mail to its last attempt; then the server is back.
func TestAnUnreachableServerDelaysAndReports(t *testing.T) {
	address := nobody(t)
	o := open(t, smtpTo(t, address))
	id := o.handle("far@example.org", "en")
	attempts := 0
	for pause, again := time.Duration(0), true; again; pause, again = registrar.RetryPause(attempts) {
		if attempts > 0 {
			o.Clock.Move(pause - time.Millisecond)
			o.Settle()
			o.holds("before the pause is over", fmt.Sprint("QUEUED ", attempts), mailOf, id)
			o.Clock.Move(time.Millisecond)
		}
		if letters := o.deadLetters(); len(letters) != 0 {
			t.Fatalf("given up after %d attempts: %v", attempts, letters)
		}
		o.Settle()
		attempts++
	}
	letters := o.deadLetters()
	if attempts != 9 || len(letters) != 1 || letters[0]["handle"].(object)["id"] != id || letters[0]["recipient"] != "far@example.org" ||
		letters[0]["state"] != "DEAD" || fmt.Sprint(letters[0]["attempts"]) != "9" || !strings.Contains(letters[0]["reply"].(string), "refused") {
		t.Fatalf("after %d attempts: %v", attempts, letters)
	}
	given := o.evidence(id, registrar.EvidenceGivenUp)
	if told := o.reachability(id); told["state"] != "PENDING" || told["bounced"] != false || told["sentAt"] != nil || len(given) != 1 ||
		!strings.Contains(given[0]["reply"].(string), "refused") {
		t.Errorf("the handle tells %v", told)
	}
	o.Clock.Move(2 * time.Hour)
	o.Settle()
	o.holds("given up", "DEAD 9", mailOf, id)

	server := serveMail(t, address)
	if answer := fmt.Sprint(o.retry(letters[0]["id"])); answer != "map[mail:map[attempts:0 state:QUEUED] userErrors:[]]" {
		t.Errorf("retryMail: %s", answer)
	}
	o.Settle()
	o.holds("with the server back", "SENT 1", mailOf, id)
	if len(o.deadLetters()) != 0 || len(server.mails()) != 1 {
		t.Fatalf("%d mails arrived; dead are %v", len(server.mails()), o.deadLetters())
	}
	o.confirm(server.mails()[0].token(t))
	if answer := fmt.Sprint(o.retry(letters[0]["id"])); answer != "map[mail:<nil> userErrors:[map[code:MAIL_NOT_DEAD]]]" {
		t.Errorf("retryMail of a mail that was sent: %s", answer)
	}
}

// TestTemporaryRefusalsAreTriedAgain has a server that takes the mail at the second attempt.
func TestTemporaryRefusalsAreTriedAgain(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	o := open(t, server.transport(t))
	refuseRcpt := func(err error) func() { return func() { server.answers(func(string) error { return err }, nil) } }
	refuseData := func(err error) func() { return func() { server.answers(nil, func(*received) error { return err }) } }
	for name, refuse := range map[string]func(){
		"421 at RCPT": refuseRcpt(refusal(421, 4, 3, 2, "Closing")), "451 at RCPT": refuseRcpt(refusal(451, 4, 7, 1, "Greylisted")),
		"421 at DATA": refuseData(refusal(421, 4, 3, 2, "Closing")), "451 at DATA": refuseData(refusal(451, 4, 3, 0, "Disk full")),
	} {
		address := strings.ReplaceAll(name, " ", "-") + "@example.org"
		refuse()
		id := o.handle(address, "en")
		o.Settle()
		o.holds(name, "QUEUED 1 "+name[:3], `SELECT state, attempts, substr(reply, 1, 3) FROM mails WHERE handle_id = ?`, id)
		server.answers(nil, nil)
		o.Clock.Move(time.Minute - time.Millisecond)
		o.Settle()
		o.holds(name+", too early", "QUEUED 1", mailOf, id)
		o.Clock.Move(time.Millisecond)
		o.Settle()
		o.holds(name+", again", "SENT 2", mailOf, id)
		if told := o.reachability(id); told["bounced"] != false || told["sentAt"] != o.Clock.Now().Format("2006-01-02T15:04:05.000Z07:00") {
			t.Errorf("%s: it tells %v", name, told)
		}
		if mails := server.to(address); len(mails) != 1 {
			t.Fatalf("%s: %d mails", name, len(mails))
		}
		o.confirm(server.to(address)[0].token(t))
	}
}

// TestAnAddressThatIsRefusedBouncesAtOnce has one attempt, and shows.
func TestAnAddressThatIsRefusedBouncesAtOnce(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	server.answers(func(string) error { return refusal(550, 5, 1, 1, "No such user") }, nil)
	o := open(t, server.transport(t))
	id := o.handle("gone@example.org", "en")
	o.Settle()
	o.holds("the mail", "BOUNCED 1", mailOf, id)
	told, bounced := o.reachability(id), o.evidence(id, registrar.EvidenceBounced)
	if told["bounced"] != true || told["bouncedAt"] == nil || told["sentAt"] != nil || told["state"] != "PENDING" || len(bounced) != 1 ||
		bounced[0]["reply"] != "550 5.1.1 No such user" || bounced[0]["recipient"] != "gone@example.org" {
		t.Errorf("it tells %v", told)
	}
	o.holds("its event", "1", `SELECT count(*) FROM events WHERE entity_id = ? AND action = 'REACHABILITY_BOUNCED'`, id)
	o.Clock.Move(3 * 24 * time.Hour)
	o.Settle()
	o.holds("days later", "BOUNCED 1", mailOf, id)
	if letters := o.deadLetters(); len(letters) != 0 {
		t.Errorf("dead letters: %v", letters)
	}
	server.answers(nil, nil)
	const reset = `mutation($id: ID!) { resetReachability(input: {handleId: $id}) { userErrors { code message } } }`
	o.do(o.seller, reset, object{"id": id})
	o.Settle()
	if told := o.reachability(id); told["bounced"] != false || len(server.mails()) != 1 {
		t.Errorf("after a reset it tells %v; %d mails", told, len(server.mails()))
	}
}

// TestARefusedContentIsADeadLetter is given up at once, and says nothing about the address.
func TestARefusedContentIsADeadLetter(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	server.answers(nil, func(*received) error { return refusal(554, 5, 7, 1, "Looks like spam") })
	o := open(t, server.transport(t))
	id := o.handle("fine@example.org", "en")
	o.Settle()
	letters := o.deadLetters()
	if len(letters) != 1 || letters[0]["reply"] != "554 5.7.1 Looks like spam" || fmt.Sprint(letters[0]["attempts"]) != "1" {
		t.Fatalf("dead letters: %v", letters)
	}
	if told := o.reachability(id); told["bounced"] != false || len(o.evidence(id, registrar.EvidenceGivenUp)) != 1 {
		t.Errorf("it tells %v", told)
	}
	if own := o.Must(o.seller, `{ deadLetters { totalCount edges { node { id } } } }`, nil); fmt.Sprint(own) != "map[deadLetters:map[edges:[] totalCount:0]]" {
		t.Errorf("a reseller finds %v", own)
	}
	server.answers(nil, nil)
	o.retry(letters[0]["id"])
	o.Settle()
	if len(server.mails()) != 1 || len(o.deadLetters()) != 0 {
		t.Fatalf("%d mails, dead are %v", len(server.mails()), o.deadLetters())
	}
	o.confirm(server.mails()[0].token(t))
}

// TestALostAnswerRepeatsTheMail has a server that takes a mail and breaks the line before it says so: whoever reads it
// gets it twice, can tell by the Message-ID, and either link works.
func TestALostAnswerRepeatsTheMail(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	server.answers(nil, func(*received) error { return errHangUp })
	o := open(t, server.transport(t))
	id := o.handle("twice@example.org", "en")
	o.Settle()
	o.holds("after the break", "QUEUED 1", mailOf, id)
	if told := o.reachability(id); told["sentAt"] != nil || len(server.mails()) != 1 {
		t.Fatalf("it tells %v; %d mails", told, len(server.mails()))
	}
	server.answers(nil, nil)
	o.Clock.Move(time.Minute)
	o.Settle()
	mails := server.mails()
	if len(mails) != 2 {
		t.Fatalf("%d mails", len(mails))
	}
	first, second := mails[0], mails[1]
	if first.source != second.source || first.header.Get("Message-Id") == "" || first.token(t) != second.token(t) {
		t.Errorf("the repeat is another mail:\n%s\n%s", first.source, second.source)
	}
	o.holds("after the repeat", "SENT 2", mailOf, id)
	if sent := o.evidence(id, registrar.EvidenceMailSent); len(sent) != 1 {
		t.Errorf("the evidence has it %d times", len(sent))
	}
	o.confirm(first.token(t))
}

// TestALinkThatEndedIsNotMailed does not send what would open nothing, however the queue came to hold it.
func TestALinkThatEndedIsNotMailed(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	server.answers(nil, func(*received) error { return refusal(451, 4, 3, 0, "Disk full") })
	o := open(t, server.transport(t))
	id := o.handle("late@example.org", "en")
	o.Settle()
	server.answers(nil, nil)
	o.Clock.Move(8 * 24 * time.Hour)
	o.Settle()
	// The first link expired; the reminder of the fifth day came with the one of its own.
	o.holds("the mails", "START OBSOLETE 1; REMINDER SENT 1", `SELECT reason, state, attempts FROM mails WHERE handle_id = ? ORDER BY id`, id)
	if mails := server.mails(); len(mails) != 1 {
		t.Fatalf("%d mails", len(mails))
	}
	o.confirm(server.mails()[0].token(t))
}

// TestAMailThatEndsTheProgramIsGivenUp has a program that dies over one mail each time it comes to it. The attempts are
// counted all the same, so that it does not go on for ever.
func TestAMailThatEndsTheProgramIsGivenUp(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	o := open(t, server.transport(t))
	id := o.handle("deadly@example.org", "en")
	die := func() (died bool) {
		defer func() { died = recover() != nil }()
		_, err := o.Service.Work(t.Context(), func(context.Context, service.Letter) service.Outcome { panic("the program ends here") })
		if err != nil {
			t.Error(err)
		}
		return false
	}
	for died := 0; died <= registrar.DeliveryAttempts(); died++ {
		o.holds("before it dies again", fmt.Sprint("QUEUED ", died), mailOf, id)
		if die() != (died < registrar.DeliveryAttempts()) {
			t.Fatalf("after %d attempts: died %v", died, died <= registrar.DeliveryAttempts())
		}
		// What was under way is hidden for two minutes; the test does not wait for that.
		if err := apitest.Unhide(t.Context(), o.Past()); err != nil {
			t.Fatal(err)
		}
	}
	letters := o.deadLetters()
	if len(letters) != 1 || len(o.evidence(id, registrar.EvidenceGivenUp)) != 1 || len(server.mails()) != 0 {
		t.Errorf("dead letters: %v", letters)
	}
	o.retry(letters[0]["id"])
	o.Settle()
	if len(server.mails()) != 1 {
		t.Errorf("after retryMail %d mails came", len(server.mails()))
	}
}
