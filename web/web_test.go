package web_test

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/web"
)

// asker sends requests to one of the handlers; headers are names and values in turns.
type asker func(t *testing.T, method, target string, header ...string) *http.Response

func ask(handler http.Handler) asker {
	return func(t *testing.T, method, target string, header ...string) *http.Response {
		t.Helper()
		asked := httptest.NewRequest(method, target, nil)
		for i := 0; i < len(header); i += 2 {
			asked.Header.Set(header[i], header[i+1])
		}
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, asked)
		return recorder.Result()
	}
}

var request = ask(web.GraphiQL())

// verifyServed expects each address to answer with something of this type and caching.
func (a asker) verifyServed(t *testing.T, want map[string][2]string) {
	t.Helper()
	for name, headers := range want {
		response := a(t, http.MethodGet, name)
		if response.StatusCode != http.StatusOK || body(t, response) == "" {
			t.Errorf("GET %s: status %d or an empty body", name, response.StatusCode)
		}
		got := [2]string{response.Header.Get("Content-Type"), response.Header.Get("Cache-Control")}
		if got != headers {
			t.Errorf("GET %s: type and caching %q, want %q", name, got, headers)
		}
	}
}

func body(t *testing.T, response *http.Response) string {
	t.Helper()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(read)
}

// assets are the addresses of scripts and styles that the page names.
func assets(t *testing.T) []string {
	t.Helper()
	page := body(t, request(t, http.MethodGet, "/"))
	found := regexp.MustCompile(`(?:src|href)="(/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(found) != 2 {
		t.Fatalf("the page names %d files of its own, want a script and a style sheet:\n%s", len(found), page)
	}
	return []string{found[0][1], found[1][1]}
}

func TestThePageAndItsFilesAreServedWithTheirTypesAndCaching(t *testing.T) {
	const forGood = "public, max-age=31536000, immutable"
	want := map[string][2]string{
		"/":                      {"text/html; charset=utf-8", "no-cache"},
		"/graphiql/LICENSES.txt": {"text/plain; charset=utf-8", "no-cache"},
	}
	for _, name := range assets(t) {
		if strings.HasSuffix(name, ".js") {
			want[name] = [2]string{"text/javascript; charset=utf-8", forGood}
		} else {
			want[name] = [2]string{"text/css; charset=utf-8", forGood}
		}
	}
	request.verifyServed(t, want)
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	for _, answer := range []*http.Response{
		request(t, http.MethodGet, "/"),
		request(t, http.MethodGet, assets(t)[0]),
		request(t, http.MethodGet, "/missing"),
		request(t, http.MethodPost, "/"),
	} {
		policy := answer.Header.Get("Content-Security-Policy")
		for _, directive := range []string{
			"default-src 'none'", "script-src 'self'", "connect-src 'self'", "img-src 'self' data:", "font-src 'self' data:",
			"style-src 'self' 'unsafe-inline'", "worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
		} {
			if !strings.Contains(policy+";", directive+";") {
				t.Errorf("status %d: the policy lacks %q: %s", answer.StatusCode, directive, policy)
			}
		}
		if got := answer.Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("status %d: X-Content-Type-Options %q", answer.StatusCode, got)
		}
		if got := answer.Header.Get("Referrer-Policy"); got != "no-referrer" {
			t.Errorf("status %d: Referrer-Policy %q", answer.StatusCode, got)
		}
	}
}

func TestThePageHoldsNoInlineScript(t *testing.T) {
	page := body(t, request(t, http.MethodGet, "/"))
	if found := regexp.MustCompile(`(?i)<script[^>]*>[^<]|\son\w+=|javascript:`).FindString(page); found != "" {
		t.Errorf("the page holds %q", found)
	}
}

func TestHeadAnswersAsGetWithoutABody(t *testing.T) {
	for _, name := range append(assets(t), "/") {
		get, head := request(t, http.MethodGet, name), request(t, http.MethodHead, name)
		if head.StatusCode != http.StatusOK || body(t, head) != "" {
			t.Errorf("HEAD %s: status %d or a body", name, head.StatusCode)
		}
		for _, field := range []string{"Content-Type", "Content-Length", "ETag", "Cache-Control"} {
			if get.Header.Get(field) == "" || get.Header.Get(field) != head.Header.Get(field) {
				t.Errorf("%s: %s is %q for GET, %q for HEAD", name, field, get.Header.Get(field), head.Header.Get(field))
			}
		}
	}
}

func TestAKnownPageIsNotSentAgain(t *testing.T) {
	known := request(t, http.MethodGet, "/").Header.Get("ETag")
	if again := request(t, http.MethodGet, "/", "If-None-Match", known); again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d, want 304", again.StatusCode)
	}
	if other := request(t, http.MethodGet, "/", "If-None-Match", `"other"`); other.StatusCode != http.StatusOK {
		t.Errorf("status %d for another ETag, want 200", other.StatusCode)
	}
}

func TestOtherPathsAreNotFound(t *testing.T) {
	for _, name := range []string{"/missing", "/graphiql/", "/graphiql/index.html", "/graphiql/missing.js", "/graphiql/../web.go", "/index.html"} {
		if got := request(t, http.MethodGet, name).StatusCode; got != http.StatusNotFound {
			t.Errorf("GET %s: status %d, want 404", name, got)
		}
	}
}

func TestOtherMethodsAreRefused(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		response := request(t, method, "/")
		if response.StatusCode != http.StatusMethodNotAllowed || response.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s /: status %d, Allow %q", method, response.StatusCode, response.Header.Get("Allow"))
		}
	}
}

// The policy would stop it, but the page would lack something: an editor's release that fetches fonts shows here.
func TestTheStyleSheetLoadsNothingFromOutside(t *testing.T) {
	for _, name := range assets(t) {
		if !strings.HasSuffix(name, ".css") {
			continue
		}
		for _, found := range regexp.MustCompile(`@import[^;]*|url\([^)]{0,40}`).FindAllString(body(t, request(t, http.MethodGet, name)), -1) {
			if !strings.HasPrefix(strings.Trim(strings.TrimPrefix(found, "url("), `"'`), "data:") {
				t.Errorf("%s: %s", name, found)
			}
		}
	}
}

func TestEveryExampleFileIsInTheMenu(t *testing.T) {
	examples, err := web.Examples()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"index.json": true}
	for _, example := range examples {
		known[example.Name+".graphql"], known[example.Name+".json"] = true, true
	}
	files, err := fs.ReadDir(os.DirFS("graphiql/examples"), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !known[file.Name()] {
			t.Errorf("%s is not named in index.json", file.Name())
		}
	}
}
