package graph

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/stream"
)

func (r *subscriptionResolver) Events(ctx context.Context, after *string, filter *service.EventFilter) (<-chan *service.EventUpdate, error) {
	f, err := r.service.FollowEvents(ctx, after, filter)
	return tell(ctx, f, err, f.Next)
}

func (r *subscriptionResolver) HandleChanged(ctx context.Context, after *string, filter *service.ChangeFilter) (<-chan *service.HandleUpdate, error) {
	f, err := r.service.FollowHandles(ctx, after, filter)
	return tell(ctx, f, err, f.NextHandle)
}

func (r *subscriptionResolver) DomainChanged(ctx context.Context, after *string, filter *service.ChangeFilter) (<-chan *service.DomainUpdate, error) {
	f, err := r.service.FollowDomains(ctx, after, filter)
	return tell(ctx, f, err, f.NextDomain)
}

// tell hands on what is followed until the subscription ends. Nothing is read ahead: the next update is looked for when
// the last one was taken, so a slow reader keeps one update waiting and no more.
func tell[T any](ctx context.Context, f *service.Following, err error, next func(context.Context) (*T, error)) (<-chan *T, error) {
	if err != nil {
		return nil, err
	}
	updates := make(chan *T)
	go func() {
		defer close(updates)
		defer f.Stop()
		defer func() {
			if p := recover(); p != nil {
				stream.Fail(ctx, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			}
		}()
		for {
			update, err := next(ctx)
			if err != nil {
				if ctx.Err() == nil {
					stream.Fail(ctx, err)
				}
				return
			}
			select {
			case updates <- update:
			case <-ctx.Done():
				return
			}
		}
	}()
	return updates, nil
}
