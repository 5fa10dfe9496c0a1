package graph

import (
	"context"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/service"
)

func (r *queryResolver) Viewer(ctx context.Context) (service.Viewer, error) {
	return r.service.Viewer(ctx)
}

func (r *queryResolver) APIKeys(ctx context.Context, first *int, after *string, last *int, before *string) (*service.APIKeyConnection, error) {
	return r.service.APIKeys(ctx, page.Args{First: first, After: after, Last: last, Before: before})
}

func (r *queryResolver) Resellers(ctx context.Context, first *int, after *string, last *int, before *string) (*service.ResellerConnection, error) {
	return r.service.Resellers(ctx, page.Args{First: first, After: after, Last: last, Before: before})
}

func (r *queryResolver) Node(ctx context.Context, id string) (service.Node, error) {
	nodes, err := r.service.Nodes(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	return nodes[0], nil
}

func (r *queryResolver) Nodes(ctx context.Context, ids []string) ([]service.Node, error) {
	return r.service.Nodes(ctx, ids)
}

func (r *queryResolver) Handle(ctx context.Context, by service.HandleBy) (*service.Handle, error) {
	return r.service.Handle(ctx, by)
}

func (r *queryResolver) Handles(ctx context.Context, first *int, after *string, last *int, before *string,
	filter *service.HandleFilter, orderBy *service.HandleOrder,
) (*service.HandleConnection, error) {
	return r.service.Handles(ctx, page.Args{First: first, After: after, Last: last, Before: before}, filter, orderBy)
}

func (r *queryResolver) Domain(ctx context.Context, by service.DomainBy) (*service.Domain, error) {
	return r.service.Domain(ctx, by)
}

func (r *queryResolver) Domains(ctx context.Context, first *int, after *string, last *int, before *string,
	filter *service.DomainFilter, orderBy *service.DomainOrder,
) (*service.DomainConnection, error) {
	return r.service.Domains(ctx, page.Args{First: first, After: after, Last: last, Before: before}, filter, orderBy)
}

func (r *queryResolver) Events(ctx context.Context, first *int, after *string, last *int, before *string,
	filter *service.EventFilter, orderBy *service.EventOrder,
) (*service.EventConnection, error) {
	return r.service.Events(ctx, nil, page.Args{First: first, After: after, Last: last, Before: before}, filter, orderBy)
}

func (r *queryResolver) DeadLetters(ctx context.Context, first *int, after *string, last *int, before *string) (*service.MailConnection, error) {
	return r.service.DeadLetters(ctx, page.Args{First: first, After: after, Last: last, Before: before})
}
