package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/handledesk/handledesk/bench/limit"
)

// bench is a run with both servers up, over one data set.
type bench struct {
	roundFlags
	data    *dataset
	limit   *process
	product *process
	against *process // another program of the product, when one is given
	pins    pinning
	report  *report
	out     io.Writer
	log     logger
}

// withServers starts both servers, runs, and stops them whatever happens.
func (f roundFlags) withServers(
	ctx context.Context, d *dataset, out io.Writer, log logger, line commandLine, run func(*bench) error,
) (err error) {
	if err := d.needLimit(ctx, log); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "handledesk-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if f.Server == "" {
		fmt.Fprintln(log, "Building the server.")
		if f.Server, err = buildProduct(ctx, folder); err != nil {
			return err
		}
	}
	pins := newPinning(f.Pin)
	b := &bench{roundFlags: f, data: d, pins: pins, report: newReport(string(line), d, pins), out: out, log: log}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if b.limit, err = start(ctx, limitName, pins, folder, self, "limit", d.limit()); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.limit.stop()) }()
	if b.product, err = startProduct(ctx, pins, folder, f.Server, d); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.product.stop()) }()
	return run(b)
}

// startProduct starts the product's own program over the data. Callers are let in as often as they come: the limits on
// them are counted as always, and never met.
func startProduct(ctx context.Context, pins pinning, folder, program string, d *dataset) (*process, error) {
	return startProductOn(ctx, "product", pins, folder, program, "--data", d.product())
}

// startProductOn does so over the database that the arguments name.
func startProductOn(ctx context.Context, name string, pins pinning, folder, program string, where ...string) (*process, error) {
	return start(ctx, name, pins, folder, program, append([]string{"serve", "--no-worker", "--listen", "127.0.0.1:0",
		"--rate-bucket", "1000000", "--rate-restore", "1000000", "--running", "1000"}, where...)...)
}

func (b *bench) both() []*process { return []*process{b.limit, b.product} }

// experiment fills in what all experiments share.
func (b *bench) experiment(title string, servers []*process, groups ...group) experiment {
	return experiment{
		title: title, servers: servers, groups: groups, rounds: b.Rounds, warm: b.For / 5, measure: b.For, pins: b.pins, log: b.log,
	}
}

// finish saves the report and says whether every verdict could be given.
func (b *bench) finish(file string) error {
	if err := b.report.save(file); err != nil {
		return err
	}
	for _, t := range b.report.Tables {
		if t.Refused {
			return fmt.Errorf("%s: %s", t.Title, t.Verdict)
		}
	}
	return nil
}

// limitCommand serves the limit, in a process of its own.
type limitCommand struct {
	File string `arg:"" help:"A database that the benchmark prepared."`
}

// limitGC trades memory for time, as whoever wants the last percent does.
const limitGC = 400

// Run serves until it is told to stop.
func (c *limitCommand) Run(ctx context.Context, out io.Writer) (err error) {
	debug.SetGCPercent(limitGC)
	s, err := limit.Open(ctx, c.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	web := &http.Server{Handler: s, ReadHeaderTimeout: requestTimeout}
	served := make(chan error, 1)
	go func() { served <- web.Serve(listener) }()
	if _, err := fmt.Fprintf(out, "http://%s/graphql\n", listener.Addr()); err != nil {
		return err
	}
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return web.Shutdown(ending)
}
