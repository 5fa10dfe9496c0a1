package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// issuer publishes a key and signs tokens with it, as far as the command's wiring needs it; internal/openid is tested
// against a whole provider.
func issuer(t *testing.T) (url string, sign func(roles ...string) string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key := jose.JSONWebKey{Key: private, KeyID: "k1", Algorithm: "ES256", Use: "sig"}
	mux := http.NewServeMux()
	answer := func(path string, value func() any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if err := json.NewEncoder(w).Encode(value()); err != nil {
				t.Error(err)
			}
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	answer("/.well-known/openid-configuration", func() any {
		return map[string]any{
			"issuer": server.URL, "jwks_uri": server.URL + "/keys", "authorization_endpoint": server.URL + "/a",
			"token_endpoint": server.URL + "/t", "id_token_signing_alg_values_supported": []string{"ES256"},
		}
	})
	answer("/keys", func() any { return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}} })
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		t.Fatal(err)
	}
	return server.URL, func(roles ...string) string {
		now := time.Now()
		token, err := jwt.Signed(signer).Claims(map[string]any{
			"iss": server.URL, "aud": "handledesk", "sub": "ada-7", "name": "Ada", "roles": roles,
			"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		}).Serialize()
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
}

// TestStaffSignsInAtAnOpenIDProvider: what staff does is recorded under its subject; who may only read cannot change.
func TestStaffSignsInAtAnOpenIDProvider(t *testing.T) {
	url, sign := issuer(t)
	r := serve(t, "--oidc-issuer", url, "--oidc-audience", "handledesk", "--oidc-read-role", "auditor", "--log-format", "json")
	ask := func(token, query string) string {
		t.Helper()
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			t.Fatal(err)
		}
		_, answer := r.sendAs(t, token, string(body))
		return answer
	}
	const (
		who    = `{ viewer { __typename ... on Operator { name } } }`
		create = `mutation { createApiKey(input: {name: "desk", role: OPERATOR, scopes: [HANDLES_READ]}) { apiKey { expiresAt } userErrors { code } } }`
		events = `{ events(first: 1) { edges { node { action actor { kind apiKeyId subject } } } } }`
	)
	operator, auditor := sign("handledesk-operator"), sign("auditor")
	for _, c := range []struct{ token, query, want string }{
		{operator, who, `{"viewer":{"__typename":"Operator","name":"Ada"}}`},
		{operator, create, `"userErrors":[]`},
		{operator, events, `"actor":{"kind":"OPERATOR","apiKeyId":null,"subject":"ada-7"}`},
		{auditor, who, `{"viewer":{"__typename":"Operator","name":"Ada"}}`},
		{auditor, events, `"API_KEY_CREATED"`},
		{auditor, create, `FORBIDDEN`},
		{sign("customer"), who, `UNAUTHENTICATED`},
		{operator + "x", who, `UNAUTHENTICATED`},
	} {
		if got := ask(c.token, c.query); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.query, got, c.want)
		}
	}
	if strings.Contains(ask(operator, create), `"expiresAt":null`) {
		t.Error("a key outlives the token that made it")
	}
	if code := r.stop(); code != 0 || strings.Contains(r.err.String(), operator) {
		t.Errorf("exit %d, or the token stands in the log: %s", code, r.err)
	}
}

func TestTokensOfNoProviderAreNoKeys(t *testing.T) {
	_, sign := issuer(t)
	r := serve(t)
	if status, answer := r.sendAs(t, sign("handledesk-operator"), `{"query": "{ viewer { __typename } }"}`); status != http.StatusUnauthorized {
		t.Errorf("%d %s", status, answer)
	}
}
