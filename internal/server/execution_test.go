package server

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const (
	hookQuery    = `{"query":"query Slow { hook }"}`
	hookMutation = `{"query":"mutation Slow { hook }"}`
)

func TestDeadlineIsATimeoutErrorAtTheField(t *testing.T) {
	interrupted := func(ctx context.Context) (any, error) {
		<-ctx.Done()
		return nil, errors.New("sqlite: interrupted") // drivers word it their own way
	}
	r := start(t, interrupted, func(o *Options) { o.OperationTimeout = 50 * time.Millisecond })
	for _, body := range []string{hookQuery, hookMutation} {
		got := r.post(t, body)
		a := got.answer(t)
		if got.status != 200 || string(a.Data) != `{"hook":null}` || len(a.Errors) != 1 {
			t.Fatalf("%d %s, want 200 with one error", got.status, got.body)
		}
		if e := a.Errors[0]; e.Extensions.Code != "TIMEOUT" || !strings.Contains(e.Message, "50ms") {
			t.Errorf("got %s %q, want TIMEOUT that names the limit", e.Extensions.Code, e.Message)
		}
		if strings.Contains(got.body, "sqlite") {
			t.Errorf("the driver's text shows: %s", got.body)
		}
	}
}

func TestDeadlineBeforeExecutionIsATimeoutWithoutData(t *testing.T) {
	r := start(t, nil, func(o *Options) {
		o.OperationTimeout = 20 * time.Millisecond
		o.Extensions = []graphql.HandlerExtension{waitForDeadline{}}
	})
	for _, accept := range []string{"application/json", "application/graphql-response+json"} {
		r.post(t, hookQuery, "Accept", accept).expectRefusal(t, 503, "TIMEOUT", "20ms")
	}
}

// waitForDeadline lets the operation's time run out between validation and execution.
type waitForDeadline struct{}

func (waitForDeadline) ExtensionName() string                   { return "waitForDeadline" }
func (waitForDeadline) Validate(graphql.ExecutableSchema) error { return nil }
func (waitForDeadline) MutateOperationContext(ctx context.Context, _ *graphql.OperationContext) *gqlerror.Error {
	<-ctx.Done()
	return nil
}

func TestDataThatIsWholeAtTheDeadlineIsAnswered(t *testing.T) {
	late := func(ctx context.Context) (any, error) {
		<-ctx.Done()
		return "done", nil
	}
	r := start(t, late, func(o *Options) { o.OperationTimeout = 20 * time.Millisecond })
	if got := r.post(t, hookMutation); got.body != `{"data":{"hook":"done"}}` {
		t.Errorf("%d %s: a mutation that succeeded must not answer TIMEOUT", got.status, got.body)
	}
}

func TestPanicBelowAFieldIsInternalAndLogged(t *testing.T) {
	r := start(t, func(context.Context) (any, error) { panic("secret cause") })
	got := r.post(t, hookQuery, "X-Request-Id", "panic-1")
	a := got.answer(t)
	if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "INTERNAL" || a.Errors[0].Extensions.RequestID != "panic-1" {
		t.Fatalf("got %s, want one INTERNAL with the request id", got.body)
	}
	if strings.Contains(got.body, "secret cause") || strings.Contains(got.body, ".go") {
		t.Errorf("the answer tells the cause or the stack: %s", got.body)
	}
	log := r.log.String()
	for _, want := range []string{"panic-1", "secret cause", "execution_test.go"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

func TestPanicOutsideAFieldIsInternalAndLogged(t *testing.T) {
	r := start(t, nil, func(o *Options) {
		o.Authenticate = func(context.Context, string) (context.Context, error) { panic("secret cause") }
	})
	got := r.post(t, plainQuery, "Authorization", "Bearer x")
	got.expectRefusal(t, 500, "INTERNAL", "request id")
	if strings.Contains(got.body, "secret") {
		t.Errorf("the answer tells the cause: %s", got.body)
	}
	if log := r.log.waitFor(t, "msg=request"); !strings.Contains(log, "execution_test.go") || !strings.Contains(log, "status=500") {
		t.Errorf("the log lacks the stack or the status:\n%s", log)
	}
}

func TestUnknownErrorIsConcealed(t *testing.T) {
	r := start(t, func(context.Context) (any, error) { return nil, errors.New("no such table: handle") })
	got := r.post(t, hookQuery)
	a := got.answer(t)
	if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "INTERNAL" || strings.Contains(got.body, "table") {
		t.Errorf("got %s, want one INTERNAL that tells nothing", got.body)
	}
	if len(a.Errors) == 1 && (len(a.Errors[0].Path) != 1 || a.Errors[0].Path[0] != "hook") {
		t.Errorf("path %v, want [hook]", a.Errors[0].Path)
	}
	if !strings.Contains(r.log.String(), "no such table") {
		t.Errorf("the log lacks the cause:\n%s", r.log)
	}
}

func TestSchemasPresenterDecides(t *testing.T) {
	r := start(t, func(context.Context) (any, error) { return nil, errors.New("scope") }, func(o *Options) {
		o.PresentError = func(context.Context, error) *gqlerror.Error { return codedError(codeForbidden, "needs HANDLES_READ") }
	})
	got := r.post(t, hookQuery)
	if a := got.answer(t); len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "FORBIDDEN" || got.status != 200 {
		t.Errorf("%d %s, want 200 with FORBIDDEN", got.status, got.body)
	}
}

func TestErrorThatCannotBeEncodedIsInternal(t *testing.T) {
	r := start(t, func(context.Context) (any, error) { return nil, errors.New("x") }, func(o *Options) {
		o.PresentError = func(context.Context, error) *gqlerror.Error {
			return &gqlerror.Error{Message: "x", Extensions: map[string]any{"code": "FORBIDDEN", "bad": func() {}}}
		}
	})
	r.post(t, hookQuery).expectRefusal(t, 500, "INTERNAL", "request id")
}

// send writes one request on a connection of its own and returns the connection, the answer unread.
func send(t *testing.T, r *running, body string) net.Conn {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, r.url+graphqlPath, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if err := request.Write(connection); err != nil {
		t.Fatal(err)
	}
	return connection
}

func TestClosingTheConnectionCancelsAQuery(t *testing.T) {
	running, cancelled := make(chan struct{}), make(chan error, 1)
	r := start(t, func(ctx context.Context) (any, error) {
		close(running)
		<-ctx.Done()
		cancelled <- ctx.Err()
		return nil, ctx.Err()
	})
	connection := send(t, r, hookQuery)
	<-running
	connection.Close()
	select {
	case err := <-cancelled:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("ended by %v, want it cancelled", err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the query went on")
	}
	log := r.log.waitFor(t, "msg=request")
	if !strings.Contains(log, "status=499") || strings.Contains(log, "level=ERROR") {
		t.Errorf("want status 499 and no error in the log:\n%s", log)
	}
}

func TestClosingTheConnectionLetsAMutationFinish(t *testing.T) {
	running, proceed, finished := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	r := start(t, func(ctx context.Context) (any, error) {
		close(running)
		<-proceed
		finished <- ctx.Err()
		return "done", nil
	})
	connection := send(t, r, hookMutation)
	<-running
	connection.Close()
	time.Sleep(100 * time.Millisecond) // long enough for net/http to notice
	close(proceed)
	if err := <-finished; err != nil {
		t.Errorf("the mutation's context ended with the connection: %v", err)
	}
}

func TestSlowBodyIsRefused(t *testing.T) {
	r := start(t, nil, func(o *Options) { o.ReadTimeout = 100 * time.Millisecond })
	connection, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, _ = io.WriteString(connection, "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{")
	answer, _ := io.ReadAll(connection)
	if text := string(answer); !strings.HasPrefix(text, "HTTP/1.1 408 ") || !strings.Contains(text, "too slowly") {
		t.Errorf("got %q, want 408", text)
	}
}
