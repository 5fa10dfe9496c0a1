package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/handledesk/handledesk/internal/registrar"
)

// column is one that a file may have.
type column struct {
	name     string
	required bool
}

// table reads a CSV file (RFC 4180) whose first line names the columns, in any order.
type table struct {
	lines   *lines
	comma   rune
	columns []string // the known name of each column in the file; empty where the header names none
}

// record is one line of a table by its columns' names.
type record struct {
	line   int
	values map[string]string
}

// openTable reads the header. Columns are separated by a comma, a semicolon or a tab, whichever the header has most
// of; a byte order mark is skipped. Names are compared without regard to capitals, blanks, hyphens and underscores.
//
// Errors name what is wrong with the header: nothing there, not UTF-8, columns that are unknown, missing or there twice.
func openTable(in io.Reader, known []column) (*table, error) {
	t := &table{lines: newLines(in)}
	start, err := t.lines.in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return nil, errors.New("the file is UTF-16; save it as CSV in UTF-8")
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		_, _ = t.lines.in.Discard(len("\xef\xbb\xbf")) // was peeked at, so it is there
		t.lines.offset = int64(len("\xef\xbb\xbf"))
	}
	for {
		r, err := t.lines.record()
		switch {
		case errors.Is(err, io.EOF):
			return nil, fmt.Errorf("the file is empty; its first line must name the columns: %s", names(known))
		case err != nil:
			return nil, err
		case r.fault != "":
			return nil, fmt.Errorf("the first line cannot be read: %s", r.fault)
		case strings.Contains(strings.TrimRight(r.text, "\r\n"), "\r"):
			return nil, errors.New("the lines end with CR alone; save the file with LF or CRLF")
		case strings.TrimSpace(r.text) != "":
			err := t.readHeader(r.text, known)
			return t, err
		}
	}
}

func (t *table) readHeader(text string, known []column) error {
	if !utf8.ValidString(text) {
		return errors.New("the file is not UTF-8 text; save it as CSV in UTF-8")
	}
	t.comma = delimiter(text)
	cells, err := t.split(text)
	if err != nil {
		return fmt.Errorf("the first line cannot be read: %s", explain(err))
	}
	var unknown []string
	for _, cell := range cells {
		cell = strings.TrimSpace(cell)
		i := slices.IndexFunc(known, func(c column) bool { return folded(c.name) == folded(cell) })
		switch {
		case folded(cell) == "":
			t.columns = append(t.columns, "")
		case i < 0:
			unknown = append(unknown, fmt.Sprintf("%q", cell))
		case slices.Contains(t.columns, known[i].name):
			return fmt.Errorf("the column %s is there twice; keep one", known[i].name)
		default:
			t.columns = append(t.columns, known[i].name)
		}
	}
	switch {
	case len(unknown) > 0 && len(t.columns) == 0:
		return fmt.Errorf("the first line names none of the known columns: %s; check that this is the right file and that "+
			"its first line names its columns", names(known))
	case len(unknown) > 0:
		return fmt.Errorf("unknown column %s; rename it or take it out. Known are %s", strings.Join(unknown, ", "), names(known))
	}
	for _, c := range known {
		if c.required && !slices.Contains(t.columns, c.name) {
			return fmt.Errorf("the column %s is missing; required are %s", c.name, names(slices.DeleteFunc(slices.Clone(known),
				func(c column) bool { return !c.required })))
		}
	}
	return nil
}

// next returns the next line that holds anything; io.EOF after the last. A line that is no record comes with a
// problem; where a stray quotation mark drew further lines into it, they are read again on their own.
func (t *table) next() (record, *registrar.Problem, error) {
	for {
		found, err := t.lines.record()
		if err != nil {
			return record{}, nil, err
		}
		r := record{line: found.number}
		if found.fault != "" {
			return r, registrar.Refuse(registrar.Invalid, found.fault), nil
		}
		cells, err := t.split(found.text)
		if err == nil && !slices.ContainsFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			continue // spreadsheets write empty lines as delimiters alone
		}
		var problem *registrar.Problem
		if err != nil {
			problem = registrar.Refuse(registrar.Invalid, explain(err))
		} else {
			problem = t.fill(&r, cells)
		}
		if problem != nil {
			t.lines.unread(found.more)
		}
		return r, problem, nil
	}
}

// fill gives the cells their names.
func (t *table) fill(r *record, cells []string) *registrar.Problem {
	for len(cells) > len(t.columns) && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(t.columns) {
		return registrar.Refuse(registrar.Invalid, fmt.Sprintf(
			"The line has %d fields, the first line names %d columns. Check its delimiters and quotation marks.", len(cells), len(t.columns)))
	}
	r.values = make(map[string]string, len(cells))
	for i, cell := range cells {
		if t.columns[i] == "" {
			if strings.TrimSpace(cell) != "" {
				return registrar.Refuse(registrar.Invalid, fmt.Sprintf(
					"Field %d holds something, but the first line does not name its column. Name it or empty it.", i+1))
			}
			continue
		}
		r.values[t.columns[i]] = cell
	}
	return nil
}

// split takes the text of one record apart. Nothing at all gives no cells.
func (t *table) split(text string) ([]string, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = t.comma
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = t.comma != '\t' // or empty fields would be lost
	cells, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	return cells, err
}

// explain words what the CSV reader says, which counts lines from the start of the record.
func explain(err error) string {
	if errors.Is(err, csv.ErrBareQuote) || errors.Is(err, csv.ErrQuote) {
		return "A quotation mark (\") stands inside a field. Put the whole field into quotation marks and write the one inside twice."
	}
	return "The line is not CSV: " + err.Error() + "."
}

// delimiter is the one that the header has most of, outside quotation marks; a comma when it has none.
func delimiter(header string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range header {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range ";\t" {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

// folded is a column's name without what people vary.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || r == '-' {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

func names(columns []column) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.name
	}
	return strings.Join(list, ", ")
}
