package web

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
)

//go:embed graphiql/examples
var exampleFiles embed.FS

// Example is an operation that the playground offers in its menu. Its files are those that the bundle was built from.
type Example struct {
	// Name is the file's name without its ending, such as "renew-domain".
	Name string
	// Group is the part of the menu it stands in, such as "Manage domains".
	Group string
	// Title is what the menu says.
	Title string
	// Query is the document. One that needs an id holds two operations: a query that finds it, and the one that uses it.
	Query string
	// Operations names the document's operations in the order to run them.
	Operations []string
	// Variables is a JSON object. Ids in it are placeholders: well formed, all zeros, such as
	// "hdl_00000000000000000000000000". Operations declare only the variables they need.
	Variables json.RawMessage
}

// operation matches the head of a named operation. The examples write it at the start of a line.
var operation = regexp.MustCompile(`(?m)^(?:query|mutation) (\w+)`)

// Examples returns the playground's examples in the order of the menu, for tests that run each of them.
func Examples() ([]Example, error) {
	var groups []struct {
		Group    string
		Examples []Example
	}
	index, err := exampleFiles.ReadFile("graphiql/examples/index.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(index, &groups); err != nil {
		return nil, fmt.Errorf("graphiql/examples/index.json: %w", err)
	}
	var all []Example
	for _, group := range groups {
		for _, example := range group.Examples {
			example.Group = group.Group
			if err := example.read(); err != nil {
				return nil, err
			}
			all = append(all, example)
		}
	}
	return all, nil
}

// read takes the query and, where there are any, the variables from the example's files.
func (e *Example) read() error {
	query, err := exampleFiles.ReadFile("graphiql/examples/" + e.Name + ".graphql")
	if err != nil {
		return err
	}
	e.Query = string(query)
	for _, match := range operation.FindAllStringSubmatch(e.Query, -1) {
		e.Operations = append(e.Operations, match[1])
	}
	e.Variables, err = exampleFiles.ReadFile("graphiql/examples/" + e.Name + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		e.Variables, err = json.RawMessage("{}"), nil
	}
	return err
}
