package demo

import (
	"slices"
	"testing"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/reachabilitycase"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/viewer"
)

// contents is the whole database, put together by hand so that the checks do not rely on the product's own queries.
type contents struct {
	now      registrar.Instant
	handles  map[string]*db.Handle
	domains  map[string]*db.Domain
	accesses map[string][]*db.Access // by handle
	contacts map[string][]*db.Contact
	owners   map[string]string // domain → handle
	holds    map[string][]registrar.HoldReason
	owned    map[string][]*db.Domain // by owner
}

func (w filled) contents(t *testing.T) contents {
	t.Helper()
	ctx, read := viewer.System(t.Context()), w.Store.Read()
	c := contents{registrar.At(w.Clock.Now()), map[string]*db.Handle{}, map[string]*db.Domain{}, map[string][]*db.Access{},
		map[string][]*db.Contact{}, map[string]string{}, map[string][]registrar.HoldReason{}, map[string][]*db.Domain{}}
	for _, h := range read.Handle.Query().AllX(ctx) {
		c.handles[h.ID] = h
	}
	for _, d := range read.Domain.Query().AllX(ctx) {
		c.domains[d.ID] = d
	}
	for _, a := range read.Access.Query().AllX(ctx) {
		c.accesses[a.HandleID] = append(c.accesses[a.HandleID], a)
	}
	for _, k := range read.Contact.Query().AllX(ctx) {
		c.contacts[k.HandleID] = append(c.contacts[k.HandleID], k)
		if k.Roles.Has(registrar.Owner) {
			if c.owners[k.DomainID] != "" {
				t.Errorf("%s has two owners", k.Name)
			}
			c.owners[k.DomainID] = k.HandleID
			c.owned[k.HandleID] = append(c.owned[k.HandleID], c.domains[k.DomainID])
		}
	}
	for _, h := range read.Hold.Query().AllX(ctx) {
		c.holds[h.DomainID] = append(c.holds[h.DomainID], h.Reason)
	}
	return c
}

func checkInvariants(t *testing.T, w filled) {
	t.Helper()
	c := w.contents(t)
	fingerprints := map[string]bool{}
	for _, h := range c.handles {
		c.checkHandle(t, h)
		data := recordOf(h)
		if fingerprints[data.Fingerprint()] {
			t.Errorf("%s is the same identity as another handle", h.Code)
		}
		fingerprints[data.Fingerprint()] = true
	}
	for _, d := range c.domains {
		c.checkDomain(t, d)
	}
	w.checkProofs(t, c)
}

func (c contents) checkHandle(t *testing.T, h *db.Handle) {
	t.Helper()
	data := recordOf(h)
	checked, problems := registrar.CheckHandle(data)
	if len(problems) > 0 || checked.ContentKey() != h.ContentKey {
		t.Errorf("%s may not be stored: %v", h.Code, problems)
	}
	if h.Linked != (len(c.contacts[h.ID]) > 0) {
		t.Errorf("%s: linked is %v with %d domains", h.Code, h.Linked, len(c.contacts[h.ID]))
	}
	full := 0
	listed := map[string]bool{}
	for _, a := range c.accesses[h.ID] {
		listed[a.ResellerID] = true
		if a.Rights == registrar.Full {
			full++
		}
		if (a.Rights == registrar.Full) != (a.Origin == registrar.Created || a.Origin == registrar.Own) {
			t.Errorf("%s: %s by %s", h.Code, a.Rights, a.Origin)
		}
		if a.Linked != h.Linked || a.Reachability != h.Reachability || a.UpdatedAt != h.UpdatedAt {
			t.Errorf("%s: the list's copy differs", h.Code)
		}
		if (a.Origin == registrar.Released) != (h.ReleasedAt != nil) && a.Origin != registrar.Attached {
			t.Errorf("%s: %s, released at %v", h.Code, a.Origin, h.ReleasedAt)
		}
	}
	if full > 1 || full > 0 && h.ReleasedAt != nil {
		t.Errorf("%s: %d resellers have FULL rights, released at %v", h.Code, full, h.ReleasedAt)
	}
	for _, k := range c.contacts[h.ID] {
		if k.ResellerID != nil && !listed[*k.ResellerID] {
			t.Errorf("%s is a contact of %s, whose reseller does not list it", h.Code, k.Name)
		}
	}
	if h.CreatedAt > c.now || h.UpdatedAt > c.now || h.UpdatedAt < h.CreatedAt || h.ReleasedAt != nil && *h.ReleasedAt < h.CreatedAt {
		t.Errorf("%s: its times are out of order", h.Code)
	}
}

func (c contents) checkDomain(t *testing.T, d *db.Domain) {
	t.Helper()
	name, err := registrar.ParseDomainName(d.UnicodeName)
	if err != nil || name.ASCII != d.Name || name.TLD != d.Tld {
		t.Errorf("%s cannot be registered: %v", d.UnicodeName, err)
	}
	if _, problems := registrar.CheckNameservers(d.Nameservers); len(problems) > 0 {
		t.Errorf("%s: %v", d.UnicodeName, problems)
	}
	owner := c.handles[c.owners[d.ID]]
	if owner == nil {
		t.Fatalf("%s has no owner", d.UnicodeName)
	}
	unproved := owner.Reachability == registrar.ReachPending || owner.Reachability == registrar.ReachFailed
	asked := unproved && registrar.PolicyFor(d.Tld).VerifyRegistrant
	if (d.DueAt != registrar.Never) != asked {
		t.Errorf("%s of an owner who is %s: due at %v", d.UnicodeName, owner.Reachability, d.DueAt.Time())
	}
	if owner.Reachability == registrar.ReachPending && asked && (d.DueAt <= c.now || d.DueAt > c.now.Add(15*day)) {
		t.Errorf("%s of a PENDING owner is due at %v", d.UnicodeName, d.DueAt.Time())
	}
	if held := slices.Contains(c.holds[d.ID], registrar.HoldReachability); held != (d.DueAt <= c.now) {
		t.Errorf("%s: due at %v, holds %v", d.UnicodeName, d.DueAt.Time(), c.holds[d.ID])
	}
	if d.Status != registrar.DomainStatuses(len(d.Nameservers), d.TransferLock, len(c.holds[d.ID])) {
		t.Errorf("%s: statuses %v", d.UnicodeName, d.Status.Names())
	}
	if d.ExpiresAt > c.now.AddYears(registrar.MaximumYears) || d.ExpiresAt < c.now.Add(-30*day) || d.RegisteredAt > c.now || d.RegisteredAt < owner.CreatedAt {
		t.Errorf("%s: registered %v, expires %v", d.UnicodeName, d.RegisteredAt.Time(), d.ExpiresAt.Time())
	}
	if d.ResellerID != nil {
		return
	}
	for _, a := range c.accesses[owner.ID] {
		if a.Rights == registrar.Full {
			t.Errorf("%s was released, but its owner %s has no access", d.UnicodeName, owner.Code)
		}
	}
}

// checkProofs checks that every state rests on what it needs.
func (w filled) checkProofs(t *testing.T, c contents) {
	t.Helper()
	ctx, read := viewer.System(t.Context()), w.Store.Read()
	running, verified := map[string]int{}, map[string]bool{}
	for _, r := range read.ReachabilityCase.Query().Where(reachabilitycase.ClosedAtIsNil()).AllX(ctx) {
		running[r.HandleID]++
		if state := c.handles[r.HandleID].Reachability; r.State != state {
			t.Errorf("a case of %s is %s", c.handles[r.HandleID].Code, state)
		}
	}
	for _, identity := range read.VerifiedIdentity.Query().AllX(ctx) {
		verified[identity.Fingerprint] = true
	}
	for _, h := range c.handles {
		unproved := h.Reachability == registrar.ReachPending || h.Reachability == registrar.ReachFailed
		if want := map[bool]int{true: 1}[unproved]; running[h.ID] != want {
			t.Errorf("%s is %s with %d running cases", h.Code, h.Reachability, running[h.ID])
		}
		if verified[recordOf(h).Fingerprint()] != (h.Reachability == registrar.ReachValidated) {
			t.Errorf("%s is %s against its identity", h.Code, h.Reachability)
		}
		late := slices.ContainsFunc(c.owned[h.ID], func(d *db.Domain) bool { return d.DueAt <= c.now })
		if late != (h.Reachability == registrar.ReachFailed) {
			t.Errorf("%s is %s; past a deadline: %v", h.Code, h.Reachability, late)
		}
	}
}

// recordOf is a stored handle as a record.
func recordOf(h *db.Handle) registrar.HandleData {
	orEmpty := func(text *string) string {
		if text == nil {
			return ""
		}
		return *text
	}
	return registrar.HandleData{
		Kind: h.Kind, GivenName: h.GivenName, FamilyName: h.FamilyName, Organization: orEmpty(h.Organization),
		RegistrationNumber: orEmpty(h.RegistrationNumber), Address: h.Address, InternationalAddress: h.InternationalAddress,
		Email: h.Email, Phone: h.Phone, Fax: orEmpty(h.Fax), Mobile: orEmpty(h.Mobile), Language: orEmpty(h.Language),
		VATNumber: orEmpty(h.VatNumber),
	}
}
