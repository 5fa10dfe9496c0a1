// Package tally counts the nodes that an operation really read, so that it pays for those and not for the most that it
// might have read.
package tally

import (
	"context"
	"sync/atomic"
)

type contextKey struct{}

// With returns a context below which nodes are counted, and where to look how many there were.
func With(ctx context.Context) (context.Context, *atomic.Int64) {
	var nodes atomic.Int64
	return context.WithValue(ctx, contextKey{}, &nodes), &nodes
}

// Add counts nodes; outside of an operation nobody counts.
func Add(ctx context.Context, nodes int) {
	if counted, ok := ctx.Value(contextKey{}).(*atomic.Int64); ok {
		counted.Add(int64(nodes))
	}
}

// Read is how many nodes were counted so far.
func Read(ctx context.Context) int {
	if counted, ok := ctx.Value(contextKey{}).(*atomic.Int64); ok {
		return int(counted.Load())
	}
	return 0
}
