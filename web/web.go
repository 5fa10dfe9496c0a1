// Package web serves what a browser shows: GraphiQL, the playground of the API, with examples to click.
// Everything is embedded; the page loads nothing from any other host.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"time"
)

//go:embed graphiql/dist
var dist embed.FS

// policy is the page's Content-Security-Policy. The editor (CodeMirror) and the menus write style elements and
// attributes as they go, hence 'unsafe-inline' for styles alone; no script is inline, and nothing needs a blob worker.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
	"style-src 'self' 'unsafe-inline'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// hashed matches the names that the build derives from the file's contents.
var hashed = regexp.MustCompile(`-[A-Z0-9]{8}\.(js|css)$`)

// GraphiQL serves the playground: the page at `/`, its scripts and styles below `/graphiql/`. It takes GET and HEAD
// (405 otherwise) and answers 404 to every other path, so that it can be mounted at `/`. The page sends operations to
// `/graphql` of the same origin.
//
// Files whose names hold a hash of their contents may be cached for good; the rest is asked for again each time and
// answers 304 while its ETag (RFC 9110, section 8.8.3) is the same.
func GraphiQL() http.Handler {
	return playground(load())
}

// playground maps a URL's path to the file that is served there.
type playground map[string]asset

type asset struct {
	contentType  string
	cacheControl string
	etag         string
	body         []byte
}

func (p playground) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	found, ok := p[r.URL.Path]
	if !ok {
		http.Error(w, "There is nothing here. The playground is at /, the API takes POST requests at /graphql.", http.StatusNotFound)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "Use GET or HEAD here; the API takes POST requests at /graphql.", http.StatusMethodNotAllowed)
		return
	}
	header.Set("Content-Type", found.contentType)
	header.Set("Cache-Control", found.cacheControl)
	header.Set("ETag", found.etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(found.body))
}

// load reads the embedded files. Reading them cannot fail: they are part of the program.
func load() map[string]asset {
	const root = "graphiql/dist"
	files := make(map[string]asset)
	entries, err := fs.ReadDir(dist, root)
	if err != nil {
		panic(err)
	}
	for _, entry := range entries {
		body, err := dist.ReadFile(path.Join(root, entry.Name()))
		if err != nil {
			panic(err)
		}
		files[address(entry.Name())] = newAsset(entry.Name(), body)
	}
	return files
}

func address(name string) string {
	if name == "index.html" {
		return "/"
	}
	return "/graphiql/" + name
}

func newAsset(name string, body []byte) asset {
	sum := sha256.Sum256(body)
	made := asset{
		contentType:  contentType(name),
		cacheControl: "no-cache",
		etag:         `"` + hex.EncodeToString(sum[:16]) + `"`,
		body:         body,
	}
	if hashed.MatchString(name) {
		made.cacheControl = "public, max-age=31536000, immutable"
	}
	return made
}

// contentType does not ask the system's table of types, which may say anything (text/plain for .js, on some).
func contentType(name string) string {
	types := map[string]string{".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain"}
	return mime.FormatMediaType(types[path.Ext(name)], map[string]string{"charset": "utf-8"})
}
