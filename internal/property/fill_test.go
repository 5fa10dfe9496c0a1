package property

import (
	"fmt"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// fill loads two resellers with handles and domains in states that take time to come about.
func (m *machine) fill(b *service.Bulk) error {
	then := m.now().Add(-40 * 24 * time.Hour)
	var own []string
	for _, name := range []string{"First", "Second"} {
		id, handle, err := b.Reseller(name, then, record(name, name+" Registrations Ltd"))
		if err != nil {
			return err
		}
		m.resellers, own = append(m.resellers, id), append(own, handle)
	}
	first, second := m.resellers[0], m.resellers[1]
	states := []registrar.ReachState{registrar.ReachNone, registrar.ReachPending, registrar.ReachValidated, registrar.ReachFailed}
	var handles []string
	for i, state := range states {
		lists := []service.BulkAccess{{ResellerID: first, Rights: registrar.Full, Origin: registrar.Created}}
		switch i {
		case 2:
			lists = []service.BulkAccess{{ResellerID: first, Rights: registrar.Limited, Origin: registrar.PreConversion}}
		case 3:
			lists = append(lists, service.BulkAccess{ResellerID: second, Rights: registrar.Limited, Origin: registrar.Attached})
		}
		handles = append(handles, b.Handle(service.BulkHandle{
			Data: record(fmt.Sprint("loaded", i), ""), Lists: lists, CreatedAt: then, Reachability: state, Linked: i > 0,
		}))
	}
	for i, loaded := range []struct {
		reseller, owner, billing string
		due                      time.Duration
		holds                    []registrar.HoldReason
	}{
		{first, handles[1], own[0], 24 * time.Hour, nil},
		{first, handles[2], handles[2], 0, nil},
		{second, handles[3], own[1], -25 * 24 * time.Hour, []registrar.HoldReason{registrar.HoldReachability, registrar.HoldDispute}},
		{"", handles[2], handles[2], 0, []registrar.HoldReason{registrar.HoldAbuse}},
	} {
		name, err := registrar.ParseDomainName(fmt.Sprintf("loaded%d.com", i))
		if err != nil {
			return err
		}
		due := registrar.Never
		if loaded.due != 0 {
			due = m.now().Add(loaded.due)
		}
		b.Domain(service.BulkDomain{
			Name: name, ResellerID: loaded.reseller, RegisteredAt: then, ExpiresAt: then.AddYears(1), DueAt: due, TransferLock: i == 0,
			Contacts: map[registrar.Role]string{registrar.Owner: loaded.owner, registrar.Billing: loaded.billing}, Holds: loaded.holds,
		})
	}
	return nil
}

// record is a handle that may be stored.
func record(name, organization string) registrar.HandleData {
	kind := registrar.Person
	if organization != "" {
		kind = registrar.Company
	}
	d, problems := registrar.CheckHandle(registrar.HandleData{
		Kind: kind, GivenName: "Ada", FamilyName: name, Organization: organization,
		Address: registrar.Address{Street: []string{"1 Main Street"}, City: "Dublin", Country: "IE"},
		Email:   name + "@example.com", Phone: "+353 1 679 9000",
	})
	if len(problems) > 0 {
		panic(problems) // the test's own data is wrong
	}
	return d
}
