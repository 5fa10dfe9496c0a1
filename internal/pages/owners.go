package pages

import (
	"context"
	"strings"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// Of makes the pages' offers from the use cases.
func Of(s *service.Service) Owners { return owners{s} }

type owners struct{ *service.Service }

// Link shows a link as the pages do.
func (o owners) Link(ctx context.Context, token string) (*Link, error) {
	l, err := o.OpenLink(ctx, token)
	if err != nil {
		return nil, err
	}
	return &Link{
		Kind: l.Kind, State: l.State, Language: l.Language, Sender: l.Sender, Name: l.Name, Code: l.Code, Email: l.Email,
		Domains: l.Domains, MoreDomains: l.Further, ExpiresAt: l.ExpiresAt.Time(),
	}, nil
}

// ConfirmReachability confirms; the pages know what follows from it.
func (o owners) ConfirmReachability(ctx context.Context, token string) error {
	_, err := o.Service.ConfirmReachability(ctx, token)
	return err
}

// LinkTo is the address of the page behind a mailed link, below the server's own public address.
func LinkTo(public string) func(kind registrar.MailKind, token string) string {
	return func(kind registrar.MailKind, token string) string {
		page := confirmPage
		if kind == registrar.PasswordMail {
			page = passwordPage
		}
		return strings.TrimRight(public, "/") + Path + page + "?token=" + token
	}
}
