package pages_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/pages"
	"github.com/handledesk/handledesk/internal/registrar"
)

var titles = map[string]string{
	"en": "Confirm your e-mail address", "fr": "Confirmez votre adresse e-mail",
	"es": "Confirme su dirección de correo electrónico", "de": "Bestätigen Sie Ihre E-Mail-Adresse",
}

// The reader's choice, the handle's language, the page before, the browser, English: in this order.
func TestLanguageIsChosen(t *testing.T) {
	for _, c := range []struct{ choice, handle, lang, accept, want string }{
		{"", "", "", "", "en"},
		{"", "", "", "de-CH,fr;q=0.5", "de"},
		{"", "", "", "ja, fr;q=0.4, en;q=0.2", "fr"},
		{"", "", "", "*", "en"},
		{"", "", "", ";;;,,=", "en"},
		{"", "", "es", "de", "es"},
		{"", "", "es-419", "de", "es"},
		{"", "", "ja", "de", "de"},
		{"", "", "und", "de", "de"},
		{"", "", "../../etc", "de", "de"},
		{"", "fr-CA", "es", "de", "fr"},
		{"", "zh-Hant", "es", "de", "es"},
		{"", "zh-Hant", "", "", "en"},
		{"en", "fr", "es", "de", "en"},
		{"xx-nonsense", "fr", "es", "de", "fr"},
	} {
		f := openLink(registrar.ReachabilityMail)
		f.link.Language = c.handle
		r := httptest.NewRequest(http.MethodGet, pages.Path+"confirm?token="+token+"&lang="+c.lang+"&choice="+c.choice, nil)
		if c.accept != "" {
			r.Header.Set("Accept-Language", c.accept)
		}
		a := newWorld(f).do(t, r).status(http.StatusOK).header("Content-Language", c.want)
		if got := text(a.elements("h1")[0]); got != titles[c.want] {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestEveryPageInEveryLanguage(t *testing.T) {
	for tag, title := range titles {
		seen := map[string]string{}
		for name, a := range everyPage(t, tag) {
			if root, _ := attribute(a.elements("html")[0], "lang"); root != tag {
				t.Fatalf("%s is in %q, want %s", name, root, tag)
			}
			seen[name] = text(a.elements("h1")[0])
		}
		if seen["confirm"] != title {
			t.Errorf("%s: confirm is titled %q", tag, seen["confirm"])
		}
	}
}

// The language goes with the reader: into the form, to the page after it, and on from there.
func TestLanguageStays(t *testing.T) {
	w := newWorld(openLink(registrar.ReachabilityMail))
	a := w.get(t, "confirm?token="+token+"&choice=es")
	a.says(`name="choice" value="es"`)
	w.post(t, "confirm", "token", token, "choice", "es").status(http.StatusSeeOther).header("Location", "confirmed?lang=es")
	var current []string
	for _, n := range a.elements("a") {
		target, _ := attribute(n, "href")
		if _, is := attribute(n, "aria-current"); is {
			current = append(current, text(n))
		}
		if tag, given := attribute(n, "hreflang"); given {
			w.get(t, "confirm"+target).status(http.StatusOK).header("Content-Language", tag).says(titles[tag])
		}
	}
	if !slices.Equal(current, []string{"Español"}) {
		t.Errorf("the current language is %q", current)
	}
	w.get(t, "password-set?lang=de&code=JD1042-HD").says(`?choice=fr&amp;code=JD1042-HD`, `href="recover?lang=de"`)
	if w.fake.changes() != 1 {
		t.Error("changing the language changed something else")
	}
}

var (
	placeholder = regexp.MustCompile(`\{[^}]*\}`)
	keyLine     = regexp.MustCompile(`(?m)^  "([^"]+)":`)
)

func readPhrases(t *testing.T, file string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var phrases map[string]string
	if err := json.Unmarshal(raw, &phrases); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if lines := keyLine.FindAllString(string(raw), -1); len(lines) != len(phrases) {
		t.Errorf("%s: %d lines for %d keys: a key stands there twice", file, len(lines), len(phrases))
	}
	return phrases
}

func TestLanguagesHaveTheSamePhrases(t *testing.T) {
	found, err := filepath.Glob("phrases/*.json")
	if err != nil || len(found) != len(titles) {
		t.Fatalf("%d files for %d languages, %v", len(found), len(titles), err)
	}
	english := readPhrases(t, "phrases/en.json")
	for _, file := range found {
		phrases := readPhrases(t, file)
		for key, phrase := range phrases {
			if strings.TrimSpace(phrase) != phrase || phrase == "" {
				t.Errorf("%s: %s is %q", file, key, phrase)
			}
			original, known := english[key]
			if !known {
				t.Errorf("%s: %s is not in English", file, key)
			}
			want, got := placeholder.FindAllString(original, -1), placeholder.FindAllString(phrase, -1)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s: %s has the placeholders %v, want %v", file, key, got, want)
			}
			same := map[string]bool{"direction": true, "facts.name": true, "frame.error": true}
			if phrase == original && file != "phrases/en.json" && !same[key] && !strings.HasPrefix(key, "month.") &&
				!strings.HasPrefix(key, "date") && !strings.HasPrefix(key, "wait.") {
				t.Errorf("%s: %s is English", file, key)
			}
		}
		for key := range english {
			if _, translated := phrases[key]; !translated {
				t.Errorf("%s: %s is missing", file, key)
			}
		}
	}
}

// A phrase that no page uses would be translated for nothing.
func TestEveryPhraseIsUsed(t *testing.T) {
	var source strings.Builder
	for _, pattern := range []string{"*.go", "templates/*.html"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(raw)
		}
	}
	for key := range readPhrases(t, "phrases/en.json") {
		stem := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		if strings.HasPrefix(stem, "month.") {
			stem = "month."
		}
		if !strings.Contains(source.String(), `"`+stem+`"`) {
			t.Errorf("no page says %s", key)
		}
	}
}
