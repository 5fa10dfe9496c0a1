package moving

import (
	"fmt"
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
	key     int // the index of the primary key
	// What the Postgres database says of it:
	references []reference
	late       bool // a trigger looks at rows of other tables when one is added

	postponed []string // columns that are filled when all rows are there, since these point in a circle
}

// reference is a foreign key of a table.
type reference struct {
	to       string
	nullable []string // its columns that may be null; one that is null points nowhere
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
	return table{name: "goqite", columns: []column{
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
	t := table{name: known.Name, key: -1}
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
	return t, nil
}

// inOrder sorts tables so that each comes after those that its rows point to, and late when a trigger looks at others.
// Where tables point in a circle, or to themselves, columns are postponed.
func inOrder(tables []table) (sorted []table, err error) {
	waiting := slices.SortedFunc(slices.Values(tables), func(a, b table) int { return strings.Compare(a.name, b.name) })
	for len(waiting) > 0 {
		next := slices.IndexFunc(waiting, func(t table) bool { return !t.late && ready(t, waiting) })
		for _, late := range []bool{false, true} {
			if next < 0 {
				next = slices.IndexFunc(waiting, func(t table) bool { return t.late == late && opens(t, waiting) })
			}
			if next < 0 {
				next = slices.IndexFunc(waiting, func(t table) bool { return ready(t, waiting) })
			}
		}
		if next < 0 {
			return nil, fmt.Errorf("tables such as %s point to each other in a circle that cannot be opened", waiting[0].name)
		}
		t := waiting[next]
		for _, r := range t.references {
			if r.unmet(waiting) {
				t.postponed = append(t.postponed, r.nullable[0])
			}
		}
		sorted, waiting = append(sorted, t), slices.Delete(waiting, next, next+1)
	}
	return sorted, nil
}

// unmet tells whether a reference points to a table that waits.
func (r reference) unmet(waiting []table) bool {
	return slices.ContainsFunc(waiting, func(t table) bool { return t.name == r.to })
}

func ready(t table, waiting []table) bool {
	return !slices.ContainsFunc(t.references, func(r reference) bool { return r.unmet(waiting) })
}

// opens tells whether a table can come first of a circle: all that it waits for leads back to it and may be null.
func opens(t table, waiting []table) bool {
	return !slices.ContainsFunc(t.references, func(r reference) bool {
		return r.unmet(waiting) && (len(r.nullable) == 0 || !leads(r.to, t.name, waiting, map[string]bool{}))
	})
}

// leads tells whether there is a way from one table to another along references.
func leads(from, to string, waiting []table, seen map[string]bool) bool {
	if from == to {
		return true
	}
	seen[from] = true
	i := slices.IndexFunc(waiting, func(t table) bool { return t.name == from })
	return i >= 0 && slices.ContainsFunc(waiting[i].references, func(r reference) bool {
		return !seen[r.to] && leads(r.to, to, waiting, seen)
	})
}
