package service

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/apikey"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/viewer"
)

// APIKey is an API key as it is listed; its secret is not known any more.
type APIKey struct {
	*db.APIKey
	group *group[*APIKey]
}

// showKeys makes a group of keys.
func showKeys(rows ...*db.APIKey) []*APIKey {
	g := &group[*APIKey]{items: make([]*APIKey, len(rows))}
	for i, row := range rows {
		g.items[i] = &APIKey{row, g}
	}
	return g.items
}

// IsNode marks what `node` can answer with.
func (*APIKey) IsNode() {}

// CreateAPIKey is the input of the mutation createApiKey.
type CreateAPIKey struct {
	ResellerID *string
	Name       string
	Role       registrar.KeyRole
	Scopes     []registrar.Scope
	ExpiresAt  *registrar.Instant
}

// CreateAPIKey makes a key and returns its secret, this once; only the hash is stored. A key mints none beyond its own
// role, scopes, expiry or reseller.
//
// Errors: NOT_ALLOWED for a role or a reseller beyond the caller's; MISSING_SCOPE; REQUIRED, INVALID, TOO_LONG by field.
func (s *Service) CreateAPIKey(ctx context.Context, in CreateAPIKey) (*APIKey, string, error) {
	var id, text string
	err := s.write(ctx, registrar.CreateAPIKey, &id, func(c *change) error {
		resellerID, problems, err := c.verifyKey(&in)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			return problems
		}
		key, secret, err := c.insertKey(in, resellerID, nil)
		if err != nil {
			return err
		}
		id = key.ID
		c.show(func() { text = secret })
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	key, err := s.apiKeyByID(ctx, id)
	return key, text, err
}

// apiKeyByID reads one key; nil when it does not exist or the caller may not see it.
func (s *Service) apiKeyByID(ctx context.Context, id string) (*APIKey, error) {
	row, err := s.read(ctx).APIKey.Query().Where(apikey.ID(id)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, translate(err)
	}
	return showKeys(row)[0], nil
}

// insertKey stores and records a key that was verified, and gives its secret. It may take another one's place.
func (c *change) insertKey(in CreateAPIKey, resellerID string, replaces *db.APIKey) (*db.APIKey, string, error) {
	text, hash := secret.NewAPIKey(c.random)
	create := c.tx.APIKey.Create().SetID(c.ids.NewID(registrar.KeyID)).
		SetName(in.Name).SetRole(in.Role).SetScopes(in.Scopes).
		SetSecretHash(hash).SetHint(secret.Hint(text)).SetCreatedAt(c.at).SetNillableExpiresAt(in.ExpiresAt)
	if resellerID != "" {
		create.SetResellerID(resellerID)
	}
	if own := c.limitFor(in.Role); own != nil {
		create.SetRateBucket(own.Bucket).SetRateRestore(own.PerSecond) // a slow key makes no fast ones
	}
	if replaces != nil {
		create.SetReplacesID(replaces.ID).SetNillableRateBucket(replaces.RateBucket).SetNillableRateRestore(replaces.RateRestore)
	}
	key, err := create.Save(c.ctx)
	if err != nil {
		return nil, "", err
	}
	changes := []registrar.Change{
		{Field: "name", After: in.Name}, {Field: "role", After: in.Role}, {Field: "scopes", After: in.Scopes},
	}
	if in.ExpiresAt != nil {
		changes = append(changes, registrar.Change{Field: "expiresAt", After: in.ExpiresAt.Time()})
	}
	if replaces != nil {
		changes = append(changes, registrar.Change{Field: "replaces", After: replaces.ID})
	}
	c.record(registrar.APIKeyCreated, key.ID, resellerID, changes)
	return key, text, nil
}

// limitFor is the limit of the key that asks, where a key of the role must not outrun it; nil when it has none, or when
// staff makes a reseller's key.
func (c *change) limitFor(role registrar.KeyRole) *viewer.Rate {
	if c.caller.IsOperator() && role != registrar.OperatorKey {
		return nil
	}
	return c.caller.KeyRate
}

// keyNameLength is the most characters of a key's name.
const keyNameLength = 100

// verifyKey checks what is asked for against what the caller has, and fills in the caller's expiry.
func (c *change) verifyKey(in *CreateAPIKey) (resellerID string, problems registrar.Problems, err error) {
	refuse := func(code registrar.Code, field, message string) {
		problems = append(problems, registrar.RefuseField(code, field, message))
	}
	in.Name = strings.TrimSpace(in.Name)
	if in.Name == "" {
		refuse(registrar.Required, "name", "Say what the key is for.")
	} else if len([]rune(in.Name)) > keyNameLength {
		refuse(registrar.TooLong, "name", fmt.Sprintf("A key's name has %d characters at most.", keyNameLength))
	}
	if len(in.Scopes) == 0 {
		refuse(registrar.Required, "scopes", "Give the key at least one scope.")
	}
	slices.SortFunc(in.Scopes, func(a, b registrar.Scope) int {
		return slices.Index(registrar.Scopes, a) - slices.Index(registrar.Scopes, b)
	})
	in.Scopes = slices.Compact(in.Scopes)
	for _, scope := range in.Scopes {
		if !c.caller.Holds(scope) {
			refuse(registrar.MissingScope, "scopes", "A key gives no scope that it lacks itself: "+string(scope)+".")
		}
	}
	switch {
	case in.ExpiresAt == nil:
		in.ExpiresAt = c.caller.ExpiresAt
	case *in.ExpiresAt <= c.at:
		refuse(registrar.Invalid, "expiresAt", "This moment has passed already.")
	case c.caller.ExpiresAt != nil && *in.ExpiresAt > *c.caller.ExpiresAt:
		refuse(registrar.NotAllowed, "expiresAt", "A key makes none that outlives it.")
	}
	if in.Role == registrar.OperatorKey {
		if !c.caller.IsOperator() {
			refuse(registrar.NotAllowed, "role", "Only operators make operators' keys.")
		}
		if in.ResellerID != nil {
			refuse(registrar.NotAllowed, "resellerId", "An operator's key belongs to no reseller; leave this out.")
		}
		return "", problems, nil
	}
	resellerID, err = c.account(in.ResellerID)
	problems, err = collect(problems, err)
	return resellerID, problems, err
}

// RevokeAPIKey revokes a key at once and for good; revoking it again changes nothing. Errors: NOT_FOUND.
func (s *Service) RevokeAPIKey(ctx context.Context, keyID string) (*APIKey, error) {
	err := s.write(ctx, registrar.RevokeAPIKey, nil, func(c *change) error {
		found, err := c.findKey(keyID, "apiKeyId")
		if err != nil || found.RevokedAt != nil {
			return err
		}
		if err := found.Update().SetRevokedAt(c.at).Exec(c.ctx); err != nil {
			return err
		}
		c.record(registrar.APIKeyRevoked, found.ID, orEmpty(found.ResellerID), []registrar.Change{
			{Field: "revokedAt", After: c.at.Time()},
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.apiKeyByID(ctx, keyID)
}

// findKey reads a key of the caller's by its id. Errors: NOT_FOUND.
func (c *change) findKey(id string, field ...string) (*db.APIKey, error) {
	if err := requireID(registrar.KeyID, field[len(field)-1], id); err != nil {
		return nil, err
	}
	found, err := c.tx.APIKey.Query().Where(apikey.ID(id)).Only(c.ctx)
	if db.IsNotFound(err) {
		return nil, notFound(field...)
	}
	return found, err
}
