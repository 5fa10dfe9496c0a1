package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/graph/generated"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// field tells a field that was left out from one that is null.
func field[T any](o graphql.Omittable[*T]) service.Field[T] {
	return service.Field[T]{Given: o.IsSet(), Value: o.Value()}
}

func handleUpdate(in generated.UpdateHandleInput) service.UpdateHandle {
	return service.UpdateHandle{
		HandleID: in.HandleID, ExpectedVersion: in.ExpectedVersion,
		Kind: field(in.Kind), GivenName: field(in.GivenName), FamilyName: field(in.FamilyName),
		Organization: field(in.Organization), RegistrationNumber: field(in.RegistrationNumber),
		Address: field(in.Address), InternationalAddress: field(in.InternationalAddress),
		Email: field(in.Email), Phone: field(in.Phone), Fax: field(in.Fax), Mobile: field(in.Mobile),
		Language: field(in.Language), VatNumber: field(in.VatNumber),
		ClientDeleteProhibited: field(in.ClientDeleteProhibited),
		ClientUpdateProhibited: field(in.ClientUpdateProhibited),
	}
}

func contactsUpdate(in generated.UpdateDomainContactsInput) service.UpdateDomainContacts {
	return service.UpdateDomainContacts{
		DomainID: in.DomainID,
		Owner:    field(in.Owner), Admin: field(in.Admin), Tech: field(in.Tech), Billing: field(in.Billing),
	}
}

func endpointUpdate(in generated.UpdateWebhookEndpointInput) service.UpdateWebhookEndpoint {
	actions := service.Field[[]registrar.EventAction]{Given: in.Actions.IsSet()}
	if list := in.Actions.Value(); list != nil {
		actions.Value = &list
	}
	return service.UpdateWebhookEndpoint{
		EndpointID: in.WebhookEndpointID, ExpectedVersion: in.ExpectedVersion,
		URL: field(in.URL), Description: field(in.Description), Actions: actions, Enabled: field(in.Enabled),
	}
}
