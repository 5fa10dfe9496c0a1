package pages

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	strength "github.com/handledesk/handledesk/internal/password"
	"github.com/handledesk/handledesk/internal/requestid"
)

//go:embed templates style.css
var files embed.FS

// view is what a template is filled from. The layout reads what it needs of it; each page reads a part of the rest.
type view struct {
	words     *words
	Title     string // of the page, and its heading
	Registrar string
	Switch    []choice

	Link      *Link
	Sender    string
	Token     string
	Code      string // as typed, or to sign in with
	Endpoint  string
	RequestID string

	Errors     []fieldError
	ErrorTitle string // the key of the phrase above them
	Message    message
}

// choice is a language to change to.
type choice struct {
	Tag, Name, URL string
	Current        bool
}

// fieldError is what is wrong with a field of a form, or with the whole when Field is empty.
type fieldError struct {
	Field string
	Text  string
}

// Lang is the language of the page.
func (v *view) Lang() string { return v.words.tag }

// Say returns a phrase, its values set apart.
func (v *view) Say(key string, pairs ...string) ([]segment, error) { return v.words.say(key, pairs...) }

// Text returns a phrase as one text.
func (v *view) Text(key string, pairs ...string) (string, error) { return v.words.text(key, pairs...) }

// Error is what is wrong with a field, or nothing.
func (v *view) Error(field string) string {
	for _, e := range v.Errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// Expires says when the link ends.
func (v *view) Expires() (string, error) { return v.words.instant(v.Link.ExpiresAt) }

// ExpiresISO is the same for programs.
func (v *view) ExpiresISO() string { return v.Link.ExpiresAt.UTC().Format(time.RFC3339) }

// MoreDomains says how many domains are not in the list.
func (v *view) MoreDomains() (string, error) { return v.words.count("facts.more", v.Link.MoreDomains) }

// MinPassword and MaxPassword are for the words about the password's length.
func (*view) MinPassword() string { return strconv.Itoa(strength.MinimumLength) }

// MaxPassword is the greatest number of characters.
func (*view) MaxPassword() string { return strconv.Itoa(strength.MaximumLength) }

func loadTemplates() map[string]*template.Template {
	templates := map[string]*template.Template{}
	for _, page := range []string{confirmPage, passwordPage, setPage, recoverPage, "message"} {
		templates[page] = template.Must(template.ParseFS(files, "templates/layout.html", "templates/"+page+".html"))
	}
	return templates
}

// view begins the view of a page.
func (s *site) view(q *request) *view {
	return &view{words: q.words, Registrar: s.RegistrarName, Sender: s.RegistrarName, Switch: s.choices(q),
		RequestID: requestid.From(q.r.Context())}
}

// choices are the languages to change to. The answer to a form has none: following a link would lose what was typed.
func (s *site) choices(q *request) []choice {
	if q.r.Method != http.MethodGet && q.r.Method != http.MethodHead {
		return nil
	}
	kept := url.Values{}
	for _, name := range []string{"token", "code"} {
		if value := q.parameter(name); value != "" {
			kept.Set(name, value)
		}
	}
	choices := make([]choice, len(s.languages))
	for i, w := range s.languages {
		kept.Set("choice", w.tag)
		choices[i] = choice{Tag: w.tag, Name: w.phrases["language.name"], URL: "?" + kept.Encode(), Current: w == q.words}
	}
	return choices
}

// show answers with a page. Its title is the phrase of that key.
func (s *site) show(q *request, status int, page, title string, v *view) {
	text, err := q.words.text(title)
	if err != nil {
		s.breakDown(q, err)
		return
	}
	v.Title = text
	var body bytes.Buffer
	if err := s.templates[page].ExecuteTemplate(&body, "layout", v); err != nil {
		s.breakDown(q, err)
		return
	}
	header := q.w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Language", q.words.tag)
	header.Set("Content-Length", strconv.Itoa(body.Len()))
	q.w.WriteHeader(status)
	s.write(q, body.Bytes())
}

// breakDown answers when a page itself is at fault, where another page may be too.
func (s *site) breakDown(q *request, err error) {
	s.log(q, err)
	http.Error(q.w, "The server failed. Quote this number when you report it: "+requestid.From(q.r.Context()),
		http.StatusInternalServerError)
}

func (s *site) write(q *request, body []byte) {
	if _, err := q.w.Write(body); err != nil { // the reader is gone
		s.Logger.DebugContext(q.r.Context(), "owner page not delivered", slog.String("error", err.Error()))
	}
}

// log notes a failure. The query string stays out: the token stands in it.
func (s *site) log(q *request, err error) {
	s.Logger.ErrorContext(q.r.Context(), "owner page failed",
		slog.String("requestId", requestid.From(q.r.Context())),
		slog.String("page", q.r.URL.Path),
		slog.String("error", err.Error()))
}

func loadStyle() (style []byte, etag string) {
	style, err := files.ReadFile(stylesheet)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(style)
	return style, `"` + hex.EncodeToString(sum[:8]) + `"`
}

// serveStyle answers with the stylesheet, which holds nothing of anybody's and may be kept while it is the same.
func (s *site) serveStyle(q *request) {
	header := q.w.Header()
	header.Set("Content-Type", "text/css; charset=utf-8")
	header.Set("Cache-Control", "no-cache")
	header.Set("ETag", s.styleTag)
	http.ServeContent(q.w, q.r, "", time.Time{}, bytes.NewReader(s.style))
}
