package service

import (
	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/access"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
)

// plan is what lines were promised and the database does not have yet: in a real run those of the batch under way, in
// a dry run those of the whole pass. Later lines look here before they look into the database.
type plan struct {
	refs     map[string]*db.Handle // by ref; of handles that are new, only id and content are set
	contents map[string]*db.Handle // by content, those that are new
	full     map[string]bool       // the ids of those that are new
	owners   map[string]string     // a new domain's name → the id of its owner

	// What is to be written at the end of the batch.
	newHandles []plannedHandle
	newRefs    []plannedRef
	newDomains []plannedDomain
}

type plannedHandle struct {
	id   string
	data registrar.HandleData
}

type plannedRef struct{ ref, handleID string }

type plannedDomain struct {
	row    *db.Domain
	chosen map[registrar.Role]string
}

func newPlan() plan {
	return plan{
		refs: map[string]*db.Handle{}, contents: map[string]*db.Handle{},
		full: map[string]bool{}, owners: map[string]string{},
	}
}

// store writes the plan, a few statements for all of it.
func (i *Import) store(c *change) error {
	for _, step := range []func(*change) error{i.storeHandles, i.storeRefs, i.storeDomains, i.prove} {
		if err := step(c); err != nil {
			return err
		}
	}
	return nil
}

func (i *Import) storeHandles(c *change) error {
	if len(i.plan.newHandles) == 0 {
		return nil
	}
	codes, err := c.work.CodeNumbers(c.ctx, len(i.plan.newHandles))
	if err != nil {
		return err
	}
	creates := make([]*db.HandleCreate, len(i.plan.newHandles))
	for n, h := range i.plan.newHandles {
		creates[n] = c.tx.Handle.Create().SetID(h.id).SetCreatedAt(c.at).SetUpdatedAt(c.at).
			SetCode(registrar.FormatCode(registrar.CodePrefix(h.data), registrar.CodeNumber(codes[n]), c.suffix))
		fill(creates[n].Mutation(), h.data)
	}
	handles, err := c.tx.Handle.CreateBulk(creates...).Save(c.system)
	if err != nil {
		return err
	}
	lists := &Bulk{c: c}
	for _, h := range handles {
		lists.access(h, BulkAccess{i.options.ResellerID, registrar.Full, registrar.Created})
	}
	return lists.Flush()
}

func (i *Import) storeRefs(c *change) error {
	refs := i.plan.newRefs
	return c.tx.ImportRef.MapCreateBulk(refs, func(create *db.ImportRefCreate, n int) {
		create.SetID(c.ids.NewID(registrar.RefID)).SetResellerID(i.options.ResellerID).
			SetRef(refs[n].ref).SetHandleID(refs[n].handleID)
	}).Exec(c.system)
}

// storeDomains writes domains with their words and contacts. All contacts are in the reseller's list already, and none
// of the domains had any before.
func (i *Import) storeDomains(c *change) error {
	rows := &Bulk{c: c}
	linked := map[string]bool{}
	for _, planned := range i.plan.newDomains {
		d := planned.row
		rows.domains = append(rows.domains, d)
		roles := rolesByHandle(planned.chosen)
		for _, handleID := range sortedKeys(roles) {
			linked[handleID] = true
			rows.contacts = append(rows.contacts, &db.Contact{
				ID: c.ids.NewID(registrar.ContactID), DomainID: d.ID, HandleID: handleID, Roles: roles[handleID],
				ResellerID: d.ResellerID, Name: d.Name, Tld: d.Tld, RegisteredAt: d.RegisteredAt,
				ExpiresAt: d.ExpiresAt, DueAt: d.DueAt, Status: d.Status,
			})
		}
		for _, word := range search.DomainWords(d.Name, d.UnicodeName) {
			rows.tokens = append(rows.tokens, &db.DomainToken{ResellerID: d.ResellerID, Token: word, DomainID: d.ID})
		}
	}
	if err := rows.Flush(); err != nil {
		return err
	}
	return c.markLinked(sortedKeys(linked))
}

// markLinked notes that domains list the handles, in the handles and in all lists' copies.
func (c *change) markLinked(handleIDs []string) error {
	if len(handleIDs) == 0 {
		return nil
	}
	err := c.tx.Handle.Update().Where(handle.IDIn(handleIDs...), handle.Linked(false)).SetLinked(true).Exec(c.system)
	if err != nil {
		return err
	}
	return c.tx.Access.Update().Where(access.HandleIDIn(handleIDs...), access.Linked(false)).SetLinked(true).Exec(c.system)
}

// prove starts the proofs that new handles and the owners of new domains need, if mail is wanted: once for each handle,
// however many domains came, since a proof looks at all domains of an owner.
func (i *Import) prove(c *change) error {
	if !i.options.Mail {
		return nil
	}
	var handleIDs []string
	for _, h := range i.plan.newHandles {
		handleIDs = append(handleIDs, h.id)
	}
	for _, d := range i.plan.newDomains {
		handleIDs = append(handleIDs, d.chosen[registrar.Owner])
	}
	proved := map[string]bool{}
	for _, id := range handleIDs {
		if proved[id] {
			continue
		}
		proved[id] = true
		c.id = c.ids.NewID(registrar.ChangeID)
		if err := c.proveOwner(id); err != nil {
			return err
		}
	}
	return nil
}
