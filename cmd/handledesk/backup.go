package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/handledesk/handledesk/internal/moving"
	"github.com/handledesk/handledesk/internal/secret"
)

// folderFlag says where the embedded database is.
type folderFlag struct {
	Data string `help:"Folder of the embedded database." default:"./handledesk-data" env:"HANDLEDESK_DATA"`
}

// backupCommand copies the embedded database into a file while servers work on it.
type backupCommand struct {
	folderFlag
	To    string `help:"File to make." required:"" placeholder:"FILE" type:"path"`
	Force bool   `help:"Replace the file when it is there."`
}

// Help says what is in a backup, and what is not.
func (*backupCommand) Help() string {
	return `Copies the embedded database into one file, also while it is served: the file holds the moment at which the backup began, and nobody waits for it. It is checked before it gets its name.

The server's key is not in it, so that whoever finds a backup opens nothing with it: keep a copy of server.key elsewhere, once, or the key that you give by HANDLEDESK_SERVER_KEY. Without it, links in mails that were sent no longer open, what endpoints of webhooks share with the server is lost, and requests that are repeated under an Idempotency-Key are done again.`
}

// Run makes the backup.
func (c *backupCommand) Run(ctx context.Context, told streams) error {
	bar := newBar(told.err)
	size, err := moving.Backup(ctx, moving.BackupOptions{
		Directory: c.Data, To: c.To, Force: c.Force, Progress: func(done, total int64) { bar.show("backing up", done, total) },
	})
	bar.clear()
	if err != nil {
		return err
	}
	fmt.Fprintf(told.out, "%s: %d octets, checked\n", c.To, size)
	fmt.Fprintln(told.err, keyNote(c.Data))
	return nil
}

// keyNote says which secret belongs to a database and is not in it.
func keyNote(folder string) string {
	file := filepath.Join(folder, secret.ServerKeyFile)
	if _, err := os.Stat(file); err != nil {
		return "The server's key is not in it. Keep what you give by HANDLEDESK_SERVER_KEY: mailed links, webhook secrets and Idempotency-Keys need it."
	}
	return fmt.Sprintf("The server's key is not in it. Keep a copy of %s, apart from the backups: mailed links, webhook secrets and Idempotency-Keys need it.", file)
}

// restoreCommand puts a backup in the place of the embedded database.
type restoreCommand struct {
	folderFlag
	From string `help:"The backup." required:"" placeholder:"FILE" type:"path"`
}

// Run restores, and says where the former database is.
func (c *restoreCommand) Run(ctx context.Context, told streams) error {
	bar := newBar(told.err)
	kept, err := moving.Restore(ctx, moving.RestoreOptions{
		Directory: c.Data, From: c.From, Now: time.Now(), Progress: func(done, total int64) { bar.show("restoring", done, total) },
	})
	bar.clear()
	if err != nil {
		return err
	}
	fmt.Fprintf(told.out, "%s is the database in %s.\n", c.From, c.Data)
	if kept != "" {
		fmt.Fprintf(told.out, "The former one is kept as %s; delete it when it is no longer needed.\n", kept)
	}
	if _, err := os.Stat(filepath.Join(c.Data, secret.ServerKeyFile)); errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(told.err, "There is no %s in %s: put the one that belongs to the backup there before a server starts, or give it by HANDLEDESK_SERVER_KEY. "+
			"Otherwise a new one is made, and links in mails that were sent no longer open.\n", secret.ServerKeyFile, c.Data)
	}
	return nil
}

// bar shows how far something is, on a terminal.
type bar struct {
	terminal io.Writer // nil when nobody looks
	phase    string
	drawn    *progressbar.ProgressBar
}

func newBar(w io.Writer) *bar {
	if f, is := w.(*os.File); is && term.IsTerminal(int(f.Fd())) {
		return &bar{terminal: w}
	}
	return &bar{}
}

// show draws the bar anew for each phase.
func (b *bar) show(phase string, done, total int64) {
	if b.terminal == nil {
		return
	}
	if phase != b.phase {
		b.clear()
		b.phase = phase
		b.drawn = progressbar.NewOptions64(total, progressbar.OptionSetWriter(b.terminal), progressbar.OptionSetDescription(phase),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
	_ = b.drawn.Set64(done) // a bar that cannot be drawn stops nothing
}

func (b *bar) clear() {
	if b.drawn != nil {
		_ = b.drawn.Clear()
	}
}
