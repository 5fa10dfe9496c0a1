package store

import (
	"cmp"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"

	"github.com/handledesk/handledesk/internal/migration"
	"github.com/handledesk/handledesk/internal/registrar"
)

// version1 puts a database into a folder that the program of schema version 1 has made.
func version1(t *testing.T, directory string) {
	t.Helper()
	made(t, directory, 1)
}

// made puts a database into a folder that the program of an earlier schema version has made.
func made(t *testing.T, directory string, version int) {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("version%d.sql", version)))
	if err != nil {
		t.Fatal(err)
	}
	onFile(t, directory, func(pool *sql.DB) {
		if _, err := pool.ExecContext(t.Context(), string(script)); err != nil {
			t.Fatal(err)
		}
	})
}

// upgraded opens a folder with this program and closes it again.
func upgraded(t *testing.T, directory string) content {
	t.Helper()
	s, err := Open(t.Context(), Options{Directory: directory})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return contentOf(t, directory)
}

// newest is the number of this program's schema.
func newest(t *testing.T) int64 {
	t.Helper()
	steps, err := migration.Known(dialect.SQLite)
	if err != nil {
		t.Fatal(err)
	}
	return steps[len(steps)-1].Version
}

// outlived are the columns that this program has no use for any more; an upgrade takes them away.
var outlived = map[string][]string{"mails": {"generation"}}

func TestADatabaseOfVersion1IsUpgraded(t *testing.T) {
	began := time.Now()
	_, after := verifyUpgrade(t, 1, "import_refs")
	verifyFilledIn(t, after, began)
	verifyNames(t, after)
}

// filledIn are the columns that an upgrade fills in, with what stands in them then.
var filledIn = map[string]string{"events.position": "0"}

// counted are the columns and tables that an upgrade fills in with counts, see TestCountersAreCounts.
var counted = map[string]bool{"handles.domains": true, "accesses.domains": true, "counters": true}

// named are the columns that an upgrade fills in with names, see verifyNames.
var named = map[string]bool{"handles.display_name": true, "accesses.display_name": true}

// verifyNames requires that every handle, and every copy of it, has the name under which it was shown before there was a
// column for it.
func verifyNames(t *testing.T, after content) {
	t.Helper()
	for id, h := range after["handles"] {
		d := registrar.HandleData{GivenName: h["given_name"], FamilyName: h["family_name"], Organization: h["organization"]}
		if d.Organization == "<nil>" {
			d.Organization = ""
		}
		if h["display_name"] != d.DisplayName() || d.DisplayName() == "" {
			t.Errorf("%s is shown as %q, want %q", id, h["display_name"], d.DisplayName())
		}
	}
	for id, a := range after["accesses"] {
		if want := after["handles"][a["handle_id"]]["display_name"]; a["display_name"] != want {
			t.Errorf("%s shows %q, want %q", id, a["display_name"], want)
		}
	}
}

// TestADatabaseOfVersion2IsUpgraded: version 3 brings new columns that are null, and a table that is empty.
func TestADatabaseOfVersion2IsUpgraded(t *testing.T) { verifyNothingElse(verifyUpgrade(t, 2))(t) }

// TestADatabaseOfVersion3IsUpgraded: what comes after it is null or empty, too.
func TestADatabaseOfVersion3IsUpgraded(t *testing.T) { verifyNothingElse(verifyUpgrade(t, 3))(t) }

// verifyNothingElse requires that an upgrade fills nothing else in: new tables are empty but for the record of the steps,
// and new columns are null.
func verifyNothingElse(before, after content) func(t *testing.T) {
	return func(t *testing.T) {
		t.Helper()
		verifyNames(t, after)
		for table, rows := range after {
			if was := before[table]; len(rows) != len(was) && table != "goose_db_version" && !counted[table] {
				t.Errorf("%s had %d rows and has %d", table, len(was), len(rows))
			}
			for id, row := range rows {
				for column, value := range row {
					wanted := cmp.Or(filledIn[table+"."+column], "<nil>")
					if counted[table] || counted[table+"."+column] || named[table+"."+column] {
						continue
					}
					if _, there := before[table][id][column]; !there && value != wanted && table != "goose_db_version" {
						t.Errorf("%s %s: the new column %s is %q", table, id, column, value)
					}
				}
			}
		}
	}
}

// verifyUpgrade upgrades a database of an earlier version and requires that nothing in it is lost: of the tables that
// version had, all have rows but those named.
func verifyUpgrade(t *testing.T, version int, empty ...string) (before, after content) {
	t.Helper()
	directory := t.TempDir()
	made(t, directory, version)
	before = contentOf(t, directory)
	after = upgraded(t, directory)
	for table, rows := range before {
		if len(rows) == 0 && !slices.Contains(empty, table) {
			t.Errorf("%s has no rows to lose; the test's own data must have some", table)
		}
		if len(after[table]) != len(rows) {
			t.Errorf("%s had %d rows and has %d", table, len(rows), len(after[table]))
		}
		for id, row := range rows {
			verifyKept(t, table, row, after[table][id])
		}
	}
	onFile(t, directory, func(pool *sql.DB) {
		if broken := read(t, pool, "PRAGMA foreign_key_check"); len(broken) > 0 {
			t.Errorf("rows that point to nothing: %v", broken)
		}
		if whole := fmt.Sprint(read(t, pool, "PRAGMA integrity_check")); whole != "[map[integrity_check:ok]]" {
			t.Errorf("the file is %s", whole)
		}
		if now := fmt.Sprint(read(t, pool, "PRAGMA user_version")); now != fmt.Sprintf("[map[user_version:%d]]", newest(t)) {
			t.Errorf("the version is %s", now)
		}
	})
	if again := upgraded(t, directory); fmt.Sprint(again) != fmt.Sprint(after) {
		t.Error("opening it again changed something")
	}
	return before, after
}

func verifyKept(t *testing.T, table string, was, is record) {
	t.Helper()
	for column, value := range was {
		kept, there := is[column]
		if kept != value && (there || !slices.Contains(outlived[table], column)) {
			t.Errorf("%s %s: %s was %s and is %q", table, was["id"], column, value, kept)
		}
	}
}

// verifyFilledIn looks at what version 1 did not have. Its mails were never sent, and their links were never made, so
// nothing sends them now; running proofs get a reminder at once instead.
func verifyFilledIn(t *testing.T, after content, began time.Time) {
	t.Helper()
	for id, mail := range after["mails"] {
		if mail["state"] != "OBSOLETE" || mail["attempts"] != "0" || mail["sent_at"] != "<nil>" {
			t.Errorf("mail %s is %v", id, mail)
		}
	}
	if len(after["goqite"]) > 0 {
		t.Errorf("the queue holds %v", after["goqite"])
	}
	wanted := map[string]string{} // what timers there are to be, with when they are due
	for id, proof := range after["reachability_cases"] {
		if proof["reminded_from"] != proof["started_at"] || proof["reminders"] != "0" || proof["bounced_at"] != "<nil>" {
			t.Errorf("case %s is %v", id, proof)
		}
		if proof["closed_at"] == "<nil>" {
			wanted["REMINDER "+id] = "now"
		}
	}
	for _, name := range []string{"pending.com", "overdue.net", "engines.com"} { // the others are on hold, or nothing is due
		for id, domain := range after["domains"] {
			if domain["name"] == name {
				wanted["DEADLINE "+id] = domain["due_at"]
			}
		}
	}
	timers := map[string]string{}
	for id, timer := range after["timers"] {
		due := timer["due_at"]
		if timer["kind"] == "REMINDER" && due >= fmt.Sprint(began.UnixMilli()) && due <= fmt.Sprint(time.Now().UnixMilli()) {
			due = "now"
		}
		timers[timer["kind"]+" "+timer["subject_id"]] = due
		if !strings.HasPrefix(id, "tim_") || len(id) != 30 {
			t.Errorf("a timer has the id %q", id)
		}
	}
	if !maps.Equal(timers, wanted) || len(wanted) != 8 {
		t.Errorf("timers are %v, want %v", timers, wanted)
	}
}

// TestAnUpgradedDatabaseIsLikeANewOne compares columns and indexes, but for what outlived its use.
func TestAnUpgradedDatabaseIsLikeANewOne(t *testing.T) {
	fresh := t.TempDir()
	upgraded(t, fresh)
	want := shape(t, fresh)
	for version := 1; version <= 3; version++ {
		old := t.TempDir()
		made(t, old, version)
		upgraded(t, old)
		was := shape(t, old)
		for what, definition := range want {
			if was[what] != definition {
				t.Errorf("%s: upgraded from %d %q, new %q", what, version, was[what], definition)
			}
		}
		for what, definition := range was {
			table, column, _ := strings.Cut(what, ".")
			if _, known := want[what]; !known && !slices.Contains(outlived[table], column) {
				t.Errorf("%s %s is only in the one upgraded from %d", what, definition, version)
			}
		}
	}
}

// shape is what a database is made of: columns by table and name, indexes and triggers by name. Defaults are left out:
// they serve upgrades alone, since this program writes every column.
func shape(t *testing.T, directory string) map[string]string {
	t.Helper()
	all := map[string]string{}
	onFile(t, directory, func(pool *sql.DB) {
		for _, part := range read(t, pool, "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'") {
			if part["type"] != "table" {
				all[part["type"]+" "+part["name"]] = part["sql"]
				continue
			}
			for _, column := range read(t, pool, "PRAGMA table_info("+part["name"]+")") {
				all[part["name"]+"."+column["name"]] = fmt.Sprintf("%s not null %s key %s", column["type"], column["notnull"], column["pk"])
			}
			for _, pointer := range read(t, pool, "PRAGMA foreign_key_list("+part["name"]+")") {
				all[part["name"]+" "+pointer["from"]] = fmt.Sprintf("%s.%s on delete %s", pointer["table"], pointer["to"], pointer["on_delete"])
			}
		}
	})
	return all
}
