package telemetry_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/handledesk/handledesk/internal/telemetry"
)

// receiver takes spans as a collector does, by OTLP over HTTP.
type receiver struct {
	*httptest.Server
	mu    sync.Mutex
	got   []string // "service: span"
	token string   // of the last request
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		body := io.Reader(request.Body)
		if request.Header.Get("Content-Encoding") == "gzip" {
			var err error
			if body, err = gzip.NewReader(body); err != nil {
				t.Error(err)
				return
			}
		}
		content, err := io.ReadAll(body)
		if err != nil {
			t.Error(err)
		}
		var sent collector.ExportTraceServiceRequest
		if err := proto.Unmarshal(content, &sent); err != nil || request.URL.Path != "/v1/traces" {
			t.Errorf("%s got what is no trace: %v", request.URL.Path, err)
		}
		r.keep(&sent, request.Header.Get("X-Token"))
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) keep(sent *collector.ExportTraceServiceRequest, token string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.token = token
	for _, of := range sent.GetResourceSpans() {
		service := ""
		for _, attribute := range of.GetResource().GetAttributes() {
			if attribute.GetKey() == "service.name" {
				service = attribute.GetValue().GetStringValue()
			}
		}
		for _, scope := range of.GetScopeSpans() {
			for _, s := range scope.GetSpans() {
				r.got = append(r.got, service+": "+s.GetName())
			}
		}
	}
}

// spans gives what arrived.
func (r *receiver) spans() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.got, "\n")
}

// environment sets variables and clears those that a developer's machine may have.
func environment(t *testing.T, variables map[string]string) {
	t.Helper()
	for _, name := range []string{"OTEL_SDK_DISABLED", "OTEL_TRACES_EXPORTER", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
		"OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_TRACES_SAMPLER"} {
		t.Setenv(name, variables[name])
	}
}

func TestSpansGoWhereTheEnvironmentSays(t *testing.T) {
	for name, c := range map[string]struct {
		variables map[string]string
		want      string // one line of what arrives; nothing must when empty
	}{
		"an endpoint": {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "URL"}, "handledesk: query"},
		"an endpoint for traces, a name and headers": {map[string]string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "URL/v1/traces",
			"OTEL_SERVICE_NAME": "desk-1", "OTEL_EXPORTER_OTLP_HEADERS": "x-token=t0"}, "desk-1: Query.handles"},
		"compressed":            {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "URL", "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}, "handledesk: query"},
		"a name by attributes":  {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "URL", "OTEL_RESOURCE_ATTRIBUTES": "service.name=desk-2"}, "desk-2: SELECT handles"},
		"all is off":            {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "URL", "OTEL_SDK_DISABLED": "true"}, ""},
		"traces are off":        {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "URL", "OTEL_TRACES_EXPORTER": "none"}, ""},
		"nothing is to be kept": {map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "URL", "OTEL_TRACES_SAMPLER": "always_off"}, ""},
		"nothing is said":       {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			arrived := receive(t)
			for name, value := range c.variables {
				c.variables[name] = strings.ReplaceAll(value, "URL", arrived.URL)
			}
			environment(t, c.variables)
			w := open(t, telemetry.Options{})
			if c.variables == nil && w.tel.Tracing() {
				t.Error("spans are made that nobody asked for")
			}
			w.must(`{ handles(first: 1) { totalCount } }`, nil)
			if err := w.tel.Shutdown(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := arrived.spans()
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("there arrived %q", got)
			}
			if c.variables["OTEL_EXPORTER_OTLP_HEADERS"] != "" && arrived.token != "t0" {
				t.Error("the header did not arrive")
			}
		})
	}
}

func TestWhatTheEnvironmentAsksForInVainIsNamed(t *testing.T) {
	for name, value := range map[string]string{"OTEL_TRACES_EXPORTER": "pigeon", "OTEL_EXPORTER_OTLP_PROTOCOL": "pigeon"} {
		environment(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", name: value})
		if _, err := telemetry.New(t.Context(), telemetry.Options{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s=%s: the error is %v", name, value, err)
		}
	}
}

func TestACollectorThatIsAwayStopsNothing(t *testing.T) {
	environment(t, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_EXPORTER_OTLP_TIMEOUT": "200"})
	t.Setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "200")
	w := open(t, telemetry.Options{})
	w.must(`{ handles(first: 1) { totalCount } }`, nil)
	_ = w.tel.Shutdown(t.Context()) // fails: nobody took the spans
	if told := w.log.of(t, "traces could not be sent; is the collector at OTEL_EXPORTER_OTLP_ENDPOINT running?"); len(told) == 0 {
		t.Error("nobody is told that the spans are lost")
	}
}
