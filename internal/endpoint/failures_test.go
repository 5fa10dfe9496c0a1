package endpoint

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/server"
)

// around runs something in place of the resolver of a field, as a broken or a slow one would.
type around struct {
	field string // Type.field
	run   func(ctx context.Context, next graphql.Resolver) (any, error)
}

var _ graphql.FieldInterceptor = around{}

func (around) ExtensionName() string                   { return "around" }
func (around) Validate(graphql.ExecutableSchema) error { return nil }

func (a around) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	if at := graphql.GetFieldContext(ctx); at.Object+"."+at.Field.Name != a.field {
		return next(ctx)
	}
	return a.run(ctx, next)
}

func (a around) use(o *server.Options) { o.Extensions = append(o.Extensions, a) }

// secretOfAPanic is what no answer may repeat.
const secretOfAPanic = `SELECT "secret_hash" FROM "api_keys" in /var/lib/handledesk.db: nil pointer`

// TestAPanicIsInternal: the answer has a code and the request's id and no more, what else was asked for is there, and the
// log has the stack under the same id.
func TestAPanicIsInternal(t *testing.T) {
	d := newDesk(t, around{"HandleConnection.totalCount", func(context.Context, graphql.Resolver) (any, error) { panic(secretOfAPanic) }}.use)
	for _, document := range []string{
		"{handles{totalCount}}", "{viewer{__typename} handles{totalCount}}", "{a:handles{totalCount} b:handles{totalCount} viewer{__typename}}",
	} {
		got := d.ask(t, "reseller", document, nil)
		verifyTells(t, document, got, "")
		if got.code() != "INTERNAL" || strings.Contains(string(got.Body), "secret") {
			t.Errorf("%s: %d %s", document, got.Status, got.Body)
		}
		id, _ := got.Errors[0].Extensions["requestId"].(string)
		if id == "" || id != got.Header.Get("X-Request-Id") {
			t.Errorf("%s: request id %q, header %q", document, id, got.Header.Get("X-Request-Id"))
		}
		log := d.log.take()
		for _, want := range []string{id, "goroutine", "failures_test.go"} {
			if !strings.Contains(log, want) {
				t.Errorf("%s: the log does not have the stack under the id %s: %.500s", document, id, log)
			}
		}
	}
}

// drawnIDs are those of one moment, by chance.
type drawnIDs struct{}

// NewID makes the next id.
func (drawnIDs) NewID(kind registrar.IDKind) string {
	return registrar.NewIDAt(kind, registrar.At(apitest.Start))
}

// panickyIDs panics when an event is to be written: at the end of a transaction.
type panickyIDs struct {
	registrar.IDSource
	broken atomic.Bool
}

func (s *panickyIDs) NewID(kind registrar.IDKind) string {
	if s.broken.Load() && kind == registrar.EventID {
		panic(secretOfAPanic)
	}
	return s.IDSource.NewID(kind)
}

// TestAPanicInATransactionLeavesNothing: what was written before it is rolled back, and the next mutation finds the one
// writer free.
func TestAPanicInATransactionLeavesNothing(t *testing.T) {
	ids := &panickyIDs{IDSource: drawnIDs{}}
	d := deskWith(t, apitest.Options{IDs: ids})
	version := d.version(t)
	ids.broken.Store(true)
	got := d.ask(t, "reseller", createHandle, object{"in": personOf("Nobody")})
	verifyTells(t, "a panic", got, "")
	if got.code() != "INTERNAL" || d.version(t) != version {
		t.Errorf("%d %s; the database has changed: %v", got.Status, got.Body, d.version(t) != version)
	}
	if !strings.Contains(d.log.take(), "goroutine") {
		t.Error("the log has no stack")
	}
	ids.broken.Store(false)
	if got := d.ask(t, "reseller", createHandle, object{"in": personOf("Somebody")}); len(got.Errors) != 0 || !strings.Contains(string(got.Body), `"userErrors":[]`) {
		t.Errorf("the next mutation: %d %s", got.Status, got.Body)
	}
	d.verifyRows(t)
}

// TestTenSecondsAreTheLimitOfAnOperation: on a clock of the test's own, that of the server's default.
func TestTenSecondsAreTheLimitOfAnOperation(t *testing.T) {
	for name, c := range map[string]struct {
		takes time.Duration
		code  string
	}{"just in time": {10*time.Second - 1, ""}, "too late": {time.Hour, "TIMEOUT"}} {
		d := newDesk(t, around{"Query.viewer", func(ctx context.Context, next graphql.Resolver) (any, error) {
			select {
			case <-time.After(c.takes):
				return next(ctx)
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}}.use)
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			recorder := httptest.NewRecorder()
			d.handler.ServeHTTP(recorder, d.request(sent{method: http.MethodPost, document: "{viewer{__typename}}", body: "{}", contentType: "application/json"}))
			got := read(t, recorder)
			verifyTells(t, name, got, "")
			if got.code() != c.code || time.Since(start) != min(c.takes, 10*time.Second) {
				t.Errorf("%s: after %s %d %s", name, time.Since(start), got.Status, got.Body)
			}
			if c.code != "" && !strings.Contains(got.Errors[0].Message, "10s") {
				t.Errorf("the limit is not named: %s", got.Body)
			}
		})
	}
}

// TestWhoeverGoesAwayIsNotWaitedFor: a query ends with its caller; a mutation that has begun is done.
func TestWhoeverGoesAwayIsNotWaitedFor(t *testing.T) {
	began, ended := make(chan struct{}, 1), make(chan error, 1)
	leave := make(chan struct{})
	wait := func(ctx context.Context, next graphql.Resolver) (any, error) {
		began <- struct{}{}
		<-leave
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
		ended <- ctx.Err()
		return next(ctx)
	}
	d := newDesk(t, around{"Query.handles", wait}.use, around{"Mutation.createHandle", wait}.use)
	for document, goes := range map[string]bool{"{handles{totalCount}}": true, createHandle: false} {
		ctx, cancel := context.WithCancel(t.Context())
		r := d.post(t, bodyOf(t, document, object{"in": personOf("Leaver")})).WithContext(ctx)
		answered := make(chan *reply, 1)
		go func() { answered <- d.send(t, "reseller", r) }()
		<-began
		cancel()
		if got := <-answered; got.failed == nil {
			t.Errorf("%s: there was an answer: %s", document, got.Body)
		}
		leave <- struct{}{}
		if err := <-ended; (err != nil) != goes {
			t.Errorf("%s: its context says %v", document, err)
		}
	}
	const search = `{domains{totalCount}apiKeys{totalCount}viewer{... on Reseller{counts{handles}}}}`
	deadline := time.Now().Add(5 * time.Second)
	for want := `"handles":2`; ; time.Sleep(10 * time.Millisecond) { // Lindqvist and Duval, and one that was made though nobody waited
		got := d.ask(t, "reseller", search, nil)
		if !strings.Contains(string(got.Body), want) && len(got.Errors) == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the mutation was not done: %s", got.Body)
		}
	}
	if log := d.log.take(); !strings.Contains(log, `"status":499`) || strings.Contains(log, `"level":"ERROR"`) {
		t.Errorf("the log says %s", log)
	}
	d.verifyRows(t)
}
