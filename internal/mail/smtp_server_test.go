package mail

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// mailServer is a real SMTP server that refuses what it is told to refuse and keeps the rest.
type mailServer struct {
	address string
	roots   *x509.CertPool

	atMail, atRcpt, atData error
	mechanisms             []string

	mu       sync.Mutex
	received []received
}

type received struct {
	from, to, source string
	utf8, encrypted  bool
	user             string
}

func (s *mailServer) mails() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received)
}

// start serves on a free port of this machine until the test ends: with TLS from the start, with STARTTLS, or in clear.
func (s *mailServer) start(t *testing.T, security string, prepare ...func(*smtp.Server)) *mailServer {
	t.Helper()
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c}, nil
	}))
	server.Domain, server.ReadTimeout, server.WriteTimeout = "127.0.0.1", 10*time.Second, 10*time.Second
	for _, p := range prepare {
		p(server)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	if security != "clear" {
		server.TLSConfig = s.certificate(t)
	}
	if security == "tls" {
		listener = tls.NewListener(listener, server.TLSConfig)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-served
	})
	return s
}

func (s *mailServer) certificate(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.roots = x509.NewCertPool()
	s.roots.AddCert(certificate)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

type session struct {
	server *mailServer
	conn   *smtp.Conn
	mail   received
	user   string
}

func (s *session) Reset()        { s.mail = received{} }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, options *smtp.MailOptions) error {
	s.mail.from, s.mail.utf8 = from, options.UTF8
	return s.server.atMail
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mail.to = to
	return s.server.atRcpt
}

func (s *session) Data(r io.Reader) error {
	source, err := io.ReadAll(r)
	if s.server.atData != nil {
		return s.server.atData
	}
	if err != nil {
		return err
	}
	s.mail.source, s.mail.user = string(source), s.user
	_, s.mail.encrypted = s.conn.TLSConnectionState()
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.received = append(s.server.received, s.mail)
	return nil
}

func (s *session) AuthMechanisms() []string { return s.server.mechanisms }

func (s *session) Auth(mechanism string) (sasl.Server, error) {
	check := func(user, password string) error {
		if user != "desk" || password != "p@ss:w/rd" {
			return smtp.ErrAuthFailed
		}
		s.user = user + " by " + mechanism
		return nil
	}
	if mechanism == "LOGIN" {
		return &loginServer{check: check}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
}

// loginServer is the server's side of AUTH LOGIN.
type loginServer struct {
	check func(user, password string) error
	user  *string
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	text := string(response)
	switch {
	case response == nil:
		return []byte("Username:"), false, nil
	case l.user == nil:
		l.user = &text
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(*l.user, text)
}

// speak is a server that says what it is told to, one answer to each line, and then no more.
func speak(t *testing.T, answers ...string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var talks sync.WaitGroup
	talks.Go(func() {
		for {
			line, err := listener.Accept()
			if err != nil {
				return
			}
			talks.Go(func() {
				defer line.Close()
				_ = line.SetDeadline(time.Now().Add(10 * time.Second))
				reader := bufio.NewReader(line)
				for _, answer := range answers {
					if _, err := io.WriteString(line, strings.ReplaceAll(answer, "\n", "\r\n")+"\r\n"); err != nil {
						return
					}
					if _, err := reader.ReadString('\n'); err != nil {
						return
					}
				}
				_, _ = io.Copy(io.Discard, reader)
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		talks.Wait()
	})
	return listener.Addr().String()
}
