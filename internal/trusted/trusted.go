// Package trusted knows documents by their ids: those that the makers of a client have named beforehand (Manifest), and
// those that clients ask to be remembered (Store).
//
// Names differ. Relay and Apollo call the first kind persisted queries, graphql-codegen calls them persisted documents;
// the second kind are Apollo's automatic persisted queries.
package trusted

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// prefix of an id that is the SHA-256 of the document's text (GraphQL over HTTP, appendix A, Persisted Documents).
const prefix = "sha256:"

// Manifest holds the documents that clients may run. It does not change after it was read, so any number of goroutines may use it.
type Manifest struct {
	byID   map[string]document
	byHash map[[sha256.Size]byte]string
	shapes map[shape]struct{}
	tokens int // of the document that has most
	names  map[string]struct{}
}

// document is a text and the file it came from.
type document struct{ text, file string }

// Read reads manifests as relay-compiler (persistConfig.file), graphql-codegen's client preset (persisted-documents.json)
// and Apollo's generate-persisted-query-manifest write them. The same document may stand in several; no file at all
// gives a manifest without documents.
//
// Errors: a file that cannot be read or has more than 16 MiB, that is none of these formats or holds no document, a
// document that does not parse or has no operation, and an id that stands for two texts. Each names the file and, but
// for the first two, the line and column or the id.
func Read(files ...string) (*Manifest, error) { return ReadWith(nil, files...) }

// ReadWith is Read with manifests that are at hand already, under names for errors to tell.
func ReadWith(contents map[string][]byte, files ...string) (*Manifest, error) {
	m := &Manifest{
		byID:   map[string]document{},
		byHash: map[[sha256.Size]byte]string{},
		shapes: map[shape]struct{}{},
		names:  map[string]struct{}{},
	}
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		entries, err := parse(contents[name])
		if err != nil {
			return nil, fmt.Errorf("%s%w", name, err)
		}
		if err := m.addAll(name, entries); err != nil {
			return nil, err
		}
	}
	for _, file := range files {
		entries, err := readFile(file)
		if err != nil {
			return nil, err
		}
		if err := m.addAll(file, entries); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *Manifest) addAll(file string, entries []entry) error {
	for _, e := range entries {
		if err := m.add(file, e); err != nil {
			return err
		}
	}
	return nil
}

// add takes a document in, unless its id stands for another one.
func (m *Manifest) add(file string, e entry) error {
	if other, ok := m.byID[e.id]; ok {
		if other.text != e.text {
			return fmt.Errorf("%s: the id %q stands for another text in %s: generate both files from the same sources, "+
				"or leave one of them out", file, e.id, other.file)
		}
		return nil
	}
	parsed, err := parser.ParseQuery(&ast.Source{Input: e.text})
	if err != nil {
		return fmt.Errorf("%s: the text of %q is no GraphQL document%s: write the file anew with its tool", file, e.id, place(err))
	}
	if len(parsed.Operations) == 0 {
		return fmt.Errorf("%s: the text of %q has no operation: expected a query, mutation or subscription with its fragments", file, e.id)
	}
	s, tokens, _ := shapeOf(e.text, len(e.text)) // what parses has only valid tokens
	m.byID[e.id] = document{text: e.text, file: file}
	m.byHash[sha256.Sum256([]byte(e.text))] = e.text
	m.shapes[s] = struct{}{}
	m.tokens = max(m.tokens, tokens)
	for _, o := range parsed.Operations {
		if o.Name != "" {
			m.names[o.Name] = struct{}{}
		}
	}
	return nil
}

// place says where and why a document does not parse.
func place(err error) string {
	e, ok := err.(*gqlerror.Error) //nolint:errorlint // the parser's own type, never wrapped
	if !ok || len(e.Locations) == 0 {
		return " (" + err.Error() + ")"
	}
	return fmt.Sprintf(" (line %d, column %d of it: %s)", e.Locations[0].Line, e.Locations[0].Column, e.Message)
}

// Document finds a text by the id that a client sends: an id of a manifest as it stands there, the same with the prefix
// "sha256:", or the SHA-256 of the text in hexadecimal digits with that prefix or without.
func (m *Manifest) Document(id string) (text string, ok bool) {
	if d, ok := m.byID[id]; ok {
		return d.text, true
	}
	if d, ok := m.byID[strings.TrimPrefix(id, prefix)]; ok {
		return d.text, true
	}
	hash, ok := digest(id)
	if !ok {
		return "", false
	}
	text, ok = m.byHash[hash]
	return text, ok
}

// Holds tells whether a text is one of the documents, or differs only in what GraphQL does not read: spaces, line ends,
// commas and comments. It reads no further into the text than the longest document is in tokens.
func (m *Manifest) Holds(text string) bool {
	if len(m.shapes) == 0 {
		return false
	}
	s, _, ok := shapeOf(text, m.tokens)
	if !ok {
		return false
	}
	_, ok = m.shapes[s]
	return ok
}

// Len is the number of ids.
func (m *Manifest) Len() int { return len(m.byID) }

// Names are the names of the operations, each once and sorted. Metrics may use them as labels: clients cannot add any.
func (m *Manifest) Names() []string { return slices.Sorted(maps.Keys(m.names)) }

// Hash is the SHA-256 of a text in lower-case hexadecimal digits.
func Hash(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

// digest reads a SHA-256 with the prefix or without.
func digest(id string) (hash [sha256.Size]byte, ok bool) {
	id = strings.TrimPrefix(id, prefix)
	if len(id) != hex.EncodedLen(len(hash)) {
		return hash, false
	}
	_, err := hex.Decode(hash[:], []byte(id))
	return hash, err == nil
}
