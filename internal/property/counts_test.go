package property

import (
	"fmt"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// selections are what can be asked of each handle or domain of a page, each with the number of statements that it
// takes, signing in apart. The number is the same for 1 item and for 100.
var selections = []struct {
	query      string
	statements int
}{
	{`{ viewer { __typename } }`, 1},
	{`{ handles(first: %d) { edges { node { id code email rights origin statuses reachability { state } } } } }`, 1},
	{`{ handles(first: %d) { totalCount totalCountExact edges { node { id } } } }`, 2},
	{`{ handles(first: %d) { edges { node { id domains(first: 10) { edges { roles node { name } } } } } } }`, 2},
	{`{ handles(first: %d) { totalCount edges { node { id domains(first: 10) { totalCount edges { roles node { name holds { reason } } } } } } } }`, 5},
	{`{ handles(first: %d) { totalCount edges { node { id domains(first: 10) { totalCount edges { roles node { name } } } } } } }`, 4},
	{`{ handles(first: %d) { edges { node { a: domains(first: 1) { totalCount } b: domains(first: 1) { totalCount } } } } }`, 3},
	{`{ handles(first: %d) { edges { node { a: domains(first: 1) { edges { node { id } } } b: domains(last: 2) { edges { node { id } } } } } } }`, 3},
	{`{ handles(first: %d) { edges { node { actions { update { allowed } delete { allowed } release { allowed } } } } } }`, 1},
	{`{ handles(first: %d) { edges { node { actions { update { allowed } resetReachability { allowed } } } } } }`, 3},
	{`{ domains(first: %d) { edges { node { name statuses expiresAt nameservers } } } }`, 1},
	{`{ domains(first: %d) { totalCount edges { node { name } } } }`, 2},
	{`{ domains(first: %d) { edges { node { owner { code } } } } }`, 3},
	{`{ domains(first: %d) { edges { node { owner { code } contacts { role handle { code } } } } } }`, 3},
	{`{ domains(first: %d) { edges { node { holds { reason } } } } }`, 2},
	{`{ domains(first: %d) { edges { node { reseller { name } } } } }`, 2},
	{`{ domains(first: %d) { edges { node { actions { renew { allowed } release { allowed } } } } } }`, 3},
	{`{ handles(first: %d) { edges { node { domains(first: 5) { edges { node { owner { code } reseller { name } holds { reason } } } } } } } }`, 6},
	{`{ events(first: %d) { edges { node { action actor { kind } changes { field } } } } }`, 1},
	{`{ events(first: %d) { totalCount edges { node { actor { reseller { name } } } } } }`, 2},
	{`{ events(first: %d, filter: { action: [HANDLE_CREATED] }) { edges { node { entity { id } } } } }`, 2},
	{`{ apiKeys(first: %d) { totalCount edges { node { name reseller { name } } } } }`, 3},
	{`{ resellers(first: %d) { totalCount edges { node { name } } } }`, 2},
}

// signingIn is how many statements it takes to find out whose key it is.
const signingIn = 1

// TestTheNumberOfStatementsDoesNotGrow counts the statements of each selection for pages of 1, 20 and 100 items.
func TestTheNumberOfStatementsDoesNotGrow(t *testing.T) {
	t.Parallel()
	w := apitest.New(t)
	reseller, key := w.Reseller("Main")
	for range 120 {
		w.Key(reseller, registrar.Scopes...)
	}
	if err := w.Service.Bulk(system(), func(b *service.Bulk) error { return fillForCounts(b, reseller) }); err != nil {
		t.Fatal(err)
	}
	w.Must(key, `{ viewer { __typename } }`, nil) // the first use of a key is noted
	w.Service.Wait()
	for _, s := range selections {
		for _, size := range []int{1, 20, 100} {
			query := s.query
			if strings.Contains(query, "%d") {
				query = fmt.Sprintf(query, size)
			}
			w.Statements()
			w.Must(key, query, nil)
			if ran := w.Statements(); len(ran) != s.statements+signingIn {
				t.Errorf("%s takes %d statements, want %d and %d for signing in:\n  %s", query, len(ran), s.statements, signingIn, strings.Join(ran, "\n  "))
			}
		}
	}
}

// fillForCounts makes every item of a page have something of everything.
func fillForCounts(b *service.Bulk, reseller string) error {
	at := registrar.At(apitest.Start)
	for i := range 110 {
		h := b.Handle(service.BulkHandle{
			Data: record(fmt.Sprint("n", i), ""), CreatedAt: at, Reachability: registrar.ReachPending, Linked: true,
			Lists: []service.BulkAccess{{ResellerID: reseller, Rights: registrar.Full, Origin: registrar.Created}},
		})
		for j := range 3 {
			name, err := registrar.ParseDomainName(fmt.Sprintf("d%d-%d.com", i, j))
			if err != nil {
				return err
			}
			b.Domain(service.BulkDomain{
				Name: name, ResellerID: reseller, Contacts: map[registrar.Role]string{registrar.Owner: h}, RegisteredAt: at,
				ExpiresAt: at.AddYears(1), DueAt: at, Holds: []registrar.HoldReason{registrar.HoldAbuse},
			})
		}
	}
	return nil
}
