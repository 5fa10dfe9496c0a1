package matrix

import (
	"fmt"
	"maps"
	"slices"

	"github.com/handledesk/handledesk/internal/registrar"
)

// entityColumns say whose change a changed row is: the column of each table that holds the id of a handle, a domain, a
// key or a reseller. Tables of words, counters and proofs that follow from other rows are nobody's change.
var entityColumns = map[string]string{
	"resellers": "id", "api_keys": "id",
	"handles": "id", "accesses": "handle_id", "reachability_cases": "handle_id", "mails": "handle_id",
	"sessions": "handle_id", "import_refs": "handle_id", "links": "handle_id", "passwords": "handle_id", "evidences": "handle_id",
	"domains": "id", "contacts": "domain_id", "holds": "domain_id",
	"events": "", "handle_tokens": "", "domain_tokens": "", "sequences": "", "verified_identities": "",
	"timers": "", "throttles": "", "goqite": "",
	"webhook_endpoints": "id", "webhook_deliveries": "endpoint_id", "feed_places": "", "counters": "",
}

// changedEntities lists the ids of what was changed. That and how often a handle is linked, and that it has come into a list with a
// domain, follows from the domain's contacts, whose change is the domain's.
func (w *world) changedEntities(differences []difference) []string {
	changed := map[string]bool{}
	for _, d := range differences {
		column, known := entityColumns[d.table]
		if !known {
			w.t.Errorf("entityColumns does not know the table %s", d.table)
		}
		r := d.columns()
		attached := d.table == "accesses" && d.before == nil && r["origin"] == string(registrar.Attached)
		if column == "" || attached || onlyLinked(d) {
			continue
		}
		changed[fmt.Sprint(r[column])] = true
	}
	return slices.Sorted(maps.Keys(changed))
}

// onlyLinked tells whether nothing but the copy of `linked` and the count of domains differ.
func onlyLinked(d difference) bool {
	if d.before == nil || d.after == nil || d.table != "handles" && d.table != "accesses" {
		return false
	}
	was := maps.Clone(d.before)
	was["linked"], was["domains"] = d.after["linked"], d.after["domains"]
	return was.String() == d.after.String()
}

// verifyEvents requires one event for each changed entity and for nothing else, all of one change, the first of the
// given action and by the given caller. Earlier events stay, but for what is erased with a deleted handle.
func (w *world) verifyEvents(differences []difference, action registrar.EventAction, actor registrar.ActorKind) {
	w.t.Helper()
	var entities []string
	var written []row
	for _, d := range differences {
		switch {
		case d.table != "events":
		case d.before == nil:
			written = append(written, d.after)
			entities = append(entities, fmt.Sprint(d.after["entity_id"]))
		case action != registrar.HandleDeleted || d.after == nil:
			w.t.Errorf("an earlier event changed: %v", d)
		}
	}
	if len(written) == 0 {
		w.t.Fatalf("no event was written, although these changed: %v", differences)
	}
	slices.Sort(entities)
	if changed := w.changedEntities(differences); !slices.Equal(entities, changed) {
		w.t.Errorf("events are about %v, changed are %v: %v", entities, changed, differences)
	}
	named := false
	for _, e := range written {
		if e["change_id"] != written[0]["change_id"] {
			w.t.Errorf("the events share no changeId: %v", written)
		}
		named = named || e["action"] == string(action) && e["actor_kind"] == string(actor)
	}
	if !named {
		w.t.Errorf("no event says %s by %s: %v", action, actor, written)
	}
}
