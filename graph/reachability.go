package graph

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

func (r *reachabilityResolver) DueAt(ctx context.Context, of *service.Reachability) (*registrar.Instant, error) {
	return r.service.ReachabilityDueAt(ctx, of)
}

func (r *reachabilityResolver) SentAt(ctx context.Context, of *service.Reachability) (*registrar.Instant, error) {
	process, err := r.service.ReachabilityProcess(ctx, of)
	return process.SentAt, err
}

func (r *reachabilityResolver) Reminders(ctx context.Context, of *service.Reachability) (int, error) {
	process, err := r.service.ReachabilityProcess(ctx, of)
	return process.Reminders, err
}

func (r *reachabilityResolver) Resets(ctx context.Context, of *service.Reachability) (int, error) {
	process, err := r.service.ReachabilityProcess(ctx, of)
	return process.Resets, err
}

func (r *reachabilityResolver) Bounced(ctx context.Context, of *service.Reachability) (bool, error) {
	process, err := r.service.ReachabilityProcess(ctx, of)
	return process.BouncedAt != nil, err
}

func (r *reachabilityResolver) BouncedAt(ctx context.Context, of *service.Reachability) (*registrar.Instant, error) {
	process, err := r.service.ReachabilityProcess(ctx, of)
	return process.BouncedAt, err
}

func (r *reachabilityResolver) Evidence(ctx context.Context, of *service.Reachability) ([]*db.Evidence, error) {
	return r.service.ReachabilityEvidence(ctx, of)
}
