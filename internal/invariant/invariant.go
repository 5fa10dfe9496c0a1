package invariant

import (
	"encoding/json"
	"slices"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
)

// T is told what does not hold; a test is one.
type T interface {
	Helper()
	Errorf(format string, arguments ...any)
}

// Check checks every handle, every domain, every hold and every reseller, and all that is computed from them or copied.
func Check(t T, d *Database) {
	t.Helper()
	for _, h := range d.Rows("handles") {
		checkHandle(t, d, h)
	}
	for _, domain := range d.Rows("domains") {
		checkDomain(t, d, domain)
	}
	for _, hold := range d.Rows("holds") {
		reasons := registrar.HoldReason("").Values()
		if !slices.Contains(reasons, hold.Text("reason")) || d.One("domains", hold.Text("domain_id")) == nil {
			t.Errorf("a hold without a reason or a domain: %v", hold)
		}
	}
	checkCounters(t, d)
	for _, r := range d.Rows("resellers") {
		if own := r.Text("own_handle_id"); own != "" {
			if a := d.With("accesses", "handle_id", own); len(a) == 0 || d.holder(own) != r.Text("id") {
				t.Errorf("reseller %v has no FULL rights over its own handle", r)
			}
		}
	}
}

// checkHandle checks one handle, its place in each list, and everything that is computed from it.
func checkHandle(t T, d *Database, h Row) {
	t.Helper()
	id := h.Text("id")
	if links := d.With("contacts", "handle_id", id); h.Flag("linked") != (len(links) > 0) {
		t.Errorf("%s: linked is %v with %d contacts", id, h.Flag("linked"), len(links))
	}
	data, err := HandleData(h)
	if err != nil {
		t.Errorf("%s: %v", id, err)
		return
	}
	for column, want := range map[string]string{
		"email_key": registrar.EmailKey(data.Email), "country": data.Address.Country,
		"name_key": string(search.SortKey(data.SortName())), "display_name": data.DisplayName(), "content_key": data.ContentKey(),
	} {
		if h.Text(column) != want {
			t.Errorf("%s: %s is %q, want %q", id, column, h.Text(column), want)
		}
	}
	words := search.Words(data.GivenName, data.FamilyName, data.Organization, data.Email, registrar.EmailForDisplay(data.Email), h.Text("code"))
	lists, tokens := d.With("accesses", "handle_id", id), d.With("handle_tokens", "handle_id", id)
	full := 0
	for _, a := range lists {
		for _, copied := range []string{"code", "name_key", "display_name", "created_at", "updated_at", "kind", "country", "email_key", "linked", "reachability"} {
			if a.Text(copied) != h.Text(copied) {
				t.Errorf("%s: %s's copy of %s is %q, the original %q", id, a.Text("reseller_id"), copied, a.Text(copied), h.Text(copied))
			}
		}
		if a.Text("rights") == "FULL" {
			full++
		}
		sameWords(t, tokens, a.Text("reseller_id"), words)
	}
	if full > 1 || full > 0 && h["released_at"] != nil {
		t.Errorf("%s: %d resellers have FULL rights; released at %v", id, full, h["released_at"])
	}
	if len(tokens) != len(words)*len(lists) {
		t.Errorf("%s: %d words stored for %d lists of %d words", id, len(tokens), len(lists), len(words))
	}
}

// sameWords checks that the tokens of one reseller are exactly the words.
func sameWords(t T, tokens []Row, reseller string, words []string) {
	t.Helper()
	var stored []string
	for _, token := range tokens {
		if token.Text("reseller_id") == reseller {
			stored = append(stored, token.Text("token"))
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(stored)), slices.Sorted(slices.Values(words))) {
		t.Errorf("words for %q are %q, want %q", reseller, stored, words)
	}
}

// HandleData reads the record that a handle's row holds.
func HandleData(h Row) (registrar.HandleData, error) {
	d := registrar.HandleData{
		Kind: registrar.Kind(h.Text("kind")), GivenName: h.Text("given_name"), FamilyName: h.Text("family_name"),
		Organization: h.Text("organization"), RegistrationNumber: h.Text("registration_number"),
		Email: h.Text("email"), Phone: h.Text("phone"), Fax: h.Text("fax"), Mobile: h.Text("mobile"),
		Language: h.Text("language"), VATNumber: h.Text("vat_number"),
	}
	if err := json.Unmarshal([]byte(h.Text("address")), &d.Address); err != nil {
		return d, err
	}
	if text := h.Text("international_address"); text != "" && text != "null" {
		return d, json.Unmarshal([]byte(text), &d.InternationalAddress)
	}
	return d, nil
}

// checkDomain checks one domain, its contacts with their copies, its words and its statuses.
func checkDomain(t T, d *Database, domain Row) {
	t.Helper()
	id := domain.Text("id")
	holders := map[registrar.Role]int{}
	for _, c := range d.With("contacts", "domain_id", id) {
		for _, copied := range []string{"reseller_id", "name", "tld", "registered_at", "expires_at", "due_at", "status"} {
			if c.Text(copied) != domain.Text(copied) {
				t.Errorf("%s: the contact's copy of %s is %q, the original %q", id, copied, c.Text(copied), domain.Text(copied))
			}
		}
		roles := registrar.RoleSet(c.Number("roles")).Roles()
		if len(roles) == 0 {
			t.Errorf("%s: a contact without a role", id)
		}
		for _, role := range roles {
			holders[role]++
		}
		if reseller := domain.Text("reseller_id"); reseller != "" && !d.inList(c.Text("handle_id"), reseller) {
			t.Errorf("%s: %s is a contact and not in the list of the managing %s", id, c.Text("handle_id"), reseller)
		}
	}
	for role, n := range holders {
		if n > 1 {
			t.Errorf("%s has %d handles as %s", id, n, role)
		}
	}
	if holders[registrar.Owner] != 1 {
		t.Errorf("%s has %d OWNERs", id, holders[registrar.Owner])
	}
	words, tokens := search.DomainWords(domain.Text("name"), domain.Text("unicode_name")), d.With("domain_tokens", "domain_id", id)
	sameWords(t, tokens, domain.Text("reseller_id"), words)
	if len(tokens) != len(words) {
		t.Errorf("%s: words are stored for somebody else: %v", id, tokens)
	}
	var nameservers []string
	if err := json.Unmarshal([]byte(domain.Text("nameservers")), &nameservers); err != nil {
		t.Errorf("%s: %v", id, err)
	}
	holds := d.With("holds", "domain_id", id)
	if want := registrar.DomainStatuses(len(nameservers), domain.Flag("transfer_lock"), len(holds)); registrar.StatusSet(domain.Number("status")) != want {
		t.Errorf("%s: the statuses are %v, want %v", id, registrar.StatusSet(domain.Number("status")).Names(), want.Names())
	}
}
