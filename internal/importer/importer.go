// Package importer takes handles and domains from CSV files into a reseller's account: every bad line is reported with
// its number, field and reason while the good ones go in, and the same files can be given again.
package importer

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// batch is how many lines go into one transaction: enough that the cost of a commit does not count, few enough that
// a server on the same database waits for a moment only.
const batch = 500

// File is a CSV file under the name by which reports call it.
type File struct {
	Name string
	io.Reader
}

// Options say what to take in and how. Handles is required, the rest is not.
type Options struct {
	service.ImportOptions
	Handles *File
	Domains *File
	// Refused, when set, is told every line that is refused, in the files' order.
	Refused func(RefusedLine) error
	// Progress, when set, is told after each batch how many octets of both files are done.
	Progress func(octets int64)
}

// RefusedLine is a line that did not go in.
type RefusedLine struct {
	File     string
	Line     int // on which it starts, counted from 1
	Problems []Problem
}

// Problem is one reason why a line is refused.
type Problem struct {
	Column string // empty when the whole line is meant
	Code   registrar.Code
	Reason string // what is wrong and what to do, as a sentence
	Value  string // what stands in the column
}

// Count is what became of the lines of one file.
type Count struct{ Created, AlreadyThere, Refused int }

// Report is what became of the lines of both files, as far as they were read.
type Report struct{ Handles, Domains Count }

// Refused is the number of lines that did not go in.
func (r Report) Refused() int { return r.Handles.Refused + r.Domains.Refused }

// Run takes the files in: all handles first, then the domains that name them. The headers of both are read before
// anything is done. An error ends it, after whole batches that the report counts; running it again goes on from there.
func Run(ctx context.Context, s *service.Service, o Options) (Report, error) {
	var report Report
	handles, err := open(o.Handles, handleColumns)
	if err != nil {
		return report, err
	}
	domains, err := open(o.Domains, domainColumns)
	if err != nil {
		return report, err
	}
	pass, err := s.NewImport(ctx, o.ImportOptions)
	if err != nil {
		return report, err
	}
	refused := map[string]int{}
	first := &run[service.ImportHandle]{
		options: o, file: o.Handles, table: handles, parse: handleLine, store: pass.Handles, column: handleColumn,
		refused: func(r record) {
			if ref, problem := refOf(r.values["ref"]); problem == nil && ref != "" {
				refused[ref] = r.line
			}
		},
	}
	report.Handles, err = first.all(ctx)
	if err != nil || domains == nil {
		return report, err
	}
	second := &run[service.ImportDomain]{
		options: o, file: o.Domains, table: domains, parse: domainLine, store: pass.Domains, column: domainColumn,
		before: handles.lines.offset,
		reword: func(p *Problem) {
			ref, _ := refOf(p.Value)
			if line, found := refused[ref]; found && p.Code == registrar.NotFound {
				p.Reason = fmt.Sprintf("Line %d of %s has this ref and was refused. Mend that line first.", line, o.Handles.Name)
			}
		},
	}
	report.Domains, err = second.all(ctx)
	return report, err
}

func open(file *File, columns []column) (*table, error) {
	if file == nil {
		return nil, nil
	}
	t, err := openTable(file, columns)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name, err)
	}
	return t, nil
}

// run takes one file in.
type run[T any] struct {
	options Options
	file    *File
	table   *table
	parse   func(record) (T, registrar.Problems)
	store   func(context.Context, []T) ([]service.ImportResult, error)
	column  func(path []string) string
	refused func(record)   // told each refused line; may be nil
	reword  func(*Problem) // adds what is known here; may be nil
	before  int64          // octets of the files before this one

	count Count
}

// waiting is a line that was read and whose fate is still to be told.
type waiting struct {
	record   record
	problems registrar.Problems // none when the line goes to the store
}

// all takes in batch by batch.
func (r *run[T]) all(ctx context.Context) (Count, error) {
	for {
		read, good, err := r.read()
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended {
			return r.count, fmt.Errorf("%s: %w", r.file.Name, err)
		}
		if err := r.settle(ctx, read, good); err != nil {
			return r.count, err
		}
		if r.options.Progress != nil {
			r.options.Progress(r.before + r.table.lines.offset)
		}
		if ended {
			return r.count, nil
		}
	}
}

// read reads a batch of lines; io.EOF with the last ones.
func (r *run[T]) read() (read []waiting, good []T, err error) {
	for len(read) < batch {
		line, problem, err := r.table.next()
		if err != nil {
			return read, good, err
		}
		if problem != nil {
			read = append(read, waiting{line, registrar.Problems{problem}})
			continue
		}
		parsed, problems := r.parse(line)
		if len(problems) == 0 {
			good = append(good, parsed)
		}
		read = append(read, waiting{line, problems})
	}
	return read, good, nil
}

// settle stores the good lines and tells what became of all, in their order.
func (r *run[T]) settle(ctx context.Context, read []waiting, good []T) error {
	var results []service.ImportResult
	if len(good) > 0 {
		var err error
		if results, err = r.store(ctx, good); err != nil {
			return fmt.Errorf("%s: lines %d to %d: %w", r.file.Name, read[0].record.line, read[len(read)-1].record.line, err)
		}
	}
	for _, w := range read {
		result := service.ImportResult{Outcome: service.ImportRefused, Problems: w.problems}
		if len(w.problems) == 0 {
			result, results = results[0], results[1:]
		}
		switch result.Outcome {
		case service.ImportCreated:
			r.count.Created++
		case service.ImportAlreadyThere:
			r.count.AlreadyThere++
		default:
			r.count.Refused++
			if err := r.refuse(w.record, result.Problems); err != nil {
				return err
			}
		}
	}
	return nil
}

// refuse tells about a line that did not go in.
func (r *run[T]) refuse(line record, problems registrar.Problems) error {
	if r.refused != nil {
		r.refused(line)
	}
	if r.options.Refused == nil {
		return nil
	}
	told := RefusedLine{File: r.file.Name, Line: line.line}
	for _, p := range problems {
		column := r.column(p.Field)
		problem := Problem{Column: column, Code: p.Code, Reason: p.Message, Value: line.values[column]}
		if r.reword != nil {
			r.reword(&problem)
		}
		told.Problems = append(told.Problems, problem)
	}
	return r.options.Refused(told)
}
