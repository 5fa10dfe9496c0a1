package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// screen is where a running command prints; it may be read meanwhile.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write writes.
func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// running is a server that was started by its command line.
type running struct {
	out, err *screen
	url      string
	stop     func() int
}

var endpoint = regexp.MustCompile(`http://127\.0\.0\.1:\d+/graphql`)

// serve starts a server on a free port and waits until it answers.
func serve(t *testing.T, arguments ...string) *running {
	t.Helper()
	r := &running{out: &screen{}, err: &screen{}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, arguments...), streams{r.out, r.err})
	}()
	stopped := sync.OnceValue(func() int {
		cancel()
		select {
		case code := <-done:
			return code
		case <-time.After(30 * time.Second):
			t.Error("it does not stop")
			return -1
		}
	})
	r.stop = stopped
	t.Cleanup(func() { stopped() })
	for deadline := time.Now().Add(60 * time.Second); r.url == ""; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it does not start: %s %s", r.out, r.err)
		}
		r.url = endpoint.FindString(r.out.String())
	}
	return r
}

// send sends an operation and gives the status and the answer.
func (r *running) send(t *testing.T, body string) (int, string) {
	t.Helper()
	return r.sendAs(t, "", body)
}

// sendAs sends an operation with a credential.
func (r *running) sendAs(t *testing.T, bearer, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	return exchange(t, request)
}

// exchange sends a request and gives the status and the whole answer.
func exchange(t *testing.T, request *http.Request) (int, string) {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

func TestServeAnswersAndStops(t *testing.T) {
	r := serve(t)
	if status, answer := r.send(t, `{"query": "{ __typename viewer { __typename } }"}`); status != http.StatusOK || !strings.HasPrefix(answer, `{"data":{"__typename":"Query","viewer":null},`) {
		t.Errorf("%d %s", status, answer)
	}
	if _, answer := r.send(t, `{"query": "{ __schema { queryType { name } } }"}`); !strings.Contains(answer, "errors") {
		t.Errorf("without --demo the schema can be read: %s", answer)
	}
	for path, want := range map[string]int{"/healthz": http.StatusOK, "/readyz": http.StatusOK, "/": http.StatusNotFound} {
		response, err := http.Get(strings.TrimSuffix(r.url, "/graphql") + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, response.StatusCode, want)
		}
	}
	if code := r.stop(); code != 0 {
		t.Errorf("exit %d: %s", code, r.err)
	}
	if _, err := http.Get(r.url); err == nil {
		t.Error("it answers after it stopped")
	}
}

func TestServeLogsWhatIsAskedFor(t *testing.T) {
	r := serve(t, "--log-format", "json", "--introspection", "everyone", "--playground", "on")
	if _, answer := r.send(t, `{"query": "{ __schema { queryType { name } } }"}`); strings.Contains(answer, "errors") {
		t.Errorf("with --introspection everyone: %s", answer)
	}
	response, err := http.Get(strings.TrimSuffix(r.url, "graphql"))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("the playground: %s", response.Status)
	}
	if code := r.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
	if log := r.err.String(); !strings.Contains(log, `"msg":`) {
		t.Errorf("the log is not JSON: %s", log)
	}
}

func TestServeRefusesOriginsThatNeverMatch(t *testing.T) {
	code, _, errs := command(t, "serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--origins", "app.example.com")
	if code != 1 || !strings.Contains(errs, "https://app.example.com") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

// TestServeFinishesRunningRequests stops the server while requests run: each that was accepted is answered.
func TestServeFinishesRunningRequests(t *testing.T) {
	r := serve(t)
	var wait sync.WaitGroup
	answers := make(chan string, 200)
	for range 4 {
		wait.Go(func() {
			for range 50 {
				response, err := http.Post(r.url, "application/json", strings.NewReader(`{"query": "{ viewer { __typename } }"}`))
				if err != nil {
					return // not accepted any more
				}
				answer, err := io.ReadAll(response.Body)
				_ = response.Body.Close()
				answers <- fmt.Sprint(response.StatusCode, string(answer), err)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	if code := r.stop(); code != 0 {
		t.Errorf("exit %d: %s", code, r.err)
	}
	wait.Wait()
	close(answers)
	for answer := range answers {
		if !strings.HasPrefix(answer, `200{"data":{"viewer":null},`) || !strings.HasSuffix(answer, `}<nil>`) {
			t.Errorf("cut off: %s", answer)
		}
	}
}
