package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// gateCommand checks ratios that must hold, on small data and within two minutes: what CI runs. The bounds are loose: a
// ratio that misses one has become much worse, whatever machine it was. What the ratios really are, the other commands say.
type gateCommand struct {
	fileFlags
	Headline float64 `help:"What the headline query must reach of the limit, at least." default:"0.35"`
	Growth   float64 `help:"What a page of eight times as many handles may cost, at most." default:"2"`
	Depth    float64 `help:"What a page may cost at any depth, at most." default:"2"`
	Hot      float64 `help:"What a handle with 5,000 domains may cost, at most." default:"3"`
	Commits  float64 `help:"How many times as many writes are done when they share commits, at least." default:"2"`
}

// The gate's data: lists of just a page for the headline query, and one list of each size for the others.
var (
	gateHeadline = size{Handles: 5000}
	gateSmall    = size{Handles: 1000, Single: true}
	gateLarge    = size{Handles: 8000, Single: true}
)

const gateDomains = 5000

// figure is a ratio and how far what it was measured against varied between the rounds, as a share of the median.
type figure struct {
	ratio, varied float64
	what          string // which of several it was
}

// check is a figure with its bound.
type check struct {
	name  string
	least bool // the bound is what must be reached; otherwise what may not be exceeded
	bound float64
	more  string // the command that says more
	take  func(ctx context.Context) (figure, error)
}

// checked is a check that was made.
type checked struct {
	Name   string  `json:"name"`
	Bound  string  `json:"bound"`
	Ratio  float64 `json:"ratio"`
	Of     string  `json:"of,omitempty"`
	Varied float64 `json:"varied"`
	Tries  int     `json:"tries"`
	Missed bool    `json:"missed"`
	More   string  `json:"more"`
}

func (c *check) missed(f figure) bool {
	if c.least {
		return !(f.ratio >= c.bound) // what is not a number misses too
	}
	return !(f.ratio <= c.bound)
}

// run takes the figure; once more when it misses and what it was measured against was unsteady.
func (c *check) run(ctx context.Context) (checked, error) {
	word := "at most"
	if c.least {
		word = "at least"
	}
	made := checked{Name: c.name, Bound: fmt.Sprintf("%s %.2f", word, c.bound), More: c.more}
	for made.Tries = 1; ; made.Tries++ {
		f, err := c.take(ctx)
		if err != nil {
			return made, fmt.Errorf("%s: %w", c.name, err)
		}
		made.Ratio, made.Varied, made.Of, made.Missed = f.ratio, f.varied, f.what, c.missed(f)
		if !made.Missed || f.varied <= tolerated || made.Tries == 2 {
			return made, nil
		}
	}
}

// Run checks everything, also behind what misses.
func (c *gateCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) error {
	large, err := c.openSize(ctx, gateLarge, log)
	if err != nil {
		return err
	}
	r := newReport(string(line), large, newPinning(true))
	for _, one := range c.checks(out, log, line) {
		made, err := one.run(ctx)
		if err != nil {
			return err
		}
		r.Gate = append(r.Gate, made)
	}
	r.header(out)
	return errors.Join(printGate(out, r.Gate), r.save(c.Out), judgeGate(r.Gate))
}

// judgeGate fails when something was missed, and says what to run to see more.
func judgeGate(gate []checked) error {
	var missed []string
	for _, g := range gate {
		if g.Missed {
			missed = append(missed, fmt.Sprintf("%s is %.2f, and must be %s; see more with: %s", g.Name, g.Ratio, g.Bound, g.More))
		}
	}
	if len(missed) == 0 {
		return nil
	}
	return errors.New(strings.Join(missed, "\n"))
}

func printGate(out io.Writer, gate []checked) error {
	fmt.Fprintf(out, "\nRatios that must hold; the last column is how far what they are measured against varied between rounds\n\n")
	columns := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "ratio\tis\tbound\t\tof\ttries\tvaried")
	for _, g := range gate {
		word := "held"
		if g.Missed {
			word = "MISSED"
		}
		fmt.Fprintf(columns, "%s\t%.2f\t%s\t%s\t%s\t%d\t%.0f%%\n", g.Name, g.Ratio, g.Bound, word, g.Of, g.Tries, 100*g.Varied)
	}
	return columns.Flush()
}

// checks are what is checked, the cheapest last.
func (c *gateCommand) checks(out io.Writer, log logger, line commandLine) []check {
	turns := turnFlags{Rounds: 9, Calls: 8}
	return []check{
		{"headline query, of the limit", true, c.Headline, "go run ./bench read", func(ctx context.Context) (figure, error) {
			return c.headline(ctx, out, log, line)
		}},
		{"growth of the list, 8 times", false, c.Growth, "go run ./bench growth --single", func(ctx context.Context) (f figure, err error) {
			servers, closing, err := c.serveSizes(ctx, log, gateSmall, gateLarge)
			if err != nil {
				return f, err
			}
			defer func() { err = errors.Join(err, closing()) }()
			return bestOf(growth(ctx, servers, directions, turns, c.Growth, log))
		}},
		{"depth of the page", false, c.Depth, "go run ./bench depth", func(ctx context.Context) (f figure, err error) {
			servers, closing, err := c.serveSizes(ctx, log, gateLarge)
			if err != nil {
				return f, err
			}
			defer func() { err = errors.Join(err, closing()) }()
			return bestOf(depth(ctx, servers[0], directions, turns, c.Depth, log))
		}},
		{"a handle with 5,000 domains", false, c.Hot, "go run ./bench hot", func(ctx context.Context) (figure, error) {
			d, err := c.openSize(ctx, gateSmall, log)
			if err != nil {
				return figure{}, err
			}
			return bestOf(hot(ctx, d, gateDomains, directions, turns, c.Hot, log))
		}},
		{"64 writers that share commits", true, c.Commits, "go test -run '^$' -bench BenchmarkWrite ./internal/store",
			func(ctx context.Context) (figure, error) { return c.sharedCommits(ctx, log) }},
	}
}

// bestOf is the worst of a table's ratios, each of the best rounds: other programs can only make rounds dearer.
func bestOf(t costTable, err error) (f figure, _ error) {
	for _, c := range t.Costs {
		if !(c.Best <= f.ratio) {
			f = figure{c.Best, c.Base.variation(), c.Contest + " of " + c.Name}
		}
	}
	return f, err
}

// headline measures through HTTP, some short rounds of both servers.
func (c *gateCommand) headline(ctx context.Context, out io.Writer, log logger, line commandLine) (f figure, err error) {
	d, err := c.openSize(ctx, gateHeadline, log)
	if err != nil {
		return f, err
	}
	rounds := roundFlags{Rounds: 5, For: time.Second, Pin: true}
	return f, rounds.withServers(ctx, d, out, log, line, func(b *bench) error {
		calls, err := b.pages(ctx)
		if err != nil {
			return err
		}
		if err := b.measure(ctx, b.experiment("Headline query, 16 connections", b.both(), headline(16, calls))); err != nil {
			return err
		}
		t := b.report.Tables[0]
		for _, r := range t.Rows {
			if r.Errors > 0 {
				return errors.New(t.Verdict)
			}
		}
		f = figure{ratio: t.Rows[1].Ratio, varied: t.Varied}
		return nil
	})
}
