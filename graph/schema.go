// Package graph serves schema.graphql: resolvers that hand over to the use cases, the directives that check scopes,
// and the one function that presents errors. It asks the database nothing by itself.
package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/graph/generated"
	"github.com/handledesk/handledesk/internal/service"
)

// NewSchema binds the schema to the use cases.
func NewSchema(s *service.Service) graphql.ExecutableSchema {
	return generated.NewExecutableSchema(generated.Config{
		Resolvers:  &resolver{s},
		Directives: generated.DirectiveRoot{Rights: requireRight, Scope: requireScope},
	})
}

// resolver is the root of all resolvers.
type resolver struct{ service *service.Service }

// Each type whose fields are not all read from the object has a resolver of its own.
type (
	queryResolver    struct{ *resolver }
	mutationResolver struct{ *resolver }

	subscriptionResolver struct{ *resolver }
	handleResolver       struct{ *resolver }
	domainResolver       struct{ *resolver }
	resellerResolver     struct{ *resolver }
	apiKeyResolver       struct{ *resolver }
	eventResolver        struct{ *resolver }
	actorResolver        struct{ *resolver }
	mailResolver         struct{ *resolver }

	reachabilityResolver struct{ *resolver }

	webhookEndpointResolver struct{ *resolver }
	webhookDeliveryResolver struct{ *resolver }
)

func (r *resolver) Query() generated.QueryResolver       { return &queryResolver{r} }
func (r *resolver) Mutation() generated.MutationResolver { return &mutationResolver{r} }
func (r *resolver) Subscription() generated.SubscriptionResolver {
	return &subscriptionResolver{r}
}
func (r *resolver) Handle() generated.HandleResolver     { return &handleResolver{r} }
func (r *resolver) Domain() generated.DomainResolver     { return &domainResolver{r} }
func (r *resolver) Reseller() generated.ResellerResolver { return &resellerResolver{r} }
func (r *resolver) ApiKey() generated.ApiKeyResolver     { return &apiKeyResolver{r} } //nolint:revive // named by the generator
func (r *resolver) Event() generated.EventResolver       { return &eventResolver{r} }
func (r *resolver) Actor() generated.ActorResolver       { return &actorResolver{r} }
func (r *resolver) Mail() generated.MailResolver         { return &mailResolver{r} }
func (r *resolver) Reachability() generated.ReachabilityResolver {
	return &reachabilityResolver{r}
}
func (r *resolver) WebhookEndpoint() generated.WebhookEndpointResolver {
	return &webhookEndpointResolver{r}
}
func (r *resolver) WebhookDelivery() generated.WebhookDeliveryResolver {
	return &webhookDeliveryResolver{r}
}
