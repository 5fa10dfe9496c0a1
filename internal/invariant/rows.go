// Package invariant checks what holds of a database at any moment, whoever wrote to it and whatever went wrong
// meanwhile. Tests use it: the property tests after every step, the tests of faults after every accident.
package invariant

import "fmt"

// Row is one row of a table, by column, as a driver gives it.
type Row map[string]any

// Text is a column as a text, empty when null.
func (r Row) Text(column string) string {
	switch value := r[column].(type) {
	case nil:
		return ""
	case []byte:
		return string(value)
	default:
		return fmt.Sprint(value)
	}
}

// Number is a column of whole numbers, 0 when it is something else.
func (r Row) Number(column string) int64 {
	switch value := r[column].(type) {
	case int64:
		return value
	case bool:
		if value {
			return 1
		}
	}
	return 0
}

// Flag is a column that holds true or false: a number on SQLite.
func (r Row) Flag(column string) bool { return r.Number(column) != 0 }

// Database is everything that a database holds. Rows are found by an index that is made when it is first needed, so
// that tens of thousands of them can be checked.
type Database struct {
	tables  map[string][]Row
	indexes map[[2]string]map[string][]Row
}

// Of takes the rows of all tables.
func Of(tables map[string][]Row) *Database {
	return &Database{tables: tables, indexes: map[[2]string]map[string][]Row{}}
}

// Rows are those of a table.
func (d *Database) Rows(table string) []Row { return d.tables[table] }

// With picks the rows whose column has the value.
func (d *Database) With(table, column, value string) []Row {
	which := [2]string{table, column}
	index, made := d.indexes[which]
	if !made {
		index = map[string][]Row{}
		for _, r := range d.tables[table] {
			index[r.Text(column)] = append(index[r.Text(column)], r)
		}
		d.indexes[which] = index
	}
	return index[value]
}

// One finds a row by its id; nil when it is not there.
func (d *Database) One(table, id string) Row {
	found := d.With(table, "id", id)
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// holder is who has FULL rights over a handle; empty when nobody has.
func (d *Database) holder(handleID string) string {
	for _, a := range d.With("accesses", "handle_id", handleID) {
		if a.Text("rights") == "FULL" {
			return a.Text("reseller_id")
		}
	}
	return ""
}

// inList tells whether a handle is in a reseller's list.
func (d *Database) inList(handleID, reseller string) bool {
	for _, a := range d.With("accesses", "handle_id", handleID) {
		if a.Text("reseller_id") == reseller {
			return true
		}
	}
	return false
}
