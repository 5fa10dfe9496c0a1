package mail

import (
	"errors"
	"slices"

	"github.com/wneessen/go-mail/smtp"
)

// signIn is SMTP AUTH (RFC 4954) with whichever mechanism the server offers. It is our own choice and not go-mail's,
// which outside TLS would still try mechanisms that can be guessed from what a listener hears.
type signIn struct {
	user, password, host string

	chosen smtp.Auth
}

// Start chooses the mechanism: inside TLS the simple ones are as safe as any that keeps no secret from the server, and
// they work with every server's store of passwords.
func (s *signIn) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if !server.TLS {
		return "", nil, errors.New("the connection is not encrypted, so that no password is sent: take tls=mandatory, or an SMTP URL without a user")
	}
	for _, mechanism := range []struct {
		name string
		auth smtp.Auth
	}{
		{"SCRAM-SHA-256", smtp.ScramSHA256Auth(s.user, s.password)},
		{"PLAIN", smtp.PlainAuth("", s.user, s.password, s.host, false)},
		{"LOGIN", smtp.LoginAuth(s.user, s.password, s.host, false)},
		{"SCRAM-SHA-1", smtp.ScramSHA1Auth(s.user, s.password)},
		{"CRAM-MD5", smtp.CRAMMD5Auth(s.user, s.password)},
	} {
		if slices.Contains(server.Auth, mechanism.name) {
			s.chosen = mechanism.auth
			return s.chosen.Start(server)
		}
	}
	return "", nil, errors.New("the mail server offers no way to sign in that is known here: leave the user out of the SMTP URL, or take another port")
}

// Next answers the server's challenge.
func (s *signIn) Next(fromServer []byte, more bool) ([]byte, error) {
	return s.chosen.Next(fromServer, more)
}
