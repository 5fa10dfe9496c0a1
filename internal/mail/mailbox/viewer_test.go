package mailbox

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/handledesk/handledesk/internal/mail"
)

func get(t *testing.T, dir, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	Viewer(dir).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %s is %q", path, name, got)
		}
	}
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "script") || strings.Contains(policy, "unsafe-inline") != (w.Code == 200 && strings.HasSuffix(path, "/frame")) {
		t.Errorf("%s: the policy is %q", path, policy)
	}
	return w
}

// elements counts the elements of a page by name and lists the targets of its links.
func elements(t *testing.T, page string) (count map[string]int, links []string) {
	t.Helper()
	document, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count = map[string]int{}
	for node := range document.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		count[node.Data]++
		for _, attribute := range node.Attr {
			if strings.HasPrefix(attribute.Key, "on") || attribute.Key == "style" {
				t.Errorf("<%s> has the attribute %s", node.Data, attribute.Key)
			}
			if node.Data == "a" && attribute.Key == "href" {
				links = append(links, attribute.Val)
			}
		}
	}
	return count, links
}

func TestViewerList(t *testing.T) {
	folder, dir := newFolder(t)
	if page := get(t, filepath.Join(dir, "not-there"), Prefix); page.Code != 200 || !strings.Contains(page.Body.String(), "no mail yet") {
		t.Errorf("without a folder: %d %s", page.Code, page.Body)
	}
	l := mail.Samples()[0]
	for i := range maxShown + 5 {
		l.ID, l.Code, l.CreatedAt = fmt.Sprintf("mai_%d", i), fmt.Sprintf("N%d-HD", i), l.CreatedAt.Add(time.Second)
		send(t, folder, l)
	}
	for _, stranger := range []string{"notes.txt", ".unfinished-1", "x.eml"} {
		if err := os.WriteFile(filepath.Join(dir, stranger), []byte("Subject: stranger\n\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	page := get(t, dir, Prefix)
	_, links := elements(t, page.Body.String())
	if page.Code != 200 || len(links) != maxShown+1 || !strings.HasSuffix(links[1], "-mai_204.eml") || !strings.HasSuffix(links[maxShown], "-mai_5.eml") {
		t.Errorf("%d links, from %s to %s", len(links), links[1], links[len(links)-1])
	}
	if strings.Contains(page.Body.String(), "stranger") {
		t.Error("a file that is no mail is listed")
	}
	if style := get(t, dir, Prefix+"style.css"); style.Code != 200 || style.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("the stylesheet: %d %v", style.Code, style.Header())
	}
}

func TestViewerMail(t *testing.T) {
	folder, dir := newFolder(t)
	l := mail.Samples()[18]
	send(t, folder, l)
	at := Prefix + names(t, dir)[0]

	page := get(t, dir, at)
	count, _ := elements(t, page.Body.String())
	if page.Code != 200 || count["iframe"] != 1 || !strings.Contains(page.Body.String(), `sandbox="allow-top-navigation-by-user-activation"`) ||
		!strings.Contains(page.Body.String(), "Bitte bestätigen Sie Ihre E-Mail-Adresse") || !strings.Contains(page.Body.String(), `src="`+at+`/frame"`) {
		t.Errorf("the page: %d %s", page.Code, page.Body)
	}
	frame := get(t, dir, at+"/frame")
	if policy := frame.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "sandbox allow-top-navigation-by-user-activation;") || !strings.Contains(policy, "frame-ancestors 'self'") {
		t.Errorf("the frame's policy is %q", policy)
	}
	if body := frame.Body.String(); !strings.Contains(body, `<head><base target="_top">`) || !strings.Contains(body, `<a href="`+l.Link+`"`) {
		t.Errorf("the frame: %s", body)
	}
	text := get(t, dir, at+"/text")
	if _, links := elements(t, text.Body.String()); text.Code != 200 || links[len(links)-1] != l.Link || !strings.Contains(text.Body.String(), "Guten Tag Jane Doe") {
		t.Errorf("the text: %d %v %s", text.Code, links, text.Body)
	}
	source := get(t, dir, at+"/source")
	if source.Code != 200 || !strings.Contains(source.Body.String(), "Auto-Submitted: auto-generated") {
		t.Errorf("the source: %d %s", source.Code, source.Body)
	}
}

// A mail that somebody else wrote into the folder stays inside its frame.
func TestViewerHostileMail(t *testing.T) {
	_, dir := newFolder(t)
	const evil = `</title></pre></iframe><script>alert(1)</script><img src=x onerror=alert(1)>`
	sources := map[string]string{
		"html":       "Subject: " + evil + "\r\nFrom: " + evil + "\r\nTo: =?utf-8?q?" + url.PathEscape("<script>") + "?=\r\nContent-Type: text/html\r\n\r\n<p>" + evil,
		"text":       "Subject: s\r\nContent-Type: text/plain\r\n\r\n" + evil + " https://ok.example/?a=1&b=\"><script>x</script> javascript:alert(1)",
		"no-mail":    evil,
		"empty":      "",
		"cut":        "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + evil,
		"bad-header": "Subject: =?x?y?z?=\r\nContent-Type: " + evil + "\r\n\r\n\xff\xfe",
	}
	for id, source := range sources {
		if err := os.WriteFile(filepath.Join(dir, "20260302T093000.000Z-"+id+".eml"), []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	paths := []string{Prefix}
	for id := range sources {
		at := Prefix + "20260302T093000.000Z-" + id + ".eml"
		paths = append(paths, at+"/text", at+"/source")
	}
	paths = append(paths, Prefix+"20260302T093000.000Z-html.eml")
	for _, path := range paths {
		page := get(t, dir, path)
		count, links := elements(t, page.Body.String())
		if page.Code != 200 || count["script"]+count["img"] != 0 || count["title"] != 1 {
			t.Errorf("%s: %d, elements %v", path, page.Code, count)
		}
		for _, link := range links {
			if !strings.HasPrefix(link, "/mailbox/") && link != "https://ok.example/?a=1&b=" {
				t.Errorf("%s: a link to %s", path, link)
			}
		}
	}
	if plain := get(t, dir, Prefix+"20260302T093000.000Z-text.eml"); plain.Code != http.StatusSeeOther {
		t.Errorf("a mail without HTML: %d", plain.Code)
	}
}

func TestViewerRefusesOtherFiles(t *testing.T) {
	folder, dir := newFolder(t)
	send(t, folder, mail.Samples()[0])
	name := names(t, dir)[0]
	outside := filepath.Join(filepath.Dir(dir), "20260302T093000.000Z-secret.eml")
	if err := os.WriteFile(outside, []byte("Subject: secret\n\nsecret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, target := range []string{outside, "../20260302T093000.000Z-secret.eml", name} {
		if err := os.Symlink(target, filepath.Join(dir, fmt.Sprintf("20260302T093000.000Z-link%d.eml", i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "20260302T093000.000Z-folder.eml"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"notes.txt", "20260302T093000.000Z-plain.eml"} {
		if err := os.WriteFile(filepath.Join(dir, other), []byte("Subject: s\n\nplain"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{
		"20260302T093000.000Z-link0.eml", "20260302T093000.000Z-link1.eml/source", "20260302T093000.000Z-link2.eml", "20260302T093000.000Z-folder.eml",
		"20260302T093000.000Z-none.eml", "..%2f20260302T093000.000Z-secret.eml", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cx.eml", "x%00.eml",
		"20260302T093000.000Z-..%2f..%2fx.eml", name + "/other", "notes.txt/source", "20260302T093000.000Z-plain.eml/frame", name + "%20", strings.Repeat("a", 5000), "list.html",
	} {
		if page := get(t, dir, Prefix+path); page.Code != http.StatusNotFound || strings.Contains(page.Body.String(), "secret\n") {
			t.Errorf("%s: %d %s", path, page.Code, page.Body)
		}
	}
	w := httptest.NewRecorder()
	Viewer(dir).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, Prefix, nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
	if page := get(t, outside, Prefix); page.Code != http.StatusInternalServerError || strings.Contains(page.Body.String(), dir) {
		t.Errorf("a folder that is a file: %d %s", page.Code, page.Body)
	}
}

func TestLinked(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "",
		"no link":                      "no link",
		"see https://a.example/b?c=d.": "see [https://a.example/b?c=d].",
		"http://a.example":             "[http://a.example]",
		"(https://a.example) https://": "([https://a.example]) https://",
	} {
		var got strings.Builder
		for _, p := range linked(text) {
			if p.Link {
				p.Text = "[" + p.Text + "]"
			}
			got.WriteString(p.Text)
		}
		if got.String() != want {
			t.Errorf("%q gives %q, want %q", text, got.String(), want)
		}
	}
}
