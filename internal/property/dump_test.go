package property

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"

	"github.com/handledesk/handledesk/internal/apitest"
)

// row is one row of a table, by column.
type row map[string]any

// dump is everything that a database holds: rows by table, in the order of their ids.
type dump map[string][]row

// dumpAll reads every table. When a key was last used is left out: it is noted beside requests.
func dumpAll(db *sql.DB) (dump, error) {
	tables, err := apitest.Tables(context.Background(), db)
	if err != nil {
		return nil, err
	}
	d := dump{}
	for _, name := range tables {
		rows, err := readRows(db, "SELECT * FROM "+name+" ORDER BY id")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			delete(r, "last_used_at")
			delete(r, "last_used_from")
		}
		d[name] = rows
	}
	return d, nil
}

func readRows(db apitest.Database, query string, values ...any) ([]row, error) {
	found, err := apitest.Rows(context.Background(), db, query, values...)
	rows := make([]row, len(found))
	for i, r := range found {
		for column, value := range r {
			switch value := value.(type) {
			case []byte:
				r[column] = string(value) // readable when a test fails
			case bool:
				r[column] = int64(map[bool]int{true: 1}[value]) // as SQLite has it
			}
		}
		rows[i] = r
	}
	return rows, err
}

// text is a column as a text, empty when null.
func (r row) text(column string) string {
	if r[column] == nil {
		return ""
	}
	return fmt.Sprint(r[column])
}

func (r row) number(column string) int64 { n, _ := r[column].(int64); return n }

func (r row) flag(column string) bool { return r.number(column) != 0 }

// with picks the rows whose column has the value.
func (d dump) with(table, column, value string) []row {
	var found []row
	for _, r := range d[table] {
		if r.text(column) == value {
			found = append(found, r)
		}
	}
	return found
}

// one finds a row by its id; nil when it is not there.
func (d dump) one(table, id string) row {
	for _, r := range d[table] {
		if r.text("id") == id {
			return r
		}
	}
	return nil
}

// holder is who has FULL rights over a handle; empty when nobody has.
func (d dump) holder(handleID string) string {
	for _, a := range d.with("accesses", "handle_id", handleID) {
		if a.text("rights") == "FULL" {
			return a.text("reseller_id")
		}
	}
	return ""
}

// owner is the id of a domain's OWNER.
func (d dump) owner(domainID string) string {
	for _, c := range d.with("contacts", "domain_id", domainID) {
		if c.number("roles")&1 != 0 {
			return c.text("handle_id")
		}
	}
	return ""
}

// column lists the values of a column.
func column(rows []row, name string) []string {
	values := make([]string, len(rows))
	for i, r := range rows {
		values[i] = r.text(name)
	}
	return values
}

// differences tells in which tables two dumps differ.
func differences(a, b dump) []string {
	var found []string
	for table := range b {
		if !reflect.DeepEqual(a[table], b[table]) {
			found = append(found, fmt.Sprintf("%s: %v\n  became %v", table, a[table], b[table]))
		}
	}
	slices.SortFunc(found, cmp.Compare)
	return found
}
