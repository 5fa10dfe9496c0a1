package store

import (
	"context"
	"runtime"
	"sync"
	"time"
)

// laneTime is how long one who reads has the lane alone; a page of a list takes a fifth of it.
const laneTime = 5 * time.Millisecond

// lanes let as many read the embedded database at once as there are processors, in the order in which they came: reading is
// work and not waiting, so more of them would only take each other's processor, and the pages from each other's caches. Who
// reads for longer than laneTime stops counting, so that the next one need not wait for a slow search.
type lanes struct{ free chan struct{} }

func newLanes() lanes { return lanes{make(chan struct{}, runtime.GOMAXPROCS(0))} }

// enter waits for a lane. What it returns gives the lane back.
func (l lanes) enter(ctx context.Context) (leave func(), err error) {
	if l.free == nil {
		return func() {}, nil
	}
	select {
	case l.free <- struct{}{}:
	default:
		select {
		case l.free <- struct{}{}:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	giveBack := sync.OnceFunc(func() { <-l.free })
	slow := time.AfterFunc(laneTime, giveBack)
	return func() {
		slow.Stop()
		giveBack()
	}, nil
}
