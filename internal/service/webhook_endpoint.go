package service

import (
	"context"
	"fmt"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/ent/db/webhookendpoint"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// WebhookEndpoint is an address that hears of events, as its caller sees it.
type WebhookEndpoint struct {
	*db.WebhookEndpoint
	service *Service
	group   *group[*WebhookEndpoint]
}

// IsNode marks what `node` can answer with.
func (*WebhookEndpoint) IsNode() {}

// PreviousSecretUntil is until when the former secret signs, too; nil when it does not any more.
func (e *WebhookEndpoint) PreviousSecretUntil() *registrar.Instant {
	if e.PreviousUntil == nil || *e.PreviousUntil <= e.service.now() {
		return nil
	}
	return e.PreviousUntil
}

func (s *Service) showEndpoints(rows ...*db.WebhookEndpoint) []*WebhookEndpoint {
	g := &group[*WebhookEndpoint]{items: make([]*WebhookEndpoint, len(rows))}
	for i, row := range rows {
		g.items[i] = &WebhookEndpoint{row, s, g}
	}
	return g.items
}

// WebhookEndpoints lists a reseller's own endpoints, or all for an operator, newest first.
func (s *Service) WebhookEndpoints(ctx context.Context, args page.Args) (*WebhookEndpointConnection, error) {
	w, err := page.Parse(args, page.Order{Name: "CREATED_AT", Desc: true, Kind: page.Number})
	if err != nil {
		return nil, err
	}
	query := func() *db.WebhookEndpointQuery {
		q := s.read(ctx).WebhookEndpoint.Query()
		if v := viewer.FromContext(ctx); v.IsReseller() {
			q.Where(webhookendpoint.ResellerID(v.Reseller)) // the index to walk; the fence serves none
		}
		return q
	}
	rows, err := query().Where(walking[predicate.WebhookEndpoint](w, webhookendpoint.FieldCreatedAt, webhookendpoint.FieldID)).All(ctx)
	if err != nil {
		return nil, translate(err)
	}
	key := func(e *WebhookEndpoint) page.Key { return page.Key{Value: int64(e.CreatedAt), ID: e.ID} }
	edge := func(cursor string, e *WebhookEndpoint) *WebhookEndpointEdge {
		return &WebhookEndpointEdge{Edge[*WebhookEndpoint]{cursor, e}}
	}
	return &WebhookEndpointConnection{connect(ctx, w, s.showEndpoints(rows...), key, edge, func(ctx context.Context) (Total, error) {
		n, err := query().Order(bounded(webhookendpoint.FieldID)).Aggregate(db.Count()).Int(ctx)
		return totalOf(n), err
	})}, nil
}

func (s *Service) endpointsByID(ctx context.Context, ids ...string) (map[string]*WebhookEndpoint, error) {
	rows, err := s.read(ctx).WebhookEndpoint.Query().Where(webhookendpoint.IDIn(ids...)).All(ctx)
	found := make(map[string]*WebhookEndpoint, len(rows))
	for _, e := range s.showEndpoints(rows...) {
		found[e.ID] = e
	}
	return found, translate(err)
}

// EndpointReseller is in whose account an endpoint hears of events; nil for the registrar's own.
func (s *Service) EndpointReseller(ctx context.Context, e *WebhookEndpoint) (*Reseller, error) {
	if e.ResellerID == nil {
		return nil, nil
	}
	found, err := together(ctx, e.group, "resellers", func(ctx context.Context, es []*WebhookEndpoint) (map[string]*Reseller, error) {
		ids := map[string]bool{}
		for _, e := range es {
			if e.ResellerID != nil {
				ids[*e.ResellerID] = true
			}
		}
		return s.resellersByID(ctx, sortedKeys(ids))
	})
	return found[*e.ResellerID], err
}

// CreateWebhookEndpoint is the input of the mutation createWebhookEndpoint.
type CreateWebhookEndpoint struct {
	ResellerID  *string
	URL         string
	Description string
	Actions     []registrar.EventAction
}

// descriptionLength is the most characters of an endpoint's description.
const descriptionLength = 200

// CreateWebhookEndpoint makes an endpoint, which hears of what happens from now on, and gives its secret, this once.
//
// Errors: INVALID for the address; INVALID, TOO_LONG for the description; TOO_MANY_WEBHOOK_ENDPOINTS; NOT_ALLOWED,
// NOT_FOUND for resellerId.
func (s *Service) CreateWebhookEndpoint(ctx context.Context, in CreateWebhookEndpoint) (*WebhookEndpoint, string, error) {
	var id, made string // they differ when another request has made it, under the same Idempotency-Key
	err := s.write(ctx, registrar.CreateWebhookEndpoint, &id, func(c *change) error {
		account, err := c.endpointAccount(in.ResellerID)
		if err != nil {
			return err
		}
		if in.Description, err = c.verifyEndpoint(in.URL, in.Description); err != nil {
			return err
		}
		if err := c.verifyRoom(account); err != nil {
			return err
		}
		if err := c.beginDispatch(); err != nil {
			return err
		}
		in.Actions = distinctActions(in.Actions)
		id = c.ids.NewID(registrar.EndpointID)
		err = c.tx.WebhookEndpoint.Create().SetID(id).SetNillableResellerID(nonEmpty(account)).SetURL(in.URL).
			SetDescription(in.Description).SetActions(in.Actions).SetCreatedAt(c.at).SetUpdatedAt(c.at).Exec(c.ctx)
		if err != nil {
			return err
		}
		changes := []registrar.Change{{Field: "url", After: in.URL}, {Field: "actions", After: in.Actions}}
		if in.Description != "" {
			changes = append(changes, registrar.Change{Field: "description", After: in.Description})
		}
		c.record(registrar.WebhookEndpointCreated, id, account, changes)
		made = id
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	found, err := s.endpointsByID(ctx, id)
	if id != made {
		return found[id], "", err
	}
	return found[id], s.key.WebhookSecret(id, 1), err
}

// endpointAccount is in whose account an endpoint is made: the caller's, or the one that an operator names; empty for
// the registrar's own.
func (c *change) endpointAccount(named *string) (string, error) {
	if c.caller.IsOperator() && named == nil {
		return "", nil
	}
	return c.account(named)
}

// verifyEndpoint checks address and description, and gives the description as it is stored.
func (c *change) verifyEndpoint(address, description string) (string, error) {
	var problems registrar.Problems
	if err := c.webhooks.CheckURL(address); err != nil {
		problems = append(problems, registrar.RefuseField(registrar.Invalid, "url", "Webhooks cannot go there: "+err.Error()+"."))
	}
	if description != "" {
		clean, problem := registrar.CheckLine("description", description, descriptionLength)
		if problem != nil {
			problems = append(problems, problem)
		}
		description = clean
	}
	return description, problems.Err()
}

// verifyRoom refuses more endpoints than an account may have.
func (c *change) verifyRoom(account string) error {
	of := webhookendpoint.ResellerIDIsNil()
	if account != "" {
		of = webhookendpoint.ResellerID(account)
	}
	there, err := c.tx.WebhookEndpoint.Query().Where(of).Count(c.ctx)
	if err == nil && there >= registrar.EndpointsPerAccount {
		return registrar.Refuse(registrar.TooManyEndpoints,
			fmt.Sprintf("An account has %d webhook endpoints at most; delete one that is not needed any more.", registrar.EndpointsPerAccount))
	}
	return err
}

// distinctActions are the actions, each once, in their alphabet's order; never nil, so that what is stored is a list.
func distinctActions(actions []registrar.EventAction) []registrar.EventAction {
	sorted := append([]registrar.EventAction{}, actions...)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// findEndpoint reads an endpoint of the caller's by its id. Errors: NOT_FOUND.
func (c *change) findEndpoint(id string) (*db.WebhookEndpoint, error) {
	if err := requireID(registrar.EndpointID, "webhookEndpointId", id); err != nil {
		return nil, err
	}
	found, err := c.tx.WebhookEndpoint.Query().Where(webhookendpoint.ID(id)).Only(c.ctx)
	if db.IsNotFound(err) {
		return nil, notFound("webhookEndpointId")
	}
	return found, err
}
