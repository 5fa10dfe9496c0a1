package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

const viewerQuery = `{"query":"{ viewer }"}`

func TestCredentials(t *testing.T) {
	r := start(t, nil)
	for name, c := range map[string]struct{ header, data string }{
		"none is anonymous":      {"", `{"viewer":null}`},
		"good":                   {"Bearer hdk_good", `{"viewer":"Ada's reseller"}`},
		"scheme in other case":   {"bearer hdk_good", `{"viewer":"Ada's reseller"}`},
		"several blanks between": {"Bearer   hdk_good", `{"viewer":"Ada's reseller"}`},
	} {
		got := r.post(t, viewerQuery, "Authorization", c.header)
		if got.status != 200 || string(got.answer(t).Data) != c.data {
			t.Errorf("%s: %d %s, want %s", name, got.status, got.body, c.data)
		}
	}
}

func TestBadCredentialsAre401(t *testing.T) {
	r := start(t, nil)
	for name, c := range map[string]struct{ header, challenge, message string }{
		"unknown":        {"Bearer hdk_wrong", `Bearer error="invalid_token"`, "unknown, expired or revoked"},
		"other scheme":   {"Basic aGRrX2dvb2Q=", "Bearer", "Bearer <API key"},
		"no scheme":      {"hdk_good", "Bearer", "Bearer <API key"},
		"no credential":  {"Bearer", "Bearer", "Bearer <API key"},
		"only padding":   {"Bearer ==", "Bearer", "Bearer <API key"},
		"two words":      {"Bearer hdk_good hdk_good", "Bearer", "Bearer <API key"},
		"odd characters": {"Bearer hdk_é", "Bearer", "Bearer <API key"},
		"too long":       {"Bearer " + strings.Repeat("x", 4097), "Bearer", "Bearer <API key"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, accept := range []string{"application/json", "application/graphql-response+json"} {
				got := r.post(t, viewerQuery, "Authorization", c.header, "Accept", accept)
				got.expectRefusal(t, 401, "UNAUTHENTICATED", c.message)
				if got.header.Get("WWW-Authenticate") != c.challenge {
					t.Errorf("WWW-Authenticate: %q, want %q", got.header.Get("WWW-Authenticate"), c.challenge)
				}
				if _, credential, _ := strings.Cut(c.header, " "); credential != "" && strings.Contains(got.body, credential) {
					t.Errorf("the credential is echoed: %s", got.body)
				}
			}
		})
	}
}

func TestFailureWhileCheckingACredentialIsInternal(t *testing.T) {
	r := start(t, nil)
	got := r.post(t, viewerQuery, "Authorization", "Bearer hdk_down")
	got.expectRefusal(t, 500, "INTERNAL", "request id")
	if strings.Contains(got.body, "api_key") || !strings.Contains(r.log.String(), "disk I/O error") {
		t.Errorf("want the cause in the log only:\n%s\n%s", got.body, r.log)
	}
}

func TestCheckingACredentialIsBoundedInTime(t *testing.T) {
	r := start(t, nil, func(o *Options) {
		o.OperationTimeout = 30 * time.Millisecond
		o.Authenticate = func(ctx context.Context, _ string) (context.Context, error) {
			<-ctx.Done()
			return ctx, ctx.Err()
		}
	})
	r.post(t, viewerQuery, "Authorization", "Bearer x").expectRefusal(t, 503, "TIMEOUT", "30ms")
}

func TestACheckerThatCannotBeAskedIsUnavailable(t *testing.T) {
	r := start(t, nil, func(o *Options) {
		o.Authenticate = func(ctx context.Context, _ string) (context.Context, error) {
			return ctx, fmt.Errorf("%w: dial tcp 192.0.2.1:443", ErrUnavailable)
		}
	})
	got := r.post(t, viewerQuery, "Authorization", "Bearer x")
	got.expectRefusal(t, 503, "UNAVAILABLE", "try again in a moment")
	if got.header.Get("Retry-After") != "10" || strings.Contains(got.body, "192.0.2.1") {
		t.Errorf("%v\n%s", got.header, got.body)
	}
}

func TestADatabaseThatCannotBeAskedForAKeyIsUnavailable(t *testing.T) {
	r := start(t, nil, func(o *Options) {
		o.Authenticate = func(ctx context.Context, _ string) (context.Context, error) {
			return ctx, fmt.Errorf("%w: dial tcp 192.0.2.1:5432", ErrKeysUnavailable)
		}
	})
	got := r.post(t, viewerQuery, "Authorization", "Bearer x")
	got.expectRefusal(t, 503, "UNAVAILABLE", "nothing was changed")
	if got.header.Get("Retry-After") != "1" || strings.Contains(got.body, "192.0.2.1") {
		t.Errorf("%v\n%s", got.header, got.body)
	}
}

// TestAStatementThatIsStoppedWhileACredentialIsCheckedIsATimeout: the statement's own deadline comes before the operation's.
func TestAStatementThatIsStoppedWhileACredentialIsCheckedIsATimeout(t *testing.T) {
	r := start(t, nil, func(o *Options) {
		o.Authenticate = func(ctx context.Context, _ string) (context.Context, error) {
			return ctx, fmt.Errorf("reading a key: %w", context.DeadlineExceeded)
		}
	})
	r.post(t, viewerQuery, "Authorization", "Bearer x").expectRefusal(t, 503, "TIMEOUT", "stopped")
}
