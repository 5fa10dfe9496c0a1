package property

import (
	"strings"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/invariant"
	"github.com/handledesk/handledesk/internal/registrar"
)

// verify checks what holds of a database at any moment.
func (m *machine) verify(t *rapid.T, d dump) {
	invariant.Check(t, d.invariant())
	if apitest.OnPostgres() {
		return // it cannot be told to look again, and never writes what points nowhere
	}
	broken, err := readRows(m.raw, "PRAGMA foreign_key_check")
	if err != nil || len(broken) > 0 {
		t.Errorf("foreign keys point nowhere: %v %v", broken, err)
	}
}

// invariant is the same database as the checks read it.
func (d dump) invariant() *invariant.Database {
	tables := map[string][]invariant.Row{}
	for name, rows := range d {
		for _, r := range rows {
			tables[name] = append(tables[name], invariant.Row(r))
		}
	}
	return invariant.Of(tables)
}

// handleData reads the record that a handle's row holds.
func handleData(t interface{ Fatal(...any) }, h row) registrar.HandleData {
	d, err := invariant.HandleData(invariant.Row(h))
	if err != nil {
		t.Fatal(err)
	}
	return d
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
