package worker_test

import (
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
)

// TestMailsArriveAndTheirLinksWork follows one mail in each language from the mutation to the click.
func TestMailsArriveAndTheirLinksWork(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	o := open(t, server.transport(t))
	subjects := map[string]string{}
	for language, written := range map[string]string{"en-GB": "en", "fr": "fr", "es-MX": "es", "de-AT": "de", "ja": "en", "": "en"} {
		address := "reader-" + strings.ToLower(language) + "x@example.org"
		id := o.handle(address, language)
		o.Settle()
		mails := server.to(address)
		if len(mails) != 1 {
			t.Fatalf("%q: %d mails", language, len(mails))
		}
		m := mails[0]
		o.headers(m, id, address, written)
		subjects[written] = m.subject(t)
		token := m.token(t)
		if status, body := o.page("confirm?token="+token, nil); status != http.StatusOK || !strings.Contains(body, `<html lang="`+written) {
			t.Errorf("%q: the page: %d %s", language, status, body)
		}
		if state := o.reachability(id)["state"]; state != "PENDING" {
			t.Errorf("%q: opening the page made it %v", language, state)
		}
		o.confirm(token)
		if state := o.reachability(id)["state"]; state != "VALIDATED" {
			t.Errorf("%q: after the button it is %v", language, state)
		}
		if status, _ := o.page("confirm", url.Values{"token": {token}}); status != http.StatusGone {
			t.Errorf("%q: the button again: %d", language, status)
		}
	}
	if len(subjects) != 4 || len(map[string]bool{subjects["en"]: true, subjects["fr"]: true, subjects["es"]: true, subjects["de"]: true}) != 4 {
		t.Errorf("the subjects are %q", subjects)
	}
}

// headers checks a mail's headers, and that the evidence names the same mail.
func (o *office) headers(m *received, id, address, language string) {
	o.t.Helper()
	from, err := mail.ParseAddress(m.header.Get("From"))
	if err != nil || from.Address != "noreply@mail.example" || from.Name != "Alpha Hosting" || m.from != from.Address {
		o.t.Errorf("from %v (%v), in the envelope %s", from, err, m.from)
	}
	to, err := mail.ParseAddress(m.header.Get("To"))
	if err != nil || to.Address != address || to.Name != "Jana Díaz, Jr." {
		o.t.Errorf("to %v (%v)", to, err)
	}
	date, err := m.header.Date()
	if err != nil || !date.Equal(apitest.Start) {
		o.t.Errorf("dated %v (%v)", date, err)
	}
	kind, _, _ := strings.Cut(m.header.Get("Content-Type"), ";")
	got := fmt.Sprint(m.header.Get("Auto-Submitted"), m.header.Get("Content-Language"), m.header.Get("Mime-Version"), kind)
	if got != fmt.Sprint("auto-generated", language, "1.0", "multipart/alternative") {
		o.t.Errorf("the headers are %v", m.header)
	}
	messageID := m.header.Get("Message-Id")
	if !regexp.MustCompile(`^<mai_[0-9a-z]{26}@mail\.example>$`).MatchString(messageID) {
		o.t.Errorf("the Message-ID is %s", messageID)
	}
	evidence := o.evidence(id, "MAIL_SENT")
	if len(evidence) != 1 || evidence[0]["messageId"] != messageID || evidence[0]["recipient"] != address || evidence[0]["reason"] != "START" ||
		!strings.HasPrefix(fmt.Sprint(evidence[0]["reply"]), "250 ") {
		o.t.Errorf("the evidence is %v", evidence)
	}
	if told := o.reachability(id); told["sentAt"] == nil || told["bounced"] != false {
		o.t.Errorf("it tells %v", told)
	}
	if strings.Contains(m.text, "<") || !strings.Contains(m.html, "<html") {
		o.t.Errorf("the parts are mixed up:\n%s\n%s", m.text, m.html)
	}
}

// TestTheOwnerSetsAPasswordByMail follows the mail after a release, and the one that asks for a new password.
func TestTheOwnerSetsAPasswordByMail(t *testing.T) {
	server := serveMail(t, "127.0.0.1:0")
	o := open(t, server.transport(t))
	id := o.handle("owner@example.org", "fr")
	const release = `mutation($id: ID!) { releaseHandle(input: {handleId: $id}) { handle { code } userErrors { code } } }`
	code := o.do(o.seller, release, object{"id": id})["handle"].(object)["code"].(string)
	const ask = `mutation($code: String!) { requestPasswordRecovery(input: {code: $code}) { userErrors { code } } }`
	for i, phrase := range []string{"harbour lantern crooked violin", "another long and quiet phrase"} {
		o.Settle()
		mails := server.to("owner@example.org")
		m := mails[len(mails)-1]
		if len(mails) != 2+i || m.header.Get("Content-Language") != "fr" {
			t.Fatalf("%d mails, the last one:\n%s", len(mails), m.source)
		}
		if status, body := o.page("password?token="+m.token(t), nil); status != http.StatusOK || !strings.Contains(body, code) {
			t.Errorf("the page: %d %s", status, body)
		}
		status, body := o.page("password", url.Values{"token": {m.token(t)}, "password": {phrase}, "again": {phrase}})
		if status != http.StatusSeeOther {
			t.Fatalf("the password: %d %s", status, body)
		}
		const signIn = `mutation($in: SignInInput!) { signIn(input: $in) { sessionToken userErrors { code } } }`
		session := o.do("", signIn, object{"in": object{"code": code, "password": phrase}})["sessionToken"].(string)
		viewer := o.Must(session, `{ viewer { ... on Owner { handle { code } } } }`, nil)["viewer"].(object)
		if fmt.Sprint(viewer) != "map[handle:map[code:"+code+"]]" {
			t.Errorf("signed in as %v", viewer)
		}
		o.do("", ask, object{"code": code})
	}
}
