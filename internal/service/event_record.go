package service

import (
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/event"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/requestid"
	"github.com/handledesk/handledesk/internal/viewer"
)

// record notes the event of a changed entity; it is written at the end of the transaction. What a mutation does to one
// entity in several steps is one event: the first step names it, the later ones add their fields.
//
// The account is the reseller that the change concerns, if any: it alone, and the operators, will see the event. Where
// the caller is another reseller, the change is a consequence that reaches into somebody else's account, and the
// program itself is named as the actor.
func (c *change) record(action registrar.EventAction, entityID, account string, changes []registrar.Change) {
	for _, noted := range c.events {
		if noted.EntityID == entityID {
			noted.Changes = merge(noted.Changes, changes)
			if noted.Action == registrar.HandleCreated || noted.Action == registrar.DomainRegistered {
				unborn(noted.Changes)
			}
			return
		}
	}
	actor := c.caller
	if actor.IsReseller() && actor.Reseller != account {
		actor = viewer.FromContext(c.system)
	}
	e := &db.Event{
		ID: c.ids.NewID(registrar.EventID), ChangeID: c.id, At: c.at, ActorKind: actor.Kind,
		ResellerID: nonEmpty(account), APIKeyID: nonEmpty(actor.KeyID), Subject: nonEmpty(actor.Subject), Action: action, EntityID: entityID,
		Changes: merge(nil, changes),
	}
	if actor.Kind != registrar.ActorSystem {
		e.RequestID = nonEmpty(requestid.From(c.ctx))
	}
	c.events = append(c.events, e)
}

// recorded tells whether the entity's event is noted already. Then what more happens to it needs no account.
func (c *change) recorded(entityID string) bool {
	return slices.ContainsFunc(c.events, func(e *db.Event) bool { return e.EntityID == entityID })
}

// merge adds later changes to earlier ones: a field that changed twice keeps its first value before. It never gives
// nil, so that what is stored is a list.
func merge(earlier, later []registrar.Change) []registrar.Change {
	all := append([]registrar.Change{}, earlier...)
	for _, change := range later {
		same := func(other registrar.Change) bool { return other.Field == change.Field }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].After = change.After
		} else {
			all = append(all, change)
		}
	}
	return all
}

// unborn takes away the values before, of a thing that was not there before.
func unborn(changes []registrar.Change) {
	for i := range changes {
		changes[i].Before = nil
	}
}

// writeEvents writes what was noted, in the order in which it happened.
func (c *change) writeEvents() error { return c.writeRecords(&c.events) }

// writeRecords writes events at the transaction's place, and lets everybody know who waits for them.
func (c *change) writeRecords(events *[]*db.Event) error {
	if len(*events) == 0 {
		return nil
	}
	place, err := c.work.Place(c.ctx)
	if err != nil {
		return err
	}
	for _, e := range *events {
		e.Position = place
		c.work.Touch(orEmpty(e.ResellerID))
	}
	return inBatches(events, func(rows []*db.Event) error {
		return c.tx.Event.MapCreateBulk(rows, func(create *db.EventCreate, i int) { setEvent(create, rows[i]) }).Exec(c.system)
	})
}

// setEvent writes an event into a creation.
func setEvent(create *db.EventCreate, e *db.Event) {
	create.SetID(e.ID).SetPosition(e.Position).SetChangeID(e.ChangeID).SetAt(e.At).SetActorKind(e.ActorKind).
		SetNillableResellerID(e.ResellerID).SetNillableAPIKeyID(e.APIKeyID).SetNillableSubject(e.Subject).
		SetNillableRequestID(e.RequestID).
		SetAction(e.Action).SetEntityID(e.EntityID).SetChanges(e.Changes)
}

// erase takes personal data out of the events of a deleted handle: that a field changed stays, its values go.
func (c *change) erase(entityID string) error {
	events, err := c.tx.Event.Query().Where(event.EntityID(entityID)).All(c.system)
	if err != nil {
		return err
	}
	for _, e := range events {
		blank := make([]registrar.Change, len(e.Changes))
		for i, change := range e.Changes {
			blank[i] = registrar.Change{Field: change.Field}
		}
		if err := e.Update().SetChanges(blank).Exec(c.system); err != nil {
			return err
		}
	}
	return nil
}
