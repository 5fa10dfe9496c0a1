package openid

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// FuzzVerify sends garbage under a real provider's nose: each token is refused, whatever it says, unless it is the one
// that the provider signed. Half of the time the garbage is signed by the provider itself, so that it gets past the
// signature and only its claims and header can be at fault.
func FuzzVerify(f *testing.F) {
	private := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) // signs the same text the same way in all processes
	key := &providerKey{"key-1", jose.EdDSA, private}
	issuer := "http://127.0.0.1:1"
	now := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	v, err := New(context.Background(), Options{
		Issuer: issuer, Audience: clientID, Role: "staff", RoleClaim: "realm_access.roles", Algorithms: []string{"EdDSA"},
		Now:    func() time.Time { return now },
		Client: &http.Client{Transport: unreachable{}},
	})
	if err != nil {
		f.Fatal(err)
	}
	v.keys.had = keys{published: []publicKey{{id: key.id, key: private.Public()}}, at: now}
	v.keys.asked = now
	claims := (&provider{issuer: issuer}).claimsAt(now)
	claims["realm_access"] = map[string]any{"roles": []string{"staff"}}
	good := sign(f, key, claims, nil)
	parts := strings.Split(good, ".")
	f.Add(good, false)
	f.Add(parts[0]+"."+parts[1]+".", false)
	f.Add(encode(`{"alg":"none"}`)+"."+parts[1]+".", false)
	f.Add(encode(`{"alg":"EdDSA","crit":["b64"],"b64":false}`)+"."+parts[1]+"."+parts[2], false)
	f.Add("..", false)
	f.Add(`{"iss":"http://127.0.0.1:1","aud":["handledesk"],"sub":"x","iat":1e18,"exp":-1,"nbf":null,"realm_access.roles":{"staff":{}}}`, true)
	f.Add(`{"iss":1,"iss":"http://127.0.0.1:1","typ":[],"cnf":{}}`, true)
	f.Add(strings.Repeat(`{"realm_access":`, 50), true)
	f.Fuzz(func(t *testing.T, text string, signed bool) {
		if signed && len(text) < maxToken {
			text = sign(t, key, text, map[jose.HeaderKey]any{"typ": "JWT"})
		}
		looks := LooksLikeJWT(text)
		staff, err := v.Verify(t.Context(), text)
		switch {
		case err == nil:
			if !signed && text != good {
				t.Fatalf("%q signs in as %+v", text, staff)
			}
			if staff.Subject == "" || staff.Name == "" || len([]rune(staff.Name)) > maxName || !staff.ExpiresAt.After(now) || !looks {
				t.Fatalf("%+v is nobody", staff)
			}
		case !errors.Is(err, ErrRefused):
			t.Fatalf("%v; want it refused without asking anybody", err)
		case staff != (Staff{}):
			t.Fatalf("%+v besides %v", staff, err)
		case len(err.Error()) > 1500 || strings.ContainsAny(err.Error(), "\r\n"):
			t.Fatalf("%q; want one short line", err)
		}
	})
}

type unreachable struct{}

func (unreachable) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("nobody is to be asked")
}
