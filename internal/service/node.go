package service

import (
	"context"
	"fmt"

	"github.com/handledesk/handledesk/ent/db/apikey"
	"github.com/handledesk/handledesk/ent/db/domain"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/tally"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Node is an object that can be fetched again by its id.
type Node interface{ IsNode() }

// nodesAtOnce is how many ids `nodes` takes at most.
const nodesAtOnce = 100

// nodeScopes say what a key needs to read each kind of node, as the fields that list them say.
var nodeScopes = map[registrar.IDKind]registrar.Scope{
	registrar.HandleID: registrar.HandlesRead,
	registrar.DomainID: registrar.DomainsRead,
	registrar.KeyID:    registrar.KeysRead,
	registrar.EventID:  registrar.EventsRead,
	registrar.MailID:   registrar.HandlesRead,

	registrar.EndpointID: registrar.WebhooksRead,
	registrar.DeliveryID: registrar.WebhooksRead,
}

// Nodes fetches objects by their ids, in the order of the ids; nil for each that does not exist or that the caller may
// not see. Errors: BAD_USER_INPUT for malformed or too many ids; UNAUTHENTICATED; FORBIDDEN for a missing scope.
func (s *Service) Nodes(ctx context.Context, ids []string) ([]Node, error) {
	if len(ids) > nodesAtOnce {
		return nil, registrar.RefuseField(registrar.BadUserInput, "ids", fmt.Sprintf("Give %d ids at most.", nodesAtOnce))
	}
	for _, id := range ids {
		kind, err := registrar.KindOfID(id)
		if err != nil {
			return nil, registrar.RefuseField(registrar.BadUserInput, "id", "This is not an id of this API: "+err.Error()+".")
		}
		scope, scoped := nodeScopes[kind]
		if caller := viewer.FromContext(ctx).Caller; scoped || caller.Kind == "" {
			if p := registrar.MayRead(caller, scope); p != nil {
				return nil, p
			}
		}
	}
	found, err := s.nodesByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	tally.Add(ctx, len(ids))
	nodes := make([]Node, len(ids))
	for i, id := range ids {
		nodes[i] = found[id]
	}
	return nodes, nil
}

// nodesByID loads objects of any kind: one statement per kind. What the caller's scopes do not reach is left out.
func (s *Service) nodesByID(ctx context.Context, ids []string) (map[string]Node, error) {
	byKind := map[registrar.IDKind][]string{}
	caller := viewer.FromContext(ctx).Caller
	for _, id := range ids {
		kind, err := registrar.KindOfID(id)
		if scope, scoped := nodeScopes[kind]; err == nil && (!scoped || caller.Holds(scope)) {
			byKind[kind] = append(byKind[kind], id)
		}
	}
	found := make(map[string]Node, len(ids))
	for kind, of := range byKind {
		if err := s.loadNodes(ctx, kind, of, found); err != nil {
			return nil, translate(err)
		}
	}
	return found, nil
}

func (s *Service) loadNodes(ctx context.Context, kind registrar.IDKind, ids []string, into map[string]Node) error {
	read := s.read(ctx)
	switch kind {
	case registrar.HandleID:
		rows, err := s.handlesWhere(ctx, read, handle.IDIn(ids...))
		for _, h := range rows {
			into[h.ID] = h
		}
		return err
	case registrar.DomainID:
		rows, err := s.domainsWhere(ctx, read, domain.IDIn(ids...))
		for _, d := range rows {
			into[d.ID] = d
		}
		return err
	case registrar.ResellerID:
		found, err := s.resellersByID(ctx, ids)
		for id, r := range found {
			into[id] = r
		}
		return err
	case registrar.KeyID:
		rows, err := read.APIKey.Query().Where(apikey.IDIn(ids...)).All(ctx)
		for _, k := range showKeys(rows...) {
			into[k.ID] = k
		}
		return err
	case registrar.EventID:
		rows, err := read.Event.Query().Where(event.IDIn(ids...)).All(ctx)
		g := &group[*Event]{}
		for _, e := range rows {
			shown := &Event{e, g}
			g.items = append(g.items, shown)
			into[e.ID] = shown
		}
		return err
	case registrar.MailID:
		rows, err := s.mailsByID(ctx, ids...)
		for _, m := range rows {
			into[m.ID] = m
		}
		return err
	}
	return s.loadWebhooks(ctx, kind, ids, into)
}

func (s *Service) loadWebhooks(ctx context.Context, kind registrar.IDKind, ids []string, into map[string]Node) error {
	switch kind {
	case registrar.EndpointID:
		found, err := s.endpointsByID(ctx, ids...)
		for id, e := range found {
			into[id] = e
		}
		return err
	case registrar.DeliveryID:
		rows, err := s.deliveriesByID(ctx, ids...)
		for _, d := range rows {
			into[d.ID] = d
		}
		return err
	}
	return nil
}

// Viewer is whoever is signed in: a Reseller, an Operator or an Owner.
type Viewer interface{ IsViewer() }

// Operator is the registrar's staff.
type Operator struct{ Name string }

// IsViewer marks who can sign in.
func (*Operator) IsViewer() {}

// Owner is the person behind a handle.
type Owner struct{ Handle *Handle }

// IsViewer marks who can sign in.
func (*Owner) IsViewer() {}

// Viewer tells who is signed in; nil when nobody is.
func (s *Service) Viewer(ctx context.Context) (Viewer, error) {
	v := viewer.FromContext(ctx)
	switch v.Kind {
	case registrar.ActorReseller:
		return s.resellerByID(ctx, v.Reseller)
	case registrar.ActorOperator:
		return &Operator{v.KeyName}, nil
	case registrar.ActorOwner:
		h, err := s.oneHandle(ctx, s.read(ctx), handle.ID(v.Handle))
		return &Owner{h}, translate(err)
	default:
		return nil, nil
	}
}
