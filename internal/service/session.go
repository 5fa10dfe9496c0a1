package service

import (
	"context"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
)

// OpenSession signs in the owner of a handle for the given time and returns the token, this once; only its hash is
// stored. Only the program itself may call it: it asks for no password.
//
// Errors: FORBIDDEN for anybody else; LIMITED_RIGHTS while a reseller holds FULL rights over the handle.
func (s *Service) OpenSession(ctx context.Context, handleID string, lifetime time.Duration) (token string, err error) {
	err = s.transact(ctx, func(c *change) error {
		if c.caller.Kind != registrar.ActorSystem {
			return registrar.Refuse(registrar.Forbidden, "Owners sign in with handle code and password.")
		}
		token, err = c.openSession(handleID, lifetime)
		return err
	})
	return token, err
}

func (c *change) openSession(handleID string, lifetime time.Duration) (string, error) {
	held, err := holders(c.system, c.tx, []string{handleID})
	if err != nil {
		return "", err
	}
	if _, inFull := held[handleID]; inFull {
		return "", registrar.Refuse(registrar.LimitedRights, "A reseller holds FULL rights over this handle; its owner has no access of its own.")
	}
	token, hash := secret.NewSession(c.random)
	return token, c.tx.Session.Create().SetID(c.ids.NewID(registrar.SessionID)).SetHandleID(handleID).SetTokenHash(hash).
		SetCreatedAt(c.at).SetExpiresAt(c.at.Add(lifetime)).Exec(c.system)
}
