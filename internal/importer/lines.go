package importer

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// The limits of a record: longer than any handle can be, and short enough that a quotation mark which is never closed
// does not swallow the rest of the file.
const (
	maxRecord      = 64 << 10 // octets
	maxRecordLines = 50
)

// line is one physical line with its end, counted from 1.
type line struct {
	text    string
	number  int
	tooLong bool // more than maxRecord octets; the text is cut off
}

// lines reads physical lines and takes back what was read too far.
type lines struct {
	in      *bufio.Reader
	last    int   // number of the line read last
	offset  int64 // octets read
	pending []line
}

func newLines(in io.Reader) *lines { return &lines{in: bufio.NewReaderSize(in, maxRecord)} }

// next returns the next line; io.EOF after the last one.
func (l *lines) next() (line, error) {
	if len(l.pending) > 0 {
		next := l.pending[0]
		l.pending = l.pending[1:]
		return next, nil
	}
	part, err := l.in.ReadSlice('\n')
	l.offset += int64(len(part))
	next := line{text: string(part), number: l.last + 1}
	for errors.Is(err, bufio.ErrBufferFull) {
		next.tooLong = true
		part, err = l.in.ReadSlice('\n')
		l.offset += int64(len(part))
	}
	if err != nil && (!errors.Is(err, io.EOF) || next.text == "") {
		return line{}, err
	}
	l.last++
	return next, nil
}

// raw is the text of a record as it stands in the file.
type raw struct {
	text   string
	number int    // of its first line
	more   []line // its further lines
	fault  string // why it is no record; then the further lines are not read yet
}

// record returns the next record: one line, or several while a quotation mark is open. Where none closes it, the first
// line alone is at fault, and reading goes on with the one after it.
func (l *lines) record() (raw, error) {
	start, err := l.next()
	if err != nil {
		return raw{}, err
	}
	r := raw{text: start.text, number: start.number}
	if start.tooLong {
		r.fault = "The line is longer than any handle or domain can be. Check its line ends and quotation marks."
		return r, nil
	}
	for open := opens(start.text); open; {
		next, err := l.next()
		ended := errors.Is(err, io.EOF)
		switch {
		case ended:
		case err != nil:
			return raw{}, err
		default:
			r.more = append(r.more, next)
		}
		if ended || next.tooLong || len(r.text)+len(next.text) > maxRecord || len(r.more) == maxRecordLines {
			l.unread(r.more)
			r.fault = "A quotation mark (\") is opened and not closed. Close it; to write one within a field, write it twice."
			return r, nil
		}
		r.text += next.text
		open = open != opens(next.text)
	}
	return r, nil
}

// unread gives lines back, to be read again.
func (l *lines) unread(read []line) { l.pending = append(read, l.pending...) }

// opens tells whether a line opens a quotation that it does not close, or closes one that was open before. Quotation
// marks within a quotation are written twice, so they do not count.
func opens(text string) bool { return strings.Count(text, `"`)%2 == 1 }
