package plan

import (
	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// Types name each other, so their fields are given by functions that are called when an operation is compiled.

func handleType() *objectType[*service.Handle] {
	return &objectType[*service.Handle]{"Handle", map[string]compiled[*service.Handle]{
		"id":                   leaf(func(x *run, h *service.Handle) { x.text(h.ID) }),
		"code":                 leaf(func(x *run, h *service.Handle) { x.text(h.Code) }),
		"kind":                 leaf(func(x *run, h *service.Handle) { word(x, h.Kind) }),
		"givenName":            leaf(func(x *run, h *service.Handle) { x.text(h.GivenName) }),
		"familyName":           leaf(func(x *run, h *service.Handle) { x.text(h.FamilyName) }),
		"organization":         leaf(func(x *run, h *service.Handle) { x.optionalText(h.Organization) }),
		"registrationNumber":   leaf(func(x *run, h *service.Handle) { x.optionalText(h.RegistrationNumber) }),
		"displayName":          leaf(func(x *run, h *service.Handle) { x.text(h.DisplayName()) }),
		"email":                leaf(func(x *run, h *service.Handle) { x.text(h.Email()) }),
		"phone":                leaf(func(x *run, h *service.Handle) { x.text(h.Phone) }),
		"fax":                  leaf(func(x *run, h *service.Handle) { x.optionalText(h.Fax) }),
		"mobile":               leaf(func(x *run, h *service.Handle) { x.optionalText(h.Mobile) }),
		"address":              one(addressType, func(_ *run, h *service.Handle) (*service.Address, error) { return h.Address(), nil }),
		"internationalAddress": one(addressType, func(_ *run, h *service.Handle) (*service.Address, error) { return h.InternationalAddress(), nil }),
		"language":             leaf(func(x *run, h *service.Handle) { x.optionalText(h.Language) }),
		"vatNumber":            leaf(func(x *run, h *service.Handle) { x.optionalText(h.VatNumber) }),
		"rights":               leaf(func(x *run, h *service.Handle) { optionalWord(x, h.Rights()) }),
		"origin":               leaf(func(x *run, h *service.Handle) { optionalWord(x, h.Origin()) }),
		"reachability":         one(reachabilityType, func(_ *run, h *service.Handle) (*service.Reachability, error) { return h.Reachability(), nil }),
		"statuses":             leaf(func(x *run, h *service.Handle) { words(x, h.Statuses()) }),
		"version":              leaf(func(x *run, h *service.Handle) { x.number(h.Version) }),
		"createdAt":            leaf(func(x *run, h *service.Handle) { x.instant(h.CreatedAt) }),
		"updatedAt":            leaf(func(x *run, h *service.Handle) { x.instant(h.UpdatedAt) }),
		"releasedAt":           leaf(func(x *run, h *service.Handle) { x.optionalInstant(h.ReleasedAt) }),
		"actions": one(handleActionsType, func(x *run, h *service.Handle) (*service.HandleActions, error) {
			return x.service.HandleActions(h), nil
		}),
		"domains": handleDomains,
	}}
}

func addressType() *objectType[*service.Address] {
	return &objectType[*service.Address]{"Address", map[string]compiled[*service.Address]{
		"street":        leaf(func(x *run, a *service.Address) { x.texts(a.Street) }),
		"city":          leaf(func(x *run, a *service.Address) { x.text(a.City) }),
		"stateProvince": leaf(func(x *run, a *service.Address) { x.optionalText(a.StateProvince) }),
		"postalCode":    leaf(func(x *run, a *service.Address) { x.optionalText(a.PostalCode) }),
		"country":       leaf(func(x *run, a *service.Address) { x.text(a.Country) }),
	}}
}

func reachabilityType() *objectType[*service.Reachability] {
	process := func(write func(x *run, c *db.ReachabilityCase)) compiled[*service.Reachability] {
		return asked(func(x *run, r *service.Reachability) error {
			found, err := x.service.ReachabilityProcess(x.ctx, r)
			if err == nil {
				write(x, found)
			}
			return err
		})
	}
	return &objectType[*service.Reachability]{"Reachability", map[string]compiled[*service.Reachability]{
		"state":     leaf(func(x *run, r *service.Reachability) { word(x, r.State) }),
		"startedAt": leaf(func(x *run, r *service.Reachability) { x.optionalInstant(r.StartedAt) }),
		"dueAt": asked(func(x *run, r *service.Reachability) error {
			at, err := x.service.ReachabilityDueAt(x.ctx, r)
			x.optionalInstant(at)
			return err
		}),
		"sentAt":    process(func(x *run, c *db.ReachabilityCase) { x.optionalInstant(c.SentAt) }),
		"reminders": process(func(x *run, c *db.ReachabilityCase) { x.number(c.Reminders) }),
		"resets":    process(func(x *run, c *db.ReachabilityCase) { x.number(c.Resets) }),
		"bounced":   process(func(x *run, c *db.ReachabilityCase) { x.flag(c.BouncedAt != nil) }),
		"bouncedAt": process(func(x *run, c *db.ReachabilityCase) { x.optionalInstant(c.BouncedAt) }),
		"evidence": many(evidenceType, func(x *run, r *service.Reachability) ([]*db.Evidence, error) {
			return x.service.ReachabilityEvidence(x.ctx, r)
		}),
	}}
}

func evidenceType() *objectType[*db.Evidence] {
	return &objectType[*db.Evidence]{"ReachabilityEvidence", map[string]compiled[*db.Evidence]{
		"at":            leaf(func(x *run, e *db.Evidence) { x.instant(e.At) }),
		"kind":          leaf(func(x *run, e *db.Evidence) { word(x, e.Kind) }),
		"recipient":     leaf(func(x *run, e *db.Evidence) { x.optionalText(e.Recipient) }),
		"reason":        leaf(func(x *run, e *db.Evidence) { optionalWord(x, e.Reason) }),
		"messageId":     leaf(func(x *run, e *db.Evidence) { x.optionalText(e.MessageID) }),
		"reply":         leaf(func(x *run, e *db.Evidence) { x.optionalText(e.Reply) }),
		"remoteAddress": leaf(func(x *run, e *db.Evidence) { x.optionalText(e.RemoteAddress) }),
		"note":          leaf(func(x *run, e *db.Evidence) { x.optionalText(e.Note) }),
	}}
}

func handleActionsType() *objectType[*service.HandleActions] {
	check := func(get func(*service.HandleActions, *run) (*service.ActionCheck, error)) compiled[*service.HandleActions] {
		return one(actionCheckType, func(x *run, a *service.HandleActions) (*service.ActionCheck, error) { return get(a, x) })
	}
	return &objectType[*service.HandleActions]{"HandleActions", map[string]compiled[*service.HandleActions]{
		"update": check(func(a *service.HandleActions, x *run) (*service.ActionCheck, error) { return a.Update(x.ctx) }),
		"updateIdentifiers": check(func(a *service.HandleActions, x *run) (*service.ActionCheck, error) {
			return a.UpdateIdentifiers(x.ctx)
		}),
		"delete":  check(func(a *service.HandleActions, x *run) (*service.ActionCheck, error) { return a.Delete(x.ctx) }),
		"release": check(func(a *service.HandleActions, x *run) (*service.ActionCheck, error) { return a.Release(x.ctx) }),
		"resetReachability": check(func(a *service.HandleActions, x *run) (*service.ActionCheck, error) {
			return a.ResetReachability(x.ctx)
		}),
	}}
}

func actionCheckType() *objectType[*service.ActionCheck] {
	return &objectType[*service.ActionCheck]{"ActionCheck", map[string]compiled[*service.ActionCheck]{
		"allowed":  leaf(func(x *run, a *service.ActionCheck) { x.flag(a.Allowed()) }),
		"blockers": blockers,
		"warnings": many(warningType, func(_ *run, a *service.ActionCheck) ([]registrar.Warning, error) { return a.Warnings, nil }),
	}}
}

func warningType() *objectType[registrar.Warning] {
	return &objectType[registrar.Warning]{"Warning", map[string]compiled[registrar.Warning]{
		"code":    leaf(func(x *run, w registrar.Warning) { word(x, w.Code) }),
		"message": leaf(func(x *run, w registrar.Warning) { x.text(w.Message) }),
	}}
}
