package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/bench/limit"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// pair is both servers over the same small data, within the test's process.
type pair struct {
	data             *dataset
	limit, product   *process
	revoked, expired string // keys that are no good any more
}

// newPair makes a list of a few pages, with one handle that has more domains than the limit reads with the others.
func newPair(t *testing.T) *pair {
	t.Helper()
	ctx := t.Context()
	p := &pair{data: &dataset{size: size{Handles: 240, Single: true}, folder: t.TempDir()}}
	if err := p.data.fill(ctx, io.Discard, time.Now()); err != nil {
		t.Fatal(err)
	}
	db, s := p.open(t, func() time.Time { return today })
	p.addDomains(t, s, hotParent)
	p.addKeys(t, s)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := p.data.addLimit(ctx); err != nil {
		t.Fatal(err)
	}
	db, s = p.open(t, time.Now)
	handler, err := newHandler(s)
	if err != nil {
		t.Fatal(err)
	}
	p.product = listen(t, "product", handler)
	byHand, err := limit.Open(ctx, p.data.limit())
	if err != nil {
		t.Fatal(err)
	}
	p.limit = listen(t, "limit", byHand)
	t.Cleanup(func() {
		s.Wait()
		if err := errors.Join(db.Close(), byHand.Close()); err != nil {
			t.Error(err)
		}
	})
	return p
}

// hotParent is more domains than the limit reads along with those of other handles.
const hotParent = 60

func (p *pair) open(t *testing.T, now func() time.Time) (*store.Store, *service.Service) {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Directory: p.data.product()})
	if err != nil {
		t.Fatal(err)
	}
	return db, service.New(service.Options{Store: db, Now: now, Key: serverKey()})
}

// staff is an operator with every scope.
func staff(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewer.Viewer{Caller: registrar.Caller{Kind: registrar.ActorOperator, Scopes: registrar.Scopes}})
}

// addDomains gives the reseller's own handle more domains.
func (p *pair) addDomains(t *testing.T, s *service.Service, n int) {
	t.Helper()
	account := p.data.Accounts[0]
	reseller, err := s.ResellerByName(staff(t.Context()), account.Name)
	if err != nil {
		t.Fatal(err)
	}
	g := generator{service: s, random: newRandom(3), domains: 1_000_000}
	err = s.Bulk(t.Context(), func(b *service.Bulk) error {
		for range n {
			if err := g.domain(b, &account, *reseller.OwnHandleID, []string{*reseller.OwnHandleID}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// addKeys makes a key that is revoked and one whose time has passed since.
func (p *pair) addKeys(t *testing.T, s *service.Service) {
	t.Helper()
	ctx := staff(t.Context())
	ends := registrar.At(today.Add(time.Hour))
	create := func(expires *registrar.Instant) (*service.APIKey, string) {
		key, secret, err := s.CreateAPIKey(ctx, service.CreateAPIKey{
			ResellerID: &p.data.Accounts[0].ID, Name: "k", Role: registrar.ResellerKey,
			Scopes: slices.Clone(registrar.Scopes), ExpiresAt: expires,
		})
		if err != nil {
			t.Fatal(err)
		}
		return key, secret
	}
	_, p.expired = create(&ends)
	key, secret := create(nil)
	p.revoked = secret
	if _, err := s.RevokeAPIKey(ctx, key.ID); err != nil {
		t.Fatal(err)
	}
}

func listen(t *testing.T, name string, handler http.Handler) *process {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return &process{Name: name, address: strings.TrimPrefix(s.URL, "http://")}
}

func TestLimitAnswersAsTheProductDoes(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	servers := []*process{p.limit, p.product}
	calls, err := collectPages(t.Context(), p.limit, p.data.Accounts)
	if err != nil {
		t.Fatal(err)
	}
	if len(calls) != 5 {
		t.Errorf("240 handles make %d pages of 50", len(calls))
	}
	if _, err := compare(t.Context(), servers, headline(1, calls)); err != nil {
		t.Error(err)
	}
	g, err := movers(t.Context(), p.data, 1)
	if err != nil {
		t.Fatal(err)
	}
	g.Calls = g.Calls[:10]
	for range 2 { // the second time nothing changes
		if _, err := compare(t.Context(), servers, g); err != nil {
			t.Error(err)
		}
	}
	// Writing on both sides has changed the times and nothing that the query shows.
	if _, err := compare(t.Context(), servers, headline(1, calls)); err != nil {
		t.Error(err)
	}
	for _, key := range []string{p.revoked, p.expired, "hdk_unknown"} {
		for _, server := range servers {
			text, err := ask(t.Context(), server, headline(1, nil), call{Key: key, Variables: "{}"})
			if err == nil || !strings.Contains(err.Error(), "401") {
				t.Errorf("%s lets a bad key in: %s, %v", server.Name, text, err)
			}
		}
	}
}

func TestSameSeedMakesTheSameData(t *testing.T) {
	t.Parallel()
	var made []*dataset
	for range 2 {
		d, err := openDataset(t.Context(), t.TempDir(), size{Handles: 100, Single: true}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, d)
	}
	if !slices.Equal(made[0].Accounts, made[1].Accounts) || made[0].Domains != made[1].Domains {
		t.Errorf("not the same: %v and %v", made[0].Accounts[0], made[1].Accounts[0])
	}
	again, err := openDataset(t.Context(), filepath.Dir(made[0].folder), size{Handles: 100, Single: true}, failing{t})
	if err != nil || !slices.Equal(again.Accounts, made[0].Accounts) {
		t.Errorf("not kept: %v", err)
	}
	if _, err := openDataset(t.Context(), t.TempDir(), size{Handles: 150}, io.Discard); err == nil {
		t.Error("150 handles were shared out among 100 resellers")
	}
}

// failing fails the test when something is written.
type failing struct{ t *testing.T }

func (f failing) Write(text []byte) (int, error) {
	f.t.Errorf("unexpected: %s", text)
	return len(text), nil
}

func TestLoadCountsAnswersAndErrors(t *testing.T) {
	t.Parallel()
	asked := 0
	s := listen(t, "server", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked++
		switch {
		case r.Header.Get("Authorization") != "Bearer k" || !strings.Contains(string(body), `"variables":{"n":`):
			t.Errorf("unexpected request: %s", body)
		case asked%5 == 0:
			http.Error(w, "database is locked", http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, `{"data":{"ok":true}}`)
	}))
	g := group{Name: "g", Connections: 1, Operation: "O", Query: "query O { ok }", Calls: []call{{"k", `{"n":{{n}}}`}}, Expect: `"ok":true`}
	o := job{Address: s.address, For: 300 * time.Millisecond, Groups: []group{g}}.run(t.Context())[0]
	if o.Requests < 4 || o.Errors < 1 || o.Errors != o.Messages["500 database is locked"] {
		t.Errorf("got %+v", o)
	}
	if o.Latency.P50 <= 0 || o.Latency.P99 < o.Latency.P50 || o.PerSecond <= 0 {
		t.Errorf("got %+v", o)
	}
}

func TestLoadSurvivesAServerThatIsGone(t *testing.T) {
	t.Parallel()
	g := group{Connections: 2, Calls: []call{{"k", "{}"}}}
	o := job{Address: "127.0.0.1:1", For: 50 * time.Millisecond, Groups: []group{g}}.run(t.Context())[0]
	if o.Requests != 0 || o.Errors == 0 {
		t.Errorf("got %+v", o)
	}
}

func TestWrongCommandLineSaysSo(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	if code := run(context.Background(), []string{"read", "--rounds", "0", "--data", t.TempDir()}, io.Discard, &log); code != 1 {
		t.Errorf("code %d: %s", code, log.String())
	}
	if code := run(context.Background(), []string{"walk"}, io.Discard, &log); code != 2 {
		t.Errorf("code %d: %s", code, log.String())
	}
}
