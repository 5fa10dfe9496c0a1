// Package ent holds the database: schema and rule are handwritten, db is generated.
package ent

//go:generate go run entc.go
