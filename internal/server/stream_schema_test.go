package server

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// ticking is what the subscription "ticks" of the tests does.
type ticking struct {
	source func(ctx context.Context) (<-chan int, error) // the resolver
	value  func(ctx context.Context, tick int) any       // of the field, for each tick; nil: the tick
}

// counting sends from 1 up to the number, and goes on when the number is below 1.
func counting(upTo int) ticking {
	return ticking{source: func(ctx context.Context) (<-chan int, error) {
		ticks := make(chan int)
		go func() {
			defer close(ticks)
			for i := 1; upTo < 1 || i <= upTo; i++ {
				select {
				case ticks <- i:
				case <-ctx.Done():
					return
				}
			}
		}()
		return ticks, nil
	}}
}

// from sends what the test puts into the channel, until that is closed.
func from(ticks <-chan int) ticking {
	return ticking{source: func(context.Context) (<-chan int, error) { return ticks, nil }}
}

// schema executes subscriptions as generated code does, and everything else as hooked.
func (k ticking) schema() graphql.ExecutableSchema {
	hook := func(context.Context) (any, error) { return "hooked", nil }
	return &graphql.ExecutableSchemaMock{
		SchemaFunc:     func() *ast.Schema { return testSchema },
		ComplexityFunc: func(context.Context, string, string, int, map[string]any) (int, bool) { return 0, false },
		ExecFunc: func(ctx context.Context) graphql.ResponseHandler {
			operation := graphql.GetOperationContext(ctx)
			if operation.Operation.Operation != ast.Subscription {
				return graphql.OneShot(execute(ctx, hook))
			}
			field := graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Subscription"})[0]
			next := graphql.ResolveFieldStream(ctx, operation, field,
				func(_ context.Context, field graphql.CollectedField) (*graphql.FieldContext, error) {
					return &graphql.FieldContext{Object: "Subscription", Field: field}, nil
				},
				func(ctx context.Context) (any, error) { return k.source(ctx) },
				nil, k.marshal, true, false)
			if next == nil {
				return graphql.SubscriptionResponseHandler(nil)
			}
			return graphql.SubscriptionResponseHandler(graphql.StreamWithoutEventContext(next))
		},
	}
}

func (k ticking) marshal(ctx context.Context, _ ast.SelectionSet, tick int) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		value := any(tick)
		if k.value != nil {
			value = k.resolve(ctx, tick)
		}
		text, err := json.Marshal(value)
		if err != nil {
			panic(err)
		}
		_, _ = w.Write(text)
	})
}

func (k ticking) resolve(ctx context.Context, tick int) (value any) {
	defer func() {
		if cause := recover(); cause != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, cause))
			value = nil
		}
	}()
	return k.value(ctx, tick)
}

// ticks starts a server whose subscription does what is said.
func ticks(t *testing.T, k ticking, change ...func(*Options)) *running {
	t.Helper()
	return start(t, nil, append([]func(*Options){func(o *Options) { o.Schema = k.schema() }}, change...)...)
}

const tickSubscription = `{"query":"subscription { ticks }"}`

// keys is an Authenticate whose keys can be revoked.
type keys struct{ revoked, broken atomic.Bool }

func (k *keys) use(o *Options) {
	o.Authenticate = func(ctx context.Context, bearer string) (context.Context, error) {
		switch {
		case k.broken.Load():
			return ctx, ErrUnavailable
		case bearer != "hdk_good" || k.revoked.Load():
			return ctx, fmt.Errorf("revoked: %w", ErrUnauthenticated)
		}
		return context.WithValue(ctx, viewerKey{}, bearer), nil
	}
}

// eventReader reads a stream of events.
type eventReader struct {
	response *http.Response
	lines    *bufio.Reader
}

func (r *running) events(t *testing.T, body string, headers ...string) *eventReader {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+graphqlPath, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return &eventReader{response: response, lines: bufio.NewReader(response.Body)}
}

// event gives the next event's name and data, "comment" for a comment, and "" at the end.
func (e *eventReader) event(t *testing.T) (name, data string) {
	t.Helper()
	for {
		line, err := e.lines.ReadString('\n')
		line = strings.TrimSuffix(line, "\n")
		switch {
		case err != nil:
			return "", ""
		case line == "" && name != "":
			return name, data
		case strings.HasPrefix(line, ":"):
			name = "comment"
		case strings.HasPrefix(line, "event: "):
			name = strings.TrimPrefix(line, "event: ")
		case strings.HasPrefix(line, "data:"):
			data = strings.TrimPrefix(strings.TrimPrefix(line, "data:"), " ")
		}
	}
}

// expect requires these events, comments aside; each is a name and what its data holds.
func (e *eventReader) expect(t *testing.T, events ...string) {
	t.Helper()
	for i := 0; i < len(events); i += 2 {
		name, data := e.event(t)
		for name == "comment" {
			name, data = e.event(t)
		}
		if name != events[i] || !strings.Contains(data, events[i+1]) {
			t.Fatalf("event %q with %q, want %q with %q", name, data, events[i], events[i+1])
		}
	}
}

// opened counts what is open by transport.
type opened struct {
	mu   sync.Mutex
	open map[string]int
}

func (o *opened) use(options *Options) {
	o.open = map[string]int{}
	add := func(transport string, n int) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.open[transport] += n
	}
	options.Streams.Opened = func(transport string) func() {
		add(transport, 1)
		return func() { add(transport, -1) }
	}
}

// wait returns when so many are open.
func (o *opened) wait(t *testing.T, transport string, n int) {
	t.Helper()
	var have int
	for range 1000 {
		o.mu.Lock()
		have = o.open[transport]
		o.mu.Unlock()
		if have == n {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%d streams by %s are open, want %d", have, transport, n)
}
