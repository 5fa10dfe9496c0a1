package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	dto "github.com/prometheus/client_model/go"

	"github.com/99designs/gqlgen/graphql"

	"github.com/handledesk/handledesk/graph"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/telemetry"
	"github.com/handledesk/handledesk/internal/viewer"
)

// office is the product with telemetry at work, without a listener.
type office struct {
	t       *testing.T
	tel     *telemetry.Telemetry
	store   *store.Store
	service *service.Service
	handler http.Handler
	log     *lines
	key     string // a reseller's
	folder  string // of the database
}

// staff signs in as the registrar's staff without asking the database.
const staff = "staff"

// lines keeps a log of JSON lines.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps a line.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// of gives the lines with a message.
func (l *lines) of(t *testing.T, message string) (found []map[string]any) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		var attributes map[string]any
		if err := json.Unmarshal([]byte(line), &attributes); err != nil {
			t.Fatal(err)
		}
		if attributes["msg"] == message {
			found = append(found, attributes)
		}
	}
	return found
}

// open starts an office in a folder with a reseller and its key.
func open(t *testing.T, o telemetry.Options) *office {
	t.Helper()
	w := openIn(t, t.TempDir(), o, 0)
	r, err := w.service.CreateReseller(apitest.Staff(t.Context()), "Alpha Hosting", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, w.key, err = w.service.CreateAPIKey(apitest.Staff(t.Context()), service.CreateAPIKey{
		Name: "test", Role: registrar.ResellerKey, ResellerID: &r.ID, Scopes: append([]registrar.Scope{}, registrar.Scopes...),
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func openIn(t *testing.T, directory string, o telemetry.Options, statementTimeout time.Duration) *office {
	t.Helper()
	w := &office{t: t, log: &lines{}, folder: directory}
	o.Logger = slog.New(slog.NewJSONHandler(w.log, nil))
	o.Caller = func(ctx context.Context) (kind, keyID string) {
		v := viewer.FromContext(ctx)
		return string(v.Kind), v.KeyID
	}
	var err error
	if w.tel, err = telemetry.New(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	stored := apitest.Stored(t, directory)
	stored.Observe, stored.StatementTimeout = w.tel.Statement, statementTimeout
	w.store, err = store.Open(t.Context(), stored)
	if err != nil {
		t.Fatal(err)
	}
	w.service = service.New(service.Options{
		Store: w.store, Key: secret.NewServerKey(strings.NewReader(strings.Repeat("k", 64))), ObserveJob: w.tel.Job,
	})
	srv, err := server.New(server.Options{
		Schema: graph.NewSchema(w.service),
		Authenticate: func(ctx context.Context, bearer string) (context.Context, error) {
			if bearer == staff {
				return apitest.Staff(ctx), nil
			}
			signedIn, err := w.service.Authenticate(w.tel.Account(ctx), bearer)
			if service.IsUnauthenticated(err) {
				return ctx, fmt.Errorf("%w: %w", server.ErrUnauthenticated, err)
			}
			return signedIn, err
		},
		PresentError: graph.Presenter(o.Logger),
		Extensions:   []graphql.HandlerExtension{w.tel.Extension()},
		Logger:       o.Logger,
		Limited:      w.tel.Limited,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.handler = srv.Handler()
	t.Cleanup(func() {
		w.service.Wait()
		if err := errors.Join(w.tel.Shutdown(context.Background()), w.store.Close()); err != nil {
			t.Errorf("the office did not close well: %v", err)
		}
	})
	return w
}

// watch shows the database in the metrics.
func (w *office) watch(now time.Time) {
	w.tel.Watch(telemetry.Database{Pools: w.store.Pools, Backlog: func(ctx context.Context) (telemetry.Backlog, error) {
		b, err := w.store.Backlog(ctx, now)
		return telemetry.Backlog(b), err
	}})
}

// later is the same service some time ahead.
func (w *office) later(t *testing.T, by time.Duration) *service.Service {
	t.Helper()
	return service.New(service.Options{
		Store: w.store, Key: secret.NewServerKey(strings.NewReader(strings.Repeat("k", 64))), ObserveJob: w.tel.Job,
		Now: func() time.Time { return time.Now().Add(by) },
	})
}

// send sends an operation with a key, which may be empty, and gives the answer.
func (w *office) send(key, query string, variables map[string]any, header ...string) string {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		w.t.Fatal(err)
	}
	request := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	w.handler.ServeHTTP(answer, request)
	return answer.Body.String()
}

// must sends an operation that must succeed.
func (w *office) must(query string, variables map[string]any, header ...string) {
	w.t.Helper()
	if answer := w.send(w.key, query, variables, header...); strings.Contains(answer, `"errors":`) || strings.Contains(answer, `"message"`) {
		w.t.Fatalf("refused: %s", answer)
	}
}

// scrape reads the metrics as Prometheus does.
func (w *office) scrape() map[string]*dto.MetricFamily {
	w.t.Helper()
	answer := httptest.NewRecorder()
	w.tel.Metrics().ServeHTTP(answer, httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, "/metrics", nil))
	if answer.Code != http.StatusOK {
		w.t.Fatalf("the metrics answer %d: %s", answer.Code, answer.Body)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(io.Reader(answer.Body))
	if err != nil {
		w.t.Fatal(err)
	}
	return families
}

// value gives a metric's value, a histogram's count; labels are name, value, name, value. Missing is -1.
func (w *office) value(name string, labels ...string) float64 {
	w.t.Helper()
	for _, metric := range w.scrape()[name].GetMetric() {
		matching := 0
		for _, label := range metric.GetLabel() {
			for i := 0; i < len(labels); i += 2 {
				if label.GetName() == labels[i] && label.GetValue() == labels[i+1] {
					matching++
				}
			}
		}
		if matching*2 != len(labels) {
			continue
		}
		switch {
		case metric.GetHistogram() != nil:
			return float64(metric.GetHistogram().GetSampleCount())
		case metric.GetGauge() != nil:
			return metric.GetGauge().GetValue()
		}
		return metric.GetCounter().GetValue()
	}
	return -1
}

// expect checks a metric's value.
func (w *office) expect(want float64, name string, labels ...string) {
	w.t.Helper()
	if got := w.value(name, labels...); got != want {
		w.t.Errorf("%s%q is %v, want %v", name, labels, got, want)
	}
}

const create = `mutation CreatePerson($in: CreateHandleInput!) { createHandle(input: $in) { handle { id } userErrors { message } } }`

// person is what a handle is made of.
func person(email string) map[string]any {
	return map[string]any{
		"kind": "PERSON", "givenName": "Jana", "familyName": "Díaz", "email": email, "phone": "+33.123456789", "language": "en",
		"address": map[string]any{"street": []string{"1 rue Haute"}, "city": "Lyon", "postalCode": "69001", "country": "FR"},
	}
}
