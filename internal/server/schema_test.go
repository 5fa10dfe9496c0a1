package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

const testSDL = `
type Query {
  greeting(name: String, filter: Filter): String
  viewer: String
  hook: String
}
type Mutation { hook: String }
type Subscription { ticks: Int }
input Filter { color: Color limit: Int nested: Filter }
enum Color { RED GREEN }
`

var testSchema = gqlparser.MustLoadSchema(&ast.Source{Input: testSDL})

type viewerKey struct{}

// hooked is an executable schema whose field "hook" runs the given function, in a query and in a mutation.
func hooked(hook func(ctx context.Context) (any, error)) graphql.ExecutableSchema {
	return &graphql.ExecutableSchemaMock{
		SchemaFunc: func() *ast.Schema { return testSchema },
		ComplexityFunc: func(context.Context, string, string, int, map[string]any) (int, bool) {
			return 0, false
		},
		ExecFunc: func(context.Context) graphql.ResponseHandler {
			return func(ctx context.Context) *graphql.Response { return execute(ctx, hook) }
		},
	}
}

func execute(ctx context.Context, hook func(context.Context) (any, error)) *graphql.Response {
	operation := graphql.GetOperationContext(ctx)
	fields := graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Query", "Mutation"})
	var data bytes.Buffer
	data.WriteByte('{')
	for i, field := range fields {
		if i > 0 {
			data.WriteByte(',')
		}
		value, err := json.Marshal(resolve(ctx, field, hook))
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(&data, "%q:%s", field.Alias, value)
	}
	data.WriteByte('}')
	return &graphql.Response{Data: data.Bytes()}
}

func resolve(ctx context.Context, field graphql.CollectedField, hook func(context.Context) (any, error)) (value any) {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: field})
	defer func() {
		if cause := recover(); cause != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, cause))
			value = nil
		}
	}()
	var err error
	switch field.Name {
	case "__typename":
		value = field.ObjectDefinition.Name
	case "greeting":
		name, _ := field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)["name"].(string)
		value = "hello " + name
	case "viewer":
		value = ctx.Value(viewerKey{})
	case "hook":
		value, err = hook(ctx)
	}
	if err != nil {
		graphql.AddError(ctx, err)
		return nil
	}
	return value
}

// signIn knows one key; "hdk_down" stands for a database that fails.
func signIn(ctx context.Context, bearer string) (context.Context, error) {
	switch bearer {
	case "hdk_good":
		return context.WithValue(ctx, viewerKey{}, "Ada's reseller"), nil
	case "hdk_down":
		return ctx, errors.New("SELECT key FROM api_key: disk I/O error")
	default:
		return ctx, fmt.Errorf("no such key: %w", ErrUnauthenticated)
	}
}

// A journal collects log lines from several goroutines.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// waitFor returns the journal once it holds the text; the access log is written after the answer.
func (j *journal) waitFor(t *testing.T, text string) string {
	t.Helper()
	for range 200 {
		if log := j.String(); strings.Contains(log, text) {
			return log
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("the log never held %q:\n%s", text, j.String())
	return ""
}

// A running is a server on a real listener.
type running struct {
	url  string
	log  *journal
	stop context.CancelFunc
	done chan error // what Serve returned
}

func testOptions(hook func(context.Context) (any, error)) (Options, *journal) {
	log := &journal{}
	if hook == nil {
		hook = func(context.Context) (any, error) { return "hooked", nil }
	}
	return Options{
		Schema: hooked(hook), Authenticate: signIn, Introspection: Everyone,
		Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}, log
}

func start(t *testing.T, hook func(context.Context) (any, error), change ...func(*Options)) *running {
	t.Helper()
	options, log := testOptions(hook)
	for _, apply := range change {
		apply(&options)
	}
	s, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &running{url: "http://" + listener.Addr().String(), log: log, stop: stop, done: make(chan error, 1)}
	go func() { r.done <- s.Serve(ctx, listener); close(r.done) }()
	t.Cleanup(func() {
		stop()
		if err := <-r.done; err != nil { // tests that expect an error have taken it already
			t.Errorf("the server ended badly: %v", err)
		}
	})
	return r
}

// An exchange is one request's answer.
type exchange struct {
	status int
	header http.Header
	body   string
}

func (r *running) post(t *testing.T, body string, headers ...string) exchange {
	t.Helper()
	return r.do(t, http.MethodPost, graphqlPath, body, append([]string{"Content-Type", "application/json"}, headers...)...)
}

// do sends one request; headers are name, value pairs, the last of a name wins, an empty value takes it away.
func (r *running) do(t *testing.T, method, target, body string, headers ...string) exchange {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, r.url+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] == "" {
			request.Header.Del(headers[i])
			continue
		}
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return exchange{status: response.StatusCode, header: response.Header, body: string(text)}
}

// An answer is the JSON of an exchange.
type answer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code, RequestID, Limit            string
			Allowed, Found, RetryAfterSeconds int
		}
	}
	Extensions map[string]any
}

func (e exchange) answer(t *testing.T) answer {
	t.Helper()
	var a answer
	if err := json.Unmarshal([]byte(e.body), &a); err != nil {
		t.Fatalf("status %d, not JSON: %v\n%s", e.status, err, e.body)
	}
	return a
}

// expectRefusal checks status, code, a part of the message and the shape that every refusal has.
func (e exchange) expectRefusal(t *testing.T, status int, code, message string) {
	t.Helper()
	a := e.answer(t)
	if e.status != status || len(a.Errors) == 0 {
		t.Fatalf("status %d, want %d with an error:\n%s", e.status, status, e.body)
	}
	first := a.Errors[0]
	if first.Extensions.Code != code || !strings.Contains(first.Message, message) {
		t.Errorf("got %s %q, want %s with %q", first.Extensions.Code, first.Message, code, message)
	}
	if id := first.Extensions.RequestID; id == "" || id != e.header.Get("X-Request-Id") {
		t.Errorf("error's request id %q, header's %q: want the same", id, e.header.Get("X-Request-Id"))
	}
	if strings.Contains(e.body, `"data"`) {
		t.Errorf("a refusal has a data entry: %s", e.body)
	}
	if e.header.Get("Content-Length") != fmt.Sprint(len(e.body)) {
		t.Errorf("Content-Length %q, body has %d", e.header.Get("Content-Length"), len(e.body))
	}
}
