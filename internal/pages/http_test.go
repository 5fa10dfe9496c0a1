package pages_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/registrar"
)

// everyPage opens each page there is, in each of its states that look different.
func everyPage(t *testing.T, language string) map[string]*answer {
	t.Helper()
	open, secret := openLink(registrar.ReachabilityMail), openLink(registrar.PasswordMail)
	open.link.Language, secret.link.Language = language, language
	used, failing := openLink(registrar.ReachabilityMail), openLink(registrar.ReachabilityMail)
	used.link.Language, failing.link.Language = language, language
	used.link.State, failing.confirmErr = registrar.LinkUsed, http.ErrServerClosed
	slow := &fake{recoverErr: &registrar.Problem{Code: registrar.RateLimited, Detail: registrar.RateDetail{RetryAfterSeconds: new(9)}}}
	return map[string]*answer{
		"confirm":       newWorld(open).get(t, "confirm?token="+token),
		"confirmed":     newWorld(open).get(t, "confirmed?lang="+language),
		"password":      newWorld(secret).get(t, "password?token="+token),
		"password 422":  newWorld(secret).post(t, "password", "token", token, "password", "a", "again", "b"),
		"password-set":  newWorld(secret).get(t, "password-set?code=JD1042-HD&lang="+language),
		"recover":       newWorld(slow).get(t, "recover?lang="+language),
		"recover 422":   newWorld(slow).post(t, "recover", "lang", language),
		"recover 429":   newWorld(slow).post(t, "recover", "lang", language, "code", "JD1042-HD"),
		"requested":     newWorld(slow).get(t, "recovery-requested?lang="+language),
		"used":          newWorld(used).get(t, "confirm?token="+token),
		"malformed":     newWorld(used).get(t, "confirm?lang="+language),
		"failure":       newWorld(failing).post(t, "confirm", "token", token),
		"no such page":  newWorld(used).get(t, "nothing?lang="+language),
		"the root":      newWorld(used).get(t, "?lang="+language),
		"a wrong field": newWorld(secret).post(t, "password?lang="+language, "token", token),
	}
}

func TestHeaders(t *testing.T) {
	for name, a := range everyPage(t, "en") {
		t.Run(name, func(t *testing.T) {
			a.tb = t
			a.header("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'").
				header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer").header("X-Robots-Tag", "noindex").
				header("X-Content-Type-Options", "nosniff").header("Content-Type", "text/html; charset=utf-8").
				header("Content-Language", "en").header("Set-Cookie", "")
		})
	}
}

// What a screen reader needs of every page.
func TestStructure(t *testing.T) {
	for name, a := range everyPage(t, "fr") {
		t.Run(name, func(t *testing.T) {
			a.tb = t
			clean(a)
			root := a.elements("html")[0]
			lang, _ := attribute(root, "lang")
			if dir, _ := attribute(root, "dir"); lang != "fr" || dir != "ltr" {
				t.Errorf("lang %q, dir %q", lang, dir)
			}
			for _, element := range []string{"h1", "main", "header", "footer", "title"} {
				if n := len(a.elements(element)); n != 1 {
					t.Errorf("%d elements %s, want one", n, element)
				}
			}
			ids := map[string]bool{}
			for _, n := range a.elements("*") {
				if id, given := attribute(n, "id"); given {
					if ids[id] {
						t.Errorf("two elements have the id %s", id)
					}
					ids[id] = true
				}
			}
			labelled := map[string]bool{}
			for _, n := range a.elements("label") {
				of, _ := attribute(n, "for")
				labelled[of] = text(n) != ""
			}
			for _, n := range a.elements("input") {
				verifyInput(t, n, labelled, ids)
			}
		})
	}
}

func verifyInput(t *testing.T, n *html.Node, labelled, ids map[string]bool) {
	t.Helper()
	id, _ := attribute(n, "id")
	if kind, _ := attribute(n, "type"); kind != "hidden" && !labelled[id] {
		t.Errorf("the field %q has no label", id)
	} else if _, filled := attribute(n, "value"); kind == "password" && filled {
		t.Errorf("the field %q comes with a value", id)
	}
	described, _ := attribute(n, "aria-describedby")
	for by := range strings.FieldsSeq(described) {
		if !ids[by] {
			t.Errorf("the field %q is described by %q, which is not there", id, by)
		}
	}
}

func TestMethods(t *testing.T) {
	w := newWorld(openLink(registrar.ReachabilityMail))
	for page, allow := range map[string]string{
		"confirm": "GET, HEAD, POST", "password": "GET, HEAD, POST", "recover": "GET, HEAD, POST",
		"confirmed": "GET, HEAD", "password-set": "GET, HEAD", "recovery-requested": "GET, HEAD", "style.css": "GET, HEAD",
	} {
		for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "POST"} {
			if method == "POST" && strings.Contains(allow, "POST") {
				continue
			}
			r := httptest.NewRequest(http.MethodGet, pages.Path+page+"?token="+token, nil)
			r.Method = method
			w.do(t, r).status(http.StatusMethodNotAllowed).header("Allow", allow)
		}
	}
	if len(w.fake.read)+w.fake.changes() != 0 {
		t.Error("a refused method reached the service")
	}
}

func TestBodies(t *testing.T) {
	f := openLink(registrar.ReachabilityMail)
	w := newWorld(f)
	const form = "application/x-www-form-urlencoded"
	good := url.Values{"token": {token}}.Encode()
	for _, c := range []struct {
		name, contentType, body string
		status                  int
	}{
		{"plain", form, good, 303},
		{"with charset", form + "; charset=UTF-8", good, 303},
		{"at the limit", form, good + "&x=" + strings.Repeat("x", 8<<10-len(good)-3), 303},
		{"beyond the limit", form, good + "&x=" + strings.Repeat("x", 8<<10-len(good)-2), 413},
		{"no type", "", good, 415},
		{"JSON", "application/json", `{"token":"` + token + `"}`, 415},
		{"text", "text/plain", good, 415},
		{"multipart", "multipart/form-data; boundary=x", good, 415},
		{"other charset", form + "; charset=utf-16", good, 415},
		{"bad escape", form, good + "&x=%zz", 400},
		{"semicolon", form, good + ";x=1", 400},
		{"not UTF-8", form, good + "&x=%ff", 400},
		{"twice", form, good + "&" + good, 400},
		{"nothing", form, "", 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := f.changes()
			r := httptest.NewRequest(http.MethodPost, pages.Path+"confirm", strings.NewReader(c.body))
			if c.contentType != "" {
				r.Header.Set("Content-Type", c.contentType)
			}
			r.Header.Set("Origin", "null") // as browsers send it, because of the referrer policy
			a := w.do(t, r).status(c.status)
			if changed := f.changes() != before; changed != (c.status == 303) {
				t.Errorf("changed: %v", changed)
			}
			if c.status == 415 {
				a.header("Accept", form)
			}
		})
	}
}

func TestUnknownPaths(t *testing.T) {
	w := newWorld(openLink(registrar.ReachabilityMail))
	for _, target := range []string{"/owner/", "/owner/confirm/", "/owner/Confirm", "/confirm", "/owner/style.css/x", "/owner/phrases/en.json"} {
		w.do(t, httptest.NewRequest(http.MethodGet, target, nil)).status(http.StatusNotFound).says("There is no such page")
	}
}

func TestStylesheet(t *testing.T) {
	w := newWorld(&fake{})
	a := w.get(t, "style.css").status(http.StatusOK).header("Content-Type", "text/css; charset=utf-8").
		header("X-Content-Type-Options", "nosniff").says("prefers-color-scheme: dark", ":focus-visible").silent("url(", "@import", "http")
	r := httptest.NewRequest(http.MethodGet, pages.Path+"style.css", nil)
	r.Header.Set("If-None-Match", a.Header().Get("ETag"))
	w.do(t, r).status(http.StatusNotModified)
}

func TestDefaults(t *testing.T) {
	handler := pages.Handler(pages.Options{Owners: &fake{}})
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, pages.Path+"password-set", nil))
	if body := recorder.Body.String(); !strings.Contains(body, "– Handledesk</title>") || strings.Contains(body, "POST") {
		t.Errorf("the page without options:\n%s", body)
	}
	defer func() {
		if recover() == nil {
			t.Error("a handler without Owners was made")
		}
	}()
	pages.Handler(pages.Options{})
}
