package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/requestid"
)

func preflight(t *testing.T, r *running, origin, method, headers string) exchange {
	t.Helper()
	return r.do(t, http.MethodOptions, graphqlPath, "", "Origin", origin,
		"Access-Control-Request-Method", method, "Access-Control-Request-Headers", headers)
}

func TestCrossOriginRequests(t *testing.T) {
	const app = "https://app.example.com"
	r := start(t, nil, func(o *Options) { o.AllowedOrigins = []string{app, "https://*.example.org"} })

	got := preflight(t, r, app, "POST", "authorization,content-type,graphql-require-preflight,idempotency-key,x-request-id")
	if got.status != 204 || got.header.Get("Access-Control-Allow-Origin") != app ||
		got.header.Get("Access-Control-Max-Age") != "600" || got.header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("allowed preflight: %d %v", got.status, got.header)
	}
	actual := r.post(t, plainQuery, "Origin", "https://shop.example.org")
	if actual.header.Get("Access-Control-Allow-Origin") != "https://shop.example.org" ||
		!strings.HasPrefix(actual.header.Get("Access-Control-Expose-Headers"), "X-Request-Id, Idempotency-Replayed, Retry-After, ") {
		t.Errorf("allowed request: %v", actual.header)
	}
	for name, denied := range map[string]exchange{
		"origin": preflight(t, r, "https://evil.example.net", "POST", "content-type"),
		"suffix": preflight(t, r, "https://evilexample.org", "POST", "content-type"),
		"method": preflight(t, r, app, "DELETE", "content-type"),
		"header": preflight(t, r, app, "POST", "x-other"),
	} {
		if denied.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: the preflight was allowed: %v", name, denied.header)
		}
	}
}

func TestNoAllowListMeansNoForeignOrigin(t *testing.T) {
	r := start(t, nil)
	if got := preflight(t, r, "https://app.example.com", "POST", "content-type"); got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("allowed: %v", got.header)
	}
	if got := r.post(t, plainQuery, "Origin", "https://app.example.com"); got.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("allowed: %v", got.header)
	}
}

func TestOriginsAreVerified(t *testing.T) {
	for origin, want := range map[string]bool{
		"*": true, "https://a.example": true, "http://localhost:5173": true, "https://*.a.example": true,
		"a.example": false, "https://a.example/": false, "https://a.example/x": false, "https://*a.example": false,
		"ftp://a.example": false, "https://": false, "": false, "null": false, "https://a.*.example": false,
		"https://a.example?x": false, "https://u@a.example": false,
	} {
		options, _ := testOptions(nil)
		options.AllowedOrigins = []string{origin}
		if _, err := New(options); (err == nil) != want {
			t.Errorf("origin %q: %v, want allowed: %v", origin, err, want)
		}
	}
}

func TestRequestID(t *testing.T) {
	var inside string
	r := start(t, func(ctx context.Context) (any, error) { inside = requestid.From(ctx); return nil, nil })
	if got := r.post(t, hookQuery, "X-Request-Id", "trace.1_a-B"); got.header.Get("X-Request-Id") != "trace.1_a-B" || inside != "trace.1_a-B" {
		t.Errorf("header %q, inside %q, want the caller's", got.header.Get("X-Request-Id"), inside)
	}
	for _, bad := range []string{"", "two words", "a,b", strings.Repeat("x", 65)} {
		got := r.post(t, hookQuery, "X-Request-Id", bad)
		if id := got.header.Get("X-Request-Id"); id == bad || !requestid.Valid(id) || id != inside {
			t.Errorf("sent %q: header %q, inside %q, want a new one", bad, id, inside)
		}
	}
}

func TestLogHoldsNoSecretsAndNoPersonalData(t *testing.T) {
	r := start(t, nil)
	r.post(t, `{"query":"query Hello($n: String) { greeting(name: $n) }","variables":{"n":"s3cret-name"}}`,
		"Authorization", "Bearer hdk_good", "X-Request-Id", "log-1", "Cookie", "s3cret-cookie=1")
	r.post(t, `{"query":"{ greeting(name: \"s3cret-literal\") nosuch }"}`, "Authorization", "Bearer hdk_s3cret")
	r.do(t, http.MethodGet, "/graphql?query={greeting(name:%22s3cret-query%22)}", "", "GraphQL-Require-Preflight", "1", "X-Request-Id", "log-3")
	log := r.log.waitFor(t, "requestId=log-3")
	for _, secret := range []string{"s3cret", "hdk_good", "127.0.0.1"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
	first, _, _ := strings.Cut(r.log.waitFor(t, "requestId=log-1"), "\n")
	for _, want := range []string{"requestId=log-1", "method=POST", "path=/graphql ", "status=200", "ms=", "bytes=41", "type=query", "operation=Hello"} {
		if !strings.Contains(first, want) {
			t.Errorf("the access line lacks %q: %s", want, first)
		}
	}
}

func TestSecurityHeadersAndLimitsOfTheHead(t *testing.T) {
	r := start(t, nil)
	for _, got := range []exchange{r.post(t, plainQuery), r.do(t, http.MethodGet, "/healthz", ""), r.do(t, http.MethodGet, "/nowhere", "")} {
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Server": "", "Cache-Control": "no-store",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %q, want %q", name, got.header.Get(name), want)
			}
		}
	}
	r.do(t, http.MethodGet, "/graphql?query="+strings.Repeat("x", 8<<10), "").
		expectRefusal(t, 414, "BAD_USER_INPUT", "8192 bytes")
	if got := r.post(t, plainQuery, "X-Padding", strings.Repeat("x", 24<<10)); got.status != 431 {
		t.Errorf("24 KiB of headers: %d, want 431", got.status)
	}
}

func TestOtherPaths(t *testing.T) {
	r := start(t, nil)
	got := r.do(t, http.MethodGet, "/nowhere", "")
	if got.status != 404 || got.header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("unknown path: %d %s", got.status, got.header.Get("Content-Type"))
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if got := r.do(t, http.MethodGet, path, ""); got.status != 200 {
			t.Errorf("GET %s: %d", path, got.status)
		}
		if got := r.do(t, http.MethodPost, path, ""); got.status != 405 || got.header.Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: %d, Allow %q", path, got.status, got.header.Get("Allow"))
		}
	}
}

func TestPlaygroundHasTheRemainingPaths(t *testing.T) {
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		_, _ = w.Write([]byte("page " + r.URL.Path))
	})
	r := start(t, nil, func(o *Options) { o.Playground = page })
	got := r.do(t, http.MethodGet, "/assets/x.js", "")
	if got.body != "page /assets/x.js" || got.header.Get("Content-Security-Policy") != "default-src 'self'" {
		t.Errorf("%q %v", got.body, got.header)
	}
	if got := r.post(t, plainQuery); got.body != `{"data":{"greeting":"hello "}}` {
		t.Errorf("graphql: %s", got.body)
	}
}

func TestReadinessTellsTheKindOfReasonOnly(t *testing.T) {
	for want, ready := range map[string]func(context.Context) error{
		"not ready: a dependency failed\n":               func(context.Context) error { return errors.New("dial 10.0.0.7: refused") },
		"not ready: a dependency did not answer in 2s\n": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	} {
		r := start(t, nil, func(o *Options) { o.Ready = ready })
		if got := r.do(t, http.MethodGet, "/readyz", ""); got.status != 503 || got.body != want {
			t.Errorf("%d %q, want 503 %q", got.status, got.body, want)
		}
		if got := r.do(t, http.MethodGet, "/healthz", ""); got.status != 200 {
			t.Errorf("healthz: %d, want 200 all the same", got.status)
		}
	}
}
