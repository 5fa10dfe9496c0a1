package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"text/tabwriter"
	"time"
)

// searchCommand times a list of one reseller that has all handles: every order at its beginning and at its end, every
// filter, and searches for what is rare, common and not there. It calls the server's handler without a network.
type searchCommand struct {
	dataFlags
	For time.Duration `help:"The most time for one case." default:"3s"`
}

// searchCase is one request of the search benchmark and what it took.
type searchCase struct {
	Name    string  `json:"name"`
	Matches int     `json:"matches"` // as totalCount says
	Exact   bool    `json:"matchesExact"`
	Calls   int     `json:"calls"`
	Page    latency `json:"pageMilliseconds"`      // without a total
	Counted latency `json:"withTotalMilliseconds"` // the same with totalCount
	filter  string
	order   string
	last    bool
}

// searchCases are the cases, in the order in which they are shown. The address is one that a handle has.
func searchCases(email string) []searchCase {
	var cases []searchCase
	for _, order := range []string{"CREATED_AT", "UPDATED_AT", "NAME", "CODE"} {
		cases = append(cases,
			searchCase{Name: order + ", first page", order: order},
			searchCase{Name: order + ", last page", order: order, last: true})
	}
	for _, c := range [][2]string{
		{"rights FULL", `{rights: [FULL]}`}, {"rights LIMITED", `{rights: [LIMITED]}`}, {"origin RELEASED", `{origin: [RELEASED]}`},
		{"reachability FAILED", `{reachability: [FAILED]}`}, {"kind PUBLIC_BODY", `{kind: [PUBLIC_BODY]}`},
		{"country JP", `{country: ["JP"]}`}, {"country without handles", `{country: ["IS"]}`},
		{"linked", `{linked: true}`}, {"not linked", `{linked: false}`},
		{"email", fmt.Sprintf("{email: [%q]}", email)},
		{"country JP, kind COMPANY, LIMITED", `{country: ["JP"], kind: [COMPANY], rights: [LIMITED]}`},
		{"country JP, kind PUBLIC_BODY: common, never together", `{country: ["JP"], kind: [PUBLIC_BODY]}`},
		{"search, a rare word", `{search: "quillfeather"}`}, {"search, no match", `{search: "zzyzx"}`},
		{"search, a name of a few thousand", `{search: "muller"}`},
		{"search, a domain name", `{search: "garten-velo"}`},
		{"search, a word of every handle", `{search: "example"}`},
		{"search, one letter", `{search: "s"}`},
		{"search, two words", `{search: "anna muller"}`},
		{"search, a common and a missing word", `{search: "example zzyzx"}`},
		{"search with filters", `{search: "muller", rights: [LIMITED], kind: [COMPANY]}`},
		{"search of every handle, filters never together", `{search: "example", country: ["JP"], kind: [PUBLIC_BODY]}`},
	} {
		cases = append(cases, searchCase{Name: c[0], filter: c[1], order: "NAME"})
	}
	return cases
}

// Run measures.
func (c *searchCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) (err error) {
	d, err := c.open(ctx, true, log)
	if err != nil {
		return err
	}
	handler, err := serve(ctx, d)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, handler.close()) }()
	r := newReport(string(line), d, pinning{})
	r.header(out)
	fmt.Fprintln(out)
	columns := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "50 handles\tmatches\tp50 ms\tp99 ms\twith total: p50 ms\tp99 ms\tcalls")
	email, err := someEmail(ctx, handler, d.Accounts[0].Key)
	if err != nil {
		return err
	}
	for _, one := range searchCases(email) {
		fmt.Fprintf(log, "  %s\n", one.Name)
		if err := one.measure(ctx, handler, d.Accounts[0].Key, c.For); err != nil {
			return fmt.Errorf("%s: %w", one.Name, err)
		}
		r.Searches = append(r.Searches, one)
		matches := fmt.Sprint(one.Matches)
		if !one.Exact {
			matches = "over " + matches
		}
		fmt.Fprintf(columns, "%s\t%s\t%.2f\t%.2f\t%.2f\t%.2f\t%d\n",
			one.Name, matches, one.Page.P50, one.Page.P99, one.Counted.P50, one.Counted.P99, one.Calls)
	}
	return errors.Join(columns.Flush(), r.save(c.Out))
}

// someEmail is the address of the newest handle.
func someEmail(ctx context.Context, handler http.Handler, key string) (string, error) {
	text, _, err := answer(ctx, handler, key, "{ handles(first: 1) { edges { node { email } } } }")
	if err != nil {
		return "", err
	}
	var page struct {
		Data struct {
			Handles struct {
				Edges []struct{ Node struct{ Email string } }
			}
		}
	}
	if err := json.Unmarshal(text, &page); err != nil {
		return "", err
	}
	return page.Data.Handles.Edges[0].Node.Email, nil
}

// query asks for a page of fifty, as a list on a screen does.
func (c *searchCase) query(total string) string {
	arguments := "first: 50"
	if c.last {
		arguments = "last: 50"
	}
	if c.filter != "" {
		arguments += ", filter: " + c.filter
	}
	return fmt.Sprintf(`{ handles(%s, orderBy: {field: %s}) { %s edges { node { id code displayName rights } } pageInfo { endCursor } } }`,
		arguments, c.order, total)
}

// maxSearchCalls ends a case that is quick.
const maxSearchCalls = 200

// measure asks with and without a total in turn, after one request of each that is not counted.
func (c *searchCase) measure(ctx context.Context, handler http.Handler, key string, span time.Duration) error {
	text, _, err := answer(ctx, handler, key, c.query("totalCount totalCountExact"))
	if err != nil {
		return err
	}
	var page struct {
		Data struct {
			Handles struct {
				TotalCount      int
				TotalCountExact bool
			}
		}
	}
	if err := json.Unmarshal(text, &page); err != nil {
		return err
	}
	c.Matches, c.Exact = page.Data.Handles.TotalCount, page.Data.Handles.TotalCountExact
	if _, _, err := answer(ctx, handler, key, c.query("")); err != nil {
		return err
	}
	var plain, counted []time.Duration
	for end := time.Now().Add(span); len(plain) < maxSearchCalls && (len(plain) == 0 || time.Now().Before(end)); {
		_, took, err := answer(ctx, handler, key, c.query(""))
		if err != nil {
			return err
		}
		plain = append(plain, took)
		if _, took, err = answer(ctx, handler, key, c.query("totalCount")); err != nil {
			return err
		}
		counted = append(counted, took)
	}
	c.Calls, c.Page, c.Counted = len(plain), latencyOf(plain), latencyOf(counted)
	return nil
}
