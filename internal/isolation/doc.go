// Package isolation proves that what belongs to another account does not exist for a caller. Its cells are made from the
// schema: every argument and every input field that can name a thing is tried, in every place where it stands, with what
// is another reseller's and with what never was, and the two answers must be the same byte for byte, statement for
// statement and row for row. A type, an argument or a mutation that no row of the tables speaks of fails the tests.
//
// The one exception is the domain rules' own: for a handle in the caller's list, the status `linked` and its filter, the
// lock of identifiers and the number of hidden domains count what others do.
package isolation
