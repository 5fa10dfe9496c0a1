package rule_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/privacy"
	"github.com/handledesk/handledesk/internal/registrar"
)

// each runs every trial in a transaction of its own, which is rolled back.
func (r *registry) each(foreign map[string]bool, run func(tx *db.Client, what string, try func(ctx context.Context) error)) {
	r.t.Helper()
	everything := r.rows(r.store.Read())
	for at, outside := range entities(r.store.Read()) {
		var theirs, own []string
		for id := range everything[outside.name] {
			if foreign[id] {
				theirs = append(theirs, id)
			} else {
				own = append(own, id)
			}
		}
		for _, trial := range r.trials(outside, theirs, own) {
			r.undone(func(tx *db.Client) {
				run(tx, trial.kind+" "+trial.name, func(ctx context.Context) error { return trial.run(ctx, entities(tx)[at]) })
			})
		}
	}
}

// verifyWrites tries everything as the viewer: it fails, or leaves everything alone that names a foreign id.
func (r *registry) verifyWrites(ctx context.Context, foreign map[string]bool) {
	r.t.Helper()
	before := r.naming(r.store.Read(), foreign)
	r.each(foreign, func(tx *db.Client, what string, try func(ctx context.Context) error) {
		if try(ctx) != nil {
			return
		}
		if after := r.naming(tx, foreign); !slices.Equal(before, after) {
			r.t.Errorf("%s was done:%s", what, changes(before, after))
		}
	})
}

// TestTheTrialsAreSound: what the program itself does by the same calls succeeds, so that it is the fence that stops
// the others. Deletions may fail for rows that others point to, and edges because they cannot move.
func TestTheTrialsAreSound(t *testing.T) {
	r := newRegistry(t)
	for at, e := range entities(r.store.Read()) {
		done, failed := map[string]int{}, map[string]int{}
		for _, trial := range r.trials(e, slices.Collect(maps.Keys(r.rows(r.store.Read())[e.name])), nil) {
			r.undone(func(tx *db.Client) {
				if trial.run(r.system(), entities(tx)[at]) == nil {
					done[trial.kind]++
				} else {
					failed[trial.kind]++
				}
			})
		}
		for _, kind := range []string{"Update", "UpdateOneID", "UpdateOne", "row.Update"} {
			if done[kind] < failed[kind] {
				t.Errorf("%s.%s: %d trials succeed for the program itself, %d fail", e.name, kind, done[kind], failed[kind])
			}
		}
		for _, kind := range []string{"Create", "CreateBulk", "MapCreateBulk"} {
			if done[kind] == 0 {
				t.Errorf("%s.%s: no row can be made", e.name, kind)
			}
		}
	}
}

// changes lists what only one of two lists has.
func changes(before, after []string) string {
	text := ""
	for _, row := range before {
		if !slices.Contains(after, row) {
			text += "\n  - " + row
		}
	}
	for _, row := range after {
		if !slices.Contains(before, row) {
			text += "\n  + " + row
		}
	}
	return text
}

func TestNothingIsWrittenIntoAnotherAccount(t *testing.T) {
	r := newRegistry(t)
	r.verifyWrites(r.reseller(), r.foreign())
}

func TestOwnersWriteOnlyTheirOwn(t *testing.T) {
	r := newRegistry(t)
	r.verifyWrites(r.owner(), r.notTheOwners())
}

// TestContactsOtherThanTheOwnerWriteNothing: who is the TECH of a domain sees it and changes nothing of it.
func TestContactsOtherThanTheOwnerWriteNothing(t *testing.T) {
	r := newRegistry(t)
	technician := as(t.Context(), registrar.Caller{Kind: registrar.ActorOwner, Handle: r.beta.technical})
	if found, err := r.store.Read().Domain.Get(technician, r.beta.other); err != nil || found.ID != r.beta.other {
		t.Errorf("the technician reads %v and %v, want the domain", found, err)
	}
	before := r.rows(r.store.Read())["Domain"]
	r.undone(func(tx *db.Client) {
		err := tx.Domain.UpdateOneID(r.beta.other).SetAutoRenew(true).Exec(technician)
		if after := r.rows(tx)["Domain"]; !db.IsNotFound(err) || !maps.Equal(before, after) {
			t.Errorf("the technician wrote, and was told %v", err)
		}
	})
	r.undone(func(tx *db.Client) {
		n, err := tx.Domain.Delete().Exec(technician)
		if err == nil && n > 0 {
			t.Errorf("the technician deleted %d domains", n)
		}
	})
}

func TestAnonymousCallersWriteNothing(t *testing.T) {
	r := newRegistry(t)
	for at, e := range entities(r.store.Read()) {
		ids := slices.Sorted(maps.Keys(r.rows(r.store.Read())[e.name]))
		for _, trial := range r.trials(e, ids[:1], nil) {
			r.undone(func(tx *db.Client) {
				err := trial.run(t.Context(), entities(tx)[at])
				if !errors.Is(err, privacy.Deny) && !db.IsValidationError(err) {
					t.Errorf("%s %s: %v, want a denial", trial.kind, trial.name, err)
				}
			})
		}
	}
}

// TestLimitedRightsWriteNothing: a handle that is in beta's list with LIMITED rights is read and not written.
func TestLimitedRightsWriteNothing(t *testing.T) {
	r := newRegistry(t)
	ctx := r.reseller()
	r.undone(func(tx *db.Client) {
		if _, err := tx.Handle.Get(ctx, r.beta.owner); err != nil {
			t.Errorf("reading: %v", err)
		}
		if err := tx.Handle.UpdateOneID(r.beta.owner).SetFax("+33.1").Exec(ctx); !db.IsNotFound(err) {
			t.Errorf("updating: %v, want that no row was found", err)
		}
		if err := tx.Handle.DeleteOneID(r.beta.owner).Exec(ctx); !db.IsNotFound(err) {
			t.Errorf("deleting: %v, want that no row was found", err)
		}
		if err := tx.Handle.UpdateOneID(r.beta.handle).SetFax("+33.1").Exec(ctx); err != nil {
			t.Errorf("updating with FULL rights: %v", err)
		}
	})
}

// TestCallersWithoutAnIDAreNobody: what belongs to no account does not belong to a caller without one, and it makes
// nothing that belongs to none, such as an operator's key.
func TestCallersWithoutAnIDAreNobody(t *testing.T) {
	r := newRegistry(t)
	nobodys := func(string) any { return "" }
	for _, kind := range []registrar.ActorKind{registrar.ActorReseller, registrar.ActorOwner, "ROBOT"} {
		ctx := as(t.Context(), registrar.Caller{Kind: kind, Scopes: registrar.Scopes})
		r.undone(func(tx *db.Client) {
			if err := errors.Join(
				tx.Domain.Update().ClearResellerID().Exec(r.system()),
				tx.Contact.Update().ClearResellerID().Exec(r.system()),
				operatorsKey(tx).Exec(r.system()),
				staffsEndpoint(tx).Exec(r.system()),
				tx.Event.Create().SetID(registrar.NewIDAt(registrar.EventID, 1)).SetPosition(1).SetChangeID("chg").SetAt(1).SetEntityID("x").
					SetActorKind(registrar.ActorSystem).SetAction(registrar.HandleUpdated).SetChanges(nil).Exec(r.system()),
			); err != nil {
				t.Fatal(err)
			}
			for _, e := range entities(tx) {
				if rows, err := e.all(ctx); err == nil && len(rows) > 0 {
					t.Errorf("%s without an id reads %d rows of %s", kind, len(rows), e.name)
				}
			}
			if err := operatorsKey(tx).Exec(ctx); !errors.Is(err, privacy.Deny) {
				t.Errorf("%s without an id makes an operator's key: %v", kind, err)
			}
			if err := staffsEndpoint(tx).Exec(ctx); !errors.Is(err, privacy.Deny) {
				t.Errorf("%s without an id makes an endpoint that hears of all accounts: %v", kind, err)
			}
			domain := r.creation(entity{"Domain", reflect.ValueOf(tx.Domain)}, nobodys)
			if _, err := call(domain, "Save", ctx); !errors.Is(err, privacy.Deny) {
				t.Errorf("%s without an id registers a domain: %v", kind, err)
			}
		})
	}
}

func operatorsKey(tx *db.Client) *db.APIKeyCreate {
	id := registrar.FormatID(registrar.KeyID, uuid.New())
	return tx.APIKey.Create().SetID(id).SetName("x").SetRole(registrar.OperatorKey).SetScopes(registrar.Scopes).
		SetSecretHash([]byte(id)).SetHint("x").SetCreatedAt(1)
}

func staffsEndpoint(tx *db.Client) *db.WebhookEndpointCreate {
	return tx.WebhookEndpoint.Create().SetID(registrar.FormatID(registrar.EndpointID, uuid.New())).SetURL("https://staff.example").
		SetActions(nil).SetCreatedAt(1).SetUpdatedAt(1)
}
