// Package genqlient is what genqlient, a generator of typed clients for Go, makes of the schema. Nothing uses it but its
// test, which proves that the schema suits that generator.
package genqlient

//go:generate go run github.com/Khan/genqlient genqlient.yaml
