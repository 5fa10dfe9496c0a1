package service

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// ReleaseDomains is the input of the mutation releaseDomains.
type ReleaseDomains struct {
	DomainIDs       []string
	ReleaseHandles  bool
	ReplaceContacts []registrar.Role
	Atomic          bool
}

// ReleasedDomain is what became of one domain: Problems are empty when it was released, and then Domain is what the
// caller may still see of it.
type ReleasedDomain struct {
	DomainID string
	Domain   *Domain
	Problems registrar.Problems
}

// releasedAtOnce is how many domains one call releases at most.
const releasedAtOnce = 100

// ReleaseDomains releases domains from the reseller's account: each in its own transaction with its own result, or all
// or nothing when atomic. The managing reseller becomes null; owner, expiry and holds stay. The reseller's own handle
// is replaced by the owner as BILLING, and as ADMIN or TECH when asked. With ReleaseHandles the owner's handle is
// released too where the reseller has FULL rights over it.
//
// Errors for each domain: NOT_FOUND; DOMAIN_NOT_MANAGED; OWN_HANDLE; OWNER_HAS_NO_ACCESS; ROLLED_BACK for one that
// was fine in an atomic call that was refused. BAD_USER_INPUT for malformed, repeated or too many ids.
func (s *Service) ReleaseDomains(ctx context.Context, in ReleaseDomains) ([]ReleasedDomain, error) {
	if err := in.verify(); err != nil {
		return nil, err
	}
	if in.ReleaseHandles {
		if p := registrar.MayTry(viewer.FromContext(ctx).Caller, registrar.ReleaseHandle); p != nil {
			return nil, p
		}
	}
	release := s.releaseEach
	if in.Atomic {
		release = s.releaseAll
	}
	results, err := release(ctx, in)
	if err != nil {
		return nil, err
	}
	return results, s.showReleased(ctx, results)
}

// showReleased adds what the caller may still see of the domains that were released.
func (s *Service) showReleased(ctx context.Context, results []ReleasedDomain) error {
	var ids []string
	for _, r := range results {
		if len(r.Problems) == 0 {
			ids = append(ids, r.DomainID)
		}
	}
	seen, err := s.nodesByID(ctx, ids)
	for i, r := range results {
		results[i].Domain, _ = seen[r.DomainID].(*Domain)
	}
	return err
}

func (s *Service) releaseEach(ctx context.Context, in ReleaseDomains) ([]ReleasedDomain, error) {
	results := make([]ReleasedDomain, len(in.DomainIDs))
	for i, id := range in.DomainIDs {
		err := s.write(idempotency.Within(ctx, id), registrar.ReleaseDomains, nil,
			func(c *change) error { return c.releaseDomain(id, in) })
		problems, err := collect(nil, err)
		if err != nil {
			return nil, err
		}
		results[i] = ReleasedDomain{DomainID: id, Problems: problems}
	}
	return results, nil
}

func (in ReleaseDomains) verify() error {
	if n := len(in.DomainIDs); n == 0 || n > releasedAtOnce {
		return registrar.RefuseField(registrar.BadUserInput, "domainIds", fmt.Sprintf("Name 1 to %d domains; %d were named.", releasedAtOnce, n))
	}
	for i, id := range in.DomainIDs {
		if err := requireID(registrar.DomainID, "domainIds", id); err != nil {
			return err
		}
		if slices.Contains(in.DomainIDs[:i], id) {
			return registrar.RefuseField(registrar.BadUserInput, "domainIds", "Name each domain once.")
		}
	}
	return nil
}

// errRefused rolls an atomic release back; the results say why.
var errRefused = errors.New("refused")

func (s *Service) releaseAll(ctx context.Context, in ReleaseDomains) ([]ReleasedDomain, error) {
	results := make([]ReleasedDomain, len(in.DomainIDs))
	for i, id := range in.DomainIDs {
		results[i].DomainID = id
	}
	err := s.write(ctx, registrar.ReleaseDomains, nil, func(c *change) error {
		refused := false
		for i, id := range in.DomainIDs {
			problems, err := collect(nil, translate(c.releaseDomain(id, in)))
			if err != nil {
				return err
			}
			results[i].Problems = problems
			refused = refused || len(problems) > 0
		}
		if refused {
			return errRefused
		}
		return nil
	})
	if !errors.Is(err, errRefused) {
		return results, err
	}
	for i := range results {
		if len(results[i].Problems) == 0 {
			results[i].Problems = registrar.Problems{registrar.Refuse(registrar.RolledBack,
				"Another domain of this call was refused and `atomic` was asked for, so this one was not released either.")}
		}
	}
	return results, nil
}

// releaseDomain releases one domain, and the owner's handle with it when that is asked for and possible.
func (c *change) releaseDomain(id string, in ReleaseDomains) error {
	d, err := c.findDomain(id, "domainIds")
	if err != nil {
		return err
	}
	facts, err := c.domainFacts(c.ctx, c.tx, d)
	if err != nil {
		return err
	}
	facts.ReleaseOwner = in.ReleaseHandles
	if err := facts.Check(registrar.ReleaseDomains).Err(); err != nil {
		return err
	}
	current, err := c.currentContacts(d.Domain)
	if err != nil {
		return err
	}
	if facts.OwnerInFull {
		if err := c.releaseOwner(current[registrar.Owner]); err != nil {
			return err
		}
	}
	further, err := c.replaceOwnHandle(d, current, in.ReplaceContacts)
	if err != nil {
		return err
	}
	after := *d.Domain
	after.ResellerID = nil
	return c.saveDomain(c.ctx, d.Domain, &after, registrar.DomainReleased, further...)
}

// releaseOwner releases the handle of a domain's owner in the same transaction.
func (c *change) releaseOwner(handleID string) error {
	h, err := c.findHandle(handleID, "domainIds")
	if err != nil {
		return err
	}
	facts, err := c.handleFacts(c.ctx, c.tx, h)
	if err != nil {
		return err
	}
	if err := facts.Check(registrar.ReleaseHandle).Err(); err != nil {
		return err
	}
	return c.releaseHandle(h)
}

// replaceOwnHandle puts the owner where the reseller's own handle is a contact: always as BILLING, since bills no
// longer concern the reseller, in other roles when asked. It returns the change for the event.
func (c *change) replaceOwnHandle(d *Domain, current map[registrar.Role]string, asked []registrar.Role) ([]registrar.Change, error) {
	account, err := c.tx.Reseller.Get(c.system, *d.ResellerID)
	if err != nil || account.OwnHandleID == nil {
		return nil, err
	}
	next := maps.Clone(current)
	for _, role := range append([]registrar.Role{registrar.Billing}, asked...) {
		if next[role] == *account.OwnHandleID {
			next[role] = current[registrar.Owner]
		}
	}
	if maps.Equal(current, next) {
		return nil, nil
	}
	change := registrar.Change{Field: "contacts", Before: contactRecord(current), After: contactRecord(next)}
	return []registrar.Change{change}, c.link(d.Domain, next)
}
