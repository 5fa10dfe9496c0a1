package endpoint

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/graph"
)

// TestEditorsReadTheWholeSchema: graphql-js's introspection queries, which every tool sends in one of these forms, pass
// the guard and give every type, for callers with a key and without.
func TestEditorsReadTheWholeSchema(t *testing.T) {
	d := newDesk(t)
	var want []string
	for name := range graph.NewSchema(d.Service).Schema().Types {
		want = append(want, name)
	}
	slices.Sort(want)
	files, err := filepath.Glob("testdata/introspection*.graphql")
	if err != nil || len(files) != 3 {
		t.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all := d.ask(t, "", string(text), nil)
		d.verifyTells(t, file, all)
		for _, who := range []string{"", "reseller", "owner", "operator"} {
			got := d.ask(t, who, string(text), nil)
			if !bytes.Equal(got.Body, all.Body) {
				t.Errorf("%s: %q is answered otherwise", file, who)
			}
			if got.Status != http.StatusOK || len(got.Errors) != 0 {
				t.Errorf("%s as %q: %d %.300s", file, who, got.Status, got.Body)
				continue
			}
			if names := typesIn(t, got.Body); !slices.Equal(names, want) {
				t.Errorf("%s as %q: the types are %v, want %v", file, who, names, want)
			}
		}
	}
}

func typesIn(t *testing.T, body []byte) (names []string) {
	t.Helper()
	var answer struct {
		Data struct {
			Schema struct{ Types []struct{ Name string } } `json:"__schema"`
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	for _, one := range answer.Data.Schema.Types {
		names = append(names, one.Name)
	}
	slices.Sort(names)
	return names
}

// TestFullPagesOfFullPagesPass: 100 handles with 100 domains each, the largest thing that a list is meant for.
func TestFullPagesOfFullPagesPass(t *testing.T) {
	d := newDesk(t)
	const inVariables = "query($n:Int){handles(first:$n){edges{node{code domains(first:$n){edges{node{name}}}}}}}"
	for name, got := range map[string]*reply{
		"literal":   d.ask(t, "reseller", strings.ReplaceAll(strings.Replace(inVariables, "($n:Int)", "", 1), "$n", "100"), nil),
		"variables": d.ask(t, "reseller", inVariables, object{"n": 100}),
	} {
		if got.Status != http.StatusOK || len(got.Errors) != 0 || !strings.Contains(string(got.Body), "lindqvist.com") {
			t.Errorf("%s: %d %.300s", name, got.Status, got.Body)
		}
	}
}
