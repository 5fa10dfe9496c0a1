package openid

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

func TestBadAnswersOfTheProviderAreBounded(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("a redirect to another host was followed")
	}))
	defer elsewhere.Close()
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"redirect to another host": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) }, "redirects elsewhere"},
		"redirects in a circle":    {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/keys", http.StatusFound) }, "redirects elsewhere, or too often"},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			for range 1 << 11 { // 2 MiB
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		}, "too large"},
		"an error page": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "no\nsuch\x1b[31m page"+strings.Repeat("x", 1<<20), http.StatusNotFound)
		}, "404 Not Found: no such[31m pagexxx"},
		"an endless error page": {func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		}, "502 Bad Gateway"},
		"no JSON":         {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") }, "no set of keys"},
		"no keys in JSON": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"keys":null}`) }, "no set of keys"},
		"silent":          {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			p := startProvider(t)
			p.answerKeys.Store(&c.answer)
			v, clock := verifierOf(t, p, func(o *Options) { o.Client = &http.Client{Timeout: 500 * time.Millisecond} })
			v.expectError(t, sign(t, p.signingKey(), p.claimsAt(clock.now()), nil), ErrUnavailable, c.want)
			p.answerKeys.Store(nil)
			clock.advance(retryAfter)
			v.expectStaff(t, sign(t, p.signingKey(), p.claimsAt(clock.now()), nil))
			if p.discoveries.Load() != 2 {
				t.Errorf("%d discoveries, want another one after a failure", p.discoveries.Load())
			}
		})
	}
}

func TestDiscoveryTrustsOnlyItsIssuer(t *testing.T) {
	for name, c := range map[string]struct{ document, want string }{
		"other issuer":     {`{"issuer":"https://elsewhere.example","jwks_uri":"https://elsewhere.example/keys"}`, "did not match"},
		"no keys":          {`{"issuer":"ISSUER"}`, "no usable jwks_uri"},
		"keys unencrypted": {`{"issuer":"ISSUER","jwks_uri":"http://login.example.com/keys"}`, "not encrypted"},
		"keys in a file":   {`{"issuer":"ISSUER","jwks_uri":"file:///etc/passwd"}`, "no usable jwks_uri"},
		"keys by ftp":      {`{"issuer":"ISSUER","jwks_uri":"ftp://127.0.0.1/keys"}`, "not encrypted"},
		// An issuer elsewhere must not have this machine ask itself.
		"keys on this machine": {`{"issuer":"ISSUER","jwks_uri":"http://127.0.0.1:1/keys"}`, "not encrypted"},
	} {
		t.Run(name, func(t *testing.T) {
			var server *httptest.Server
			server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, strings.ReplaceAll(c.document, "ISSUER", server.URL))
			}))
			defer server.Close()
			p := &provider{issuer: server.URL}
			v, clock := verifierOf(t, p, func(o *Options) { o.Client = server.Client() })
			v.expectError(t, sign(t, rsaKey("key-1"), p.claimsAt(clock.now()), nil), ErrUnavailable, c.want)
		})
	}
}

func TestEachRequestIsBoundedToFiveSeconds(t *testing.T) {
	for _, given := range []*http.Client{nil, {}, {Timeout: time.Hour}} {
		if client := boundedClient(given); client.Timeout != 5*time.Second {
			t.Errorf("%v: a timeout of %s, want 5s", given, client.Timeout)
		}
	}
}

func TestKeysThatSignNothingArePassedOver(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	edwards, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	set := []any{
		jose.JSONWebKey{KeyID: "weak", Key: weak.Public()},
		jose.JSONWebKey{KeyID: "for encryption", Key: rsaKey("").private.Public(), Use: "enc"},
		jose.JSONWebKey{KeyID: "secret", Key: []byte("0123456789abcdef0123456789abcdef"), Algorithm: "HS256"},
		map[string]any{"kid": "unknown kind", "kty": "FUTURE"}, map[string]any{"kid": "broken", "kty": "RSA", "n": "!"}, "no key", nil,
		jose.JSONWebKey{KeyID: "rsa", Key: rsaKey("").private.Public()},
		jose.JSONWebKey{KeyID: "rsa for RS512", Key: rsaKey("").private.Public(), Algorithm: "RS512", Use: "sig"},
		jose.JSONWebKey{KeyID: "ecdsa", Key: ecdsaKey("").private.Public()},
		jose.JSONWebKey{KeyID: "edwards", Key: edwards},
	}
	body, err := json.Marshal(map[string]any{"keys": set})
	if err != nil {
		t.Fatal(err)
	}
	published, err := parseKeys(body)
	if err != nil {
		t.Fatal(err)
	}
	had := keys{published: published}
	want := map[string]string{
		"rsa": "RS256 RS384 RS512 PS256 PS384 PS512", "rsa for RS512": "RS512", "ecdsa": "ES256", "edwards": "EdDSA",
	}
	for _, key := range published {
		if want[key.id] == "" {
			t.Errorf("%q is accepted, want it passed over", key.id)
		}
	}
	for id, algorithms := range want {
		var fit []string
		for _, algorithm := range possibleAlgorithms {
			if len(had.matching(id, algorithm)) == 1 {
				fit = append(fit, algorithm)
			}
		}
		if strings.Join(fit, " ") != algorithms {
			t.Errorf("%q fits %q, want %s", id, fit, algorithms)
		}
	}
}
