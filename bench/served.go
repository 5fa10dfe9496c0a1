package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/plan"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// served is the product over a data set within this process, without a network.
type served struct {
	http.Handler
	data    *dataset
	db      *store.Store
	service *service.Service
}

// serve opens the data set. The caller closes it.
func serve(ctx context.Context, d *dataset) (*served, error) {
	db, err := store.Open(ctx, store.Options{Directory: d.product()})
	if err != nil {
		return nil, err
	}
	s := &served{data: d, db: db, service: service.New(service.Options{Store: db, Key: serverKey()})}
	if s.Handler, err = newHandler(s.service); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *served) close() error {
	s.service.Wait()
	return s.db.Close()
}

// serveAll opens several data sets at once.
func serveAll(ctx context.Context, sets ...*dataset) (servers []*served, closing func() error, err error) {
	closing = func() error {
		var all error
		for _, s := range servers {
			all = errors.Join(all, s.close())
		}
		return all
	}
	for _, d := range sets {
		s, err := serve(ctx, d)
		if err != nil {
			return nil, nil, errors.Join(err, closing())
		}
		servers = append(servers, s)
	}
	return servers, closing, nil
}

// serveSizes opens a data set of each size.
func (f fileFlags) serveSizes(ctx context.Context, log logger, sizes ...size) (servers []*served, closing func() error, err error) {
	sets := make([]*dataset, len(sizes))
	for i, one := range sizes {
		if sets[i], err = f.openSize(ctx, one, log); err != nil {
			return nil, nil, err
		}
	}
	return serveAll(ctx, sets...)
}

// newHandler is the product's server without its listener, put together as its own command does.
func newHandler(s *service.Service) (http.Handler, error) {
	quiet := slog.New(slog.DiscardHandler)
	srv, err := server.New(server.Options{
		Schema: plan.Wrap(graph.NewSchema(s), s), PresentError: graph.Presenter(quiet), Logger: quiet, OperationTimeout: 2 * time.Minute,
		Authenticate: func(ctx context.Context, bearer string) (context.Context, error) {
			signedIn, err := s.Authenticate(ctx, bearer)
			if service.IsUnauthenticated(err) {
				return ctx, fmt.Errorf("%w: %w", server.ErrUnauthenticated, err)
			}
			return signedIn, err
		},
	})
	if err != nil {
		return nil, err
	}
	return srv.Handler(), nil
}

// answer calls the handler once with a document.
func answer(ctx context.Context, handler http.Handler, key, query string) ([]byte, time.Duration, error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return nil, 0, err
	}
	return answerTo(ctx, handler, key, body)
}

// answerTo calls the handler once with a whole body.
func answerTo(ctx context.Context, handler http.Handler, key string, body []byte) ([]byte, time.Duration, error) {
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+key)
	recorder := httptest.NewRecorder()
	start := time.Now()
	handler.ServeHTTP(recorder, request)
	took := time.Since(start)
	if text := recorder.Body.Bytes(); recorder.Code != http.StatusOK || !bytes.HasPrefix(text, []byte(`{"data":`)) {
		return nil, took, fmt.Errorf("%d %s", recorder.Code, text[:min(len(text), 500)])
	}
	return recorder.Body.Bytes(), took, nil
}
