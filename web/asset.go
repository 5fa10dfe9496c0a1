package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

// hashed matches the names that the builds derive from the file's contents: esbuild's in upper case, Vite's in hexadecimal.
var hashed = regexp.MustCompile(`-([A-Z0-9]{8}|[0-9a-f]{8})\.(js|css)$`)

// asset is an embedded file, with what its answers say.
type asset struct {
	contentType  string
	cacheControl string
	etag         string
	body         []byte
	gzipped      func() []byte // made when first asked for: most programs that start are never asked
}

func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	made := &asset{
		contentType:  contentType(name),
		cacheControl: "no-cache",
		etag:         hex.EncodeToString(sum[:16]),
		body:         body,
		gzipped:      sync.OnceValue(func() []byte { return compressed(body) }),
	}
	if hashed.MatchString(name) {
		made.cacheControl = "public, max-age=31536000, immutable"
	}
	return made
}

// serve answers GET and HEAD, compressed for those who take it, and refuses other methods.
func (a *asset) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "Use GET or HEAD here; the API takes POST requests at /graphql.", http.StatusMethodNotAllowed)
		return
	}
	header.Set("Content-Type", a.contentType)
	header.Set("Cache-Control", a.cacheControl)
	header.Set("Vary", "Accept-Encoding")
	body, etag := a.body, a.etag
	if takesGzip(r) {
		header.Set("Content-Encoding", "gzip")
		body, etag = a.gzipped(), a.etag+"-gzip" // other bytes, so another strong ETag
	}
	header.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// takesGzip is true when gzip is named and not refused. Browsers name it, and what else they take does not matter.
func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, parameter, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(parameter), "q="), "0.") != "" || parameter == ""
		}
	}
	return false
}

// compressed cannot fail: a buffer takes all, and the level is valid.
func compressed(body []byte) []byte {
	var out bytes.Buffer
	to, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err)
	}
	if _, err := to.Write(body); err != nil {
		panic(err)
	}
	if err := to.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// secure sets what holds for every answer, whatever its status.
func secure(header http.Header, policy string) {
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
}

// contentType does not ask the system's table of types, which may say anything (text/plain for .js, on some).
func contentType(name string) string {
	switch path.Ext(name) {
	case ".svg":
		return "image/svg+xml"
	case ".webmanifest":
		return "application/manifest+json"
	}
	types := map[string]string{".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain"}
	return mime.FormatMediaType(types[path.Ext(name)], map[string]string{"charset": "utf-8"})
}
