package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/handledesk/handledesk/internal/importer"
	"github.com/handledesk/handledesk/internal/service"
)

// importCommand takes a reseller's files in.
type importCommand struct {
	dataFlags
	Reseller string `help:"Name of the reseller whose account they go into." required:"" placeholder:"NAME"`
	DryRun   bool   `help:"Report what would be done, and store nothing."`
	Mail     bool   `help:"Start the proof of every new handle's e-mail address, which sends mail and sets deadlines. Without it nobody gets mail."`
	Report   string `help:"Write what is wrong with refused lines to this CSV file too." placeholder:"FILE"`
	Handles  string `arg:"" name:"handles.csv" help:"Handles to take."`
	Domains  string `arg:"" name:"domains.csv" optional:"" help:"Domains to take; they list handles by ref or by code."`
}

// Help describes the files and the exit code.
func (*importCommand) Help() string {
	return `Takes handles, and domains that list them, from CSV files in UTF-8. The first line names the columns, in any order; commas, semicolons and tabs separate them.

Columns of handles (those of int_ are a second form of the address in ASCII, which may be left out): ` + importer.HandleColumns() + `.

Columns of domains: ` + importer.DomainColumns() + `. The refs are what the column ref of the handles holds, now or in an earlier import, or handle codes. Times are dates or RFC 3339; name servers are separated by blanks; auto_renew and transfer_lock are true when left out.

Every line that is refused is printed with its number, column and reason; the others go in, 500 in a transaction. The same files can be given again: a line whose ref or whose whole content is there already changes nothing. What differs from what is there is refused and never overwrites it.

Exit code: 0 when every line is in, 3 when some were refused, 1 when the import could not be finished, 2 for a wrong command line.`
}

// Run takes the files in. Refused lines and the counts go to standard output, alike in a dry run.
func (c *importCommand) Run(ctx context.Context, io streams) error {
	files, closeFiles, err := c.files()
	if err != nil {
		return err
	}
	defer closeFiles()
	told, err := c.telling(io, files)
	if err != nil {
		return err
	}
	err = c.with(ctx, func(s *service.Service) error { return c.run(ctx, s, files, told) })
	return errors.Join(err, told.close())
}

func (c *importCommand) run(ctx context.Context, s *service.Service, files []*importer.File, told *telling) error {
	ctx = onTheServer(ctx)
	reseller, err := s.ResellerByName(ctx, c.Reseller)
	if err != nil {
		return fmt.Errorf("%w See: handledesk reseller list", err)
	}
	options := importer.Options{
		ImportOptions: service.ImportOptions{ResellerID: reseller.ID, Mail: c.Mail, DryRun: c.DryRun},
		Handles:       files[0], Refused: told.refused, Progress: told.progress,
	}
	if len(files) > 1 {
		options.Domains = files[1]
	}
	report, err := importer.Run(ctx, s, options)
	told.clear()
	if err != nil && report == (importer.Report{}) {
		return err
	}
	told.counts("handles", report.Handles)
	if options.Domains != nil {
		told.counts("domains", report.Domains)
	}
	if c.DryRun {
		fmt.Fprintln(told.err, "This was a dry run: nothing was stored.")
	}
	switch n := report.Refused(); {
	case errors.Is(err, context.Canceled):
		return errors.New("interrupted; the same command goes on where this one ended")
	case err != nil:
		return fmt.Errorf("not finished: %w; the same command goes on where this one ended", err)
	case n > 0:
		return refusedLines(n)
	}
	return nil
}

// refusedLines is the error of an import that was finished without some lines.
type refusedLines int

func (n refusedLines) Error() string {
	lines := "1 line was"
	if n > 1 {
		lines = strconv.Itoa(int(n)) + " lines were"
	}
	return lines + " refused; mend and import again, what is there already is left alone"
}

// ExitCode sets this apart from failures.
func (refusedLines) ExitCode() int { return 3 }

// files opens the files that are named.
func (c *importCommand) files() (files []*importer.File, closeFiles func(), err error) {
	closeFiles = func() {
		for _, f := range files {
			_ = f.Reader.(*os.File).Close() // was only read
		}
	}
	for _, name := range []string{c.Handles, c.Domains} {
		if name == "" {
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			closeFiles()
			return nil, nil, err
		}
		files = append(files, &importer.File{Name: name, Reader: f})
	}
	return files, closeFiles, nil
}

// telling shows how an import goes: refused lines and counts as text, and as CSV when asked; a bar on a terminal.
type telling struct {
	streams
	bar    *progressbar.ProgressBar // nil when nobody looks at one
	file   *os.File                 // nil when no report is asked for
	report *csv.Writer
}

func (c *importCommand) telling(io streams, files []*importer.File) (*telling, error) {
	t := &telling{streams: io}
	if terminal, is := io.err.(*os.File); is && term.IsTerminal(int(terminal.Fd())) {
		t.bar = progressbar.NewOptions64(size(files), progressbar.OptionSetWriter(terminal),
			progressbar.OptionSetDescription("importing"), progressbar.OptionShowBytes(true),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	}
	if c.Report == "" {
		return t, nil
	}
	if there, err := os.Stat(c.Report); err == nil && slices.ContainsFunc(files, func(f *importer.File) bool {
		info, err := f.Reader.(*os.File).Stat()
		return err == nil && os.SameFile(info, there)
	}) {
		return nil, errors.New("the report would overwrite a file that is to be imported; choose another file with --report")
	}
	// It may hold personal data.
	f, err := os.OpenFile(c.Report, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the report cannot be written: %w; choose another file with --report", err)
	}
	t.file, t.report = f, csv.NewWriter(f)
	return t, t.report.Write([]string{"file", "line", "column", "code", "reason", "value"})
}

// size is the octets of all files together; -1 when it is not known beforehand.
func size(files []*importer.File) int64 {
	total := int64(0)
	for _, f := range files {
		info, err := f.Reader.(*os.File).Stat()
		if err != nil || !info.Mode().IsRegular() {
			return -1
		}
		total += info.Size()
	}
	return total
}

func (t *telling) progress(octets int64) {
	if t.bar != nil {
		_ = t.bar.Set64(octets) // a bar that cannot be drawn stops nothing
	}
}

func (t *telling) clear() {
	if t.bar != nil {
		_ = t.bar.Clear()
	}
}

// refused tells about one line, a row for each problem.
func (t *telling) refused(line importer.RefusedLine) error {
	t.clear()
	for _, p := range line.Problems {
		place := fmt.Sprintf("%s:%d: ", line.File, line.Line)
		if p.Column != "" {
			place += p.Column + ": "
		}
		text := place + p.Reason
		if p.Value != "" {
			text += fmt.Sprintf(" It is %q.", p.Value)
		}
		if _, err := fmt.Fprintln(t.out, text); err != nil {
			return err
		}
		if t.report == nil {
			continue
		}
		err := t.report.Write([]string{line.File, strconv.Itoa(line.Line), p.Column, string(p.Code), p.Reason, p.Value})
		if err != nil {
			return fmt.Errorf("the report cannot be written: %w", err)
		}
	}
	return nil
}

func (t *telling) counts(what string, n importer.Count) {
	fmt.Fprintf(t.out, "%s: %d created, %d already there, %d refused\n", what, n.Created, n.AlreadyThere, n.Refused)
}

// close finishes the report.
func (t *telling) close() error {
	if t.file == nil {
		return nil
	}
	t.report.Flush()
	return errors.Join(t.report.Error(), t.file.Close())
}
