package telemetry

import (
	"context"
	"sync/atomic"
	"time"
)

// maxSpans is how many spans one operation or job may have below its own, so that a large one costs no more to show
// than it does to run.
const maxSpans = 500

// account is what one operation or job has spent.
type account struct {
	statements atomic.Int64
	sql        atomic.Int64 // nanoseconds
	spans      atomic.Int64
}

type accountKey struct{}

// Account opens an account of the statements that run in the context it returns. An operation opens one by itself; what
// is opened before it, such as when it signs in, counts what runs before it as well.
func (t *Telemetry) Account(ctx context.Context) context.Context {
	ctx, _ = openAccount(ctx)
	return ctx
}

func openAccount(ctx context.Context) (context.Context, *account) {
	if a := accountOf(ctx); a != nil {
		return ctx, a
	}
	a := &account{}
	return context.WithValue(ctx, accountKey{}, a), a
}

func accountOf(ctx context.Context) *account {
	a, _ := ctx.Value(accountKey{}).(*account)
	return a
}

// ran counts a statement.
func (a *account) ran(took time.Duration) {
	a.statements.Add(1)
	a.sql.Add(int64(took))
}

// maySpan tells whether there may be one more span.
func (a *account) maySpan() bool { return a.spans.Add(1) <= maxSpans }
