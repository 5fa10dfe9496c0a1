package property

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
	"github.com/handledesk/handledesk/internal/service"
)

// item is a row of a list as the filters and orders mean it: everything in memory, nothing clever.
type item struct {
	id    string
	keys  map[string]any // by order
	facet map[string]string
	words []string
	roles map[string]registrar.RoleSet // of a domain, by handle
	sets  registrar.StatusSet          // of a domain
}

// orders are a list's orders with the type of their keys.
var (
	handleOrders = map[string]page.KeyKind{"CREATED_AT": page.Number, "UPDATED_AT": page.Number, "NAME": page.Bytes, "CODE": page.Text}
	domainOrders = map[string]page.KeyKind{"NAME": page.Text, "EXPIRES_AT": page.Number, "REGISTERED_AT": page.Number, "DUE_AT": page.Number}
)

// reference holds every row of a database.
type reference struct {
	handles map[string]row
	words   map[string][]string // a handle's own
	domains []row
	named   map[string][]string // a domain's words
	links   []row
	access  []row
}

func readReference(t interface{ Fatal(...any) }, db *sql.DB) *reference {
	r := &reference{handles: map[string]row{}, words: map[string][]string{}, named: map[string][]string{}}
	read := func(query string) []row {
		rows, err := readRows(db, query)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	for _, h := range read("SELECT * FROM handles") {
		id, email := h.text("id"), h.text("email")
		r.handles[id] = h
		r.words[id] = search.Words(h.text("given_name"), h.text("family_name"), h.text("organization"), email,
			registrar.EmailForDisplay(email), h.text("code"))
	}
	for _, d := range read("SELECT * FROM domains") {
		r.domains = append(r.domains, d)
		r.named[d.text("id")] = search.DomainWords(d.text("name"), d.text("unicode_name"))
	}
	r.links, r.access = read("SELECT * FROM contacts"), read("SELECT * FROM accesses")
	return r
}

// handleList is what a caller has in the list of handles.
func (r *reference) handleList(c caller) []*item {
	visible := map[string][]string{} // words of the domains that list a handle and that the caller may see
	for _, l := range r.links {
		if c.kind == registrar.ActorOperator || l.text("reseller_id") == c.id {
			visible[l.text("handle_id")] = append(visible[l.text("handle_id")], r.named[l.text("domain_id")]...)
		}
	}
	var items []*item
	add := func(id string, access row) {
		h := r.handles[id]
		items = append(items, &item{
			id: id, words: append(slices.Clone(r.words[id]), visible[id]...),
			keys: map[string]any{"CREATED_AT": h.number("created_at"), "UPDATED_AT": h.number("updated_at"),
				"NAME": []byte(h.text("name_key")), "CODE": h.text("code")},
			facet: map[string]string{"rights": access.text("rights"), "origin": access.text("origin"), "reachability": h.text("reachability"),
				"kind": h.text("kind"), "country": h.text("country"), "email": strings.ToLower(h.text("email")), "linked": h.text("linked")},
		})
	}
	if c.kind == registrar.ActorOperator {
		for id := range r.handles {
			add(id, nil)
		}
		return items
	}
	for _, a := range r.access {
		if a.text("reseller_id") == c.id {
			add(a.text("handle_id"), a)
		}
	}
	return items
}

// domainList is what a caller has in the list of domains.
func (r *reference) domainList(c caller) []*item {
	roles := map[string]map[string]registrar.RoleSet{}
	for _, l := range r.links {
		id := l.text("domain_id")
		if roles[id] == nil {
			roles[id] = map[string]registrar.RoleSet{}
		}
		roles[id][l.text("handle_id")] = registrar.RoleSet(l.number("roles"))
	}
	var items []*item
	for _, d := range r.domains {
		id := d.text("id")
		if c.kind == registrar.ActorReseller && d.text("reseller_id") != c.id || c.kind == registrar.ActorOwner && roles[id][c.id] == 0 {
			continue
		}
		items = append(items, &item{
			id: id, words: r.named[id], roles: roles[id], sets: registrar.StatusSet(d.number("status")),
			keys: map[string]any{"NAME": d.text("name"), "EXPIRES_AT": d.number("expires_at"),
				"REGISTERED_AT": d.number("registered_at"), "DUE_AT": d.number("due_at")},
			facet: map[string]string{"tld": d.text("tld")},
		})
	}
	return items
}

// found tells whether every word that a search asks for begins one of the item's words.
func (i *item) found(text *string) bool {
	if text == nil {
		return true
	}
	for _, asked := range search.Query(*text) {
		if !slices.ContainsFunc(i.words, func(word string) bool { return strings.HasPrefix(word, asked) }) {
			return false
		}
	}
	return true
}

// within tells whether a list filter lets the value through: no list lets all through, an empty one nothing.
func within[T ~string](wanted []T, value string) bool {
	return wanted == nil || slices.ContainsFunc(wanted, func(w T) bool { return strings.EqualFold(string(w), value) })
}

// handleMatches is what a filter of handles means.
func handleMatches(f *service.HandleFilter, i *item) bool {
	created, _ := i.keys["CREATED_AT"].(int64)
	return within(f.Rights, i.facet["rights"]) && within(f.Origin, i.facet["origin"]) &&
		within(f.Reachability, i.facet["reachability"]) && within(f.Kind, i.facet["kind"]) &&
		within(f.Country, i.facet["country"]) && within(f.Email, i.facet["email"]) &&
		(f.Linked == nil || *f.Linked == (i.facet["linked"] == "1")) &&
		(f.CreatedAt == nil || f.CreatedAt.From == nil || created >= int64(*f.CreatedAt.From)) &&
		(f.CreatedAt == nil || f.CreatedAt.Before == nil || created < int64(*f.CreatedAt.Before)) && i.found(f.Search)
}

// domainMatches is what a filter of domains means; of is the handle whose domains are listed, if any.
func domainMatches(f *service.DomainFilter, of string, i *item) bool {
	due, _ := i.keys["DUE_AT"].(int64)
	expires, _ := i.keys["EXPIRES_AT"].(int64)
	hold := i.sets&registrar.StatusClientHold != 0
	names := i.sets.Names()
	return within(f.TLD, i.facet["tld"]) &&
		(f.Status == nil || slices.ContainsFunc(f.Status, func(s registrar.DomainStatus) bool { return slices.Contains(names, s) })) &&
		(f.OnHold == nil || *f.OnHold == hold) &&
		(f.ExpiresBefore == nil || expires < int64(*f.ExpiresBefore)) &&
		(f.DueBefore == nil || due < int64(*f.DueBefore) && due != int64(registrar.Never)) &&
		(f.Handle == nil || i.roles[*f.Handle] != 0) && (of == "" || i.roles[of] != 0) &&
		i.inRoles(f, of) && i.found(f.Search)
}

// inRoles tells whether the handle in question, or else any, has one of the roles.
func (i *item) inRoles(f *service.DomainFilter, of string) bool {
	if f.Roles == nil {
		return true
	}
	has := func(set registrar.RoleSet) bool {
		return slices.ContainsFunc(f.Roles, set.Has)
	}
	switch {
	case f.Handle != nil:
		return has(i.roles[*f.Handle])
	case of != "":
		return has(i.roles[of])
	}
	for _, set := range i.roles {
		if has(set) {
			return true
		}
	}
	return false
}

// byHandle sorts domains out by the handles that they list.
func byHandle(domains []*item) map[string][]*item {
	found := map[string][]*item{}
	for _, d := range domains {
		for handle := range d.roles {
			found[handle] = append(found[handle], d)
		}
	}
	return found
}

// sorted picks what matches, in the order.
func sorted(items []*item, order string, desc bool, matches func(*item) bool) []*item {
	var found []*item
	for _, i := range items {
		if matches(i) {
			found = append(found, i)
		}
	}
	slices.SortFunc(found, func(a, b *item) int { return place(a, b, order, desc) })
	return found
}

// place is negative when a comes before b.
func place(a, b *item, order string, desc bool) int {
	n := cmp.Or(compareKeys(a.keys[order], b.keys[order]), strings.Compare(a.id, b.id))
	if desc {
		return -n
	}
	return n
}

func compareKeys(a, b any) int {
	switch a := a.(type) {
	case int64:
		return cmp.Compare(a, b.(int64))
	case string:
		return strings.Compare(a, b.(string))
	default:
		return slices.Compare(a.([]byte), b.([]byte))
	}
}
