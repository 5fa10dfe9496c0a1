package graph

import (
	"context"

	"github.com/handledesk/handledesk/graph/generated"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

func (r *queryResolver) WebhookEndpoints(ctx context.Context, first *int, after *string, last *int, before *string,
) (*service.WebhookEndpointConnection, error) {
	return r.service.WebhookEndpoints(ctx, page.Args{First: first, After: after, Last: last, Before: before})
}

func (r *webhookEndpointResolver) Reseller(ctx context.Context, e *service.WebhookEndpoint) (*service.Reseller, error) {
	return r.service.EndpointReseller(ctx, e)
}

func (r *webhookEndpointResolver) Deliveries(ctx context.Context, e *service.WebhookEndpoint, first *int, after *string, last *int, before *string,
	state *registrar.DeliveryState,
) (*service.WebhookDeliveryConnection, error) {
	return r.service.WebhookDeliveries(ctx, e, page.Args{First: first, After: after, Last: last, Before: before}, state)
}

func (r *webhookDeliveryResolver) Endpoint(ctx context.Context, d *service.WebhookDelivery) (*service.WebhookEndpoint, error) {
	return r.service.DeliveryEndpoint(ctx, d)
}

func (r *webhookDeliveryResolver) Event(ctx context.Context, d *service.WebhookDelivery) (*service.Event, error) {
	return r.service.DeliveryEvent(ctx, d)
}

func (r *mutationResolver) CreateWebhookEndpoint(ctx context.Context, in service.CreateWebhookEndpoint) (*generated.CreateWebhookEndpointPayload, error) {
	e, secret, err := r.service.CreateWebhookEndpoint(ctx, in)
	refusals, top := r.service.UserErrors(err)
	return &generated.CreateWebhookEndpointPayload{
		WebhookEndpoint: e, Secret: unless(err, secret), Warnings: shownBefore(err, secret), UserErrors: refusals,
	}, top
}

func (r *mutationResolver) UpdateWebhookEndpoint(ctx context.Context, in generated.UpdateWebhookEndpointInput,
) (*generated.UpdateWebhookEndpointPayload, error) {
	e, err := r.service.UpdateWebhookEndpoint(ctx, endpointUpdate(in))
	refusals, err := r.service.UserErrors(err)
	return &generated.UpdateWebhookEndpointPayload{WebhookEndpoint: e, UserErrors: refusals}, err
}

func (r *mutationResolver) DeleteWebhookEndpoint(ctx context.Context, in generated.DeleteWebhookEndpointInput,
) (*generated.DeleteWebhookEndpointPayload, error) {
	err := r.service.DeleteWebhookEndpoint(ctx, in.WebhookEndpointID, in.ExpectedVersion)
	refusals, top := r.service.UserErrors(err)
	return &generated.DeleteWebhookEndpointPayload{DeletedWebhookEndpointID: unless(err, in.WebhookEndpointID), UserErrors: refusals}, top
}

func (r *mutationResolver) RotateWebhookSecret(ctx context.Context, in service.RotateWebhookSecret) (*generated.RotateWebhookSecretPayload, error) {
	e, secret, err := r.service.RotateWebhookSecret(ctx, in)
	refusals, top := r.service.UserErrors(err)
	return &generated.RotateWebhookSecretPayload{
		WebhookEndpoint: e, Secret: unless(err, secret), Warnings: shownBefore(err, secret), UserErrors: refusals,
	}, top
}

func (r *mutationResolver) RedeliverWebhook(ctx context.Context, in generated.RedeliverWebhookInput) (*generated.RedeliverWebhookPayload, error) {
	d, err := r.service.RedeliverWebhook(ctx, in.DeliveryID)
	refusals, err := r.service.UserErrors(err)
	return &generated.RedeliverWebhookPayload{Delivery: d, UserErrors: refusals}, err
}

func (r *mutationResolver) SendTestWebhook(ctx context.Context, in generated.SendTestWebhookInput) (*generated.SendTestWebhookPayload, error) {
	d, err := r.service.SendTestWebhook(ctx, in.WebhookEndpointID)
	refusals, err := r.service.UserErrors(err)
	return &generated.SendTestWebhookPayload{Delivery: d, UserErrors: refusals}, err
}
