// Package endpoint proves the whole endpoint against bad input: the real schema over a real database, asked through
// HTTP. Every limit is met exactly and passed by one, every hostile document is refused after little work, and whatever
// is sent, no answer tells what it must not: SQL, tables and columns, stacks, paths, or the request's own values.
package endpoint
