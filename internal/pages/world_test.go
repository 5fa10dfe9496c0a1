package pages_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/requestid"
)

// fake answers as it is told and notes every call.
type fake struct {
	link       *pages.Link
	linkErr    error
	confirmErr error
	setErr     error
	recoverErr error
	code       string // that SetPassword returns

	read                            []string
	confirmed, set, password, asked []string
}

func (f *fake) Link(_ context.Context, token string) (*pages.Link, error) {
	f.read = append(f.read, token)
	if f.linkErr != nil {
		return nil, f.linkErr
	}
	link := *f.link
	return &link, nil
}

func (f *fake) ConfirmReachability(_ context.Context, token string) error {
	f.confirmed = append(f.confirmed, token)
	return f.confirmErr
}

func (f *fake) SetPassword(_ context.Context, token, password string) (string, error) {
	f.set, f.password = append(f.set, token), append(f.password, password)
	return f.code, f.setErr
}

func (f *fake) RequestPasswordRecovery(_ context.Context, code string) error {
	f.asked = append(f.asked, code)
	return f.recoverErr
}

// changes counts the calls that may change something.
func (f *fake) changes() int { return len(f.confirmed) + len(f.set) + len(f.asked) }

const (
	token    = "tok-3nK9_x"
	endpoint = "https://api.example.net/graphql"
	phrase   = "harbour lantern crooked violin"
)

func openLink(kind registrar.MailKind) *fake {
	return &fake{code: "JD1042-HD", link: &pages.Link{
		Kind: kind, State: registrar.LinkOpen, Sender: "Acme Names", Name: "Jane Doe", Code: "JD1042-HD",
		Email: "jane@example.org", Domains: []string{"example.org", "müller.example"}, MoreDomains: 3,
		ExpiresAt: time.Date(2026, time.December, 4, 15, 7, 0, 0, time.UTC),
	}}
}

type world struct {
	fake    *fake
	handler http.Handler
	log     *bytes.Buffer
}

func newWorld(f *fake) *world {
	log := &bytes.Buffer{}
	return &world{fake: f, log: log, handler: pages.Handler(pages.Options{
		Owners: f, Logger: slog.New(slog.NewTextHandler(log, nil)), RegistrarName: "Registry House", Endpoint: endpoint,
	})}
}

// answer is a page that was answered.
type answer struct {
	*httptest.ResponseRecorder
	tb   testing.TB
	body string
}

func (w *world) do(tb testing.TB, r *http.Request) *answer {
	tb.Helper()
	r = r.WithContext(requestid.With(r.Context(), "REQ-7"))
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, r)
	return &answer{ResponseRecorder: recorder, tb: tb, body: recorder.Body.String()}
}

func (w *world) get(tb testing.TB, target string) *answer {
	tb.Helper()
	return w.do(tb, httptest.NewRequest(http.MethodGet, pages.Path+target, nil))
}

func (w *world) post(tb testing.TB, page string, pairs ...string) *answer {
	tb.Helper()
	fields := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		fields.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, pages.Path+page, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return w.do(tb, r)
}

func (a *answer) status(want int) *answer {
	a.tb.Helper()
	if a.Code != want {
		a.tb.Fatalf("status %d, want %d\n%s", a.Code, want, a.body)
	}
	return a
}

func (a *answer) says(texts ...string) *answer {
	a.tb.Helper()
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			a.tb.Errorf("the page does not say %q:\n%s", text, a.body)
		}
	}
	return a
}

func (a *answer) silent(texts ...string) *answer {
	a.tb.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			a.tb.Errorf("the page says %q:\n%s", text, a.body)
		}
	}
	return a
}

func (a *answer) header(name, want string) *answer {
	a.tb.Helper()
	if got := a.Header().Get(name); got != want {
		a.tb.Errorf("%s: %q, want %q", name, got, want)
	}
	return a
}

// elements parses the page and returns its elements of a name.
func (a *answer) elements(name string) []*html.Node {
	a.tb.Helper()
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		a.tb.Fatal(err)
	}
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (name == "*" || n.Data == name) {
			found = append(found, n)
		}
	}
	return found
}

func attribute(n *html.Node, name string) (value string, given bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// byID returns the element of an id.
func (a *answer) byID(id string) *html.Node {
	a.tb.Helper()
	for _, n := range a.elements("*") {
		if value, _ := attribute(n, "id"); value == id {
			return n
		}
	}
	a.tb.Fatalf("no element has the id %q:\n%s", id, a.body)
	return nil
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}
