// Package pages serves what a mailed link opens: pages without any script on which the owner of a handle confirms an
// e-mail address, sets a password, or asks for a link to do so. They are mounted at Path.
//
// Opening a page changes nothing, since mail scanners open every link; only the button of a form does. The pages keep
// no session: the token in the link is the authority for everything they do, and it is worth nothing once it was used.
package pages

import (
	"context"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/handledesk/handledesk/internal/registrar"
)

// Path is where the handler is mounted. Links in mails are Path + "confirm?token=…" and Path + "password?token=…".
const Path = "/owner/"

// The pages that are linked or redirected to, relative to Path, so that a proxy may put the whole below a folder.
const (
	confirmPage   = "confirm"
	confirmedPage = "confirmed"
	passwordPage  = "password"
	setPage       = "password-set"
	recoverPage   = "recover"
	requestedPage = "recovery-requested"
	stylesheet    = "style.css"
)

// policy is the Content-Security-Policy of every page: one stylesheet and forms to this server, nothing else.
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Link is what a mailed link is, as the pages show it.
type Link struct {
	Kind     registrar.MailKind  // what the link is for
	State    registrar.LinkState // only an open link does anything
	Language string              // of the handle, BCP 47; may be empty
	Sender   string              // the reseller's name, as mails show it

	// What the link is about. Empty unless the link is open, so that an old link tells nothing.
	Name, Code, Email string
	Domains           []string // the first ones
	MoreDomains       int      // how many there are beyond Domains
	ExpiresAt         time.Time
}

// Owners does what the pages offer. Refusals are *registrar.Problem or registrar.Problems: INVALID for a token or code
// that is none by its form, LINK_UNKNOWN, LINK_USED, LINK_SUPERSEDED, LINK_EXPIRED, PASSWORD_UNSUITABLE, and
// RATE_LIMITED with registrar.RateDetail. Any other error is a failure, of which the reader is told nothing.
type Owners interface {
	// Link reads what a link is. It changes nothing.
	Link(ctx context.Context, token string) (*Link, error)
	// ConfirmReachability confirms the address to which the token was mailed.
	ConfirmReachability(ctx context.Context, token string) error
	// SetPassword sets the password of the handle to whose owner the token was mailed, and returns the handle's code.
	SetPassword(ctx context.Context, token, password string) (code string, err error)
	// RequestPasswordRecovery mails a link to set a password to the owner of a handle. It answers alike for every code.
	RequestPasswordRecovery(ctx context.Context, code string) error
}

// Options say what the pages work with.
type Options struct {
	Owners        Owners       // required
	Logger        *slog.Logger // takes failures; nil: slog.Default()
	RegistrarName string       // whose pages these are; empty: Handledesk
	Endpoint      string       // the whole address of the GraphQL API, shown to owners; empty: not shown
}

// site is the handler.
type site struct {
	Options
	languages []*words
	matcher   language.Matcher
	templates map[string]*template.Template
	style     []byte
	styleTag  string // ETag
	routes    map[string]route
}

// route is what one path answers. A path without post takes GET and HEAD only.
type route struct {
	get, post func(*request)
}

// Handler returns the pages, for requests whose path begins with Path. It panics without Options.Owners.
func Handler(o Options) http.Handler {
	if o.Owners == nil {
		panic("pages: Options.Owners is missing")
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.RegistrarName == "" {
		o.RegistrarName = "Handledesk"
	}
	s := &site{Options: o, templates: loadTemplates()}
	s.languages, s.matcher = loadLanguages()
	s.style, s.styleTag = loadStyle()
	s.routes = map[string]route{
		confirmPage:   {get: s.showConfirm, post: s.confirm},
		confirmedPage: {get: s.showConfirmed},
		passwordPage:  {get: s.showPassword, post: s.setPassword},
		setPage:       {get: s.showPasswordSet},
		recoverPage:   {get: s.showRecover, post: s.recover},
		requestedPage: {get: s.showRequested},
		stylesheet:    {get: s.serveStyle},
	}
	return s
}

// request is one request on its way through a page.
type request struct {
	w     http.ResponseWriter
	r     *http.Request
	words *words
	form  form // of a POST
}

// ServeHTTP finds the page.
//
// Where a form was sent from is not looked at. Browsers send "Origin: null" with these forms, because of the referrer
// policy, so there is nothing to compare; and there is nothing to forge: no cookie or other ambient right goes with a
// request, a foreign page would have to know the token, and whoever knows it can use it anyway. The one form without
// a token asks for a mail, which the service throttles whoever asks.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer") // the token stands in the address
	header.Set("X-Robots-Tag", "noindex")
	header.Set("X-Content-Type-Options", "nosniff")

	q := &request{w: w, r: r}
	q.words = s.choose(q, "")
	name, below := strings.CutPrefix(r.URL.Path, Path)
	found, known := s.routes[name]
	if !below || !known {
		s.tell(q, http.StatusNotFound, message{Title: "nothing.title", Text: []string{"nothing.text"}})
		return
	}
	switch {
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		found.get(q)
	case r.Method == http.MethodPost && found.post != nil:
		s.post(q, found.post)
	default:
		allowed := []string{http.MethodGet, http.MethodHead}
		if found.post != nil {
			allowed = append(allowed, http.MethodPost)
		}
		header.Set("Allow", strings.Join(allowed, ", "))
		s.tell(q, http.StatusMethodNotAllowed, message{Title: "method.title", Text: []string{"method.text"}})
	}
}

// post reads the form and hands it on.
func (s *site) post(q *request, next func(*request)) {
	fields, status := readForm(q)
	if status != 0 {
		s.tell(q, status, message{Title: "form.title", Text: []string{"form.text"}})
		return
	}
	q.form = fields
	q.words = s.choose(q, "")
	next(q)
}

// seeOther sends the reader on with GET, so that a reload does not send the form again. The token stays behind; the
// language and what else the next page must know go along.
func (q *request) seeOther(page string, along url.Values) {
	along.Set("lang", q.words.tag)
	q.w.Header().Set("Location", page+"?"+along.Encode())
	q.w.WriteHeader(http.StatusSeeOther)
}
