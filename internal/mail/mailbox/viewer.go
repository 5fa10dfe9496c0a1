package mailbox

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"regexp"
	"strings"
)

//go:embed pages
var pages embed.FS

// Prefix is the path below which the Viewer must be mounted.
const Prefix = "/mailbox/"

// The policies keep what stands in a mail from doing anything but being read: no script, no form, nothing loaded from
// elsewhere. The HTML of a mail is a page of its own in a frame, in a sandbox without an origin; only there inline
// styles hold, which mails live by, and of all its links can do they may change the window if somebody clicks them.
const (
	pagePolicy = "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	mailPolicy = "sandbox allow-top-navigation-by-user-activation; " +
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

type viewer struct {
	dir   string
	pages *template.Template
	style []byte
}

// Viewer shows the mails of a Folder at Prefix: a list, newest first and 200 at most, and each mail as HTML, as plain
// text and as source. It asks nobody who they are, so mount it only where everybody may read the mails, as in the demo.
// A file name that is no mail's is answered with 404.
func Viewer(dir string) http.Handler {
	v := &viewer{dir: dir, pages: template.Must(template.ParseFS(pages, "pages/*.html"))}
	v.style, _ = pages.ReadFile("pages/style.css") // embedded: it is there
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Prefix+"{$}", v.serveList)
	mux.HandleFunc("GET "+Prefix+"style.css", v.serveStyle)
	mux.HandleFunc("GET "+Prefix+"{file}", v.serveMail)
	mux.HandleFunc("GET "+Prefix+"{file}/{view}", v.serveMail)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", pagePolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

func (v *viewer) serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(v.style)
}

func (v *viewer) serveList(w http.ResponseWriter, _ *http.Request) {
	messages, err := v.list()
	if err != nil {
		http.Error(w, "The folder for mails cannot be read: see that it is a folder and that the program may open it.", http.StatusInternalServerError)
		return
	}
	v.show(w, "list.html", map[string]any{"Messages": messages, "Most": maxShown})
}

// serveMail shows a mail, or the document of its HTML part that the page frames.
func (v *viewer) serveMail(w http.ResponseWriter, r *http.Request) {
	m, err := v.open(r.PathValue("file"))
	if err != nil {
		notFound(w)
		return
	}
	view := r.PathValue("view")
	switch {
	case view == "frame" && m.HTML != "":
		w.Header().Set("Content-Security-Policy", mailPolicy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, openOnTop(m.HTML))
	case view == "text" || view == "source" || view == "" && m.HTML != "":
		v.show(w, "mail.html", map[string]any{"Mail": m, "View": view, "Lines": linked(m.Text)})
	case view == "":
		http.Redirect(w, r, Prefix+m.File+"/text", http.StatusSeeOther)
	default:
		notFound(w)
	}
}

func notFound(w http.ResponseWriter) {
	http.Error(w, "There is no such mail. The list is at "+Prefix, http.StatusNotFound)
}

func (v *viewer) show(w http.ResponseWriter, page string, data any) {
	var out bytes.Buffer
	if err := v.pages.ExecuteTemplate(&out, page, data); err != nil {
		http.Error(w, "The page could not be made.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(out.Bytes())
}

var headTag = regexp.MustCompile(`(?i)<head(\s[^>]*)?>`)

// openOnTop makes the links of a document open in the window and not inside the frame, where the sandbox would hold the
// page they lead to.
func openOnTop(document string) string {
	const base = `<base target="_top">`
	if at := headTag.FindStringIndex(document); at != nil {
		return document[:at[1]] + base + document[at[1]:]
	}
	return base + document
}

// piece is a stretch of plain text, or a link.
type piece struct {
	Text string
	Link bool
}

var webAddress = regexp.MustCompile(`https?://[^\s<>"]+`)

// linked finds the links in a plain text.
func linked(text string) []piece {
	var found []piece
	for text != "" {
		at := webAddress.FindStringIndex(text)
		if at == nil {
			return append(found, piece{Text: text})
		}
		address := strings.TrimRight(text[at[0]:at[1]], ".,;:!?)")
		found = append(found, piece{Text: text[:at[0]]}, piece{Text: address, Link: true})
		text = text[at[0]+len(address):]
	}
	return found
}
