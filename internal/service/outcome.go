package service

import (
	"context"
	"encoding/json"
	"reflect"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/outcome"
	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// remembered is how long a request with an Idempotency-Key is done only once.
const remembered = 24 * time.Hour

// retry is one root field of a request that may have been sent before; its zero value is none.
type retry struct {
	key     string // pseudonym of the caller's account and the Idempotency-Key
	request string // pseudonym of the request
	field   string
}

// retryOf finds out whether what runs may have been sent before. Keys belong to the account, not to the API key, so that
// a rotated one does not spoil a retry; all of the registrar's staff is one account. Who did not sign in has none: there
// the request itself takes its place.
func (s *Service) retryOf(ctx context.Context) (retry, bool) {
	sent, field := idempotency.From(ctx), idempotency.Field(ctx)
	if sent == nil || field == "" {
		return retry{}, false
	}
	v := viewer.FromContext(ctx)
	account := string(v.Kind) + v.Reseller + v.Handle
	if v.Anonymous() {
		account = sent.Fingerprint
	}
	return retry{
		key:     s.key.Pseudonym("idempotency key", account, sent.Key),
		request: s.key.Pseudonym("idempotent request", account, sent.Fingerprint),
		field:   field,
	}, true
}

// replayed looks whether the field was done before, and if so fills in what it came to. It is for what refuses a second
// try before write is reached, such as a link that was used; write asks again in its transaction.
//
// Errors: BAD_USER_INPUT for another request under the same key.
func (s *Service) replayed(ctx context.Context, result any) (bool, error) {
	r, is := s.retryOf(ctx)
	if !is {
		return false, nil
	}
	done, err := r.find(viewer.System(ctx), s.read(ctx), s.now(), result)
	if done {
		idempotency.From(ctx).MarkReplayed()
	}
	return done, translate(err)
}

// find fills in the field's result if the request was done before.
func (r retry) find(system context.Context, tx *db.Client, now registrar.Instant, result any) (bool, error) {
	known, err := tx.Outcome.Query().Where(outcome.Key(r.key), outcome.AtGT(now.Add(-remembered))).All(system)
	if err != nil {
		return false, err
	}
	for _, o := range known {
		if o.Request != r.request {
			return false, registrar.Refuse(registrar.BadUserInput, "This Idempotency-Key was used for another request within "+
				"the last 24 hours: send that request unchanged, or choose a new key. Nothing was done.")
		}
	}
	for _, o := range known {
		if o.Field == r.field {
			return true, json.Unmarshal(o.Result, result)
		}
	}
	return false, nil
}

// once runs a use case unless it was done before, and remembers what it came to: in the transaction that does it, so
// that neither is there without the other. A twin that is sent at the same time waits for the transaction and then
// finds what it came to. Refusals are not remembered.
func (c *change) once(result any, run func(c *change) error) error {
	if result == nil {
		result = &struct{}{}
	}
	reflect.ValueOf(result).Elem().SetZero()
	r, is := c.retryOf(c.ctx)
	if !is {
		return run(c)
	}
	done, err := r.find(c.system, c.tx, c.at, result)
	if err != nil {
		return err
	}
	if done {
		c.show(idempotency.From(c.ctx).MarkReplayed)
		return nil
	}
	if err := run(c); err != nil {
		return err
	}
	text, err := json.Marshal(result)
	if err != nil {
		return err
	}
	// One that is too old to be found would stand in the way.
	if _, err := c.tx.Outcome.Delete().Where(outcome.Key(r.key), outcome.AtLTE(c.at.Add(-remembered))).Exec(c.system); err != nil {
		return err
	}
	return c.tx.Outcome.Create().SetID(c.ids.NewID(registrar.OutcomeID)).SetKey(r.key).SetRequest(r.request).
		SetField(r.field).SetResult(text).SetAt(c.at).Exec(c.system)
}

// forgetOutcomes clears away what is too old to be found.
func (c *change) forgetOutcomes() error {
	_, err := c.tx.Outcome.Delete().Where(outcome.AtLTE(c.at.Add(-remembered))).Exec(c.system)
	return err
}
