package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/handledesk/handledesk/internal/moving"
)

// copyCommand moves house: from the embedded database to Postgres.
type copyCommand struct {
	From string `help:"The embedded database: its file, or its data folder. A backup will do." required:"" placeholder:"PATH" type:"path"`
	To   string `help:"An empty Postgres database, 15 or newer; its password is better given by the environment." required:"" env:"HANDLEDESK_DATABASE" placeholder:"postgres://…"`
}

// Help describes the move.
func (*copyCommand) Help() string {
	return `Copies every row into an empty Postgres database, makes the tables there first, and compares all rows at the end. Stop all servers before: the embedded database must not be open, and nobody else may be connected to the other one. Until all is proven to be equal, no server starts on it.

A copy that was interrupted or killed goes on where it was when the same command is given again, unless the embedded database was opened by a server meanwhile. Nothing is deleted from it.

Exit code: 0 when all rows are equal, 1 otherwise.`
}

// Run copies, and prints what was compared.
func (c *copyCommand) Run(ctx context.Context, io streams) error {
	bar := newBar(io.err)
	report, err := moving.Copy(ctx, moving.CopyOptions{From: c.From, To: c.To, Progress: bar.show})
	bar.clear()
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted; the same command goes on where this one ended")
	}
	if len(report) > 0 {
		table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "TABLE\tROWS\tCOPIED\tCHECKSUM\tCOPIED\t")
		for _, t := range report {
			verdict := "equal"
			if !t.Equal() {
				verdict = "DIFFERENT, first at " + t.FirstDifferentKeys
			}
			fmt.Fprintf(table, "%s\t%d\t%d\t%x\t%x\t%s\n", t.Table, t.Rows, t.RowsThere, t.Checksum[:8], t.ChecksumThere[:8], verdict)
		}
		err = errors.Join(err, table.Flush())
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(io.err, "Everything is copied. Give every server of the new database the same key: copy server.key from the former data folder into its own, "+
		"or give it by HANDLEDESK_SERVER_KEY. Then start them with --database.")
	return nil
}
