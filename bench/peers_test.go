package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// The same page as the product answers it, and as PostGraphile does.
const (
	inTheProduct = `{"data":{"handles":{"totalCount":101,"edges":[
{"node":{"code":"A1-HD","displayName":"Ibis","rights":"FULL","reachability":{"state":"NONE"},"domains":{"totalCount":12,"edges":[
{"roles":["OWNER","TECH"],"node":{"name":"a.example","expiresAt":"2026-01-29T11:56:38.935Z","statuses":["CLIENT_TRANSFER_PROHIBITED"]}}],
"pageInfo":{"hasNextPage":true}}}},
{"node":{"code":"B2-HD","displayName":"Nora Ash","rights":"LIMITED","reachability":{"state":"PENDING"},
"domains":{"totalCount":0,"edges":[],"pageInfo":{"hasNextPage":false}}}}],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}}}`
	inTables = `{"data":{"allAccesses":{"totalCount":101,"nodes":[
{"code":"A1-HD","rights":"FULL","reachability":"NONE","handleByHandleId":{"organization":"Ibis","givenName":"Ida","familyName":"Bis"},
"contactsByResellerIdAndHandleId":{"totalCount":12,"nodes":[{"name":"a.example","roles":"5","expiresAt":"1769687798935","status":"8"}],
"pageInfo":{"hasNextPage":true}}},
{"code":"B2-HD","rights":"LIMITED","reachability":"PENDING","handleByHandleId":{"organization":null,"givenName":"Nora","familyName":"Ash"},
"contactsByResellerIdAndHandleId":{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false}}}],
"pageInfo":{"hasNextPage":true,"endCursor":"y"}}}}`
)

func TestSamePageIsReadFromEverySchema(t *testing.T) {
	t.Parallel()
	a, err := readDesigned([]byte(inTheProduct))
	if err != nil {
		t.Fatal(err)
	}
	b, err := readTables([]byte(inTables))
	if err != nil {
		t.Fatal(err)
	}
	if a.cursor != "x" || b.cursor != "y" {
		t.Errorf("cursors are %q and %q", a.cursor, b.cursor)
	}
	if what := a.differs(b); what != "" {
		t.Error(what)
	}
	a.cursor, b.cursor = "", ""
	if !reflect.DeepEqual(a, b) || len(a.Handles) != 2 || a.Handles[0].Domains[0].Expires != 1_769_687_798_935 {
		t.Errorf("got %+v\nand %+v", a, b)
	}
}

func TestEveryDifferenceOfPagesIsSeen(t *testing.T) {
	t.Parallel()
	read := func(text string) shown {
		s, err := readTables([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	same := read(inTables)
	for _, c := range [][2]string{
		{`:101`, `:102`}, {`"A1-HD"`, `"A2-HD"`}, {`"Ibis"`, `"Bis"`}, {`"Ash"`, `"Elm"`}, {`"LIMITED"`, `"FULL"`}, {`"PENDING"`, `"FAILED"`},
		{`:12`, `:13`}, {`a.example`, `b.example`}, {`"roles":"5"`, `"roles":"4"`}, {`"1769687798935"`, `"1769687798936"`}, {`"status":"8"`, `"status":"0"`},
		{`{"hasNextPage":false}`, `{"hasNextPage":true}`}, {`{"hasNextPage":true,`, `{"hasNextPage":false,`},
		{`{"name":"a.example","roles":"5","expiresAt":"1769687798935","status":"8"}`, ``},
	} {
		changed := strings.Replace(inTables, c[0], c[1], 1)
		if changed == inTables {
			t.Errorf("%s does not stand there", c[0])
		}
		if same.differs(read(changed)) == "" {
			t.Errorf("%s instead of %s is passed over", c[1], c[0])
		}
	}
}

// lister answers with lists of two pages, of one handle each, by cursors of its own.
func lister(t *testing.T, name, second string) *process {
	t.Helper()
	return listen(t, name, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Variables struct{ Reseller, After string }
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		who := asked.Variables.Reseller
		if who == "" {
			who = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer key of ")
		}
		code, info := "1-"+who, `{"hasNextPage":true,"endCursor":"`+name+who+`"}`
		switch asked.Variables.After {
		case "":
		case name + who:
			code, info = second+who, `{"hasNextPage":false,"endCursor":"end"}`
		default:
			t.Errorf("%s is given the cursor %q", name, asked.Variables.After)
		}
		_, _ = io.WriteString(w, `{"data":{"handles":{"totalCount":2,"edges":[{"node":{"code":"`+code+`"}}],"pageInfo":`+info+`}}}`)
	}))
}

func TestServersAreWalkedByTheirOwnCursorsAndCompared(t *testing.T) {
	t.Parallel()
	accounts := []account{{ID: "a", Key: "key of a"}, {ID: "b", Key: "key of b"}}
	named := designed
	named.names = true
	walked := func(d dialect, server *process) contender {
		calls, err := d.pages(t.Context(), server, accounts)
		if err != nil || len(calls) != 4 {
			t.Fatalf("%d pages, %v", len(calls), err)
		}
		return contender{d, server, calls}
	}
	first := walked(designed, lister(t, "first", "2-"))
	if err := agree(t.Context(), first, walked(named, lister(t, "second", "2-"))); err != nil {
		t.Error(err)
	}
	other := walked(named, lister(t, "third", "3-"))
	if err := agree(t.Context(), first, other); err == nil || !strings.Contains(err.Error(), "3-") {
		t.Errorf("other handles are passed over: %v", err)
	}
	other.calls = other.calls[1:]
	if err := agree(t.Context(), first, other); err == nil || !strings.Contains(err.Error(), "pages") {
		t.Errorf("a missing page is passed over: %v", err)
	}
}

func TestServersOfOtherSchemasAreAskedOtherwise(t *testing.T) {
	t.Parallel()
	limit, peer := &process{}, &process{}
	e := experiment{groups: []group{{Query: "ours"}}, others: map[*process][]group{peer: {{Query: "theirs"}}}}
	if e.asked(limit)[0].Query != "ours" || e.asked(peer)[0].Query != "theirs" {
		t.Errorf("got %+v and %+v", e.asked(limit), e.asked(peer))
	}
}

func TestNewestPostgresIsTaken(t *testing.T) {
	t.Parallel()
	got := newest([]string{"/usr/lib/postgresql/9.6/bin/initdb", "/usr/lib/postgresql/17/bin/initdb", "/usr/lib/postgresql/15/bin/initdb"})
	if got != "/usr/lib/postgresql/17/bin/initdb" {
		t.Errorf("got %s", got)
	}
}

func TestClusterIsGoneAfterwards(t *testing.T) {
	t.Parallel()
	if _, err := postgresPrograms(); err != nil || testing.Short() {
		t.Skip("a cluster takes seconds, and needs Postgres: ", err)
	}
	c, err := startCluster(t.Context(), newPinning(true))
	if err != nil {
		t.Fatal(err)
	}
	connection, err := pgx.Connect(t.Context(), c.URL)
	if err != nil {
		t.Fatal(err)
	}
	before, err := c.cpu()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connection.Exec(t.Context(), "SELECT count(*) FROM generate_series(1, 1000000)"); err != nil {
		t.Fatal(err)
	}
	if after, err := c.cpu(); err != nil || after <= before {
		t.Errorf("a backend's work takes Postgres from %s to %s, %v", before, after, err)
	}
	if err := c.stop(); err != nil { // somebody is connected still
		t.Error(err)
	}
	if _, err := os.Stat(c.folder); !os.IsNotExist(err) {
		t.Errorf("%s is left: %v", c.folder, err)
	}
	if err := connection.Ping(t.Context()); err == nil {
		t.Error("Postgres still answers")
	}
}

// packageFile is what both files of a project say of their packages.
type packageFile struct {
	Dependencies, OptionalDependencies map[string]string
	Packages                           map[string]struct{ Version, Integrity, Resolved string }
}

func TestPeersPackagesAreExact(t *testing.T) {
	t.Parallel()
	exact := regexp.MustCompile(`^\d+\.\d+\.\d+$`)
	for _, name := range []string{"postgraphile", "yoga"} {
		var wanted, locked packageFile
		for file, target := range map[string]*packageFile{"package.json": &wanted, "package-lock.json": &locked} {
			text, err := projects.ReadFile(path.Join("peers", name, file))
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, target); err != nil {
				t.Fatal(err)
			}
		}
		for _, all := range []map[string]string{wanted.Dependencies, wanted.OptionalDependencies} {
			for dependency, version := range all {
				if got := locked.Packages["node_modules/"+dependency].Version; !exact.MatchString(version) || got != version {
					t.Errorf("%s: %s is %s, locked %s", name, dependency, version, got)
				}
			}
		}
		for dependency, p := range locked.Packages {
			if dependency != "" && (p.Integrity == "" || p.Resolved != "") {
				t.Errorf("%s: %s is locked to a registry, or without a hash", name, dependency)
			}
		}
	}
}

func TestPeersAreScriptsThatParse(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no Node.js: ", err)
	}
	scripts, err := fs.Glob(projects, "peers/*/*.mjs")
	if err != nil || len(scripts) < 2 {
		t.Fatalf("%v, %v", scripts, err)
	}
	for _, script := range scripts {
		if text, err := exec.CommandContext(t.Context(), node, "--check", script).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", script, err, text)
		}
	}
}

func TestPeerIsLeftOutWithoutNpm(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	root := t.TempDir()
	former := filepath.Join(root, "peers", "yoga", "node_modules") // packages of another lock file
	if err := os.MkdirAll(former, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(former, ".package-lock.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // what the first try leaves behind must not look installed
		if _, _, err := install(t.Context(), "yoga", root, io.Discard); !errors.Is(err, exec.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "peers", "yoga", "server.mjs")); err != nil {
		t.Error(err)
	}
	p := &peers{bench: &bench{report: &report{}, log: logger{io.Discard}}}
	p.skip("the one", context.DeadlineExceeded)
	if len(p.report.Skipped) != 1 || !strings.HasPrefix(p.report.Skipped[0], "SKIPPED: the one: ") {
		t.Errorf("got %q", p.report.Skipped)
	}
}
