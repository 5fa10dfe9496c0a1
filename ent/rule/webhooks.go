package rule

import (
	"context"

	"entgo.io/ent"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/ent/db/privacy"
	"github.com/handledesk/handledesk/ent/db/webhookdelivery"
	"github.com/handledesk/handledesk/ent/db/webhookendpoint"
	"github.com/handledesk/handledesk/internal/viewer"
)

// WebhookEndpoints narrows endpoints to the reseller's own; a reseller makes none for another.
func WebhookEndpoints() ent.Policy {
	return guarded(
		privacy.WebhookEndpointQueryRuleFunc(func(ctx context.Context, q *db.WebhookEndpointQuery) error {
			q.Where(ownEndpoints(viewer.FromContext(ctx)))
			return privacy.Skip
		}),
		privacy.WebhookEndpointMutationRuleFunc(func(ctx context.Context, m *db.WebhookEndpointMutation) error {
			v := viewer.FromContext(ctx)
			if m.Op().Is(ent.OpCreate) {
				of, _ := m.ResellerID()
				return allowIf(v.IsReseller() && of == v.Reseller, "a reseller makes webhook endpoints for itself")
			}
			m.Where(ownEndpoints(v))
			return privacy.Skip
		}),
	)
}

func ownEndpoints(v viewer.Viewer) predicate.WebhookEndpoint {
	if v.IsReseller() {
		return belongs(webhookendpoint.FieldResellerID, v.Reseller)
	}
	return nothing
}

// WebhookDeliveries narrows deliveries to those of the reseller's own endpoints; only the program itself writes them.
func WebhookDeliveries() ent.Policy {
	return guarded(
		privacy.WebhookDeliveryQueryRuleFunc(func(ctx context.Context, q *db.WebhookDeliveryQuery) error {
			if v := viewer.FromContext(ctx); v.IsReseller() {
				q.Where(belongs(webhookdelivery.FieldResellerID, v.Reseller))
			} else {
				q.Where(nothing)
			}
			return privacy.Skip
		}),
		privacy.WebhookDeliveryMutationRuleFunc(func(context.Context, *db.WebhookDeliveryMutation) error {
			return privacy.Denyf("only the program itself delivers webhooks")
		}),
	)
}
