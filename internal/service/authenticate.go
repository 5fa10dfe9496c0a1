package service

import (
	"context"
	"errors"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/apikey"
	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/ent/db/session"
	"github.com/handledesk/handledesk/internal/peer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
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

func (s *Service) keyViewer(ctx context.Context, hash []byte) (viewer.Viewer, error) {
	system := viewer.System(ctx)
	found := s.read(ctx).APIKey.Query().Where(apikey.SecretHash(hash))
	found.Modify(withAccountRate)
	key, err := found.Only(system)
	if err != nil {
		return viewer.Viewer{}, err
	}
	if now := s.now(); key.RevokedAt != nil || key.ExpiresAt != nil && *key.ExpiresAt <= now {
		return viewer.Viewer{}, errNotSignedIn
	}
	s.noteUse(ctx, key)
	kind := registrar.ActorReseller
	if key.Role == registrar.OperatorKey {
		kind = registrar.ActorOperator
	}
	return viewer.Viewer{
		Caller: registrar.Caller{Kind: kind, Scopes: key.Scopes, Reseller: orEmpty(key.ResellerID)},
		KeyID:  key.ID, KeyName: key.Name, ExpiresAt: key.ExpiresAt,
		KeyRate: rate(key.RateBucket, key.RateRestore), AccountRate: accountRate(key),
	}, nil
}

// The columns that withAccountRate adds.
const (
	accountBucket  = "account_bucket"
	accountRestore = "account_restore"
)

// withAccountRate reads the bucket of the key's reseller in the same statement, since every request asks for it.
func withAccountRate(s *sql.Selector) {
	account := sql.Table(reseller.Table).As("account")
	s.LeftJoin(account).On(s.C(apikey.FieldResellerID), account.C(reseller.FieldID)).
		AppendSelectAs(account.C(reseller.FieldRateBucket), accountBucket).
		AppendSelectAs(account.C(reseller.FieldRateRestore), accountRestore)
}

func accountRate(key *db.APIKey) *viewer.Rate {
	number := func(column string) *int {
		value, _ := key.Value(column) // null for operators, and where nothing is set
		if n, is := value.(int64); is {
			return new(int(n))
		}
		return nil
	}
	return rate(number(accountBucket), number(accountRestore))
}

// rate is the bucket that is stored; nil when the server's own setting holds.
func rate(bucket, restore *int) *viewer.Rate {
	if bucket == nil || restore == nil {
		return nil
	}
	return &viewer.Rate{Bucket: *bucket, PerSecond: *restore}
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
func (s *Service) noteUse(ctx context.Context, key *db.APIKey) {
	now := s.now()
	if last, _ := s.used.Load(key.ID); last != nil && now < last.(registrar.Instant).Add(useNoted) {
		return
	}
	s.used.Store(key.ID, now)
	if key.LastUsedAt != nil && now < key.LastUsedAt.Add(useNoted) {
		return
	}
	s.background.Go(func() {
		// A request that ends early must not take the note with it.
		ctx := context.WithoutCancel(ctx)
		err := s.transact(viewer.System(ctx), func(c *change) error {
			update := c.tx.APIKey.UpdateOneID(key.ID).SetLastUsedAt(now)
			if from := peer.From(ctx); from.IsValid() {
				update.SetLastUsedFrom(from.Unmap().String())
			} else {
				update.ClearLastUsedFrom()
			}
			return update.Exec(c.system)
		})
		if err != nil {
			s.used.Delete(key.ID) // the next request tries again
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
