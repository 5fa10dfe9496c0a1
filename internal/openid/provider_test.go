package openid

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
	"golang.org/x/text/language"
)

const (
	clientID     = "handledesk" // who tokens are made for
	clientSecret = "a secret of the test"
	callback     = "http://127.0.0.1/signed-in" // never opened: the test reads the code from the redirect
)

// provider is an OpenID provider: the one of zitadel/oidc with its example storage, in which keys can be rotated,
// people have roles, and the network can fail.
type provider struct {
	*storage.Storage
	issuer string

	mu     sync.Mutex
	keys   []*providerKey // published; the first one signs
	claims map[string]any // that each token carries beside the provider's own

	down        atomic.Bool // connections are closed without an answer
	discoveries atomic.Int64
	keyRequests atomic.Int64
	answerKeys  atomic.Pointer[http.HandlerFunc] // instead of the provider, when it is set
}

// startProvider starts a provider that signs with RS256 and gives everybody the role staff.
func startProvider(t *testing.T) *provider {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	p := &provider{
		issuer: "http://" + server.Listener.Addr().String(),
		keys:   []*providerKey{firstKey()},
		claims: map[string]any{"roles": []string{"staff"}},
	}
	p.Storage = storage.NewStorageWithClients(storage.NewUserStore(p.issuer), map[string]*storage.Client{
		clientID: storage.WebClient(clientID, clientSecret, callback),
	})
	handler, err := op.NewProvider(&op.Config{
		CryptoKey: [32]byte{1}, CryptoKeyId: "test", CodeMethodS256: true, SupportedUILocales: []language.Tag{language.English},
	}, p, op.StaticIssuer(p.issuer), op.WithAllowInsecure())
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	mux.HandleFunc("POST /login/username", p.logIn)
	server.Config.Handler = p.watched(mux)
	server.Start()
	t.Cleanup(server.Close)
	return p
}

// logIn is the page that the provider leaves to its user.
func (p *provider) logIn(w http.ResponseWriter, r *http.Request) {
	id := r.FormValue("authRequestID")
	if err := p.CheckUsernamePassword(r.FormValue("username"), r.FormValue("password"), id); err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	http.Redirect(w, r, p.issuer+"/authorize/callback?id="+id, http.StatusFound)
}

func (p *provider) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/.well-known/openid-configuration":
			p.discoveries.Add(1)
		case "/keys":
			p.keyRequests.Add(1)
		}
		if p.down.Load() {
			panic(http.ErrAbortHandler)
		}
		if answer := p.answerKeys.Load(); answer != nil && r.URL.Path == "/keys" {
			(*answer)(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// replaceKeys publishes these keys and no others; the first one signs from now on.
func (p *provider) replaceKeys(keys ...*providerKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = keys
}

func (p *provider) signingKey() *providerKey {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.keys[0]
}

// What follows takes the place of the example storage's own answers.

func (p *provider) SigningKey(context.Context) (op.SigningKey, error) {
	return p.signingKey(), nil
}

func (p *provider) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{p.signingKey().algorithm}, nil
}

func (p *provider) KeySet(context.Context) (published []op.Key, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, key := range p.keys {
		published = append(published, publishedKey{key})
	}
	return published, nil
}

func (p *provider) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	client, err := p.Storage.GetClientByClientID(ctx, id)
	return jwtClient{client}, err
}

func (p *provider) GetPrivateClaimsFromScopes(context.Context, string, string, []string) (map[string]any, error) {
	return p.claims, nil
}

func (p *provider) SetUserinfoFromRequest(ctx context.Context, info *oidc.UserInfo, request op.IDTokenRequest, scopes []string) error {
	for claim, value := range p.claims {
		info.AppendClaims(claim, value)
	}
	return p.Storage.SetUserinfoFromRequest(ctx, info, request, scopes)
}

func (p *provider) ClientCredentials(ctx context.Context, id, secret string) (op.Client, error) {
	client, err := p.Storage.ClientCredentials(ctx, id, secret)
	return jwtClient{client}, err
}

func (p *provider) ClientCredentialsTokenRequest(_ context.Context, id string, scopes []string) (op.TokenRequest, error) {
	return &oidc.JWTTokenRequest{Subject: id, Audience: []string{"another API", clientID}, Scopes: scopes}, nil
}

// jwtClient gets access tokens that can be read, and id tokens with the name.
type jwtClient struct{ op.Client }

func (jwtClient) AccessTokenType() op.AccessTokenType  { return op.AccessTokenTypeJWT }
func (jwtClient) IDTokenUserinfoClaimsAssertion() bool { return true }

type providerKey struct {
	id        string
	algorithm jose.SignatureAlgorithm
	private   crypto.Signer
}

func (k *providerKey) ID() string                                  { return k.id }
func (k *providerKey) SignatureAlgorithm() jose.SignatureAlgorithm { return k.algorithm }
func (k *providerKey) Key() any                                    { return k.private }

type publishedKey struct{ *providerKey }

func (k publishedKey) Algorithm() jose.SignatureAlgorithm { return k.algorithm }
func (k publishedKey) Use() string                        { return "sig" }
func (k publishedKey) Key() any                           { return k.private.Public() }

func rsaKey(id string) *providerKey {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return &providerKey{id, jose.RS256, private}
}

// firstKey is one for all tests: to make one takes a while.
var firstKey = sync.OnceValue(func() *providerKey { return rsaKey("key-1") })

func ecdsaKey(id string) *providerKey {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return &providerKey{id, jose.ES256, private}
}
