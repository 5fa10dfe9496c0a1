// Package demo fills an empty database, once, with lifelike data from a fixed seed: three resellers, their customers of
// some seventy countries, and every state in which a handle or a domain can be. Some handles are made by hand, one for
// each thing to try; cast.go lists them.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

// seed is what the demo's names, codes and counts follow from.
const seed = 2026

// Open makes sure that the database in the data folder is the demo's and returns what signs in to it, in the order in
// which it is to be shown. An empty database is filled, in one transaction: an interruption leaves it empty, and the
// next start fills it anew. Progress is drawn when it is a terminal.
//
// It is an error when the database holds anything else; nothing is changed then, and the text says what to do.
func Open(ctx context.Context, s *service.Service, dataDir string, progress io.Writer) ([]Credential, error) {
	return open(ctx, s, dataDir, progress, time.Now())
}

func open(ctx context.Context, s *service.Service, dataDir string, progress io.Writer, now time.Time) ([]Credential, error) {
	keys, err := readKeys(dataDir)
	if err != nil {
		return nil, fmt.Errorf("%w; choose another folder with --data, or delete this one if it holds the demo", err)
	}
	empty, err := isEmpty(ctx, s)
	if err != nil {
		return nil, err
	}
	if empty {
		return fill(ctx, s, dataDir, progress, now)
	}
	if err := fits(ctx, s, keys); err != nil {
		return nil, err
	}
	return keys, nil
}

// errForeign is for a database that is not the demo's.
var errForeign = errors.New("the database holds data that is not the demo's, so nothing was changed; " +
	"choose another folder with --data, or start without --demo")

// fits tells whether the keys open the database: one is enough, others may have been revoked or have expired.
func fits(ctx context.Context, s *service.Service, keys []Credential) error {
	for _, c := range keys {
		_, err := s.Authenticate(ctx, c.Secret)
		if !service.IsUnauthenticated(err) {
			return err
		}
	}
	return errForeign
}

// isEmpty tells whether nobody has an account or a key. Everything else belongs to an account.
func isEmpty(ctx context.Context, s *service.Service) (bool, error) {
	staff := viewer.NewContext(ctx, viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorOperator, Scopes: registrar.Scopes}, KeyName: "demo",
	})
	one := 1
	resellers, err := s.Resellers(staff, page.Args{First: &one})
	if err != nil {
		return false, err
	}
	keys, err := s.APIKeys(staff, page.Args{First: &one})
	if err != nil {
		return false, err
	}
	return len(resellers.Edges) == 0 && len(keys.Edges) == 0, nil
}

// fill writes the demo. The file of keys is there before the data is, so that no end of the program leaves a filled
// database to which nobody has a key.
func fill(ctx context.Context, s *service.Service, dataDir string, progress io.Writer, now time.Time) ([]Credential, error) {
	size, err := newPlan(seed, now)
	if err != nil {
		return nil, err
	}
	one, done := advance(progress, size.size())
	defer done()
	var keys []Credential
	err = s.Bulk(ctx, func(b *service.Bulk) error {
		b.Progress = one
		p, err := newPlan(seed, now) // a new one for each run, since loading uses it up
		if err != nil {
			return err
		}
		if keys, err = p.load(b); err != nil {
			return err
		}
		return saveKeys(dataDir, keys)
	})
	if err != nil {
		return nil, fmt.Errorf("the demo was not filled, and nothing of it is left: %w", err)
	}
	return align(keys), nil
}
