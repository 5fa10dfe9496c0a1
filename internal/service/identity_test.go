package service_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/mail"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

const createTwin = `mutation($street: String!) { createHandle(input: {kind: PERSON, givenName: "Ann", familyName: "Miller",
	email: "ann@example.org", phone: "+33123456789", onDuplicate: CREATE,
	address: {street: [$street], city: "Paris", country: "FR"}}) { handle { id } userErrors { message } } }`

// TestAnAnswerForManyHandlesIsGivenInTurns: whoever confirms waits for one handle only, and the many others that prove the
// same identity follow fifty at a time, so that other writers get their turn.
func TestAnAnswerForManyHandlesIsGivenInTurns(t *testing.T) {
	w := apitest.New(t)
	_, key := w.Reseller("north")
	const twins = 120
	for i := range twins {
		w.Must(key, createTwin, map[string]any{"street": fmt.Sprint(i)})
	}
	w.Settle()
	state := func(want registrar.ReachState) int {
		found := w.Must(key, `query($state: ReachabilityState!) { handles(filter: {reachability: [$state]}) { totalCount } }`,
			map[string]any{"state": want})["handles"].(map[string]any)
		return int(found["totalCount"].(float64))
	}
	w.Statements()
	w.Must("", `mutation($t: String!) { confirmReachability(input: {token: $t}) { state userErrors { code } } }`,
		map[string]any{"t": w.LastToken()})
	statements := len(w.Statements())
	if n := state(registrar.ReachValidated); n != 1 {
		t.Errorf("%d handles are validated by the answer itself, want one", n)
	}
	if statements > 60 {
		t.Errorf("the answer took %d statements, which may not grow with the handles", statements)
	}
	w.Settle()
	if n := state(registrar.ReachValidated); n != twins {
		t.Errorf("%d handles are validated in the end, want %d", n, twins)
	}
}

// TestAnAddressChangesOnlySoOften: each new address is sent a mail, whether it is wanted there or not.
func TestAnAddressChangesOnlySoOften(t *testing.T) {
	w := apitest.New(t)
	_, key := w.Reseller("north")
	h := w.Must(key, createTwin, map[string]any{"street": "1"})["createHandle"].(map[string]any)["handle"].(map[string]any)
	change := func(i int) string {
		return string(w.Do(key, `mutation($id: ID!, $email: String!) { updateHandle(input: {handleId: $id, email: $email}) {
			userErrors { code field ... on RateLimitedError { retryAfterSeconds } } } }`,
			map[string]any{"id": h["id"], "email": fmt.Sprintf("victim%d@example.org", i%2)}).Body)
	}
	for i := range 20 {
		if answer := change(i); strings.Contains(answer, "RATE_LIMITED") {
			t.Fatalf("change %d: %s", i, answer)
		}
	}
	if answer := change(20); !strings.Contains(answer, `"code":"RATE_LIMITED","field":["email"],"retryAfterSeconds":180`) {
		t.Errorf("the twenty-first change: %s", answer)
	}
	w.Clock.Move(3 * time.Minute)
	if answer := change(20); strings.Contains(answer, "RATE_LIMITED") {
		t.Errorf("three minutes later: %s", answer)
	}
}

// TestMailsNameNoDomainsOfOthers: whoever has FULL rights may set the address, so a mail names only domains that this
// reseller manages, and counts the rest.
func TestMailsNameNoDomainsOfOthers(t *testing.T) {
	w := apitest.New(t)
	northID, _ := w.Reseller("north")
	southID, south := w.Reseller("south")
	data, problems := registrar.CheckHandle(registrar.HandleData{
		Kind: registrar.Person, GivenName: "Ann", FamilyName: "Miller", Email: "ann@example.org", Phone: "+33123456789",
		Address: registrar.Address{Street: []string{"1"}, City: "Paris", Country: "FR"},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var id string
	err := w.Service.Bulk(t.Context(), func(b *service.Bulk) error {
		now := registrar.At(w.Clock.Now())
		id = b.Handle(service.BulkHandle{
			Data: data, CreatedAt: now, Reachability: registrar.ReachPending, Linked: true, Lists: []service.BulkAccess{
				{ResellerID: southID, Rights: registrar.Full, Origin: registrar.Created},
				{ResellerID: northID, Rights: registrar.Limited, Origin: registrar.Attached},
			},
		})
		for name, account := range map[string]string{"ours.com": southID, "secret-of-north.com": northID} {
			parsed, err := registrar.ParseDomainName(name)
			if err != nil {
				return err
			}
			b.Domain(service.BulkDomain{Name: parsed, ResellerID: account, RegisteredAt: now, ExpiresAt: now.AddYears(1),
				DueAt: now.Add(time.Hour), Contacts: map[registrar.Role]string{registrar.Owner: id}})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Must(south, `mutation($id: ID!) { updateHandle(input: {handleId: $id, email: "spy@south.example"}) { handle { id } } }`,
		map[string]any{"id": id})
	w.Settle()
	last := func() mail.Letter { all := w.Post.Letters(); return all[len(all)-1] }
	if l := last(); fmt.Sprint(l.Domains, l.MoreDomains) != "[ours.com] 1" {
		t.Errorf("to an address that south has set, the mail names %v and %d more", l.Domains, l.MoreDomains)
	}
	w.Must(south, `mutation($id: ID!) { releaseHandle(input: {handleId: $id}) { handle { id } } }`, map[string]any{"id": id})
	w.Settle()
	if l := last(); fmt.Sprint(l.Domains, l.MoreDomains) != "[ours.com secret-of-north.com] 0" {
		t.Errorf("once the owner is in control, the mail names %v and %d more", l.Domains, l.MoreDomains)
	}
}
