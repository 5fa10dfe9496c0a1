package graph

import (
	"context"

	"github.com/handledesk/handledesk/graph/generated"
)

func (r *mutationResolver) ConfirmReachability(ctx context.Context, in generated.ConfirmReachabilityInput) (*generated.ConfirmReachabilityPayload, error) {
	state, err := r.service.ConfirmReachability(ctx, in.Token)
	refusals, top := r.service.UserErrors(err)
	return &generated.ConfirmReachabilityPayload{State: unless(err, state), UserErrors: refusals}, top
}

func (r *mutationResolver) VerifyReachability(ctx context.Context, in generated.VerifyReachabilityInput) (*generated.VerifyReachabilityPayload, error) {
	h, err := r.service.VerifyReachability(ctx, in.HandleID, in.Reason)
	refusals, err := r.service.UserErrors(err)
	return &generated.VerifyReachabilityPayload{Handle: h, UserErrors: refusals}, err
}

func (r *mutationResolver) ReportBounce(ctx context.Context, in generated.ReportBounceInput) (*generated.ReportBouncePayload, error) {
	m, err := r.service.ReportBounce(ctx, in.MessageID, deref(in.Reply))
	refusals, err := r.service.UserErrors(err)
	return &generated.ReportBouncePayload{Mail: m, UserErrors: refusals}, err
}

func (r *mutationResolver) RetryMail(ctx context.Context, in generated.RetryMailInput) (*generated.RetryMailPayload, error) {
	m, err := r.service.RetryMail(ctx, in.MailID)
	refusals, err := r.service.UserErrors(err)
	return &generated.RetryMailPayload{Mail: m, UserErrors: refusals}, err
}

func (r *mutationResolver) SetMailSenderName(ctx context.Context, in generated.SetMailSenderNameInput) (*generated.SetMailSenderNamePayload, error) {
	of, err := r.service.SetMailSenderName(ctx, in.ResellerID, in.Name)
	refusals, err := r.service.UserErrors(err)
	return &generated.SetMailSenderNamePayload{Reseller: of, UserErrors: refusals}, err
}

// deref is a text that may be left out.
func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
