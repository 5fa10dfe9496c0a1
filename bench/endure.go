package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/handledesk/handledesk/bench/limit"
)

// endureFlags let the product write alone, to either database and for as long as one likes. There is no limit to compare
// with on Postgres.
type endureFlags struct {
	Database  string `help:"Let the product alone write, to a database made for the run on this Postgres." placeholder:"postgres://…"`
	Mutations int64  `help:"Let the product alone do so many updates with each number of clients, and count errors by their codes." placeholder:"N"`
}

// alone tells whether the product is measured without the limit.
func (f endureFlags) alone() bool { return f.Database != "" || f.Mutations > 0 }

// handlesOfClient is how many handles each client changes in turn, where no other one changes them.
const handlesOfClient = 4

// longestEndurance ends a run that was asked for more than can be done.
const longestEndurance = 12 * time.Hour

// trial is what one kind of load came to.
type trial struct {
	Database  string         `json:"database"`
	Clients   int            `json:"clients"`
	Handles   string         `json:"handles"` // which ones: each client's own, or one for all
	Mutations int            `json:"mutations"`
	PerSecond float64        `json:"mutationsPerSecond"`
	Latency   latency        `json:"latencyMilliseconds"`
	Errors    map[string]int `json:"errorsByCode"`
	Locked    int            `json:"databaseIsLocked"` // lines of the server's log that say so
}

// endure starts the product over an empty database and lets clients write: each to handles of its own, and all to one.
func (c *writeCommand) endure(ctx context.Context, out io.Writer, log logger, line commandLine) (err error) {
	if err := c.verify(); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "handledesk-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if c.Server == "" {
		fmt.Fprintln(log, "Building the server.")
		if c.Server, err = buildProduct(ctx, folder); err != nil {
			return err
		}
	}
	where, drop, err := c.place(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, drop()) }()
	key, err := c.makeKey(ctx, where)
	if err != nil {
		return err
	}
	pins := newPinning(c.Pin)
	server, err := start(ctx, "product", pins, folder, c.Server, append([]string{"serve", "--no-worker", "--listen", "127.0.0.1:0",
		"--rate-bucket", "1000000", "--rate-restore", "1000000", "--running", "1000"}, where...)...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	trials, err := c.trials(ctx, server, key, pins, log)
	if err != nil {
		return err
	}
	if err := printTrials(out, trials); err != nil || c.Out == "" {
		return err
	}
	text, err := json.MarshalIndent(map[string]any{"command": line, "at": time.Now().UTC(), "trials": trials}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, append(text, '\n'), 0o600)
}

// place gives the arguments that name an empty database: in the folder, or on Postgres, where it is dropped afterwards.
func (c *writeCommand) place(ctx context.Context, folder string) (arguments []string, drop func() error, err error) {
	arguments = []string{"--data", filepath.Join(folder, "data")}
	if c.Database == "" {
		return arguments, func() error { return nil }, nil
	}
	address, err := url.Parse(c.Database)
	if err != nil {
		return nil, nil, fmt.Errorf("--database: %w", err)
	}
	name := "handledesk_bench_" + strings.ToLower(rand.Text()[:10])
	administer := func(ctx context.Context, statement string) error {
		connection, err := pgx.Connect(ctx, c.Database)
		if err != nil {
			return err
		}
		_, err = connection.Exec(ctx, statement)
		return errors.Join(err, connection.Close(ctx))
	}
	if err := administer(ctx, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8'"); err != nil {
		return nil, nil, err
	}
	address.Path = "/" + name
	return append(arguments, "--database", address.String()), func() error {
		return administer(context.WithoutCancel(ctx), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	}, nil
}

// makeKey opens a reseller account by the command line and gives a key of it.
func (c *writeCommand) makeKey(ctx context.Context, where []string) (key string, err error) {
	for _, arguments := range [][]string{{"reseller", "create", "Bench"}, {"key", "create", "--reseller", "Bench"}} {
		command := exec.CommandContext(ctx, c.Server, append(arguments, where...)...) //nolint:gosec // our own program
		var printed, said bytes.Buffer
		command.Stdout, command.Stderr = &printed, &said
		if err := command.Run(); err != nil {
			return "", fmt.Errorf("handledesk %s: %w\n%s", strings.Join(arguments, " "), err, &said)
		}
		key = strings.TrimSpace(printed.String())
	}
	return key, nil
}

// trials runs each number of clients twice: on handles of their own, and on one.
func (c *writeCommand) trials(ctx context.Context, server *process, key string, pins pinning, log logger) ([]trial, error) {
	calls, err := makeHandles(ctx, server, key, handlesOfClient*slices.Max(c.Connections))
	if err != nil {
		return nil, err
	}
	var trials []trial
	for i, clients := range c.Connections {
		for j, kind := range []string{"each client its own", "all clients one"} {
			g := group{
				Name: kind, Connections: clients, Operation: "ChangeStreet", Query: limit.ChangeStreet, Calls: calls[:handlesOfClient*clients],
				First: apart * int64(2*i+j), Expect: `"userErrors":[]`, Apart: true,
			}
			if j == 1 {
				g.Calls, g.Apart = calls[:1], false
			}
			work := job{Address: server.address, For: c.For, Groups: []group{g}, Requests: c.Mutations}
			if c.Mutations > 0 {
				work.For = longestEndurance
			}
			fmt.Fprintf(log, "%d clients, %s\n", clients, kind)
			before, err := server.locked()
			if err != nil {
				return nil, err
			}
			outcomes, err := runLoad(ctx, pins, work)
			if err != nil {
				return nil, err
			}
			after, err := server.locked()
			if err != nil {
				return nil, err
			}
			o := outcomes[0]
			trials = append(trials, trial{
				Database: c.databaseName(), Clients: clients, Handles: kind, Mutations: o.Requests, PerSecond: o.PerSecond,
				Latency: o.Latency, Errors: o.Codes, Locked: after - before,
			})
		}
	}
	return trials, nil
}

func (c *writeCommand) databaseName() string {
	if c.Database != "" {
		return "Postgres"
	}
	return "SQLite"
}

// locked counts the lines of a server's log that say that SQLite gave up waiting for a lock.
func (s *process) locked() (int, error) {
	text, err := os.ReadFile(s.log.Name())
	return len(lockError.FindAll(text, -1)), err
}

// makeHandles creates handles and gives a change of each.
func makeHandles(ctx context.Context, server *process, key string, n int) ([]call, error) {
	const create = `mutation CreateHandle($input: CreateHandleInput!) { createHandle(input: $input) { handle { id } userErrors { message } } }`
	const address = `{"street":["Market Square {{n}}"],"city":"Portland","postalCode":"97205","country":"US"}`
	g := group{Operation: "CreateHandle", Query: create}
	calls := make([]call, 0, n)
	for i := range n {
		variables := fmt.Sprintf(`{"input":{"kind":"PERSON","givenName":"Nora","familyName":"Bench %[1]d","address":%[2]s,`+
			`"email":"nora.%[1]d@post.example.com","phone":"+15032221234"}}`, i, strings.ReplaceAll(address, "{{n}}", "0"))
		text, err := ask(ctx, server, g, call{Key: key, Variables: variables})
		if err != nil {
			return nil, err
		}
		var made struct {
			Data struct {
				CreateHandle struct{ Handle struct{ ID string } }
			}
		}
		if err := json.Unmarshal(text, &made); err != nil {
			return nil, err
		}
		if made.Data.CreateHandle.Handle.ID == "" {
			return nil, fmt.Errorf("no handle was created: %s", text)
		}
		calls = append(calls, call{Key: key, Variables: fmt.Sprintf(`{"input":{"handleId":%q,"address":%s}}`, made.Data.CreateHandle.Handle.ID, address)})
	}
	return calls, nil
}

func printTrials(out io.Writer, trials []trial) error {
	columns := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(columns, "database\tclients\thandles\tmutations\tmutations/s\tp50 ms\tp99 ms\tmax ms\terrors\tdatabase is locked\t")
	for _, t := range trials {
		errs := 0
		for _, times := range t.Errors {
			errs += times
		}
		fmt.Fprintf(columns, "%s\t%d\t%s\t%d\t%.0f\t%.2f\t%.2f\t%.0f\t%d\t%d\t\n", t.Database, t.Clients, t.Handles, t.Mutations, t.PerSecond,
			t.Latency.P50, t.Latency.P99, t.Latency.Max, errs, t.Locked+t.Errors["database is locked"])
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	for _, t := range trials {
		codes := make([]string, 0, len(t.Errors))
		for code, times := range t.Errors {
			codes = append(codes, fmt.Sprintf("%s %d", code, times))
		}
		slices.SortFunc(codes, cmp.Compare[string])
		if len(codes) > 0 {
			fmt.Fprintf(out, "  %s, %d clients, %s: %s\n", t.Database, t.Clients, t.Handles, strings.Join(codes, ", "))
		}
	}
	return nil
}
