package demo

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// TestBothDatabasesSortAndFindAlike fills SQLite and Postgres with the demo, whose names are in many scripts, and asks both
// for every order of texts and whatever is found by a text, in its own case and in others. The Postgres database has a
// language that sorts otherwise.
func TestBothDatabasesSortAndFindAlike(t *testing.T) {
	apitest.NeedPostgres(t)
	embedded, postgres := ask(t, store.Options{Directory: t.TempDir()}), ask(t, apitest.Stored(t, t.TempDir()))
	if len(embedded) < 500 || len(embedded) != len(postgres) {
		t.Errorf("%d and %d questions were asked", len(embedded), len(postgres))
	}
	found := 0
	for _, question := range slices.Sorted(maps.Keys(embedded)) {
		found += len(embedded[question])
		if !slices.Equal(embedded[question], postgres[question]) {
			t.Errorf("%s\nSQLite:   %q\nPostgres: %q", question, embedded[question], postgres[question])
		}
	}
	if found < 10_000 {
		t.Errorf("only %d answers were found", found)
	}
}

// every is how many rows stand in for one that is searched by its texts.
const every = 60

// asked are answers by what was asked for.
type asked struct {
	t       *testing.T
	s       *service.Service
	who     string
	ctx     context.Context
	answers map[string][]string
}

func ask(t *testing.T, o store.Options) map[string][]string {
	t.Helper()
	data, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s := service.New(service.Options{Store: data, Key: secret.NewServerKey(rand.Reader), Now: func() time.Time { return apitest.Start }})
	t.Cleanup(func() {
		s.Wait()
		if err := data.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := open(t.Context(), s, t.TempDir(), io.Discard, apitest.Start); err != nil {
		t.Fatal(err)
	}
	a := &asked{t: t, s: s, who: "staff", ctx: apitest.Staff(t.Context()), answers: map[string][]string{}}
	for _, r := range data.Read().Reseller.Query().AllX(a.ctx) {
		of := *a
		of.who, of.ctx = r.Name, viewer.NewContext(t.Context(), viewer.Viewer{KeyName: "test", Caller: registrar.Caller{
			Kind: registrar.ActorReseller, Reseller: r.ID, Scopes: registrar.Scopes,
		}})
		of.all()
	}
	a.all()
	return a.answers
}

// all asks for every order, and for the texts of some of the rows.
func (a *asked) all() {
	a.t.Helper()
	var texts, names []string
	for _, direction := range []string{"ASC", "DESC"} {
		a.note("by code "+direction, codesOf(a.handles(nil, "CODE", direction)))
		var keys []string
		for n, h := range a.handles(nil, "NAME", direction) {
			keys = append(keys, hex.EncodeToString(h.NameKey)) // rows of one key stand by their ids, which differ
			if direction == "ASC" && n%every == 0 {
				texts = append(texts, h.GivenName, h.FamilyName, orEmpty(h.Organization), h.Code)
				a.email(h.Handle.Email)
			}
		}
		a.note("by name "+direction, keys)
		for n, d := range a.domains(nil, direction) {
			a.note("domains by name "+direction, []string{d.Name})
			if direction == "ASC" && n%every == 0 {
				names = append(names, d.UnicodeName)
			}
		}
	}
	slices.Sort(texts)
	for _, text := range append(slices.Compact(texts), "%", "_", `\`, "'", "ß", "SS", "İ", "ı", "ﬁ", "Ω") {
		for _, form := range forms(text) {
			a.note("search "+form, codesOf(a.handles(&service.HandleFilter{Search: &form}, "CODE", "ASC")))
		}
	}
	for _, name := range names {
		for _, form := range forms(name) {
			var found []string
			for _, d := range a.domains(&service.DomainFilter{Search: &form}, "ASC") {
				found = append(found, d.Name)
			}
			if d, err := a.s.Domain(a.ctx, service.DomainBy{Name: &form}); err == nil && d != nil {
				found = append(found, "itself "+d.Name)
			}
			a.note("domain "+form, found)
		}
	}
}

// email asks for an address as it stands, and in other cases: the local part is told apart by case only where the rules do.
func (a *asked) email(address string) {
	for _, form := range forms(address) {
		a.note("e-mail "+form, codesOf(a.handles(&service.HandleFilter{Email: []string{form}}, "CODE", "ASC")))
	}
}

// forms are a text in its own case and in others, and its beginning.
func forms(text string) []string {
	runes := []rune(text)
	return []string{text, strings.ToUpper(text), strings.ToLower(text), string(runes[:min(3, len(runes))])}
}

func (a *asked) note(question string, found []string) {
	question = fmt.Sprintf("%s: %s", a.who, question)
	a.answers[question] = append(a.answers[question], found...)
}

func (a *asked) handles(f *service.HandleFilter, order, direction string) (all []*service.Handle) {
	a.t.Helper()
	args := page.Args{First: new(page.MaximumSize)}
	for more := true; more; {
		got, err := a.s.Handles(a.ctx, args, f, &service.HandleOrder{Field: order, Direction: direction})
		if err != nil {
			a.t.Fatal(err)
		}
		for _, e := range got.Edges {
			all = append(all, e.Node)
		}
		more, args.After = got.PageInfo.HasNextPage && f == nil, got.PageInfo.EndCursor
	}
	return all
}

func (a *asked) domains(f *service.DomainFilter, direction string) (all []*service.Domain) {
	a.t.Helper()
	args := page.Args{First: new(page.MaximumSize)}
	for more := true; more; {
		got, err := a.s.Domains(a.ctx, args, f, &service.DomainOrder{Field: "NAME", Direction: direction})
		if err != nil {
			a.t.Fatal(err)
		}
		for _, e := range got.Edges {
			all = append(all, e.Node)
		}
		more, args.After = got.PageInfo.HasNextPage && f == nil, got.PageInfo.EndCursor
	}
	return all
}

func codesOf(handles []*service.Handle) []string {
	codes := make([]string, len(handles))
	for i, h := range handles {
		codes[i] = h.Code
	}
	return codes
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
