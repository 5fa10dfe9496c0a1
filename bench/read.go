package main

import (
	"context"
	"fmt"
	"io"
)

// readCommand times the headline query: pages of 50 handles by name, with up to ten domains each and all counts.
type readCommand struct {
	dataFlags
	roundFlags
	Connections []int `help:"How many clients ask at once; several numbers make several tables." default:"16"`
}

// Run measures.
func (c *readCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) error {
	if err := c.verify(); err != nil {
		return err
	}
	d, err := c.open(ctx, false, log)
	if err != nil {
		return err
	}
	return c.withServers(ctx, d, out, log, line, func(b *bench) error {
		calls, err := b.pages(ctx)
		if err != nil {
			return err
		}
		b.report.header(out)
		for _, n := range c.Connections {
			if err := b.measure(ctx, b.experiment(fmt.Sprintf("Headline query, %d connections", n), b.both(), headline(n, calls))); err != nil {
				return err
			}
		}
		return b.finish(c.Out)
	})
}

// pages collects the requests for the headline query and makes sure that both servers answer them alike.
func (b *bench) pages(ctx context.Context) ([]call, error) {
	calls, err := collectPages(ctx, b.limit, b.data.Accounts)
	if err != nil {
		return nil, err
	}
	if b.report.AnswerSize, err = compare(ctx, b.both(), headline(1, calls)); err != nil {
		return nil, err
	}
	fmt.Fprintf(b.log, "%d different pages; both servers answer a sample of %d with the same bytes, %.1f KB on average.\n",
		len(calls), min(len(calls), compared), float64(b.report.AnswerSize)/1024)
	return calls, nil
}
