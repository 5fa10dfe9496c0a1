package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
)

// growthCommand compares what a page of handles costs in data sets of several sizes: the size of everybody's lists and
// of the one that is asked for.
type growthCommand struct {
	fileFlags
	turnFlags
	Handles []int   `help:"The sizes; the smallest is what the others are measured against." default:"10000,50000"`
	Single  bool    `help:"All handles belong to one reseller, instead of a hundred."`
	Most    float64 `help:"What the dearest page may cost, as a multiple." default:"1.1"`
}

// growthShare is which share of the pages is asked for, those of like size: a dozen of a hundred, so that what they touch
// (some 170 pages of the database each, where lists are long) stays in the 16 MB of a connection's cache.
const growthShare = 8

// pagesOfSingle is how many steps of the one list's beginning are looked at for pages of like size.
const pagesOfSingle = 40

// Run measures.
func (c *growthCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) (err error) {
	if err := c.verify(); err != nil {
		return err
	}
	slices.Sort(c.Handles)
	c.Handles = slices.Compact(c.Handles)
	if len(c.Handles) < 2 {
		return errors.New("--handles: give two sizes or more")
	}
	var sizes []size
	for _, handles := range c.Handles {
		sizes = append(sizes, size{handles, c.Single})
	}
	servers, closing, err := c.serveSizes(ctx, log, sizes...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closing()) }()
	t, err := growth(ctx, servers, directions, c.turnFlags, c.Most, log)
	if err != nil {
		return err
	}
	r := newReport(string(line), servers[len(servers)-1].data, pinning{})
	r.header(out)
	if err := r.addCosts(out, t); err != nil {
		return err
	}
	return r.finishCosts(c.Out)
}

// growth compares the ends of lists in every order. All data sets are open at once and take turns.
func growth(ctx context.Context, servers []*served, ends []direction, f turnFlags, most float64, log io.Writer) (costTable, error) {
	var contests []contest
	keep := 0
	for _, order := range handleOrders {
		for _, end := range ends {
			c := contest{name: order + ", " + end.name + " 50"}
			for _, s := range servers {
				calls, err := pagesToCompare(ctx, s, order)
				if err != nil {
					return costTable{}, err
				}
				keep = max(1, len(calls)/growthShare)
				c.subjects = append(c.subjects, subject{
					name: thousands(s.data.Handles), server: s, query: listQuery(order, end, domainsField("first: 10")), calls: calls,
				})
			}
			contests = append(contests, c)
		}
	}
	return runContests(ctx, "Growth: 50 handles with their domains and all counts", most, f, keep, contests, log)
}

// pagesToCompare are the outermost page of every reseller's list, or the pages at the beginning of the one list.
func pagesToCompare(ctx context.Context, s *served, order string) ([]call, error) {
	if each := s.data.Handles / len(s.data.Accounts); each < handlesPerPage {
		return nil, fmt.Errorf("%d handles make lists of %d, less than a page; give larger sizes", s.data.Handles, each)
	}
	var calls []call
	if !s.data.Single {
		for _, a := range s.data.Accounts {
			calls = append(calls, at(a.Key, ""))
		}
		return calls, nil
	}
	key := s.data.Accounts[0].Key
	cursors, err := walkHandles(ctx, s, key, order, pagesOfSingle)
	if err != nil {
		return nil, err
	}
	for _, cursor := range cursors[:len(cursors)-1] { // behind the last one may be nothing
		calls = append(calls, at(key, cursor))
	}
	return calls, nil
}

// thousands writes a number with commas.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
