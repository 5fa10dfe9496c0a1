package webhook_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/handledesk/handledesk/internal/webhook"
)

const (
	first  = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	second = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
)

// here allows this machine.
func here() webhook.Policy { return webhook.Policy{AllowHTTP: true, AllowPrivate: true} }

func message(url string, secrets ...string) webhook.Message {
	return webhook.Message{ID: "whd_1", URL: url, At: time.Now(), Body: []byte(`{"type":"handle.updated"}`), Secrets: secrets}
}

// TestTheOfficialLibraryVerifiesEachSignature as a receiver would.
func TestTheOfficialLibraryVerifiesEachSignature(t *testing.T) {
	got := make(chan *http.Request, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		for _, secret := range []string{first, second} {
			verifier, err := standardwebhooks.NewWebhook(secret)
			if err == nil {
				err = verifier.Verify(body, r.Header)
			}
			if err != nil {
				t.Errorf("%s: %v", secret, err)
			}
		}
		other, _ := standardwebhooks.NewWebhook("whsec_" + strings.Repeat("A", 32))
		if other.Verify(body, r.Header) == nil || func() bool {
			verifier, _ := standardwebhooks.NewWebhook(first)
			return verifier.Verify(append(body, ' '), r.Header) == nil
		}() {
			t.Error("another secret or another body passes, too")
		}
		got <- r
		w.WriteHeader(http.StatusNoContent)
	}))
	defer receiver.Close()
	outcome := webhook.New(webhook.Options{Policy: here()}).Send(t.Context(), message(receiver.URL+"/in?x=1", first, second))
	if !outcome.Taken() || outcome.Status != http.StatusNoContent {
		t.Fatalf("%+v", outcome)
	}
	r := <-got
	if r.Method != http.MethodPost || r.URL.String() != "/in?x=1" || r.Header.Get("Content-Type") != "application/json" ||
		r.Header.Get("User-Agent") != "Handledesk-Webhooks" || r.Header.Get("Webhook-Id") != "whd_1" ||
		strings.Count(r.Header.Get("Webhook-Signature"), "v1,") != 2 {
		t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
}

// TestWhatAnswersSay goes through statuses, bodies and Retry-After.
func TestWhatAnswersSay(t *testing.T) {
	inAMinute := time.Now().Add(time.Minute).UTC().Format(http.TimeFormat)
	for _, c := range []struct {
		status      int
		retry, body string
		taken       bool
		least, most time.Duration
		answer      int
	}{
		{status: 200, body: "thanks", taken: true, answer: 6},
		{status: 299, taken: true},
		{status: 202, body: strings.Repeat("x", 1<<20), taken: true, answer: 512},
		{status: 304}, {status: 400}, {status: 410}, {status: 500, body: "no", answer: 2},
		{status: 429, retry: "120", least: 2 * time.Minute, most: 2 * time.Minute},
		{status: 503, retry: inAMinute, least: 50 * time.Second, most: time.Minute},
		{status: 503, retry: "-5"}, {status: 503, retry: "soon"}, {status: 503, retry: "Mon, 02 Jan 2006 15:04:05 GMT"},
		{status: 503, retry: "99999999999", least: time.Hour, most: 1 << 62},
	} {
		receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.retry != "" {
				w.Header().Set("Retry-After", c.retry)
			}
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}))
		o := webhook.New(webhook.Options{Policy: here()}).Send(t.Context(), message(receiver.URL, first))
		if o.Status != c.status || o.Failure != "" || o.Taken() != c.taken || o.RetryAfter < c.least || o.RetryAfter > c.most || len(o.Answer) != c.answer {
			t.Errorf("%d with Retry-After %q: %d %q, taken %t, again after %s, %d bytes", c.status, c.retry, o.Status, o.Failure, o.Taken(), o.RetryAfter, len(o.Answer))
		}
		receiver.Close()
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var reached atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer inside.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		outside := httptest.NewServer(http.RedirectHandler(inside.URL, status))
		if o := webhook.New(webhook.Options{Policy: here()}).Send(t.Context(), message(outside.URL, first)); o.Status != status || o.Taken() {
			t.Errorf("%d gives %+v", status, o)
		}
		outside.Close()
	}
	if reached.Load() != 0 {
		t.Error("a redirect was followed")
	}
}

// TestWhatIsDialledIsLookedAt tries to reach this machine by address, by name, and by a name whose meaning changes.
func TestWhatIsDialledIsLookedAt(t *testing.T) {
	var reached atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	known := &names{known: map[string][]string{
		"inside.example": {"127.0.0.1"}, "metadata.example": {"169.254.169.254"}, "office.example": {"10.0.0.7"},
	}}
	sender := webhook.New(webhook.Options{Policy: webhook.Policy{AllowHTTP: true}, Resolver: known.resolver(t)})
	for _, host := range []string{"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost", "inside.example", "metadata.example", "office.example"} {
		if o := sender.Send(t.Context(), message("http://"+host+":"+port, first)); o.Failure != webhook.Address {
			t.Errorf("%s: %+v", host, o)
		}
	}
	if o := sender.Send(t.Context(), message("http://nowhere.example:"+port, first)); o.Failure != webhook.Name {
		t.Errorf("a name that nobody knows: %+v", o)
	}
	// The same name, allowed: so it is the address that was refused, and nothing else.
	if o := webhook.New(webhook.Options{Policy: here(), Resolver: known.resolver(t)}).
		Send(t.Context(), message("http://inside.example:"+port, first)); !o.Taken() || reached.Load() != 1 {
		t.Errorf("where it is allowed: %+v, reached %d times", o, reached.Load())
	}
}

// TestANameThatChangesItsMeaning (DNS rebinding) is caught: each attempt dials anew and is looked at anew.
func TestANameThatChangesItsMeaning(t *testing.T) {
	var reached atomic.Int32
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	known := &names{known: map[string][]string{"changing.example": {"127.0.0.1", "127.0.0.1", "127.99.0.1"}}}
	policy := webhook.Policy{AllowHTTP: true}
	policy.Allowed = append(policy.Allowed, prefix("127.0.0.0/16"))
	sender := webhook.New(webhook.Options{Policy: policy, Resolver: known.resolver(t)})
	for i, want := range []webhook.Failure{"", "", webhook.Address} {
		if o := sender.Send(t.Context(), message("http://changing.example:"+port, first)); o.Failure != want {
			t.Errorf("attempt %d: %+v, want %q", i+1, o, want)
		}
	}
	if reached.Load() != 2 {
		t.Errorf("reached %d times", reached.Load())
	}
}

// TestMain names a proxy at which nobody answers, before anything reads the environment: net/http reads it once.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		if err := os.Setenv(name, "http://127.0.0.1:1"); err != nil {
			panic(err)
		}
	}
	m.Run()
}

// TestNoProxyIsAsked: one named by the environment would be told what is meant for receivers, and reach what we must not.
// Addresses of this machine are never asked of a proxy, so the receiver is called by a name.
func TestNoProxyIsAsked(t *testing.T) {
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer receiver.Close()
	_, port, _ := net.SplitHostPort(receiver.Listener.Addr().String())
	known := &names{known: map[string][]string{"receiver.example": {"127.0.0.1"}}}
	o := webhook.New(webhook.Options{Policy: here(), Resolver: known.resolver(t)}).Send(t.Context(), message("http://receiver.example:"+port, first))
	if !o.Taken() {
		t.Errorf("%+v", o)
	}
}

func TestCertificatesAreVerified(t *testing.T) {
	receiver := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	receiver.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	receiver.StartTLS()
	defer receiver.Close()
	if o := webhook.New(webhook.Options{Policy: here()}).Send(t.Context(), message(receiver.URL, first)); o.Failure != webhook.TLS {
		t.Errorf("a certificate of nobody we know: %+v", o)
	}
	roots := x509.NewCertPool()
	roots.AddCert(receiver.Certificate())
	trusting := webhook.New(webhook.Options{Policy: here(), TLS: &tls.Config{RootCAs: roots}})
	if o := trusting.Send(t.Context(), message(receiver.URL, first)); !o.Taken() {
		t.Errorf("one that we trust: %+v", o)
	}
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer plain.Close()
	if o := trusting.Send(t.Context(), message(strings.Replace(plain.URL, "http:", "https:", 1), first)); o.Failure != webhook.TLS {
		t.Errorf("no TLS at all: %+v", o)
	}
}

// TestNoReceiverKeepsUsWaiting: neither one that says nothing, nor one whose answer never ends.
func TestNoReceiverKeepsUsWaiting(t *testing.T) {
	done := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done }))
	defer silent.Close()
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-done
	}))
	defer endless.Close()
	defer close(done)
	sender := webhook.New(webhook.Options{Policy: here(), Timeout: 200 * time.Millisecond})
	began := time.Now()
	if o := sender.Send(t.Context(), message(silent.URL, first)); o.Failure != webhook.Timeout {
		t.Errorf("a silent receiver: %+v", o)
	}
	if o := sender.Send(t.Context(), message(endless.URL, first)); !o.Taken() {
		t.Errorf("an answer without end: %+v", o)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestFailuresAreNamed(t *testing.T) {
	sender := webhook.New(webhook.Options{Policy: here()})
	if o := sender.Send(t.Context(), message("http://127.0.0.1:1", first)); o.Failure != webhook.Connection {
		t.Errorf("nobody listens: %+v", o)
	}
	huge := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X", strings.Repeat("x", 1<<20))
	}))
	defer huge.Close()
	if o := sender.Send(t.Context(), message(huge.URL, first)); o.Failure != webhook.Connection {
		t.Errorf("a header of a megabyte: %+v", o)
	}
	if o := sender.Send(t.Context(), message(huge.URL, "whsec_not base64!")); o.Failure != webhook.Connection {
		t.Errorf("a secret of another form: %+v", o)
	}
}
