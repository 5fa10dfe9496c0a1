// Package draft lends the memory in which an operation's answer is written, and takes it back for the next one when the answer
// was sent: answers are the largest things that a request allocates.
package draft

import (
	"context"
	"sync"
)

// maxKept is the largest memory that is kept, in bytes.
const maxKept = 1 << 20

type contextKey struct{}

// Draft is the memory of one answer.
type Draft struct{ Text []byte }

var drafts = sync.Pool{New: func() any { return &Draft{} }}

// With returns a context below which one answer is written into lent memory. Nobody may look at the answer after free.
func With(ctx context.Context) (_ context.Context, free func()) {
	d := drafts.Get().(*Draft) //nolint:forcetypeassert // nothing else is in there
	d.Text = d.Text[:0]
	return context.WithValue(ctx, contextKey{}, d), func() {
		if cap(d.Text) <= maxKept {
			drafts.Put(d)
		}
	}
}

// From is the memory that is lent to the operation; memory of its own where none is lent.
func From(ctx context.Context) *Draft {
	if d, lent := ctx.Value(contextKey{}).(*Draft); lent {
		return d
	}
	return &Draft{}
}
