package registrar

// StatusSet is the set of EPP statuses of a domain, a bit each, as it is stored.
type StatusSet int

// The bits of a domain's statuses (RFC 5731, 2.3).
const (
	StatusOK StatusSet = 1 << iota
	StatusInactive
	StatusClientHold
	StatusClientTransferProhibited
)

// allStatuses has every bit.
const allStatuses = StatusOK | StatusInactive | StatusClientHold | StatusClientTransferProhibited

// DomainStatus is the public name of one bit of a StatusSet.
type DomainStatus string

// statusNames gives the bits their names, in the order in which they are shown.
var statusNames = []struct {
	bit  StatusSet
	name DomainStatus
}{
	{StatusOK, "OK"}, {StatusInactive, "INACTIVE"},
	{StatusClientHold, "CLIENT_HOLD"}, {StatusClientTransferProhibited, "CLIENT_TRANSFER_PROHIBITED"},
}

// DomainStatuses computes a domain's statuses. A hold prohibits transfers too, whatever the lock is, and takes its
// prohibition with it when it goes; "ok" stands alone (RFC 5731, 2.3).
func DomainStatuses(nameservers int, transferLock bool, holds int) StatusSet {
	var set StatusSet
	if nameservers == 0 {
		set |= StatusInactive
	}
	if holds > 0 {
		set |= StatusClientHold
	}
	if transferLock || holds > 0 {
		set |= StatusClientTransferProhibited
	}
	if set == 0 {
		return StatusOK
	}
	return set
}

// Names lists the set's statuses in the order in which they are shown.
func (s StatusSet) Names() []DomainStatus {
	names := []DomainStatus{}
	for _, status := range statusNames {
		if s&status.bit != 0 {
			names = append(names, status.name)
		}
	}
	return names
}

// SetsWithAny lists every stored value that has at least one of the statuses, so that a filter is a list of equalities.
func SetsWithAny(statuses []DomainStatus) []StatusSet {
	var mask StatusSet
	for _, status := range statusNames {
		for _, wanted := range statuses {
			if status.name == wanted {
				mask |= status.bit
			}
		}
	}
	var sets []StatusSet
	for set := StatusSet(1); set <= allStatuses; set++ {
		if set&mask != 0 {
			sets = append(sets, set)
		}
	}
	return sets
}

// SetsWithRole lists every stored value that has at least one of the roles.
func SetsWithRole(roles []Role) []RoleSet {
	mask := RolesOf(roles...)
	var sets []RoleSet
	for set := RoleSet(1); set < 1<<len(Roles); set++ {
		if set&mask != 0 {
			sets = append(sets, set)
		}
	}
	return sets
}

// HandleStatus is an EPP status of a contact (RFC 5733, 2.2).
type HandleStatus string

// HandleStatuses computes a handle's statuses; "ok" goes with nothing but "linked" (RFC 5733, 2.2).
func HandleStatuses(linked, deleteProhibited, updateProhibited bool) []HandleStatus {
	statuses := []HandleStatus{}
	if !deleteProhibited && !updateProhibited {
		statuses = append(statuses, "OK")
	}
	if linked {
		statuses = append(statuses, "LINKED")
	}
	if deleteProhibited {
		statuses = append(statuses, "CLIENT_DELETE_PROHIBITED")
	}
	if updateProhibited {
		statuses = append(statuses, "CLIENT_UPDATE_PROHIBITED")
	}
	return statuses
}

// HoldReason says why a domain is on hold.
type HoldReason string

// The reasons for a hold.
const (
	HoldReachability HoldReason = "REACHABILITY"
	HoldDispute      HoldReason = "DISPUTE"
	HoldAbuse        HoldReason = "ABUSE"
)

// Values lists the reasons, for ent.
func (HoldReason) Values() []string { return list(HoldReachability, HoldDispute, HoldAbuse) }
