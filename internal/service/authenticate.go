package service

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/session"
	"github.com/handledesk/handledesk/internal/peer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/tenancy"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Authenticate finds out whom a secret signs in and returns a context that carries the viewer.
//
// Errors: UNAUTHENTICATED for a secret of the wrong form, unknown, expired or revoked; the text does not tell an
// unknown secret from a revoked one.
func (s *Service) Authenticate(ctx context.Context, bearer string) (context.Context, error) {
	kind, hash, err := secret.Parse(bearer)
	if err != nil {
		return ctx, registrar.Refuse(registrar.Unauthenticated, "This is not a key: "+err.Error()+".")
	}
	var v viewer.Viewer
	switch kind {
	case secret.APIKey:
		v, err = s.keyViewer(ctx, hash)
	case secret.Session:
		v, err = s.sessionViewer(ctx, hash)
	default:
		err = registrar.Refuse(registrar.Unauthenticated, "The token of a mailed link signs nobody in; give it to the mutation that it is for.")
	}
	if db.IsNotFound(err) {
		err = errNotSignedIn
	}
	if err != nil {
		return ctx, translate(err)
	}
	return viewer.NewContext(ctx, v), nil
}

// errNotSignedIn is the one answer for every secret that signs nobody in.
var errNotSignedIn = registrar.Refuse(registrar.Unauthenticated,
	"This key or session is unknown, expired or revoked; use another one or sign in again.")

// apiKey is what signing in reads of a key.
type apiKey struct {
	id, reseller, name     string
	role                   registrar.KeyRole
	scopes                 []registrar.Scope
	expires, used, revoked *registrar.Instant
	ownRate, accountRate   *viewer.Rate
}

// keyViewer signs in by an API key. Every request does so, by one statement, so that a revoked key is refused at once.
func (s *Service) keyViewer(ctx context.Context, hash []byte) (viewer.Viewer, error) {
	key, err := s.readKey(ctx, hash)
	if err != nil {
		return viewer.Viewer{}, err
	}
	if now := s.now(); key == nil || key.revoked != nil || key.expires != nil && *key.expires <= now {
		return viewer.Viewer{}, errNotSignedIn
	}
	s.noteUse(ctx, key)
	kind := registrar.ActorReseller
	if key.role == registrar.OperatorKey {
		kind = registrar.ActorOperator
	}
	return viewer.Viewer{
		Caller: registrar.Caller{Kind: kind, Scopes: key.scopes, Reseller: key.reseller},
		KeyID:  key.id, KeyName: key.name, ExpiresAt: key.expires, KeyRate: key.ownRate, AccountRate: key.accountRate,
	}, nil
}

// readKey finds the key that a secret belongs to; nil when there is none.
func (s *Service) readKey(ctx context.Context, hash []byte) (key *apiKey, err error) {
	err = s.store.Reading(ctx, func(at *store.Reading) error {
		return at.Rows(ctx, tenancy.Key(at.Dialect(), hash), tenancy.KeyColumns, func(row []driver.Value) error {
			scopes, err := s.texts.scopesOf(row[4])
			key = &apiKey{
				scopes: scopes,
				id:     textOf(row[0]), reseller: textOf(row[1]), name: textOf(row[2]), role: registrar.KeyRole(textOf(row[3])),
				expires: instantOf(row[5]), used: instantOf(row[6]), revoked: instantOf(row[7]),
				ownRate: rate(row[8], row[9]), accountRate: rate(row[10], row[11]),
			}
			return err
		})
	})
	return key, err
}

// rate is the bucket that is stored; nil when the server's own setting holds.
func rate(bucket, restore driver.Value) *viewer.Rate {
	if bucket == nil || restore == nil {
		return nil
	}
	return &viewer.Rate{Bucket: int(numberOf(bucket)), PerSecond: int(numberOf(restore))}
}

// sessionViewer signs in the owner of a handle, as long as no reseller holds FULL rights over it.
func (s *Service) sessionViewer(ctx context.Context, hash []byte) (viewer.Viewer, error) {
	system := viewer.System(ctx)
	found, err := s.read(ctx).Session.Query().Where(session.TokenHash(hash)).Only(system)
	if err != nil {
		return viewer.Viewer{}, err
	}
	if found.RevokedAt != nil || found.ExpiresAt <= s.now() {
		return viewer.Viewer{}, errNotSignedIn
	}
	held, err := holders(ctx, s.read(ctx), []string{found.HandleID})
	if err != nil {
		return viewer.Viewer{}, err
	}
	if _, inFull := held[found.HandleID]; inFull {
		return viewer.Viewer{}, errNotSignedIn
	}
	return viewer.Viewer{
		Caller:    registrar.Caller{Kind: registrar.ActorOwner, Handle: found.HandleID},
		SessionID: found.ID, ExpiresAt: &found.ExpiresAt,
	}, nil
}

// useNoted is how exact a key's last use is.
const useNoted = time.Minute

// noteUse writes a key's last use and the address it came from, at most once a minute and outside the request, so that
// reading never waits for a writer. A second address within the minute is not noted. Wait waits for it.
func (s *Service) noteUse(ctx context.Context, key *apiKey) {
	now := s.now()
	if last, _ := s.used.Load(key.id); last != nil && now < last.(registrar.Instant).Add(useNoted) {
		return
	}
	s.used.Store(key.id, now)
	if key.used != nil && now < key.used.Add(useNoted) {
		return
	}
	s.background.Go(func() {
		// A request that ends early must not take the note with it.
		ctx := context.WithoutCancel(ctx)
		err := s.transact(viewer.System(ctx), func(c *change) error {
			update := c.tx.APIKey.UpdateOneID(key.id).SetLastUsedAt(now)
			if from := peer.From(ctx); from.IsValid() {
				update.SetLastUsedFrom(from.Unmap().String())
			} else {
				update.ClearLastUsedFrom()
			}
			return update.Exec(c.system)
		})
		if err != nil {
			s.used.Delete(key.id) // the next request tries again
		}
	})
}

// Wait returns when everything that runs beside requests is done.
func (s *Service) Wait() { s.background.Wait() }

// IsUnauthenticated tells whether a credential was refused.
func IsUnauthenticated(err error) bool {
	var p *registrar.Problem
	return errors.As(err, &p) && p.Code == registrar.Unauthenticated
}
