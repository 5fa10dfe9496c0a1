package mail

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// sendTimeout is how long one letter may take, from the connection to the server's last word.
const sendTimeout = 30 * time.Second

// SMTP sends letters to a mail server, each over a connection of its own.
type SMTP struct {
	composer       *Composer
	host, port     string
	user, password string
	helo           string
	implicitTLS    bool
	tls            gomail.TLSPolicy // of STARTTLS, if TLS is not implicit
	roots          *x509.CertPool
	timeout        time.Duration
}

const urlAdvice = "write smtp://HOST:587 or smtps://HOST:465, with USER:PASSWORD@ before the host to sign in, and %-escapes for signs such as @ or : in them"

// NewSMTP reads where to send from a URL:
//
//	smtp://user:password@host:587    STARTTLS, without which nothing is sent
//	smtps://user:password@host:465   TLS from the first byte (RFC 8314)
//
// The port may be left out. For smtp, ?tls=opportunistic takes STARTTLS if the server has it, ?tls=none never;
// ?helo=name gives the name for EHLO, which otherwise is this machine's. With a user the program signs in, by the best
// way that both sides know, and only inside TLS. The certificate must be valid for the host and lead to one of roots;
// nil means the system's.
//
// No error repeats the URL, since it may hold a password.
func NewSMTP(rawURL string, composer *Composer, roots *x509.CertPool) (*SMTP, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("the SMTP URL is not valid: " + urlAdvice)
	}
	if u.Path != "" && u.Path != "/" || u.Fragment != "" {
		return nil, errors.New("the SMTP URL has something after the host and port: " + urlAdvice)
	}
	s := &SMTP{
		composer: composer, host: u.Hostname(), port: u.Port(), implicitTLS: u.Scheme == "smtps", tls: gomail.TLSMandatory,
		roots: roots, timeout: sendTimeout,
	}
	if s.port == "" {
		s.port = map[bool]string{true: "465", false: "587"}[s.implicitTLS]
	}
	if u.User != nil {
		s.user = u.User.Username()
		s.password, _ = u.User.Password()
		if s.user == "" || s.password == "" {
			return nil, errors.New("the SMTP URL has a user or a password, but not both: " + urlAdvice)
		}
	}
	if err := s.readQuery(u.RawQuery); err != nil {
		return nil, err
	}
	if s.user != "" && s.tls == gomail.NoTLS && !s.implicitTLS {
		return nil, errors.New("the SMTP URL has a password and tls=none: a password is never sent in clear, so leave one of them out")
	}
	return s, nil
}

func (s *SMTP) readQuery(raw string) error {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return errors.New("what follows the ? in the SMTP URL is not valid: give tls=none, tls=opportunistic or tls=mandatory, and helo=name")
	}
	for key := range query {
		value := query.Get(key)
		policy, known := map[string]gomail.TLSPolicy{"none": gomail.NoTLS, "opportunistic": gomail.TLSOpportunistic, "mandatory": gomail.TLSMandatory}[value]
		switch {
		case key == "helo" && value != "":
			s.helo = value
		case key == "tls" && s.implicitTLS:
			return errors.New("an smtps URL takes no tls=: it always has TLS")
		case key == "tls" && known:
			s.tls = policy
		default:
			return fmt.Errorf("the SMTP URL has an unknown option or value for %q: give tls=none, tls=opportunistic or tls=mandatory, and helo=name", key)
		}
	}
	return nil
}

// String names the server for logs, without user and password.
func (s *SMTP) String() string {
	how := map[gomail.TLSPolicy]string{gomail.TLSMandatory: "STARTTLS", gomail.TLSOpportunistic: "STARTTLS if offered", gomail.NoTLS: "no TLS"}[s.tls]
	if s.implicitTLS {
		how = "TLS"
	}
	return net.JoinHostPort(s.host, s.port) + " (" + how + ")"
}
