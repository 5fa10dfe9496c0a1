package service

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/registrar"
)

// Contact says which handle takes a role: exactly one field is set.
type Contact struct {
	HandleID   *string
	HandleCode *string
	SameAs     *registrar.Role
	Create     *NewHandle
}

// roleFields are the input fields in which roles are chosen.
var roleFields = map[registrar.Role]string{
	registrar.Owner: "owner", registrar.Admin: "admin", registrar.Tech: "tech", registrar.Billing: "billing",
}

// choose finds or creates the handle for each role that is given, all problems together. `sameAs` takes the handle that
// another role gets by the same input, or has already (in current).
func (c *change) choose(given map[registrar.Role]*Contact, current map[registrar.Role]string, resellerID string) (map[registrar.Role]string, error) {
	chosen := map[registrar.Role]string{}
	var problems registrar.Problems
	for _, role := range registrar.Roles {
		contact := given[role]
		if contact == nil || contact.SameAs != nil && contact.count() == 1 {
			continue
		}
		handleID, err := c.chooseOne(*contact, role, current[role], resellerID)
		if problems, err = collect(problems, err, roleFields[role]); err != nil {
			return nil, err
		}
		chosen[role] = handleID
	}
	for _, role := range registrar.Roles {
		contact := given[role]
		if contact == nil || contact.SameAs == nil || contact.count() != 1 {
			continue
		}
		source := *contact.SameAs
		handleID := cmp.Or(chosen[source], current[source])
		if g := given[source]; source == role || g != nil && g.SameAs != nil || handleID == "" && g == nil {
			problems = append(problems, (&registrar.Problem{Code: registrar.Invalid, Field: []string{"sameAs"},
				Message: "Name a role that gets its handle directly."}).Under(roleFields[role]))
			continue
		}
		chosen[role] = handleID
		if handleID == "" || handleID == current[role] {
			continue
		}
		err := c.mayBecome(handleID, role, resellerID, "sameAs")
		if problems, err = collect(problems, err, roleFields[role]); err != nil {
			return nil, err
		}
	}
	return chosen, problems.Err()
}

// checkInline checks the handles that are to be created, where nothing can be created yet.
func checkInline(given map[registrar.Role]*Contact) registrar.Problems {
	var problems registrar.Problems
	for _, role := range registrar.Roles {
		if contact := given[role]; contact != nil && contact.Create != nil {
			_, found := registrar.CheckHandle(contact.Create.data())
			problems = append(problems, found.Under(roleFields[role], "create")...)
		}
	}
	return problems
}

// collect adds an error's problems to those there are, moved below the field; other errors pass through.
func collect(problems registrar.Problems, err error, under ...string) (registrar.Problems, error) {
	if several, ok := errors.AsType[registrar.Problems](err); ok {
		return append(problems, several.Under(under...)...), nil
	}
	if one, ok := errors.AsType[*registrar.Problem](err); ok {
		switch {
		case one.Code == registrar.BadUserInput:
			return problems, one.Under(under...)
		case one.Code.TopLevel():
			return problems, err
		}
		return append(problems, one.Under(under...)), nil
	}
	return problems, err
}

func (in Contact) count() int {
	n := 0
	for _, given := range []bool{in.HandleID != nil, in.HandleCode != nil, in.SameAs != nil, in.Create != nil} {
		if given {
			n++
		}
	}
	return n
}

// chooseOne finds or creates one handle. A new OWNER needs FULL rights over it; other roles take any handle in the list.
func (c *change) chooseOne(in Contact, role registrar.Role, current, resellerID string) (string, error) {
	if in.count() != 1 {
		return "", registrar.Refuse(registrar.BadUserInput, "Give exactly one of handleId, handleCode, sameAs and create.")
	}
	if in.Create != nil {
		if p := registrar.MayTry(c.caller.Caller, registrar.CreateHandle); p != nil {
			return "", p
		}
		if resellerID == "" {
			return "", registrar.RefuseField(registrar.NotAllowed, "create",
				"No reseller manages this domain, so no handle can be created in its account; name one that is there.")
		}
		h, _, err := c.createHandle(*in.Create, resellerID)
		if err != nil {
			problems, err := collect(nil, err, "create")
			return "", cmp.Or(err, problems.Err())
		}
		return h.ID, nil
	}
	field, which := "handleId", handle.ID(orEmpty(in.HandleID))
	if in.HandleCode != nil {
		field, which = "handleCode", handle.Code(registrar.NormalizeCode(*in.HandleCode))
	} else if err := requireID(registrar.HandleID, field, *in.HandleID); err != nil {
		return "", err
	}
	h, err := c.oneHandle(c.ctx, c.tx, which)
	switch {
	case err != nil:
		return "", err
	case h == nil:
		return "", notFound(field)
	}
	if h.ID == current {
		return h.ID, nil
	}
	return h.ID, c.mayBecome(h.ID, role, resellerID, field)
}

// mayBecome refuses a handle for a role that it did not have. The owner of a handle names no other one. A domain's new
// OWNER must be a handle over which the managing reseller has FULL rights; an operator acts for that reseller.
func (c *change) mayBecome(handleID string, role registrar.Role, resellerID, field string) error {
	if c.caller.IsOwner() {
		if handleID != c.caller.Handle {
			return notFound(field)
		}
		return nil
	}
	if role != registrar.Owner || resellerID == "" {
		return nil
	}
	found, err := holders(c.ctx, c.tx, []string{handleID})
	if err != nil || found[handleID].reseller == resellerID {
		return err
	}
	return registrar.RefuseField(registrar.LimitedRights, field,
		"A domain's new OWNER must be a handle with FULL rights; over this one the rights are LIMITED.")
}

// currentContacts reads which handle has which role on a domain.
func (c *change) currentContacts(d *db.Domain) (map[registrar.Role]string, error) {
	rows, err := d.QueryContacts().All(c.system)
	current := map[registrar.Role]string{}
	for _, row := range rows {
		for _, role := range row.Roles.Roles() {
			current[role] = row.HandleID
		}
	}
	return current, err
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
