package service

import (
	"context"
	"fmt"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/internal/registrar"
)

// RateLimit is a bucket of points that operations are paid from.
type RateLimit struct {
	Bucket           int
	RestorePerSecond int
}

// rateLimit is the bucket that is stored; nil when the server's own setting holds.
func rateLimit(bucket, restore *int) *RateLimit {
	if bucket == nil || restore == nil {
		return nil
	}
	return &RateLimit{*bucket, *restore}
}

// RateLimit is the key's own bucket; nil when the server's own setting holds.
func (k *APIKey) RateLimit() *RateLimit { return rateLimit(k.RateBucket, k.RateRestore) }

// RateLimit is the bucket of all keys of the reseller; nil when the server's own setting holds.
func (r *Reseller) RateLimit() *RateLimit { return rateLimit(r.RateBucket, r.RateRestore) }

// RateLimitSubject says whose rate limit is meant: exactly one field.
type RateLimitSubject struct {
	APIKeyID   *string
	ResellerID *string
}

// SetRateLimit is the input of the mutation setRateLimit.
type SetRateLimit struct {
	Of        RateLimitSubject
	RateLimit *RateLimit
}

// largestRate is the most points of a bucket, and the most that come back each second.
const largestRate = 1_000_000

// SetRateLimit sets the bucket that the operations of a key, or of all keys of a reseller together, are paid from; nil
// goes back to the server's own setting. It holds from the next request on.
//
// Errors: BAD_USER_INPUT unless exactly one of apiKeyId and resellerId is given; NOT_FOUND; INVALID by field.
func (s *Service) SetRateLimit(ctx context.Context, in SetRateLimit) (*APIKey, *Reseller, error) {
	if (in.Of.APIKeyID == nil) == (in.Of.ResellerID == nil) {
		return nil, nil, registrar.RefuseField(registrar.BadUserInput, "of", "Give exactly one of apiKeyId and resellerId.")
	}
	err := s.write(ctx, registrar.SetRateLimit, nil, func(c *change) error {
		if err := in.RateLimit.verify().Err(); err != nil {
			return err
		}
		if in.Of.APIKeyID != nil {
			return c.setKeyRate(*in.Of.APIKeyID, in.RateLimit)
		}
		return c.setResellerRate(*in.Of.ResellerID, in.RateLimit)
	})
	switch {
	case err != nil:
		return nil, nil, err
	case in.Of.APIKeyID != nil:
		key, err := s.apiKeyByID(ctx, *in.Of.APIKeyID)
		return key, nil, err
	default:
		r, err := s.resellerByID(ctx, *in.Of.ResellerID)
		return nil, r, err
	}
}

func (l *RateLimit) verify() (problems registrar.Problems) {
	require := func(field string, value int) {
		if value < 1 || value > largestRate {
			problems = append(problems, &registrar.Problem{Code: registrar.Invalid, Field: []string{"rateLimit", field},
				Message: fmt.Sprintf("Give a number from 1 to %d.", largestRate)})
		}
	}
	if l != nil {
		require("bucket", l.Bucket)
		require("restorePerSecond", l.RestorePerSecond)
	}
	return problems
}

func (c *change) setKeyRate(id string, to *RateLimit) error {
	key, err := c.findKey(id, "of", "apiKeyId")
	if err != nil {
		return err
	}
	update := key.Update()
	if to == nil {
		update.ClearRateBucket().ClearRateRestore()
	} else {
		update.SetRateBucket(to.Bucket).SetRateRestore(to.RestorePerSecond)
	}
	if err := update.Exec(c.ctx); err != nil {
		return err
	}
	c.recordRate(key.ID, orEmpty(key.ResellerID), rateLimit(key.RateBucket, key.RateRestore), to)
	return nil
}

func (c *change) setResellerRate(id string, to *RateLimit) error {
	if err := requireID(registrar.ResellerID, "resellerId", id); err != nil {
		return err
	}
	found, err := c.tx.Reseller.Query().Where(reseller.ID(id)).Only(c.ctx)
	if db.IsNotFound(err) {
		return notFound("of", "resellerId")
	}
	if err != nil {
		return err
	}
	update := found.Update()
	if to == nil {
		update.ClearRateBucket().ClearRateRestore()
	} else {
		update.SetRateBucket(to.Bucket).SetRateRestore(to.RestorePerSecond)
	}
	if err := update.Exec(c.ctx); err != nil {
		return err
	}
	c.recordRate(found.ID, found.ID, rateLimit(found.RateBucket, found.RateRestore), to)
	return nil
}

// recordRate records what changed, if anything did.
func (c *change) recordRate(entityID, account string, before, after *RateLimit) {
	var changes []registrar.Change
	note := func(field string, of func(RateLimit) int) {
		was, is := any(nil), any(nil)
		if before != nil {
			was = of(*before)
		}
		if after != nil {
			is = of(*after)
		}
		if was != is {
			changes = append(changes, registrar.Change{Field: field, Before: was, After: is})
		}
	}
	note("rateLimit.bucket", func(l RateLimit) int { return l.Bucket })
	note("rateLimit.restorePerSecond", func(l RateLimit) int { return l.RestorePerSecond })
	if len(changes) > 0 {
		c.record(registrar.RateLimitSet, entityID, account, changes)
	}
}
