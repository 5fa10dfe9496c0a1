package endpoint

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/ent/db/migrate"
)

// leak is a form that no answer may hold.
type leak struct {
	what string
	form *regexp.Regexp
	need string // what such a text holds in any case, in lower case; it saves the search for the form
}

// leaks are what an answer may not tell, whoever asks for whatever. Words alone are no leak: a description may speak of
// an update, and handles are fields as well as a table.
var leaks = append([]leak{
	{"SQL", regexp.MustCompile(`(?i)\bselect\b[^{}]{1,200}\bfrom\b\s+["'\x60(]?[a-z_]+["'\x60]?\s*(where|as|join|limit|order|\()`), "select"},
	{"SQL", regexp.MustCompile(`(?i)\b(insert\s+into|delete\s+from|update\s+["'\x60]?[a-z_]+["'\x60]?\s+set|(create|alter|drop)\s+(table|index|view|trigger))\b`), ""},
	{"SQL", regexp.MustCompile(`(?i)\b(pragma|rollback|savepoint|begin (immediate|transaction))\b|\bwhere\s+["\x60]?[a-z_]+["\x60]?\s*(=|<|>|in\s*\()`), ""},
	{"the database", regexp.MustCompile(`(?i)sqlite|no such (table|column)|constraint failed|unique constraint|database is locked|handledesk\.db|datatype mismatch`), ""},
	{"a library", regexp.MustCompile(`(?i)\bent[:/]|entgo\.io|gqlgen|gqlparser|goqite|database/sql|github\.com/|golang\.org|\bgolang\b`), ""},
	{"a stack", regexp.MustCompile(`goroutine \d+|runtime error|runtime\.\w+\(|panic:|\.go:\d+|\+0x[0-9a-f]+|nil pointer|index out of range`), ""},
	{"Go", regexp.MustCompile(`\bmap\[|\*?\b(registrar|service|graph|generated|store|server|json|strconv|http|errors|context|reflect|time|url)\.[A-Z]\w+|interface ?\{\}|%!\w?\(`), ""},
	{"a path", regexp.MustCompile(`(?:^|[\s"'(:=])/(home|root|tmp|var|usr|etc|work|opt|proc|private|Users)/`), ""},
}, databaseNames())

// databaseNames finds the names of tables, columns and indexes: those with an underscore anywhere, since nothing of the
// schema is called so, all others as SQL writes them.
func databaseNames() leak {
	var plain, underscored []string
	add := func(name string) {
		if strings.Contains(name, "_") {
			underscored = append(underscored, regexp.QuoteMeta(name))
		} else {
			plain = append(plain, regexp.QuoteMeta(name))
		}
	}
	for _, table := range migrate.Tables {
		add(table.Name)
		for _, column := range table.Columns {
			add(column.Name)
		}
		for _, index := range table.Indexes {
			add(index.Name)
		}
	}
	for _, own := range []string{"goqite", "schema_migrations", "sqlite_master"} {
		add(own)
	}
	slices.Sort(plain)
	all := strings.Join(slices.Compact(plain), "|")
	return leak{"a table or a column", regexp.MustCompile(`\b(` + strings.Join(underscored, "|") + `)\b|` +
		"`(" + all + ")`\\s*(\\.|=|,)|" + `\\"(` + all + `)\\"\s*\.|\b(table|column|index):? \\?["'` + "`" + `]?(` + all + `)\b`), ""}
}

// ownPaths are folders of this machine, which the forms above may not know.
func ownPaths() []string {
	folder, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	return []string{os.TempDir() + "/", filepath.Dir(filepath.Dir(folder)) + "/"}
}

// foundIn lists what a text tells that it must not. What the caller wrote itself is not told by us.
func foundIn(text, asked string) []string {
	lower := strings.ToLower(text)
	var found []string
	for _, l := range leaks {
		if !strings.Contains(lower, l.need) {
			continue
		}
		for _, hit := range l.form.FindAllString(text, 3) {
			if !strings.Contains(asked, strings.Trim(hit, ` "'(:=`)) {
				found = append(found, l.what+": "+hit)
			}
		}
	}
	for _, path := range ownPaths() {
		if strings.Contains(text, path) && !strings.Contains(asked, path) {
			found = append(found, "a path: "+path)
		}
	}
	return found
}

// wholeText is an answer's header fields and body.
func (r *reply) wholeText() string {
	var b strings.Builder
	_ = r.Header.Write(&b) // a strings.Builder takes everything
	return b.String() + "\n" + string(r.Body)
}

// maxRefusal is how large an answer without data may be, in bytes.
const maxRefusal = 10_000

// verifyTells expects that an answer says nothing that it must not, that a refusal is small, and that each error has a
// code and the request's id.
func (d *desk) verifyTells(t testing.TB, what string, r *reply) {
	t.Helper()
	verifyTells(t, what, r, "")
}

func verifyTells(t testing.TB, what string, r *reply, asked string) {
	t.Helper()
	if r.failed != nil {
		t.Errorf("%s: no answer: %v", what, r.failed)
		return
	}
	for _, told := range foundIn(r.wholeText(), asked) {
		t.Errorf("%s: the answer tells %s\n%.500s", what, told, r.Body)
	}
	if !r.executed() && len(r.Body) >= maxRefusal {
		t.Errorf("%s: a refusal of %d bytes", what, len(r.Body))
	}
	if !r.executed() && len(r.Errors) == 0 {
		t.Errorf("%s: neither data nor errors: %d %.300s", what, r.Status, r.Body)
	}
	if len(r.Errors) > 10 {
		t.Errorf("%s: %d errors", what, len(r.Errors))
	}
	for _, e := range r.Errors {
		if code, _ := e.Extensions["code"].(string); code == "" || e.Extensions["requestId"] == "" || e.Message == "" {
			t.Errorf("%s: an error without code, message or request id: %v", what, e)
		}
	}
}

// TestLeaksAreFound: what looks for leaks finds what libraries really say, and not what our own answers say.
func TestLeaksAreFound(t *testing.T) {
	for _, told := range []string{
		`SELECT "t0"."id" FROM "handles" AS "t0" WHERE x`, "insert into x values (1)", "UPDATE `domains` SET `name` = ?",
		`ent: constraint failed: UNIQUE constraint failed: accesses.handle_id`, "no such table: nothing", "near reseller_id",
		"goroutine 7 [running]:", "open /var/lib/handledesk/handledesk.db: denied", "at resolver.go:17", "runtime error: index out of range",
		"cannot use map[a:1] as Int", "json.Number is not an Int", "*strconv.NumError", "%!s(int=1)", os.TempDir() + "/x",
		"`name` = 1", `column \"code\"`, "unknown column 'email'", "PRAGMA foreign_keys", "privacy: ent/privacy: deny rule", "see github.com/99designs",
	} {
		if len(foundIn(told, "")) == 0 {
			t.Errorf("not found: %s", told)
		}
		if len(foundIn("x "+told, told+told)) != 0 {
			t.Errorf("the caller's own words were taken for a leak: %s", told)
		}
	}
	for _, ours := range []string{
		"the document has 2001 tokens, 2000 are allowed: split it into several requests, and send long values as variables",
		`{"data":{"handles":{"edges":[{"node":{"name":"x","domains":{}}}]}}}`, "the body is larger than 262144 bytes",
		"Select each field once; update from the list where you can.", "send Authorization: Bearer <a valid one>", "https://graphql.example/home",
	} {
		if found := foundIn(ours, ""); len(found) != 0 {
			t.Errorf("%s: %v", ours, found)
		}
	}
}
