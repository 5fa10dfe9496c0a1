package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/handledesk/handledesk/internal/recount"
	"github.com/handledesk/handledesk/internal/store"
)

// countersCommand looks after the numbers from which whole lists have their totals.
type countersCommand struct {
	Check  countersCheckCommand  `cmd:"" help:"Count anew what the database has counted, and show what differs."`
	Repair countersRepairCommand `cmd:"" help:"Count anew what the database has counted, and set right what differs."`
}

// slowestCount is how long one statement may take here: it may count a whole table, and nobody waits for an answer.
const slowestCount = time.Hour

type countersCheckCommand struct{ dataFlags }

// Help says what is looked at, and how it ends.
func (*countersCheckCommand) Help() string {
	return `Triggers of the database count the handles and domains of each account, and the domains of each handle, as they change. This counts all of it anew, in one snapshot, also while servers are at work, and changes nothing.

Exit code: 0 when everything agrees, 1 when something differs.`
}

// Run prints a line for each count that is wrong.
func (c *countersCheckCommand) Run(ctx context.Context, told streams) error {
	wrong, err := c.count(ctx, told, recount.Check, "is %d, there are %d")
	switch {
	case err != nil:
		return err
	case wrong > 0:
		return fmt.Errorf("counts that are wrong: %d; handledesk counters repair sets them right", wrong)
	}
	_, err = fmt.Fprintln(told.out, "All counts are right.")
	return err
}

type countersRepairCommand struct{ dataFlags }

// Help says why it may run at any time.
func (*countersRepairCommand) Help() string {
	return `Counts anew what triggers of the database have counted, and sets right what differs, in small transactions, also while servers are at work. Run again, it finds nothing to do.

Exit code: 0 when everything is right now, 1 when that failed; what was printed before is done.`
}

// Run prints a line for each count that was changed.
func (c *countersRepairCommand) Run(ctx context.Context, told streams) error {
	changed, err := c.count(ctx, told, recount.Repair, "was %d, is %d now")
	switch {
	case err != nil:
		return err
	case changed > 0:
		_, err = fmt.Fprintf(told.out, "Counts that were set right: %d.\n", changed)
	default:
		_, err = fmt.Fprintln(told.out, "All counts are right; nothing was changed.")
	}
	return err
}

// count runs one of the two over the database, which must be there and up to date: a misspelt folder is not to be made
// and found to be right.
func (f dataFlags) count(
	ctx context.Context, told streams, run func(context.Context, *store.Store, func(recount.Difference) error, recount.Progress) error, words string,
) (n int, err error) {
	stored := store.Options{URL: f.Database, Connections: f.Connections, Directory: f.Data, StatementTimeout: slowestCount}
	status, err := store.MigrationStatus(ctx, stored)
	switch {
	case err != nil:
		return 0, err
	case status.Broken():
		return 0, status.Trouble
	case status.Pending() > 0:
		return 0, errors.New("the database is not there, or not up to date; run handledesk migrate up first")
	}
	db, err := store.Open(ctx, stored)
	if err != nil {
		return 0, err
	}
	bar := newBar(told.err)
	err = run(ctx, db, func(d recount.Difference) error {
		n++
		bar.clear()
		_, err := fmt.Fprintf(told.out, "%s  %s  "+words+"\n", d.What, d.ID, d.Stored, d.Counted)
		return err
	}, func(what string, done, total int64) { bar.show("counting "+what, done, total) })
	bar.clear()
	return n, errors.Join(err, db.Close())
}
