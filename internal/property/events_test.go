package property

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
)

// entities are the things that events are about, each with everything that makes it up, as one text.
//
// Whether a handle is linked is no part of it: that follows from the domains, whose events tell it, and an event of the
// handle would tell one reseller what another one does. That a handle came into a list with a domain is no part either.
func entities(d dump) map[string]string {
	found := map[string]string{}
	add := func(id string, parts ...any) {
		text, err := json.Marshal(parts)
		if err != nil {
			panic(err) // rows are plain values
		}
		found[id] += string(text)
	}
	for _, h := range d["handles"] {
		r := maps.Clone(h)
		delete(r, "linked")
		add(h.text("id"), r)
	}
	for _, a := range d["accesses"] {
		if a.text("origin") != string(registrar.Attached) {
			add(a.text("handle_id"), a.text("reseller_id"), a.text("rights"), a.text("origin"))
		}
	}
	for _, table := range []string{"reachability_cases", "mails"} {
		for _, r := range d[table] {
			add(r.text("handle_id"), r)
		}
	}
	for _, table := range []string{"domains", "api_keys", "resellers"} {
		for _, r := range d[table] {
			add(r.text("id"), r)
		}
	}
	for _, c := range d["contacts"] {
		add(c.text("domain_id"), c.text("handle_id"), c.number("roles"))
	}
	for _, h := range d["holds"] {
		add(h.text("domain_id"), h)
	}
	return found
}

// verifyEvents checks that every changed entity has exactly one new event and nothing else has one, that the events of
// one mutation share its id, and that no old event changed but those of a handle that was deleted.
func (m *machine) verifyEvents(t *rapid.T, c caller, before, after dump) {
	was, is := entities(before), entities(after)
	changed := map[string]bool{}
	for id := range is {
		changed[id] = was[id] != is[id]
	}
	for id := range was {
		changed[id] = was[id] != is[id]
	}
	old := map[string]row{}
	for _, e := range before["events"] {
		old[e.text("id")] = e
	}
	told, changes := map[string]int{}, map[string]string{}
	for _, e := range after["events"] {
		of := e.text("entity_id")
		if earlier, found := old[e.text("id")]; found {
			if !reflect.DeepEqual(earlier, e) && is[of] != "" {
				t.Errorf("an event changed afterwards: %v, now %v", earlier, e)
			}
			continue
		}
		told[of]++
		changes[e.text("change_id")] += e.text("action") + " "
		m.verifyEvent(t, c, e, before, after)
	}
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		if want := map[bool]int{true: 1}[changed[id]]; told[id] != want {
			t.Errorf("%s: %d events; it changed: %v\n  from %s\n  to   %s", id, told[id], changed[id], was[id], is[id])
		}
	}
	for change, actions := range changes {
		if len(changes) > 1 && !strings.Contains(actions, string(registrar.DomainReleased)) {
			t.Errorf("one mutation wrote events of several changes: %s %s", change, actions)
		}
	}
}

// verifyEvent checks who and what one new event names.
func (m *machine) verifyEvent(t *rapid.T, c caller, e row, before, after dump) {
	of, account := e.text("entity_id"), e.text("reseller_id")
	concerned := []string{"", of, before.holder(of), after.holder(of)}
	for _, d := range []dump{before, after} {
		for _, table := range []string{"domains", "api_keys"} {
			if r := d.one(table, of); r != nil {
				concerned = append(concerned, r.text("reseller_id"))
			}
		}
	}
	if !slices.Contains(concerned, account) {
		t.Errorf("%s shows to %s, whom it does not concern", e.text("action"), account)
	}
	kind := registrar.ActorKind(e.text("actor_kind"))
	if across := c.kind == registrar.ActorReseller && account != c.id; e.number("at") != int64(m.now()) || kind != c.kind && (!across || kind != registrar.ActorSystem) {
		t.Errorf("%s by %s at %d, want %s at %d", e.text("action"), kind, e.number("at"), c.kind, m.now())
	}
	if across := kind == registrar.ActorReseller && account != c.id; across {
		t.Errorf("%s names reseller %s as the actor to %s", e.text("action"), c.id, account)
	}
	for table, fields := range eventFields {
		rowBefore, rowAfter := before.one(table, of), after.one(table, of)
		if rowBefore != nil && rowAfter != nil {
			verifyChanges(t, e, fields, rowBefore, rowAfter)
		}
	}
}

// eventFields are the columns that show in events by the schema's names.
var eventFields = map[string]map[string]string{
	"handles": {
		"kind": "kind", "given_name": "givenName", "family_name": "familyName", "organization": "organization", "address": "address",
		"email": "email", "phone": "phone", "language": "language",
		"reachability": "reachability", "reachability_started_at": "reachability",
		"client_delete_prohibited": "clientDeleteProhibited", "client_update_prohibited": "clientUpdateProhibited",
	},
	"domains": {
		"auto_renew": "autoRenew", "transfer_lock": "transferLock", "nameservers": "nameservers", "expires_at": "expiresAt",
		"due_at": "reachabilityDueAt", "status": "statuses", "reseller_id": "reseller",
	},
}

// verifyChanges checks that an event names exactly the fields that changed.
func verifyChanges(t *rapid.T, e row, fields map[string]string, before, after row) {
	var changes []registrar.Change
	if err := json.Unmarshal([]byte(e.text("changes")), &changes); err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	for _, c := range changes {
		named[c.Field]++
		if reflect.DeepEqual(c.Before, c.After) {
			t.Errorf("%s of %s: %s is %v before and after", e.text("action"), e.text("entity_id"), c.Field, c.After)
		}
	}
	want := map[string]int{}
	for column, field := range fields {
		want[field] += 0
		if before.text(column) != after.text(column) {
			want[field] = 1
		}
	}
	for field, n := range want {
		if named[field] != n {
			t.Errorf("%s of %s names %s %d times, want %d: from %v to %v", e.text("action"), e.text("entity_id"), field, named[field], n, before, after)
		}
	}
}
