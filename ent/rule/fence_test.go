package rule_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/migrate"
	"github.com/handledesk/handledesk/ent/db/privacy"
	"github.com/handledesk/handledesk/internal/registrar"
)

func (r *registry) reseller() context.Context {
	return as(r.t.Context(), registrar.Caller{Kind: registrar.ActorReseller, Scopes: registrar.Scopes, Reseller: r.beta.reseller})
}

func (r *registry) owner() context.Context {
	return as(r.t.Context(), registrar.Caller{Kind: registrar.ActorOwner, Handle: r.beta.owner})
}

// foreign lists the ids that are neither beta's nor made with it.
func (r *registry) foreign() map[string]bool { return maps.Clone(r.betaStarts) }

// notTheOwners lists the ids of all that the owner of beta's handle has nothing to do with.
func (r *registry) notTheOwners() map[string]bool {
	ids := map[string]bool{}
	for name, rows := range r.rows(r.store.Read()) {
		for id, text := range rows {
			own := slices.Contains([]string{r.beta.owner, r.beta.domain, r.beta.reseller}, id)
			about := strings.Contains(text, r.beta.domain) && (name == "Contact" || name == "Hold") ||
				strings.Contains(text, r.beta.owner) && name == "Event"
			ids[id] = !own && !about
		}
	}
	maps.DeleteFunc(ids, func(_ string, foreign bool) bool { return !foreign })
	return ids
}

// TestEveryTypeHasRows makes a new type fail until the registry loads rows of it.
func TestEveryTypeHasRows(t *testing.T) {
	r := newRegistry(t)
	all := r.rows(r.store.Read())
	if len(all) != len(migrate.Tables) {
		t.Errorf("%d types are tested, there are %d tables", len(all), len(migrate.Tables))
	}
	for name, rows := range all {
		alphas := slices.ContainsFunc(slices.Collect(maps.Keys(rows)), func(id string) bool { return r.betaStarts[id] })
		betas := slices.ContainsFunc(slices.Collect(maps.Keys(rows)), func(id string) bool { return !r.betaStarts[id] })
		if !alphas || !betas && name != "Sequence" { // counters are shared
			t.Errorf("%s: alpha has rows: %t, beta has rows: %t", name, alphas, betas)
		}
	}
}

func TestResellersReadNothingOfOthers(t *testing.T) {
	r := newRegistry(t)
	r.verifyReads(r.reseller(), r.foreign(), map[string]int{
		"Reseller": 1, "APIKey": 1, "Handle": 4, "Access": 4, "Domain": 2, "Contact": 3, "Hold": 2, "Event": 7,
		"WebhookEndpoint": 1, "WebhookDelivery": 1,
	})
}

func TestOwnersReadOnlyTheirOwn(t *testing.T) {
	r := newRegistry(t)
	r.verifyReads(r.owner(), r.notTheOwners(), map[string]int{
		"Reseller": 1, "APIKey": 0, "Handle": 1, "Access": 0, "Domain": 1, "Contact": 1, "Hold": 1, "Event": 1,
		"WebhookEndpoint": 0, "WebhookDelivery": 0,
	})
}

func TestAnonymousCallersReadNothing(t *testing.T) {
	r := newRegistry(t)
	everything := map[string]bool{}
	for _, rows := range r.rows(r.store.Read()) {
		for id := range rows {
			everything[id] = true
		}
	}
	r.verifyReads(t.Context(), everything, nil)
}

// verifyReads reads every type in every way. Those in readable give that many rows, none of them foreign; all others
// are denied.
func (r *registry) verifyReads(ctx context.Context, foreign map[string]bool, readable map[string]int) {
	r.t.Helper()
	before := r.rows(r.store.Read())
	for _, e := range entities(r.store.Read()) {
		rows, err := e.all(ctx)
		n, may := readable[e.name]
		switch {
		case may && (err != nil || len(rows) != n):
			r.t.Errorf("%s: read %d rows and %v, want %d rows", e.name, len(rows), err, n)
		case !may && !errors.Is(err, privacy.Deny):
			r.t.Errorf("%s: read %d rows and %v, want a denial", e.name, len(rows), err)
		}
		if count, err := call(chain(e.client, "Query"), "Count", ctx); err == nil && int(count.Int()) != n || (err == nil) != may {
			r.t.Errorf("%s: counted %v and %v, want %d", e.name, count, err, n)
		}
		if some, err := call(chain(e.client, "Query"), "Exist", ctx); err == nil && some.Bool() != (n > 0) || (err == nil) != may {
			r.t.Errorf("%s: there is one: %v and %v, want %d", e.name, some, err, n)
		}
		r.verifyNoneForeign(e.name, rows, foreign)
		r.verifyGets(ctx, e, foreign, before[e.name])
		r.verifyEdges(ctx, e, foreign)
	}
}

// verifyGets fetches each foreign row by its id.
func (r *registry) verifyGets(ctx context.Context, e entity, foreign map[string]bool, rows map[string]string) {
	r.t.Helper()
	for id := range rows {
		if !foreign[id] {
			continue
		}
		if got, err := call(e.client, "Get", ctx, e.key(id)); err == nil {
			r.t.Errorf("%s: got %v", e.name, got)
		}
	}
}

// verifyEdges follows every edge: with the rows that the caller may see, and from foreign rows.
func (r *registry) verifyEdges(ctx context.Context, e entity, foreign map[string]bool) {
	r.t.Helper()
	everything, err := e.all(r.system())
	if err != nil {
		r.t.Fatal(err)
	}
	for _, edge := range e.edges() {
		for _, row := range everything {
			if !foreign[idOf(row)] {
				continue
			}
			if found, err := call(chain(e.client, "Query"+edge, row), "All", ctx); err == nil {
				r.verifyNoneForeign(e.name+"."+edge, list(found), foreign)
			}
		}
		if loaded, err := call(chain(chain(e.client, "Query"), "With"+edge), "All", ctx); err == nil {
			r.verifyNoneForeign(e.name+" with "+edge, list(loaded), foreign)
		}
	}
}

// verifyNoneForeign looks at rows and at the rows that were loaded with them.
func (r *registry) verifyNoneForeign(what string, rows []any, foreign map[string]bool) {
	r.t.Helper()
	for _, row := range rows {
		text, err := json.Marshal(row)
		if err != nil {
			r.t.Fatal(err)
		}
		for id := range foreign {
			if foreign[idOf(row)] || strings.Contains(string(text), fmt.Sprintf(`"id":%q`, id)) {
				r.t.Errorf("%s: read the foreign row %s", what, text)
				break
			}
		}
	}
}

func list(rows reflect.Value) []any {
	all := make([]any, rows.Len())
	for i := range all {
		all[i] = rows.Index(i).Interface()
	}
	return all
}

// internal are the types that no caller reads or writes, whoever it is.
var internal = []string{
	"Counter", "DomainToken", "Evidence", "FeedPlace", "HandleToken", "ImportRef", "Link", "Mail", "Outcome", "Password", "ReachabilityCase",
	"Sequence", "Session", "Throttle", "Timer", "VerifiedIdentity",
}

// TestInternalRecordsAreTheProgramsAlone: staff sees accounts and data, but no secrets and no working records.
func TestInternalRecordsAreTheProgramsAlone(t *testing.T) {
	r := newRegistry(t)
	staff := as(t.Context(), registrar.Caller{Kind: registrar.ActorOperator, Scopes: registrar.Scopes})
	everything := r.rows(r.store.Read())
	for at, e := range entities(r.store.Read()) {
		rows, err := e.all(staff)
		if denied := errors.Is(err, privacy.Deny); denied != slices.Contains(internal, e.name) || !denied && len(rows) == 0 {
			t.Errorf("%s: staff reads %d rows and %v", e.name, len(rows), err)
		}
		if !slices.Contains(internal, e.name) {
			continue
		}
		if _, err := call(chain(e.client, "Query"), "Count", staff); !errors.Is(err, privacy.Deny) {
			t.Errorf("%s: staff counts: %v, want a denial", e.name, err)
		}
		ids := slices.Sorted(maps.Keys(everything[e.name]))
		for _, trial := range r.trials(e, ids[:1], nil) {
			r.undone(func(tx *db.Client) {
				if err := trial.run(staff, entities(tx)[at]); !errors.Is(err, privacy.Deny) && !db.IsValidationError(err) {
					t.Errorf("%s %s: staff is told %v, want a denial", trial.kind, trial.name, err)
				}
			})
		}
	}
}
