package mail

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

func letter() Letter { return sample(variants[0], "en") }

// send sends a letter by the SMTP URL, within the given time.
func send(t *testing.T, server *mailServer, url string, l Letter) (string, *Failure) {
	t.Helper()
	s, err := NewSMTP(url, newComposer(t), server.roots)
	if err != nil {
		t.Fatal(err)
	}
	s.timeout = 5 * time.Second
	reply, err := s.Send(t.Context(), l)
	failure, _ := errors.AsType[*Failure](err)
	if err != nil && failure == nil {
		t.Fatalf("the error is no *Failure: %v", err)
	}
	return reply, failure
}

func refusal(code, a, b, c int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{a, b, c}, Message: text}
}

func TestDelivery(t *testing.T) {
	for security, url := range map[string]string{"clear": "smtp://%s?tls=none", "starttls": "smtp://%s", "tls": "smtps://%s"} {
		server := (&mailServer{}).start(t, security)
		reply, failure := send(t, server, strings.ReplaceAll(url, "%s", server.address), letter())
		mails := server.mails()
		if failure != nil || !strings.HasPrefix(reply, "250 2.0.0 ") || len(mails) != 1 {
			t.Fatalf("%s: %q %v, %d mails arrived", security, reply, failure, len(mails))
		}
		want, err := newComposer(t).Compose(letter())
		if err != nil {
			t.Fatal(err)
		}
		got := mails[0]
		if got.source != string(want.Source) || got.from != "noreply@registrar.example" || got.to != "jane.doe@example.com" || got.utf8 {
			t.Errorf("%s: another mail arrived: %+v", security, got)
		}
		if got.encrypted != (security != "clear") {
			t.Errorf("%s: encrypted is %v", security, got.encrypted)
		}
	}
}

func TestRefusals(t *testing.T) {
	long := strings.Repeat("very long words ", 40)
	for name, c := range map[string]struct {
		server *mailServer
		want   Failure
	}{
		"unknown recipient":    {&mailServer{atRcpt: refusal(550, 5, 1, 1, "No such user")}, Failure{Permanent: true, BadAddress: true, Step: StepRecipient, Reply: "550 5.1.1 No such user"}},
		"no enhanced code":     {&mailServer{atRcpt: refusal(550, -1, -1, -1, "No such user")}, Failure{Permanent: true, BadAddress: true, Step: StepRecipient, Reply: "550 No such user"}},
		"relaying":             {&mailServer{atRcpt: refusal(554, 5, 7, 1, "Relay access denied")}, Failure{Permanent: true, Step: StepRecipient, Reply: "554 5.7.1 Relay access denied"}},
		"greylisting":          {&mailServer{atRcpt: refusal(450, 4, 2, 0, "Try later")}, Failure{Step: StepRecipient, Reply: "450 4.2.0 Try later"}},
		"policy":               {&mailServer{atData: refusal(554, 5, 7, 1, "Spam")}, Failure{Permanent: true, Step: StepContent, Reply: "554 5.7.1 Spam"}},
		"too big":              {&mailServer{atData: refusal(552, 5, 3, 4, "Too big")}, Failure{Permanent: true, Step: StepContent, Reply: "552 5.3.4 Too big"}},
		"late refusal":         {&mailServer{atData: refusal(550, 5, 1, 1, "Gone")}, Failure{Permanent: true, BadAddress: true, Step: StepContent, Reply: "550 5.1.1 Gone"}},
		"shutting down":        {&mailServer{atData: refusal(421, 4, 3, 2, "Closing")}, Failure{Step: StepContent, Reply: "421 4.3.2 Closing"}},
		"sender refused":       {&mailServer{atMail: refusal(553, 5, 1, 8, "Sender unknown")}, Failure{Step: StepSender, Reply: "553 5.1.8 Sender unknown"}},
		"a long, broken reply": {&mailServer{atRcpt: refusal(550, 5, 1, 1, "no\n"+long)}, Failure{Permanent: true, BadAddress: true, Step: StepRecipient, Reply: ""}},
	} {
		t.Run(name, func(t *testing.T) {
			server := c.server.start(t, "starttls")
			reply, failure := send(t, server, "smtp://"+server.address, letter())
			if failure == nil || len(server.mails()) != 0 || reply != "" {
				t.Fatalf("the mail went out: %q", reply)
			}
			if c.want.Reply == "" {
				if length := len([]rune(failure.Reply)); length > 200 || length < 190 || strings.Contains(failure.Reply, "\n") {
					t.Errorf("the reply has %d characters: %q", length, failure.Reply)
				}
				c.want.Reply = failure.Reply
			}
			failure.cause = nil
			if *failure != c.want {
				t.Errorf("got %+v\nwant %+v", *failure, c.want)
			}
			if strings.Contains(failure.Error(), "jane.doe") || !strings.Contains(failure.Error(), failure.Reply) {
				t.Errorf("the error reads %q", failure.Error())
			}
		})
	}
}

// What fails before the recipient is named is the operator's to mend, whatever the code, and says nothing of the address.
func TestTroubleWithTheServer(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	plain := (&mailServer{mechanisms: []string{"PLAIN"}}).start(t, "clear", func(s *smtp.Server) { s.AllowInsecureAuth = true })
	secured := (&mailServer{mechanisms: []string{"PLAIN"}}).start(t, "starttls")
	for name, c := range map[string]struct {
		server    *mailServer
		url, want string
	}{
		"no server":                     {plain, "smtp://" + closed.Addr().String(), "connection refused"},
		"greeted with 421":              {plain, "smtp://" + speak(t, "421 4.3.2 Too many connections"), "421"},
		"greeted with 554":              {plain, "smtp://" + speak(t, "554 5.7.1 You are on a list"), "554"},
		"no SMTP at all":                {plain, "smtp://" + speak(t, "HTTP/1.1 400 Bad Request"), "HTTP/1.1"},
		"STARTTLS asked and not there":  {plain, "smtp://" + plain.address, "STARTTLS"},
		"TLS from the start, not there": {plain, "smtps://" + plain.address, "tls"},
		"certificate of a stranger":     {&mailServer{}, "smtp://" + secured.address, "certificate"},
		"wrong password":                {secured, "smtp://desk:wrong@" + secured.address, "535 5.7.8"},
		"no password in clear":          {plain, "smtp://desk:p%40ss%3Aw%2Frd@" + plain.address + "?tls=opportunistic", "not encrypted"},
		"no way to sign in":             {(&mailServer{mechanisms: []string{"EXTERNAL"}}).start(t, "starttls"), "", "no way to sign in"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.url == "" {
				c.url = "smtp://desk:x@" + c.server.address
			}
			_, failure := send(t, c.server, c.url, letter())
			if failure == nil || failure.Permanent || failure.BadAddress || failure.Step != StepConnect || !strings.Contains(failure.Reply, c.want) {
				t.Errorf("got %+v, want a temporary failure at connect with %q", failure, c.want)
			}
		})
	}
	if len(plain.mails())+len(secured.mails()) != 0 {
		t.Error("a mail went out")
	}
}

func TestSigningIn(t *testing.T) {
	for _, mechanisms := range [][]string{{"PLAIN"}, {"LOGIN"}, {"LOGIN", "PLAIN"}} {
		for security, scheme := range map[string]string{"starttls": "smtp://", "tls": "smtps://"} {
			server := (&mailServer{mechanisms: mechanisms}).start(t, security)
			_, failure := send(t, server, scheme+"desk:p%40ss%3Aw%2Frd@"+server.address, letter())
			mails := server.mails()
			if failure != nil || len(mails) != 1 || mails[0].user != "desk by "+mechanisms[len(mechanisms)-1] || !mails[0].encrypted {
				t.Errorf("%v over %s: %v %+v", mechanisms, security, failure, mails)
			}
		}
	}
}

func TestOpportunisticTLS(t *testing.T) {
	for _, security := range []string{"clear", "starttls"} {
		server := (&mailServer{}).start(t, security)
		_, failure := send(t, server, "smtp://"+server.address+"/?tls=opportunistic&helo=desk.example", letter())
		if mails := server.mails(); failure != nil || len(mails) != 1 || mails[0].encrypted != (security == "starttls") {
			t.Errorf("%s: %v %+v", security, failure, mails)
		}
	}
}

// SMTPUTF8 is asked for where an address needs it and nowhere else.
func TestUnicodeAddresses(t *testing.T) {
	able := (&mailServer{}).start(t, "starttls", func(s *smtp.Server) { s.EnableSMTPUTF8 = true })
	unable := (&mailServer{}).start(t, "starttls")
	unicode := letter()
	unicode.To = "jürgen@xn--bcher-kva.example"
	if _, failure := send(t, able, "smtp://"+able.address, unicode); failure != nil {
		t.Fatal(failure)
	}
	if _, failure := send(t, able, "smtp://"+able.address, letter()); failure != nil {
		t.Fatal(failure)
	}
	mails := able.mails()
	if len(mails) != 2 || mails[0].to != unicode.To || !mails[0].utf8 || mails[1].utf8 {
		t.Errorf("arrived: %+v", mails)
	}
	_, failure := send(t, unable, "smtp://"+unable.address, unicode)
	if failure == nil || !failure.Permanent || failure.BadAddress || !strings.Contains(failure.Reply, "SMTPUTF8") || len(unable.mails()) != 0 {
		t.Errorf("without SMTPUTF8: %+v", failure)
	}
}

// A server that falls silent, at any time, holds nobody up; a program that stops does not wait for it.
func TestSilentServers(t *testing.T) {
	for name, answers := range map[string][]string{
		"before EHLO": {"220 hello"}, "at RCPT": {"220 hello", "250 here", "250 sender"}, "in DATA": {"220 hello", "250 here", "250 sender", "250 recipient", "354 go on"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := NewSMTP("smtp://"+speak(t, answers...)+"?tls=none", newComposer(t), nil)
			if err != nil {
				t.Fatal(err)
			}
			s.timeout = 150 * time.Millisecond
			began := time.Now()
			_, err = s.Send(t.Context(), letter())
			failure, _ := errors.AsType[*Failure](err)
			if failure == nil || failure.Permanent || !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(began) > 3*time.Second {
				t.Errorf("after %s: %v", time.Since(began), err)
			}
			s.timeout = sendTimeout
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(100*time.Millisecond, cancel)
			began = time.Now()
			if _, err = s.Send(ctx, letter()); !errors.Is(err, context.Canceled) || time.Since(began) > 3*time.Second {
				t.Errorf("stopped after %s: %v", time.Since(began), err)
			}
		})
	}
}

func TestLetterThatCannotBeWritten(t *testing.T) {
	l := letter()
	l.To = "nobody"
	if _, failure := send(t, &mailServer{}, "smtp://127.0.0.1:1", l); failure == nil || !failure.Permanent || failure.BadAddress || failure.Step != StepCompose {
		t.Errorf("got %+v", failure)
	}
}

func TestURLs(t *testing.T) {
	for url, want := range map[string]string{
		"smtp://mail.example":                   "mail.example:587 (STARTTLS)",
		"smtps://u:p@mail.example/":             "mail.example:465 (TLS)",
		"smtp://[::1]:25?tls=none":              "[::1]:25 (no TLS)",
		"smtp://mail.example?tls=mandatory":     "mail.example:587 (STARTTLS)",
		"smtp://mail.example?tls=opportunistic": "mail.example:587 (STARTTLS if offered)",
	} {
		if s, err := NewSMTP(url, nil, nil); err != nil || s.String() != want {
			t.Errorf("%s gives %v (%v), want %s", url, s, err, want)
		}
	}
	for _, url := range []string{
		"", "mail.example:587", "http://mail.example", "smtp://", "smtp://mail.example/path", "smtp://mail.example?tls=maybe", "smtp://mail.example?port=25",
		"smtps://mail.example?tls=none", "smtp://user@mail.example", "smtp://:secret@mail.example", "smtp://u:secret@mail.example?tls=none",
		"smtp://u:secret@mail.example:port", "smtp://u:secret%zz@mail.example", "smtp://mail.example?%zz", "smtp://mail.example?helo=",
	} {
		if _, err := NewSMTP(url, nil, nil); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", url, err)
		}
	}
}
