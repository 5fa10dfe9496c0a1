package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
)

// checkStates looks for everything that a screen has to show.
func checkStates(t *testing.T, w filled) {
	t.Helper()
	c := w.contents(t)
	seen := map[string]int{}
	for _, h := range c.handles {
		c.noteHandle(seen, h)
		checkContact(t, h)
		for _, k := range c.contacts[h.ID] {
			c.noteContact(seen, k)
		}
	}
	for _, d := range c.domains {
		c.noteDomain(seen, d)
	}
	for _, want := range wanted() {
		if seen[want] == 0 {
			t.Errorf("nothing in the demo is: %s", want)
		}
	}
	for _, size := range []struct {
		what           string
		n, least, most int
	}{
		{"handles", len(c.handles), 2400, 2600},
		{"domains", len(c.domains), 10_500, 11_500},
		{"countries", len(countries(c)), 40, 249},
		{"internationalised names", seen["internationalised"], 1500, 5000},
		{"domains of the biggest owner", biggest(c), collection, collection},
	} {
		if size.n < size.least || size.n > size.most {
			t.Errorf("%d %s", size.n, size.what)
		}
	}
}

func countries(c contents) map[string]bool {
	found := map[string]bool{}
	for _, h := range c.handles {
		found[h.Country] = true
	}
	return found
}

func biggest(c contents) int {
	most := 0
	for _, links := range c.contacts {
		most = max(most, len(links))
	}
	return most
}

// scripts are those in which names are written.
var scripts = []string{"Latin", "Arabic", "Hebrew", "Cyrillic", "Greek", "Armenian", "Georgian", "Han", "Hiragana", "Hangul", "Thai", "Devanagari"}

func wanted() []string {
	var all []string
	for _, origin := range []string{"FULL CREATED", "FULL OWN", "LIMITED PRE_CONVERSION", "LIMITED ATTACHED", "LIMITED RELEASED"} {
		for _, state := range registrar.ReachState("").Values() {
			if origin != "FULL OWN" { // a reseller's own address answers
				all = append(all, origin+" "+state)
			}
		}
		all = append(all, origin)
	}
	for _, state := range registrar.ReachState("").Values() {
		all = append(all, state+" linked")
		if state != "FAILED" { // without a domain nothing is due
			all = append(all, state+" unlinked")
		}
	}
	all = append(all, registrar.Kind("").Values()...)
	for _, script := range scripts {
		all = append(all, "name in "+script)
		if script != "Latin" {
			all = append(all, "domain in "+script)
		}
	}
	for n := range 5 {
		if n != 1 {
			all = append(all, fmt.Sprint(n, " name servers"))
		}
	}
	return append(all, "in two lists", "another's FULL", "linked only out of sight", "clientDeleteProhibited", "clientUpdateProhibited",
		"two addresses", "several roles", "released", "managed", "auto-renew true", "auto-renew false", "lock true", "lock false",
		"expires soon", "expired lately", "expires far ahead", "due", "PENDING ccTLD", "FAILED but not yet due",
		"hold DISPUTE", "hold ABUSE", "hold REACHABILITY", "hold DISPUTE REACHABILITY", "hold ABUSE REACHABILITY",
		"own handle as OWNER", "own handle as ADMIN", "own handle as TECH", "own handle as BILLING")
}

func (c contents) noteHandle(seen map[string]int, h *db.Handle) {
	note := func(when bool, what string) {
		if when {
			seen[what]++
		}
	}
	full, lists := "", map[string]bool{}
	for _, a := range c.accesses[h.ID] {
		lists[a.ResellerID] = true
		seen[string(a.Rights)+" "+string(a.Origin)]++
		seen[string(a.Rights)+" "+string(a.Origin)+" "+string(h.Reachability)]++
		if a.Rights == registrar.Full {
			full = a.ResellerID
		}
	}
	for _, a := range c.accesses[h.ID] {
		note(full != "" && full != a.ResellerID && a.Origin == registrar.Attached, "another's FULL")
	}
	hidden := full != "" && h.Linked && !slices.ContainsFunc(c.contacts[h.ID], func(k *db.Contact) bool {
		return k.ResellerID != nil && *k.ResellerID == full
	})
	note(hidden, "linked only out of sight")
	note(len(lists) == 2, "in two lists")
	note(h.Linked, string(h.Reachability)+" linked")
	note(!h.Linked, string(h.Reachability)+" unlinked")
	note(h.ClientDeleteProhibited, "clientDeleteProhibited")
	note(h.ClientUpdateProhibited, "clientUpdateProhibited")
	note(h.InternationalAddress != nil, "two addresses")
	seen[string(h.Kind)]++
	noteScripts(seen, "name in ", h.GivenName+h.FamilyName)
}

func noteScripts(seen map[string]int, what, text string) {
	for _, script := range scripts {
		if strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Scripts[script], r) }) >= 0 {
			seen[what+script]++
		}
	}
}

func (c contents) noteDomain(seen map[string]int, d *db.Domain) {
	note := func(when bool, what string) {
		if when {
			seen[what]++
		}
	}
	owner := c.handles[c.owners[d.ID]]
	note(d.ResellerID == nil, "released")
	note(d.ResellerID != nil, "managed")
	note(d.Name != d.UnicodeName, "internationalised")
	note(d.ExpiresAt <= c.now, "expired lately")
	note(d.ExpiresAt > c.now && d.ExpiresAt < c.now.Add(30*day), "expires soon")
	note(d.ExpiresAt > c.now.AddYears(5), "expires far ahead")
	note(d.DueAt != registrar.Never, "due")
	note(d.DueAt == registrar.Never && owner.Reachability == registrar.ReachPending, "PENDING ccTLD")
	note(d.DueAt != registrar.Never && d.DueAt > c.now && owner.Reachability == registrar.ReachFailed, "FAILED but not yet due")
	seen[fmt.Sprint("auto-renew ", d.AutoRenew)]++
	seen[fmt.Sprint("lock ", d.TransferLock)]++
	seen[fmt.Sprint(len(d.Nameservers), " name servers")]++
	noteScripts(seen, "domain in ", d.UnicodeName)
	reasons := []string{}
	for _, reason := range c.holds[d.ID] {
		reasons = append(reasons, string(reason))
	}
	slices.Sort(reasons)
	seen[strings.Join(append([]string{"hold"}, reasons...), " ")]++
}

// noteContact notes a handle's roles on one domain.
func (c contents) noteContact(seen map[string]int, k *db.Contact) {
	roles := k.Roles.Roles()
	if len(roles) > 1 {
		seen["several roles"]++
	}
	for _, a := range c.accesses[k.HandleID] {
		for _, role := range roles {
			if a.Origin == registrar.Own && (role == registrar.Owner || c.owners[k.DomainID] != k.HandleID) {
				seen["own handle as "+string(role)]++
			}
		}
	}
}

// checkContact checks that nobody real can be reached.
func checkContact(t *testing.T, h *db.Handle) {
	t.Helper()
	for _, number := range []*string{&h.Phone, h.Mobile, h.Fax} {
		if number == nil {
			continue
		}
		if parsed, err := phonenumbers.Parse(*number, "ZZ"); err != nil || !phonenumbers.IsValidNumber(parsed) {
			t.Errorf("%s: libphonenumber does not call %s valid", h.Code, *number)
		}
	}
	_, host, _ := strings.Cut(h.Email, "@")
	labels := strings.Split(host, ".")
	kept := []string{"example.com", "example.net", "example.org"}
	if below := strings.Join(labels[max(0, len(labels)-2):], "."); !slices.Contains(kept, below) && !slices.Contains(testTLDs, labels[len(labels)-1]) {
		t.Errorf("%s: %s may be somebody's", h.Code, h.Email)
	}
}

// testTLDs are IANA's internationalised test domains: "test" in eleven languages, which are reserved.
var testTLDs = []string{"xn--kgbechtv", "xn--hgbk6aj7f53bba", "xn--0zwm56d", "xn--g6w251d", "xn--80akhbyknj4f", "xn--11b5bs3a9aj6g",
	"xn--jxalpdlp", "xn--9t4b11yi5a", "xn--deba0ad", "xn--zckzah", "xn--hlcj6aya9esc7a"}
