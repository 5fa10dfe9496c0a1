package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// keyCommand makes, replaces, limits and lists API keys.
type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"Make an API key and print its secret, this once."`
	Rotate keyRotateCommand `cmd:"" help:"Make another key in the place of one and print its secret, this once."`
	Limit  keyLimitCommand  `cmd:"" help:"Set how much a key, or all keys of a reseller together, may ask for."`
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

type keyRotateCommand struct {
	dataFlags
	ID      string        `arg:"" name:"key-id" help:"Id of the key, as key list shows it."`
	Overlap time.Duration `help:"How long the former key goes on working, 7 days at most; 0 ends it at once." default:"24h" placeholder:"DURATION"`
}

// Run makes another key in the place of one and prints its secret, alone on standard output.
func (c *keyRotateCommand) Run(ctx context.Context, io streams) error {
	if c.Overlap%time.Second != 0 {
		return fmt.Errorf("--overlap: %s is no whole number of seconds", c.Overlap)
	}
	return c.with(ctx, func(s *service.Service) error {
		rotated, err := s.RotateAPIKey(onTheServer(ctx), service.RotateAPIKey{APIKeyID: c.ID, OverlapSeconds: int(c.Overlap / time.Second)})
		if err != nil {
			return err
		}
		fmt.Fprintf(io.err, "%s takes the place of %s, which stops working %s; shown this once:\n",
			rotated.Key.ID, rotated.Replaced.ID, moment(*rotated.Replaced.ExpiresAt))
		fmt.Fprintln(io.out, rotated.Secret)
		return nil
	})
}

type keyLimitCommand struct {
	dataFlags
	Key      string `help:"Id of the key, as key list shows it." xor:"whose" required:"" placeholder:"ID"`
	Reseller string `help:"Name of the reseller, whose keys it holds for together." xor:"whose" required:"" placeholder:"NAME"`
	Bucket   int    `help:"How many points the bucket holds, 1 to 1,000,000." placeholder:"N"`
	Restore  int    `help:"How many points come back each second, 1 to 1,000,000." placeholder:"N"`
	Default  bool   `help:"Go back to the server's own setting."`
}

// Validate asks for either a bucket or the default; kong calls it.
func (c *keyLimitCommand) Validate() error {
	if whole := c.Bucket != 0 && c.Restore != 0; whole == c.Default || (c.Bucket != 0) != (c.Restore != 0) {
		return errors.New("give both --bucket and --restore, or --default alone")
	}
	return c.dataFlags.Validate()
}

// Run sets the limit and prints what holds now. A running server goes by it from the next request on.
func (c *keyLimitCommand) Run(ctx context.Context, io streams) error {
	return c.with(ctx, func(s *service.Service) error {
		ctx := onTheServer(ctx)
		in := service.SetRateLimit{Of: service.RateLimitSubject{APIKeyID: &c.Key}}
		if c.Reseller != "" {
			r, err := s.ResellerByName(ctx, c.Reseller)
			if err != nil {
				return err
			}
			in.Of = service.RateLimitSubject{ResellerID: &r.ID}
		}
		if !c.Default {
			in.RateLimit = &service.RateLimit{Bucket: c.Bucket, RestorePerSecond: c.Restore}
		}
		key, reseller, err := s.SetRateLimit(ctx, in)
		if err != nil {
			return err
		}
		if key != nil {
			fmt.Fprintf(io.out, "%s  %s\n", key.ID, limit(key.RateLimit()))
			return nil
		}
		fmt.Fprintf(io.out, "%s  %s\n", reseller.ID, limit(reseller.RateLimit()))
		return nil
	})
}

func limit(l *service.RateLimit) string {
	if l == nil {
		return "the server's own setting"
	}
	return fmt.Sprintf("%d points, %d more each second", l.Bucket, l.RestorePerSecond)
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
				fmt.Fprintf(table, "%s\t…%s\t%s\t%s\t%s\t%s\t%v\n", k.ID, k.Hint, k.Role, keyState(k), lastUse(k), k.Name, k.Scopes)
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

// lastUse tells when and from where a key was used, to the minute.
func lastUse(k *service.APIKey) string {
	switch {
	case k.LastUsedAt == nil:
		return "never used"
	case k.LastUsedFrom == nil:
		return "used " + moment(*k.LastUsedAt)
	default:
		return "used " + moment(*k.LastUsedAt) + " from " + *k.LastUsedFrom
	}
}

func moment(at registrar.Instant) string { return at.Time().UTC().Format("2006-01-02 15:04 UTC") }
