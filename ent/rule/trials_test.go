package rule_test

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/handledesk/handledesk/internal/registrar"
)

// trial is one way to write: with a client of a transaction, as whoever the context says.
type trial struct {
	kind, name string
	run        func(ctx context.Context, e entity) error
}

// trials lists every way to write one type: each setter on each foreign row by its id, on all rows at once, and on the
// caller's own rows, pointing them at alpha's things; deletions; rows made for alpha or with alpha's things. foreign and
// own are ids of rows of the type.
func (r *registry) trials(e entity, foreign, own []string) []trial {
	all := []trial{
		{"Delete", e.name, func(ctx context.Context, e entity) error { return end(ctx, chain(e.client, "Delete"), "Exec") }},
	}
	for _, target := range []targets{r.alphas, r.intoAlphas} {
		all = append(all, trial{"CreateBulk", e.name, func(ctx context.Context, e entity) error {
			bulk := e.client.MethodByName("CreateBulk").Call([]reflect.Value{r.creation(e, target)})
			return end(ctx, bulk[0], "Save")
		}}, trial{"MapCreateBulk", e.name, func(ctx context.Context, e entity) error {
			creation := r.creation(e, target)
			fill := reflect.MakeFunc(e.client.MethodByName("MapCreateBulk").Type().In(1), func(in []reflect.Value) []reflect.Value {
				in[0].Elem().Set(creation.Elem())
				return nil
			})
			return end(ctx, e.client.MethodByName("MapCreateBulk").Call([]reflect.Value{reflect.ValueOf([]int{1}), fill})[0], "Save")
		}})
	}
	for _, set := range setters(chain(e.client, "Update"), r.alphas) {
		all = append(all, trial{"Update", e.name + "." + set.name, func(ctx context.Context, e entity) error {
			return end(ctx, set.on(chain(e.client, "Update")), "Save")
		}})
	}
	for _, id := range append(slices.Clone(foreign), own...) {
		for _, set := range setters(chain(e.client, "UpdateOneID", e.key(id)), r.alphas) {
			all = append(all, trial{"UpdateOneID", e.name + " " + id + "." + set.name, func(ctx context.Context, e entity) error {
				return end(ctx, set.on(chain(e.client, "UpdateOneID", e.key(id))), "Save")
			}})
		}
	}
	all = append(all, r.byRow(e, foreign)...)
	for _, id := range foreign {
		all = append(all, trial{"DeleteOneID", e.name + " " + id, func(ctx context.Context, e entity) error {
			return end(ctx, chain(e.client, "DeleteOneID", e.key(id)), "Exec")
		}})
	}
	return append(all, r.creations(e)...)
}

// byRow are the ways to write that take a row which was read already, by whomever.
func (r *registry) byRow(e entity, foreign []string) []trial {
	var all []trial
	for _, id := range foreign {
		read := func(e entity) any {
			row, err := call(e.client, "Get", r.system(), e.key(id))
			if err != nil {
				panic(err) // the row is there
			}
			return row.Interface()
		}
		sets := slices.DeleteFunc(setters(chain(e.client, "UpdateOneID", e.key(id)), r.alphas), func(s setter) bool {
			return !strings.HasPrefix(s.name, "Set") || strings.HasSuffix(s.name, "HandleID")
		})
		for _, set := range sets[:min(len(sets), 2)] { // the rest differs from UpdateOneID in nothing
			all = append(all,
				trial{"UpdateOne", e.name + " " + id + "." + set.name, func(ctx context.Context, e entity) error {
					return end(ctx, set.on(chain(e.client, "UpdateOne", read(e))), "Save")
				}},
				trial{"row.Update", e.name + " " + id + "." + set.name, func(ctx context.Context, e entity) error {
					return end(ctx, set.on(chain(reflect.ValueOf(read(e)), "Update")), "Save")
				}})
		}
		all = append(all, trial{"DeleteOne", e.name + " " + id, func(ctx context.Context, e entity) error {
			return end(ctx, chain(e.client, "DeleteOne", read(e)), "Exec")
		}})
	}
	return all
}

// creations make rows that name something of alpha's: all of it, alpha's account alone, or its things alone; and rows
// of beta's that take alpha's things along by an edge.
func (r *registry) creations(e entity) []trial {
	var all []trial
	for name, target := range map[string]targets{
		"for alpha":                     r.alphas,
		"for alpha, with beta's things": r.intoAlphas,
		"for beta, with alpha's things": func(name string) any {
			if name == "ResellerID" {
				return r.beta.reseller
			}
			return r.alphas(name)
		},
	} {
		all = append(all, trial{"Create", e.name + " " + name, func(ctx context.Context, e entity) error {
			return end(ctx, r.creation(e, target), "Save")
		}})
	}
	for _, set := range setters(chain(e.client, "Create"), r.alphas) {
		if strings.HasPrefix(set.name, "Add") || set.name == "SetOwnHandleID" {
			all = append(all, trial{"Create with edge", e.name + "." + set.name, func(ctx context.Context, e entity) error {
				return end(ctx, set.on(r.creation(e, r.betas)), "Save")
			}})
		}
	}
	return all
}

// end runs a builder.
func end(ctx context.Context, builder reflect.Value, method string) error {
	_, err := call(builder, method, ctx)
	return err
}

// creation fills in every field of a new row, and no edges.
func (r *registry) creation(e entity, target targets) reflect.Value {
	create := chain(e.client, "Create")
	for _, set := range setters(create, target) {
		if !strings.HasPrefix(set.name, "Set") {
			continue
		}
		if set.name == "SetID" && set.values[0].Kind() == reflect.String {
			set.values[0] = reflect.ValueOf(registrar.FormatID(idKinds[e.name], uuid.New()))
		}
		create = set.on(create)
	}
	return create
}

// idKinds say which ids each type has.
var idKinds = map[string]registrar.IDKind{
	"APIKey": registrar.KeyID, "Access": registrar.AccessID, "Contact": registrar.ContactID, "Domain": registrar.DomainID,
	"Event": registrar.EventID, "Handle": registrar.HandleID, "Hold": registrar.HoldID, "ImportRef": registrar.RefID,
	"Mail": registrar.MailID, "ReachabilityCase": registrar.CaseID, "Reseller": registrar.ResellerID,
	"Session": registrar.SessionID, "VerifiedIdentity": registrar.IdentityID, "Sequence": "any",
	"Evidence": registrar.EvidenceID, "Link": registrar.TokenID, "Password": registrar.PasswordID,
	"Timer": registrar.TimerID, "Throttle": "any", "Outcome": registrar.OutcomeID,
	"WebhookEndpoint": registrar.EndpointID, "WebhookDelivery": registrar.DeliveryID, "FeedPlace": "any", "Counter": "any",
}

// alphas gives the id of alpha's thing that an edge or a pointer of a builder is named after. The handle is the one
// of which there is not a row of every kind yet, so that one can be made.
func (r *registry) alphas(name string) any {
	switch name {
	case "ResellerID":
		return r.alpha.reseller
	case "HandleID", "OwnHandleID":
		return r.alpha.technical
	case "DomainID":
		return r.alpha.domain
	case "TokenID":
		return 1 // the first word, which is alpha's
	}
	typeName := map[string]string{
		"AccessID": "Access", "ContactID": "Contact", "HoldID": "Hold", "KeyID": "APIKey", "CaseID": "ReachabilityCase",
		"MailID": "Mail", "SessionID": "Session", "ImportRefID": "ImportRef", "EvidenceID": "Evidence", "LinkID": "Link",
		"PasswordID": "Password", "WebhookEndpointID": "WebhookEndpoint", "EndpointID": "WebhookEndpoint",
		"DeliveryID": "WebhookDelivery",
	}[name]
	if id := r.firstOfAlpha[typeName]; id != "" {
		return id
	}
	return nil
}

// intoAlphas gives the ids of beta's things, and alpha's account.
func (r *registry) intoAlphas(name string) any {
	if name == "ResellerID" {
		return r.alpha.reseller
	}
	return r.betas(name)
}

// betas gives the ids of beta's things.
func (r *registry) betas(name string) any {
	return map[string]any{"ResellerID": r.beta.reseller, "HandleID": r.beta.technical, "DomainID": r.beta.domain}[name]
}
