// Package web serves what a browser shows: GraphiQL, the playground of the API, with examples to click, and the console,
// where people look after contacts. Everything is embedded; no page loads anything from any other host.
package web

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
)

//go:embed graphiql/dist
var dist embed.FS

// policy is the page's Content-Security-Policy. The editor (CodeMirror) and the menus write style elements and
// attributes as they go, hence 'unsafe-inline' for styles alone; no script is inline, and nothing needs a blob worker.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
	"style-src 'self' 'unsafe-inline'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

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
type playground map[string]*asset

func (p playground) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header(), policy)
	found, ok := p[r.URL.Path]
	if !ok {
		http.Error(w, "There is nothing here. The playground is at /, the API takes POST requests at /graphql.", http.StatusNotFound)
		return
	}
	found.serve(w, r)
}

// load reads the embedded files. Reading them cannot fail: they are part of the program.
func load() map[string]*asset {
	const root = "graphiql/dist"
	files := make(map[string]*asset)
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
