package matrix

import (
	"fmt"
	"slices"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// attempt is a mutation that crosses a boundary which the tables of rights do not show.
type attempt struct {
	what   string
	caller string
	field  string
	input  object
	want   outcome
}

// verify runs attempts that are all refused: with the right codes, and without a trace in the data.
func verify(t *testing.T, w *world, attempts []attempt) {
	t.Helper()
	for _, a := range attempts {
		t.Run(a.what, func(t *testing.T) {
			in := *w
			in.t = t
			answer := in.run(in.secrets[a.caller], a.field, a.input)
			differences := in.dump().since(in.baseline)
			defer in.restore(differences)
			if got := outcomeOf(t, answer, a.field); fmt.Sprint(got) != fmt.Sprint(a.want) {
				t.Errorf("got %+v, want %+v: %s", got, a.want, answer.Body)
			}
			verifyUntouched(t, answer, a.field, differences)
		})
	}
}

func TestOwnersNameOnlyTheirOwnHandle(t *testing.T) {
	w := newWorld(t)
	domain := w.domains["agency.com"]
	var attempts []attempt
	for what, contacts := range map[string]object{
		"a handle of the reseller":       {"tech": object{"handleId": w.handles["created"]}},
		"the reseller's own handle":      {"tech": object{"handleId": w.handles["alpha own"]}},
		"another contact, as the OWNER":  {"owner": object{"sameAs": "ADMIN"}},
		"another contact, as TECH":       {"tech": object{"sameAs": "ADMIN"}},
		"another contact, as a new role": {"billing": object{"sameAs": "ADMIN"}},
	} {
		contacts["domainId"] = domain
		attempts = append(attempts, attempt{what, "owner of released linked", "updateDomainContacts", contacts, refused(registrar.NotFound)})
	}
	verify(t, w, append(attempts, attempt{
		"a new handle", "owner of released linked", "updateDomainContacts",
		object{"domainId": domain, "tech": object{"create": newHandle()}}, outcome{200, registrar.Forbidden, nil},
	}))
}

func TestContactsOtherThanTheOwnerManageNothing(t *testing.T) {
	w := newWorld(t)
	domain := w.domains["serviced.com"]
	seen := w.Must(w.secrets["owner of technician"], "query($id: ID!) { domain(by: {id: $id}) { name owner { id } } }", object{"id": domain})
	if got := fmt.Sprint(seen); got != "map[domain:map[name:serviced.com owner:<nil>]]" {
		t.Errorf("a contact sees the domain but not its owner; got %s", got)
	}
	attempts := []attempt{{
		"takes the domain over", "owner of technician", "updateDomainContacts",
		object{"domainId": domain, "owner": object{"handleId": w.handles["technician"]}}, refused(registrar.DomainNotManaged),
	}}
	for name, a := range domainActs {
		if name != "release" { // never for owners
			attempts = append(attempts, attempt{name, "owner of technician", a.field, a.input(domain), refused(registrar.DomainNotManaged)})
		}
	}
	verify(t, w, attempts)
}

func TestKeysMintNoneBeyondThemselves(t *testing.T) {
	w := newWorld(t)
	scopes := []string{"HANDLES_READ"}
	writer := w.Key(w.resellers["alpha"], registrar.KeysWrite)
	w.secrets["key writer"] = writer
	w.Do(writer, "{ viewer { __typename } }", nil)
	w.Service.Wait()
	w.baseline = w.dump()
	verify(t, w, []attempt{
		{"an operator's", "alpha", "createApiKey", object{"name": "x", "role": "OPERATOR", "scopes": scopes}, refused(registrar.NotAllowed)},
		{"another reseller's", "alpha", "createApiKey",
			object{"name": "x", "resellerId": w.resellers["beta"], "scopes": scopes}, refused(registrar.NotAllowed)},
		{"a wider scope", "key writer", "createApiKey", object{"name": "x", "scopes": scopes}, refused(registrar.MissingScope)},
		{"for an unknown reseller", "operator", "createApiKey",
			object{"name": "x", "resellerId": unknownID(registrar.ResellerID), "scopes": scopes}, refused(registrar.NotFound)},
		{"for no reseller", "operator", "createApiKey", object{"name": "x", "scopes": scopes}, refused(registrar.Required)},
		{"an operator's with a reseller", "operator", "createApiKey",
			object{"name": "x", "role": "OPERATOR", "resellerId": w.resellers["alpha"], "scopes": scopes}, refused(registrar.NotAllowed)},
	})
}

// TestANarrowKeyDoesNotReachFurtherThroughAWideMutation: a mutation that does two things asks for the scopes of both.
func TestANarrowKeyDoesNotReachFurtherThroughAWideMutation(t *testing.T) {
	w := newWorld(t)
	verify(t, w, []attempt{
		{"a handle inline", "domains only", "registerDomain",
			object{"name": "brand-new.com", "owner": object{"create": newHandle()}}, outcome{200, registrar.Forbidden, nil}},
		{"a contact inline", "domains only", "updateDomainContacts",
			object{"domainId": w.domains["created.com"], "tech": object{"create": newHandle()}}, outcome{200, registrar.Forbidden, nil}},
	})
}

// TestATopLevelErrorChangesNothing: whoever gets no data must be able to count on nothing having happened, also when
// only the second of two domains needs a scope that the key lacks.
func TestATopLevelErrorChangesNothing(t *testing.T) {
	w := newWorld(t)
	answer := w.run(w.secrets["domains only"], "releaseDomains", object{
		"domainIds": []string{w.domains["early.com"], w.domains["created.com"]}, "releaseHandles": true,
	})
	differences := w.dump().since(w.baseline)
	if len(answer.Errors) > 0 && len(differences) > 0 {
		t.Errorf("answered %s, but changed: %v", answer.Body, differences)
	}
	for _, d := range differences {
		if d.table == "handles" || d.id == w.domains["created.com"] {
			t.Errorf("changed without the scope: %v", d)
		}
	}
	if len(answer.Errors) == 0 {
		last, _ := payloads(answer, "releaseDomains")[1]["userErrors"].([]any)
		if codes := codesOf(last); !slices.Equal(codes, []string{string(registrar.MissingScope)}) {
			t.Errorf("the second domain is refused by %v, want MISSING_SCOPE", codes)
		}
	}
}

func TestAnAtomicReleaseIsAllOrNothing(t *testing.T) {
	w := newWorld(t)
	ids := []string{w.domains["early.com"], w.domains["created.com"], w.domains["foreign.com"], w.domains["attached.com"]}
	verify(t, w, []attempt{{"two of four refused", "alpha", "releaseDomains", object{"domainIds": ids, "atomic": true}, refused(
		registrar.NotFound, registrar.OwnerHasNoAccess, registrar.RolledBack, registrar.RolledBack)}})
	answer := w.run(w.secrets["alpha"], "releaseDomains", object{"domainIds": ids})
	want := []string{"[]", "[OWNER_HAS_NO_ACCESS]", "[NOT_FOUND]", "[]"}
	for i, result := range payloads(answer, "releaseDomains") {
		errors, _ := result["userErrors"].([]any)
		if got := fmt.Sprint(codesOf(errors)); got != want[i] || result["domainId"] != ids[i] {
			t.Errorf("result %d is %v, want %s for %s", i, result, want[i], ids[i])
		}
	}
	for i, change := range []bool{true, false, false, true} {
		released := w.dump()["domains"][ids[i]]["reseller_id"] == nil
		if released != change {
			t.Errorf("domain %d: released is %t, want %t", i, released, change)
		}
	}
}
