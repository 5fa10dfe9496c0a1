// Package property tests what is true of the product whatever is done to it, on a real database: the rules that always
// hold, lists that lose and repeat nothing, queries that mean the same however they are written, statements that an
// index serves.
package property
