package matrix

import (
	"strings"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// handleRow is a handle of the world, by a name that says what is special about it.
type handleRow struct {
	name     string
	lists    []service.BulkAccess
	state    registrar.ReachState
	linked   bool // a domain of domainList lists it
	released bool
}

// handleList is one handle for each thing that the rules tell apart. Each sort of right comes twice: unlinked, and as
// the OWNER of a domain.
func (w *world) handleList() []handleRow {
	list := func(reseller string, rights registrar.Rights, origin registrar.Origin) service.BulkAccess {
		return service.BulkAccess{ResellerID: w.resellers[reseller], Rights: rights, Origin: origin}
	}
	created := list("alpha", registrar.Full, registrar.Created)
	early := list("alpha", registrar.Limited, registrar.PreConversion)
	attached := list("alpha", registrar.Limited, registrar.Attached)
	released := list("alpha", registrar.Limited, registrar.Released)
	betas := list("beta", registrar.Full, registrar.Created)
	alsoBetas := list("beta", registrar.Limited, registrar.Attached)
	type lists = []service.BulkAccess
	return []handleRow{
		{"created", lists{created}, registrar.ReachPending, false, false},
		{"created linked", lists{created}, registrar.ReachPending, true, false},
		{"early", lists{early}, registrar.ReachPending, false, false},
		{"early linked", lists{early}, registrar.ReachPending, true, false},
		{"attached", lists{attached, betas}, registrar.ReachPending, false, false},
		{"attached linked", lists{attached, betas}, registrar.ReachPending, true, false},
		{"released", lists{released}, registrar.ReachPending, false, true},
		{"released linked", lists{released}, registrar.ReachPending, true, true},
		{"foreign", lists{betas}, registrar.ReachPending, false, false},
		{"foreign linked", lists{betas}, registrar.ReachPending, true, false},

		{"none", lists{created}, registrar.ReachNone, false, false},
		{"validated", lists{created}, registrar.ReachValidated, false, false},
		{"failed", lists{created}, registrar.ReachFailed, true, false},
		{"just reset", lists{created}, registrar.ReachPending, false, false},
		{"undeletable", lists{created}, registrar.ReachPending, false, false},
		{"unchangeable", lists{created}, registrar.ReachPending, false, false},
		{"unchangeable linked", lists{created}, registrar.ReachPending, true, false},
		{"linked out of sight", lists{created, alsoBetas}, registrar.ReachPending, true, false},
		{"technician", lists{released}, registrar.ReachValidated, true, true},
	}
}

// domainRow is a domain of the world.
type domainRow struct {
	name     string
	reseller string // empty once released
	contacts map[registrar.Role]string
	years    int // from loadedAt to the expiry; 0 is 1
	holds    []registrar.HoldReason
}

func owner(name string) map[registrar.Role]string {
	return map[registrar.Role]string{registrar.Owner: name}
}

// domainList has one domain for each sort of right over the owner, and one for each other rule about domains.
var domainList = []domainRow{
	{name: "created.com", reseller: "alpha", contacts: owner("created linked")},
	{name: "early.com", reseller: "alpha", contacts: owner("early linked")},
	{name: "attached.com", reseller: "alpha", contacts: owner("attached linked")},
	{name: "released.com", reseller: "alpha", contacts: owner("released linked")},
	{name: "alpha-own.com", reseller: "alpha", contacts: owner("alpha own")},
	{name: "beta-own.com", reseller: "beta", contacts: owner("beta own")},
	{name: "foreign.com", reseller: "beta", contacts: map[registrar.Role]string{
		registrar.Owner: "foreign linked", registrar.Tech: "linked out of sight",
	}},
	{name: "held.com", reseller: "alpha", contacts: owner("failed"), holds: []registrar.HoldReason{registrar.HoldReachability}},
	{name: "serviced.com", reseller: "alpha", contacts: map[registrar.Role]string{
		registrar.Owner: "created linked", registrar.Admin: "alpha own", registrar.Tech: "technician", registrar.Billing: "alpha own",
	}},
	{name: "kept.com", reseller: "alpha", contacts: owner("unchangeable linked"), years: 10},
	{name: "agency.com", reseller: "alpha", contacts: map[registrar.Role]string{
		registrar.Owner: "released linked", registrar.Admin: "alpha own",
	}},
	{name: "gone.com", contacts: owner("released linked")},
}

// slug makes a name fit for an e-mail address.
func slug(name string) string { return strings.ReplaceAll(name, " ", "-") }
