package openid

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

var (
	// ErrRefused is wrapped when the token is at fault. The text says why and is meant for the log: it may quote the
	// token's issuer, audience or kind, shortened, and never the token or its signature.
	ErrRefused = errors.New("the OpenID token is refused")

	// ErrUnavailable is wrapped when the token could not be judged, because the provider's keys could not be had.
	ErrUnavailable = errors.New("the OpenID provider cannot be asked")
)

// Options say which provider is trusted, and which of its users are staff.
type Options struct {
	Issuer       string   // the provider's URL as its tokens name it, to the letter; https, or http on a loopback address
	Audience     string   // who the token must be made for: this API's client id or identifier at the provider
	Algorithms   []string // accepted signature algorithms, RS256 and ES256 when empty; only asymmetric ones are possible
	RoleClaim    string   // where the roles stand, "roles" when empty; see rolesIn
	Role         string   // the role that makes somebody staff
	ReadOnlyRole string   // the role of staff that may read only; nobody when empty. Role counts more than this one

	Now    func() time.Time // time.Now when nil
	Client *http.Client     // asks the provider, http.DefaultTransport when nil; always bounded as boundedClient says
}

// Staff is somebody who works for the registrar.
type Staff struct {
	Subject   string    // the provider's id of the person, at most 255 bytes, unique within the issuer and never reused
	Name      string    // for people to read, at most 100 characters on one line; neither unique nor proven
	ReadOnly  bool      // may read and must not change anything
	ExpiresAt time.Time // when the token ends, in UTC; a stream that outlasts it must end
}

// Verifier verifies the tokens of one provider. It is safe for concurrent use.
type Verifier struct {
	options    Options
	algorithms []jose.SignatureAlgorithm
	keys       *keyring
}

const (
	maxOption = 255 // characters of an issuer, audience, role or claim path
)

// asymmetric algorithms only: with HS256 the provider's public key would do as the secret, and none is no signature.
var possibleAlgorithms = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
}

// New returns a verifier without asking the provider: that happens with the first token, and again until it succeeds,
// so that a provider that is down keeps nobody else from working. Asking stops for good when ctx is done. The error
// lists every option that is wrong.
func New(ctx context.Context, options Options) (*Verifier, error) {
	if options.RoleClaim == "" {
		options.RoleClaim = "roles"
	}
	if len(options.Algorithms) == 0 {
		options.Algorithms = []string{oidc.RS256, oidc.ES256}
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if err := options.validate(); err != nil {
		return nil, err
	}
	options.Algorithms = slices.Clone(options.Algorithms)
	v := &Verifier{options: options, keys: newKeyring(ctx, options)}
	for _, algorithm := range options.Algorithms {
		v.algorithms = append(v.algorithms, jose.SignatureAlgorithm(algorithm))
	}
	return v, nil
}

func (o Options) validate() error {
	var wrong []error
	if err := verifyIssuer(o.Issuer); err != nil {
		wrong = append(wrong, err)
	}
	for _, option := range []struct{ name, value, meaning string }{
		{"audience", o.Audience, "this API's client id at the provider"},
		{"role", o.Role, "the role that makes somebody staff"},
	} {
		if strings.TrimSpace(option.value) == "" {
			wrong = append(wrong, fmt.Errorf("the %s is missing: give %s", option.name, option.meaning))
		}
	}
	if o.Role != "" && o.Role == o.ReadOnlyRole {
		wrong = append(wrong, fmt.Errorf("the role and the read-only role are both %q: give two different ones", o.Role))
	}
	for _, value := range []string{o.Issuer, o.Audience, o.Role, o.ReadOnlyRole, o.RoleClaim} {
		if len(value) > maxOption {
			wrong = append(wrong, fmt.Errorf("%.20q… is too long: give at most %d characters", value, maxOption))
		}
	}
	for _, algorithm := range o.Algorithms {
		if !slices.Contains(possibleAlgorithms, algorithm) {
			wrong = append(wrong, fmt.Errorf("the signature algorithm %q cannot be accepted: choose from %s",
				algorithm, strings.Join(possibleAlgorithms, ", ")))
		}
	}
	return errors.Join(wrong...)
}

func verifyIssuer(issuer string) error {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(issuer, "#") {
		return fmt.Errorf("the issuer %q is no URL of a provider: give one such as https://login.example.com", issuer)
	}
	if !secureURL(u) {
		return fmt.Errorf("the issuer %q is not encrypted: give an https URL; http is for loopback addresses only", issuer)
	}
	return nil
}

// secureURL is true for https, and for http that does not leave this machine.
func secureURL(u *url.URL) bool {
	if u.Scheme != "http" {
		return u.Scheme == "https"
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
}
