package service

import "github.com/handledesk/handledesk/internal/registrar"

// The lists' pages by name: the generator of the GraphQL layer binds types by their names, so each has one.
type (
	// HandleConnection is a page of handles.
	HandleConnection struct{ Connection[*HandleEdge] }
	// HandleEdge is a handle in a page.
	HandleEdge struct{ Edge[*Handle] }
	// DomainConnection is a page of domains.
	DomainConnection struct{ Connection[*DomainEdge] }
	// DomainEdge is a domain in a page.
	DomainEdge struct{ Edge[*Domain] }
	// HandleDomainConnection is a page of one handle's domains.
	HandleDomainConnection struct {
		Connection[*HandleDomainEdge]
	}
	// HandleDomainEdge is a domain of a handle, with the roles that the handle holds on it.
	HandleDomainEdge struct {
		Edge[*Domain]
		Roles []registrar.Role
	}
	// EventConnection is a page of events.
	EventConnection struct{ Connection[*EventEdge] }
	// EventEdge is an event in a page.
	EventEdge struct{ Edge[*Event] }
	// APIKeyConnection is a page of API keys.
	APIKeyConnection struct{ Connection[*APIKeyEdge] }
	// APIKeyEdge is an API key in a page.
	APIKeyEdge struct{ Edge[*APIKey] }
	// ResellerConnection is a page of resellers.
	ResellerConnection struct{ Connection[*ResellerEdge] }
	// ResellerEdge is a reseller in a page.
	ResellerEdge struct{ Edge[*Reseller] }
	// MailConnection is a page of mails.
	MailConnection struct{ Connection[*MailEdge] }
	// MailEdge is a mail in a page.
	MailEdge struct{ Edge[*Mail] }
	// WebhookEndpointConnection is a page of webhook endpoints.
	WebhookEndpointConnection struct {
		Connection[*WebhookEndpointEdge]
	}
	// WebhookEndpointEdge is a webhook endpoint in a page.
	WebhookEndpointEdge struct{ Edge[*WebhookEndpoint] }
	// WebhookDeliveryConnection is a page of deliveries of webhooks.
	WebhookDeliveryConnection struct {
		Connection[*WebhookDeliveryEdge]
	}
	// WebhookDeliveryEdge is a delivery of a webhook in a page.
	WebhookDeliveryEdge struct{ Edge[*WebhookDelivery] }
)
