package apitest

import (
	"io"
	"maps"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// slow is how long an inbox takes for a mail, twice.
const slow = 5 * time.Millisecond

// Inbox is a mail server that takes everything, a little slowly, so that who sends may be killed meanwhile.
type Inbox struct {
	Address string // host:port

	mu      sync.Mutex
	sources map[string][]string // by Message-ID, as often as a mail came
	count   int
}

// OpenInbox starts a mail server on a free port of 127.0.0.1; it ends with the test.
func OpenInbox(t testing.TB) *Inbox {
	t.Helper()
	i := &Inbox{sources: map[string][]string{}}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{i}, nil }))
	server.Domain, server.ReadTimeout, server.WriteTimeout = "127.0.0.1", 30*time.Second, 30*time.Second
	server.ErrorLog = quiet{}                         // clients that are killed hang up
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it ends with the test
	if err != nil {
		t.Fatal(err)
	}
	i.Address = listener.Addr().String()
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener) // until it is closed
	}()
	t.Cleanup(func() {
		_ = server.Close() // its listener goes with it
		<-served
	})
	return i
}

type delivery struct{ *Inbox }

func (delivery) Reset()                                   {}
func (delivery) Logout() error                            { return nil }
func (delivery) Mail(string, *smtp.MailOptions) error     { return nil }
func (delivery) Rcpt(_ string, _ *smtp.RcptOptions) error { return nil }

// Data takes a mail. The pause stands on both sides of the note, so that a kill may come before and after it.
func (d delivery) Data(r io.Reader) error {
	source, err := io.ReadAll(r)
	if err != nil {
		return err // the rest never came: the sender was killed
	}
	time.Sleep(slow)
	message, err := mail.ReadMessage(strings.NewReader(string(source)))
	if err != nil {
		return err
	}
	d.mu.Lock()
	id := message.Header.Get("Message-Id")
	d.sources[id] = append(d.sources[id], string(source))
	d.count++
	d.mu.Unlock()
	time.Sleep(slow)
	return nil
}

// Taken is how many mails came, repeats included.
func (i *Inbox) Taken() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.count
}

// Sources are the mails that came, by Message-ID, each as often as it came.
func (i *Inbox) Sources() map[string][]string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return maps.Clone(i.sources)
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}
