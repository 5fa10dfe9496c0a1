package property

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/viewer"
)

// product is the use cases over a database of their own, with a clock that the test moves and ids that count up, so
// that a failing run can be repeated. apitest.World is the same with a network; hundreds of those at once are too many.
type product struct {
	*service.Service
	raw *sql.DB // a second way into the database, past all rules
	web http.Handler

	clock time.Time
	ids   countedIDs
}

// countedIDs makes ids that count up.
type countedIDs struct {
	mu   sync.Mutex
	last uint64
}

// NewID makes the next id.
func (s *countedIDs) NewID(kind registrar.IDKind) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	return madeUpID(kind, s.last)
}

// madeUpID is a well-formed id.
func madeUpID(kind registrar.IDKind, n uint64) string {
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[8:], n)
	return registrar.FormatID(kind, u)
}

// openProduct starts a product in a folder of its own below the given one; end must be called.
func openProduct(ctx context.Context, below string) (p *product, end func() error, err error) {
	folder, err := os.MkdirTemp(below, "product")
	if err != nil {
		return nil, nil, err
	}
	opened, err := store.Open(ctx, store.Options{Directory: folder})
	if err != nil {
		return nil, nil, err
	}
	p = &product{clock: apitest.Start}
	p.Service = service.New(service.Options{
		Store: opened, IDs: &p.ids, Now: func() time.Time { return p.clock }, Random: rand.NewChaCha8([32]byte{1}),
	})
	if p.raw, err = openRaw(filepath.Join(folder, store.File)); err != nil {
		return nil, nil, errors.Join(err, opened.Close())
	}
	quiet := slog.New(slog.DiscardHandler)
	web, err := server.New(server.Options{
		Schema: graph.NewSchema(p.Service), Authenticate: p.Authenticate, PresentError: graph.Presenter(quiet), Logger: quiet,
	})
	if err != nil {
		return nil, nil, errors.Join(err, p.raw.Close(), opened.Close())
	}
	p.web = web.Handler()
	return p, func() error {
		p.Wait()
		return errors.Join(p.raw.Close(), opened.Close(), os.RemoveAll(folder))
	}, nil
}

// openRaw opens a database file beside the product that has it open.
func openRaw(file string) (*sql.DB, error) {
	return sql.Open("sqlite3", "file:"+file+"?_busy_timeout=5000&_foreign_keys=on")
}

func (p *product) now() registrar.Instant { return registrar.At(p.clock) }

// system is a context of the program itself.
func system() context.Context { return viewer.System(context.Background()) }

// staff is a context of an operator with every scope.
func staff() context.Context { return apitest.Staff(context.Background()) }

// asReseller is a context of a reseller's key with every scope.
func asReseller(id string) context.Context {
	return viewer.NewContext(context.Background(), viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorReseller, Reseller: id, Scopes: registrar.Scopes}, KeyName: "test",
	})
}

// asOwner is a context of the session of a handle's owner.
func asOwner(handleID string) context.Context {
	return viewer.NewContext(context.Background(), viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorOwner, Handle: handleID},
	})
}
