package graph

import (
	"context"

	"github.com/handledesk/handledesk/graph/generated"
	"github.com/handledesk/handledesk/internal/registrar"
)

func (r *mutationResolver) RequestPasswordRecovery(
	ctx context.Context, in generated.RequestPasswordRecoveryInput,
) (*generated.RequestPasswordRecoveryPayload, error) {
	err := r.service.RequestPasswordRecovery(ctx, in.Code)
	refusals, top := r.service.UserErrors(err)
	return &generated.RequestPasswordRecoveryPayload{Accepted: err == nil, UserErrors: refusals}, top
}

func (r *mutationResolver) SetPassword(ctx context.Context, in generated.SetPasswordInput) (*generated.SetPasswordPayload, error) {
	code, err := r.service.SetPassword(ctx, in.Token, in.Password)
	refusals, top := r.service.UserErrors(err)
	return &generated.SetPasswordPayload{Code: unless(err, code), UserErrors: refusals}, top
}

func (r *mutationResolver) SignIn(ctx context.Context, in generated.SignInInput) (*generated.SignInPayload, error) {
	opened, err := r.service.SignIn(ctx, in.Code, in.Password)
	refusals, top := r.service.UserErrors(err)
	payload := &generated.SignInPayload{Warnings: []*registrar.Warning{}, UserErrors: refusals}
	if opened != nil {
		payload.SessionToken, payload.ExpiresAt = unless(err, opened.Token), &opened.ExpiresAt
		payload.Warnings = shownBefore(err, opened.Token)
	}
	return payload, top
}

func (r *mutationResolver) SignOut(ctx context.Context, in generated.SignOutInput) (*generated.SignOutPayload, error) {
	ended, err := r.service.SignOut(ctx, in.Everywhere)
	refusals, err := r.service.UserErrors(err)
	return &generated.SignOutPayload{Ended: ended, UserErrors: refusals}, err
}
