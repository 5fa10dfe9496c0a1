package worker_test

import (
	"errors"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/handledesk/handledesk/internal/apitest"
	product "github.com/handledesk/handledesk/internal/mail"
)

// mailServer is a real SMTP server that answers as the test tells it to, and keeps what it took.
type mailServer struct {
	address string
	smtp    *smtp.Server
	served  chan struct{}

	mu   sync.Mutex
	rcpt func(to string) error
	data func(m *received) error
	took []*received
}

// errHangUp lets the server take a mail and break the line before it says so.
var errHangUp = errors.New("hang up")

// received is a mail as it came.
type received struct {
	from, to, source string
	header           mail.Header
	text, html       string
}

// serveMail starts a server at the address, such as 127.0.0.1:0, which ends with the test.
func serveMail(t *testing.T, address string) *mailServer {
	t.Helper()
	s := &mailServer{served: make(chan struct{})}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{server: s, conn: c, mail: &received{}}, nil
	}))
	s.smtp.Domain, s.smtp.ReadTimeout, s.smtp.WriteTimeout = "127.0.0.1", 30*time.Second, 30*time.Second
	s.smtp.ErrorLog = silence{}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	go func() {
		defer close(s.served)
		_ = s.smtp.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = s.smtp.Close()
		<-s.served
	})
	return s
}

// transport is the product's own way to the server.
func (s *mailServer) transport(t *testing.T) product.Transport {
	t.Helper()
	return smtpTo(t, s.address)
}

// smtpTo makes the product's own transport to an address where nobody need listen.
func smtpTo(t *testing.T, address string) product.Transport {
	t.Helper()
	composer, err := product.New(product.Options{From: "noreply@mail.example", Registrar: "Example Registry"})
	if err != nil {
		t.Fatal(err)
	}
	transport, err := product.NewSMTP("smtp://"+address+"?tls=none", composer, nil)
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

// answers sets what the server says to a recipient and to a whole mail; nil takes everything.
func (s *mailServer) answers(rcpt func(to string) error, data func(m *received) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rcpt, s.data = rcpt, data
}

func (s *mailServer) mails() []*received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.took)
}

// to lists the mails that came for an address.
func (s *mailServer) to(address string) []*received {
	return slices.DeleteFunc(s.mails(), func(m *received) bool { return m.to != address })
}

type session struct {
	server *mailServer
	conn   *smtp.Conn
	mail   *received
}

func (s *session) Reset()        { s.mail = &received{} }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mail.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mail.to = to
	s.server.mu.Lock()
	answer := s.server.rcpt
	s.server.mu.Unlock()
	if answer == nil {
		return nil
	}
	return answer(to)
}

func (s *session) Data(r io.Reader) error {
	source, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.source = string(source)
	s.server.mu.Lock()
	answer := s.server.data
	s.server.mu.Unlock()
	if answer != nil {
		err = answer(s.mail)
	}
	if err != nil && !errors.Is(err, errHangUp) {
		return err
	}
	if err := s.mail.parse(); err != nil {
		return err // which shows in the test as a mail that was not taken
	}
	s.server.mu.Lock()
	s.server.took = append(s.server.took, s.mail)
	s.server.mu.Unlock()
	if err != nil {
		_ = s.conn.Conn().Close()
	}
	return nil
}

// parse takes the mail apart, as a mail program does.
func (r *received) parse() error {
	message, err := mail.ReadMessage(strings.NewReader(r.source))
	if err != nil {
		return err
	}
	r.header = message.Header
	_, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	parts := multipart.NewReader(message.Body, parameters["boundary"])
	for {
		part, err := parts.NextPart() // decodes quoted-printable
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		switch kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type")); kind {
		case "text/plain":
			r.text = string(content)
		case "text/html":
			r.html = string(content)
		}
	}
}

// subject is the subject as it is shown.
func (r *received) subject(t *testing.T) string {
	t.Helper()
	subject, err := new(mime.WordDecoder).DecodeHeader(r.header.Get("Subject"))
	if err != nil {
		t.Error(err)
	}
	return subject
}

var mailedLink = regexp.MustCompile(regexp.QuoteMeta(apitest.LinkBase) + `/owner/(?:confirm|password)\?token=([0-9A-Za-z_]+)`)

// token is that of the link in the plain text, and the HTML has the same link.
func (r *received) token(t *testing.T) string {
	t.Helper()
	found := mailedLink.FindStringSubmatch(r.text)
	if found == nil {
		t.Fatalf("no link in the text:\n%s", r.text)
	}
	if !strings.Contains(html.UnescapeString(r.html), `href="`+found[0]+`"`) {
		t.Errorf("the HTML does not have the link %s:\n%s", found[0], r.html)
	}
	return found[1]
}

// silence is a log that nobody reads.
type silence struct{}

func (silence) Printf(string, ...any) {}
func (silence) Println(...any)        {}
