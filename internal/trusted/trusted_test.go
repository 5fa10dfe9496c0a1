package trusted

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The files in testdata were written by relay-compiler 21.0.1 (persistConfig with algorithm MD5), the client preset of
// graphql-codegen 6.2.0 (persistedDocuments) and Apollo's generate-persisted-query-manifest 1.4.0, from the same list of
// handles and its mutation.
const (
	relayFile   = "testdata/relay.json"
	codegenFile = "testdata/codegen.json"
	apolloFile  = "testdata/apollo.json"
)

func read(t *testing.T, files ...string) *Manifest {
	t.Helper()
	m, err := Read(files...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// write makes a manifest with a name that messages can be compared with.
func write(t *testing.T, name, content string) string {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestReadTakesWhatTheToolsWrite(t *testing.T) {
	for _, test := range []struct {
		file  string
		id    string
		text  string // how the document begins
		names []string
	}{
		{relayFile, "6144c3cb7cc2a4ebe2b0353815e73a69", "query HandleListQuery(\n  $first: Int!\n", []string{"HandleListDeleteMutation", "HandleListQuery"}},
		{codegenFile, "sha256:3dbe9142fd9e67f6c22332c752e0e9a41993c59334d30227f4ae8f1f44c60220", "fragment HandleRow on Handle {", []string{"DeleteHandle", "HandleList"}},
		{apolloFile, "a38c99fe5e7eaa4841bf6335189c0d9a54f11c5798a9baebcc160ccc51bf4d5c", "query HandleList($first: Int!, $after: String) {\n", []string{"DeleteHandle", "HandleList"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			m := read(t, test.file)
			if m.Len() != 2 {
				t.Errorf("%d documents, want 2", m.Len())
			}
			if diff := cmp.Diff(test.names, m.Names()); diff != "" {
				t.Error(diff)
			}
			text, ok := m.Document(test.id)
			if !ok || !strings.HasPrefix(text, test.text) {
				t.Errorf("%s stands for %q (%t)", test.id, text, ok)
			}
			if !m.Holds(text) {
				t.Error("a document of it is not held")
			}
		})
	}
}

func TestSeveralFilesAreOneManifest(t *testing.T) {
	m := read(t, relayFile, codegenFile, apolloFile, relayFile)
	if m.Len() != 6 {
		t.Errorf("%d documents, want 6", m.Len())
	}
	if diff := cmp.Diff([]string{"DeleteHandle", "HandleList", "HandleListDeleteMutation", "HandleListQuery"}, m.Names()); diff != "" {
		t.Error(diff)
	}
}

func TestNoFileGivesAnEmptyManifest(t *testing.T) {
	m := read(t)
	if _, ok := m.Document(Hash("{ viewer { id } }")); ok || m.Holds("") || m.Holds("{ viewer { id } }") || m.Len() != 0 || len(m.Names()) != 0 {
		t.Error("there is something in a manifest of no file")
	}
}

func TestADocumentIsFoundByItsIDWithAPrefixAndByItsHash(t *testing.T) {
	m := read(t, relayFile, codegenFile, apolloFile)
	const (
		relayHash   = "b06fa08bb0bffe310c050c453efa521ca3afce76e49c7c0c755d28305b258800"
		codegenHash = "3dbe9142fd9e67f6c22332c752e0e9a41993c59334d30227f4ae8f1f44c60220"
		apolloHash  = "a38c99fe5e7eaa4841bf6335189c0d9a54f11c5798a9baebcc160ccc51bf4d5c"
	)
	for _, id := range []string{
		"6144c3cb7cc2a4ebe2b0353815e73a69", "sha256:6144c3cb7cc2a4ebe2b0353815e73a69", relayHash, "sha256:" + relayHash,
		codegenHash, "sha256:" + codegenHash, strings.ToUpper(codegenHash),
		apolloHash, "sha256:" + apolloHash,
	} {
		if _, ok := m.Document(id); !ok {
			t.Errorf("%s is unknown", id)
		}
	}
	for _, id := range []string{"", "sha256:", "6144c3cb7cc2a4ebe2b0353815e73a68", relayHash[1:], relayHash + "00", "x-" + relayHash,
		"md5:6144c3cb7cc2a4ebe2b0353815e73a69", "sha256:sha256:" + relayHash, strings.Repeat("z", 64)} {
		if text, ok := m.Document(id); ok || text != "" {
			t.Errorf("%q stands for %q", id, text)
		}
	}
}

func TestAnIDIsTakenAsItStandsBeforeItIsReadAsAHash(t *testing.T) {
	one, two := "query One { viewer { id } }", "query Two { viewer { id } }"
	m := read(t, write(t, "m.json", fmt.Sprintf(`{%q: %q, "sha256:mine": %q}`, Hash(two), one, two)))
	if text, _ := m.Document(Hash(two)); text != one {
		t.Errorf("the manifest's id stands for %q", text)
	}
	if text, _ := m.Document("sha256:mine"); text != two {
		t.Errorf("an id with a prefix that is no hash stands for %q", text)
	}
}

func TestAnonymousOperationsHaveNoName(t *testing.T) {
	m := read(t, write(t, "m.json", `{"1": "{ viewer { id } }", "2": "query A { viewer { id } } query B { viewer { id } }"}`))
	if diff := cmp.Diff([]string{"A", "B"}, m.Names()); diff != "" {
		t.Error(diff)
	}
}

func TestHoldsComparesWhatGraphQLReads(t *testing.T) {
	m := read(t, write(t, "m.json", `{"1": "query Search($text: String) { handles(first: 10, filter: {text: $text, note: \"a,b #c\"}) { totalCount } }"}`))
	for text, want := range map[string]bool{
		`query Search($text: String) { handles(first: 10, filter: {text: $text, note: "a,b #c"}) { totalCount } }`:                           true,
		"# list\nquery Search ( $text:String ) {\r\n\thandles(first:10 filter:{text:$text note:\"a,b #c\"}){totalCount}}#":                   true,
		"\ufeffquery,Search,($text:String,){handles(first:10,filter:{text:$text,note:\"a,b \\u0023c\"}){totalCount}}\n":                      true,
		`query Search($text: String) { handles(first: 10, filter: {text: $text, note: "a,b  #c"}) { totalCount } }`:                          false,
		`query Search($text: String) { handles(first: 10, filter: {text: $text, note: """a,b #c"""}) { totalCount } }`:                       false,
		`query Search($text: String) { handles(first: 100, filter: {text: $text, note: "a,b #c"}) { totalCount } }`:                          false,
		`query Search($text: String) { handles(first: 1 0, filter: {text: $text, note: "a,b #c"}) { totalCount } }`:                          false,
		`query Search($text: String) { handles(first: 10, filter: {text: $text, note: "a,b #c"}) { totalCount } } query B { viewer { id } }`: false,
		`query Search($text: String) { handles(first: 10, filter: {text: $text, note: "a,b #c"}) { totalCount }`:                             false,
		`query Search($text: String) { handles(first: 10, filter: {text: $text, note: "a,b #c"}) { totalcount } }`:                           false,
		`query Search($text: String) { handles(first: 10, filter: {text: $text, note: "a,b #c"}) { totalCount } } ?`:                         false,
		`query Search(text: String) { handles(first: 10, filter: {text: $text, note: "a,b #c"}) { totalCount } }`:                            false,
		`query Search($text: String) { handles(first: 10, filter: {text: $text, note: "a,b #c"}) { total Count } }`:                          false,
		`query Search($text: String) { handles(first: 10, filter: {text: $text note: "a,b #c", }) { totalCount, } }`:                         true,
		`query Search($text: String) { handles(first: 10, filter: {note: "a,b #c", text: $text}) { totalCount } }`:                           false,
		"": false,
	} {
		if got := m.Holds(text); got != want {
			t.Errorf("Holds(%q) = %t, want %t", text, got, want)
		}
	}
}

func TestHoldsReadsNoFurtherThanItsLongestDocument(t *testing.T) {
	m := read(t, apolloFile)
	long := strings.Repeat("{ a ", 5_000_000)
	if allocated := testing.AllocsPerRun(1, func() {
		if m.Holds(long) {
			t.Error("held")
		}
	}); allocated > 20 {
		t.Errorf("%.0f allocations", allocated)
	}
	if _, tokens, ok := shapeOf(long, m.tokens); ok || tokens != m.tokens+1 {
		t.Errorf("%d tokens were read, the longest document has %d", tokens, m.tokens)
	}
}

func TestManifestsAtHandStandBesideFiles(t *testing.T) {
	file := write(t, "m.json", `{"a": "query A { a }", "b": "query B { b }"}`)
	m, err := ReadWith(map[string][]byte{"our own": []byte(`{"a": "query A { a }", "c": "query C { c }"}`)}, file)
	if err != nil || m.Len() != 3 || strings.Join(m.Names(), " ") != "A B C" || !m.Holds("query C{c}") {
		t.Fatalf("%v, %v", m, err)
	}
	for content, want := range map[string]string{
		`{"a": "{ other }"}`: `m.json: the id "a" stands for another text in our own`,
		`{`:                  `our own, line 1, column 1: this is not JSON`,
	} {
		if _, err := ReadWith(map[string][]byte{"our own": []byte(content)}, file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", content, err, want)
		}
	}
}
