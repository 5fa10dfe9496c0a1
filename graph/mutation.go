package graph

import (
	"context"

	"github.com/handledesk/handledesk/graph/generated"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

func (r *mutationResolver) CreateHandle(ctx context.Context, in service.CreateHandle) (*generated.CreateHandlePayload, error) {
	h, reused, err := r.service.CreateHandle(ctx, in)
	refusals, err := r.service.UserErrors(err)
	return &generated.CreateHandlePayload{Handle: h, Reused: reused, UserErrors: refusals}, err
}

func (r *mutationResolver) UpdateHandle(ctx context.Context, in generated.UpdateHandleInput) (*generated.UpdateHandlePayload, error) {
	h, err := r.service.UpdateHandle(ctx, handleUpdate(in))
	refusals, err := r.service.UserErrors(err)
	return &generated.UpdateHandlePayload{Handle: h, UserErrors: refusals}, err
}

func (r *mutationResolver) DeleteHandle(ctx context.Context, in generated.DeleteHandleInput) (*generated.DeleteHandlePayload, error) {
	err := r.service.DeleteHandle(ctx, in.HandleID, in.ExpectedVersion)
	refusals, top := r.service.UserErrors(err)
	return &generated.DeleteHandlePayload{DeletedHandleID: unless(err, in.HandleID), UserErrors: refusals}, top
}

func (r *mutationResolver) ReleaseHandle(ctx context.Context, in generated.ReleaseHandleInput) (*generated.ReleaseHandlePayload, error) {
	h, warnings, err := r.service.ReleaseHandle(ctx, in.HandleID)
	refusals, err := r.service.UserErrors(err)
	return &generated.ReleaseHandlePayload{Handle: h, Warnings: pointers(warnings), UserErrors: refusals}, err
}

func (r *mutationResolver) ResetReachability(ctx context.Context, in generated.ResetReachabilityInput) (*generated.ResetReachabilityPayload, error) {
	h, err := r.service.ResetReachability(ctx, in.HandleID)
	refusals, err := r.service.UserErrors(err)
	return &generated.ResetReachabilityPayload{Handle: h, UserErrors: refusals}, err
}

func (r *mutationResolver) RegisterDomain(ctx context.Context, in service.RegisterDomain) (*generated.RegisterDomainPayload, error) {
	d, err := r.service.RegisterDomain(ctx, in)
	refusals, err := r.service.UserErrors(err)
	return &generated.RegisterDomainPayload{Domain: d, UserErrors: refusals}, err
}

func (r *mutationResolver) UpdateDomainContacts(ctx context.Context, in generated.UpdateDomainContactsInput) (*generated.UpdateDomainContactsPayload, error) {
	d, err := r.service.UpdateDomainContacts(ctx, contactsUpdate(in))
	refusals, err := r.service.UserErrors(err)
	return &generated.UpdateDomainContactsPayload{Domain: d, UserErrors: refusals}, err
}

func (r *mutationResolver) RenewDomain(ctx context.Context, in generated.RenewDomainInput) (*generated.RenewDomainPayload, error) {
	d, err := r.service.RenewDomain(ctx, in.DomainID, in.Years, in.CurrentExpiresAt)
	refusals, err := r.service.UserErrors(err)
	return &generated.RenewDomainPayload{Domain: d, UserErrors: refusals}, err
}

func (r *mutationResolver) SetTransferLock(ctx context.Context, in generated.SetTransferLockInput) (*generated.SetTransferLockPayload, error) {
	d, err := r.service.SetTransferLock(ctx, in.DomainID, in.Locked)
	refusals, err := r.service.UserErrors(err)
	return &generated.SetTransferLockPayload{Domain: d, UserErrors: refusals}, err
}

func (r *mutationResolver) SetAutoRenew(ctx context.Context, in generated.SetAutoRenewInput) (*generated.SetAutoRenewPayload, error) {
	d, err := r.service.SetAutoRenew(ctx, in.DomainID, in.Enabled)
	refusals, err := r.service.UserErrors(err)
	return &generated.SetAutoRenewPayload{Domain: d, UserErrors: refusals}, err
}

func (r *mutationResolver) SetNameservers(ctx context.Context, in generated.SetNameserversInput) (*generated.SetNameserversPayload, error) {
	d, err := r.service.SetNameservers(ctx, in.DomainID, in.Nameservers)
	refusals, err := r.service.UserErrors(err)
	return &generated.SetNameserversPayload{Domain: d, UserErrors: refusals}, err
}

func (r *mutationResolver) RevealAuthCode(ctx context.Context, in generated.RevealAuthCodeInput) (*generated.RevealAuthCodePayload, error) {
	d, code, err := r.service.RevealAuthCode(ctx, in.DomainID)
	refusals, top := r.service.UserErrors(err)
	return &generated.RevealAuthCodePayload{
		Domain: d, AuthCode: unless(err, code), Warnings: shownBefore(err, code), UserErrors: refusals,
	}, top
}

func (r *mutationResolver) ReleaseDomains(ctx context.Context, in service.ReleaseDomains) (*generated.ReleaseDomainsPayload, error) {
	released, err := r.service.ReleaseDomains(ctx, in)
	return &generated.ReleaseDomainsPayload{Results: r.releaseResults(released)}, err
}

func (r *mutationResolver) CreateAPIKey(ctx context.Context, in service.CreateAPIKey) (*generated.CreateAPIKeyPayload, error) {
	key, secret, err := r.service.CreateAPIKey(ctx, in)
	refusals, top := r.service.UserErrors(err)
	return &generated.CreateAPIKeyPayload{
		APIKey: key, Secret: unless(err, secret), Warnings: shownBefore(err, secret), UserErrors: refusals,
	}, top
}

func (r *mutationResolver) RotateAPIKey(ctx context.Context, in service.RotateAPIKey) (*generated.RotateAPIKeyPayload, error) {
	rotated, err := r.service.RotateAPIKey(ctx, in)
	refusals, top := r.service.UserErrors(err)
	payload := &generated.RotateAPIKeyPayload{Warnings: []*registrar.Warning{}, UserErrors: refusals}
	if err == nil {
		payload.APIKey, payload.Replaced = rotated.Key, rotated.Replaced
		payload.Secret, payload.Warnings = unless(err, rotated.Secret), shownBefore(err, rotated.Secret)
	}
	return payload, top
}

func (r *mutationResolver) SetRateLimit(ctx context.Context, in service.SetRateLimit) (*generated.SetRateLimitPayload, error) {
	key, reseller, err := r.service.SetRateLimit(ctx, in)
	refusals, err := r.service.UserErrors(err)
	return &generated.SetRateLimitPayload{APIKey: key, Reseller: reseller, UserErrors: refusals}, err
}

func (r *mutationResolver) RevokeAPIKey(ctx context.Context, in generated.RevokeAPIKeyInput) (*generated.RevokeAPIKeyPayload, error) {
	key, err := r.service.RevokeAPIKey(ctx, in.APIKeyID)
	refusals, err := r.service.UserErrors(err)
	return &generated.RevokeAPIKeyPayload{APIKey: key, UserErrors: refusals}, err
}

// releaseResults shows what became of each domain.
func (r *mutationResolver) releaseResults(released []service.ReleasedDomain) []*generated.ReleaseDomainResult {
	results := make([]*generated.ReleaseDomainResult, len(released))
	for i, d := range released {
		refusals, _ := r.service.UserErrors(d.Problems.Err()) // problems of single domains are never top-level errors
		results[i] = &generated.ReleaseDomainResult{DomainID: d.DomainID, Domain: d.Domain, UserErrors: refusals}
	}
	return results
}

// unless shows a value only when the mutation succeeded, and a secret only the first time.
func unless[T comparable](err error, value T) *T {
	var none T
	if err != nil || value == none {
		return nil
	}
	return &value
}

// shownBefore warns that a secret is not shown, because the request was sent again with its Idempotency-Key.
func shownBefore(err error, secret string) []*registrar.Warning {
	if err != nil || secret != "" {
		return []*registrar.Warning{}
	}
	return []*registrar.Warning{{Code: registrar.SecretAlreadyShown,
		Message: "This was done before, under the same Idempotency-Key, and the secret was shown then; it is not stored. Ask for a new one if it was lost."}}
}

func pointers(warnings []registrar.Warning) []*registrar.Warning {
	list := make([]*registrar.Warning, len(warnings))
	for i := range warnings {
		list[i] = &warnings[i]
	}
	return list
}
