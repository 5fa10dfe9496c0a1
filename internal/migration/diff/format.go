package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
)

// byHand is the line below which a step is written by hand. What stands there survives --redo.
const byHand = "-- By hand:"

// formatter writes a plan as a file in goose's format. There is no way down: an older program refuses a newer database,
// and a backup is the way back.
type formatter struct {
	dialect string
	version int64
	// hand is the part written by hand of the file that this one replaces.
	hand string
}

// Format makes the one file of a plan.
func (f formatter) Format(plan *migrate.Plan) ([]migrate.File, error) {
	var b bytes.Buffer
	b.WriteString("-- +goose Up\n")
	rebuilt := false
	for _, c := range plan.Changes {
		if strings.HasPrefix(c.Cmd, "PRAGMA foreign_keys") {
			rebuilt = true // the runner sets foreign keys aside: within a transaction that has no effect
			continue
		}
		if c.Comment != "" {
			fmt.Fprintf(&b, "-- %s\n", strings.ToUpper(c.Comment[:1])+c.Comment[1:]+".")
		}
		fmt.Fprintf(&b, "%s;\n", c.Cmd)
	}
	if f.hand != "" {
		b.WriteString(byHand + "\n" + f.hand)
	}
	if rebuilt {
		b.WriteString(nothingDangles)
	}
	if f.dialect == dialect.SQLite {
		fmt.Fprintf(&b, "-- So that programs of before this step refuse the file.\nPRAGMA user_version = %d;\n", f.version)
	}
	name := fmt.Sprintf("%05d_%s.sql", f.version, plan.Name)
	return []migrate.File{migrate.NewLocalFile(name, b.Bytes())}, nil
}

// nothingDangles ends a step that made a table anew, for which foreign keys are set aside.
const nothingDangles = `-- A table was made anew with foreign keys set aside: no row may point to nothing now.
CREATE TABLE dangling (rows_that_point_to_nothing integer CHECK (rows_that_point_to_nothing = 0));
INSERT INTO dangling SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE dangling;
`

// handOf reads the part of a step that was written by hand.
func handOf(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	_, hand, _ := strings.Cut(string(text), byHand+"\n")
	for _, end := range []string{"-- A table was made anew", "-- So that programs of before"} {
		hand, _, _ = strings.Cut(hand, end)
	}
	return hand, nil
}

// stepFile finds a folder's file of a version; empty when it has none.
func stepFile(folder string, version int64) (string, error) {
	found, err := filepath.Glob(filepath.Join(folder, fmt.Sprintf("%05d_*.sql", version)))
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}
