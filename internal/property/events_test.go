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
// Whether, and by how many domains, a handle is linked is no part of it: that follows from the domains, whose events tell it, and an event of the
// handle would tell one reseller what another one does. That a handle came into a list with a domain is no part either.
// Mails that the clock asks for, their way, and the evidence of it are records of their own; a mail that somebody asked
// for is part of its handle. Sessions that have expired are cleared away after a while.
func entities(d dump, now registrar.Instant) map[string]string {
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
		delete(r, "domains")
		add(h.text("id"), r)
	}
	for _, a := range d["accesses"] {
		if a.text("origin") != string(registrar.Attached) {
			add(a.text("handle_id"), a.text("reseller_id"), a.text("rights"), a.text("origin"))
		}
	}
	for _, r := range d["reachability_cases"] {
		add(r.text("handle_id"), r.text("id"), r.text("state"), r.number("resets"), r.text("bounced_at"), r.text("closed_at"))
	}
	for _, r := range d["mails"] {
		if slices.Contains(askedFor, registrar.MailReason(r.text("reason"))) {
			add(r.text("handle_id"), r.text("id"))
		}
	}
	for _, r := range d["passwords"] {
		add(r.text("handle_id"), r.text("hash"))
	}
	for _, r := range d["sessions"] {
		if r.number("expires_at") <= int64(now) {
			continue
		}
		add(r.text("handle_id"), r.text("id"), r.text("revoked_at"))
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

// askedFor are the mails that somebody asked for.
var askedFor = []registrar.MailReason{registrar.MailReset, registrar.MailRelease, registrar.MailRecovery}

// verifyEvents checks that every changed entity has exactly one new event and nothing else has one, that the events of
// one mutation share its id, and that no old event changed but those of a handle that was deleted. What the program
// does by itself is several mutations.
func (m *machine) verifyEvents(t *rapid.T, c caller, before, after dump) {
	was, is := entities(before, m.now()), entities(after, m.now())
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
	told, changes, pairs := map[string][]row{}, map[string]string{}, map[[2]string]bool{}
	for _, e := range after["events"] {
		of := e.text("entity_id")
		if earlier, found := old[e.text("id")]; found {
			if !reflect.DeepEqual(earlier, e) && is[of] != "" {
				t.Errorf("an event changed afterwards: %v, now %v", earlier, e)
			}
			continue
		}
		pair := [2]string{e.text("change_id"), of}
		if pairs[pair] || len(told[of]) > 0 && c.kind != registrar.ActorSystem {
			t.Errorf("several events of %s", of)
		}
		pairs[pair] = true
		told[of] = append(told[of], e)
		changes[e.text("change_id")] += e.text("action") + " "
		m.verifyEvent(t, c, e, before, after)
	}
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		if (len(told[id]) > 0) != (changed[id] || c.tells == id) {
			t.Errorf("%s: %d events; it changed: %v\n  from %s\n  to   %s", id, len(told[id]), changed[id], was[id], is[id])
		}
	}
	for id, events := range told {
		for table, fields := range eventFields {
			if rowBefore, rowAfter := before.one(table, id), after.one(table, id); rowBefore != nil && rowAfter != nil {
				verifyChanges(t, events, fields, rowBefore, rowAfter)
			}
		}
	}
	for change, actions := range changes {
		if len(changes) > 1 && c.kind != registrar.ActorSystem && !strings.Contains(actions, string(registrar.DomainReleased)) {
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
	across := c.kind == registrar.ActorReseller && account != c.id
	if e.number("at") != int64(m.now()) || kind != c.kind && (!across || kind != registrar.ActorSystem) {
		t.Errorf("%s by %s at %d, want %s at %d", e.text("action"), kind, e.number("at"), c.kind, m.now())
	}
	if across := kind == registrar.ActorReseller && account != c.id; across {
		t.Errorf("%s names reseller %s as the actor to %s", e.text("action"), c.id, account)
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

// verifyChanges checks that an entity's new events name exactly the fields that changed, each of them once in an event. What
// one event changes the next may change back.
func verifyChanges(t *rapid.T, events []row, fields map[string]string, before, after row) {
	named, first := map[string]bool{}, map[string]any{}
	for _, e := range events {
		var changes []registrar.Change
		if err := json.Unmarshal([]byte(e.text("changes")), &changes); err != nil {
			t.Fatal(err)
		}
		once := map[string]bool{}
		for _, c := range changes {
			if once[c.Field] || reflect.DeepEqual(c.Before, c.After) {
				t.Errorf("%s of %s: %s is named again, or is %v before and after", e.text("action"), e.text("entity_id"), c.Field, c.After)
			}
			if _, again := first[c.Field]; !again {
				first[c.Field] = c.Before
			}
			once[c.Field], named[c.Field] = true, !reflect.DeepEqual(first[c.Field], c.After)
		}
	}
	want := map[string]bool{}
	for column, field := range fields {
		want[field] = want[field] || before.text(column) != after.text(column)
	}
	for field, differs := range want {
		if named[field] != differs {
			t.Errorf("%s of %s names %s: %v, want %v: from %v to %v", events[0].text("action"), events[0].text("entity_id"), field, named[field], differs, before, after)
		}
	}
}
