// Command handledesk serves the contacts API of a domain registrar's resellers, and looks after its database.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// program is the command line: one field per command, each in its own file.
type program struct {
	Serve    serveCommand    `cmd:"" help:"Serve the API."`
	Import   importCommand   `cmd:"" help:"Take handles and domains from CSV files."`
	Reseller resellerCommand `cmd:"" help:"Open and list reseller accounts."`
	Key      keyCommand      `cmd:"" help:"Make, rotate, limit and list API keys."`
	Mail     mailCommand     `cmd:"" help:"Preview the mails that the program sends."`
	Migrate  migrateCommand  `cmd:"" help:"Make the database or bring it up to date, or show what it lacks."`
	Counters countersCommand `cmd:"" help:"Check the totals that the database keeps, or set them right."`
	Backup   backupCommand   `cmd:"" help:"Copy the embedded database into a file, also while it is served."`
	Restore  restoreCommand  `cmd:"" help:"Put a backup in the place of the embedded database."`
	Copy     copyCommand     `cmd:"" help:"Copy the embedded database into an empty Postgres database."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run parses and runs one command line. Exit codes: 0 done, 1 failed, 2 wrong command line, 3 an import was done but
// some lines were refused.
func run(ctx context.Context, arguments []string, io streams) int {
	var p program
	code := -1
	parser, err := kong.New(&p,
		kong.Name("handledesk"),
		kong.Description("The contacts API for a registrar's resellers. Try: handledesk serve --demo"),
		kong.Writers(io.out, io.err),
		kong.Exit(func(c int) { code = c }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		panic(err) // the command line's own description is wrong
	}
	command, err := parser.Parse(arguments)
	if code >= 0 {
		return code // --help was asked for and is printed
	}
	if err == nil {
		command.BindTo(ctx, (*context.Context)(nil))
		err = command.Run(io)
	}
	var wrong *kong.ParseError
	switch {
	case errors.As(err, &wrong):
		fmt.Fprintf(io.err, "handledesk: %v; see handledesk --help\n", err)
		return 2
	case err != nil:
		fmt.Fprintf(io.err, "handledesk: %v\n", err)
		var coded kong.ExitCoder
		if errors.As(err, &coded) {
			return coded.ExitCode()
		}
		return 1
	}
	return 0
}
