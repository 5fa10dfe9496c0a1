package service

import (
	"context"
	"fmt"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/apikey"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// RotateAPIKey is the input of the mutation rotateApiKey.
type RotateAPIKey struct {
	APIKeyID       string
	OverlapSeconds int
	ExpiresAt      *registrar.Instant
}

// RotatedAPIKey is a new key in the place of a former one. Secret is shown this once; it is empty when the request was
// sent again.
type RotatedAPIKey struct {
	Key      *APIKey
	Replaced *APIKey
	Secret   string
}

// longestOverlap is how long a key goes on working at most once another took its place.
const longestOverlap = 7 * 24 * time.Hour

// RotateAPIKey makes another key in the place of one, with its name, role, scopes, reseller and rate limit; the former
// works on for the overlap, or until its own expiry if that comes first. Since the answer holds a secret, the rules of
// CreateAPIKey hold: nobody gets a key that reaches further than the one that asks.
//
// Errors: NOT_FOUND; KEY_ENDED for one that was revoked or has expired; MISSING_SCOPE; INVALID for the overlap; INVALID,
// NOT_ALLOWED for the expiry; NOT_ALLOWED for a key whose rate limit is larger than that of the one that asks.
func (s *Service) RotateAPIKey(ctx context.Context, in RotateAPIKey) (*RotatedAPIKey, error) {
	var id, text string
	err := s.write(ctx, registrar.RotateAPIKey, &id, func(c *change) error {
		former, err := c.findKey(in.APIKeyID, "apiKeyId")
		if err != nil {
			return err
		}
		if former.RevokedAt != nil || former.ExpiresAt != nil && *former.ExpiresAt <= c.at {
			return registrar.RefuseField(registrar.KeyEnded, "apiKeyId", "This key does not work any more; make a new one with createApiKey.")
		}
		asked, account, err := c.verifyRotation(former, in)
		if err != nil {
			return err
		}
		key, secret, err := c.insertKey(*asked, account, former)
		if err != nil {
			return err
		}
		id = key.ID
		c.show(func() { text = secret })
		return c.endFormer(former, key.ID, time.Duration(in.OverlapSeconds)*time.Second)
	})
	if err != nil {
		return nil, err
	}
	key, err := s.apiKeyByID(ctx, id)
	if err != nil {
		return nil, err
	}
	replaced, err := s.apiKeyByID(ctx, in.APIKeyID)
	return &RotatedAPIKey{Key: key, Replaced: replaced, Secret: text}, err
}

// verifyRotation checks a key that is to take another one's place as if it was asked for with createApiKey.
func (c *change) verifyRotation(former *db.APIKey, in RotateAPIKey) (asked *CreateAPIKey, account string, err error) {
	asked = &CreateAPIKey{Name: former.Name, Role: former.Role, Scopes: former.Scopes, ExpiresAt: in.ExpiresAt}
	if own := c.caller.ExpiresAt; asked.ExpiresAt == nil && former.ExpiresAt != nil && (own == nil || *former.ExpiresAt < *own) {
		asked.ExpiresAt = former.ExpiresAt
	}
	if c.caller.IsOperator() {
		asked.ResellerID = former.ResellerID
	}
	account, problems, err := c.verifyKey(asked)
	if err != nil {
		return nil, "", err
	}
	for i, p := range problems {
		if p.Field[0] != "expiresAt" { // the one that this input has, too; the others are the former key's
			problems[i] = registrar.RefuseField(p.Code, "apiKeyId", p.Message)
		}
	}
	if overlap := time.Duration(in.OverlapSeconds) * time.Second; overlap < 0 || overlap > longestOverlap {
		problems = append(problems, registrar.RefuseField(registrar.Invalid, "overlapSeconds",
			fmt.Sprintf("The former key works on for 0 to %d seconds.", int(longestOverlap.Seconds()))))
	}
	if own := c.limitFor(former.Role); own != nil && outruns(former, *own) {
		problems = append(problems, registrar.RefuseField(registrar.NotAllowed, "apiKeyId",
			"This key has a larger rate limit than the one that asks, and its new secret would have it too; ask with a faster key."))
	}
	return asked, account, problems.Err()
}

// outruns tells whether a key may spend more than the limit.
func outruns(key *db.APIKey, limit viewer.Rate) bool {
	own := rateLimit(key.RateBucket, key.RateRestore)
	return own == nil || own.Bucket > limit.Bucket || own.RestorePerSecond > limit.PerSecond
}

// endFormer lets a key that was replaced work on for the overlap, unless it ends before by itself.
func (c *change) endFormer(former *db.APIKey, replacedBy string, overlap time.Duration) error {
	changes := []registrar.Change{{Field: "replacedBy", After: replacedBy}}
	if ends := c.at.Add(overlap); former.ExpiresAt == nil || ends < *former.ExpiresAt {
		var before any
		if former.ExpiresAt != nil {
			before = former.ExpiresAt.Time()
		}
		if err := former.Update().SetExpiresAt(ends).Exec(c.ctx); err != nil {
			return err
		}
		changes = append(changes, registrar.Change{Field: "expiresAt", Before: before, After: ends.Time()})
	}
	c.record(registrar.APIKeyRotated, former.ID, orEmpty(former.ResellerID), changes)
	return nil
}

// ReplacedKey is the key whose place another one took; nil when it took none's or the caller may not see it.
func (s *Service) ReplacedKey(ctx context.Context, k *APIKey) (*APIKey, error) {
	if k.ReplacesID == nil {
		return nil, nil
	}
	found, err := together(ctx, k.group, "replaced keys", func(ctx context.Context, ks []*APIKey) (map[string]*APIKey, error) {
		ids := map[string]bool{}
		for _, k := range ks {
			if k.ReplacesID != nil {
				ids[*k.ReplacesID] = true
			}
		}
		rows, err := s.read(ctx).APIKey.Query().Where(apikey.IDIn(sortedKeys(ids)...)).All(ctx)
		byID := map[string]*APIKey{}
		for _, k := range showKeys(rows...) {
			byID[k.ID] = k
		}
		return byID, err
	})
	return found[*k.ReplacesID], translate(err)
}
