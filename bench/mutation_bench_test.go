package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// BenchmarkMutation sends the measured mutations to the server's handler within the process, one after the other and of
// 64 clients at once, for what a network and a load generator hide: statements, allocations and processor time of each.
func BenchmarkMutation(b *testing.B) {
	m := newMutations(b)
	moved, err := movers(b.Context(), m.data, 1)
	if err != nil {
		b.Fatal(err)
	}
	for _, g := range []group{moved, creators(m.data, 1)} {
		for _, clients := range []int{1, 64} {
			b.Run(fmt.Sprintf("%s/%d", g.Name, clients), func(b *testing.B) { m.run(b, g, clients) })
		}
	}
}

// mutations are a handler and what it is sent.
type mutations struct {
	data       *dataset
	handler    http.Handler
	number     atomic.Int64
	statements atomic.Int64
}

func newMutations(b *testing.B) *mutations {
	b.Helper()
	m := &mutations{data: &dataset{size: size{Handles: 2000, Single: true}, folder: b.TempDir()}}
	if err := m.data.fill(b.Context(), io.Discard, time.Now()); err != nil {
		b.Fatal(err)
	}
	if err := m.data.addLimit(b.Context()); err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(b.Context(), store.Options{
		Directory: m.data.product(),
		Observe: func(context.Context, string) func(string) {
			m.statements.Add(1)
			return nil
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	s := service.New(service.Options{Store: db, Key: serverKey()})
	b.Cleanup(func() {
		s.Wait()
		if err := db.Close(); err != nil {
			b.Error(err)
		}
	})
	if m.handler, err = newHandler(s); err != nil {
		b.Fatal(err)
	}
	return m
}

// send sends the next mutation of a group.
func (m *mutations) send(ctx context.Context, g group) error {
	n := m.number.Add(1)
	c := g.Calls[int(n)%len(g.Calls)]
	body := append(append(bodyPrefix(g.Operation, g.Query), strings.ReplaceAll(c.Variables, "{{n}}", fmt.Sprint(n))...), '}')
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+c.Key)
	recorder := httptest.NewRecorder()
	m.handler.ServeHTTP(recorder, request)
	if !strings.Contains(recorder.Body.String(), g.Expect) {
		return errors.New(recorder.Body.String())
	}
	return nil
}

func (m *mutations) run(b *testing.B, g group, clients int) {
	b.Helper()
	if err := m.send(b.Context(), g); err != nil { // what the first use of a key and of a document does
		b.Fatal(err)
	}
	var next atomic.Int64
	var all sync.WaitGroup
	b.ReportAllocs()
	m.statements.Store(0)
	used, err := processorTime()
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for range clients {
		all.Go(func() {
			for next.Add(1) <= int64(b.N) {
				if err := m.send(b.Context(), g); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	after, err := processorTime()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(after-used)/float64(time.Microsecond)/float64(b.N), "cpu-µs/op")
	b.ReportMetric(float64(m.statements.Load())/float64(b.N), "statements/op")
}
