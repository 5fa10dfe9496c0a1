package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/handledesk/handledesk/internal/openid"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/requestid"
	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
	"github.com/handledesk/handledesk/internal/telemetry"
	"github.com/handledesk/handledesk/internal/viewer"
)

// openidFlags let staff sign in at an OpenID provider, beside API keys.
type openidFlags struct {
	Issuer     string   `name:"oidc-issuer" help:"OpenID provider whose tokens sign staff in, as the tokens name it." env:"HANDLEDESK_OIDC_ISSUER" placeholder:"URL"`
	Audience   string   `name:"oidc-audience" help:"Whom the tokens must be made for: the id of this API at the provider." env:"HANDLEDESK_OIDC_AUDIENCE"`
	Role       string   `name:"oidc-role" help:"Role that makes somebody staff." default:"handledesk-operator" env:"HANDLEDESK_OIDC_ROLE"`
	ReadRole   string   `name:"oidc-read-role" help:"Role of staff that may only read." env:"HANDLEDESK_OIDC_READ_ROLE"`
	RoleClaim  string   `name:"oidc-role-claim" help:"Claim of the token that holds the roles; dots lead into objects." default:"roles" env:"HANDLEDESK_OIDC_ROLE_CLAIM"`
	Algorithms []string `name:"oidc-algorithms" help:"Signatures that are accepted." default:"RS256,ES256" env:"HANDLEDESK_OIDC_ALGORITHMS"`
}

// verifier is nil when no provider is given.
func (f *openidFlags) verifier(ctx context.Context) (*openid.Verifier, error) {
	if f.Issuer == "" {
		return nil, nil //nolint:nilnil // staff then signs in by API keys alone
	}
	verifier, err := openid.New(ctx, openid.Options{
		Issuer: f.Issuer, Audience: f.Audience, Role: f.Role, ReadOnlyRole: f.ReadRole, RoleClaim: f.RoleClaim, Algorithms: f.Algorithms,
	})
	if err != nil {
		return nil, fmt.Errorf("--oidc-…: %w", err)
	}
	return verifier, nil
}

// authenticate signs in by API keys and sessions, and by the provider's tokens if there is a provider. It tells the
// server which refusals are about the credential.
func authenticate(
	tel *telemetry.Telemetry, s *service.Service, staff *openid.Verifier, log *slog.Logger,
) func(context.Context, string) (context.Context, error) {
	return func(ctx context.Context, bearer string) (context.Context, error) {
		ctx = tel.Account(ctx) // statements of signing in are the operation's, too
		if staff != nil && openid.LooksLikeJWT(bearer) {
			return signInStaff(ctx, staff, log, bearer)
		}
		signedIn, err := s.Authenticate(ctx, bearer)
		if service.IsUnauthenticated(err) {
			return ctx, fmt.Errorf("%w: %w", server.ErrUnauthenticated, err)
		}
		if _, passes := store.Unavailable(err); passes {
			return ctx, fmt.Errorf("%w: %w", server.ErrKeysUnavailable, err)
		}
		return signedIn, err
	}
}

// signInStaff takes a provider's token. What was wrong with it stands in the log alone.
func signInStaff(ctx context.Context, staff *openid.Verifier, log *slog.Logger, token string) (context.Context, error) {
	who, err := staff.Verify(ctx, token)
	if errors.Is(err, openid.ErrRefused) {
		log.WarnContext(ctx, "a token was refused", "requestId", requestid.From(ctx), "reason", err.Error())
		return ctx, fmt.Errorf("%w: %w", server.ErrUnauthenticated, err)
	}
	if err != nil {
		return ctx, fmt.Errorf("%w: %w", server.ErrUnavailable, err)
	}
	scopes := slices.Clone(registrar.Scopes)
	if who.ReadOnly {
		scopes = slices.DeleteFunc(scopes, func(s registrar.Scope) bool { return !strings.HasSuffix(string(s), "_READ") })
	}
	// What a key may not outlive, keys that are made with this token do not outlive either.
	expires := registrar.At(who.ExpiresAt)
	return viewer.NewContext(ctx, viewer.Viewer{
		Caller:  registrar.Caller{Kind: registrar.ActorOperator, Scopes: scopes},
		KeyName: who.Name, Subject: who.Subject, ExpiresAt: &expires,
	}), nil
}
