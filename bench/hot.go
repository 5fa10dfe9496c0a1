package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/handledesk/handledesk/internal/service"
)

// hotCommand compares a handle with very many domains with the same handle before it got them: alone, at any depth of its
// domains, and among fifty handles of a page.
type hotCommand struct {
	dataFlags
	turnFlags
	Domains int     `help:"How many domains the handle gets." default:"20000"`
	Most    float64 `help:"What the dearest request may cost, as a multiple." default:"1.2"`
}

// A normal handle has more domains than a page of ten, so that pages of both are as long.
const (
	normalFrom = 11
	normalTo   = 15
)

// Run measures on a copy of the data, in which one handle has more domains.
func (c *hotCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) (err error) {
	if err := c.verify(); err != nil {
		return err
	}
	if c.Domains < 2*besides*perStep || c.Domains > 1_000_000 {
		return fmt.Errorf("give %d to 1000000 --domains", 2*besides*perStep)
	}
	d, err := c.open(ctx, false, log)
	if err != nil {
		return err
	}
	t, err := hot(ctx, d, c.Domains, directions, c.turnFlags, c.Most, log)
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

// hot makes the copy, compares and removes it.
func hot(ctx context.Context, d *dataset, domains int, ends []direction, f turnFlags, most float64, log io.Writer) (t costTable, err error) {
	copied, remove, err := d.scratch(ctx, false)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, remove()) }()
	both, closing, err := serveAll(ctx, d, copied)
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, closing()) }()
	p, err := findParent(ctx, both[0])
	if err != nil {
		return t, err
	}
	fmt.Fprintf(log, "Giving a handle with %d domains %s.\n", p.domains, thousands(domains))
	if err := p.grow(ctx, both[1], domains); err != nil {
		return t, err
	}
	contests, err := p.contests(ctx, both[0], both[1], domains, ends)
	if err != nil {
		return t, err
	}
	return runContests(ctx, fmt.Sprintf("A handle with %s domains", thousands(domains)), most, f, 1, contests, log)
}

// parent is a handle of the first account and where it stands in the list by name.
type parent struct {
	account account
	id      string
	domains int
	before  string // the cursor of the page with it; empty when it is on the first one
}

// findParent looks for a handle with as many domains as normal ones have that fill a page.
func findParent(ctx context.Context, s *served) (p parent, err error) {
	p.account = s.data.Accounts[0]
	list := subject{query: listQuery("NAME", directions[0], "id domains(first: 1) { totalCount }")}
	for {
		text, _, err := answerTo(ctx, s, p.account.Key, list.body(at(p.account.Key, p.before)))
		if err != nil {
			return p, err
		}
		var page struct {
			Data struct {
				Handles struct {
					Edges []struct {
						Node struct {
							ID      string
							Domains struct{ TotalCount int }
						}
					}
					PageInfo struct {
						HasNextPage bool
						EndCursor   string
					}
				}
			}
		}
		if err := json.Unmarshal(text, &page); err != nil {
			return p, err
		}
		for _, e := range page.Data.Handles.Edges {
			if n := e.Node.Domains.TotalCount; n >= normalFrom && n <= normalTo {
				p.id, p.domains = e.Node.ID, n
				return p, nil
			}
		}
		if !page.Data.Handles.PageInfo.HasNextPage {
			return p, fmt.Errorf("no handle of the first reseller has %d to %d domains", normalFrom, normalTo)
		}
		p.before = page.Data.Handles.PageInfo.EndCursor
	}
}

// grow registers domains for the handle until it has so many.
func (p *parent) grow(ctx context.Context, s *served, domains int) error {
	g := generator{service: s.service, random: newRandom(4), domains: s.data.Domains}
	for missing := domains - p.domains; missing > 0; {
		part := min(missing, perTransaction)
		missing -= part
		err := s.service.Bulk(ctx, func(b *service.Bulk) error {
			for range part {
				if err := g.domain(b, &p.account, p.id, []string{p.id}); err != nil {
					return err
				}
				if b.Full() {
					if err := b.Flush(); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// contests are the handle alone in every order of its domains, and the page of handles that it is on.
func (p *parent) contests(ctx context.Context, normal, hot *served, domains int, ends []direction) ([]contest, error) {
	few, many := thousands(p.domains)+" domains", thousands(domains)+" domains"
	var contests []contest
	for _, order := range domainOrders {
		cursors, err := walkDomains(ctx, hot, p.account.Key, p.id, order)
		if err != nil {
			return nil, err
		}
		for _, end := range ends {
			field := domainsField(fmt.Sprintf("%s: 10, %s: $at, orderBy: {field: %s}", end.size, end.cursor, order))
			query := fmt.Sprintf("query Page($at: String) { handle(by: {id: %q}) { code %s } }", p.id, field)
			c := contest{name: fmt.Sprintf("the handle alone, %s, %s 10", order, end.name)}
			c.subjects = append(c.subjects, subject{name: few, server: normal, query: query, calls: []call{at(p.account.Key, "")}})
			for _, place := range placesOf(p.account.Key, cursors, end) {
				place.name, place.server, place.query = many+", "+place.name, hot, query
				c.subjects = append(c.subjects, place)
			}
			contests = append(contests, c)
		}
	}
	for _, order := range domainOrders {
		query := listQuery("NAME", directions[0], domainsField(fmt.Sprintf("first: 10, orderBy: {field: %s}", order)))
		calls := []call{at(p.account.Key, p.before)}
		contests = append(contests, contest{name: "50 handles, their domains by " + order, subjects: []subject{
			{name: few, server: normal, query: query, calls: slices.Clone(calls)},
			{name: "one with " + many, server: hot, query: query, calls: calls},
		}})
	}
	return contests, nil
}
