package service

import (
	"context"
	"crypto/sha256"

	"github.com/handledesk/handledesk/internal/registrar"
)

// RenewDomain renews a domain by whole years. When currentExpiresAt is given and another expiry is there now, nothing
// is done, so that a repeated request renews once (RFC 5731, 3.2.3).
//
// Errors: NOT_FOUND; DOMAIN_NOT_MANAGED; INVALID years; MAXIMUM_PERIOD; CONFLICT.
func (s *Service) RenewDomain(ctx context.Context, domainID string, years int, currentExpiresAt *registrar.Instant) (*Domain, error) {
	return s.changeDomain(ctx, domainID, registrar.RenewDomain, func(c *change, d *Domain) error {
		if currentExpiresAt != nil && *currentExpiresAt != d.ExpiresAt {
			return registrar.RefuseField(registrar.Conflict, "currentExpiresAt",
				"The domain expires at another time now; it may have been renewed meanwhile. Read it again.")
		}
		if years < 1 || years > registrar.MaximumYears {
			return registrar.RefuseField(registrar.Invalid, "years", "A domain is renewed by 1 to 10 years.")
		}
		facts, err := c.domainFacts(c.ctx, c.tx, d)
		if err != nil {
			return err
		}
		facts.Years = years
		if err := facts.Check(registrar.RenewDomain).Err(); err != nil {
			return err
		}
		after := *d.Domain
		after.ExpiresAt = d.ExpiresAt.AddYears(years)
		return c.saveDomain(c.ctx, d.Domain, &after, registrar.DomainRenewed)
	})
}

// SetTransferLock locks a domain against transfers or unlocks it; a hold's own prohibition stays as long as the hold.
// Errors: NOT_FOUND; DOMAIN_NOT_MANAGED.
func (s *Service) SetTransferLock(ctx context.Context, domainID string, locked bool) (*Domain, error) {
	return s.changeDomain(ctx, domainID, registrar.SetTransferLock, func(c *change, d *Domain) error {
		after := *d.Domain
		after.TransferLock = locked
		return c.saveDomain(c.ctx, d.Domain, &after, registrar.DomainUpdated)
	})
}

// SetAutoRenew switches automatic renewal. Errors: NOT_FOUND; DOMAIN_NOT_MANAGED.
func (s *Service) SetAutoRenew(ctx context.Context, domainID string, enabled bool) (*Domain, error) {
	return s.changeDomain(ctx, domainID, registrar.SetAutoRenew, func(c *change, d *Domain) error {
		after := *d.Domain
		after.AutoRenew = enabled
		return c.saveDomain(c.ctx, d.Domain, &after, registrar.DomainUpdated)
	})
}

// SetNameservers replaces the nameservers. Errors: NOT_FOUND; DOMAIN_NOT_MANAGED; INVALID naming each wrong one.
func (s *Service) SetNameservers(ctx context.Context, domainID string, nameservers []string) (*Domain, error) {
	return s.changeDomain(ctx, domainID, registrar.SetNameservers, func(c *change, d *Domain) error {
		checked, problems := registrar.CheckNameservers(nameservers)
		if len(problems) > 0 {
			return problems
		}
		after := *d.Domain
		after.Nameservers = append([]string{}, checked...)
		return c.saveDomain(c.ctx, d.Domain, &after, registrar.DomainUpdated)
	})
}

// RevealAuthCode gives a domain a new auth code and returns it, this once; only its hash is stored. Earlier codes stop
// working. The code is empty when the request was sent again. Errors: NOT_FOUND; DOMAIN_NOT_MANAGED.
func (s *Service) RevealAuthCode(ctx context.Context, domainID string) (*Domain, string, error) {
	var code string
	d, err := s.changeDomain(ctx, domainID, registrar.RevealAuthCode, func(c *change, d *Domain) error {
		made, err := registrar.NewAuthCode(s.random)
		if err != nil {
			return err
		}
		c.show(func() { code = made })
		hash := sha256.Sum256([]byte(made))
		stored := hash[:]
		after := *d.Domain
		after.AuthCodeHash = &stored
		return c.saveDomain(c.ctx, d.Domain, &after, registrar.AuthCodeRevealed)
	})
	if err != nil {
		return nil, "", err
	}
	return d, code, nil
}

// changeDomain runs an action on one domain that the caller must be allowed to do, and reads the result.
func (s *Service) changeDomain(ctx context.Context, domainID string, action registrar.Action, run func(*change, *Domain) error) (*Domain, error) {
	err := s.write(ctx, action, nil, func(c *change) error {
		d, err := c.managedDomain(domainID, action)
		if err != nil {
			return err
		}
		return run(c, d)
	})
	if err != nil {
		return nil, err
	}
	return s.Domain(ctx, DomainBy{ID: &domainID})
}
