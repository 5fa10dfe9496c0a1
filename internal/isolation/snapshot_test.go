package isolation

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/handledesk/handledesk/internal/apitest"
)

// snapshot is the whole database: the text of each row by table and id. It is read from the list of tables that the
// database itself keeps, so that a new table cannot be forgotten.
type snapshot map[string]string

// openPast connects to the world's database past the program.
func (w *world) openPast() {
	w.t.Helper()
	w.past = w.World.Past()
}

// read reads rows past the program.
func (w *world) read(statement string) []map[string]any {
	w.t.Helper()
	rows, err := apitest.Rows(w.t.Context(), w.past, statement)
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

func (w *world) dump() snapshot {
	w.t.Helper()
	tables, err := apitest.Tables(w.t.Context(), w.past)
	if err != nil {
		w.t.Fatal(err)
	}
	s := snapshot{}
	for _, table := range tables {
		if table == "counters" {
			continue // they follow from the other rows; which slot one is in depends on the connection
		}
		for _, row := range w.read("SELECT * FROM " + table) {
			var text strings.Builder
			for _, column := range slices.Sorted(maps.Keys(row)) {
				fmt.Fprintf(&text, " %s=%s", column, stored(row[column]))
			}
			s[fmt.Sprint(table, " ", row["id"])] = text.String()
		}
	}
	return s
}

// stored writes a value: JSON as it is, other bytes in hexadecimal.
func stored(value any) string {
	raw, is := value.([]byte)
	switch {
	case !is:
		return fmt.Sprint(value)
	case json.Valid(raw):
		return string(raw)
	}
	return hex.EncodeToString(raw)
}

// since lists the rows that are not as they were.
func (s snapshot) since(earlier snapshot) []string {
	var changed []string
	for key, row := range s {
		if was, there := earlier[key]; !there {
			changed = append(changed, "+ "+key+":"+row)
		} else if was != row {
			changed = append(changed, "~ "+key+":"+row)
		}
	}
	for key := range earlier {
		if _, there := s[key]; !there {
			changed = append(changed, "- "+key)
		}
	}
	slices.Sort(changed)
	return changed
}

// keep makes what is there now the state to which everything is put back.
func (w *world) keep() {
	w.t.Helper()
	w.kept = apitest.Keep(w.t, w.past)
	w.base, w.mark = w.dump(), w.ids.last
	w.stored = strings.ToLower(fmt.Sprint(w.base))
	w.written()
}

// putBack undoes everything since then.
func (w *world) putBack() {
	w.t.Helper()
	if err := w.kept.PutBack(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	w.written() // by the test itself
}

// written tells whether anybody but the test has committed something since the last call.
func (w *world) written() bool {
	w.t.Helper()
	was := w.version
	var err error
	if w.version, err = w.kept.Version(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return was != w.version
}

// aWord is what noteWords takes for a text of its own: no number, and long enough to mean one thing.
var aWord = regexp.MustCompile(`[\pL\pN_@.+-]*\pL[\pL\pN_@.+-]*`)

// noteWords adds every text that was not stored before and is now, the words of longer ones by themselves.
func (w *world) noteWords(before snapshot) {
	w.t.Helper()
	known := map[string]bool{}
	for _, row := range before {
		for _, word := range aWord.FindAllString(row, -1) {
			known[strings.ToLower(word)] = true
		}
	}
	after := w.dump()
	for key, row := range after {
		if before[key] == row || strings.HasPrefix(key, "sequences ") {
			continue
		}
		for _, word := range aWord.FindAllString(row, -1) {
			if word = strings.ToLower(word); len(word) > 4 && !known[word] {
				known[word] = true
				w.words = append(w.words, word)
			}
		}
	}
	slices.Sort(w.words)
}
