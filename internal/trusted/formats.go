package trusted

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"
)

const (
	fileBytes    = 16 << 20
	apolloFormat = "apollo-persisted-query-manifest"
	expected     = `expected {"<id>": "<document>", …} as relay-compiler and graphql-codegen write it, or {"format": "` +
		apolloFormat + `", "version": 1, "operations": […]}`
)

// entry is a document as a manifest gives it.
type entry struct{ id, text string }

func readFile(file string) ([]entry, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("opening a manifest of trusted documents: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	content, err := io.ReadAll(io.LimitReader(f, fileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading a manifest of trusted documents: %w", err)
	}
	if len(content) > fileBytes {
		return nil, fmt.Errorf("%s has more than 16 MiB: split it, several files may be given", file)
	}
	entries, err := parse(content)
	if err != nil {
		return nil, fmt.Errorf("%s%w", file, err)
	}
	return entries, nil
}

// misplaced is what is wrong with a manifest at an offset in it. Its text begins with the place, to follow a file's name.
func misplaced(content []byte, offset int64, format string, args ...any) error {
	before := content[:min(max(offset, 0), int64(len(content)))]
	line := 1 + bytes.Count(before, []byte{'\n'})
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Errorf(", line %d, column %d: "+format, append([]any{line, column}, args...)...)
}

// parse reads a manifest in any of the formats. An id that is given twice comes twice.
func parse(content []byte) ([]entry, error) {
	content = bytes.TrimPrefix(content, []byte("\ufeff")) // some editors begin a file with it
	for rest := content; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			return nil, misplaced(content, int64(len(content)-len(rest)), "this is not UTF-8: %s", expected)
		}
		rest = rest[size:]
	}
	var syntax *json.SyntaxError
	var members map[string]json.RawMessage
	if err := json.Unmarshal(content, &members); errors.As(err, &syntax) {
		return nil, misplaced(content, syntax.Offset-1, "this is not JSON (%s): %s", syntax, expected)
	} else if err != nil || members == nil {
		return nil, misplaced(content, 0, "this is not a JSON object: %s", expected)
	}
	w := walker{content: content, decoder: json.NewDecoder(bytes.NewReader(content))}
	var err error
	if isApollo(members) {
		err = w.apollo(members)
	} else {
		err = w.texts()
	}
	if err != nil {
		return nil, err
	}
	if len(w.entries) == 0 {
		return nil, misplaced(content, 0, "there is no document in it: %s", expected)
	}
	return w.entries, nil
}

// isApollo tells the formats apart: no document is a list, and none reads like the name of the format.
func isApollo(members map[string]json.RawMessage) bool {
	operations := bytes.TrimSpace(members["operations"])
	return string(bytes.TrimSpace(members["format"])) == `"`+apolloFormat+`"` || len(operations) > 0 && operations[0] == '['
}

// walker reads a manifest that is known to be a JSON object, member by member and not into a map, which would keep the
// last of two equal ids and say nothing.
type walker struct {
	content []byte
	decoder *json.Decoder
	entries []entry
}

// members calls visit for each member of the object that comes next.
func (w *walker) members(visit func(name string) error) error {
	if _, err := w.decoder.Token(); err != nil { // the opening brace
		return err
	}
	for w.decoder.More() {
		name, err := w.decoder.Token()
		if err != nil {
			return err
		}
		if err := visit(name.(string)); err != nil {
			return err
		}
	}
	_, err := w.decoder.Token()
	return err
}

// text reads the string that comes next.
func (w *walker) text(of string) (string, error) {
	var value any
	if err := w.decoder.Decode(&value); err != nil {
		return "", err
	}
	text, ok := value.(string)
	if !ok {
		return "", w.wrong("%s is not a string: %s", of, expected)
	}
	return text, nil
}

// wrong is an error about what was read last.
func (w *walker) wrong(format string, args ...any) error {
	return misplaced(w.content, w.decoder.InputOffset()-1, format, args...)
}

// texts reads what relay-compiler and graphql-codegen write: each member is a document under its id.
func (w *walker) texts() error {
	return w.members(func(id string) error {
		text, err := w.text(fmt.Sprintf("the document %q", id))
		if err != nil {
			return err
		}
		return w.entry(id, text)
	})
}

// apollo reads a manifest of version 1.
func (w *walker) apollo(members map[string]json.RawMessage) error {
	if string(bytes.TrimSpace(members["format"])) != `"`+apolloFormat+`"` || string(bytes.TrimSpace(members["version"])) != "1" {
		return misplaced(w.content, 0, `operations are listed, but "format" and "version" are others: %s`, expected)
	}
	return w.members(func(name string) error {
		if name != "operations" {
			var other json.RawMessage
			return w.decoder.Decode(&other)
		}
		if t, err := w.decoder.Token(); err != nil || t != json.Delim('[') {
			return w.wrong(`"operations" is not a list: %s`, expected)
		}
		for w.decoder.More() {
			if err := w.operation(); err != nil {
				return err
			}
		}
		_, err := w.decoder.Token()
		return err
	})
}

// operation reads an element of Apollo's operations.
func (w *walker) operation() error {
	var o struct {
		ID   *string `json:"id"`
		Body *string `json:"body"`
	}
	err := w.decoder.Decode(&o)
	var kind *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &kind) {
		return err
	}
	if err != nil || o.ID == nil || o.Body == nil {
		return w.wrong(`the operation that ends here has no "id" and "body" that are strings: %s`, expected)
	}
	return w.entry(*o.ID, *o.Body)
}

func (w *walker) entry(id, text string) error {
	if id == "" {
		return w.wrong("an id is empty: %s", expected)
	}
	w.entries = append(w.entries, entry{id: id, text: text})
	return nil
}
