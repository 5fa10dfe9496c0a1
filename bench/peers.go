package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/handledesk/handledesk/internal/store"
)

// peersCommand times the headline query against servers that others would build: PostGraphile over the product's tables on
// Postgres, and graphql-yoga with Drizzle over the product's SQLite file. What cannot be had is left out, loudly.
type peersCommand struct {
	dataFlags
	roundFlags
	Connections []int  `help:"How many clients ask at once; several numbers make several tables." default:"16"`
	Database    string `help:"A Postgres database, empty or filled by such a run before, in place of a cluster of this run's own." placeholder:"postgres://…"`
}

// contender is a server with how it is asked.
type contender struct {
	dialect
	server *process
	calls  []call
}

// peers is a run with the servers that could be had, the limit first and the product second.
type peers struct {
	*bench
	command    *peersCommand
	folder     string   // for what the servers log
	cluster    *cluster // nothing with --database
	database   string   // the address of the data on Postgres; empty when there is none
	contenders []contender
}

// Run measures. It fails when no peer is left.
func (c *peersCommand) Run(ctx context.Context, out io.Writer, log logger, line commandLine) (err error) {
	if err := c.verify(); err != nil {
		return err
	}
	d, err := c.open(ctx, false, log)
	if err != nil {
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
	p := &peers{command: c, folder: folder, database: c.Database}
	skipped := ""
	if p.database == "" {
		if p.cluster, err = startCluster(ctx, newPinning(c.Pin)); err != nil {
			skipped = err.Error()
		} else {
			p.database = p.cluster.URL
			defer func() { err = errors.Join(err, p.cluster.stop()) }()
		}
	}
	if p.database != "" {
		if err := p.move(ctx, d, log); err != nil {
			return err
		}
	}
	return c.withServers(ctx, d, out, log, line, func(b *bench) error {
		p.bench = b
		if skipped != "" {
			p.skip("the product on Postgres", errors.New(skipped))
		}
		return p.run(ctx)
	})
}

// move copies the data to Postgres by the product's own command, unless it is there.
func (p *peers) move(ctx context.Context, d *dataset, log io.Writer) (err error) {
	connection, err := pgx.Connect(ctx, p.database)
	if err != nil {
		return fmt.Errorf("the database on Postgres: %w", err)
	}
	var filled bool
	err = connection.QueryRow(ctx, "SELECT to_regclass('accesses') IS NOT NULL").Scan(&filled)
	if err := errors.Join(err, connection.Close(ctx)); err != nil || filled {
		return err
	}
	fmt.Fprintln(log, "Copying the data to Postgres.")
	copying := exec.CommandContext(ctx, p.command.Server, "copy", "--from", d.product(), "--to", p.database) //nolint:gosec // our own program
	if text, err := copying.CombinedOutput(); err != nil {
		return fmt.Errorf("handledesk copy: %w\n%s", err, text)
	}
	if connection, err = pgx.Connect(ctx, p.database); err != nil {
		return err
	}
	// With the statistics, and with the map of visible rows that reading an index alone needs.
	_, err = connection.Exec(ctx, "VACUUM (ANALYZE)")
	if err == nil && p.cluster != nil {
		// What was copied is written to the files now, not while servers are measured.
		_, err = connection.Exec(ctx, "CHECKPOINT")
	}
	return errors.Join(err, connection.Close(ctx))
}

// run starts the others, makes sure that all show the same, and measures.
func (p *peers) run(ctx context.Context) (err error) {
	p.limit.Name, p.product.Name = "limit", productSQLite
	p.contenders = []contender{{dialect: designed, server: p.limit}, {dialect: designed, server: p.product}}
	defer func() {
		for _, c := range p.contenders[2:] {
			err = errors.Join(err, c.server.stop())
		}
	}()
	if err := p.start(ctx); err != nil {
		return err
	}
	if len(p.of(peerNames)) == 0 {
		return errors.New("nothing could be compared: see above what is missing")
	}
	if err := p.agree(ctx); err != nil {
		return err
	}
	p.report.header(p.out)
	for _, n := range p.command.Connections {
		e := p.experiment(fmt.Sprintf("Headline query, %d connections", n), nil, designed.group(n, p.contenders[0].calls))
		e.others = map[*process][]group{}
		for _, c := range p.contenders {
			e.servers = append(e.servers, c.server)
			e.others[c.server] = []group{c.group(n, c.calls)}
		}
		t, err := e.run(ctx)
		if err != nil {
			return err
		}
		t.compare(productNames, peerNames)
		if err := p.report.add(p.out, t); err != nil {
			return err
		}
	}
	for _, what := range p.report.Skipped {
		fmt.Fprintln(p.out, what)
	}
	return p.finish(p.command.Out)
}

// The servers' names in the report.
const (
	productSQLite   = "product on SQLite"
	productPostgres = "product on Postgres"
	yoga            = "yoga and Drizzle on SQLite"
	postgraphile    = "PostGraphile on Postgres"
)

var productNames, peerNames = []string{productSQLite, productPostgres}, []string{yoga, postgraphile}

// start starts what can be had beside the limit and the product on SQLite.
func (p *peers) start(ctx context.Context) error {
	if p.database != "" {
		server, err := startProductOn(ctx, productPostgres, p.pins, p.folder, p.Server, "--data", filepath.Join(p.folder, "data"), "--database", p.database)
		if err != nil {
			return err
		}
		server.beside = p.cluster
		p.contenders = append(p.contenders, contender{dialect: designed, server: server})
	}
	p.startPeer(ctx, "yoga", yoga, filepath.Join(p.data.product(), store.File), nil,
		dialect{query: ownQuery("yoga"), names: true, read: readDesigned})
	if p.database == "" {
		p.skip(postgraphile, errors.New("there is no Postgres"))
		return nil
	}
	p.startPeer(ctx, "postgraphile", postgraphile, p.database, p.cluster, dialect{query: ownQuery("postgraphile"), names: true, read: readTables})
	return nil
}

// startPeer installs and starts one peer over some data, or says why it is left out.
func (p *peers) startPeer(ctx context.Context, project, name, data string, beside *cluster, d dialect) {
	node, folder, err := install(ctx, project, p.command.folder(), p.log)
	if err == nil {
		var server *process
		server, err = start(ctx, name, p.pins, p.folder, "env", "NODE_ENV=production", "GRAPHILE_ENV=production",
			node, filepath.Join(folder, "server.mjs"), data)
		if err == nil {
			server.beside = beside
			p.contenders = append(p.contenders, contender{dialect: d, server: server})
			return
		}
	}
	p.skip(name, err)
}

// skip says that a server is left out. It is said once more under the figures.
func (p *peers) skip(name string, why error) {
	first, rest, _ := strings.Cut(why.Error(), "\n")
	text := fmt.Sprintf("SKIPPED: %s: %s", name, first)
	p.report.Skipped = append(p.report.Skipped, text)
	fmt.Fprintln(p.log, strings.TrimSpace(text+"\n"+rest))
}

// of gives the contenders with one of these names.
func (p *peers) of(names []string) []contender {
	return slices.DeleteFunc(slices.Clone(p.contenders), func(c contender) bool { return !slices.Contains(names, c.server.Name) })
}

// agree collects the pages of every server and makes sure that all show the same: the products byte for byte what the
// limit answers, peers the same handles and domains with the same totals, in the same order.
func (p *peers) agree(ctx context.Context) (err error) {
	for i := range p.contenders {
		c := &p.contenders[i]
		if c.calls, err = c.pages(ctx, c.server, p.data.Accounts); err != nil {
			return err
		}
	}
	first := p.contenders[0]
	for _, c := range p.contenders[1:] {
		if slices.Contains(productNames, c.server.Name) {
			p.report.AnswerSize, err = compare(ctx, []*process{first.server, c.server}, first.group(1, first.calls))
		}
		if err := errors.Join(err, agree(ctx, first, c)); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.log, "%d different pages; all servers show the same on a sample of %d.\n", len(first.calls), min(len(first.calls), compared))
	return nil
}
