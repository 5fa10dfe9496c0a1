package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/handledesk/handledesk/bench/limit"
)

// dialect is how one kind of server is asked for the headline query, and how its answers are read. Schemas differ; what
// they are asked for does not.
type dialect struct {
	query string
	// names tells whether the reseller is named in the variables. Where it is not, the key says who asks.
	names bool
	read  func(answer []byte) (shown, error)
}

// designed is the product's own schema, which the limit has as well.
var designed = dialect{query: limit.Headline, read: readDesigned}

// group is the group of readers who ask in this dialect.
func (d dialect) group(connections int, calls []call) group {
	g := headline(connections, calls)
	g.Query = d.query
	return g
}

// pages walks every reseller's list by the server's own cursors, as collectPages says. Two servers with the same lists give
// as many calls, in the same order.
func (d dialect) pages(ctx context.Context, server *process, accounts []account) ([]call, error) {
	var calls []call
	for _, a := range accounts {
		for cursor := ""; ; {
			c := call{Key: a.Key, Variables: d.variables(a, cursor)}
			calls = append(calls, c)
			text, err := ask(ctx, server, d.group(1, nil), c)
			if err != nil {
				return nil, err
			}
			page, err := d.read(text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", server.Name, err)
			}
			if !page.More {
				break
			}
			cursor = page.cursor
		}
	}
	return scatter(calls), nil
}

// variables asks for the page after a cursor, or for the first one.
func (d dialect) variables(a account, cursor string) string {
	given := map[string]string{}
	if d.names {
		given["reseller"] = a.ID
	}
	if cursor != "" {
		given["after"] = cursor
	}
	text, _ := json.Marshal(given) // texts always marshal
	return string(text)
}

// agree refuses to go on when a server does not show what another one does, on a sample of the pages.
func agree(ctx context.Context, first, second contender) error {
	if len(first.calls) != len(second.calls) {
		return fmt.Errorf("%s has %d pages and %s %d, so timing them says nothing",
			first.server.Name, len(first.calls), second.server.Name, len(second.calls))
	}
	step := max(1, len(first.calls)/compared)
	for i := 0; i < len(first.calls); i += step {
		var pages [2]shown
		for at, c := range []contender{first, second} {
			text, err := ask(ctx, c.server, c.group(1, nil), c.calls[i])
			if err != nil {
				return err
			}
			if pages[at], err = c.read(text); err != nil {
				return fmt.Errorf("%s: %w", c.server.Name, err)
			}
		}
		if what := pages[0].differs(pages[1]); what != "" {
			return fmt.Errorf("the answers of %s and %s differ, so timing them says nothing; page %d, variables %s: %s",
				first.server.Name, second.server.Name, i, second.calls[i].Variables, what)
		}
	}
	return nil
}
