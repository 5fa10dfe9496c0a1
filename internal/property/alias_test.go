package property

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// TestAliasesAndFragmentsChangeNothing asks the same twice: plainly, and with aliases, repetitions, fragments and
// directives put in at random. Both answers hold the same data.
func TestAliasesAndFragmentsChangeNothing(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	w := apitest.With(t, apitest.Options{Limits: apitest.Roomy()})
	reseller, key := w.Reseller("Main")
	other, _ := w.Reseller("Other")
	if err := w.Service.Bulk(system(), func(b *service.Bulk) error { return fillForAliases(b, reseller, other) }); err != nil {
		t.Fatal(err)
	}
	secrets := []string{key, w.Key("", registrar.Scopes...)}
	w.Must(key, `{ __typename }`, nil)
	w.Must(secrets[1], `{ __typename }`, nil)
	w.Service.Wait() // when the keys were last used shows
	rapid.Check(t, func(t *rapid.T) {
		d := &document{t: t, schema: schema}
		asked := d.selections(schema.Query, 6)
		secret := draw(t, "secret", secrets)
		plain, varied := "query "+write(asked), d.vary(asked)
		if len(plain) > 2500 {
			t.Skip("more than one operation may ask for, once it is varied")
		}
		want, got := w.Do(secret, plain, nil), w.Do(secret, varied, nil)
		if len(want.Errors) > 0 || len(got.Errors) > 0 {
			t.Fatalf("%s\n%s\n%s\n%s", plain, want.Body, varied, got.Body)
		}
		if same := strip(t, asked, got.Data); !reflect.DeepEqual(same, any(want.Data)) {
			a, _ := json.Marshal(want.Data)
			b, _ := json.Marshal(same)
			t.Fatalf("%s\nanswers\n%s\nbut\n%s\nanswers\n%s", plain, a, varied, b)
		}
	})
}

// fillForAliases makes a little of everything.
func fillForAliases(b *service.Bulk, resellers ...string) error {
	at := registrar.At(apitest.Start.Add(-time.Hour))
	for i := range 12 {
		reseller := resellers[i%2]
		h := b.Handle(service.BulkHandle{
			Data: record(fmt.Sprint("n", i), ""), CreatedAt: at.Add(time.Duration(i) * time.Second), Reachability: registrar.ReachPending, Linked: true,
			Lists: []service.BulkAccess{{ResellerID: reseller, Rights: registrar.Full, Origin: registrar.Created}},
		})
		for j := range i % 4 * 2 {
			name, err := registrar.ParseDomainName(fmt.Sprintf("d%d-%d.com", i, j))
			if err != nil {
				return err
			}
			b.Domain(service.BulkDomain{
				Name: name, ResellerID: reseller, Contacts: map[registrar.Role]string{registrar.Owner: h, registrar.Tech: h}, RegisteredAt: at,
				ExpiresAt: at.AddYears(1), DueAt: registrar.Never, Holds: []registrar.HoldReason{registrar.HoldAbuse}[:i%2],
			})
		}
	}
	return nil
}

// selection is one field of a selection set, with what is asked of its value.
type selection struct {
	field     string
	arguments string
	on        string // the type it is on, where only some objects have it
	below     []*selection
	aliases   []string // under which the varied document asks for it
}

// document draws what to ask and how to word it.
type document struct {
	t         *rapid.T
	schema    *ast.Schema
	named     int
	fragments []string
}

// selections draws some fields of a type, each once.
func (d *document) selections(of *ast.Definition, depth int) []*selection {
	var chosen []*selection
	for _, f := range of.Fields {
		named := d.schema.Types[f.Type.Name()]
		composite := named.IsCompositeType()
		if strings.HasPrefix(f.Name, "__") || composite && depth == 0 || required(f) || !maybe(d.t, f.Name, 3) && of != d.schema.Query {
			continue
		}
		if of == d.schema.Query && !maybe(d.t, f.Name, 2) {
			continue
		}
		s := &selection{field: f.Name, arguments: d.arguments(f)}
		if composite {
			s.below = d.below(named, depth-1)
		}
		chosen = append(chosen, s)
	}
	if len(chosen) == 0 {
		chosen = append(chosen, &selection{field: "__typename"})
	}
	return chosen
}

// below draws what is asked of a value; of an abstract type the fields of one of its objects.
func (d *document) below(named *ast.Definition, depth int) []*selection {
	if named.Kind == ast.Object {
		return d.selections(named, depth)
	}
	chosen := []*selection{{field: "__typename"}}
	if named.Kind == ast.Interface && maybe(d.t, "by the interface", 2) {
		return append(chosen, d.selections(named, depth)...)
	}
	object := draw(d.t, "object", d.schema.PossibleTypes[named.Name])
	for _, s := range d.selections(object, depth) {
		if s.field != "__typename" {
			s.on = object.Name
			chosen = append(chosen, s)
		}
	}
	return chosen
}

// required tells whether a field cannot be asked for without arguments.
func required(f *ast.FieldDefinition) bool {
	return slices.ContainsFunc(f.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil })
}

// arguments draws the size of a page.
func (d *document) arguments(f *ast.FieldDefinition) string {
	if f.Arguments.ForName("first") == nil {
		return ""
	}
	return fmt.Sprintf("(%s: %d)", draw(d.t, "from", []string{"first", "last"}), rapid.IntRange(0, 4).Draw(d.t, "size"))
}

// write writes selections plainly.
func write(selections []*selection) string {
	var b strings.Builder
	b.WriteString("{ ")
	for _, s := range selections {
		text := s.field + s.arguments
		if s.below != nil {
			text += " " + write(s.below)
		}
		if s.on != "" {
			text = "... on " + s.on + " { " + text + " }"
		}
		b.WriteString(text + " ")
	}
	return b.String() + "}"
}

// strip reads the answer to the varied document as the plain one would be answered; repetitions must agree.
func strip(t *rapid.T, asked []*selection, data any) any {
	switch data := data.(type) {
	case []any:
		read := make([]any, len(data))
		for i, item := range data {
			read[i] = strip(t, asked, item)
		}
		return read
	case map[string]any:
		read := map[string]any{}
		for _, s := range asked {
			for i, alias := range s.aliases {
				value, there := data[alias]
				if !there {
					continue
				}
				if s.below != nil {
					value = strip(t, s.below, value)
				}
				if i > 0 && !reflect.DeepEqual(read[s.field], value) {
					t.Fatalf("%s differs from one alias to the other: %v, %v", s.field, read[s.field], value)
				}
				read[s.field] = value
			}
		}
		return read
	default:
		return data
	}
}
