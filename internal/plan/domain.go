package plan

import (
	"sort"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/service"
)

func domainType() *objectType[*service.Domain] {
	return &objectType[*service.Domain]{"Domain", map[string]compiled[*service.Domain]{
		"id":           leaf(func(x *run, d *service.Domain) { x.text(d.ID) }),
		"name":         leaf(func(x *run, d *service.Domain) { x.text(d.Name) }),
		"unicodeName":  leaf(func(x *run, d *service.Domain) { x.text(d.UnicodeName) }),
		"statuses":     leaf(func(x *run, d *service.Domain) { x.out = append(x.out, statusTexts.of(d.Status)...) }),
		"registeredAt": leaf(func(x *run, d *service.Domain) { x.instant(d.RegisteredAt) }),
		"expiresAt":    leaf(func(x *run, d *service.Domain) { x.instant(d.ExpiresAt) }),
		"autoRenew":    leaf(func(x *run, d *service.Domain) { x.flag(d.AutoRenew) }),
		"transferLock": leaf(func(x *run, d *service.Domain) { x.flag(d.TransferLock) }),
		"nameservers":  leaf(func(x *run, d *service.Domain) { x.texts(d.Nameservers) }),
		"holds": many(holdType, func(x *run, d *service.Domain) ([]*db.Hold, error) {
			return x.service.DomainHolds(x.ctx, d)
		}),
		"owner": one(handleType, func(x *run, d *service.Domain) (*service.Handle, error) {
			return x.service.DomainOwner(x.ctx, d)
		}),
		"contacts": many(domainContactType, func(x *run, d *service.Domain) ([]*service.DomainContact, error) {
			return x.service.DomainContacts(x.ctx, d)
		}),
		"reseller": one(resellerType, func(x *run, d *service.Domain) (*service.Reseller, error) {
			return x.service.DomainReseller(x.ctx, d)
		}),
		"reachabilityDueAt": leaf(func(x *run, d *service.Domain) { x.optionalInstant(d.ReachabilityDueAt()) }),
		"actions": one(domainActionsType, func(x *run, d *service.Domain) (*service.DomainActions, error) {
			return x.service.DomainActions(d), nil
		}),
	}}
}

func holdType() *objectType[*db.Hold] {
	return &objectType[*db.Hold]{"Hold", map[string]compiled[*db.Hold]{
		"reason":   leaf(func(x *run, h *db.Hold) { word(x, h.Reason) }),
		"placedAt": leaf(func(x *run, h *db.Hold) { x.instant(h.PlacedAt) }),
	}}
}

func domainContactType() *objectType[*service.DomainContact] {
	return &objectType[*service.DomainContact]{"DomainContact", map[string]compiled[*service.DomainContact]{
		"role":   leaf(func(x *run, c *service.DomainContact) { word(x, c.Role) }),
		"handle": one(handleType, func(_ *run, c *service.DomainContact) (*service.Handle, error) { return c.Handle, nil }),
	}}
}

func domainActionsType() *objectType[*service.DomainActions] {
	check := func(get func(*service.DomainActions, *run) (*service.ActionCheck, error)) compiled[*service.DomainActions] {
		return one(actionCheckType, func(x *run, a *service.DomainActions) (*service.ActionCheck, error) { return get(a, x) })
	}
	type actions = service.DomainActions
	return &objectType[*actions]{"DomainActions", map[string]compiled[*actions]{
		"updateContacts":  check(func(a *actions, x *run) (*service.ActionCheck, error) { return a.UpdateContacts(x.ctx) }),
		"renew":           check(func(a *actions, x *run) (*service.ActionCheck, error) { return a.Renew(x.ctx) }),
		"setTransferLock": check(func(a *actions, x *run) (*service.ActionCheck, error) { return a.SetTransferLock(x.ctx) }),
		"setAutoRenew":    check(func(a *actions, x *run) (*service.ActionCheck, error) { return a.SetAutoRenew(x.ctx) }),
		"setNameservers":  check(func(a *actions, x *run) (*service.ActionCheck, error) { return a.SetNameservers(x.ctx) }),
		"revealAuthCode":  check(func(a *actions, x *run) (*service.ActionCheck, error) { return a.RevealAuthCode(x.ctx) }),
		"release":         check(func(a *actions, x *run) (*service.ActionCheck, error) { return a.Release(x.ctx) }),
	}}
}

func resellerType() *objectType[*service.Reseller] {
	return &objectType[*service.Reseller]{"Reseller", map[string]compiled[*service.Reseller]{
		"id":             leaf(func(x *run, r *service.Reseller) { x.text(r.ID) }),
		"name":           leaf(func(x *run, r *service.Reseller) { x.text(r.Name) }),
		"convertedAt":    leaf(func(x *run, r *service.Reseller) { x.instant(r.ConvertedAt) }),
		"mailSenderName": leaf(func(x *run, r *service.Reseller) { x.optionalText(r.MailSenderName) }),
		"handle": one(handleType, func(x *run, r *service.Reseller) (*service.Handle, error) {
			return x.service.OwnHandle(x.ctx, r)
		}),
		"counts": one(resellerCountsType, func(x *run, r *service.Reseller) (*service.ResellerCounts, error) {
			return x.service.Counts(x.ctx, r)
		}),
	}}
}

func resellerCountsType() *objectType[*service.ResellerCounts] {
	type counts = *service.ResellerCounts
	return &objectType[counts]{"ResellerCounts", map[string]compiled[counts]{
		"handles": leaf(func(x *run, c counts) { x.number(c.Handles) }),
		"domains": leaf(func(x *run, c counts) { x.number(c.Domains) }),
		"byRights": many(func() *objectType[*service.RightsCount] {
			return &objectType[*service.RightsCount]{"RightsCount", map[string]compiled[*service.RightsCount]{
				"rights": leaf(func(x *run, c *service.RightsCount) { word(x, c.Rights) }),
				"count":  leaf(func(x *run, c *service.RightsCount) { x.number(c.Count) }),
			}}
		}, func(_ *run, c counts) ([]*service.RightsCount, error) { return c.ByRights, nil }),
		"byReachability": many(func() *objectType[*service.ReachabilityCount] {
			return &objectType[*service.ReachabilityCount]{"ReachabilityCount", map[string]compiled[*service.ReachabilityCount]{
				"state": leaf(func(x *run, c *service.ReachabilityCount) { word(x, c.State) }),
				"count": leaf(func(x *run, c *service.ReachabilityCount) { x.number(c.Count) }),
			}}
		}, func(_ *run, c counts) ([]*service.ReachabilityCount, error) { return c.ByReachability, nil }),
	}}
}

// handleColumns are the columns behind what is selected of handles.
func (c *compiler) handleColumns(selections ast.SelectionSet) (service.Columns, error) {
	fields := []string{}
	for name := range c.selected("Handle", selections) {
		switch name {
		case "__typename":
			continue
		case "reachability":
			below := c.selected("Reachability", c.below("Handle", selections, name))
			if delete(below, "__typename"); len(below) == 1 && below["state"] {
				name = "reachability.state"
			}
		}
		fields = append(fields, name)
	}
	sort.Strings(fields)
	return service.HandleColumns(fields...)
}

// domainColumns are the columns behind what is selected of domains.
func (c *compiler) domainColumns(selections ast.SelectionSet) (service.Columns, error) {
	fields := []string{}
	for name := range c.selected("Domain", selections) {
		if name != "__typename" {
			fields = append(fields, name)
		}
	}
	sort.Strings(fields)
	return service.DomainColumns(fields...)
}
