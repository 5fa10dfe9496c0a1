package isolation

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the folder of the whole product, as seen from this one.
const root = "../.."

// module is what import paths of the product begin with.
const module = "github.com/handledesk/handledesk/"

// use is one mention of another package's name in shipped code.
type use struct {
	pkg, name string // package below the module, and the name
	file      string // below root
	function  string // in which it stands; empty outside of functions
}

// uses reads every handwritten file that is shipped, so no harness and no measurement, and notes each qualified name and each method called.
func uses(t *testing.T) (qualified, methods []use) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		file, _ := filepath.Rel(root, path)
		file = filepath.ToSlash(file)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != root || entry.Name() == "node_modules"):
			return filepath.SkipDir
		case entry.IsDir() && slices.Contains([]string{"ent/db", "graph/generated", "internal/apitest", "bench"}, file):
			return filepath.SkipDir
		case !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		imported := imports(parsed)
		for _, declaration := range parsed.Decls {
			function := ""
			if is, ok := declaration.(*ast.FuncDecl); ok {
				function = is.Name.Name
			}
			ast.Inspect(declaration, func(n ast.Node) bool {
				selector, is := n.(*ast.SelectorExpr)
				if !is {
					return true
				}
				from, _ := selector.X.(*ast.Ident)
				if from != nil && imported[from.Name] != "" {
					qualified = append(qualified, use{imported[from.Name], selector.Sel.Name, file, function})
				} else {
					methods = append(methods, use{"", selector.Sel.Name, file, function})
				}
				return true
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(qualified) < 1000 {
		t.Fatalf("only %d names were found: the product is not at %s", len(qualified), root)
	}
	return qualified, methods
}

// imports are the packages by the names that a file gives them, those of the product without the module's path.
func imports(file *ast.File) map[string]string {
	all := map[string]string{}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		all[name] = strings.TrimPrefix(path, module)
	}
	return all
}

// only says where a name may be used in shipped code: in these files or folders alone.
var only = []struct {
	pkg, name string
	in        []string
}{
	// The two ways to pass the policies: to be the program itself, and to be told so by the context.
	{"internal/viewer", "System", []string{"internal/service/"}},
	{"ent/db/privacy", "DecisionContext", nil},
	{"ent/db/privacy", "Allow", []string{"ent/rule/rule.go"}},
	{"ent/db/privacy", "Allowf", nil},
	{"ent/db/privacy", "AlwaysAllowRule", nil},
	// Who asks is said once, when credentials were checked; on the server itself it is staff.
	{"internal/viewer", "NewContext", []string{"internal/service/", "cmd/handledesk/", "internal/demo/"}},
	// A client of the database: one that was made elsewhere would have no policies bound, or other ones.
	{"ent/db", "NewClient", []string{"internal/store/"}},
	{"ent/db", "Open", nil},
	{"ent/db", "SkipTx", nil},
}

// TestThereIsNoOffSwitch: shipped code has no way past the policies but to act as the program itself, which only the use
// cases do.
func TestThereIsNoOffSwitch(t *testing.T) {
	qualified, _ := uses(t)
	systems := 0
	for _, u := range qualified {
		for _, rule := range only {
			inside := slices.ContainsFunc(rule.in, func(in string) bool { return strings.HasPrefix(u.file, in) })
			if u.pkg == rule.pkg && u.name == rule.name && !inside {
				t.Errorf("%s uses %s.%s in %s; it may stand in %v", u.file, rule.pkg, rule.name, u.function, rule.in)
			}
		}
		if u.pkg == "ent/db/privacy" && !strings.HasPrefix(u.file, "ent/rule/") {
			t.Errorf("%s uses %s.%s: only ent/rule decides who passes", u.file, u.pkg, u.name)
		}
		systems += btoi(u.pkg == "internal/viewer" && u.name == "System")
	}
	if systems < 10 {
		t.Errorf("viewer.System was found %d times: the search finds nothing", systems)
	}
}

// allowing are the rules that let somebody pass, by the function they stand in.
var allowing = []string{"AllowIfStaff", "DenyIfNotSystem"}

// TestOnlyTwoRulesLetAnybodyPass: every other rule denies, or narrows and leaves the decision open.
func TestOnlyTwoRulesLetAnybodyPass(t *testing.T) {
	qualified, _ := uses(t)
	var found []string
	for _, u := range qualified {
		if u.pkg == "ent/db/privacy" && u.name == "Allow" {
			found = append(found, u.function)
		}
	}
	if slices.Sort(found); !slices.Equal(found, allowing) {
		t.Errorf("privacy.Allow stands in %v, want %v", found, allowing)
	}
}

// TestNobodyPosesAsTheProgram: the kind of caller that passes is set in one place.
func TestNobodyPosesAsTheProgram(t *testing.T) {
	qualified, _ := uses(t)
	var setting []string
	for _, u := range qualified {
		if u.pkg == "internal/registrar" && u.name == "ActorSystem" && !strings.HasPrefix(u.file, "internal/service/") {
			setting = append(setting, u.file)
		}
	}
	if want := []string{"ent/rule/rule.go", "internal/viewer/viewer.go", "internal/viewer/viewer.go"}; !slices.Equal(setting, want) {
		t.Errorf("the program itself is spoken of in %v, want %v: to compare with it, and to become it once", setting, want)
	}
}

// TestNobodyRunsStatementsPastTheFence: ent gives every client, builder and row methods that run SQL as it is, past every
// policy. Only the store runs statements of its own, the migrations that it applies, what moves whole databases, and what counts them anew.
func TestNobodyRunsStatementsPastTheFence(t *testing.T) {
	_, methods := uses(t)
	for _, u := range methods {
		if !slices.Contains([]string{"ExecContext", "QueryContext", "QueryRowContext", "Intercept"}, u.name) {
			continue
		}
		own := []string{"internal/store/", "internal/migration/", "internal/moving/", "internal/recount/"}
		if !slices.ContainsFunc(own, func(folder string) bool { return strings.HasPrefix(u.file, folder) }) {
			t.Errorf("%s runs a statement past the fence in %s: %s", u.file, u.function, u.name)
		}
	}
}
