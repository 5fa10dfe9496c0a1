package story

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

var update = flag.Bool("update", false, "write the golden answers of the stories anew")

// stories reads all files.
func stories(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	all := map[string]*txtar.Archive{}
	for _, file := range files {
		if all[file], err = txtar.ParseFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestStories plays each file against the real server.
func TestStories(t *testing.T) {
	for file, told := range stories(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			compare(t, file, told, run(t, told))
		})
	}
}

// TestEveryStoryIsTold makes sure that each file begins by saying what happens and why.
func TestEveryStoryIsTold(t *testing.T) {
	for file, told := range stories(t) {
		if len(strings.Fields(string(told.Comment))) < 15 {
			t.Errorf("%s: tell the story before the first section", file)
		}
	}
}

var code = regexp.MustCompile(`"code": "([A-Z_]+)"`)

// TestEveryActionAndEveryRefusalHasAStory walks the schema: each mutation is sent, each code of a refusal and of a
// warning is answered in some file.
func TestEveryActionAndEveryRefusalHasAStory(t *testing.T) {
	sdl, err := os.ReadFile("../../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(sdl)})
	if err != nil {
		t.Fatal(err)
	}
	sent, answered := map[string]bool{}, map[string]bool{}
	for file, told := range stories(t) {
		for _, f := range told.Files {
			switch verb(f) {
			case "as":
				noteMutations(t, file, string(f.Data), sent)
			case "answer":
				for _, found := range code.FindAllStringSubmatch(string(f.Data), -1) {
					answered[found[1]] = true
				}
			}
		}
	}
	for _, mutation := range schema.Mutation.Fields {
		if !sent[mutation.Name] {
			t.Errorf("no story sends the mutation %s", mutation.Name)
		}
	}
	for _, enum := range []string{"UserErrorCode", "WarningCode"} {
		for _, value := range schema.Types[enum].EnumValues {
			if !answered[value.Name] {
				t.Errorf("no story is answered with the %s %s", enum, value.Name)
			}
		}
	}
}

func noteMutations(t *testing.T, file, operation string, sent map[string]bool) {
	t.Helper()
	document, err := parser.ParseQuery(&ast.Source{Name: file, Input: operation})
	if err != nil {
		return // a story about a document that cannot be read
	}
	for _, op := range document.Operations {
		for _, selection := range op.SelectionSet {
			if field, ok := selection.(*ast.Field); ok && op.Operation == ast.Mutation {
				sent[field.Name] = true
			}
		}
	}
	if len(document.Operations) == 0 {
		t.Errorf("%s: an `as` step without an operation", file)
	}
}

// compare fails the test when the story as played is not the story as told; with -update it is written anew.
func compare(t *testing.T, file string, told, played *txtar.Archive) {
	t.Helper()
	got, want := txtar.Format(played), txtar.Format(told)
	if slices.Equal(got, want) {
		return
	}
	if !*update {
		t.Errorf("the answers differ (if that is right, run with -update):\n%s", diff.Diff("told", want, "played", got))
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatal("golden answers are not rewritten in CI")
	}
	if err := os.WriteFile(file, got, 0o600); err != nil {
		t.Fatal(err)
	}
}
