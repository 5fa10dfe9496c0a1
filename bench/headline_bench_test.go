package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/handledesk/handledesk/bench/limit"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// BenchmarkHeadline asks the limit and the product for first pages within the process, for what a request allocates and
// for profiles. Neither has a network here, and the product no meter.
func BenchmarkHeadline(b *testing.B) {
	d := &dataset{size: size{Handles: 10000}, folder: b.TempDir()}
	if err := errors.Join(d.fill(b.Context(), io.Discard, time.Now()), d.addLimit(b.Context())); err != nil {
		b.Fatal(err)
	}
	b.Run("limit", func(b *testing.B) {
		s, err := limit.Open(b.Context(), d.limit())
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		askFirstPages(b, s, d.Accounts)
	})
	b.Run("product", func(b *testing.B) {
		db, err := store.Open(b.Context(), store.Options{Directory: d.product()})
		if err != nil {
			b.Fatal(err)
		}
		s := service.New(service.Options{Store: db, Key: serverKey()})
		defer func() {
			s.Wait()
			_ = db.Close()
		}()
		handler, err := newHandler(s)
		if err != nil {
			b.Fatal(err)
		}
		askFirstPages(b, handler, d.Accounts)
	})
}

// askFirstPages asks for the first page of one account after the other.
func askFirstPages(b *testing.B, handler http.Handler, accounts []account) {
	b.Helper()
	body := append(bodyPrefix("Headline", limit.Headline), "{}}"...)
	recorder := httptest.NewRecorder()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		request := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "Bearer "+accounts[i%len(accounts)].Key)
		recorder.Body.Reset()
		handler.ServeHTTP(recorder, request)
		if !bytes.HasPrefix(recorder.Body.Bytes(), []byte(`{"data":`)) {
			b.Fatal(recorder.Body.String())
		}
	}
}
