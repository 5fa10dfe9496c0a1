package property

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// everything reads all that one caller can reach by lists.
const everything = `{
  viewer { __typename ... on Reseller { id name handle { id } counts { handles domains byRights { rights count } } } ... on Owner { own: handle { id } } }
  resellers(first: 100) { totalCount edges { node { id name handle { id } counts { handles } } } }
  handles(first: 100) { totalCount edges { node { ...handle
    domains(first: 20) { totalCount edges { roles node { ...domain } } }
    events(first: 20) { totalCount edges { node { ...event } } } } } }
  domains(first: 100) { totalCount edges { node { ...domain } } }
  events(first: 100) { totalCount edges { node { ...event } } }
}
fragment handle on Handle { id code rights origin statuses actions { delete { allowed blockers { code ... on HandleLinkedError { hiddenCount domains { id } } } } } }
fragment domain on Domain { id name owner { id } contacts { role handle { id code } } reseller { id name } holds { reason } actions { release { blockers { code } } } }
fragment event on Event { id changeId actor { kind apiKeyId reseller { id } } entityId entity { id } changes { field before after } }`

// keys reads the API keys, which owners may not.
const keys = `{ apiKeys(first: 100) { totalCount edges { node { id reseller { id } } } } }`

// nodes reads anything by its id.
const nodes = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`

var anyID = regexp.MustCompile(`\b(hdl|dom|rsl|key|evt)_[0-9a-z]{26}\b`)

// look reads everything as each reseller, as the operator and as an owner: nobody is shown anything that is, and always
// was, another's, and everybody is shown everything that is the own.
func (m *machine) look(t *rapid.T) {
	for _, reseller := range append([]string{""}, m.resellers...) {
		if m.secrets[reseller] == "" {
			continue // opened later; it has no key
		}
		if reseller == "" {
			m.lookAs(t, caller{kind: registrar.ActorOperator}, m.secrets[""])
			continue
		}
		m.lookAs(t, caller{kind: registrar.ActorReseller, id: reseller}, m.secrets[reseller])
	}
	if free := m.last.freeHandles(); len(free) > 0 {
		id := draw(t, "owner who looks", free)
		token, err := m.OpenSession(system(), id, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		m.lookAs(t, caller{kind: registrar.ActorOwner, id: id}, token)
	}
	m.last = m.dump(t) // a session is new
}

func (m *machine) lookAs(t *rapid.T, c caller, secret string) {
	answers := m.ask(t, secret, everything, nil)
	if c.kind != registrar.ActorOwner {
		answers = append(answers, m.ask(t, secret, keys, nil)...)
	}
	for _, id := range anyID.FindAllString(string(answers), -1) {
		if !m.maySee(c, id) {
			t.Errorf("%s %s was shown %s:\n%s", c.kind, c.id, id, answers)
		}
	}
	m.verifyOwn(t, c)
	m.verifyNodes(t, c, secret)
}

// ask sends an operation to the server and gives the answer's bytes; it must be an answer without errors.
func (m *machine) ask(t *rapid.T, secret, query string, variables map[string]any) []byte {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+secret)
	recorder := httptest.NewRecorder()
	m.web.ServeHTTP(recorder, request)
	m.Wait() // when a key was last used is noted beside the request, by the clock that the next step moves
	var answer struct{ Errors []any }
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil || len(answer.Errors) > 0 {
		t.Fatalf("no good answer: %s", recorder.Body)
	}
	return recorder.Body.Bytes()
}

// maySee tells whether an id may show to the caller. A reseller may hear of what it was shown before.
func (m *machine) maySee(c caller, id string) bool {
	switch c.kind {
	case registrar.ActorReseller:
		return m.everSeen[seen{c.id, id}]
	case registrar.ActorOwner:
		return m.ownersOwn(c, id)
	default:
		return true
	}
}

// ownersOwn tells whether an id is the owner's handle, one of its domains or their resellers, or an event of the handle.
func (m *machine) ownersOwn(c caller, id string) bool {
	domains := c.domains(m.last)
	if id == c.id || slices.Contains(domains, id) || slices.Contains(column(m.last.with("events", "entity_id", c.id), "id"), id) {
		return true
	}
	return slices.ContainsFunc(domains, func(domain string) bool { return m.last.one("domains", domain).text("reseller_id") == id })
}

// verifyOwn checks that the lists hold exactly what the caller may see.
func (m *machine) verifyOwn(t *rapid.T, c caller) {
	ctx := c.context()
	handles, err1 := readAll(func(a pageArgs) (*service.HandleConnection, error) { return m.Handles(ctx, a, nil, nil) }, handleEdges)
	domains, err2 := readAll(func(a pageArgs) (*service.DomainConnection, error) { return m.Domains(ctx, a, nil, nil) }, domainEdges)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	same := func(what string, got, want []string) {
		if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
			t.Errorf("%s %s sees the %s %v, want %v", c.kind, c.id, what, got, want)
		}
	}
	same("handles", handles, c.handles(m.last))
	same("domains", domains, c.domains(m.last))
}

// verifyNodes asks for everything by its id: it is there exactly for whoever may see it now.
func (m *machine) verifyNodes(t *rapid.T, c caller, secret string) {
	if c.kind == registrar.ActorOwner {
		return // has no scope for keys, and node refuses those as a whole
	}
	var ids []string
	for _, table := range []string{"handles", "domains", "resellers", "api_keys", "events"} {
		for _, r := range m.last[table] {
			ids = append(ids, r.text("id"))
		}
	}
	for part := range slices.Chunk(ids, 100) {
		var answer struct {
			Data struct{ Nodes []*struct{ ID string } }
		}
		if err := json.Unmarshal(m.ask(t, secret, nodes, map[string]any{"ids": part}), &answer); err != nil {
			t.Fatal(err)
		}
		for i, node := range answer.Data.Nodes {
			if (node != nil) != (m.sees(c, part[i])) {
				t.Errorf("%s %s asked for %s and got %v", c.kind, c.id, part[i], node)
			}
		}
	}
}

// sees tells whether something that is there is in the caller's sight now.
func (m *machine) sees(c caller, id string) bool {
	if c.kind == registrar.ActorOperator {
		return true
	}
	kind, _ := registrar.KindOfID(id)
	switch kind {
	case registrar.HandleID:
		return slices.Contains(c.handles(m.last), id)
	case registrar.DomainID:
		return slices.Contains(c.domains(m.last), id)
	case registrar.ResellerID:
		return id == c.id
	case registrar.KeyID:
		return m.last.one("api_keys", id).text("reseller_id") == c.id
	default:
		return m.last.one("events", id).text("reseller_id") == c.id
	}
}
