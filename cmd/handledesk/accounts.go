package main

import (
	"context"
	"fmt"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

// onTheServer is who runs commands on the server itself: an operator with every scope.
func onTheServer(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewer.Viewer{
		Caller: registrar.Caller{Kind: registrar.ActorOperator, Scopes: registrar.Scopes}, KeyName: "command line",
	})
}

// resellerCommand opens and lists reseller accounts.
type resellerCommand struct {
	Create resellerCreateCommand `cmd:"" help:"Open a reseller account."`
	List   resellerListCommand   `cmd:"" help:"List reseller accounts."`
}

type resellerCreateCommand struct {
	dataFlags
	Name string `arg:"" help:"The company's name."`
}

// Run opens a reseller account and prints its id.
func (c *resellerCreateCommand) Run(ctx context.Context, io streams) error {
	return c.with(ctx, func(s *service.Service) error {
		r, err := s.CreateReseller(onTheServer(ctx), c.Name, nil)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "%s  %s\n", r.ID, r.Name)
		fmt.Fprintf(io.err, "Next: handledesk key create --reseller %q\n", r.Name)
		return nil
	})
}

type resellerListCommand struct{ dataFlags }

// Run lists all reseller accounts, by name.
func (c *resellerListCommand) Run(ctx context.Context, io streams) error {
	return c.with(ctx, func(s *service.Service) error {
		return eachPage(func(after *string) (*service.PageInfo, error) {
			size := page.MaximumSize
			list, err := s.Resellers(onTheServer(ctx), page.Args{First: &size, After: after})
			if err != nil {
				return nil, err
			}
			for _, e := range list.Edges {
				fmt.Fprintf(io.out, "%s  %s\n", e.Node.ID, e.Node.Name)
			}
			return list.PageInfo, nil
		})
	})
}

// eachPage reads a list to its end.
func eachPage(read func(after *string) (*service.PageInfo, error)) error {
	for after := (*string)(nil); ; {
		info, err := read(after)
		if err != nil || !info.HasNextPage {
			return err
		}
		after = info.EndCursor
	}
}
