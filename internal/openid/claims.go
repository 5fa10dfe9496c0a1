package openid

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

const (
	clockSkew   = 60 * time.Second // by which the provider's clock may be ahead of ours
	maxLifetime = 24 * time.Hour   // from iat to exp: nobody can revoke a token here, and this is the longest default of known providers
	maxSubject  = 255              // bytes (OpenID Connect Core 1.0, 2)
	maxName     = 100              // characters
	lastInstant = 253402300799     // the end of the year 9999, in seconds
)

// claims are what a token says, as JSON decodes it.
type claims map[string]any

// verify checks everything but the role.
func (c claims) verify(o Options, now time.Time) error {
	if issuer := c.text("iss"); issuer != o.Issuer {
		return refused("it was issued by %.100q, not by %q", issuer, o.Issuer)
	}
	if audience := c.texts("aud"); !slices.Contains(audience, o.Audience) {
		return refused("it was made for %.200q, not for %q", audience, o.Audience)
	}
	if err := c.verifyKind(); err != nil {
		return err
	}
	if err := c.verifyTimes(now); err != nil {
		return err
	}
	switch subject := c.text("sub"); {
	case subject == "":
		return refused("it names no subject")
	case len(subject) > maxSubject:
		return refused("its subject is longer than %d bytes", maxSubject)
	case printable(subject, maxSubject) != subject:
		return refused("its subject holds characters that cannot be shown")
	}
	return nil
}

func (c claims) verifyKind() error {
	if kind, ok := c["typ"]; ok && !isKind(kind, claimKinds) {
		return refused("its claim typ says that it is no access token and no id token")
	}
	if _, ok := c["events"]; ok { // RFC 8417; OpenID Connect Back-Channel Logout 1.0, 2.4
		return refused("it reports events; it is no access token and no id token")
	}
	if _, ok := c["cnf"]; ok { // RFC 7800, 8705, 9449
		return refused("it is bound to a key of its holder, which is not asked for here: ask the provider for a plain bearer token")
	}
	return nil
}

// verifyTimes allows for a skew where a provider's clock may be ahead, not at the end: a token that ended is refused.
func (c claims) verifyTimes(now time.Time) error {
	expires, ok := c.instant("exp")
	if !ok {
		return refused("it does not say until when it is valid (exp)")
	}
	issued, ok := c.instant("iat")
	if !ok {
		return refused("it does not say when it was issued (iat)")
	}
	if _, ok := c["nbf"]; ok {
		if from, ok := c.instant("nbf"); !ok || from.After(now.Add(clockSkew)) {
			return refused("it is not valid yet (nbf); compare the clocks")
		}
	}
	switch {
	case !now.Before(expires):
		return refused("it expired at %s", expires.Format(time.RFC3339))
	case issued.After(now.Add(clockSkew)):
		return refused("it was issued in the future, at %s; compare the clocks", issued.Format(time.RFC3339))
	case expires.Sub(issued) > maxLifetime:
		return refused("it is valid for more than %s: let the provider make shorter ones", maxLifetime)
	}
	return nil
}

// staff reads who it is from claims that were verified.
func (c claims) staff(o Options) (Staff, error) {
	roles := c.rolesIn(o.RoleClaim)
	full := slices.Contains(roles, o.Role)
	readOnly := !full && o.ReadOnlyRole != "" && slices.Contains(roles, o.ReadOnlyRole)
	if !full && !readOnly {
		return Staff{}, refused("its claim %q holds %d roles, none of which makes somebody staff", o.RoleClaim, len(roles))
	}
	expires, _ := c.instant("exp")
	return Staff{Subject: c.text("sub"), Name: c.name(), ReadOnly: readOnly, ExpiresAt: expires}, nil
}

func (c claims) name() string {
	for _, claim := range []string{"name", "preferred_username", "email"} {
		if name := printable(c.text(claim), maxName); name != "" {
			return name
		}
	}
	return printable(c.text("sub"), maxName)
}

// printable takes out of a text what could break a line or turn its direction, and cuts it to a number of characters.
func printable(text string, characters int) string {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, text))
	if runes := []rune(text); len(runes) > characters {
		text = strings.TrimSpace(string(runes[:characters]))
	}
	return text
}

// text is empty when the claim is absent or is no text.
func (c claims) text(claim string) string {
	text, _ := c[claim].(string)
	return text
}

// texts reads a claim that is one text or a list of them.
func (c claims) texts(claim string) []string {
	return textsOf(c[claim])
}

func textsOf(value any) (texts []string) {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		for _, item := range value {
			if text, ok := item.(string); ok {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// instant reads a NumericDate (RFC 7519, 2), down to the second.
func (c claims) instant(claim string) (time.Time, bool) {
	seconds, ok := c[claim].(float64)
	if !ok || seconds < 0 || seconds > lastInstant {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0).UTC(), true
}
