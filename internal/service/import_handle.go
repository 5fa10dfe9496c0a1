package service

import (
	"context"
	"fmt"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/importref"
	"github.com/handledesk/handledesk/internal/registrar"
)

// ImportHandle is a line that asks for a handle.
type ImportHandle struct {
	Line int                  // named in messages about later lines
	Ref  string               // the reseller's own name for the handle, unique in its account; empty when it has none
	Data registrar.HandleData // must have passed registrar.CheckHandle
}

// Handles takes lines in, in one transaction; there is one result for each. A line matches a handle by its ref when
// that was imported before, or else by equal content among the handles over which the reseller has FULL rights: the
// handle is then already there. It is never overwritten: the line is refused when it differs.
//
// Problems: CONFLICT naming each field in which the handle behind the ref differs; DUPLICATE for a ref that an earlier
// line of this pass gives to other data. An error means that none of the lines were stored.
func (i *Import) Handles(ctx context.Context, lines []ImportHandle) (results []ImportResult, err error) {
	err = i.run(ctx, registrar.CreateHandle, func(c *change) error {
		results, err = eachLine(c, lines, func(in ImportHandle) (ImportResult, error) { return i.handle(c, in) })
		return err
	})
	return results, err
}

func (i *Import) handle(c *change, in ImportHandle) (ImportResult, error) {
	result := ImportResult{Outcome: ImportAlreadyThere}
	h, err := i.byRef(c, in.Ref)
	switch {
	case err != nil:
		return result, err
	case h != nil:
		if result.Problems = i.differs(h, in); len(result.Problems) == 0 {
			i.refs.note(in.Ref, in.Line)
		}
		return result, nil
	}
	if h, err = i.equal(c, in.Data); err != nil {
		return result, err
	}
	if h == nil {
		result.Outcome = ImportCreated
		h = i.create(c, in.Data)
	}
	if in.Ref != "" {
		i.refs.note(in.Ref, in.Line)
		i.plan.refs[in.Ref] = h
		i.plan.newRefs = append(i.plan.newRefs, plannedRef{in.Ref, h.ID})
	}
	return result, nil
}

// byRef finds the handle that a ref stands for; nil when none does.
func (i *Import) byRef(c *change, ref string) (*db.Handle, error) {
	if ref == "" || i.plan.refs[ref] != nil {
		return i.plan.refs[ref], nil
	}
	row, err := c.tx.ImportRef.Query().
		Where(importref.ResellerID(i.options.ResellerID), importref.Ref(ref)).WithHandle().Only(c.system)
	if err != nil {
		return nil, ifFound(err)
	}
	return row.Edges.Handle, nil
}

// ifFound forgives that there is no such row.
func ifFound(err error) error {
	if db.IsNotFound(err) {
		return nil
	}
	return err
}

// equal finds the oldest handle of exactly this content among those over which the reseller has FULL rights.
func (i *Import) equal(c *change, data registrar.HandleData) (*db.Handle, error) {
	key := data.ContentKey()
	if h := i.plan.contents[key]; h != nil {
		return h, nil
	}
	// Two statements, since the database would gather the reseller's whole list to look the few candidates up in it.
	candidates, err := c.tx.Handle.Query().Where(handle.ContentKey(key)).
		Order(db.Asc(handle.FieldCreatedAt, handle.FieldID)).All(c.system)
	if err != nil {
		return nil, err
	}
	for _, h := range candidates {
		held, err := c.tx.Access.Query().Where(access.ResellerID(i.options.ResellerID), access.HandleID(h.ID),
			access.RightsEQ(registrar.Full)).Exist(c.system)
		if err != nil || held {
			return h, err
		}
	}
	return nil, nil
}

// create plans and records a handle.
func (i *Import) create(c *change, data registrar.HandleData) *db.Handle {
	h := &db.Handle{ID: c.ids.NewID(registrar.HandleID), ContentKey: data.ContentKey()}
	i.plan.contents[h.ContentKey], i.plan.full[h.ID] = h, true
	i.plan.newHandles = append(i.plan.newHandles, plannedHandle{h.ID, data})
	c.record(registrar.HandleCreated, h.ID, i.options.ResellerID, registrar.Changes(registrar.HandleData{}, data))
	return h
}

// differs refuses a line whose ref stands for a handle of other content.
func (i *Import) differs(h *db.Handle, in ImportHandle) registrar.Problems {
	if h.ContentKey == in.Data.ContentKey() {
		return nil
	}
	if line, inThisPass := i.refs.line(in.Ref); inThisPass {
		return registrar.Problems{registrar.RefuseField(registrar.Duplicate, "ref", fmt.Sprintf(
			"Line %d has this ref too, with other data. Give each handle a ref of its own.", line))}
	}
	var problems registrar.Problems
	for _, path := range differences(handleData(h), in.Data) {
		problems = append(problems, &registrar.Problem{Code: registrar.Conflict, Field: path, Message: fmt.Sprintf(
			"The ref %q was imported before as handle %s, which has another value here now. It was not overwritten: "+
				"mend the line, or change the handle itself.", in.Ref, h.Code)})
	}
	return problems
}

// differences lists the paths of the fields whose value differs; an address part by part.
func differences(before, after registrar.HandleData) [][]string {
	var paths [][]string
	for _, change := range registrar.Changes(before, after) {
		switch {
		case change.Field == "address":
			paths = append(paths, addressDifferences("address", before.Address, after.Address)...)
		case change.Field == "internationalAddress" && before.InternationalAddress != nil && after.InternationalAddress != nil:
			paths = append(paths, addressDifferences("internationalAddress", *before.InternationalAddress, *after.InternationalAddress)...)
		default:
			paths = append(paths, []string{change.Field})
		}
	}
	return paths
}

func addressDifferences(field string, a, b registrar.Address) [][]string {
	var paths [][]string
	for _, part := range []struct {
		name    string
		differs bool
	}{
		{"street", !slices.Equal(a.Street, b.Street)},
		{"city", a.City != b.City},
		{"stateProvince", a.StateProvince != b.StateProvince},
		{"postalCode", a.PostalCode != b.PostalCode},
		{"country", a.Country != b.Country},
	} {
		if part.differs {
			paths = append(paths, []string{field, part.name})
		}
	}
	return paths
}
