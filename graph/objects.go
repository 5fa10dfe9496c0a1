package graph

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/service"
)

func (r *handleResolver) Actions(_ context.Context, h *service.Handle) (*service.HandleActions, error) {
	return r.service.HandleActions(h), nil
}

func (r *handleResolver) Domains(ctx context.Context, h *service.Handle, first *int, after *string, last *int, before *string,
	filter *service.DomainFilter, orderBy *service.DomainOrder,
) (*service.HandleDomainConnection, error) {
	return r.service.HandleDomains(ctx, h, page.Args{First: first, After: after, Last: last, Before: before}, filter, orderBy)
}

func (r *handleResolver) Events(ctx context.Context, h *service.Handle, first *int, after *string, last *int, before *string,
	filter *service.EventFilter, orderBy *service.EventOrder,
) (*service.EventConnection, error) {
	return r.service.Events(ctx, &h.ID, page.Args{First: first, After: after, Last: last, Before: before}, filter, orderBy)
}

func (r *domainResolver) Actions(_ context.Context, d *service.Domain) (*service.DomainActions, error) {
	return r.service.DomainActions(d), nil
}

func (r *domainResolver) Owner(ctx context.Context, d *service.Domain) (*service.Handle, error) {
	return r.service.DomainOwner(ctx, d)
}

func (r *domainResolver) Contacts(ctx context.Context, d *service.Domain) ([]*service.DomainContact, error) {
	return r.service.DomainContacts(ctx, d)
}

func (r *domainResolver) Holds(ctx context.Context, d *service.Domain) ([]*db.Hold, error) {
	return r.service.DomainHolds(ctx, d)
}

func (r *domainResolver) Reseller(ctx context.Context, d *service.Domain) (*service.Reseller, error) {
	return r.service.DomainReseller(ctx, d)
}

func (r *resellerResolver) Handle(ctx context.Context, of *service.Reseller) (*service.Handle, error) {
	return r.service.OwnHandle(ctx, of)
}

func (r *resellerResolver) Counts(ctx context.Context, of *service.Reseller) (*service.ResellerCounts, error) {
	return r.service.Counts(ctx, of)
}

func (r *apiKeyResolver) Reseller(ctx context.Context, key *service.APIKey) (*service.Reseller, error) {
	return r.service.KeyReseller(ctx, key)
}

func (r *apiKeyResolver) Replaces(ctx context.Context, key *service.APIKey) (*service.APIKey, error) {
	return r.service.ReplacedKey(ctx, key)
}

func (r *eventResolver) Entity(ctx context.Context, e *service.Event) (service.Node, error) {
	return r.service.EventEntity(ctx, e)
}

func (r *actorResolver) Reseller(ctx context.Context, a *service.Actor) (*service.Reseller, error) {
	return r.service.ActorReseller(ctx, a)
}

func (r *mailResolver) Handle(ctx context.Context, m *service.Mail) (*service.Handle, error) {
	return r.service.MailHandle(ctx, m)
}
