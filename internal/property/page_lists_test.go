package property

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/page"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// lists are all lists of the API, as a reseller and as an operator reads them.
func (s *shelf) lists() []list {
	all := []list{s.events(), s.keys(), s.companies(), s.handleDomains()}
	for _, c := range []caller{{kind: registrar.ActorReseller, id: s.reseller}, {kind: registrar.ActorOperator}} {
		for _, f := range []*service.HandleFilter{nil, {Kind: []registrar.Kind{registrar.Person}}} {
			all = append(all, list{
				fmt.Sprintf("handles of %s, narrowed: %v", c.kind, f != nil), handleOrders,
				func(args pageArgs, order, direction string) (leaf, error) {
					return leafOf(handleEdges)(s.Handles(c.context(), args, f, &service.HandleOrder{Field: order, Direction: direction}))
				},
				func(r *reference) []*item {
					return slices.DeleteFunc(r.handleList(c), func(i *item) bool { return f != nil && !handleMatches(f, i) })
				},
				s.addHandle,
			})
		}
		all = append(all, list{
			"domains of " + string(c.kind), domainOrders,
			func(args pageArgs, order, direction string) (leaf, error) {
				return leafOf(domainEdges)(s.Domains(c.context(), args, nil, &service.DomainOrder{Field: order, Direction: direction}))
			},
			func(r *reference) []*item { return r.domainList(c) },
			s.addDomain,
		})
	}
	return all
}

// handleDomains are one handle's domains, read for a whole page of handles at once.
func (s *shelf) handleDomains() list {
	c := caller{kind: registrar.ActorReseller, id: s.reseller}
	return list{
		"domains of a handle", domainOrders,
		func(args pageArgs, order, direction string) (leaf, error) {
			parents, err := s.Handles(c.context(), pageArgs{First: new(100)}, nil, nil)
			if err != nil {
				return leaf{}, err
			}
			at := slices.IndexFunc(parents.Edges, func(e *service.HandleEdge) bool { return e.Node.ID == s.parent })
			return leafOf(handleDomainEdges)(s.HandleDomains(c.context(), parents.Edges[at].Node, args, nil, &service.DomainOrder{Field: order, Direction: direction}))
		},
		func(r *reference) []*item { return byHandle(r.domainList(c))[s.parent] },
		s.addDomain,
	}
}

func (s *shelf) events() list {
	return list{
		"events", map[string]page.KeyKind{"AT": page.Text},
		func(args pageArgs, _, direction string) (leaf, error) {
			return leafOf(eventEdges)(s.Events(staff(), nil, args, nil, &service.EventOrder{Field: "AT", Direction: direction}))
		},
		nil, s.addHandle,
	}
}

func (s *shelf) keys() list {
	return list{
		"keys", nil,
		func(args pageArgs, _, _ string) (leaf, error) {
			return leafOf(keyEdges)(s.APIKeys(asReseller(s.reseller), args))
		},
		nil,
		func(t *rapid.T) func() {
			if _, err := s.product.key(s.reseller); err != nil {
				t.Fatal(err)
			}
			return func() {}
		},
	}
}

func (s *shelf) companies() list {
	return list{
		"resellers", nil,
		func(args pageArgs, _, _ string) (leaf, error) {
			return leafOf(resellerEdges)(s.Resellers(staff(), args))
		},
		nil,
		func(t *rapid.T) func() {
			s.added++
			if _, err := s.CreateReseller(staff(), fmt.Sprintf("%s no. %d", draw(t, "name", []string{"A", "Company", "Z"}), s.added), nil); err != nil {
				t.Fatal(err)
			}
			return func() {}
		},
	}
}

func leafOf[C any](show func(C) leaf) func(C, error) (leaf, error) {
	return func(c C, err error) (leaf, error) {
		if err != nil {
			return leaf{}, err
		}
		return show(c), nil
	}
}

func (s *shelf) addHandle(t *rapid.T) func() {
	s.added++
	h, _, err := s.CreateHandle(asReseller(s.reseller), service.CreateHandle{NewHandle: service.NewHandle{
		Kind: registrar.Person, GivenName: "Ada", FamilyName: draw(t, "name", []string{"Aaa", "Ties0", "Ties1", "Zzz"}),
		Address: addresses[0], Email: fmt.Sprintf("added%d@example.com", s.added), Phone: phones[0],
	}})
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := s.DeleteHandle(asReseller(s.reseller), h.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
}

func (s *shelf) addDomain(t *rapid.T) func() {
	s.added++
	d, err := s.RegisterDomain(asReseller(s.reseller), service.RegisterDomain{
		Name:  fmt.Sprintf("%s%d.%s", draw(t, "name", []string{"a", "tie1", "z"}), s.added, draw(t, "tld", []string{"com", "de"})),
		Years: rapid.IntRange(1, 3).Draw(t, "years"), Owner: service.Contact{HandleID: &s.parent},
	})
	if err != nil {
		t.Fatal(err)
	}
	// No use case deletes a domain yet.
	return func() {
		if _, err := s.raw.Exec(apitest.Bind("DELETE FROM domains WHERE id = ?"), d.ID); err != nil {
			t.Fatal(err)
		}
	}
}
