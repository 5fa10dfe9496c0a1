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
	var key *db.APIKey
	var text string
	err := s.write(ctx, registrar.CreateAPIKey, func(c *change) error {
		resellerID, problems, err := c.verifyKey(&in)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			return problems
		}
		key, text, err = c.insertKey(in, resellerID)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return showKeys(key)[0], text, nil
}

// insertKey stores and records a key that was verified, and gives its secret.
func (c *change) insertKey(in CreateAPIKey, resellerID string) (*db.APIKey, string, error) {
	text, hash := secret.NewAPIKey(c.random)
	create := c.tx.APIKey.Create().SetID(c.ids.NewID(registrar.KeyID)).
		SetName(in.Name).SetRole(in.Role).SetScopes(in.Scopes).
		SetSecretHash(hash).SetHint(secret.Hint(text)).SetCreatedAt(c.at).SetNillableExpiresAt(in.ExpiresAt)
	if resellerID != "" {
		create.SetResellerID(resellerID)
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
	c.record(registrar.APIKeyCreated, key.ID, resellerID, changes)
	return key, text, nil
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
	var key *db.APIKey
	err := s.write(ctx, registrar.RevokeAPIKey, func(c *change) error {
		if err := requireID(registrar.KeyID, "apiKeyId", keyID); err != nil {
			return err
		}
		found, err := c.tx.APIKey.Query().Where(apikey.ID(keyID)).Only(c.ctx)
		if db.IsNotFound(err) {
			return notFound("apiKeyId")
		}
		if err != nil || found.RevokedAt != nil {
			key = found
			return err
		}
		if key, err = found.Update().SetRevokedAt(c.at).Save(c.ctx); err != nil {
			return err
		}
		c.record(registrar.APIKeyRevoked, key.ID, orEmpty(key.ResellerID), []registrar.Change{
			{Field: "revokedAt", After: c.at.Time()},
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return showKeys(key)[0], nil
}
