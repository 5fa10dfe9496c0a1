package web

import (
	"embed"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

//go:embed console/dist
var consoleDist embed.FS

// consoleDocuments are the operations that the console sends by their ids, as graphql-codegen writes them.
//
//go:embed console/src/api/generated/persisted-documents.json
var consoleDocuments []byte

// ConsolePath is where the console lives. Its bundle is built for this path.
const ConsolePath = "/console/"

// consolePolicy is stricter than the playground's: the console writes no inline style.
const consolePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Console serves the console below ConsolePath, to be mounted there. Its views have addresses of their own, which only
// the page knows: a path whose last part has no dot answers the page. Any other path that names no file is 404.
// It takes GET and HEAD (405 otherwise); caching is as for GraphiQL. The page sends operations to `/graphql` of the same
// origin, by the ids in ConsoleManifest.
func Console() http.Handler {
	files := make(map[string]*asset)
	root, err := fs.Sub(consoleDist, "console/dist")
	if err != nil {
		panic(err)
	}
	// Walking embedded files cannot fail.
	if err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(root, name)
		files[ConsolePath+name] = newAsset(name, body)
		return err
	}); err != nil {
		panic(err)
	}
	return console(files)
}

// ConsoleManifest is the manifest of the console's operations: a JSON object with each document under its id.
func ConsoleManifest() []byte { return consoleDocuments }

// console maps a URL's path to the file that is served there.
type console map[string]*asset

func (c console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header(), consolePolicy)
	found, ok := c[r.URL.Path]
	if !ok && strings.HasPrefix(r.URL.Path, ConsolePath) && !strings.Contains(path.Base(r.URL.Path), ".") {
		found, ok = c[ConsolePath+"index.html"], true
	}
	if !ok {
		http.Error(w, "There is no such file. The console is at "+ConsolePath+".", http.StatusNotFound)
		return
	}
	found.serve(w, r)
}
