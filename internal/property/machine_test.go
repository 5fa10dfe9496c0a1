package property

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
)

// TestAlwaysTrue runs random use cases by several resellers, an operator and owners, while time passes, and checks
// after each one, over the whole database, what the domain rules say is always true.
func TestAlwaysTrue(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t, folder)
		t.Repeat(rapid.StateMachineActions(m))
		m.look(t)
	})
}

// machine is a product under random use. Its methods that take a *rapid.T alone are the steps.
type machine struct {
	*product
	resellers []string
	secrets   map[string]string // by reseller, empty for the operator

	last        dump              // after the latest step
	everHandles []string          // ids of all handles that ever were
	everCodes   map[string]string // by handle
	everSeen    map[seen]bool     // what a reseller was ever shown
}

// seen is that a reseller was shown something.
type seen struct{ reseller, id string }

// newMachine starts a product with data in every state and three resellers.
func newMachine(t *rapid.T, folder string) *machine {
	m := emptyMachine(t, folder, nil)
	if err := m.Bulk(context.Background(), m.fill); err != nil {
		t.Fatal(err)
	}
	m.openAccounts(t, "Third")
	return m
}

// emptyMachine starts a product without any data. The tracer may be nil.
func emptyMachine(t *rapid.T, folder string, trace tracer) *machine {
	p, end, err := openProduct(context.Background(), folder, trace)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Errorf("the product did not end well: %v", err)
		}
	})
	return &machine{product: p, secrets: map[string]string{}, everCodes: map[string]string{}, everSeen: map[seen]bool{}}
}

// openAccounts adds resellers, and makes a key for each one and for an operator.
func (m *machine) openAccounts(t *rapid.T, names ...string) {
	for _, name := range names {
		opened, err := m.CreateReseller(staff(), name, nil)
		if err != nil {
			t.Fatal(err)
		}
		m.resellers = append(m.resellers, opened.ID)
	}
	for _, id := range append([]string{""}, m.resellers...) {
		var err error
		if m.secrets[id], err = m.key(id); err != nil {
			t.Fatal(err)
		}
	}
	m.last = m.dump(t)
	m.remember()
	m.verify(t, m.last)
}

// key makes a key with every scope: for an operator when no reseller is named.
func (p *product) key(reseller string) (secret string, err error) {
	in := service.CreateAPIKey{Name: "test", Role: registrar.OperatorKey, Scopes: slices.Clone(registrar.Scopes)}
	if reseller != "" {
		in.Role, in.ResellerID = registrar.ResellerKey, &reseller
	}
	_, secret, err = p.CreateAPIKey(staff(), in)
	return secret, err
}

func (m *machine) dump(t *rapid.T) dump {
	d, err := dumpAll(m.raw)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// remember notes what the resellers see now: they may hear of it later, when it is gone.
func (m *machine) remember() {
	for _, h := range m.last["handles"] {
		id := h.text("id")
		if m.everCodes[id] == "" {
			m.everCodes[id] = h.text("code")
			m.everHandles = append(m.everHandles, id)
		}
	}
	for _, reseller := range m.resellers {
		c := caller{kind: registrar.ActorReseller, id: reseller}
		for _, ids := range [][]string{{reseller}, c.handles(m.last), c.domains(m.last),
			column(m.last.with("api_keys", "reseller_id", reseller), "id"), column(m.last.with("events", "reseller_id", reseller), "id")} {
			for _, id := range ids {
				m.everSeen[seen{reseller, id}] = true
			}
		}
	}
}

// call runs one use case and checks everything. The use case returns its error; items are what became of the items of
// a call that takes several.
func (m *machine) call(t *rapid.T, c caller, run func(context.Context) error, items ...*[]service.ReleasedDomain) {
	before := m.last
	m.clock = m.clock.Add(time.Millisecond) // so that what begins anew shows
	err := run(c.context())
	m.last = m.dump(t)
	t.Logf("%s %s: %v", c.kind, c.id, err)
	m.verifyError(t, err)
	refused := err != nil
	if err == nil && len(items) > 0 {
		refused = !slices.ContainsFunc(*items[0], func(r service.ReleasedDomain) bool { return len(r.Problems) == 0 })
	}
	if refused {
		// Whoever tries too often is counted also when refused.
		was, is := maps.Clone(before), maps.Clone(m.last)
		delete(was, "throttles")
		delete(is, "throttles")
		if changed := differences(was, is); len(changed) > 0 {
			t.Errorf("a call that was refused (%v) changed %s", err, changed)
		}
	}
	m.verify(t, m.last)
	m.verifyStep(t, before, m.last)
	m.verifyEvents(t, c, before, m.last)
	m.remember()
}

// verifyError refuses errors that are nobody's problem: those are bugs, shown as INTERNAL.
func (m *machine) verifyError(t *rapid.T, err error) {
	var one *registrar.Problem
	var many registrar.Problems
	if err != nil && !errors.As(err, &one) && !errors.As(err, &many) {
		t.Errorf("an internal error: %v", err)
	}
}

// context is a context in which the caller is signed in.
func (c caller) context() context.Context {
	if c.anonymous {
		return context.Background()
	}
	switch c.kind {
	case registrar.ActorReseller:
		return asReseller(c.id)
	case registrar.ActorOwner:
		return asOwner(c.id, c.session)
	default:
		return staff()
	}
}

// account is what the caller gives as resellerId: an operator names one, mostly.
func (m *machine) account(t *rapid.T, c caller) *string {
	if (c.kind == registrar.ActorOperator) == maybe(t, "wrong account", 10) {
		return nil
	}
	return new(draw(t, "account", m.resellers))
}

// MoveClock lets time pass: seconds, a day, or more than a deadline.
func (m *machine) MoveClock(t *rapid.T) {
	m.clock = m.clock.Add(draw(t, "by", []time.Duration{
		time.Millisecond, 61 * time.Second, 25 * time.Hour, 16 * 24 * time.Hour, 400 * 24 * time.Hour,
	}))
}

// Answer lets a handle's owner have answered once, as another handle with the same identity: the identity counts as
// verified from the next trigger on.
func (m *machine) Answer(t *rapid.T) {
	cases := m.last["reachability_cases"]
	if len(cases) == 0 {
		t.Skip("nothing to answer")
	}
	of := rapid.SampledFrom(cases).Draw(t, "case")
	_, err := m.raw.Exec(apitest.Bind("INSERT INTO verified_identities (id, fingerprint, verified_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
		m.ids.NewID(registrar.IdentityID), of.text("fingerprint"), int64(m.now()))
	if err != nil {
		t.Fatal(err)
	}
	m.last = m.dump(t)
}

// Look reads everything as each caller.
func (m *machine) Look(t *rapid.T) {
	if maybe(t, "now", 4) {
		m.look(t)
	}
}

// Check is done by call, which knows what was there before.
func (m *machine) Check(*rapid.T) {}
