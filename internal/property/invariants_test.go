package property

import (
	"encoding/json"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
)

// verify checks what holds of a database at any moment.
func (m *machine) verify(t *rapid.T, d dump) {
	for _, h := range d["handles"] {
		verifyHandle(t, d, h)
	}
	for _, domain := range d["domains"] {
		verifyDomain(t, d, domain)
	}
	for _, hold := range d["holds"] {
		reasons := registrar.HoldReason("").Values()
		if !slices.Contains(reasons, hold.text("reason")) || d.one("domains", hold.text("domain_id")) == nil {
			t.Errorf("a hold without a reason or a domain: %v", hold)
		}
	}
	for _, r := range d["resellers"] {
		if own := r.text("own_handle_id"); own != "" {
			if a := d.with("accesses", "handle_id", own); len(a) == 0 || d.holder(own) != r.text("id") {
				t.Errorf("reseller %v has no FULL rights over its own handle", r)
			}
		}
	}
	if apitest.OnPostgres() {
		return // it cannot be told to look again, and never writes what points nowhere
	}
	broken, err := readRows(m.raw, "PRAGMA foreign_key_check")
	if err != nil || len(broken) > 0 {
		t.Errorf("foreign keys point nowhere: %v %v", broken, err)
	}
}

// verifyHandle checks one handle, its place in each list, and everything that is computed from it.
func verifyHandle(t *rapid.T, d dump, h row) {
	id := h.text("id")
	if links := d.with("contacts", "handle_id", id); h.flag("linked") != (len(links) > 0) {
		t.Errorf("%s: linked is %v with %d contacts", id, h.flag("linked"), len(links))
	}
	data := handleData(t, h)
	for column, want := range map[string]string{
		"email_key": registrar.EmailKey(data.Email), "country": data.Address.Country,
		"name_key": string(search.SortKey(data.SortName())), "content_key": data.ContentKey(),
	} {
		if h.text(column) != want {
			t.Errorf("%s: %s is %q, want %q", id, column, h.text(column), want)
		}
	}
	words := search.Words(data.GivenName, data.FamilyName, data.Organization, data.Email, registrar.EmailForDisplay(data.Email), h.text("code"))
	lists := d.with("accesses", "handle_id", id)
	full := 0
	for _, a := range lists {
		for _, copied := range []string{"code", "name_key", "created_at", "updated_at", "kind", "country", "email_key", "linked", "reachability"} {
			if a.text(copied) != h.text(copied) {
				t.Errorf("%s: %s's copy of %s is %q, the original %q", id, a.text("reseller_id"), copied, a.text(copied), h.text(copied))
			}
		}
		if a.text("rights") == "FULL" {
			full++
		}
		sameWords(t, d.with("handle_tokens", "handle_id", id), a.text("reseller_id"), words)
	}
	if full > 1 || full > 0 && h["released_at"] != nil {
		t.Errorf("%s: %d resellers have FULL rights; released at %v", id, full, h["released_at"])
	}
	if tokens := d.with("handle_tokens", "handle_id", id); len(tokens) != len(words)*len(lists) {
		t.Errorf("%s: %d words stored for %d lists of %d words", id, len(tokens), len(lists), len(words))
	}
}

// sameWords checks that the tokens of one reseller are exactly the words.
func sameWords(t *rapid.T, tokens []row, reseller string, words []string) {
	var stored []string
	for _, token := range tokens {
		if token.text("reseller_id") == reseller {
			stored = append(stored, token.text("token"))
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(stored)), slices.Sorted(slices.Values(words))) {
		t.Errorf("words for %q are %q, want %q", reseller, stored, words)
	}
}

// handleData reads the record that a handle's row holds.
func handleData(t interface{ Fatal(...any) }, h row) registrar.HandleData {
	d := registrar.HandleData{
		Kind: registrar.Kind(h.text("kind")), GivenName: h.text("given_name"), FamilyName: h.text("family_name"),
		Organization: h.text("organization"), RegistrationNumber: h.text("registration_number"),
		Email: h.text("email"), Phone: h.text("phone"), Fax: h.text("fax"), Mobile: h.text("mobile"),
		Language: h.text("language"), VATNumber: h.text("vat_number"),
	}
	if err := json.Unmarshal([]byte(h.text("address")), &d.Address); err != nil {
		t.Fatal(err)
	}
	if text := h.text("international_address"); text != "" && text != "null" {
		if err := json.Unmarshal([]byte(text), &d.InternationalAddress); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// verifyDomain checks one domain, its contacts with their copies, its words and its statuses.
func verifyDomain(t *rapid.T, d dump, domain row) {
	id := domain.text("id")
	holders := map[registrar.Role]int{}
	for _, c := range d.with("contacts", "domain_id", id) {
		for _, copied := range []string{"reseller_id", "name", "tld", "registered_at", "expires_at", "due_at", "status"} {
			if c.text(copied) != domain.text(copied) {
				t.Errorf("%s: the contact's copy of %s is %q, the original %q", id, copied, c.text(copied), domain.text(copied))
			}
		}
		roles := registrar.RoleSet(c.number("roles")).Roles()
		if len(roles) == 0 {
			t.Errorf("%s: a contact without a role", id)
		}
		for _, role := range roles {
			holders[role]++
		}
		if reseller := domain.text("reseller_id"); reseller != "" && !slices.Contains(caller{kind: registrar.ActorReseller, id: reseller}.handles(d), c.text("handle_id")) {
			t.Errorf("%s: %s is a contact and not in the list of the managing %s", id, c.text("handle_id"), reseller)
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
	sameWords(t, d.with("domain_tokens", "domain_id", id), domain.text("reseller_id"), search.DomainWords(domain.text("name"), domain.text("unicode_name")))
	if tokens := d.with("domain_tokens", "domain_id", id); len(tokens) != len(search.DomainWords(domain.text("name"), domain.text("unicode_name"))) {
		t.Errorf("%s: words are stored for somebody else: %v", id, tokens)
	}
	var nameservers []string
	if err := json.Unmarshal([]byte(domain.text("nameservers")), &nameservers); err != nil {
		t.Fatal(err)
	}
	holds := d.with("holds", "domain_id", id)
	if want := registrar.DomainStatuses(len(nameservers), domain.flag("transfer_lock"), len(holds)); registrar.StatusSet(domain.number("status")) != want {
		t.Errorf("%s: the statuses are %v, want %v", id, registrar.StatusSet(domain.number("status")).Names(), want.Names())
	}
}

// verifyStep checks what may not happen between two moments.
func (m *machine) verifyStep(t *rapid.T, before, after dump) {
	for _, was := range before["domains"] {
		id := was.text("id")
		is := after.one("domains", id)
		if is == nil {
			t.Errorf("%s is gone", id)
			continue
		}
		validated := after.one("handles", after.owner(id)).text("reachability") == "VALIDATED"
		if is.number("due_at") > was.number("due_at") && !validated {
			t.Errorf("%s: the deadline moved from %d to %d while nothing is verified", id, was.number("due_at"), is.number("due_at"))
		}
		for _, hold := range before.with("holds", "domain_id", id) {
			lifted := after.one("holds", hold.text("id")) == nil
			if lifted && (hold.text("reason") != "REACHABILITY" || !validated) {
				t.Errorf("%s: the hold for %s was lifted", id, hold.text("reason"))
			}
		}
		for _, fixed := range []string{"name", "unicode_name", "tld", "registered_at"} {
			if is.text(fixed) != was.text(fixed) {
				t.Errorf("%s: %s changed", id, fixed)
			}
		}
	}
	taken := map[string]string{}
	for id, code := range m.everCodes {
		taken[code] = id
	}
	for _, h := range after["handles"] {
		code := h.text("code")
		if first, used := taken[code]; used && first != h.text("id") || registrar.CheckCode(code) != nil || !strings.HasSuffix(code, "-HD") {
			t.Errorf("%s has the code %s, which %s had", h.text("id"), code, first)
		}
		if was := before.one("handles", h.text("id")); was != nil && (was.text("code") != code || was.text("created_at") != h.text("created_at") || h.number("version") < was.number("version")) {
			t.Errorf("%s: code, creation or version went astray: %v, now %v", h.text("id"), was, h)
		}
	}
}
