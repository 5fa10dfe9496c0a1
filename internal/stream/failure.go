// Package stream is what a subscription's resolver and the transports that carry its answers tell each other.
package stream

import (
	"context"
	"sync"
)

// Failure is why a subscription ended. A channel can only be closed, which alone would mean that all was said.
type Failure struct {
	mu  sync.Mutex
	err error
}

type failureKey struct{}

// WithFailure returns a context for one subscription, in which its resolver may say why it ends, and where to look
// for that once its channel is closed.
func WithFailure(ctx context.Context) (context.Context, *Failure) {
	f := &Failure{}
	return context.WithValue(ctx, failureKey{}, f), f
}

// Fail says why the subscription of the context ends. Call it before closing the channel; the transport then presents
// the error like that of a field, as the last answer. The first error stands, nil is none. Outside of a subscription
// nobody hears it.
func Fail(ctx context.Context, err error) {
	f, ok := ctx.Value(failureKey{}).(*Failure)
	if !ok || err == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
}

// Err is what the resolver said; nil when nothing, and the stream just ended.
func (f *Failure) Err() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
