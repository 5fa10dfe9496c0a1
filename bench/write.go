package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
)

// writeCommand times mutations, each with a synchronous commit: the same update against the limit, then the product
// alone with updates and creations at once.
type writeCommand struct {
	dataFlags
	roundFlags
	endureFlags
	Connections []int  `help:"How many clients write at once; each number makes two tables." default:"1,16,64"`
	Against     string `help:"Another handledesk program, such as one of an earlier commit, that does the same in turn on a copy of its own." placeholder:"FILE"`
}

// apart keeps the running numbers of experiments from meeting.
const apart = 10_000_000_000

// Run measures on a copy of the data, or lets the product alone write to an empty database.
func (c *writeCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) error {
	if len(c.Connections) == 0 || slices.Min(c.Connections) < 1 {
		return errors.New("--connections: give one or more numbers of clients, each 1 or more")
	}
	if c.alone() {
		return c.endure(ctx, out, log, line)
	}
	return c.onCopy(ctx, c.dataFlags, out, log, line, func(b *bench) (err error) {
		movers, err := b.movers(ctx)
		if err != nil {
			return err
		}
		stop, err := b.startAgainst(ctx, c.dataFlags, c.Against)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stop()) }()
		creators := creators(b.data, 0)
		b.report.header(out)
		for i, n := range c.Connections {
			movers.Connections, movers.First = n, apart*int64(2*i+1)
			same := b.experiment(fmt.Sprintf("updateHandle, %d connections", n), b.servers(), movers)
			experiments := []experiment{same}
			if n > 1 {
				movers.Connections, movers.First = n-n/4, apart*int64(2*i+2)
				creators.Connections, creators.First = n/4, movers.First
				experiments = append(experiments,
					b.experiment(fmt.Sprintf("updateHandle and createHandle, %d connections", n), b.servers()[1:], movers, creators))
			}
			for _, e := range experiments {
				if err := b.measure(ctx, e); err != nil {
					return err
				}
				b.besideAgainst()
			}
		}
		return b.finish(c.Out)
	})
}

// mixedCommand times reads while others write.
type mixedCommand struct {
	dataFlags
	roundFlags
	Readers int `help:"How many clients read." default:"16"`
	Writers int `help:"How many clients write." default:"4"`
}

// Run measures on a copy of the data: reads alone, then the same reads beside updates.
func (c *mixedCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) error {
	if c.Readers < 1 || c.Writers < 1 {
		return errors.New("give at least one of --readers and of --writers")
	}
	return c.onCopy(ctx, c.dataFlags, out, log, line, func(b *bench) error {
		calls, err := b.pages(ctx)
		if err != nil {
			return err
		}
		movers, err := b.movers(ctx)
		if err != nil {
			return err
		}
		movers.Connections, movers.First = c.Writers, apart
		readers := headline(c.Readers, calls)
		b.report.header(out)
		title := fmt.Sprintf("%d readers", c.Readers)
		if err := b.measure(ctx, b.experiment(title+" alone", b.both(), readers)); err != nil {
			return err
		}
		if err := b.measure(ctx, b.experiment(fmt.Sprintf("%s and %d writers", title, c.Writers), b.both(), readers, movers)); err != nil {
			return err
		}
		alone, mixed := b.report.Tables[0].Rows, b.report.Tables[1].Rows
		fmt.Fprintf(out, "\nBeside writers, readers keep this share of their rate alone: limit %.2f, product %.2f\n",
			mixed[0].PerSecond.Median/alone[0].PerSecond.Median, mixed[2].PerSecond.Median/alone[1].PerSecond.Median)
		return b.finish(c.Out)
	})
}

// onCopy runs with servers over a copy of the data set, which is removed afterwards.
func (f roundFlags) onCopy(
	ctx context.Context, data dataFlags, out io.Writer, log logger, line commandLine, run func(*bench) error,
) (err error) {
	if err := f.verify(); err != nil {
		return err
	}
	d, err := data.open(ctx, false, log)
	if err != nil {
		return err
	}
	if err := d.needLimit(ctx, log); err != nil {
		return err
	}
	copied, remove, err := d.scratch(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	return f.withServers(ctx, copied, out, log, line, run)
}

// movers collects the updates and makes sure that both servers answer them alike.
func (b *bench) movers(ctx context.Context) (group, error) {
	g, err := movers(ctx, b.data, 1)
	if err != nil {
		return g, err
	}
	_, err = compare(ctx, b.both(), g)
	return g, err
}

// measure runs an experiment and reports it.
func (b *bench) measure(ctx context.Context, e experiment) error {
	t, err := e.run(ctx)
	if err != nil {
		return err
	}
	return b.report.add(b.out, t)
}
