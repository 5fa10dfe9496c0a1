package trusted

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestReadRefusesWithPlaceAndExpectation(t *testing.T) {
	for _, test := range []struct{ name, content, want string }{
		{"nothing", "", "m.json, line 1, column 1: this is not JSON"},
		{"a cut file", "{\n  \"a\": \"{ viewer", "m.json, line 2, column 16: this is not JSON"},
		{"a missing comma", "{\n  \"a\": \"{ a }\"\n  \"b\": \"{ b }\"\n}", "m.json, line 3, column 3: this is not JSON"},
		{"a list", `[{"id": "a"}]`, "m.json, line 1, column 1: this is not a JSON object"},
		{"null", `null`, "m.json, line 1, column 1: this is not a JSON object"},
		{"two values", `{"a": "{ a }"} {}`, "m.json, line 1, column 16: this is not JSON"},
		{"Latin-1", "{\n\"a\": \"# \xe9\n{ a }\"}", "m.json, line 2, column 9: this is not UTF-8"},
		{"no document", `{}`, "m.json, line 1, column 1: there is no document in it"},
		{"no operation of Apollo's", `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": []}`, "there is no document in it"},
		{"a number", "{\n  \"a\": \"{ a }\",\n  \"é\": 1\n}", `m.json, line 3, column 8: the document "é" is not a string`},
		{"an object", `{"a": {"text": "{ a }"}}`, `the document "a" is not a string`},
		{"an empty id", `{"": "{ a }"}`, `an id is empty`},
		{"one id twice", `{"a": "{ a }", "a": "{ b }"}`, `m.json: the id "a" stands for another text in m.json`},
		{"another version", `{"format": "apollo-persisted-query-manifest", "version": 2, "operations": []}`, `"format" and "version" are others`},
		{"another format", `{"format": "relay", "version": 1, "operations": []}`, `"format" and "version" are others`},
		{"operations that are no list", `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": {}}`, `"operations" is not a list`},
		{"an operation without a body", `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "a"}]}`, `has no "id" and "body"`},
		{"an operation without an id", `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"body": "{ a }"}]}`, `has no "id" and "body"`},
		{"an operation that is a string", `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": ["a"]}`, `has no "id" and "body"`},
		{"an id that is a number", `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": 1, "body": "{ a }"}]}`, `has no "id" and "body"`},
		{"an empty id of Apollo's", `{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "", "body": "{ a }"}]}`, `an id is empty`},
		{"no GraphQL", `{"a": "query {\n  viewer { }\n}"}`, `m.json: the text of "a" is no GraphQL document (line 2, column 12 of it: expected at least one definition, found }`},
		{"only a fragment", `{"a": "fragment F on Handle { id }"}`, `m.json: the text of "a" has no operation`},
		{"a schema", `{"a": "type Query { a: Int }"}`, `m.json: the text of "a" is no GraphQL document`},
		{"an empty text", `{"a": ""}`, `m.json: the text of "a" has no operation`},
		{"deep nesting", `{"a": "` + strings.Repeat("{a", 100_000) + `"}`, `m.json: the text of "a" is no GraphQL document`},
		{"deep JSON", strings.Repeat(`{"a":`, 100_000), `m.json, line 1, column 50001: this is not JSON`},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, err := Read(write(t, "m.json", test.content))
			if err == nil || m != nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want %s", err, test.want)
			}
			if !strings.Contains(err.Error(), "expected ") && !strings.Contains(err.Error(), "write the file anew") && !strings.Contains(err.Error(), "generate both") {
				t.Errorf("%v does not say what to do", err)
			}
			if len(err.Error()) > 500 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
		})
	}
}

func TestFilesThatContradictEachOtherAreRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, content := range map[string]string{"a.json": `{"x": "{ a }"}`, "b.json": `{"x": "{ a  }"}`} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Read("a.json", "b.json")
	if err == nil || !strings.Contains(err.Error(), `b.json: the id "x" stands for another text in a.json`) {
		t.Errorf("error %v", err)
	}
}

func TestAFileThatCannotBeReadIsNamed(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := Read("missing.json"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "missing.json") {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.Mkdir("folder", 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Read("folder"); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("a folder: %v", err)
	}
}

func TestAFileHasAtMost16MiB(t *testing.T) {
	document := `{"a": "{ a }"}`
	full := document + strings.Repeat(" ", 16<<20-len(document))
	if _, err := Read(write(t, "full.json", full)); err != nil {
		t.Errorf("16 MiB: %v", err)
	}
	if _, err := Read(write(t, "more.json", full+" ")); err == nil || !strings.Contains(err.Error(), "more.json has more than 16 MiB") {
		t.Errorf("a byte more: %v", err)
	}
}

func TestAByteOrderMarkAndOtherMembersAreIgnored(t *testing.T) {
	if m := read(t, write(t, "m.json", "\ufeff"+`{"a": "{ a }"}`)); m.Len() != 1 {
		t.Errorf("%d documents", m.Len())
	}
	m := read(t, write(t, "m.json", `{"operations": [{"id": "a", "name": "A", "type": "query", "clientName": null, "body": "query A { a }"}],
		"comment": {"by": ["us"]}, "version": 1, "format": "apollo-persisted-query-manifest"}`))
	if m.Len() != 1 || m.Names()[0] != "A" {
		t.Errorf("%d documents", m.Len())
	}
	m = read(t, write(t, "m.json", `{"format": "query F { a }", "operations": "query O { a }"}`))
	if m.Len() != 2 {
		t.Errorf("ids that are named like Apollo's members: %d documents", m.Len())
	}
}

func FuzzManifest(f *testing.F) {
	for _, file := range []string{relayFile, codegenFile, apolloFile} {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add([]byte(`{"a": "{ a }", "a": "{ b }"}`))
	f.Add([]byte("\ufeff{\"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \"operations\": [{\"id\": 1}]}"))
	f.Fuzz(func(t *testing.T, content []byte) {
		entries, err := parse(content)
		if err != nil {
			if !strings.HasPrefix(err.Error(), ", line ") || !strings.Contains(err.Error(), "expected") || len(entries) > 0 {
				t.Fatalf("error %q with %d documents", err, len(entries))
			}
			return
		}
		m := Manifest{byID: map[string]document{}, byHash: map[[32]byte]string{}, shapes: map[shape]struct{}{}, names: map[string]struct{}{}}
		for _, e := range entries {
			if m.add("m.json", e) != nil {
				continue
			}
			if text, ok := m.Document(e.id); !ok || text != e.text {
				t.Fatalf("%q stands for %q, want %q", e.id, text, e.text)
			}
			if !m.Holds(e.text) || !m.Holds("# \n"+e.text+"\n,") {
				t.Fatalf("%q is not held", e.text)
			}
			if _, ok := m.Document("sha256:" + Hash(e.text)); !ok {
				t.Fatalf("%q is not found by its hash", e.text)
			}
		}
	})
}
