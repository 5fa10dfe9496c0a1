package openid

import (
	"context"
	"crypto"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/json" // tells letter case apart and refuses a name that comes twice
)

// maxToken is the longest token in bytes, as internal/server has it for any credential. Real ones have some 1,000.
const maxToken = 4096

// LooksLikeJWT says whether a bearer credential has the form of a signed token: three parts in base64url, divided by
// dots. The last part may be empty, so that a token without a signature is refused as one and not as a bad key. An API
// key or session token has no dot.
func LooksLikeJWT(bearer string) bool {
	header, rest, _ := strings.Cut(bearer, ".")
	payload, signature, three := strings.Cut(rest, ".")
	return three && header != "" && payload != "" && base64url(header) && base64url(payload) && base64url(signature)
}

func base64url(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}

// canonical is false for a part with stray bits at its end, which decoders pass over: a token is to have one spelling.
func canonical(bearer string) bool {
	for part := range strings.SplitSeq(bearer, ".") {
		if _, err := base64.RawURLEncoding.Strict().DecodeString(part); err != nil {
			return false
		}
	}
	return true
}

// Verify says whom a token stands for. Id tokens and access tokens are accepted alike, as long as issuer, audience,
// validity and role hold: what to send is the client's choice, and providers differ in which of them carries roles.
//
// The error wraps ErrRefused when the token is at fault, and ErrUnavailable when the provider's keys cannot be had. What
// a token says is read before its signature is checked, so that one of another provider or an old one is refused
// without asking anybody for keys; it counts only after that.
func (v *Verifier) Verify(ctx context.Context, bearer string) (Staff, error) {
	if len(bearer) > maxToken {
		return Staff{}, refused("it is longer than %d bytes", maxToken)
	}
	token, err := v.parse(bearer)
	if err != nil {
		return Staff{}, err
	}
	now := v.options.Now()
	if err := token.claims.verify(v.options, now); err != nil {
		return Staff{}, err
	}
	keys, err := v.keys.find(ctx, token.keyID, token.algorithm)
	if err != nil {
		return Staff{}, err
	}
	if err := v.verifySignature(ctx, bearer, keys, now); err != nil {
		return Staff{}, err
	}
	return token.claims.staff(v.options)
}

// token is a parsed one whose signature nobody has checked yet.
type token struct {
	keyID     string
	algorithm string
	claims    claims
}

func (v *Verifier) parse(bearer string) (token, error) {
	malformed := refused("it is not a well-formed signed token") // the parser's own words would quote it
	if !LooksLikeJWT(bearer) || !canonical(bearer) {
		return token{}, malformed
	}
	signed, err := jose.ParseSignedCompact(bearer, v.algorithms)
	var unexpected *jose.ErrUnexpectedSignatureAlgorithm
	switch {
	case errors.As(err, &unexpected):
		return token{}, refused("its algorithm is %.20q, and only %s are accepted", unexpected.Got, strings.Join(v.options.Algorithms, ", "))
	case err != nil || len(signed.Signatures) != 1:
		return token{}, malformed
	}
	header := signed.Signatures[0].Protected
	if err := verifyHeader(header.ExtraHeaders); err != nil {
		return token{}, err
	}
	t := token{keyID: header.KeyID, algorithm: header.Algorithm}
	if err := json.Unmarshal(signed.UnsafePayloadWithoutVerification(), &t.claims); err != nil || t.claims == nil {
		return token{}, malformed
	}
	return t, nil
}

// The kinds of token by the header typ (RFC 7519, 5.1; RFC 9068, 2.1), and by the claim of the same name that Keycloak
// writes. Others with a valid signature of the same provider are there to log somebody out, to report an event, to
// get further tokens; those sign nobody in.
var (
	headerKinds = []string{"jwt", "at+jwt", "application/jwt", "application/at+jwt"}
	claimKinds  = []string{"jwt", "at+jwt", "id", "bearer"}
)

func verifyHeader(header map[jose.HeaderKey]any) error {
	for _, extension := range []jose.HeaderKey{"crit", "b64"} { // RFC 7515, 4.1.11; RFC 7797
		if _, ok := header[extension]; ok {
			return refused("its header has %q, an extension that is not understood here", extension)
		}
	}
	if kind, ok := header[jose.HeaderType]; ok && !isKind(kind, headerKinds) {
		return refused("its header says that it is of type %.40q", fmt.Sprint(kind))
	}
	return nil
}

func isKind(kind any, accepted []string) bool {
	text, ok := kind.(string)
	return ok && slices.Contains(accepted, strings.ToLower(text))
}

// verifySignature has go-oidc do what it is made for: the signature by one of the keys, and once more issuer, audience
// and expiry.
func (v *Verifier) verifySignature(ctx context.Context, bearer string, keys []crypto.PublicKey, now time.Time) error {
	config := &oidc.Config{
		ClientID:             v.options.Audience,
		SupportedSigningAlgs: v.options.Algorithms,
		Now:                  func() time.Time { return now },
	}
	verifier := oidc.NewVerifier(v.options.Issuer, &oidc.StaticKeySet{PublicKeys: keys}, config)
	if _, err := verifier.Verify(ctx, bearer); err != nil {
		return refused("its signature is not by the key that it names")
	}
	return nil
}

func refused(format string, details ...any) error {
	return fmt.Errorf("%w: %s", ErrRefused, fmt.Sprintf(format, details...))
}
