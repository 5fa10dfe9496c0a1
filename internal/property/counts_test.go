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
	staff      bool // asked by an operator, not by a reseller
}{
	{`{ viewer { __typename } }`, 1, false},
	{`{ handles(first: %d) { edges { node { id code email rights origin statuses reachability { state } } } } }`, 1, false},
	{`{ handles(first: %d) { totalCount totalCountExact edges { node { id } } } }`, 2, false},
	{`{ handles(first: %d) { edges { node { id domains(first: 10) { edges { roles node { name } } } } } } }`, 2, false},
	{`{ handles(first: %d) { totalCount edges { node { id domains(first: 10) { totalCount edges { roles node { name holds { reason } } } } } } } }`, 4, false},
	{`{ handles(first: %d) { totalCount edges { node { id domains(first: 10) { totalCount edges { roles node { name } } } } } } }`, 3, false},
	{`{ handles(first: %d) { edges { node { a: domains(first: 1) { totalCount } b: domains(first: 1) { totalCount } } } } }`, 3, false},
	{`{ handles(first: %d) { edges { node { a: domains(first: 1) { edges { node { id } } } b: domains(last: 2) { edges { node { id } } } } } } }`, 3, false},
	{`{ handles(first: %d) { edges { node { reachability { state startedAt } } } } }`, 1, false},
	{`{ handles(first: %d) { edges { node { reachability { dueAt } } } } }`, 2, false},
	{`{ handles(first: %d) { edges { node { reachability { sentAt reminders resets bounced bouncedAt } } } } }`, 2, false},
	{`{ handles(first: %d) { edges { node { reachability { evidence { at kind recipient messageId } } } } } }`, 2, false},
	{`{ handles(first: %d) { edges { node { reachability { dueAt sentAt reminders resets bounced evidence { kind } } } } } }`, 4, false},
	{`{ handles(first: %d) { edges { node { reachability { dueAt sentAt evidence { kind } } } } } }`, 4, true},
	{`{ domains(first: %d) { edges { node { owner { reachability { dueAt sentAt reminders resets bounced evidence { kind } } } } } } }`, 6, false},
	{`{ deadLetters(first: %d) { totalCount edges { node { id attempts handle { code } } } } }`, 3, true},
	{`{ handles(first: %d) { edges { node { actions { update { allowed } delete { allowed } release { allowed } } } } } }`, 1, false},
	{`{ handles(first: %d) { edges { node { actions { update { allowed } resetReachability { allowed } } } } } }`, 3, false},
	{`{ domains(first: %d) { edges { node { name statuses expiresAt nameservers } } } }`, 1, false},
	{`{ domains(first: %d) { totalCount edges { node { name } } } }`, 2, false},
	{`{ domains(first: %d) { edges { node { owner { code } } } } }`, 3, false},
	{`{ domains(first: %d) { edges { node { owner { code } contacts { role handle { code } } } } } }`, 3, false},
	{`{ domains(first: %d) { edges { node { holds { reason } } } } }`, 2, false},
	{`{ domains(first: %d) { edges { node { reseller { name } } } } }`, 2, false},
	{`{ domains(first: %d) { edges { node { actions { renew { allowed } release { allowed } } } } } }`, 3, false},
	{`{ handles(first: %d) { edges { node { domains(first: 5) { edges { node { owner { code } reseller { name } holds { reason } } } } } } } }`, 6, false},
	{`{ events(first: %d) { edges { node { action actor { kind } changes { field } } } } }`, 1, false},
	{`{ events(first: %d) { totalCount edges { node { actor { reseller { name } } } } } }`, 2, false},
	{`{ events(first: %d, filter: { action: [HANDLE_CREATED] }) { edges { node { entity { id } } } } }`, 2, false},
	{`{ apiKeys(first: %d) { totalCount edges { node { name reseller { name } } } } }`, 3, false},
	{`{ resellers(first: %d) { totalCount edges { node { name } } } }`, 2, false},
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
	if _, err := w.Past().Exec("UPDATE mails SET state = 'DEAD'"); err != nil {
		t.Fatal(err)
	}
	operator := w.Key("", registrar.Scopes...)
	for _, secret := range []string{key, operator} {
		w.Must(secret, `{ viewer { __typename } }`, nil) // the first use of a key is noted
	}
	w.Service.Wait()
	for _, s := range selections {
		secret := map[bool]string{false: key, true: operator}[s.staff]
		for _, size := range []int{1, 20, 100} {
			query := s.query
			if strings.Contains(query, "%d") {
				query = fmt.Sprintf(query, size)
			}
			w.Statements()
			w.Must(secret, query, nil)
			if ran := w.Statements(); len(ran) != s.statements+signingIn {
				t.Errorf("%s takes %d statements, want %d and %d for signing in:\n  %s", query, len(ran), s.statements, signingIn, strings.Join(ran, "\n  "))
			}
		}
	}
}

// fillForCounts makes every item of a page have something of everything. Two handles each are of one identity.
func fillForCounts(b *service.Bulk, reseller string) error {
	at := registrar.At(apitest.Start)
	for i := range 110 {
		h := b.Handle(service.BulkHandle{
			Data: record(fmt.Sprint("n", i/2), ""), CreatedAt: at, Reachability: registrar.ReachPending, Linked: true,
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
