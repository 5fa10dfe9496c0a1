package faults

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// When a proxy cuts the connection at a COMMIT: before Postgres hears of it, or after it has done it.
const (
	cutNothing = iota
	cutBefore
	cutAfter
)

// proxy stands between a server and Postgres. When it is armed it cuts the next connection that commits.
type proxy struct {
	to    string
	armed atomic.Int32
}

func openProxy(t *testing.T, to string) (p *proxy, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	p = &proxy{to: to}
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return // the test is over
			}
			go p.connect(from)
		}
	}()
	return p, listener.Addr().String()
}

// connect hands on what both sides say, until one of them hangs up or the connection is cut.
func (p *proxy) connect(from net.Conn) {
	defer func() { _ = from.Close() }()
	to, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer func() { _ = to.Close() }()
	var deaf atomic.Bool
	go func() {
		defer func() { _ = from.Close() }()
		_, _ = io.Copy(unless{from, &deaf}, to) // ends with the connection
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		how := int32(cutNothing)
		if bytes.Contains(bytes.ToLower(buffer[:n]), []byte("commit\x00")) {
			how = p.armed.Swap(cutNothing)
		}
		deaf.Store(how != cutNothing)
		if how == cutBefore {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
		if how == cutAfter {
			time.Sleep(200 * time.Millisecond) // Postgres commits meanwhile
			return
		}
	}
}

// unless drops what is written once it is told to be deaf.
type unless struct {
	io.Writer
	deaf *atomic.Bool
}

// Write hands on.
func (u unless) Write(p []byte) (int, error) {
	if u.deaf.Load() {
		return len(p), nil
	}
	return u.Writer.Write(p)
}

// TestTheConnectionBreaksAtCommit: nobody knows whether the change was made, and the answer says so. Sending the same
// request again with the same Idempotency-Key finds out.
func TestTheConnectionBreaksAtCommit(t *testing.T) {
	needCluster(t)
	w := newWorld(t, rand.New(rand.NewPCG(1, 1)), 1, 0, time.Second, "--no-worker")
	address, err := url.Parse(w.stored.URL)
	if err != nil {
		t.Fatal(err)
	}
	p, through := openProxy(t, address.Host)
	address.Host = through
	w.servers.kill(0)
	w.servers.arguments = append(w.servers.arguments, "--database", address.String())
	w.servers.startAll(t)
	w.once(t, &operation{Query: "{ viewer { __typename } }"}) // the first use of a key is noted
	time.Sleep(200 * time.Millisecond)
	at, _ := w.servers.pick(w.random)
	for n, how := range []int32{cutBefore, cutAfter, cutAfter, cutBefore} {
		client := &client{w: w, number: 7, sent: n}
		_, input := client.newPerson()
		o := client.operation("createHandle", createQuery, input)
		p.armed.Store(how)
		r, err := o.send(t.Context(), w.web, at)
		if err != nil {
			t.Fatal(err)
		}
		if o.take(r) || r.code() != "UNAVAILABLE" || !o.unknown || !strings.Contains(r.text, "Idempotency-Key") {
			t.Errorf("cut %d: answered %s", how, r.text)
		}
		if r, err = o.send(t.Context(), w.web, at); err != nil {
			t.Fatal(err)
		}
		if !o.take(r) || !o.done || o.replayed != (how == cutAfter) {
			t.Errorf("cut %d: the second time it is answered %v %s", how, r.header, r.text)
		}
		if made := w.number(t, fmt.Sprintf("SELECT count(*) FROM handles WHERE email = '%v'", input["email"])); made != 1 {
			t.Errorf("cut %d: %d handles were created", how, made)
		}
	}
}
