package openid

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/handledesk/handledesk/internal/secret"
)

// without and with change one claim of a token.
func with(name string, value any) func(map[string]any) {
	return func(claims map[string]any) { claims[name] = value }
}

func without(name string) func(map[string]any) {
	return func(claims map[string]any) { delete(claims, name) }
}

func TestTokensAtFaultAreRefused(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	at := func(offset time.Duration) float64 { return float64(c.now().Add(offset).Unix()) }
	for name, wrong := range map[string]struct {
		change func(map[string]any)
		reason string
	}{
		"other issuer":              {with("iss", "https://elsewhere.example"), `issued by "https://elsewhere.example"`},
		"issuer with a slash":       {with("iss", p.issuer+"/"), "issued by"},
		"no issuer":                 {without("iss"), `issued by ""`},
		"issuer twice":              {with("iss", []string{p.issuer}), `issued by ""`},
		"other audience":            {with("aud", "shop"), `made for ["shop"]`},
		"other audiences":           {with("aud", []string{"shop", "desk"}), `made for ["shop" "desk"]`},
		"beginning of the audience": {with("aud", "handle"), "made for"},
		"no audience":               {without("aud"), "made for []"},
		"audience no text":          {with("aud", map[string]any{clientID: true}), "made for []"},
		"expired":                   {with("exp", at(-time.Hour)), "expired"},
		"endless":                   {without("exp"), "until when"},
		"exp as text":               {with("exp", "4102444800"), "until when"},
		"exp out of range":          {with("exp", 1e300), "until when"},
		"exp negative":              {with("exp", -1), "until when"},
		"without iat":               {without("iat"), "when it was issued"},
		"iat in the future":         {with("iat", at(61*time.Second)), "issued in the future"},
		"not valid yet":             {with("nbf", at(61*time.Second)), "not valid yet"},
		"nbf as text":               {with("nbf", "0"), "not valid yet"},
		"long-lived":                {with("exp", at(24*time.Hour+time.Second)), "more than 24h"},
		"long-lived, nearly over":   {with("iat", at(-30*24*time.Hour)), "more than 24h"},
		"no subject":                {without("sub"), "no subject"},
		"empty subject":             {with("sub", ""), "no subject"},
		"subject a number":          {with("sub", 7), "no subject"},
		"subject too long":          {with("sub", strings.Repeat("x", 256)), "longer than 255"},
		"subject of two lines":      {with("sub", "id\nroot"), "cannot be shown"},
		"no role":                   {without("roles"), "holds 0 roles"},
		"other role":                {with("roles", []string{"Staff", "staff ", "former staff", "staff-write"}), "holds 4 roles"},
		"refresh token":             {with("typ", "Refresh"), "no access token"},
		"logout token":              {with("events", map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}}), "reports events"},
		"bound to a key":            {with("cnf", map[string]any{"jkt": "x"}), "bound to a key"},
	} {
		t.Run(name, func(t *testing.T) {
			claims := p.claimsAt(c.now())
			wrong.change(claims)
			v.expectError(t, sign(t, p.signingKey(), claims, nil), ErrRefused, wrong.reason)
		})
	}
}

func TestTokensWithinTheLimitsAreAccepted(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	at := func(offset time.Duration) float64 { return float64(c.now().Add(offset).Unix()) }
	for name, right := range map[string]func(map[string]any){
		"unchanged":             func(map[string]any) {},
		"one of many audiences": with("aud", []string{"shop", clientID}),
		"made for others too":   with("azp", "shop"),
		"clock a little ahead":  with("iat", at(60*time.Second)),
		"nbf a little ahead":    with("nbf", at(60*time.Second)),
		"a day":                 with("exp", at(24*time.Hour)),
		"fractions of seconds":  with("iat", at(0)+0.25),
		"Keycloak's kind":       with("typ", "Bearer"),
		"subject of 255 bytes":  with("sub", strings.Repeat("x", 255)),
	} {
		t.Run(name, func(t *testing.T) {
			claims := p.claimsAt(c.now())
			right(claims)
			v.expectStaff(t, sign(t, p.signingKey(), claims, nil))
		})
	}
}

func TestATokenEndsToTheSecond(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	token := sign(t, p.signingKey(), p.claimsAt(c.now()), nil)
	ends := c.now().Add(time.Hour)
	c.advance(time.Hour - time.Nanosecond)
	if staff := v.expectStaff(t, token); !staff.ExpiresAt.Equal(ends) {
		t.Errorf("it ends at %s, want %s", staff.ExpiresAt, ends)
	}
	c.advance(time.Nanosecond)
	v.expectError(t, token, ErrRefused, "expired at "+ends.UTC().Format(time.RFC3339))
}

func TestKindsOfTokenByTheirHeader(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	signed := func(header map[jose.HeaderKey]any) string {
		return sign(t, p.signingKey(), p.claimsAt(c.now()), header)
	}
	for _, kind := range []string{"JWT", "jwt", "at+jwt", "application/at+jwt"} {
		v.expectStaff(t, signed(map[jose.HeaderKey]any{"typ": kind}))
	}
	for _, kind := range []any{"logout+jwt", "secevent+jwt", "dpop+jwt", "", 7, nil} {
		if token := signed(map[jose.HeaderKey]any{"typ": kind}); kind == nil {
			v.expectStaff(t, token) // null is as good as absent: the parser drops it
		} else {
			v.expectError(t, token, ErrRefused, "of type")
		}
	}
	v.expectError(t, compose(t, p.signingKey(), `{"alg":"RS256","kid":"key-1","crit":["exp"],"exp":1}`, p.claimsAt(c.now())), ErrRefused, `"crit"`)
	v.expectError(t, compose(t, p.signingKey(), `{"alg":"RS256","kid":"key-1","crit":["b64"],"b64":true}`, p.claimsAt(c.now())), ErrRefused, "extension")
	v.expectError(t, compose(t, p.signingKey(), `{"alg":"RS256","kid":"key-1","b64":false}`, p.claimsAt(c.now())), ErrRefused, `"b64"`)
}

func TestOnlyTheProvidersSignatureCounts(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	good := sign(t, p.signingKey(), p.claimsAt(c.now()), nil)
	v.expectStaff(t, good)
	header, rest, _ := strings.Cut(good, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	raised := p.claimsAt(c.now())
	raised["sub"] = "root"
	raisedPayload := strings.Split(sign(t, p.signingKey(), raised, nil), ".")[1]

	stranger := rsaKey("key-1")
	other := *p.signingKey()
	other.algorithm = jose.PS256
	for name, wrong := range map[string]struct{ token, reason string }{
		"a stranger's key":              {sign(t, stranger, p.claimsAt(c.now()), nil), "signature"},
		"other claims, same signature":  {header + "." + raisedPayload + "." + signature, "signature"},
		"signature altered":             {good[:len(good)-6] + "AAAA" + good[len(good)-2:], "signature"},
		"no signature":                  {header + "." + payload + ".", ""},
		"algorithm none":                {encode(`{"alg":"none"}`) + "." + payload + ".", `"none"`},
		"algorithm None":                {encode(`{"alg":"None","kid":"key-1"}`) + "." + payload + "." + signature, `"None"`},
		"algorithm none, and signed":    {encode(`{"alg":"none","kid":"key-1"}`) + "." + payload + "." + signature, `"none"`},
		"no algorithm":                  {encode(`{"kid":"key-1"}`) + "." + payload + "." + signature, ""},
		"algorithm that is not pinned":  {sign(t, &other, p.claimsAt(c.now()), nil), `"PS256"`},
		"the stranger's key comes too":  {sign(t, stranger, p.claimsAt(c.now()), map[jose.HeaderKey]any{"jku": p.issuer + "/keys"}), "signature"},
		"the stranger's key is inside":  {signWithKeyInside(t, stranger, p.claimsAt(c.now())), "signature"},
		"ES256 with the RSA key's name": {sign(t, ecdsaKey("key-1"), p.claimsAt(c.now()), nil), "publishes no key"},
	} {
		t.Run(name, func(t *testing.T) { v.expectError(t, wrong.token, ErrRefused, wrong.reason) })
	}
	for name, key := range publicKeyAsSecret(t, p.signingKey()) {
		t.Run("HS256 with the public key as "+name, func(t *testing.T) {
			v.expectError(t, signWithSecret(t, key, p.claimsAt(c.now())), ErrRefused, `"HS256"`)
		})
	}
}

func TestPinnedAlgorithmsCanBeNarrowed(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p, func(o *Options) { o.Algorithms = []string{"ES256"} })
	v.expectError(t, sign(t, p.signingKey(), p.claimsAt(c.now()), nil), ErrRefused, `"RS256"`)
	if p.keyRequests.Load() != 0 {
		t.Error("a token of a refused algorithm led to a request; want it refused before")
	}
}

func TestMalformedTokensAreRefused(t *testing.T) {
	p := startProvider(t)
	v, c := verifierOf(t, p)
	good := sign(t, p.signingKey(), p.claimsAt(c.now()), nil)
	parts := strings.Split(good, ".")
	for name, token := range map[string]string{
		"empty": "", "dots": "..", "one part": parts[0], "two parts": parts[0] + "." + parts[1], "four parts": good + "." + parts[2],
		"a blank before": " " + good, "a line break": parts[0] + ".\n" + parts[1] + "." + parts[2], "padding": good + "=",
		"standard base64": parts[0] + "." + parts[1] + ".ab+/", "JSON form": `{"payload":"` + parts[1] + `"}`,
		"header no JSON": encode("hello") + "." + parts[1] + "." + parts[2], "header a list": encode("[]") + "." + parts[1] + "." + parts[2],
		"payload no JSON": sign(t, p.signingKey(), "hello", nil), "payload null": sign(t, p.signingKey(), "null", nil),
		"payload a list": sign(t, p.signingKey(), "[1]", nil), "payload deep": sign(t, p.signingKey(), strings.Repeat("[", 2000), nil),
		"stray bits at the end": good[:len(good)-1] + string(nextInAlphabet(good[len(good)-1])),
		"a claim twice":         sign(t, p.signingKey(), `{"sub":"a","sub":"root"}`, nil),
	} {
		t.Run(name, func(t *testing.T) { v.expectError(t, token, ErrRefused, "not a well-formed signed token") })
	}
	otherCase := maps.Clone(p.claimsAt(c.now()))
	delete(otherCase, "iss")
	otherCase["ISS"] = p.issuer
	v.expectError(t, sign(t, p.signingKey(), otherCase, nil), ErrRefused, "issued by")
	long := p.claimsAt(c.now())
	long["padding"] = strings.Repeat("x", 3000)
	v.expectError(t, sign(t, p.signingKey(), long, nil), ErrRefused, "longer than 4096 bytes")
	if p.discoveries.Load() != 0 {
		t.Error("a malformed token led to a request; want it refused before")
	}
}

func TestLooksLikeJWT(t *testing.T) {
	for _, text := range []string{"a.b.c", "eyJh-_9.e30.", "A.B.c_d-9"} {
		if !LooksLikeJWT(text) {
			t.Errorf("%q: want yes", text)
		}
	}
	key, _ := secret.NewAPIKey(rand.Reader)
	session, _ := secret.NewSession(rand.Reader)
	for _, text := range []string{key, session, "", ".", "..", "a..c", ".b.c", "a.b", "a.b.c.d", "a.b.c=", "a.b.c\n", "a.b c.d", "ä.b.c", "a.b+.c"} {
		if LooksLikeJWT(text) {
			t.Errorf("%q: want no", text)
		}
	}
}

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// publicKeyAsSecret lists what a careless verifier might take for the secret.
func publicKeyAsSecret(t *testing.T, key *providerKey) map[string][]byte {
	t.Helper()
	public, ok := key.private.Public().(*rsa.PublicKey)
	if !ok {
		t.Fatal("want an RSA key")
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"DER": der, "modulus": public.N.Bytes(), "PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}),
	}
}

// nextInAlphabet spells the same last byte of an RSA signature, whose last character has four bits to spare.
func nextInAlphabet(c byte) byte {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return alphabet[strings.IndexByte(alphabet, c)+1]
}
