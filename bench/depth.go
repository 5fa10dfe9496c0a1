package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// depthCommand compares what pages cost at every depth of one reseller's list, from both ends.
type depthCommand struct {
	dataFlags
	turnFlags
	Single bool    `help:"All handles belong to one reseller; otherwise the list is one of a hundred." default:"true" negatable:""`
	Most   float64 `help:"What the dearest page may cost, as a multiple of the first." default:"1.3"`
}

// besides is how many pages on both sides of a place are looked at for one of the same size as the first page.
const besides = 10

// Run measures.
func (c *depthCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) (err error) {
	if err := c.verify(); err != nil {
		return err
	}
	d, err := c.open(ctx, c.Single, log)
	if err != nil {
		return err
	}
	s, err := serve(ctx, d)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	t, err := depth(ctx, s, directions, c.turnFlags, c.Most, log)
	if err != nil {
		return err
	}
	r := newReport(string(line), d, pinning{})
	r.header(out)
	if err := r.addCosts(out, t); err != nil {
		return err
	}
	return r.finishCosts(c.Out)
}

// depth compares places of the first account's list in every order.
func depth(ctx context.Context, s *served, ends []direction, f turnFlags, most float64, log io.Writer) (costTable, error) {
	key := s.data.Accounts[0].Key
	var contests []contest
	for _, order := range handleOrders {
		cursors, err := walkHandles(ctx, s, key, order, longestWalk)
		if err != nil {
			return costTable{}, err
		}
		if len(cursors) < 2*besides {
			return costTable{}, fmt.Errorf("the list has %d steps of %d; give more --handles", len(cursors), perStep)
		}
		for _, end := range ends {
			c := contest{name: order + ", " + end.name + " 50"}
			query := listQuery(order, end, domainsField("first: 10"))
			for _, p := range placesOf(key, cursors, end) {
				p.server, p.query = s, query
				c.subjects = append(c.subjects, p)
			}
			contests = append(contests, c)
		}
	}
	return runContests(ctx, "Depth: 50 handles with their domains and all counts", most, f, 1, contests, log)
}

// placesOf are the first page of a list, as seen from one of its ends, and pages further and further away from there.
// Behind the last cursor there is no page, so it is left out.
func placesOf(key string, cursors []string, end direction) []subject {
	places := []subject{{name: "the first page", calls: []call{at(key, "")}}}
	for _, p := range []struct {
		name string
		down float64
	}{{"10% down", 0.1}, {"50% down", 0.5}, {"90% down", 0.9}, {"at the end", 1}} {
		share := p.down
		if end.cursor == "before" {
			share = 1 - p.down
		}
		place := subject{name: p.name}
		for _, cursor := range around(cursors[:len(cursors)-1], share, besides) {
			place.calls = append(place.calls, at(key, cursor))
		}
		places = append(places, place)
	}
	return places
}
