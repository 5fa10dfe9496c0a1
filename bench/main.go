// Command bench measures the product against a server written by hand for the same operations over the same data
// (package limit). Without arguments it does a modest round of reads; bench --help lists the rest.
//
// The servers and the load are processes of their own, on a core each where that is possible; everything listens on
// 127.0.0.1. Answers are compared byte for byte before anything is timed.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// program is the command line.
type program struct {
	Read    readCommand    `cmd:"" default:"withargs" help:"Time the headline query against the limit (the default)."`
	Write   writeCommand   `cmd:"" help:"Time updates against the limit, and a mix of mutations."`
	Mixed   mixedCommand   `cmd:"" help:"Time reads and updates at once against the limit, and reads alone for comparison."`
	Peers   peersCommand   `cmd:"" help:"Time the headline query against PostGraphile and against graphql-yoga with Drizzle, on SQLite and on Postgres."`
	Search  searchCommand  `cmd:"" help:"Time every order, filter and search over one reseller's list, within one process."`
	Growth  growthCommand  `cmd:"" help:"Compare what a page of handles costs in data sets of several sizes."`
	Depth   depthCommand   `cmd:"" help:"Compare what pages cost at every depth of one reseller's list."`
	Hot     hotCommand     `cmd:"" help:"Compare a handle with 20,000 domains with a normal one."`
	Gate    gateCommand    `cmd:"" help:"Check ratios that must hold, loosely: what CI runs."`
	Hostile hostileCommand `cmd:"" help:"Time what refusing hostile documents takes, and what share of an honest request goes into the limits."`
	Load    loadCommand    `cmd:"" hidden:""`
	Limit   limitCommand   `cmd:"" hidden:""`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run parses and runs one command line. Exit codes: 0 measured, 1 failed or no verdict, 2 wrong command line.
func run(ctx context.Context, arguments []string, out, log io.Writer) int {
	var p program
	code := -1
	parser, err := kong.New(&p, kong.Name("bench"), kong.Description("Measures the server. Try: go run ./bench --handles 10000"),
		kong.Writers(out, log), kong.Exit(func(c int) { code = c }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		panic(err) // the command line's own description is wrong
	}
	command, err := parser.Parse(arguments)
	if code >= 0 {
		return code // --help was asked for and is printed
	}
	if err == nil {
		command.BindTo(ctx, (*context.Context)(nil))
		command.BindTo(out, (*io.Writer)(nil))
		command.Bind(logger{log}, commandLine("go run ./bench "+strings.Join(arguments, " ")))
		err = command.Run()
	}
	var wrong *kong.ParseError
	switch {
	case errors.As(err, &wrong):
		fmt.Fprintf(log, "bench: %v; see bench --help\n", err)
		return 2
	case err != nil:
		fmt.Fprintf(log, "bench: %v\n", err)
		return 1
	}
	return 0
}

// logger is where progress goes; results go to standard output.
type logger struct{ io.Writer }

// commandLine is how this run can be repeated.
type commandLine string

// fileFlags say where data sets are kept, and where results go.
type fileFlags struct {
	Data string `help:"Folder in which data sets are made once and kept." placeholder:"DIR"`
	Out  string `help:"File to write the results to, as JSON." placeholder:"FILE"`
}

// dataFlags say which data set is used.
type dataFlags struct {
	Handles int `help:"How many handles, three domains each: 10000, 200000, 1000000." default:"10000"`
	fileFlags
}

func (f dataFlags) open(ctx context.Context, single bool, log logger) (*dataset, error) {
	return f.openSize(ctx, size{f.Handles, single}, log)
}

func (f fileFlags) openSize(ctx context.Context, s size, log logger) (*dataset, error) {
	return openDataset(ctx, f.folder(), s, log)
}

// folder is where data sets are kept, and the packages of peers.
func (f fileFlags) folder() string {
	if f.Data != "" {
		return f.Data
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "handledesk-bench")
}

// roundFlags say how long is measured.
type roundFlags struct {
	Rounds int           `help:"How many rounds each server gets, in turn." default:"5"`
	For    time.Duration `help:"How long a round measures, after a warm-up of a fifth of it." default:"5s"`
	Pin    bool          `help:"Keep servers and load on a core each, where taskset can do it." default:"true" negatable:""`
	Server string        `help:"A handledesk program to measure instead of building this one." placeholder:"FILE"`
}

func (f roundFlags) verify() error {
	if f.Rounds < 1 || f.Rounds > 100 || f.For < 100*time.Millisecond || f.For > 10*time.Minute {
		return errors.New("give 1 to 100 --rounds, and 100ms to 10m with --for")
	}
	return nil
}
