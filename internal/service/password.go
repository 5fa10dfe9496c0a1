package service

import (
	"context"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/password"
	"github.com/handledesk/handledesk/ent/db/session"
	strength "github.com/handledesk/handledesk/internal/password"
	"github.com/handledesk/handledesk/internal/peer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// RequestPasswordRecovery asks for a mail with a link to set a new password. It does the same for every code: what
// depends on the code is done later, so that neither the answer nor its time tells which handles exist.
//
// Errors: INVALID for a text that no handle can have as its code; RATE_LIMITED for the address from which it is asked too
// often.
func (s *Service) RequestPasswordRecovery(ctx context.Context, code string) error {
	if err := registrar.CheckCode(knownForm(code)); err != nil {
		return registrar.RefuseField(registrar.Invalid, "code", "This is not a handle code: "+err.Error()+".")
	}
	code = knownForm(code)
	return s.write(ctx, registrar.RequestPasswordRecovery, nil, func(c *change) error {
		wait, err := c.spend(recoveriesOfAddress, peer.Network(ctx))
		if err != nil {
			return err
		}
		if wait > 0 {
			return tooOften(wait)
		}
		return c.enqueue(task{Recover: &code})
	})
}

// recoverPassword mails the link, if the handle exists, no reseller has FULL rights over it, and it was not asked for
// too often.
func (c *change) recoverPassword(code string) error {
	h, err := c.tx.Handle.Query().Where(handle.Code(code)).Only(c.system)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	held, err := holders(c.system, c.tx, []string{h.ID})
	if err != nil {
		return err
	}
	if _, inFull := held[h.ID]; inFull {
		return nil
	}
	wait, err := c.spend(recoveriesOfHandle, h.ID)
	if err != nil || wait > 0 {
		return err
	}
	c.record(registrar.PasswordMailed, h.ID, "", nil)
	return c.mailPassword(h, registrar.MailRecovery)
}

// SetPassword sets the password of a handle's owner with the token of a mailed link, and returns the code to sign in
// with. All sessions and all other links of the owner end.
//
// Errors: INVALID for a text that is no token; LINK_UNKNOWN; LINK_USED; LINK_SUPERSEDED; LINK_EXPIRED;
// PASSWORD_UNSUITABLE with what to do. None of them uses the link up.
func (s *Service) SetPassword(ctx context.Context, token, secret string) (code string, err error) {
	h, err := s.passwordLink(ctx, token)
	if err != nil {
		if done, failed := s.replayed(ctx, &code); done || failed != nil {
			return code, failed
		}
		return "", translate(err)
	}
	d := handleData(h)
	if weak := strength.Check(secret, h.Code, d.GivenName, d.FamilyName, d.Organization, d.Email); weak != nil {
		return "", registrar.RefuseField(registrar.PasswordUnsuitable, "password", weak.Message)
	}
	// Before the transaction: hashing takes long, and others wait for their turn to write.
	hash, err := s.passwords.Hash(ctx, secret)
	if err != nil {
		return "", translate(err)
	}
	err = s.write(ctx, registrar.SetPassword, &code, func(c *change) error {
		code = h.Code
		l, err := c.openLink(c.system, c.tx, token, registrar.PasswordMail)
		if err != nil {
			return err
		}
		held, err := holders(c.system, c.tx, []string{l.HandleID})
		if err != nil {
			return err
		}
		if _, inFull := held[l.HandleID]; inFull {
			return errLinkUnknown
		}
		if err := l.Update().SetUsedAt(c.at).Exec(c.system); err != nil {
			return err
		}
		c.caller = theOwner(l.HandleID)
		// Whoever was locked out by somebody's guesses is let in again by the mail.
		if err := c.refund(signInsOfHandle, h.Code, true); err != nil {
			return err
		}
		return c.setPassword(l.HandleID, hash)
	})
	return code, err
}

// passwordLink gives the handle that a token's link is for, if the link still opens anything.
func (s *Service) passwordLink(ctx context.Context, token string) (*db.Handle, error) {
	system, read := viewer.System(ctx), s.read(ctx)
	l, err := s.openLink(system, read, token, registrar.PasswordMail)
	if err != nil {
		return nil, err
	}
	return read.Handle.Get(system, l.HandleID)
}

func (c *change) setPassword(handleID, hash string) error {
	changed, err := c.tx.Password.Update().Where(password.HandleID(handleID)).SetHash(hash).SetSetAt(c.at).Save(c.system)
	if err == nil && changed == 0 {
		err = c.tx.Password.Create().SetID(c.ids.NewID(registrar.PasswordID)).SetHandleID(handleID).
			SetHash(hash).SetSetAt(c.at).Exec(c.system)
	}
	if err != nil {
		return err
	}
	if err := c.endLinks(supersededLink, passwordLinksOf(handleID)); err != nil {
		return err
	}
	err = c.tx.Session.Update().Where(session.HandleID(handleID), session.RevokedAtIsNil()).SetRevokedAt(c.at).Exec(c.system)
	if err != nil {
		return err
	}
	c.record(registrar.PasswordSet, handleID, "", nil)
	return nil
}
