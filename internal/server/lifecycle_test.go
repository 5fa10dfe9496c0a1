package server

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestShutdownFinishesARunningMutation(t *testing.T) {
	running, proceed := make(chan struct{}), make(chan struct{})
	r := start(t, func(context.Context) (any, error) {
		close(running)
		<-proceed
		return "done", nil
	})
	connection := send(t, r, hookMutation)
	defer connection.Close()
	<-running
	r.stop()

	waitUntilRefused(t, r)
	select {
	case err := <-r.done:
		t.Fatalf("Serve returned %v while the mutation ran", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(proceed)
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); string(body) != `{"data":{"hook":"done"}}` {
		t.Errorf("the mutation answered %s", body)
	}
	if err := <-r.done; err != nil {
		t.Errorf("Serve returned %v, want nil", err)
	}
}

// waitUntilRefused returns when new connections are no longer accepted.
func waitUntilRefused(t *testing.T, r *running) {
	t.Helper()
	for range 200 {
		connection, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
		if err != nil {
			return
		}
		connection.Close()
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("connections are still accepted after the stop signal")
}

func TestShutdownCancelsWhatOutlastsTheGrace(t *testing.T) {
	for _, body := range []string{hookQuery, hookMutation} {
		running, ended := make(chan struct{}), make(chan struct{})
		r := start(t, func(ctx context.Context) (any, error) {
			close(running)
			<-ctx.Done()
			close(ended)
			return nil, ctx.Err()
		}, func(o *Options) { o.ShutdownGrace = 50 * time.Millisecond })
		connection := send(t, r, body)
		t.Cleanup(func() { _ = connection.Close() })
		<-running
		r.stop()
		if err := <-r.done; err == nil || !strings.Contains(err.Error(), "grace of 50ms") {
			t.Errorf("Serve returned %v, want an error that names the grace", err)
		}
		<-ended
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if !strings.Contains(string(answer), `"code":"TIMEOUT"`) || !strings.Contains(string(answer), "shutting down") {
			t.Errorf("the caller was told %s", answer)
		}
	}
}

func TestReadinessEndsBeforeTheListenerCloses(t *testing.T) {
	r := start(t, nil, func(o *Options) { o.DrainDelay = 500 * time.Millisecond })
	if got := r.do(t, http.MethodGet, "/readyz", ""); got.status != 200 {
		t.Fatalf("readyz before the stop signal: %d", got.status)
	}
	r.stop()
	var got exchange
	for range 40 { // the signal takes a moment to arrive
		if got = r.do(t, http.MethodGet, "/readyz", ""); got.status != 200 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if got.status != 503 || got.body != "not ready: shutting down\n" {
		t.Errorf("readyz after the stop signal: %d %q, want 503", got.status, got.body)
	}
	if got := r.do(t, http.MethodGet, "/healthz", ""); got.status != 200 {
		t.Errorf("healthz after the stop signal: %d, want 200", got.status)
	}
	if got := r.post(t, plainQuery); got.status != 200 {
		t.Errorf("an operation during the delay: %d %s", got.status, got.body)
	}
	waitUntilRefused(t, r)
	if err := <-r.done; err != nil {
		t.Errorf("Serve returned %v", err)
	}
}

func TestServeReturnsTheListenersError(t *testing.T) {
	options, _ := testOptions(nil)
	s, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := s.Serve(t.Context(), listener); err == nil || !strings.Contains(err.Error(), "serve 127.0.0.1:") {
		t.Errorf("Serve returned %v, want the listener's error", err)
	}
}

func TestListenSaysWhatToDo(t *testing.T) {
	options, _ := testOptions(nil)
	s, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	taken, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for addr, want := range map[string]string{
		taken.Addr().String(): "another program uses this address",
		"127.0.0.1":           "give host:port",
		"127.0.0.1:99999":     "give host:port",
		"192.0.2.1:8080":      "this host has no such address",
	} {
		listener, err := s.Listen(addr)
		if err == nil {
			listener.Close()
			t.Errorf("%s: no error, want %q", addr, want)
			continue
		}
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), addr) {
			t.Errorf("%s: %v, want %q", addr, err, want)
		}
	}
}

func TestNewNamesTheOptionAtFault(t *testing.T) {
	for want, spoil := range map[string]func(*Options){
		"Options.Schema":       func(o *Options) { o.Schema = nil },
		"Options.Authenticate": func(o *Options) { o.Authenticate = nil },
		"write timeout":        func(o *Options) { o.WriteTimeout = time.Second },
	} {
		options, _ := testOptions(nil)
		spoil(&options)
		if _, err := New(options); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error about %s", err, want)
		}
	}
}
