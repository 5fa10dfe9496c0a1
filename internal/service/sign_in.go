package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/password"
	"github.com/handledesk/handledesk/ent/db/session"
	"github.com/handledesk/handledesk/internal/peer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// SignedIn is an owner's new session.
type SignedIn struct {
	Token     string `json:"-"` // shown this once; empty when the request was sent again
	ExpiresAt registrar.Instant
}

// SignIn signs in the owner of a handle by its code and password.
//
// Errors: SIGN_IN_FAILED, the same for a handle that does not exist, one over which a reseller has FULL rights, one
// without a password, and a wrong password, and after the same work; RATE_LIMITED with the time to wait, counted for
// the code, whether it exists or not, and for the address from which it is tried.
func (s *Service) SignIn(ctx context.Context, code, secret string) (*SignedIn, error) {
	code = knownForm(code)
	var opened SignedIn
	if done, err := s.replayed(ctx, &opened); err != nil {
		return nil, err
	} else if done {
		return &opened, nil
	}
	err := s.transact(ctx, func(c *change) error {
		return c.spendBoth(signInsOfAddress, signInsOfHandle, code)
	})
	if err != nil {
		return nil, err
	}
	stored, err := s.passwordOf(viewer.System(ctx), code)
	if err != nil {
		return nil, translate(err)
	}
	right, err := s.passwords.Verify(ctx, stored.Hash, secret)
	if err != nil {
		return nil, translate(err)
	}
	if !right {
		return nil, errSignIn
	}
	err = s.write(ctx, registrar.SignIn, &opened, func(c *change) error {
		// Meanwhile the password may have been changed, or the handle deleted.
		same, err := c.tx.Password.Query().Where(password.ID(stored.ID), password.Hash(stored.Hash)).Exist(c.system)
		if err == nil && !same {
			err = errSignIn
		}
		if err != nil {
			return err
		}
		if opened.Token, err = c.openSession(stored.HandleID, s.sessionLifetime); err != nil {
			return err
		}
		opened.ExpiresAt = c.at.Add(s.sessionLifetime)
		c.caller = theOwner(stored.HandleID)
		c.record(registrar.OwnerSignedIn, stored.HandleID, "", nil)
		if err := c.refund(signInsOfAddress, peer.Network(ctx), false); err != nil {
			return err
		}
		return c.refund(signInsOfHandle, code, true)
	})
	if err != nil {
		return nil, err
	}
	return &opened, nil
}

// errSignIn is the one answer to everything that does not sign in.
var errSignIn = registrar.Refuse(registrar.SignInFailed, "Handle code and password do not fit. If you have lost the password, "+
	"ask for a link to set a new one; it goes to the e-mail address of the handle.")

// longestCode is longer than any code (domain rules, Handle); what is longer is none.
const longestCode = 32

// knownForm is a code as it is counted and looked for.
func knownForm(code string) string {
	if len(code) > longestCode {
		return ""
	}
	return registrar.NormalizeCode(code)
}

// spendBoth counts a try from the caller's address and for a code. The address goes first: who tries too often from
// one address must not lock the owner out as well.
func (c *change) spendBoth(ofAddress, ofHandle limit, code string) error {
	wait, err := c.spend(ofAddress, peer.Network(c.ctx))
	if err == nil && wait == 0 {
		wait, err = c.spend(ofHandle, code)
	}
	if err != nil {
		return err
	}
	if wait > 0 {
		return tooOften(wait)
	}
	return nil
}

// passwordOf finds the password of a handle whose owner has direct control; one without a hash when there is none, or
// when a reseller has FULL rights over the handle.
func (s *Service) passwordOf(system context.Context, code string) (*db.Password, error) {
	read := s.read(system)
	none := &db.Password{}
	id, err := read.Handle.Query().Where(handle.Code(code)).FirstID(system)
	if err != nil && !db.IsNotFound(err) {
		return nil, err
	}
	// The same is asked for a handle that does not exist: the time it takes must not tell.
	stored, err := read.Password.Query().Where(password.HandleID(id)).Only(system)
	if db.IsNotFound(err) {
		stored, err = none, nil
	}
	if err != nil {
		return nil, err
	}
	held, err := holders(system, read, []string{id})
	if _, inFull := held[id]; inFull {
		stored = none
	}
	return stored, err
}

// SignOut ends the session that asks, or all sessions of its owner, and returns how many it ended.
func (s *Service) SignOut(ctx context.Context, everywhere bool) (ended int, err error) {
	err = s.write(ctx, registrar.SignOut, &ended, func(c *change) error {
		which := session.ID(c.caller.SessionID)
		if everywhere {
			which = session.HandleID(c.caller.Handle)
		}
		if ended, err = c.tx.Session.Update().Where(which, session.HandleID(c.caller.Handle), session.RevokedAtIsNil(),
			session.ExpiresAtGT(c.at)).SetRevokedAt(c.at).Save(c.system); err != nil {
			return err
		}
		c.record(registrar.OwnerSignedOut, c.caller.Handle, "", nil)
		return nil
	})
	return ended, err
}
