package main

import (
	"io"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// slow is how long the mail server takes for a mail.
const slow = 5 * time.Millisecond

// inbox is a mail server that takes everything, a little slowly.
type inbox struct {
	address string

	mu      sync.Mutex
	sources map[string][]string // by Message-ID, as often as a mail came
	count   int
}

func openInbox(t *testing.T) *inbox {
	t.Helper()
	i := &inbox{sources: map[string][]string{}}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{i}, nil }))
	server.Domain, server.ReadTimeout, server.WriteTimeout = "127.0.0.1", 30*time.Second, 30*time.Second
	server.ErrorLog = quiet{} // clients that are killed hang up
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	i.address = listener.Addr().String()
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-served
	})
	return i
}

type delivery struct{ *inbox }

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

// taken is how many mails came, repeats included.
func (i *inbox) taken() int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.count
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}
