package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
)

// handleOrders are the orders of a list of handles, domainOrders those of a handle's domains.
var (
	handleOrders = []string{"CREATED_AT", "UPDATED_AT", "NAME", "CODE"}
	domainOrders = []string{"NAME", "EXPIRES_AT", "REGISTERED_AT", "DUE_AT"}
)

// direction says from which end a list is read.
type direction struct{ name, size, cursor string }

var directions = []direction{{"first", "first", "after"}, {"last", "last", "before"}}

// domainsField selects a page of a handle's domains with their number.
func domainsField(arguments string) string {
	return "domains(" + arguments + ") { totalCount edges { roles node { name expiresAt statuses } } pageInfo { hasNextPage } }"
}

// listQuery asks for a page of fifty handles as the headline query does, in any order and direction.
func listQuery(order string, d direction, domains string) string {
	return fmt.Sprintf(`query Page($at: String) { handles(%s: %d, %s: $at, orderBy: {field: %s}) {
  totalCount edges { node { code displayName rights reachability { state } %s } } pageInfo { hasNextPage endCursor }
} }`, d.size, handlesPerPage, d.cursor, order, domains)
}

// handlesPerPage is the size of the pages that are compared.
const handlesPerPage = 50

// at is a call for what lies behind a cursor, or for the first page without one.
func at(key, cursor string) call {
	if cursor == "" {
		return call{Key: key, Variables: "{}"}
	}
	return call{Key: key, Variables: `{"at":"` + cursor + `"}`}
}

// perStep is how many things lie between two cursors of a walk.
const perStep = 100

// walkHandles gives a cursor behind every hundred handles of the key's list, at most so many.
func walkHandles(ctx context.Context, server http.Handler, key, order string, most int) ([]string, error) {
	return walk(ctx, server, key, most, fmt.Sprintf(
		"query Page($at: String) { handles(first: %d, after: $at, orderBy: {field: %s}) { pageInfo { hasNextPage endCursor } } }", perStep, order))
}

// walkDomains gives a cursor behind every hundred domains of the handle.
func walkDomains(ctx context.Context, server http.Handler, key, handle, order string) ([]string, error) {
	return walk(ctx, server, key, longestWalk, fmt.Sprintf("query Page($at: String) { handle(by: {id: %q}) "+
		"{ domains(first: %d, after: $at, orderBy: {field: %s}) { pageInfo { hasNextPage endCursor } } } }", handle, perStep, order))
}

// longestWalk ends a walk that does not come to an end by itself.
const longestWalk = 1_000_000

// walk goes through a list to its end. Nothing lies behind the last cursor.
func walk(ctx context.Context, server http.Handler, key string, most int, query string) (cursors []string, err error) {
	type list struct {
		PageInfo struct {
			HasNextPage bool
			EndCursor   string
		}
	}
	s, cursor := subject{query: query}, ""
	for len(cursors) < most {
		text, _, err := answerTo(ctx, server, key, s.body(at(key, cursor)))
		if err != nil {
			return nil, err
		}
		var page struct {
			Data struct {
				Handles *list
				Handle  *struct{ Domains list }
			}
		}
		if err := json.Unmarshal(text, &page); err != nil {
			return nil, err
		}
		here := page.Data.Handles
		if page.Data.Handle != nil {
			here = &page.Data.Handle.Domains
		}
		if here == nil {
			return nil, errors.New("the handle to walk along is not there")
		}
		cursor = here.PageInfo.EndCursor
		cursors = append(cursors, cursor)
		if !here.PageInfo.HasNextPage {
			break
		}
	}
	return cursors, nil
}

// around are the cursors about a share of the way, with as many on both sides where there are some.
func around(cursors []string, share float64, beside int) []string {
	middle := int(math.Round(share * float64(len(cursors)-1)))
	return cursors[max(0, middle-beside):min(len(cursors), middle+beside+1)]
}
