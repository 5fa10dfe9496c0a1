package registrar

import (
	"fmt"
	"slices"
	"testing"
)

func TestDomainStatuses(t *testing.T) {
	for _, c := range []struct {
		nameservers int
		locked      bool
		holds       int
		want        string
	}{
		{2, false, 0, "[OK]"},
		{13, false, 0, "[OK]"},
		{0, false, 0, "[INACTIVE]"},
		{2, true, 0, "[CLIENT_TRANSFER_PROHIBITED]"},
		{0, true, 0, "[INACTIVE CLIENT_TRANSFER_PROHIBITED]"},
		{2, false, 1, "[CLIENT_HOLD CLIENT_TRANSFER_PROHIBITED]"},
		{2, false, 3, "[CLIENT_HOLD CLIENT_TRANSFER_PROHIBITED]"},
		{2, true, 1, "[CLIENT_HOLD CLIENT_TRANSFER_PROHIBITED]"},
		{0, false, 1, "[INACTIVE CLIENT_HOLD CLIENT_TRANSFER_PROHIBITED]"},
		{0, true, 2, "[INACTIVE CLIENT_HOLD CLIENT_TRANSFER_PROHIBITED]"},
	} {
		if got := fmt.Sprint(DomainStatuses(c.nameservers, c.locked, c.holds).Names()); got != c.want {
			t.Errorf("%d nameservers, locked %t, %d holds: %s, want %s", c.nameservers, c.locked, c.holds, got, c.want)
		}
	}
}

func TestHandleStatuses(t *testing.T) {
	for _, c := range []struct {
		linked, undeletable, unchangeable bool
		want                              string
	}{
		{false, false, false, "[OK]"},
		{true, false, false, "[OK LINKED]"},
		{false, true, false, "[CLIENT_DELETE_PROHIBITED]"},
		{false, false, true, "[CLIENT_UPDATE_PROHIBITED]"},
		{false, true, true, "[CLIENT_DELETE_PROHIBITED CLIENT_UPDATE_PROHIBITED]"},
		{true, true, false, "[LINKED CLIENT_DELETE_PROHIBITED]"},
		{true, false, true, "[LINKED CLIENT_UPDATE_PROHIBITED]"},
		{true, true, true, "[LINKED CLIENT_DELETE_PROHIBITED CLIENT_UPDATE_PROHIBITED]"},
	} {
		if got := fmt.Sprint(HandleStatuses(c.linked, c.undeletable, c.unchangeable)); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestRoleSets(t *testing.T) {
	for set := range RoleSet(1 << len(Roles)) {
		roles := set.Roles()
		if RolesOf(roles...) != set {
			t.Errorf("%d has the roles %v, which make %d", set, roles, RolesOf(roles...))
		}
		for _, role := range Roles {
			if set.Has(role) != slices.Contains(roles, role) {
				t.Errorf("%d: Has(%s) is %t, Roles are %v", set, role, set.Has(role), roles)
			}
		}
	}
	// The bits are stored: they must never change.
	for role, bit := range map[Role]RoleSet{Owner: 1, Admin: 2, Tech: 4, Billing: 8, "REGISTRANT": 0} {
		if role.Bit() != bit {
			t.Errorf("%s is stored as %d, want %d", role, role.Bit(), bit)
		}
	}
}

// TestSetsWithRole compares with a search through all sets.
func TestSetsWithRole(t *testing.T) {
	for wanted := range RoleSet(1 << len(Roles)) {
		want := []RoleSet{}
		for set := RoleSet(1); set < 1<<len(Roles); set++ {
			if slices.ContainsFunc(wanted.Roles(), set.Has) {
				want = append(want, set)
			}
		}
		if got := SetsWithRole(wanted.Roles()); !slices.Equal(got, want) {
			t.Errorf("SetsWithRole(%v) = %v, want %v", wanted.Roles(), got, want)
		}
	}
	if got := SetsWithRole([]Role{"REGISTRANT"}); len(got) != 0 {
		t.Errorf("nobody has an unknown role, got %v", got)
	}
}

// TestSetsWithAny: a stored set is listed exactly when it has one of the statuses, for every set that can be stored.
func TestSetsWithAny(t *testing.T) {
	names := (StatusOK | StatusInactive | StatusClientHold | StatusClientTransferProhibited).Names()
	if got := fmt.Sprint(names); got != "[OK INACTIVE CLIENT_HOLD CLIENT_TRANSFER_PROHIBITED]" {
		t.Fatalf("the statuses are %s", got)
	}
	for bits := range 1 << len(names) {
		var wanted []DomainStatus
		for i, name := range names {
			if bits&(1<<i) != 0 {
				wanted = append(wanted, name)
			}
		}
		listed := SetsWithAny(wanted)
		for _, nameservers := range []int{0, 2} {
			for _, locked := range both {
				for holds := range 3 {
					set := DomainStatuses(nameservers, locked, holds)
					has := slices.ContainsFunc(set.Names(), func(s DomainStatus) bool { return slices.Contains(wanted, s) })
					if slices.Contains(listed, set) != has {
						t.Errorf("%v: SetsWithAny(%v) lists it: %t, want %t", set.Names(), wanted, !has, has)
					}
				}
			}
		}
	}
	if got := SetsWithAny([]DomainStatus{"SERVER_HOLD"}); len(got) != 0 {
		t.Errorf("nothing has an unknown status, got %v", got)
	}
}
