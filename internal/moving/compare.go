package moving

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"iter"
	"strings"

	"github.com/handledesk/handledesk/internal/migration"
)

// ErrDifferent says that not all rows are equal after a copy.
var ErrDifferent = errors.New("the databases are not equal")

// Compared is what a table came to on both sides.
type Compared struct {
	Table string
	// Rows and Checksum are those of the source; Checksum is the SHA-256 of all rows by their keys, in a form that is the
	// same for both databases.
	Rows               int64
	Checksum           [sha256.Size]byte
	RowsThere          int64
	ChecksumThere      [sha256.Size]byte
	FirstDifferentKeys string // empty when all rows are equal
}

// Equal tells whether nothing differs.
func (c Compared) Equal() bool {
	return c.Rows == c.RowsThere && c.Checksum == c.ChecksumThere && c.FirstDifferentKeys == ""
}

// side reads a table on one of the sides.
type side struct {
	next    func() (row, error, bool)
	stop    func()
	sum     hash.Hash
	count   int64
	current row
	plain   []byte // the current row
	ended   bool
}

func newSide(rows iter.Seq2[row, error]) *side {
	next, stop := iter.Pull2(rows)
	return &side{next: next, stop: stop, sum: sha256.New()}
}

// advance reads a row, unless all are read.
func (s *side) advance(t table) error {
	if s.ended {
		return nil
	}
	next, err, more := s.next()
	if !more {
		s.ended, s.plain = true, nil
		return nil
	}
	if err == nil {
		s.plain, err = appendRow(s.plain[:0], t.columns, next.values)
	}
	if err != nil {
		return fmt.Errorf("comparing %s: %w", t.name, err)
	}
	s.current = next
	s.count++
	_, err = s.sum.Write(s.plain)
	return err
}

// compare reads all rows on both sides and, when all are equal, takes the mark of the copy away.
func (c *copying) compare(ctx context.Context) (report []Compared, err error) {
	c.done = 0
	var different []string
	for _, t := range c.tables {
		compared, err := c.compareTable(ctx, t)
		if err != nil {
			return report, err
		}
		report = append(report, compared)
		if !compared.Equal() {
			different = append(different, fmt.Sprintf("%s (first at %s)", t.name, compared.FirstDifferentKeys))
		}
	}
	if len(different) > 0 {
		return report, fmt.Errorf("%w: %s; do not serve the Postgres database: drop it, make it anew and copy again",
			ErrDifferent, strings.Join(different, ", "))
	}
	c.reached("compared")
	if err := counting(ctx, c.to.conn, "ENABLE"); err != nil {
		return nil, err
	}
	_, err = c.to.conn.Exec(ctx, "DROP TABLE "+migration.CopyTable)
	return report, err
}

func (c *copying) compareTable(ctx context.Context, t table) (compared Compared, err error) {
	compared.Table = t.name
	here, there := newSide(c.from.rows(ctx, t, nil, -1)), newSide(c.to.rows(ctx, t))
	defer there.stop()
	defer here.stop()
	for !here.ended || !there.ended {
		if err := errors.Join(here.advance(t), there.advance(t)); err != nil {
			return compared, err
		}
		if compared.FirstDifferentKeys == "" && (here.ended != there.ended || !bytes.Equal(here.plain, there.plain)) {
			compared.FirstDifferentKeys = firstKey(here, there)
		}
		if c.done++; c.done%1000 == 0 {
			c.Progress("comparing", min(c.done, c.total), c.total)
		}
	}
	c.done-- // the last turn found no row
	compared.Rows, compared.RowsThere = here.count, there.count
	here.sum.Sum(compared.Checksum[:0])
	there.sum.Sum(compared.ChecksumThere[:0])
	return compared, nil
}

// firstKey is the lower one of two keys: the other side has no row with it, or another one.
func firstKey(here, there *side) string {
	switch {
	case here.ended:
		return fmt.Sprint(there.current.key)
	case there.ended:
		return fmt.Sprint(here.current.key)
	}
	if a, is := here.current.key.(int64); is {
		return fmt.Sprint(min(a, there.current.key.(int64)))
	}
	a, b := here.current.key.(string), there.current.key.(string)
	if cmp.Less(b, a) {
		return b
	}
	return a
}
