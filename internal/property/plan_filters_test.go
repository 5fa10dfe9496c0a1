package property

import (
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// handleFilters are no filter and one value of each facet at a time.
func handleFilters(c caller) map[string]*service.HandleFilter {
	filters := map[string]*service.HandleFilter{"nothing": nil, "linked": {Linked: new(true)}, "unlinked": {Linked: new(false)}}
	for _, v := range []registrar.ReachState{"VALIDATED", "NONE", "PENDING", "FAILED"} {
		filters[string(v)] = &service.HandleFilter{Reachability: []registrar.ReachState{v}}
	}
	for _, v := range registrar.Kind("").Values() {
		filters[v] = &service.HandleFilter{Kind: []registrar.Kind{registrar.Kind(v)}}
	}
	for _, v := range []string{"IE", "FR", "XX"} {
		filters["country "+v] = &service.HandleFilter{Country: []string{v}}
	}
	filters["an e-mail address"] = &service.HandleFilter{Email: []string{"info1@example.com"}}
	if c.kind == registrar.ActorReseller {
		for _, v := range registrar.Rights("").Values() {
			filters[v] = &service.HandleFilter{Rights: []registrar.Rights{registrar.Rights(v)}}
		}
		for _, v := range registrar.Origin("").Values() {
			filters[v] = &service.HandleFilter{Origin: []registrar.Origin{registrar.Origin(v)}}
		}
	}
	return filters
}

// combinedHandleFilters are searches, spans and several facets at once.
func combinedHandleFilters() map[string]*service.HandleFilter {
	return map[string]*service.HandleFilter{
		"a rare word": {Search: new("quetzal")}, "a common word": {Search: new("maria")}, "no match": {Search: new("nothingatall")},
		"two words": {Search: new("maria shop")}, "two facets": {Kind: []registrar.Kind{"PERSON"}, Country: []string{"FR"}},
		"two common facets":         {Kind: []registrar.Kind{"PERSON"}, Country: []string{"IE"}},
		"a word and a common facet": {Search: new("maria"), Kind: []registrar.Kind{"PERSON"}},
		"values of one facet":       {Country: []string{"FR", "JP"}},
		"a span":                    {CreatedAt: &service.TimeRange{From: new(registrar.Instant(1)), Before: new(registrar.Never)}},
	}
}

// domainFilters are the same for domains: no filter and one value of each.
func domainFilters() map[string]*service.DomainFilter {
	filters := map[string]*service.DomainFilter{"nothing": nil, "on hold": {OnHold: new(true)}, "not on hold": {OnHold: new(false)}}
	for _, v := range []string{"com", "fr", "nowhere"} {
		filters[v] = &service.DomainFilter{TLD: []string{v}}
	}
	for _, v := range []registrar.DomainStatus{"OK", "INACTIVE", "CLIENT_HOLD", "CLIENT_TRANSFER_PROHIBITED"} {
		filters[string(v)] = &service.DomainFilter{Status: []registrar.DomainStatus{v}}
	}
	return filters
}

// combinedDomainFilters are searches, spans, a handle's and several values at once.
func combinedDomainFilters(l *large) map[string]*service.DomainFilter {
	return map[string]*service.DomainFilter{
		"a rare word": {Search: new("quetzal")}, "a common word": {Search: new("shop")}, "no match": {Search: new("nothingatall")},
		"a handle's": {Handle: &l.busiest}, "a handle's as OWNER": {Handle: &l.busiest, Roles: []registrar.Role{"OWNER"}},
		"a role":            {Roles: []registrar.Role{"TECH"}},
		"two common facets": {TLD: []string{"com"}, Status: []registrar.DomainStatus{"CLIENT_TRANSFER_PROHIBITED"}},
		"soon due":          {DueBefore: new(registrar.Never)}, "soon expired": {ExpiresBefore: new(registrar.Never)},
	}
}
