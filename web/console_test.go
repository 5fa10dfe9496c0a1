package web_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/handledesk/handledesk/web"
)

var askConsole = ask(web.Console())

// consoleAssets are the addresses of scripts and styles that the page names.
func consoleAssets(t *testing.T) []string {
	t.Helper()
	page := body(t, askConsole(t, http.MethodGet, "/console/"))
	var names []string
	for _, found := range regexp.MustCompile(`(?:src|href)="(/[^"]+)"`).FindAllStringSubmatch(page, -1) {
		names = append(names, found[1])
	}
	if len(names) < 2 || !strings.HasPrefix(names[0], "/console/assets/") {
		t.Fatalf("the page names %q, want a script and a style sheet of its own:\n%s", names, page)
	}
	return names
}

func TestTheConsoleAndItsFilesAreServedWithTheirTypesAndCaching(t *testing.T) {
	const forGood = "public, max-age=31536000, immutable"
	want := map[string][2]string{
		"/console/":                      {"text/html; charset=utf-8", "no-cache"},
		"/console/contacts":              {"text/html; charset=utf-8", "no-cache"},
		"/console/contacts/JD1042-HD/at": {"text/html; charset=utf-8", "no-cache"},
		"/console/LICENSES.txt":          {"text/plain; charset=utf-8", "no-cache"},
	}
	for _, name := range consoleAssets(t) {
		want[name] = [2]string{"text/javascript; charset=utf-8", forGood}
		if strings.HasSuffix(name, ".css") {
			want[name] = [2]string{"text/css; charset=utf-8", forGood}
		}
	}
	askConsole.verifyServed(t, want)
}

func TestTheConsolesPolicyAllowsNothingInline(t *testing.T) {
	const want = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	for _, answer := range []*http.Response{
		askConsole(t, http.MethodGet, "/console/"),
		askConsole(t, http.MethodGet, consoleAssets(t)[0]),
		askConsole(t, http.MethodGet, "/console/missing.js"),
		askConsole(t, http.MethodPost, "/console/"),
	} {
		for name, value := range map[string]string{"Content-Security-Policy": want, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
			if got := answer.Header.Get(name); got != value {
				t.Errorf("status %d: %s is %q", answer.StatusCode, name, got)
			}
		}
	}
	page := body(t, askConsole(t, http.MethodGet, "/console/"))
	if found := regexp.MustCompile(`(?i)<script[^>]*>[^<]|<style|\sstyle=|\son\w+=|javascript:|https?://[^w']`).FindString(page); found != "" {
		t.Errorf("the page holds %q", found)
	}
}

func TestFilesThatTheConsoleLacksAreNotFound(t *testing.T) {
	for _, name := range []string{
		"/console/missing.js", "/console/assets/index-00000000.js", "/console/assets/missing.css", "/console/../web.go", "/console/contacts.html", "/other",
	} {
		if got := askConsole(t, http.MethodGet, name).StatusCode; got != http.StatusNotFound {
			t.Errorf("GET %s: status %d, want 404", name, got)
		}
	}
}

func TestTheConsoleRefusesOtherMethods(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		for _, name := range []string{"/console/", "/console/contacts"} {
			response := askConsole(t, method, name)
			if response.StatusCode != http.StatusMethodNotAllowed || response.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: status %d, Allow %q", method, name, response.StatusCode, response.Header.Get("Allow"))
			}
		}
	}
}

func TestFilesAreCompressedForThoseWhoTakeIt(t *testing.T) {
	name := consoleAssets(t)[0]
	plain := body(t, askConsole(t, http.MethodGet, name))
	for accepted, want := range map[string]string{
		"gzip": "gzip", "br, gzip;q=0.8": "gzip", "GZIP": "gzip", "": "", "br": "", "gzip;q=0": "", "gzip; q=0.000": "", "identity": "",
	} {
		response := askConsole(t, http.MethodGet, name, "Accept-Encoding", accepted)
		if got := response.Header.Get("Content-Encoding"); got != want || response.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: encoding %q, Vary %q", accepted, got, response.Header.Get("Vary"))
			continue
		}
		var content io.Reader = response.Body
		if want != "" {
			unpacked, err := gzip.NewReader(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			content = unpacked
		}
		if got, err := io.ReadAll(content); err != nil || string(got) != plain {
			t.Errorf("%q: another content, or %v", accepted, err)
		}
	}
	packed := askConsole(t, http.MethodGet, name, "Accept-Encoding", "gzip").Header.Get("ETag")
	if packed == askConsole(t, http.MethodGet, name).Header.Get("ETag") {
		t.Error("other bytes have the same ETag")
	}
	if again := askConsole(t, http.MethodGet, name, "Accept-Encoding", "gzip", "If-None-Match", packed); again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d, want 304", again.StatusCode)
	}
}

// What the bundle sends is an id, and each id stands for a document that the schema takes.
func TestEveryOperationOfTheConsoleIsValid(t *testing.T) {
	schema := loadSchema(t)
	var documents map[string]string
	if err := json.Unmarshal(web.ConsoleManifest(), &documents); err != nil || len(documents) < 2 {
		t.Fatalf("%d documents: %v", len(documents), err)
	}
	names := map[string]bool{}
	for id, document := range documents {
		parsed, err := gqlparser.LoadQueryWithRules(schema, document, rules.NewDefaultRules())
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if !strings.HasPrefix(id, "sha256:") || len(parsed.Operations) != 1 || parsed.Operations[0].Name == "" || names[parsed.Operations[0].Name] {
			t.Errorf("%s: an id of another kind, or not one operation with a name of its own", id)
		}
		names[parsed.Operations[0].Name] = true
	}
}
