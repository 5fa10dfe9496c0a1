package openid

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

const (
	requestTimeout = 5 * time.Second
	maxAnswer      = 1 << 20 // bytes of an answer, unpacked
	maxComplaint   = 200     // bytes of an answer that is no success; they go to the log
	maxCause       = 500     // characters of a failure in the log
	maxRedirects   = 3
	minRSA         = 2048 // bits (RFC 7518, 3.3)
)

// fetchKeys asks the provider for its public keys and returns where they were: by discovery, unless that is known. After
// a failure it is unknown again, since the provider may have moved them.
func fetchKeys(ctx context.Context, client *http.Client, issuer, keysURL string) ([]publicKey, string, error) {
	if keysURL == "" {
		discovered, err := discover(ctx, client, issuer)
		if err != nil {
			return nil, "", causeOf(err)
		}
		keysURL = discovered
	}
	body, err := get(ctx, client, keysURL)
	if err != nil {
		return nil, "", causeOf(err)
	}
	published, err := parseKeys(body)
	if err != nil {
		return nil, "", causeOf(fmt.Errorf("the answer of %s: %w", keysURL, err))
	}
	return published, keysURL, nil
}

// discover returns the address of the keys (OpenID Connect Discovery 1.0, 4). It may be another host than the issuer's,
// as with Google, but must be encrypted unless the issuer itself is on this machine.
func discover(ctx context.Context, client *http.Client, issuer string) (string, error) {
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, client), issuer)
	if err != nil {
		return "", err
	}
	var document struct {
		KeysURL string `json:"jwks_uri"`
	}
	if err := provider.Claims(&document); err != nil {
		return "", err
	}
	keys, err := url.Parse(document.KeysURL)
	if err != nil || keys.Host == "" {
		return "", errors.New("its discovery document has no usable jwks_uri")
	}
	if keys.Scheme != "https" && (!secureURL(keys) || strings.HasPrefix(issuer, "https:")) {
		return "", errors.New("its discovery document has a jwks_uri that is not encrypted")
	}
	return document.KeysURL, nil
}

func discoveryURL(issuer string) string {
	return strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration"
}

func get(ctx context.Context, client *http.Client, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/jwk-set+json, application/json")
	request.Header.Set("Cache-Control", "no-cache")
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close() //nolint:errcheck // it was read to its end, or an error is returned already
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("the answer of %s: %w", address, err)
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s: %s", address, answer.Status, body)
	}
	return body, nil
}

// boundedClient asks a provider, with the given client's transport and cookies: 5 seconds a request, 1 MiB an answer, no
// redirect to another host or scheme.
func boundedClient(given *http.Client) *http.Client {
	client := &http.Client{Timeout: requestTimeout}
	transport := http.DefaultTransport
	if given != nil {
		client.Jar = given.Jar
		if given.Timeout > 0 {
			client.Timeout = min(given.Timeout, requestTimeout)
		}
		if given.Transport != nil {
			transport = given.Transport
		}
	}
	client.Transport = boundedTransport{transport}
	client.CheckRedirect = func(next *http.Request, before []*http.Request) error {
		first := before[0].URL
		if next.URL.Host != first.Host || next.URL.Scheme != first.Scheme || len(before) > maxRedirects {
			return errors.New("it redirects elsewhere, or too often")
		}
		return nil
	}
	return client
}

type boundedTransport struct{ http.RoundTripper }

// RoundTrip fails the reading of an answer that is too long. Of an answer that is no success the beginning will do.
func (t boundedTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := t.RoundTripper.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode == http.StatusOK {
		answer.Body = http.MaxBytesReader(nil, answer.Body, maxAnswer)
	} else {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, maxComplaint), answer.Body}
	}
	return answer, nil
}

// causeOf makes one short line of a failure, which may quote what the provider answered.
func causeOf(err error) error {
	return errors.New(printable(strings.ReplaceAll(err.Error(), "\n", " "), maxCause))
}

// publicKey is a key of the provider that signs tokens.
type publicKey struct {
	id        string
	algorithm string // the only one it is for; empty when the provider does not say
	key       crypto.PublicKey
}

// parseKeys reads a key set (RFC 7517, 5). Keys that are for something else, of an unknown kind, too weak or malformed
// are passed over: others may be good. A set without any is taken at its word: the provider has withdrawn all.
func parseKeys(body []byte) ([]publicKey, error) {
	var set struct {
		Keys *[]json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil || set.Keys == nil {
		return nil, errors.New("it is no set of keys")
	}
	var published []publicKey
	for _, raw := range *set.Keys {
		var key jose.JSONWebKey
		if json.Unmarshal(raw, &key) != nil || !key.Valid() || (key.Use != "" && key.Use != "sig") {
			continue
		}
		switch public := key.Key.(type) {
		case *ecdsa.PublicKey, ed25519.PublicKey:
			published = append(published, publicKey{key.KeyID, key.Algorithm, public})
		case *rsa.PublicKey:
			if public.N.BitLen() >= minRSA {
				published = append(published, publicKey{key.KeyID, key.Algorithm, public})
			}
		}
	}
	return published, nil
}

func (k publicKey) fits(algorithm string) bool {
	if k.algorithm != "" && k.algorithm != algorithm {
		return false
	}
	switch public := k.key.(type) {
	case *rsa.PublicKey:
		return strings.HasPrefix(algorithm, "RS") || strings.HasPrefix(algorithm, "PS")
	case *ecdsa.PublicKey:
		curves := map[string]string{oidc.ES256: "P-256", oidc.ES384: "P-384", oidc.ES512: "P-521"}
		return curves[algorithm] == public.Curve.Params().Name
	case ed25519.PublicKey:
		return algorithm == oidc.EdDSA
	}
	return false
}
