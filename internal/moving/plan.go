package moving

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"

	"github.com/handledesk/handledesk/ent/db/migrate"
)

// kind is what a column holds, whatever the databases call it.
type kind byte

const (
	text     kind = 't'
	integer  kind = 'i'
	number   kind = 'f'
	boolean  kind = 'b'
	octets   kind = 'o'
	document kind = 'j' // JSON
	instant  kind = 'm' // a moment; ours are integers, those of the queue are not
)

// kinds are those of ent's types.
var kinds = map[field.Type]kind{
	field.TypeString: text, field.TypeEnum: text, field.TypeBool: boolean, field.TypeBytes: octets, field.TypeJSON: document, field.TypeTime: instant,
	field.TypeInt: integer, field.TypeInt8: integer, field.TypeInt16: integer, field.TypeInt32: integer, field.TypeInt64: integer,
	field.TypeUint8: integer, field.TypeUint16: integer, field.TypeUint32: integer, field.TypeFloat32: number, field.TypeFloat64: number,
}

type column struct {
	name string
	kind kind
}

// table is one to copy.
type table struct {
	name    string
	columns []column
	key     int             // the index of the primary key
	after   map[string]bool // the tables that its rows point to
}

func (t table) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

// queueTable is that of goqite, which ent does not know.
func queueTable() table {
	return table{name: "goqite", after: map[string]bool{}, columns: []column{
		{"id", text}, {"created", instant}, {"updated", instant}, {"queue", text}, {"body", octets}, {"timeout", instant},
		{"received", integer}, {"priority", integer},
	}}
}

// everyTable lists all tables of the program, from what ent generated, so that none is forgotten.
func everyTable() ([]table, error) {
	tables := []table{queueTable()}
	for _, known := range migrate.Tables {
		t, err := tableOf(known)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

func tableOf(known *schema.Table) (table, error) {
	t := table{name: known.Name, key: -1, after: map[string]bool{}}
	for i, c := range known.Columns {
		kind, has := kinds[c.Type]
		if !has {
			return t, fmt.Errorf("nobody has said how %s.%s is copied, which is %s", known.Name, c.Name, c.Type)
		}
		t.columns = append(t.columns, column{c.Name, kind})
		if len(known.PrimaryKey) == 1 && known.PrimaryKey[0].Name == c.Name {
			t.key = i
		}
	}
	if t.key < 0 || t.columns[t.key].kind != text && t.columns[t.key].kind != integer {
		return t, fmt.Errorf("table %s has no key of one column by which it could be copied", known.Name)
	}
	for _, reference := range known.ForeignKeys {
		t.after[reference.RefTable.Name] = true
	}
	return t, nil
}

// inOrder sorts tables so that each comes after those that its rows point to, and late when the database looks at other
// rows by a trigger. A table that points to itself is copied by its keys: ids sort by time, and rows point to older ones.
func inOrder(tables []table, late map[string]bool) ([]table, error) {
	slices.SortFunc(tables, func(a, b table) int {
		switch {
		case late[a.name] == late[b.name]:
			return strings.Compare(a.name, b.name)
		case late[b.name]:
			return -1
		}
		return 1
	})
	placed, sorted := map[string]bool{}, []table{}
	for len(sorted) < len(tables) {
		next := slices.IndexFunc(tables, func(t table) bool {
			return !placed[t.name] && !slices.ContainsFunc(slices.Collect(maps.Keys(t.after)), func(other string) bool {
				return other != t.name && !placed[other]
			})
		})
		if next < 0 {
			return nil, fmt.Errorf("tables point to each other in a circle: %d of %d can be copied", len(sorted), len(tables))
		}
		placed[tables[next].name] = true
		sorted = append(sorted, tables[next])
	}
	return sorted, nil
}
