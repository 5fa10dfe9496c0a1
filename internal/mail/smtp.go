package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// Send writes the letter and hands it to the server. It takes 30 seconds at most and stops when ctx ends.
//
// go-mail connects, secures and signs in; the few commands of the delivery are given here, because its own SendError
// keeps neither the server's words by themselves nor the step apart from the address.
func (s *SMTP) Send(ctx context.Context, l Letter) (string, error) {
	m, err := s.composer.Compose(l)
	if err != nil {
		failure := Fail(StepCompose, err)
		failure.Permanent = true
		return "", failure
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	client, hangUp, err := s.connect(ctx)
	defer hangUp()
	if err != nil {
		return "", because(ctx, refuse(StepConnect, err))
	}
	reply, failure := deliver(client, m)
	if failure != nil {
		return "", because(ctx, failure)
	}
	// The server has the mail. Whatever it says to the farewell changes nothing.
	_ = client.Quit()
	return reply, nil
}

// because adds that the time was over, or that the program is stopping, to a failure which that brought about. What the
// server did answer stays the answer.
func because(ctx context.Context, failure *Failure) *Failure {
	if cause := ctx.Err(); cause != nil && !failure.Permanent {
		failure.cause = errors.Join(cause, failure.cause)
		failure.Reply = clean(fmt.Sprintf("stopped, %v: %s", cause, failure.Reply), maxReply)
	}
	return failure
}

// connect opens a secured and signed-in connection. The returned function ends it at once and must be called in any case:
// go-mail leaves the connection open if signing in fails.
func (s *SMTP) connect(ctx context.Context) (*smtp.Client, func(), error) {
	hangUp := func() {}
	config := &tls.Config{ServerName: s.host, RootCAs: s.roots, MinVersion: tls.VersionTLS12}
	// go-mail's own context ends with the dialling; ctx closes the line whenever it ends.
	dial := func(dialing context.Context, network, _ string) (net.Conn, error) {
		line, err := (&net.Dialer{}).DialContext(dialing, network, net.JoinHostPort(s.host, s.port))
		if err != nil {
			return nil, err
		}
		stop := context.AfterFunc(ctx, func() { _ = line.Close() })
		hangUp = func() { stop(); _ = line.Close() }
		if s.implicitTLS {
			return tls.Client(line, config), nil
		}
		return line, nil
	}
	options := []gomail.Option{
		gomail.WithTimeout(s.timeout), gomail.WithTLSConfig(config), gomail.WithDialContextFunc(dial),
		gomail.WithTLSPolicy(s.tls), gomail.WithoutSMTPUTF8(),
	}
	if s.implicitTLS {
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS)) // nothing more to secure
	}
	if s.user != "" {
		options = append(options, gomail.WithSMTPAuthCustom(&signIn{user: s.user, password: s.password, host: s.host}))
	}
	if s.helo != "" {
		options = append(options, gomail.WithHELO(s.helo))
	}
	client, err := gomail.NewClient(s.host, options...)
	if err != nil {
		return nil, hangUp, err
	}
	conversation, err := client.DialToSMTPClientWithContext(ctx)
	return conversation, hangUp, err
}

// deliver hands the mail over and returns the server's last word.
func deliver(client *smtp.Client, m *Mail) (string, *Failure) {
	if !isASCII(m.To) || !isASCII(m.From) {
		if able, _ := client.Extension("SMTPUTF8"); !able {
			const reason = "the mail server takes no addresses with letters beyond ASCII before the @ (no SMTPUTF8, RFC 6531)"
			return "", &Failure{Permanent: true, Step: StepSender, Reply: reason}
		}
		// Asked for only where it is needed: a server further on that lacks it would send back every mail.
		client.SkipSMTPUTF8(false)
	}
	if err := client.Mail(envelope(m.From)); err != nil {
		return "", refuse(StepSender, err)
	}
	if err := client.Rcpt(envelope(m.To)); err != nil {
		return "", refuse(StepRecipient, err)
	}
	data, err := client.Data()
	if err != nil {
		return "", refuse(StepContent, err)
	}
	if _, err := data.Write(m.Source); err != nil {
		// Not closed: closing ends the mail, and the server would deliver its first half.
		return "", refuse(StepContent, err)
	}
	if err := data.Close(); err != nil {
		return "", refuse(StepContent, err)
	}
	return "250 " + clean(answer(data), maxReply-len("250 ")), nil
}

func answer(data io.WriteCloser) string {
	if closer, ok := data.(*smtp.DataCloser); ok {
		return closer.ServerResponse()
	}
	return ""
}

// envelope is an address as MAIL FROM and RCPT TO want it, in angle brackets.
func envelope(address string) string { return (&mail.Address{Address: address}).String() }

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
