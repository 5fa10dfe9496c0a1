package openid

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(by)
}

// verifierOf trusts a provider, and sees its time in a clock that stands still.
func verifierOf(t *testing.T, p *provider, changes ...func(*Options)) (*Verifier, *clock) {
	t.Helper()
	c := &clock{at: time.Now().Truncate(time.Second)}
	options := Options{Issuer: p.issuer, Audience: clientID, Role: "staff", ReadOnlyRole: "staff-read", Now: c.now}
	for _, change := range changes {
		change(&options)
	}
	v, err := New(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	return v, c
}

// signIn goes through the authorization code flow with PKCE as a browser and a client do, and returns the tokens.
func (p *provider) signIn(t *testing.T) (idToken, accessToken string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	client := oauth2.Config{
		ClientID: clientID, ClientSecret: clientSecret, RedirectURL: callback, Scopes: []string{"openid", "profile", "email"},
		Endpoint: oauth2.Endpoint{AuthURL: p.issuer + "/authorize", TokenURL: p.issuer + "/oauth/token", AuthStyle: oauth2.AuthStyleInHeader},
	}
	proof := oauth2.GenerateVerifier()
	login := redirect(t, p.issuer)(browser.Get(client.AuthCodeURL("state", oauth2.S256ChallengeOption(proof))))
	credentials := url.Values{"username": {"test-user2"}, "password": {"verysecure"}}
	back := redirect(t, p.issuer)(browser.PostForm(login.String(), credentials))
	done := redirect(t, p.issuer)(browser.Get(back.String()))
	if !strings.HasPrefix(done.String(), callback) || done.Query().Get("state") != "state" {
		t.Fatalf("the provider leads to %s, want %s", done, callback)
	}
	token, err := client.Exchange(t.Context(), done.Query().Get("code"), oauth2.VerifierOption(proof))
	if err != nil {
		t.Fatal(err)
	}
	idToken, _ = token.Extra("id_token").(string)
	return idToken, token.AccessToken
}

// redirect returns where an answer leads.
func redirect(t *testing.T, issuer string) func(*http.Response, error) *url.URL {
	t.Helper()
	return func(answer *http.Response, err error) *url.URL {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		base, err := url.Parse(issuer)
		if err != nil {
			t.Fatal(err)
		}
		to, err := base.Parse(answer.Header.Get("Location"))
		if err != nil || answer.StatusCode/100 != 3 {
			t.Fatalf("%s: %v, want a redirect", answer.Status, err)
		}
		return to
	}
}

// machineToken gets a token by client credentials.
func (p *provider) machineToken(t *testing.T) string {
	t.Helper()
	client := clientcredentials.Config{ClientID: "sid1", ClientSecret: "verysecret", TokenURL: p.issuer + "/oauth/token"}
	token, err := client.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

// claimsAt are those of a good token.
func (p *provider) claimsAt(now time.Time) map[string]any {
	return map[string]any{
		"iss": p.issuer, "aud": clientID, "sub": "id-7", "name": "Ada Staff", "roles": []string{"staff"},
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}
}

// sign makes a token that the provider itself would not make, with any key.
func sign(t testing.TB, key *providerKey, claims any, header map[jose.HeaderKey]any) string {
	t.Helper()
	payload, ok := claims.(string)
	if !ok {
		encoded, err := json.Marshal(claims)
		if err != nil {
			t.Fatal(err)
		}
		payload = string(encoded)
	}
	options := &jose.SignerOptions{ExtraHeaders: header}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: key.algorithm, Key: jose.JSONWebKey{Key: key.private, KeyID: key.id}}, options)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign([]byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (v *Verifier) expectStaff(t *testing.T, token string) Staff {
	t.Helper()
	staff, err := v.Verify(t.Context(), token)
	if err != nil {
		t.Fatalf("%v; want it accepted", err)
	}
	return staff
}

func (v *Verifier) expectError(t *testing.T, token string, want error, reason string) {
	t.Helper()
	staff, err := v.Verify(context.Background(), token)
	if !errors.Is(err, want) || errors.Is(err, ErrRefused) == errors.Is(err, ErrUnavailable) || staff != (Staff{}) {
		t.Fatalf("%+v, %v; want nobody and: %v", staff, err, want)
	}
	if !strings.Contains(err.Error(), reason) {
		t.Errorf("%v; want the reason %q", err, reason)
	}
	if len(err.Error()) > 1200 || strings.ContainsAny(err.Error(), "\r\n") {
		t.Errorf("%q; want one short line", err)
	}
	parts := strings.Split(token, ".")
	if signature := parts[len(parts)-1]; len(signature) > 20 && strings.Contains(err.Error(), signature) {
		t.Errorf("%v: the signature is in the log", err)
	}
}

func TestTokensThatAProviderGivesSignIn(t *testing.T) {
	for name, key := range map[string]*providerKey{"RS256": rsaKey("key-1"), "ES256": ecdsaKey("key-1")} {
		t.Run(name, func(t *testing.T) {
			p := startProvider(t)
			p.replaceKeys(key)
			v, _ := verifierOf(t, p)
			idToken, accessToken := p.signIn(t)
			for kind, want := range map[string]struct {
				token, subject, name string
				valid                time.Duration
			}{
				"id token":           {idToken, "id2", "Test User2", time.Hour},
				"access token":       {accessToken, "id2", "id2", 5 * time.Minute},
				"client's own token": {p.machineToken(t), "sid1", "sid1", 5 * time.Minute},
			} {
				staff := v.expectStaff(t, want.token)
				if staff.Subject != want.subject || staff.Name != want.name || staff.ReadOnly {
					t.Errorf("%s: %+v, want %s, %q, who may write", kind, staff, want.subject, want.name)
				}
				if left := time.Until(staff.ExpiresAt); left > want.valid || left < want.valid-time.Minute || staff.ExpiresAt.Location() != time.UTC {
					t.Errorf("%s: it ends at %s, want in %s", kind, staff.ExpiresAt, want.valid)
				}
			}
			if p.discoveries.Load() != 1 || p.keyRequests.Load() != 1 {
				t.Errorf("%d discoveries, %d requests for keys; want one each", p.discoveries.Load(), p.keyRequests.Load())
			}
		})
	}
}

func TestNobodyIsAskedBeforeTheFirstToken(t *testing.T) {
	p := startProvider(t)
	verifierOf(t, p)
	if p.discoveries.Load() != 0 {
		t.Error("New asked the provider; want it lazy")
	}
}
