package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

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

// keyCommand makes and lists API keys.
type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"Make an API key and print its secret, this once."`
	List   keyListCommand   `cmd:"" help:"List API keys."`
}

type keyCreateCommand struct {
	dataFlags
	Reseller string        `help:"Name of the reseller that the key signs in." xor:"who" required:"" placeholder:"NAME"`
	Operator bool          `help:"Make a key for the registrar's staff." xor:"who" required:""`
	Name     string        `help:"What the key is for." default:"made on the server"`
	Scopes   []string      `help:"What its holder may do; all when left out." placeholder:"SCOPE"`
	Expires  time.Duration `help:"How long it works; for ever when left out." placeholder:"DURATION"`
}

// Run makes a key and prints its secret, alone on standard output.
func (c *keyCreateCommand) Run(ctx context.Context, io streams) error {
	return c.with(ctx, func(s *service.Service) error {
		ctx := onTheServer(ctx)
		in := service.CreateAPIKey{Name: c.Name, Role: registrar.OperatorKey}
		var err error
		if in.Scopes, err = scopes(c.Scopes); err != nil {
			return err
		}
		if !c.Operator {
			r, err := s.ResellerByName(ctx, c.Reseller)
			if err != nil {
				return err
			}
			in.Role, in.ResellerID = registrar.ResellerKey, &r.ID
		}
		if c.Expires > 0 {
			expires := registrar.At(time.Now().Add(c.Expires))
			in.ExpiresAt = &expires
		}
		key, secret, err := s.CreateAPIKey(ctx, in)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.err, "%s, shown this once:\n", key.ID)
		fmt.Fprintln(io.out, secret)
		return nil
	})
}

// scopes reads the names of scopes; all of them when none is named.
func scopes(names []string) ([]registrar.Scope, error) {
	if len(names) == 0 {
		return slices.Clone(registrar.Scopes), nil
	}
	var chosen []registrar.Scope
	for _, name := range names {
		scope := registrar.Scope(strings.ToUpper(strings.ReplaceAll(name, "-", "_")))
		if !slices.Contains(registrar.Scopes, scope) {
			return nil, fmt.Errorf("unknown scope %q; choose from %v", name, registrar.Scopes)
		}
		chosen = append(chosen, scope)
	}
	return chosen, nil
}

type keyListCommand struct{ dataFlags }

// Run lists all keys, newest first; secrets are not known any more.
func (c *keyListCommand) Run(ctx context.Context, io streams) error {
	return c.with(ctx, func(s *service.Service) error {
		table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
		err := eachPage(func(after *string) (*service.PageInfo, error) {
			size := page.MaximumSize
			list, err := s.APIKeys(onTheServer(ctx), page.Args{First: &size, After: after})
			if err != nil {
				return nil, err
			}
			for _, e := range list.Edges {
				k := e.Node
				fmt.Fprintf(table, "%s\t…%s\t%s\t%s\t%s\t%v\n", k.ID, k.Hint, k.Role, keyState(k), k.Name, k.Scopes)
			}
			return list.PageInfo, nil
		})
		if err != nil {
			return err
		}
		return table.Flush()
	})
}

func keyState(k *service.APIKey) string {
	switch {
	case k.RevokedAt != nil:
		return "revoked"
	case k.ExpiresAt != nil && k.ExpiresAt.Time().Before(time.Now()):
		return "expired"
	default:
		return "works"
	}
}

// migrateCommand makes the database or brings it up to date.
type migrateCommand struct{ dataFlags }

// Run opens the database, which upgrades it.
func (c *migrateCommand) Run(ctx context.Context, io streams) error {
	return c.with(ctx, func(*service.Service) error {
		_, err := fmt.Fprintln(io.out, "The database is up to date.")
		return err
	})
}
